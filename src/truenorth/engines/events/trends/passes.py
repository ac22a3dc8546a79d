"""The passes over one bucket that a trend's measures need, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.asking.histories import MISSING, Column, Histories
from truenorth.engines.events.asking.kernels import Longs, Walk
from truenorth.engines.events.asking.letters import OTHER, Condition, Letters, spell, walk_of
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.trends.answering import MOST_TIMES
from truenorth.engines.events.trends.grid import Grid
from truenorth.engines.events.trends.kernels import (
    Intervals,
    Lines,
    Spelt,
    Values,
    add_numbers,
    count_actors,
    count_rows,
    count_times,
    gather_values,
    spread_actors,
)
from truenorth.engines.events.trends.parts import FILLS, Bag, Cells, Key, RangePart, pack
from truenorth.engines.events.trends.plan import OF_PROPERTY, QUANTILES, Series, Trend
from truenorth.engines.kernels import fixed

COUNTS = frozenset({"totals", "average"})
PRESENCES = frozenset({"uniques", "average", "active_percent"})
MOMENTS = frozenset({"sum", "mean", "min", "max"})


@dataclass(frozen=True, eq=False, slots=True)
class Slots:
    """Which line each row belongs to, of `size` lines."""

    lines: Lines
    size: int


def one_slot(letters: Letters) -> Slots:
    """Every row in one: the letters' own codes serve, so that no further column is read."""
    return Slots(Lines(letters.settled, letters.recent, fixed(np.zeros(letters.lut.size, np.int32))), 1)


def letters_of(
    histories: Histories, conditions: Sequence[Condition], filters: Sequence[Filter], *, key: str
) -> Letters:
    """As `spell`; where every row meets all conditions, column `key` serves, so that no further column is read."""
    column = histories.column(key)
    is_narrow = column.settled.dtype == np.uint16 and column.recent.dtype == np.uint16
    if filters or not is_narrow or any(one.events is not None or one.filters for one in conditions):
        return spell(histories, conditions, filters)
    lut = np.full(len(column.labels), OTHER + 1, np.uint16)
    meets = np.zeros((OTHER + 2, len(conditions)), np.bool_)
    meets[OTHER + 1] = True
    return Letters(fixed(column.settled), fixed(column.recent), fixed(lut), meets)


def a_slot_each(column: Column) -> Slots:
    """Every value its own."""
    size = len(column.labels)
    return Slots(Lines(fixed(column.settled), fixed(column.recent), fixed(np.arange(size, dtype=np.int32))), size)


def chosen_slots(column: Column, chosen: Sequence[str | None]) -> Slots:
    """These values their own, in this order, and one more for all others."""
    found = pc.index_in(column.labels, value_set=pa.array(chosen, column.labels.type))
    slot_of = pc.fill_null(found, len(chosen)).to_numpy(zero_copy_only=False).astype(np.int32)
    size = len(chosen) + 1
    if column.settled.dtype == np.uint16:
        return Slots(Lines(fixed(column.settled), fixed(column.recent), fixed(slot_of)), size)
    narrow = slot_of.astype(np.uint16)
    own = np.arange(size, dtype=np.int32)
    return Slots(Lines(fixed(narrow[column.settled]), fixed(narrow[column.recent]), fixed(own)), size)


@dataclass(frozen=True, eq=False)
class Pass:
    """A bucket made ready for the kernels."""

    histories: Histories
    letters: Letters
    plan: Trend
    series: tuple[Series, ...]

    @cached_property
    def walk(self) -> Walk:
        return walk_of(self.histories)

    @property
    def conditions(self) -> int:
        return int(self.letters.meets.shape[1])

    def spelt_for(self, condition: int) -> Spelt:
        """With 1 for the codes whose rows meet this condition, else 0."""
        flags = self.letters.meets[:, condition].astype(np.uint16)
        return Spelt(self.letters.settled, self.letters.recent, fixed(flags[self.letters.lut]))

    def count(self, slots: Slots, grid: Intervals) -> NDArray[np.int64]:
        """Rows by interval, condition and slot."""
        counts = np.zeros((self.conditions, grid.edges.size - 1, slots.size), np.int64)
        for condition, one in enumerate(counts):
            count_rows(self.walk, self.spelt_for(condition), slots.lines, grid, one)
        return counts.swapaxes(0, 1)

    def property_of(self, number: int) -> Column:
        """The column that a series measures."""
        return self.histories.column(column_of(self.series[number].property or ""))


def rank(taken: Pass, grids: Sequence[Grid], column: Column) -> tuple[pa.Array, Longs]:
    """The values with which an event met a condition, in either range, and how many did."""
    events = np.zeros(len(column.labels), np.int64)
    for grid in grids:
        whole = fixed(np.array([grid.begin, grid.end], np.int64))
        events += taken.count(a_slot_each(column), Intervals(whole, whole))[0].sum(axis=0)
    codes = np.flatnonzero(events)
    return column.labels.take(pa.array(codes)), events[codes]


def seen_in(ranges: Sequence[RangePart], labels: Sequence[str | None]) -> tuple[tuple[pa.Array, Longs], bool] | None:
    """The same from passes that were taken anyway, and whether it is events that they counted; slots must be codes.

    None where no pass saw every row: those of properties leave out what has no number.
    """
    for name in ("rows", "actors"):
        if all((name, -1) in one.cells for one in ranges):
            wholes = [one.cells[name, -1].whole() for one in ranges]
            found = sum((np.abs(whole).sum(axis=(0, 1)) for whole in wholes), np.zeros(len(labels), np.int64))
            codes = np.flatnonzero(found)
            seen = pa.array([labels[code] for code in codes.tolist()], pa.string())
            return (seen, found[codes]), name == "rows"
    return None


def run_passes(taken: Pass, slots: Slots, over: Grid) -> RangePart:
    """Everything that the plan's measures need of one grid."""
    measures = {one.measure for one in taken.series}
    grid = Intervals(fixed(over.edges), fixed(np.array([over.begin, over.end], np.int64)))
    cells: dict[Key, Cells] = {}
    if measures & COUNTS:
        cells["rows", -1] = pack(taken.count(slots, grid))
    if measures & PRESENCES:
        cells["actors", -1] = _presence(taken, slots, grid)
    bags, ignored = {}, 0
    for number, series in enumerate(taken.series):
        unfit = 0
        if series.measure == "frequency":
            cells["times", number] = _times(taken, number, grid)
        elif series.measure in MOMENTS:
            found, unfit = _moments(taken, slots, number, grid)
            cells.update(found)
        elif series.measure in OF_PROPERTY:
            bags[number], unfit = _bag(taken, slots, number, grid)
        ignored += unfit
    return RangePart(cells, bags, ignored)


def _presence(taken: Pass, slots: Slots, grid: Intervals) -> Cells:
    """Actors, where a window reaches further than its interval as changes that are yet to be added up."""
    reach = taken.plan.reach(grid.edges.size - 1)
    actors = np.zeros((taken.conditions, grid.edges.size - 1, slots.size), np.int64)
    for condition, one in enumerate(actors):
        spelt = taken.spelt_for(condition)
        if reach == 1:
            count_actors(taken.walk, spelt, slots.lines, grid, one)
        else:
            spread_actors(taken.walk, spelt, slots.lines, grid, np.int64(reach), one)
    return pack(actors.swapaxes(0, 1))


def _times(taken: Pass, number: int, grid: Intervals) -> Cells:
    """Times on the second axis, since they are not the breakdown's slots."""
    actors = np.zeros((grid.edges.size - 1, MOST_TIMES), np.int64)
    count_times(taken.walk, taken.spelt_for(number), grid, actors)
    return pack(actors[..., None])


def _moments(taken: Pass, slots: Slots, number: int, grid: Intervals) -> tuple[dict[Key, Cells], int]:
    shape = (grid.edges.size - 1, slots.size)
    found = np.stack([np.zeros(shape), np.full(shape, FILLS["least"]), np.full(shape, FILLS["most"])])
    counts = np.zeros(shape, np.int64)
    column = taken.property_of(number)
    values = Values(fixed(column.settled), fixed(column.recent), fixed(_numbers(column)))
    ignored = add_numbers(taken.walk, taken.spelt_for(number), slots.lines, values, grid, found, counts)
    named: tuple[tuple[str, NDArray[Any]], ...] = (
        ("sum", found[0]), ("least", found[1]), ("most", found[2]), ("numbers", counts),
    )  # fmt: skip
    cells = {(name, number): pack(array[:, None], fill=FILLS.get(name, 0)) for name, array in named}
    return cells, int(ignored)


def _bag(taken: Pass, slots: Slots, number: int, grid: Intervals) -> tuple[Bag, int]:
    column, spelt = taken.property_of(number), taken.spelt_for(number)
    is_number = taken.series[number].measure in QUANTILES
    numbers = _numbers(column) if is_number else np.where(np.arange(len(column.labels)) == MISSING, np.nan, 0.0)
    values = Values(fixed(column.settled), fixed(column.recent), fixed(numbers))
    most = sum(int(np.count_nonzero(spelt.lut[codes])) for codes in (spelt.settled, spelt.recent))
    keys = np.empty(most, np.int64)
    found = gather_values(taken.walk, spelt, slots.lines, values, grid, keys)
    unique, counts = np.unique(keys[:found], return_counts=True)
    cells, codes = np.divmod(unique, numbers.size)
    is_kept = ~np.isnan(numbers[codes])
    used, own = np.unique(codes[is_kept], return_inverse=True)
    kept = pa.array(numbers[used]) if is_number else column.labels.take(pa.array(used))
    return Bag(cells[is_kept], own.astype(np.int64), counts[is_kept], kept), int(counts[~is_kept].sum())


def _numbers(column: Column) -> NDArray[np.float64]:
    """The labels as numbers; infinity is none."""
    return np.where(np.isfinite(column.numbers), column.numbers, np.nan)
