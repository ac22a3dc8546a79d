"""What several passes need of a bucket: event names in 16 bits, wide codes, the periods of a plan's range."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT
from truenorth.engines.events.asking.histories import MISSING, Histories
from truenorth.engines.events.asking.periods import Periods, Unit, WeekStart, periods_between
from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.times import micros

MOST_NAMES = 65_536
RARE = "Other"
NONE = "(none)"
BEFORE_ALL, AFTER_ALL = -(2**62), 2**62
"""Moments before and after every event, for a range without a bound."""

Codes = NDArray[np.uint16]
Wides = NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class EventNames:
    """The event of every row as a uint16; `texts[code]` is its name, that of code 0 is no event's."""

    texts: tuple[str, ...]
    settled: Codes
    recent: Codes


def event_names(histories: Histories) -> EventNames:
    """The event column in 16 bits. Where there are more than 65,535 names, the rarest are all `RARE`."""
    column = histories.column(EVENT)
    texts = tuple(NONE if text is None else text for text in column.labels.to_pylist())
    if column.settled.dtype == np.uint16 and column.recent.dtype == np.uint16:
        return EventNames(texts, column.settled, column.recent)
    return _narrowed(texts, column.settled, column.recent)


def _narrowed(texts: tuple[str, ...], settled: NDArray[Any], recent: NDArray[Any]) -> EventNames:
    counts = np.bincount(settled, minlength=len(texts)) + np.bincount(recent, minlength=len(texts))
    kept = 1 + np.argsort(-counts[1:], kind="stable")[: MOST_NAMES - 2]
    lut = np.full(len(texts), len(kept) + 1, np.uint16)
    lut[kept] = np.arange(1, len(kept) + 1)
    lut[MISSING] = 0
    return EventNames((NONE, *(texts[code] for code in kept), RARE), lut[settled], lut[recent])


def wide_codes(histories: Histories, key: str | None) -> tuple[Wides, Wides]:
    """A column's codes as int32, settled and recent; both empty for no column."""
    if key is None:
        return np.empty(0, np.int32), np.empty(0, np.int32)
    column = histories.column(key)
    return column.settled.astype(np.int32, copy=False), column.recent.astype(np.int32, copy=False)


def moments_of(plan: Plan) -> tuple[int, int]:
    """The plan's `since` and `until` in microseconds, far away where it has none."""
    since = BEFORE_ALL if plan.since is None else micros(plan.since)
    until = AFTER_ALL if plan.until is None else micros(plan.until)
    return since, until


def periods_of(plan: Plan, about: Provenance, unit: Unit, *, week_start: WeekStart) -> Periods | None:
    """The periods from the first to the last event that lie in the plan's range; None where there are none."""
    if about.first_time is None or about.last_time is None:
        return None
    since, until = moments_of(plan)
    first, last = max(about.first_time, since), min(about.last_time, until - 1)
    if first > last:
        return None
    return periods_between(first, last, unit, timezone=plan.timezone, week_start=week_start, field="interval")
