"""How far raters stand apart, counted in notches: the steps of the scale, or factors of 1.25 for free numbers."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median, stdev
from typing import TypeVar

from truenorth.engines.ranking import Column

Who = TypeVar("Who")

OUTLIER_NOTCHES = 2.0
TALLIED_AT_MOST = 25
_FREE_NOTCH = math.log(1.25)
_CLOSE, _APART = 1.0, 3.0
_ROUNDING = 1e-9


class Agreement(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class CellSummary:
    """What the raters of one column of one candidate gave, without names."""

    column: str
    mean: float
    raters: int
    spread: float
    low: float
    high: float
    notches: float
    agreement: Agreement | None
    tally: Sequence[tuple[float, int]]
    """How often each number was given, the smallest first; empty where there are more than 25 different ones."""
    agreed: float | None

    @property
    def value(self) -> float:
        return self.mean if self.agreed is None else self.agreed


def summarize_cell(
    values: Sequence[float], column: Column, *, agreed: float | None = None, read: float | None = None
) -> CellSummary:
    """Where nobody rated, what was read of the record stands for the mean, or what was agreed on."""
    known = agreed if read is None else read
    if not values and known is not None:
        return CellSummary(column.key, known, 0, 0.0, known, known, 0.0, None, [], agreed)
    apart = notches_apart(values, column)
    tally = sorted(Counter(values).items())
    return CellSummary(
        column=column.key,
        mean=fmean(values),
        raters=len(values),
        spread=stdev(values) if len(values) > 1 else 0.0,
        low=min(values),
        high=max(values),
        notches=apart,
        agreement=agreement_of(apart) if len(values) > 1 else None,
        tally=tally if len(tally) <= TALLIED_AT_MOST else [],
        agreed=agreed,
    )


def agreement_of(notches: float) -> Agreement:
    """High up to one notch between the lowest and the highest number, low from three, medium between."""
    if notches <= _CLOSE + _ROUNDING:
        return Agreement.HIGH
    return Agreement.LOW if notches >= _APART - _ROUNDING else Agreement.MEDIUM


def notches_apart(values: Sequence[float], column: Column) -> float:
    places = _places(values, column)
    return max(places) - min(places)


def find_outliers(given: Mapping[Who, float], column: Column) -> list[Who]:
    """Whoever stands two or more notches from the median of all."""
    if len(given) < 2:
        return []
    places = dict(zip(given, _places(list(given.values()), column), strict=True))
    middle = median(places.values())
    return [who for who, place in places.items() if abs(place - middle) >= OUTLIER_NOTCHES - _ROUNDING]


def _places(values: Sequence[float], column: Column) -> list[float]:
    """Each number in notches. Where a free number is zero or below, a notch is a fifth of the largest."""
    if column.scale is not None:
        scale = column.scale
        return [float(bisect_left(scale, value)) for value in values]
    if min(values) > 0:
        return [math.log(value) / _FREE_NOTCH for value in values]
    largest = max(abs(value) for value in values) or 1.0
    return [5 * value / largest for value in values]
