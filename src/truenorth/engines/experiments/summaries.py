"""Sums by metric, cell and arm: all that a readout needs to know of a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.experiments.plans import Metric
from truenorth.engines.experiments.quality import Problem
from truenorth.engines.statistics import Moments, QuantileMoments

AnyMoments = Moments | QuantileMoments


class Cell(NamedTuple):
    """A part of the users: a level of a segment; both '' for all of them."""

    segment: str
    level: str


WHOLE = Cell("", "")


@dataclass(frozen=True, eq=False, slots=True)
class Measured:
    """A metric with its moments, shape (cells, arms)."""

    metric: Metric
    moments: AnyMoments


@dataclass(frozen=True, eq=False, slots=True)
class Summary:
    """What a file adds up to. Arms with the control first; cells with the whole first; `users` (cells, arms).

    `rows_left_out` counts the rows that are in no sum.
    """

    arms: tuple[str, ...]
    weights: tuple[float, ...]
    cells: tuple[Cell, ...]
    users: NDArray[np.int64]
    metrics: tuple[Measured, ...]
    problems: tuple[Problem, ...] = ()
    rows_left_out: int = 0

    def of(self, segment: str) -> "Summary":
        """The whole and the levels of one segment ('': the whole alone)."""
        places = [place for place, cell in enumerate(self.cells) if cell.segment in ("", segment)]
        metrics = tuple(replace(each, moments=_at(each.moments, places)) for each in self.metrics)
        cells = tuple(self.cells[place] for place in places)
        return replace(self, cells=cells, users=self.users[places], metrics=metrics)


def _at(moments: AnyMoments, key: Any) -> Any:  # noqa: ANN401 - the class that came in goes out
    """The cells and arms that the key picks; what has no axes stays."""
    named = {field.name: getattr(moments, field.name) for field in fields(moments)}
    picked = {name: value[key] if np.ndim(value) == 2 else value for name, value in named.items()}
    return type(moments)(**picked)


def pick(moments: AnyMoments, *, arms: Any) -> Any:  # noqa: ANN401 - the class that came in goes out
    """The moments of some arms, every cell."""
    return _at(moments, (slice(None), arms))


def split_sums(moments: AnyMoments, cell: int, arm: int) -> dict[str, float]:
    """One cell and arm as plain numbers by name, which `join_sums` makes moments again.

    >>> both = Moments(n=[[2, 3]], sum=[[1.0, 2.0]])
    >>> split_sums(both, 0, 1)
    {'n': 3.0, 'sum': 2.0}
    """
    named = {field.name: getattr(moments, field.name) for field in fields(moments)}
    numbers = {name: value for name, value in named.items() if value is not None}
    single = {name: float(np.asarray(v)[cell, arm] if np.ndim(v) == 2 else v) for name, v in numbers.items()}
    return {name: number for name, number in single.items() if number or not name.endswith("shift")}


def join_sums(sums: Sequence[Sequence[Mapping[str, float]]]) -> AnyMoments:
    """Numbers by (cell, arm) as moments of that shape; {} is nobody.

    >>> join_sums([[{"n": 3.0, "sum": 2.0}, {}]]).array("n")
    array([[3., 0.]])
    """
    given = [one for row in sums for one in row if one]
    names = list(dict.fromkeys(name for one in given for name in one)) or ["n", "sum", "sum_squares"]
    arrays = {name: np.array([[one.get(name, 0.0) for one in row] for row in sums]) for name in names}
    if "level" not in arrays:
        return Moments(**arrays)
    del arrays["level"]
    return QuantileMoments(level=given[0]["level"], **arrays)
