"""What can be asked of every actor's rows in a bucket: the first, how many, what they sum to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.kernels import Walk
from truenorth.engines.events.asking.letters import UNSEEN, Condition, Letters, spell, steps_of, walk_of
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.cohorts import kernels
from truenorth.engines.events.cohorts.kernels import Bounds, Coded, Values
from truenorth.engines.events.times import MICROS, micros
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
EVER_FROM, EVER_TO = -(2**61), 2**61
NEVER = 2**61
"""The time of what never happened."""
ALL = 2**62


def both(some: Bounds, more: Bounds) -> Bounds:
    """Rows that lie in both.

    >>> both(bounds_between(1), Bounds(np.array([3]), np.array([9])))
    Bounds(begins=array([3]), ends=array([9]))
    """
    return Bounds(np.maximum(some.begins, more.begins), np.minimum(some.ends, more.ends))


def bounds_between(size: int, since: dt.datetime | None = None, until: dt.datetime | None = None) -> Bounds:
    """The same bounds for `size` actors; None leaves an end open.

    >>> import datetime as dt
    >>> bounds_between(2, dt.datetime(1970, 1, 2, tzinfo=dt.UTC)).begins.tolist()
    [86400000000, 86400000000]
    """
    begin = EVER_FROM if since is None else micros(since)
    end = EVER_TO if until is None else micros(until)
    return Bounds(np.full(size, begin, np.int64), np.full(size, end, np.int64))


def span_micros(seconds: float) -> int:
    """A duration in whole microseconds.

    >>> span_micros(1.5)
    1500000
    """
    return round(seconds * MICROS)


@dataclass(frozen=True, eq=False)
class Scan:
    """The visible rows of a bucket, and which conditions each meets. `None` as a condition is any visible row."""

    histories: Histories
    letters: Letters
    walk: Walk

    @classmethod
    def of(cls, histories: Histories, conditions: Sequence[Condition], filters: Sequence[Filter] = ()) -> "Scan":
        """Rows that fail `filters` are out of sight; conditions are then named by their place."""
        return cls(histories, spell(histories, conditions, filters), walk_of(histories))

    @property
    def size(self) -> int:
        return self.histories.size

    def hits(self, condition: int | None) -> NDArray[np.uint8]:
        """For each code of a row, 1 where it meets the condition."""
        lut = self.letters.lut
        met = lut != UNSEEN if condition is None else self.letters.meets[lut, condition]
        return fixed(met.astype(np.uint8))

    def first(self, condition: int | None, bounds: Bounds, *, after: Longs | None = None) -> Longs:
        """The first row of each actor that meets a condition, -1 where none; see `times` and `values_at`.

        `after` are rows, as this gives them, beyond which the first is sought.
        """
        rows = np.empty(self.size, np.int64)
        beyond = fixed(np.full(self.size, -1, np.int64) if after is None else after)
        kernels.first_rows(*self.rows(condition, bounds), beyond, rows)
        return rows

    def times(self, rows: Longs) -> Longs:
        """When the rows are, NEVER for -1."""
        settled = self.walk.settled_time.size
        times = np.full(rows.size, NEVER, np.int64)
        in_settled, in_recent = (rows >= 0) & (rows < settled), rows >= settled
        times[in_settled] = self.walk.settled_time[rows[in_settled]]
        times[in_recent] = self.walk.recent_time[rows[in_recent] - settled]
        return times

    def values_at(self, rows: Longs, key: str) -> Longs:
        """The code of a column at the rows, 0 (missing) for -1."""
        column = self.histories.column(key)
        settled = column.settled.size
        found = np.zeros(rows.size, np.int64)
        in_settled, in_recent = (rows >= 0) & (rows < settled), rows >= settled
        found[in_settled] = column.settled[rows[in_settled]]
        found[in_recent] = column.recent[rows[in_recent] - settled]
        return found

    def count(self, condition: int | None, bounds: Bounds, *, enough: int = ALL) -> Longs:
        """How many rows of each actor meet a condition; counting stops at `enough`."""
        counts = np.empty(self.size, np.int64)
        kernels.count_rows(*self.rows(condition, bounds), np.int64(enough), counts)
        return counts

    def total(self, condition: int | None, bounds: Bounds, key: str) -> Floats:
        """The sum of a column over the rows; what is no finite number counts nothing."""
        sums = np.empty(self.size, np.float64)
        numbers = fixed(self.histories.column(key).numbers)
        kernels.sum_rows(*self.rows(condition, bounds), self.values(key), numbers, sums)
        return sums

    def distinct(self, condition: int | None, bounds: Bounds, key: str) -> Longs:
        """How many different values a column has over the rows."""
        counts = np.empty(self.size, np.int64)
        labels = np.int64(len(self.histories.column(key).labels))
        kernels.count_distinct(*self.rows(condition, bounds), self.values(key), labels, counts)
        return counts

    def last(self, condition: int | None, bounds: Bounds, key: str) -> Longs:
        """The last code of a column that is not missing, 0 where there is none."""
        found = np.empty(self.size, np.int64)
        kernels.last_values(*self.rows(condition, bounds), self.values(key), found)
        return found

    def follows(self, conditions: range, bounds: Bounds, *, window: int) -> Flags:
        """Whether the conditions are met one after the other, the last at most `window` after the first."""
        chosen = replace(self.letters, meets=self.letters.meets[:, conditions.start : conditions.stop])
        starts, steps = steps_of(chosen)
        found = np.empty(self.size, np.uint8)
        kernels.find_sequences(
            self.walk,
            self._coded(),
            self.letters.lut,
            starts,
            steps,
            _fixed(bounds),
            np.int64(len(conditions)),
            np.int64(window),
            found,
        )
        return found.astype(np.bool_)

    def rows(self, condition: int | None, bounds: Bounds) -> tuple[Walk, Coded, NDArray[np.uint8], Bounds]:
        """What every kernel over rows takes first."""
        return self.walk, self._coded(), self.hits(condition), _fixed(bounds)

    def _coded(self) -> Coded:
        return Coded(self.letters.settled, self.letters.recent)

    def values(self, key: str) -> Values:
        """A column's codes as kernels take them."""
        column = self.histories.column(key)
        return Values(*(fixed(codes.astype(np.int32, copy=False)) for codes in (column.settled, column.recent)))


def _fixed(bounds: Bounds) -> Bounds:
    return Bounds(fixed(bounds.begins), fixed(bounds.ends))
