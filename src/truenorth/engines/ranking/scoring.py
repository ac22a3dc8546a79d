"""From many people's ratings to one ranked list."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking.errors import (
    ColumnUnknown,
    DivisorNotPositive,
    ItemRepeated,
    RatingNotFinite,
    ScoreUndefined,
)
from truenorth.engines.ranking.models import Column, Model

_TIE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to rank; `ratings` holds, for each column, the numbers its raters gave.

    >>> Candidate("A-1", "Export", {"effort": [3, 5]}).id
    'A-1'
    """

    id: str
    title: str
    ratings: Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one column brought: the mean over its raters, their number and their standard deviation."""

    column: str
    mean: float
    raters: int
    spread: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate in its place.

    `rank` starts at 1 and equal scores share it (1, 2, 2, 4). `spread` is the standard deviation that the
    raters' disagreement gives the score. A candidate with unrated columns has neither score nor rank:
    `missing` names them.
    """

    id: str
    title: str
    score: float | None
    rank: int | None
    spread: float | None
    parts: tuple[Part, ...]
    missing: tuple[str, ...] = ()

    @property
    def means(self) -> dict[str, float]:
        """The mean of every rated column, by its key."""
        return {part.column: part.mean for part in self.parts}


def rank(items: Iterable[Candidate], model: Model) -> list[Ranked]:
    """Candidates by score, highest first; ties by title, then id; those not fully rated last.

    A column counts with the mean over its own raters and the score is computed from those means, so that
    engineers may rate effort alone. The spread propagates the raters' standard deviations through the formula
    to first order (the delta method); a column with one rater adds none. A score depends on its own candidate's
    ratings and on nobody else's: an extreme number rescales nothing. Numbers off a column's scale count as they are;
    `lint` tells of them.

    Raises ColumnUnknown, RatingNotFinite, DivisorNotPositive, ScoreUndefined or ItemRepeated.

    >>> from truenorth.engines.ranking import WSJF
    >>> quick = {"user_value": [8, 5], "business_value": [5], "risk_reduction": [2], "effort": [2, 3]}
    >>> large = {"user_value": [13, 8], "business_value": [8], "risk_reduction": [3], "effort": [13]}
    >>> ranked = rank([Candidate("L", "Large", large), Candidate("Q", "Quick", quick)], WSJF)
    >>> [(one.rank, one.id, one.score) for one in ranked]
    [(1, 'Q', 5.4), (2, 'L', 1.6538461538461537)]
    """
    scored = _score([_read(item, model) for item in _each_once(items)], model)
    scored.sort(key=lambda one: (one.score is None, -(one.score or 0.0), one.title, one.id))
    return _number(scored)


def check_rating(rating: float, column: Column, model: Model, *, item: str) -> None:
    """Refuse a number that cannot count. Raises RatingNotFinite or DivisorNotPositive.

    >>> from truenorth.engines.ranking import WSJF
    >>> check_rating(3, WSJF.columns[3], WSJF, item="A-1")
    """
    if not math.isfinite(rating):
        raise RatingNotFinite(f"{rating} is not a number", field=column.key, item=item)
    if column in model.costs and rating <= 0:
        raise DivisorNotPositive(f"{rating:g} cannot divide; it must be above zero", field=column.key, item=item)


def _each_once(items: Iterable[Candidate]) -> list[Candidate]:
    seen: dict[str, Candidate] = {}
    for item in items:
        if item.id in seen:
            raise ItemRepeated("stands in the list twice", field="id", item=item.id)
        seen[item.id] = item
    return list(seen.values())


def _read(item: Candidate, model: Model) -> Ranked:
    """The candidate with its parts, and no score yet."""
    known = {column.key for column in model.columns}
    for key in item.ratings:
        if key not in known:
            raise ColumnUnknown(f"{model.name} has no such column", field=key, item=item.id)
    parts = tuple(_part(item, column, model) for column in model.columns if item.ratings.get(column.key))
    missing = tuple(column.key for column in model.columns if not item.ratings.get(column.key))
    return Ranked(item.id, item.title, None, None, None, parts, missing)


def _part(item: Candidate, column: Column, model: Model) -> Part:
    ratings = item.ratings[column.key]
    for rating in ratings:
        check_rating(rating, column, model, item=item.id)
    spread = statistics.stdev(ratings) if len(ratings) > 1 else 0.0
    return Part(column.key, math.fsum(ratings) / len(ratings), len(ratings), spread)


def _score(read: list[Ranked], model: Model) -> list[Ranked]:
    rated = [one for one in read if not one.missing]
    columns = [column.key for column in model.columns]
    means = {key: _column(rated, place, "mean") for place, key in enumerate(columns)}
    scores = np.broadcast_to(model.scores(means), len(rated))
    _check_scores(scores, rated, model)
    variance = np.zeros(len(rated))
    for place, key in enumerate(columns):
        spreads = _column(rated, place, "spread")
        variance += np.where(spreads > 0, (model.slopes(means, key) * spreads) ** 2, 0.0)
    scored = [
        Ranked(one.id, one.title, score, None, spread, one.parts)
        for one, score, spread in zip(rated, scores.tolist(), np.sqrt(variance).tolist(), strict=True)
    ]
    return scored + [one for one in read if one.missing]


def _column(rated: Sequence[Ranked], place: int, what: Literal["mean", "spread"]) -> NDArray[np.float64]:
    return np.array([getattr(one.parts[place], what) for one in rated], np.float64)


def _check_scores(scores: NDArray[np.float64], rated: Sequence[Ranked], model: Model) -> None:
    for place in np.flatnonzero(~np.isfinite(scores))[:1]:
        one = rated[place]
        given = ", ".join(f"{part.column} {part.mean:g}" for part in one.parts)
        raise ScoreUndefined(f"{model.text} has no value with {given}", field="formula", item=one.id)


def _number(scored: list[Ranked]) -> list[Ranked]:
    numbered: list[Ranked] = []
    for place, one in enumerate(scored, start=1):
        above = numbered[-1] if numbered else None
        tied = above is not None and one.score is not None and _same(one.score, above.score)
        number = None if one.score is None else above.rank if tied and above else place
        numbered.append(Ranked(one.id, one.title, one.score, number, one.spread, one.parts, one.missing))
    return numbered


def _same(score: float, other: float | None) -> bool:
    """Equal but for the last digits, which depend on the order of the sums."""
    return other is not None and f"{score:.{_TIE_DIGITS}g}" == f"{other:.{_TIE_DIGITS}g}"
