"""One pass over each actor's rows: in how many intervals it was active."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT, WALK, Codes, Longs, Walk
from truenorth.engines.kernels import kernel

_FLAGS = types.Array(types.uint8, 1, "C", readonly=True)


@kernel(types.void(WALK, CODES, CODES, _FLAGS, LONGS, OUT))
def count_actors(
    walk: Walk, settled: Codes, recent: Codes, is_activity: NDArray[np.uint8], edges: Longs, actors: NDArray[np.int64]
) -> None:
    """Adds to `actors[intervals]`, edges.size long. `is_activity[code]` is 1 for what counts.

    Only rows from `edges[0]` to `edges[-1]` (excluded) count. Actors without any are in `actors[0]`.
    """
    most = edges.size - 1
    until = edges[most]
    for actor in range(walk.settled_from.size):
        active = 0
        at = 0
        edge = edges[0]
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
                near = min(at + 8, most - 1)
                while at < near and moment >= edges[at + 1]:
                    at += 1
                if moment >= edges[at + 1]:
                    last = most - 1
                    while at < last:
                        middle = (at + last + 1) >> 1
                        if edges[middle] <= moment:
                            at = middle
                        else:
                            last = middle - 1
                edge = edges[at + 1]
                active += 1
        actors[active] += 1
