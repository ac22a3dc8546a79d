"""Hours, days, weeks and months in a time zone, as edges in microseconds."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.times import MICROS, instant

Unit = Literal["hour", "day", "week", "month", "quarter", "year"]
WeekStart = Literal["monday", "sunday"]
MOST_PERIODS = 200_000


@dataclass(frozen=True, eq=False, slots=True)
class Periods:
    """`edges[i]` to `edges[i + 1]` is period `i`; one more edge than periods, int64 microseconds, ascending."""

    edges: NDArray[np.int64]
    unit: Unit
    timezone: str

    @property
    def size(self) -> int:
        return self.edges.size - 1

    def index(self, moment: int) -> int:
        """The period that holds a moment; -1 before the first, `size` after the last."""
        return int(np.searchsorted(self.edges, moment, side="right")) - 1

    def label(self, index: int) -> dt.date | dt.datetime:
        """The local date on which a period begins; for hours the local time."""
        begun = instant(int(self.edges[index])).astimezone(ZoneInfo(self.timezone))
        return begun if self.unit == "hour" else begun.date()


def periods_between(
    first: int, last: int, unit: Unit, *, timezone: str = "UTC", week_start: WeekStart = "monday", field: str = "period"
) -> Periods:
    """The periods that hold every moment from `first` to `last`, both included, in microseconds.

    >>> day = 86_400_000_000
    >>> periods = periods_between(day // 2, 2 * day, "day")
    >>> periods.size, [str(periods.label(at)) for at in range(3)]
    (3, ['1970-01-01', '1970-01-02', '1970-01-03'])
    """
    zone = ZoneInfo(timezone)
    begin = _floor(instant(first).astimezone(zone), unit, week_start)
    if unit == "hour":
        edges = np.arange(_moment(begin), last + 2 * 3600 * MICROS, 3600 * MICROS, dtype=np.int64)
        edges = edges[: int(np.searchsorted(edges, last, side="right")) + 1]
    else:
        edges = _edges(begin, last, unit, field)
    return Periods(edges, unit, timezone)


def _edges(begin: dt.datetime, last: int, unit: Unit, field: str) -> NDArray[np.int64]:
    edges = [_moment(begin)]
    at = begin
    while edges[-1] <= last:
        at = _next(at, unit)
        edges.append(_moment(at))
        if len(edges) > MOST_PERIODS:
            raise PlanRefused(f"makes more than {MOST_PERIODS:,} periods of this range", field=field)
    return np.array(edges, np.int64)


def _moment(local: dt.datetime) -> int:
    return round(local.timestamp()) * MICROS


def _floor(local: dt.datetime, unit: Unit, week_start: WeekStart) -> dt.datetime:
    if unit == "hour":
        return local.replace(minute=0, second=0, microsecond=0)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if unit == "week":
        return day - dt.timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)
    if unit == "month":
        return day.replace(day=1)
    if unit == "quarter":
        return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
    return day.replace(day=1, month=1) if unit == "year" else day


def _next(local: dt.datetime, unit: Unit) -> dt.datetime:
    """The next begin: local wall time, so that a day of 23 or 25 hours is one day."""
    if unit in ("day", "week"):
        return local + dt.timedelta(days=1 if unit == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    month = local.month - 1 + months
    return local.replace(year=local.year + month // 12, month=month % 12 + 1)
