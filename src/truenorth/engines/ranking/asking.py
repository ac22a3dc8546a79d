"""What is best asked once more: the estimate whose change moves the order most, read from draws already made."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking.models import Model
from truenorth.engines.ranking.scoring import Ranked


@dataclass(frozen=True, slots=True)
class Ask:
    """One estimate: a candidate's column, and what knowing it better may change.

    `places` is by how many places the candidate moves when the estimate changes by its own standard deviation,
    `crossing` by how much the chance of standing above the cut line changes with it.
    """

    id: str
    title: str
    column: str
    places: float
    crossing: float


def ask_again(
    watched: Sequence[Ranked], model: Model, ranks: NDArray[np.int32], means: NDArray[np.float64], *, cut: int
) -> tuple[Ask, ...]:
    """The estimates of the candidates around the cut line, the one that moves the order most first.

    `ranks` (draws, candidates) and `means` (draws, columns, candidates) come from the same draws. Each estimate
    varies independently of all others, so that the slope of the rank on it alone, by least squares, is its own effect;
    times its standard deviation it is |correlation| · (standard deviation of the rank). Estimates that never vary
    are left out.

    >>> import numpy as np
    >>> from truenorth.engines.ranking import Candidate, custom_model, rank
    >>> model = custom_model("a + b")
    >>> watched = rank([Candidate("x", "X", {"a": [1.0], "b": [1.0]})], model)
    >>> means = np.array([[[1.0], [1.0]], [[3.0], [1.0]], [[1.0], [2.0]], [[3.0], [2.0]]])
    >>> [(ask.column, ask.places) for ask in ask_again(watched, model, np.array([[4], [2], [4], [2]]), means, cut=3)]
    [('a', 1.0), ('b', 0.0)]
    """
    varied = means - means.mean(axis=0)
    deviations = np.sqrt(np.mean(varied**2, axis=0))
    places, crossings = (
        np.abs(np.einsum("dci,di->ci", varied, outcome - outcome.mean(axis=0))) / len(ranks)
        for outcome in (ranks, (ranks <= cut).astype(np.float64))
    )
    asks = [
        Ask(one.id, one.title, column.key, float(places[c, i] / sd), float(crossings[c, i] / sd))
        for i, one in enumerate(watched)
        for c, column in enumerate(model.columns)
        if (sd := deviations[c, i]) > 0
    ]
    return tuple(sorted(asks, key=lambda ask: -round(ask.places, 9)))
