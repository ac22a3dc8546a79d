"""The pass over the names of units."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.kernels import kernel

OFFSETS = types.Array(types.int32, 1, "C", readonly=True)
BYTES = types.Array(types.uint8, 1, "C", readonly=True)
HASHES = types.Array(types.uint64, 2, "C")

_PRIME = np.uint64(0x100000001B3)
_BASIS = np.uint64(0xCBF29CE484222325)
_OTHER_PRIME = np.uint64(0x9FB21C651E98DF25)
_OTHER_BASIS = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@kernel()
def _mixed(state: np.uint64) -> np.uint64:
    """The last step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): every bit depends on every other."""
    once = (state ^ (state >> np.uint64(30))) * _FIRST
    twice = (once ^ (once >> np.uint64(27))) * _SECOND
    return twice ^ (twice >> np.uint64(31))


@kernel((OFFSETS, BYTES, HASHES))
def hash_units(offsets: NDArray[np.int32], data: NDArray[np.uint8], out: NDArray[np.uint64]) -> None:
    """Fill `out` (rows, 2) with two hashes of each row's bytes between the offsets; rows of blanks stay as they are.

    The first is FNV-1a (Fowler, Noll and Vo), the second the same with a shift and constants of its own, both mixed
    at the end: that two of a billion units agree in all 128 bits has a chance of one in 10²⁰.
    """
    for row in range(out.shape[0]):
        first, last = offsets[row], offsets[row + 1]
        while first < last and data[first] <= 32:
            first += 1
        while last > first and data[last - 1] <= 32:
            last -= 1
        if first == last:
            continue
        one, two = _BASIS, _OTHER_BASIS
        for place in range(first, last):
            byte = np.uint64(data[place])
            one = (one ^ byte) * _PRIME
            two = (two + byte) * _OTHER_PRIME
            two ^= two >> np.uint64(29)
        out[row, 0] = _mixed(one)
        out[row, 1] = _mixed(two)
