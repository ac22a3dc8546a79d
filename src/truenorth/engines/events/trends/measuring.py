"""From merged cells to a series' values: windows, shares, quantiles and distinct values."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.trends.grid import Grid
from truenorth.engines.events.trends.parts import FILLS, JOINS, Merged
from truenorth.engines.events.trends.plan import QUANTILES, Trend

Floats = NDArray[np.float64]


def values_of(plan: Trend, number: int, merged: Merged, grid: Grid) -> Floats:
    """A series' values, points by slots; NaN where there is none."""
    found = _Measured(plan, number, merged, grid)
    measure = plan.lines()[number].measure or plan.measure
    if measure in QUANTILES:
        return found.quantiles(QUANTILES[measure])
    return _MEASURES[measure](found)[grid.lookback :]


class _Measured:
    """One series in one grid; its methods give intervals by slots."""

    def __init__(self, plan: Trend, number: int, merged: Merged, grid: Grid) -> None:
        self.plan = plan
        self.number = number
        self.merged = merged
        self.grid = grid

    def rows(self) -> Floats:
        return self._over("rows", self.merged.cells["rows", -1][:, self.number])

    def actors(self, condition: int | None = None) -> Floats:
        """Present actors; a window is in their changes already."""
        found = self.merged.cells["actors", -1][:, self.number if condition is None else condition].astype(np.float64)
        return found if self.reach == 1 else np.cumsum(found, axis=0)

    def joined(self, name: str) -> Floats:
        """Sum, least, most or numbers over the window; NaN where the least and most are of nothing."""
        found = self._over(name, self.merged.cells[name, self.number][:, 0])
        return np.where(np.isfinite(found), found, np.nan)

    def _over(self, name: str, cells: NDArray[np.generic]) -> Floats:
        join = JOINS.get(name, np.add)
        array = cells.astype(np.float64)
        if self.plan.cumulative:
            return np.asarray(join.accumulate(array, axis=0), np.float64)
        return windows(array, self.plan.rolling or 1, join, fill=FILLS.get(name, 0))

    @property
    def reach(self) -> int:
        return self.plan.reach(self.grid.size)

    def distinct(self) -> Floats:
        """Different values over the window: each is present from where it occurs for as long as the window is."""
        bag, intervals = self.merged.bags[self.number], self.grid.size
        slots, at = np.divmod(bag.cells, intervals)
        order = np.lexsort((at, bag.codes, slots))
        slots, at, codes = slots[order], at[order], bag.codes[order]
        start = at.copy()
        is_again = (slots[1:] == slots[:-1]) & (codes[1:] == codes[:-1])
        start[1:] = np.where(is_again, np.maximum(at[1:], at[:-1] + self.reach), at[1:])
        stop = at + self.reach
        changes = np.zeros((intervals + 1, self._slots()), np.float64)
        is_new = (start < stop) & (start < intervals)
        np.add.at(changes, (start[is_new], slots[is_new]), 1)
        np.add.at(changes, (np.minimum(stop, intervals)[is_new], slots[is_new]), -1)
        return np.cumsum(changes[:-1], axis=0)

    def quantiles(self, share: float) -> Floats:
        """Points by slots."""
        bag, intervals = self.merged.bags[self.number], self.grid.size
        found = np.full((intervals, self._slots()), np.nan)
        values = bag.values.to_numpy(zero_copy_only=False)
        by_value = np.argsort(values)
        places = np.empty_like(by_value)
        places[by_value] = np.arange(values.size)
        keys = bag.cells * max(values.size, 1) + places[bag.codes]
        order = np.argsort(keys, kind="stable")
        cells, numbers, counts = bag.cells[order], values[bag.codes[order]], bag.counts[order]
        for at in range(self.grid.lookback, intervals):
            first = max(at - self.reach + 1, 0)
            for slot in range(found.shape[1]):
                low = int(np.searchsorted(cells, slot * intervals + first))
                high = int(np.searchsorted(cells, slot * intervals + at, side="right"))
                if low < high:
                    found[at, slot] = quantile(numbers[low:high], counts[low:high], share)
        return found[self.grid.lookback :]

    def _slots(self) -> int:
        return self.merged.slots


def quantile(numbers: Floats, counts: NDArray[np.int64], share: float) -> float:
    """The quantile of numbers that occur `counts` times, exact; between two it interpolates linearly.

    Definition 7 of Hyndman and Fan (1996), Sample quantiles in statistical packages: position (n - 1) * share.

    >>> quantile(np.array([3.0, 1.0]), np.array([1, 3]), 0.5), quantile(np.array([1.0, 2.0]), np.array([1, 1]), 0.5)
    (1.0, 1.5)
    """
    order = np.argsort(numbers, kind="stable")
    upto = np.cumsum(counts[order])
    position = (int(upto[-1]) - 1) * share
    low = int(np.floor(position))
    below, above = (
        float(numbers[order[int(np.searchsorted(upto, min(rank, int(upto[-1]) - 1), side="right"))]])
        for rank in (low, low + 1)
    )
    return below + (above - below) * (position - low)


def windows(array: Floats, reach: int, join: np.ufunc, *, fill: float = 0) -> Floats:
    """Each row joined with the `reach - 1` before it, along the first axis; missing ones are `fill`.

    >>> windows(np.array([[1.0], [2.0], [4.0]]), 2, np.add).ravel()
    array([1., 3., 6.])
    """
    if reach == 1:
        return array
    padded = np.concatenate([np.full((reach - 1, *array.shape[1:]), fill), array])
    seen = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=0)
    return np.asarray(join.reduce(seen, axis=-1), np.float64)


def moving_mean(values: Floats, reach: int) -> Floats:
    """The mean of the last `reach` points, fewer at the start; points without a value are passed over.

    >>> moving_mean(np.array([[1.0], [np.nan], [5.0]]), 2).ravel()
    array([1., 1., 5.])
    """
    is_there = ~np.isnan(values)
    total = windows(np.where(is_there, values, 0.0), reach, np.add)
    return share_of(total, windows(is_there.astype(np.float64), reach, np.add))


def share_of(part: Floats, whole: Floats) -> Floats:
    """Part by whole, NaN where there is no whole.

    >>> share_of(np.array([1.0, 0.0]), np.array([2.0, 0.0]))
    array([0.5, nan])
    """
    found = np.full(part.shape, np.nan)
    np.divide(part, whole, out=found, where=whole != 0)
    return found


def _percent(found: _Measured) -> Floats:
    return 100 * share_of(found.actors(), found.actors(len(found.plan.lines())))


_MEASURES: Mapping[str, Callable[[_Measured], Floats]] = {
    "totals": _Measured.rows,
    "uniques": _Measured.actors,
    "average": lambda found: share_of(found.rows(), found.actors()),
    "active_percent": _percent,
    "sum": lambda found: found.joined("sum"),
    "mean": lambda found: share_of(found.joined("sum"), found.joined("numbers")),
    "min": lambda found: found.joined("least"),
    "max": lambda found: found.joined("most"),
    "distinct": _Measured.distinct,
}
