"""One pass a measure over a bucket's rows; what they write is dense: by interval and label.

All take the rows (`walk`), which of them count (`spelt`), which line's slot a row belongs to (`lines`) and the
intervals (`grid`). Every pass is linear in the rows. An actor's rows are in time order, so that an interval is looked
up only where the one before ended: by arithmetic, as if all were equally long, and a step or two from there. Most rows
are in the interval and the slot of the row before, and then little or nothing is written.
"""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, FLOATS, LONGS, OUT, OUT2, WALK, WIDE, Codes, Longs, Walk
from truenorth.engines.kernels import kernel

Wide = NDArray[np.int32]
Floats = NDArray[np.float64]


class Spelt(NamedTuple):
    """A code a row, and whether it counts: `lut[code]` is 1 or 0."""

    settled: Codes
    recent: Codes
    lut: Codes


class Lines(NamedTuple):
    """A code a row, uint16 or int32, and its slot: `slot_of[code]`."""

    settled: NDArray[Any]
    recent: NDArray[Any]
    slot_of: Wide


class Values(NamedTuple):
    """A property's code a row, uint16 or int32, and its number: `numbers[code]`, NaN where it is none."""

    settled: NDArray[Any]
    recent: NDArray[Any]
    numbers: Floats


class Intervals(NamedTuple):
    """Interval `i` is `edges[i]` to `edges[i + 1]`; rows from `bounds[0]` to `bounds[1]` (excluded) count."""

    edges: Longs
    bounds: Longs


_NUMBA = cast("Any", types)
SPELT = _NUMBA.NamedUniTuple(CODES, 3, Spelt)
GRID = _NUMBA.NamedUniTuple(LONGS, 2, Intervals)
LINES = _NUMBA.NamedTuple((CODES, CODES, WIDE), Lines)
WIDE_LINES = _NUMBA.NamedUniTuple(WIDE, 3, Lines)
VALUES = tuple(_NUMBA.NamedTuple((codes, codes, FLOATS), Values) for codes in (CODES, WIDE))
FLOATS3 = types.Array(types.float64, 3, "C")


@kernel()
def _from(time: Longs, low: np.int64, high: np.int64, moment: np.int64) -> np.int64:
    """The first row of [low, high) at or after a moment."""
    while low < high:
        middle = (low + high) >> 1
        if time[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low


@kernel()
def _clip(time: Longs, low: np.int64, high: np.int64, bounds: Longs) -> tuple[np.int64, np.int64]:
    if low < high and time[low] < bounds[0]:
        low = _from(time, low, high, bounds[0])
    if low < high and time[high - 1] >= bounds[1]:
        high = _from(time, low, high, bounds[1])
    return low, high


@kernel()
def _settle(edges: Longs, moment: np.int64, guess: np.int64) -> np.int64:
    """The interval that holds a moment, from a guess."""
    at = min(max(guess, np.int64(0)), np.int64(edges.size - 2))
    while edges[at] > moment:
        at -= 1
    while edges[at + 1] <= moment:
        at += 1
    return at


@kernel()
def _scale(edges: Longs) -> float:
    return float(edges.size - 1) / float(edges[edges.size - 1] - edges[0])


@kernel()
def _add_run(
    time: Longs,
    codes: Codes,
    labels: NDArray[Any],
    lut: Codes,
    slot_of: Wide,
    clock: tuple[Longs, float],
    run: tuple[np.int64, np.int64],
    counts: NDArray[np.int64],
) -> None:
    edges, scale = clock
    low, high = run
    at, end, last, same = np.int64(0), edges[0], np.int32(0), np.int64(0)
    for row in range(np.uint64(low), np.uint64(high)):
        moment, slot = time[row], slot_of[labels[row]]
        if moment >= end or slot != last:
            counts[at, last] += same
            same, last = np.int64(0), slot
            if moment >= end:
                at = _settle(edges, moment, np.int64((moment - edges[0]) * scale))
                end = edges[at + 1]
        same += lut[codes[row]]
    counts[at, last] += same


@kernel(*(types.void(WALK, SPELT, lines, GRID, OUT2) for lines in (LINES, WIDE_LINES)))
def count_rows(walk: Walk, spelt: Spelt, lines: Lines, grid: Intervals, counts: NDArray[np.int64]) -> None:
    """Rows: `counts[interval, slot]`, written where interval or slot change."""
    settled_from, settled_to, recent_from, recent_to, settled_time, recent_time = walk
    settled, recent, lut = spelt
    settled_labels, recent_labels, slot_of = lines
    edges, bounds = grid
    clock = (edges, _scale(edges))
    for actor in range(settled_from.size):
        run = _clip(settled_time, settled_from[actor], settled_to[actor], bounds)
        _add_run(settled_time, settled, settled_labels, lut, slot_of, clock, run, counts)
        if recent_from[actor] < recent_to[actor]:
            run = _clip(recent_time, recent_from[actor], recent_to[actor], bounds)
            _add_run(recent_time, recent, recent_labels, lut, slot_of, clock, run, counts)


@kernel()
def _count_run(
    time: Longs,
    codes: Codes,
    labels: Codes,
    lut: Codes,
    slot_of: Wide,
    clock: tuple[Longs, float],
    run: tuple[np.int64, np.int64, int],
    seen: Longs,
    actors: NDArray[np.int64],
) -> None:
    edges, scale = clock
    low, high, base = run
    at, end, last = np.int64(0), edges[0], np.int32(-1)
    for row in range(np.uint64(low), np.uint64(high)):
        moment, slot = time[row], slot_of[labels[row]]
        if moment >= end:
            at = _settle(edges, moment, np.int64((moment - edges[0]) * scale))
            end, last = edges[at + 1], np.int32(-1)
        elif slot == last:
            continue
        if lut[codes[row]]:
            last = slot
            was = seen[slot]
            seen[slot] = base + at
            actors[at, slot] += np.int64(was != base + at)


@kernel(types.void(WALK, SPELT, LINES, GRID, OUT2))
def count_actors(walk: Walk, spelt: Spelt, lines: Lines, grid: Intervals, actors: NDArray[np.int64]) -> None:
    """Actors with a row that counts: `actors[interval, slot]`.

    `seen[slot]` is when the actor was last counted, on a scale of which each actor has a stretch of its own, so that
    it never needs clearing. A row of the interval and the slot last counted changes nothing and is passed over.
    """
    settled_from, settled_to, recent_from, recent_to, settled_time, recent_time = walk
    settled, recent, lut = spelt
    settled_labels, recent_labels, slot_of = lines
    edges, bounds = grid
    clock = (edges, _scale(edges))
    seen = np.full(actors.shape[1], -1, np.int64)
    for actor in range(settled_from.size):
        base = actor * edges.size
        low, high = _clip(settled_time, settled_from[actor], settled_to[actor], bounds)
        _count_run(settled_time, settled, settled_labels, lut, slot_of, clock, (low, high, base), seen, actors)
        if recent_from[actor] < recent_to[actor]:
            low, high = _clip(recent_time, recent_from[actor], recent_to[actor], bounds)
            _count_run(recent_time, recent, recent_labels, lut, slot_of, clock, (low, high, base), seen, actors)


@kernel()
def _spread_run(
    time: Longs,
    codes: Codes,
    labels: Codes,
    lut: Codes,
    slot_of: Wide,
    clock: tuple[Longs, float, np.int64],
    run: tuple[np.int64, np.int64, np.int64],
    until: Longs,
    changes: NDArray[np.int64],
) -> None:
    edges, scale, reach = clock
    low, high, base = run
    intervals = np.int64(edges.size - 1)
    at, end, idle, last = np.int64(0), edges[0], edges[0], np.int32(-1)
    for row in range(np.uint64(low), np.uint64(high)):
        moment, slot = time[row], slot_of[labels[row]]
        if moment < idle and slot == last:
            continue
        if lut[codes[row]] == 0:
            continue
        if moment >= end:
            at = _settle(edges, moment, np.int64((moment - edges[0]) * scale))
            end = edges[at + 1]
        last, idle = slot, end if at + reach < intervals else edges[intervals]
        was = until[slot]
        if was == base + at + reach:
            continue
        until[slot] = base + at + reach
        start = max(at, was - base)
        if start < intervals:
            changes[start, slot] += 1
            if at + reach < intervals:
                changes[at + reach, slot] -= 1


@kernel(types.void(WALK, SPELT, LINES, GRID, types.int64, OUT2))
def spread_actors(
    walk: Walk, spelt: Spelt, lines: Lines, grid: Intervals, reach: np.int64, changes: NDArray[np.int64]
) -> None:
    """Actors present in a window, as changes from interval to interval: the running sum of `changes` counts them.

    An actor with a row in interval `i` is present from `i` to `i + reach - 1`; overlapping stretches are one, so
    that reach n gives rolling uniques and the number of intervals cumulative ones. `until[slot]` is when the actor
    stops being present, on the scale of `count_actors`. Rows of the slot last counted are passed over while they
    cannot prolong its stretch.
    """
    settled_from, settled_to, recent_from, recent_to, settled_time, recent_time = walk
    settled, recent, lut = spelt
    settled_labels, recent_labels, slot_of = lines
    edges, bounds = grid
    clock = (edges, _scale(edges), reach)
    until = np.zeros(changes.shape[1], np.int64)
    for actor in range(settled_from.size):
        base = actor * (edges.size - 1 + reach)
        low, high = _clip(settled_time, settled_from[actor], settled_to[actor], bounds)
        _spread_run(settled_time, settled, settled_labels, lut, slot_of, clock, (low, high, base), until, changes)
        if recent_from[actor] < recent_to[actor]:
            low, high = _clip(recent_time, recent_from[actor], recent_to[actor], bounds)
            _spread_run(recent_time, recent, recent_labels, lut, slot_of, clock, (low, high, base), until, changes)


@kernel(types.void(WALK, SPELT, GRID, OUT2))
def count_times(walk: Walk, spelt: Spelt, grid: Intervals, actors: NDArray[np.int64]) -> None:
    """Actors by how many times: `actors[interval, times - 1]`, the last place for that many or more."""
    edges, most = grid.edges, actors.shape[1]
    scale = _scale(edges)
    for actor in range(walk.settled_from.size):
        seen_at, times = np.int64(-1), 0
        for part in range(2):
            low, high = walk.settled_from[actor], walk.settled_to[actor]
            time, codes = walk.settled_time, spelt.settled
            if part == 1:
                low, high = walk.recent_from[actor], walk.recent_to[actor]
                time, codes = walk.recent_time, spelt.recent
            low, high = _clip(time, low, high, grid.bounds)
            at, end = np.int64(0), edges[0]
            for row in range(low, high):
                if spelt.lut[codes[row]] == 0:
                    continue
                if time[row] >= end:
                    at = _settle(edges, time[row], np.int64((time[row] - edges[0]) * scale))
                    end = edges[at + 1]
                if at != seen_at:
                    seen_at, times = at, 0
                if times < most:
                    if times:
                        actors[at, times - 1] -= 1
                    actors[at, times] += 1
                    times += 1


@kernel(*(types.int64(WALK, SPELT, LINES, values, GRID, FLOATS3, OUT2) for values in VALUES))
def add_numbers(
    walk: Walk,
    spelt: Spelt,
    lines: Lines,
    values: Values,
    grid: Intervals,
    found: NDArray[np.float64],
    counts: NDArray[np.int64],
) -> int:
    """Sum, least and most of a property: `found[0 to 2, interval, slot]`; `counts[interval, slot]` numbers.

    The answer is how many rows that count had no number.
    """
    edges, lut, slot_of, numbers = grid.edges, spelt.lut, lines.slot_of, values.numbers
    scale = _scale(edges)
    ignored = 0
    for part in range(2):
        if part == 0:
            begins, ends, time = walk.settled_from, walk.settled_to, walk.settled_time
            codes, labels, held = spelt.settled, lines.settled, values.settled
        else:
            begins, ends, time = walk.recent_from, walk.recent_to, walk.recent_time
            codes, labels, held = spelt.recent, lines.recent, values.recent
        for actor in range(begins.size):
            low, high = _clip(time, begins[actor], ends[actor], grid.bounds)
            at, end = np.int64(0), edges[0]
            for row in range(low, high):
                if lut[codes[row]] == 0:
                    continue
                number = numbers[held[row]]
                if np.isnan(number):
                    ignored += 1
                    continue
                if time[row] >= end:
                    at = _settle(edges, time[row], np.int64((time[row] - edges[0]) * scale))
                    end = edges[at + 1]
                slot = slot_of[labels[row]]
                counts[at, slot] += 1
                found[0, at, slot] += number
                found[1, at, slot] = min(found[1, at, slot], number)
                found[2, at, slot] = max(found[2, at, slot], number)
    return ignored


@kernel(*(types.int64(WALK, SPELT, LINES, values, GRID, OUT) for values in VALUES))
def gather_values(walk: Walk, spelt: Spelt, lines: Lines, values: Values, grid: Intervals, keys: Longs) -> int:
    """A key a row that counts: `(slot * intervals + interval) * numbers.size + value`; the answer is how many."""
    edges, lut, slot_of, distinct = grid.edges, spelt.lut, lines.slot_of, values.numbers.size
    scale, intervals = _scale(edges), edges.size - 1
    found = 0
    for part in range(2):
        if part == 0:
            begins, ends, time = walk.settled_from, walk.settled_to, walk.settled_time
            codes, labels, held = spelt.settled, lines.settled, values.settled
        else:
            begins, ends, time = walk.recent_from, walk.recent_to, walk.recent_time
            codes, labels, held = spelt.recent, lines.recent, values.recent
        for actor in range(begins.size):
            low, high = _clip(time, begins[actor], ends[actor], grid.bounds)
            at, end = np.int64(0), edges[0]
            for row in range(low, high):
                if lut[codes[row]] == 0:
                    continue
                if time[row] >= end:
                    at = _settle(edges, time[row], np.int64((time[row] - edges[0]) * scale))
                    end = edges[at + 1]
                cell = slot_of[labels[row]] * intervals + at
                keys[found] = cell * distinct + held[row]
                found += 1
    return found
