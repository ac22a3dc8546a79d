"""One pass that counts, for every event, who did it early and who of these reached the outcome."""

import numpy as np
from numba import types

from truenorth.engines.events.asking.kernels import OUT2, WALK, Longs, Walk
from truenorth.engines.events.cohorts.kernels import (
    BOUNDS,
    CODED,
    HITS,
    VALUES,
    Bounds,
    Coded,
    Hits,
    Values,
    row_from,
)
from truenorth.engines.kernels import kernel


@kernel(types.void(WALK, CODED, HITS, BOUNDS, VALUES, HITS, OUT2, OUT2))
def count_candidates(
    walk: Walk,
    coded: Coded,
    hits: Hits,
    bounds: Bounds,
    values: Values,
    reached: Hits,
    done: Longs,
    done_reached: Longs,
) -> None:
    """Add to `done[value, n - 1]` each actor with at least n rows of a value, and to the other who also `reached`.

    Actors whose bounds are empty add nothing. Linear: what an actor did is listed, not looked for.
    """
    labels, most = done.shape
    counts = np.zeros(labels, np.int64)
    touched = np.empty(labels, np.int64)
    for actor in range(walk.settled_from.size):
        size = 0
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
                if hits[codes[row]]:
                    value = value_of[row]
                    if counts[value] == 0:
                        touched[size] = value
                        size += 1
                    counts[value] += 1
        for at in range(size):
            value = touched[at]
            for times in range(min(counts[value], most)):
                done[value, times] += 1
                done_reached[value, times] += reached[actor]
            counts[value] = 0
