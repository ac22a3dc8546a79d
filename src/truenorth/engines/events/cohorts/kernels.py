"""Passes over an actor's rows within `[begins[actor], ends[actor])`; each is linear and starts by bisection."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import (
    CODES,
    FLOATS,
    FLOATS_OUT,
    LONGS,
    OUT,
    WALK,
    WIDE,
    Codes,
    Longs,
    Walk,
)
from truenorth.engines.kernels import kernel

Hits = NDArray[np.uint8]
Wide = NDArray[np.int32]


class Coded(NamedTuple):
    """A code a row, of the settled and of the recent rows; what it means the caller knows."""

    settled: Codes
    recent: Codes


class Values(NamedTuple):
    """The code of a column at every settled and every recent row."""

    settled: Wide
    recent: Wide


class Bounds(NamedTuple):
    """For each actor the rows from `begins` to `ends` (excluded), microseconds, shape (actors,)."""

    begins: Longs
    ends: Longs


HITS = types.Array(types.uint8, 1, "C", readonly=True)
HITS_OUT = types.Array(types.uint8, 1, "C")
CODED: Any = cast("Any", types).NamedUniTuple(CODES, 2, Coded)
VALUES: Any = cast("Any", types).NamedUniTuple(WIDE, 2, Values)
BOUNDS: Any = cast("Any", types).NamedUniTuple(LONGS, 2, Bounds)
NO_ENTRY = -(2**62)


@kernel()
def row_from(times: Longs, low: np.int64, high: np.int64, moment: np.int64) -> np.int64:
    """The first row of `[low, high)` at or after a moment, `high` where there is none."""
    while low < high:
        middle = (low + high) // 2
        if times[middle] < moment:
            low = middle + 1
        else:
            high = middle
    return low


@kernel(types.void(WALK, CODED, HITS, BOUNDS, LONGS, OUT))
def first_rows(walk: Walk, coded: Coded, hits: Hits, bounds: Bounds, after: Longs, rows: Longs) -> None:
    """The first row beyond row `after[actor]` that hits, -1 where none does.

    Rows are numbered as they lie, recent ones after all the settled ones.
    """
    for actor in range(walk.settled_from.size):
        rows[actor] = -1
        for part in range(2):
            if part == 0:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
            offset = part * walk.settled_time.size
            low = max(low, after[actor] + 1 - offset)
            for row in range(row_from(time, low, high, bounds.begins[actor]), high):
                if time[row] >= bounds.ends[actor]:
                    break
                if hits[codes[row]]:
                    rows[actor] = row + offset
                    break
            if rows[actor] >= 0:
                break


@kernel(types.void(WALK, CODED, HITS, BOUNDS, types.int64, OUT))
def count_rows(
    walk: Walk,
    coded: Coded,
    hits: Hits,
    bounds: Bounds,
    enough: np.int64,
    counts: Longs,
) -> None:
    """How many rows hit, counted no further than `enough`."""
    for actor in range(walk.settled_from.size):
        found = 0
        for part in range(2):
            if part == 0:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
            for row in range(row_from(time, low, high, bounds.begins[actor]), high):
                if found >= enough or time[row] >= bounds.ends[actor]:
                    break
                found += hits[codes[row]]
        counts[actor] = found


@kernel(types.void(WALK, CODED, HITS, BOUNDS, VALUES, FLOATS, FLOATS_OUT))
def sum_rows(
    walk: Walk,
    coded: Coded,
    hits: Hits,
    bounds: Bounds,
    values: Values,
    numbers: NDArray[np.float64],
    sums: NDArray[np.float64],
) -> None:
    """The sum of `numbers[value]` over the rows that hit; what is not finite counts nothing."""
    for actor in range(walk.settled_from.size):
        total = 0.0
        for part in range(2):
            if part == 0:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
                value_of = values.settled
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
                value_of = values.recent
            for row in range(row_from(time, low, high, bounds.begins[actor]), high):
                if time[row] >= bounds.ends[actor]:
                    break
                if hits[codes[row]] and np.isfinite(numbers[value_of[row]]):
                    total += numbers[value_of[row]]
        sums[actor] = total


@kernel(types.void(WALK, CODED, HITS, BOUNDS, VALUES, types.int64, OUT))
def count_distinct(
    walk: Walk,
    coded: Coded,
    hits: Hits,
    bounds: Bounds,
    values: Values,
    labels: np.int64,
    counts: Longs,
) -> None:
    """How many different values the rows that hit have; value 0 is missing and is none."""
    seen_by = np.full(labels, -1, np.int64)
    for actor in range(walk.settled_from.size):
        found = 0
        for part in range(2):
            if part == 0:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
                value_of = values.settled
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
                value_of = values.recent
            for row in range(row_from(time, low, high, bounds.begins[actor]), high):
                if time[row] >= bounds.ends[actor]:
                    break
                value = value_of[row]
                if hits[codes[row]] and value != 0 and seen_by[value] != actor:
                    seen_by[value] = actor
                    found += 1
        counts[actor] = found


@kernel(types.void(WALK, CODED, HITS, BOUNDS, VALUES, OUT))
def last_values(
    walk: Walk,
    coded: Coded,
    hits: Hits,
    bounds: Bounds,
    values: Values,
    found: Longs,
) -> None:
    """The value of the last row that hits and has one, 0 where none has; read from the end."""
    for actor in range(walk.settled_from.size):
        found[actor] = 0
        for back in range(2):
            if back == 1:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
                value_of = values.settled
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
                value_of = values.recent
            for row in range(row_from(time, low, high, bounds.ends[actor]) - 1, low - 1, -1):
                if time[row] < bounds.begins[actor]:
                    break
                if value_of[row] != 0 and hits[codes[row]]:
                    found[actor] = value_of[row]
                    break
            if found[actor] != 0:
                break


@kernel(types.void(WALK, CODED, CODES, LONGS, LONGS, BOUNDS, types.int64, types.int64, HITS_OUT))
def find_sequences(
    walk: Walk,
    coded: Coded,
    lut: Codes,
    starts: Longs,
    steps: Longs,
    bounds: Bounds,
    size: np.int64,
    window: np.int64,
    found: Hits,
) -> None:
    """1 where all `size` steps follow one another within the window.

    Each step remembers the latest entry from which it can be reached. It never moves back, so where any path fits
    the window this one does.
    """
    entered = np.empty(size, np.int64)
    for actor in range(walk.settled_from.size):
        entered[:] = NO_ENTRY
        found[actor] = 0
        for part in range(2):
            if part == 0:
                low, high, time, codes = (
                    walk.settled_from[actor],
                    walk.settled_to[actor],
                    walk.settled_time,
                    coded.settled,
                )
            else:
                low, high, time, codes = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, coded.recent
            for row in range(row_from(time, low, high, bounds.begins[actor]), high):
                if found[actor] or time[row] >= bounds.ends[actor]:
                    break
                letter = lut[codes[row]]
                for at in range(starts[letter], starts[letter + 1]):
                    step = steps[at]
                    if step == 0:
                        entered[0] = time[row]
                    elif entered[step - 1] != NO_ENTRY and time[row] - entered[step - 1] <= window:
                        entered[step] = entered[step - 1]
                    else:
                        continue
                    if step == size - 1:
                        found[actor] = 1
