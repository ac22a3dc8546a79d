"""How kernels walk: actor by actor, each one or two runs of rows in time order."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Codes = NDArray[np.uint16]


class Walk(NamedTuple):
    """The rows of a bucket, by actor: settled rows first, then recent ones; in time order across both.

    Actor `a` has the settled rows `settled_from[a]` to `settled_to[a]` (excluded) and the recent rows likewise.
    All six arrays are int64 and read-only; times are microseconds.
    """

    settled_from: Longs
    settled_to: Longs
    recent_from: Longs
    recent_to: Longs
    settled_time: Longs
    recent_time: Longs


LONGS = types.Array(types.int64, 1, "C", readonly=True)
CODES = types.Array(types.uint16, 1, "C", readonly=True)
WIDE = types.Array(types.int32, 1, "C", readonly=True)
FLOATS = types.Array(types.float64, 1, "C", readonly=True)
FLAGS = types.Array(types.boolean, 1, "C", readonly=True)
WALK: Any = cast("Any", types).NamedUniTuple(LONGS, 6, Walk)
OUT = types.Array(types.int64, 1, "C")
OUT2 = types.Array(types.int64, 2, "C")
OUT3 = types.Array(types.int64, 3, "C")
FLOATS_OUT = types.Array(types.float64, 1, "C")
