"""From many people's ratings to one ranked list."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truenorth.engines.ranking.errors import (
    ColumnUnknown,
    DivisorNotPositive,
    ItemRepeated,
    RatingNotFinite,
    RatingOffScale,
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


def rank(items: Iterable[Candidate], model: Model) -> list[Ranked]:
    """Candidates by score, highest first; ties by title, then id; those not fully rated last.

    A column counts with the mean over its own raters and the score is computed from those means, so that
    engineers may rate effort alone. The spread propagates the raters' standard deviations through the formula
    to first order (the delta method); a column with one rater adds none.

    Raises ColumnUnknown, RatingNotFinite, RatingOffScale, DivisorNotPositive or ItemRepeated.

    >>> from truenorth.engines.ranking import WSJF
    >>> quick = {"user_value": [8, 5], "business_value": [5], "risk_reduction": [2], "effort": [2, 3]}
    >>> large = {"user_value": [13, 8], "business_value": [8], "risk_reduction": [3], "effort": [13]}
    >>> ranked = rank([Candidate("L", "Large", large), Candidate("Q", "Quick", quick)], WSJF)
    >>> [(one.rank, one.id, one.score) for one in ranked]
    [(1, 'Q', 5.4), (2, 'L', 1.6538461538461537)]
    """
    seen: set[str] = set()
    scored: list[Ranked] = []
    for item in items:
        if item.id in seen:
            raise ItemRepeated("stands in the list twice", field="id", item=item.id)
        seen.add(item.id)
        scored.append(_score(item, model))
    scored.sort(key=lambda one: (one.score is None, -(one.score or 0.0), one.title, one.id))
    return _number(scored)


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


def _score(item: Candidate, model: Model) -> Ranked:
    known = {column.key for column in model.columns}
    for key in item.ratings:
        if key not in known:
            raise ColumnUnknown(f"{model.name} has no such column", field=key, item=item.id)
    parts = tuple(_part(item, column, model) for column in model.columns if item.ratings.get(column.key))
    missing = tuple(column.key for column in model.columns if not item.ratings.get(column.key))
    if missing:
        return Ranked(item.id, item.title, None, None, None, parts, missing)
    means = {part.column: part.mean for part in parts}
    spread = math.hypot(*(model.slope(means, part.column) * part.spread for part in parts))
    return Ranked(item.id, item.title, model.score(means), None, spread, parts)


def _part(item: Candidate, column: Column, model: Model) -> Part:
    ratings = item.ratings[column.key]
    for rating in ratings:
        if not math.isfinite(rating):
            raise RatingNotFinite(f"{rating} is not a number", field=column.key, item=item.id)
        if not column.admits(rating):
            raise RatingOffScale(f"{rating:g} is not on its scale", field=column.key, item=item.id)
        if column in model.costs and rating <= 0:
            raise DivisorNotPositive(f"{rating:g} cannot divide; it must be above zero", field=column.key, item=item.id)
    spread = statistics.stdev(ratings) if len(ratings) > 1 else 0.0
    return Part(column.key, math.fsum(ratings) / len(ratings), len(ratings), spread)
