"""The intervals of a trend: of its range, of what a rolling window looks back on, and of the range before."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.periods import Unit, WeekStart, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.times import MICROS, instant, micros
from truenorth.engines.events.trends.plan import Interval, Trend
from truenorth.engines.events.trends.result import Bucket

LONGEST_DAYS = {"hour": 1, "day": 2, "week": 8, "month": 31, "quarter": 92, "year": 366}


@dataclass(frozen=True, eq=False, slots=True)
class Grid:
    """Interval `i` is `edges[i]` to `edges[i + 1]`, int64 microseconds; rows from `begin` to `end` (excluded) count.

    The first `lookback` intervals are only for rolling windows, and no points of their own.
    """

    edges: NDArray[np.int64]
    begin: int
    end: int
    lookback: int
    interval: Interval
    timezone: str
    is_previous: bool = False

    @property
    def size(self) -> int:
        """Intervals, those looked back on included."""
        return self.edges.size - 1

    def buckets(self) -> tuple[Bucket, ...]:
        """Where each point begins: the local date, for hours the local time."""
        zone = ZoneInfo(self.timezone)
        begun = [instant(int(edge)).astimezone(zone) for edge in self.edges[self.lookback : -1]]
        return tuple(begun) if self.interval == "hour" else tuple(each.date() for each in begun)

    def first_incomplete(self, as_of: int) -> int | None:
        """The first point that was not over at `as_of`, or that the range's end cuts."""
        known = min(as_of + 1, self.end)
        at = int(np.searchsorted(self.edges[1 + self.lookback :], known, side="right"))
        return at if at < self.size - self.lookback else None


@dataclass(frozen=True, slots=True)
class _Range:
    """What decides the intervals; `end` is excluded."""

    begin: int
    end: int
    interval: Interval
    timezone: str
    week_start: WeekStart
    lookback: int
    has_previous: bool


def grids_of(plan: Trend, about: Provenance) -> tuple[Grid, ...]:
    """The range's grid, and the previous range's where the plan compares; none where there is nothing to show.

    >>> plan = Trend(since="2024-03-01", until="2024-03-04", compare="previous")
    >>> about = Provenance("g1", 1, micros("2024-03-02"), micros("2024-03-02"))
    >>> [[str(bucket) for bucket in grid.buckets()] for grid in grids_of(plan, about)]
    [['2024-03-01', '2024-03-02', '2024-03-03'], ['2024-02-27', '2024-02-28', '2024-02-29']]
    """
    if about.first_time is None or about.last_time is None:
        return ()
    begin = micros(plan.since) if plan.since else about.first_time
    end = micros(plan.until) if plan.until else about.last_time + 1
    if end <= begin:
        return ()
    lookback = (plan.rolling or 1) - 1
    return _grids(_Range(begin, end, plan.interval, plan.timezone, plan.week_start, lookback, plan.compare is not None))


@lru_cache(maxsize=16)
def _grids(wanted: _Range) -> tuple[Grid, ...]:
    """Cached, since each bucket asks for the same ones."""
    edges = _edges(wanted, lookback=wanted.lookback)
    offset = wanted.begin - int(edges[wanted.lookback])
    begin = min(int(edges[0]) + offset, int(edges[1])) if wanted.lookback else wanted.begin
    grid = Grid(edges, begin, wanted.end, wanted.lookback, wanted.interval, wanted.timezone)
    return (grid, _previous(grid, wanted)) if wanted.has_previous else (grid,)


def _edges(wanted: _Range, *, lookback: int) -> NDArray[np.int64]:
    if wanted.interval == "all":
        return np.array([wanted.begin, wanted.end], np.int64)
    unit: Unit = wanted.interval
    first = wanted.begin - lookback * LONGEST_DAYS[unit] * 86_400 * MICROS
    periods = periods_between(
        first, wanted.end - 1, unit, timezone=wanted.timezone, week_start=wanted.week_start, field="interval"
    )
    edges: NDArray[np.int64] = periods.edges[periods.index(wanted.begin) - lookback :]
    return edges


def _previous(grid: Grid, wanted: _Range) -> Grid:
    """The same intervals one range earlier: by months where the range is whole months, else by its length."""
    is_whole = wanted.begin == grid.edges[grid.lookback] and wanted.end == grid.edges[-1]
    if wanted.interval in ("month", "quarter", "year") and is_whole:
        points = grid.size - grid.lookback
        edges = _edges(wanted, lookback=grid.lookback + points)[: grid.edges.size]
        begin = int(edges[0])
    else:
        shift = _Shift(wanted)
        edges = np.array([shift.back(int(edge)) for edge in grid.edges], np.int64)
        edges[-1] = max(int(edges[-1]), wanted.begin)  # an hour that the clock shows twice is read as the first
        begin = max(shift.back(grid.begin), int(edges[0]))
    return Grid(edges, begin, wanted.begin, grid.lookback, grid.interval, grid.timezone, is_previous=True)


class _Shift:
    """Earlier by the range's length: for hours as it elapsed, else by the clock on the wall."""

    def __init__(self, wanted: _Range) -> None:
        self.zone = ZoneInfo(wanted.timezone)
        self.elapsed = wanted.end - wanted.begin if wanted.interval == "hour" else None
        self.length = self._wall(wanted.end) - self._wall(wanted.begin)

    def _wall(self, moment: int) -> dt.datetime:
        return instant(moment).astimezone(self.zone).replace(tzinfo=None)

    def back(self, moment: int) -> int:
        if self.elapsed is not None:
            return moment - self.elapsed
        earlier = (self._wall(moment) - self.length).replace(tzinfo=self.zone)
        return (earlier - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
