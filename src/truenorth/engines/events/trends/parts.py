"""What is known of one bucket, small enough to send, and how parts become one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Key = tuple[str, int]
"""What is measured, and of which series (-1: of all)."""

FEW = 20_000
"""So many labels are added up faster in plain Python than handed over."""
FILLS = {"least": np.inf, "most": -np.inf}
JOINS: Mapping[str, np.ufunc] = {"least": np.minimum, "most": np.maximum}


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """An array of interval, condition and slot; where most of it is `fill`, only the rest, by flat `places`."""

    shape: tuple[int, ...]
    fill: float
    places: Longs | None
    values: NDArray[np.generic]

    def whole(self) -> NDArray[np.generic]:
        """The array itself."""
        if self.places is None:
            return self.values.reshape(self.shape)
        found = np.full(self.shape, self.fill, self.values.dtype)
        found.reshape(-1)[self.places] = self.values
        return found


def pack(array: NDArray[np.generic], *, fill: float = 0) -> Cells:
    """The array as cells, sparse where fewer than a third of them say something.

    >>> cells = pack(np.array([[[0, 0, 0, 5]]]))
    >>> cells.values.tolist(), cells.whole().tolist()
    ([5], [[[0, 0, 0, 5]]])
    """
    flat = array.reshape(-1)
    places = np.flatnonzero(flat != fill)
    if 3 * places.size >= flat.size:
        return Cells(array.shape, fill, None, flat)
    return Cells(array.shape, fill, places, flat[places])


@dataclass(frozen=True, eq=False, slots=True)
class Bag:
    """How often each value occurred: `counts[i]` times `values[codes[i]]` in `cells[i]` = slot * intervals + interval.

    `values` are the bucket's own: numbers as float64, or texts. At most one entry a row that counts.
    """

    cells: Longs
    codes: Longs
    counts: Longs
    values: pa.Array


@dataclass(frozen=True, eq=False, slots=True)
class RangePart:
    """One bucket's cells and bags in one grid."""

    cells: Mapping[Key, Cells]
    bags: Mapping[int, Bag]
    ignored: int


@dataclass(frozen=True, eq=False, slots=True)
class TrendPart:
    """One bucket. `labels` says what the slots are, None where there were too many values to measure them all.

    `seen` and `events` are the values that met a condition, and how many events did (where not `is_ranked`: some
    number above zero); empty without a breakdown.
    """

    labels: tuple[str | None, ...] | None
    seen: pa.Array
    events: Longs
    ranges: tuple[RangePart, ...]
    is_ranked: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Merged:
    """All buckets in one grid: dense arrays of interval, condition and slot, and bags whose codes are shared."""

    cells: Mapping[Key, NDArray[np.generic]]
    bags: Mapping[int, Bag]
    ignored: int
    slots: int


def tally(parts: Sequence[TrendPart]) -> list[tuple[str | None, int]]:
    """The breakdown's values and their events, most first, equal ones by text.

    >>> part = TrendPart(None, pa.array(["a", None]), np.array([1, 4]), ())
    >>> tally([part, part])
    [(None, 8), ('a', 2)]
    """
    known = [part for part in parts if len(part.seen)]
    pairs = _added(known) if sum(len(part.seen) for part in known) > FEW else _counted(known)
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0] is not None, pair[0] or ""))


def _counted(parts: Sequence[TrendPart]) -> list[tuple[str | None, int]]:
    found: dict[str | None, int] = {}
    for part in parts:
        for label, events in zip(part.seen.to_pylist(), part.events.tolist(), strict=True):
            found[label] = found.get(label, 0) + events
    return list(found.items())


def _added(parts: Sequence[TrendPart]) -> list[tuple[str | None, int]]:
    labels = pa.concat_arrays([part.seen for part in parts])
    table = pa.table({"label": labels, "events": np.concatenate([part.events for part in parts])})
    added = table.group_by("label").aggregate([("events", "sum")])
    return list(zip(added["label"].to_pylist(), added["events_sum"].to_pylist(), strict=True))


def merge(parts: Sequence[TrendPart], *, labels: Sequence[str | None], at: int, intervals: int) -> Merged:
    """Range `at` of all parts, slots in the order of `labels`; slots that are none of them are left out."""
    places = {label: place for place, label in enumerate(labels)}
    slots = [_places(part.labels or (), places) for part in parts]
    ranges = [part.ranges[at] for part in parts]
    cells: dict[Key, NDArray[np.generic]] = {}
    for one, slot in zip(ranges, slots, strict=True):
        for key, packed in one.cells.items():
            _add(cells, key, packed, slot, len(labels))
    numbers = {number for one in ranges for number in one.bags}
    bags = {number: _one_bag([one.bags[number] for one in ranges], slots, intervals) for number in sorted(numbers)}
    return Merged(cells, bags, sum(one.ignored for one in ranges), len(labels))


def _places(labels: Sequence[str | None], places: Mapping[str | None, int]) -> Longs:
    return np.array([places.get(label, -1) for label in labels], np.int64)


def _add(cells: dict[Key, NDArray[np.generic]], key: Key, packed: Cells, slot: Longs, slots: int) -> None:
    part = packed.whole()
    if key not in cells:
        cells[key] = np.full((*part.shape[:-1], slots), packed.fill, part.dtype)
    is_kept = slot >= 0
    target = cells[key]
    target[..., slot[is_kept]] = JOINS.get(key[0], np.add)(target[..., slot[is_kept]], part[..., is_kept])


def _one_bag(bags: Sequence[Bag], slots: Sequence[Longs], intervals: int) -> Bag:
    """All entries, ordered by cell and value; the same value of the same cell may occur more than once."""
    values = pa.concat_arrays([bag.values for bag in bags]).dictionary_encode()
    shared = values.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    offsets = np.cumsum([0, *(len(bag.values) for bag in bags)])
    codes = np.concatenate([shared[offset + bag.codes] for bag, offset in zip(bags, offsets[:-1], strict=True)])
    cells = np.concatenate([_moved(bag.cells, slot, intervals) for bag, slot in zip(bags, slots, strict=True)])
    counts = np.concatenate([bag.counts for bag in bags])
    is_kept = cells >= 0
    return Bag(cells[is_kept], codes[is_kept], counts[is_kept], values.dictionary)


def _moved(cells: Longs, slot: Longs, intervals: int) -> Longs:
    if not cells.size:
        return cells
    moved = slot[cells // intervals]
    return np.where(moved < 0, -1, moved * intervals + cells % intervals)
