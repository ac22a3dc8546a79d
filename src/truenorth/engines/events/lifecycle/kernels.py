"""One pass over each actor's rows: the state in each interval."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT2, WALK, Codes, Longs, Walk
from truenorth.engines.kernels import kernel

NEW, RETURNING, RESURRECTED, DORMANT = 0, 1, 2, 3
"""Rows of the counts."""

NEVER = np.iinfo(np.int64).max
LONG_AGO = np.iinfo(np.int64).min
_FLAGS = types.Array(types.uint8, 1, "C", readonly=True)


@kernel(types.void(WALK, CODES, CODES, _FLAGS, LONGS, OUT2))
def count_states(
    walk: Walk, settled: Codes, recent: Codes, is_activity: NDArray[np.uint8], edges: Longs, counts: NDArray[np.int64]
) -> None:
    """Adds to `counts[state, interval]`, shape (4, edges.size - 1). `is_activity[code]` is 1 for what counts.

    Interval 0 is the one before the first that is asked for: it is history, and its counts mean nothing. Rows before
    `edges[0]` are older history, rows from `edges[-1]` on are not read.
    """
    most = edges.size - 1
    until = edges[most]
    for actor in range(walk.settled_from.size):
        active = -2  # the latest active interval: -1 is older history, -2 none so far
        at = -1
        edge = LONG_AGO
        is_done = False
        for part in range(2):
            if is_done:
                break
            low = walk.settled_from[actor] if part == 0 else walk.recent_from[actor]
            high = walk.settled_to[actor] if part == 0 else walk.recent_to[actor]
            times = walk.settled_time if part == 0 else walk.recent_time
            codes = settled if part == 0 else recent
            for row in range(np.uint64(low), np.uint64(high)):
                moment = times[row]
                if moment < edge:
                    continue
                if is_activity[codes[row]] == 0:
                    continue
                if moment >= until:
                    is_done = True
                    break
                low_at, high_at = max(at, 0), most - 1
                near = min(low_at + 8, high_at)
                while low_at < near and moment >= edges[low_at + 1]:
                    low_at += 1
                if moment >= edges[low_at + 1]:
                    while low_at < high_at:
                        middle = (low_at + high_at + 1) >> 1
                        if edges[middle] <= moment:
                            low_at = middle
                        else:
                            high_at = middle - 1
                at = low_at if moment >= edges[0] else -1
                edge = edges[at + 1]
                if at >= 0:
                    if active == -2:
                        counts[NEW, at] += 1
                    elif active == at - 1:
                        counts[RETURNING, at] += 1
                    else:
                        counts[RESURRECTED, at] += 1
                        counts[DORMANT, active + 1] += 1
                active = at
        if -2 < active < most - 1:
            counts[DORMANT, active + 1] += 1
