"""The passes over draws: what everybody's estimates come to, and who stands where."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.kernels import kernel
from truenorth.engines.ranking.noise import MOST_DRAWN

LONGS = types.Array(types.int64, 1, "C", readonly=True)
LONGS2 = types.Array(types.int64, 2, "C", readonly=True)
KEYS = types.Array(types.uint64, 1, "C", readonly=True)
FLOATS = types.Array(types.float64, 1, "C", readonly=True)
LONGS_OUT = types.Array(types.int64, 2, "C")
PLACES = types.Array(types.int32, 2, "C", readonly=True)
PLACES_OUT = types.Array(types.int32, 2, "C")
SWAPS = types.Array(types.int32, 2, "C")
COUNTS = types.Array(types.uint16, 2, "C")
FLOATS_OUT = types.Array(types.float64, 2, "C")
FLOATS_OUT3 = types.Array(types.float64, 3, "C")

Keys = NDArray[np.uint64]
Longs = NDArray[np.int64]
Places = NDArray[np.int32]
Counts = NDArray[np.uint16]
Floats = NDArray[np.float64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_HALF = np.uint64(0xFFFFFFFF)


@kernel()
def _mixed(state: np.uint64) -> np.uint64:
    """64 bits of chance from a counter (Steele, Lea and Flood, SplitMix, OOPSLA 2014)."""
    once = (state ^ (state >> np.uint64(30))) * _FIRST
    twice = (once ^ (once >> np.uint64(27))) * _SECOND
    return twice ^ (twice >> np.uint64(31))


@kernel((types.int64, KEYS, LONGS, LONGS, LONGS, FLOATS, FLOATS, FLOATS_OUT3))
def draw_means(
    first: int, keys: Keys, words: Longs, starts: Longs, raters: Longs, numbers: Floats, means: Floats, out: Floats
) -> None:
    """Fill `out` (columns, draws, candidates) with each estimate's mean in the draws from `first` on.

    In a draw an estimate is asked anew of as many raters, each picked by chance from those who gave it, with one of
    the pick's three numbers. Above MOST_DRAWN raters that many are picked, and the distance from the mean shrinks to
    what it would be with all. A candidate's stream takes `words` of 64 bits a draw, two picks from each.
    """
    columns, draws, candidates = out.shape
    for draw in range(draws):
        for candidate in range(candidates):
            state = keys[candidate] + np.uint64((first + draw) * words[candidate]) * _STEP
            word = np.uint64(0)
            picked = 0
            for column in range(columns):
                cell = candidate * columns + column
                asked = min(raters[cell], MOST_DRAWN)
                size = np.uint64(3 * raters[cell])
                total = 0.0
                for _ in range(asked):
                    if picked & 1 == 0:
                        state += _STEP
                        word = _mixed(state)
                    else:
                        word >>= np.uint64(32)
                    picked += 1
                    total += numbers[starts[cell] + np.int64(((word & _HALF) * size) >> np.uint64(32))]
                mean = total / asked
                if asked < raters[cell]:
                    mean = means[cell] + (mean - means[cell]) * np.sqrt(asked / raters[cell])
                out[column, draw, candidate] = mean


@kernel((LONGS2, types.int64, LONGS_OUT))
def order_keys(bits_of_scores: Longs, index_bits: int, out: Longs) -> None:
    """Fill `out` with numbers that sort as the draws' scores do, and carry the candidate in their last bits.

    `bits_of_scores` (draws, candidates) are the float64 scores' own bits, negated so that the best comes first. What
    the candidate takes of them is rounded off, so that equal scores are equal whatever the order of their sums.
    """
    draws, candidates = out.shape
    half = 1 << (index_bits - 1)
    for draw in range(draws):
        for candidate in range(candidates):
            bits = bits_of_scores[draw, candidate]
            ascending = bits ^ 0x7FFFFFFFFFFFFFFF if bits < 0 else bits
            out[draw, candidate] = (((ascending + half) >> index_bits) << index_bits) | candidate


@kernel((LONGS2, types.int64, PLACES_OUT))
def place_candidates(ordered: Longs, index_bits: int, out: Places) -> None:
    """Fill `out` (draws, candidates) with how many stand above each; `ordered` are the draws' keys, sorted."""
    draws, candidates = out.shape
    mask = (1 << index_bits) - 1
    for draw in range(draws):
        above = 0
        before = ordered[draw, 0] >> index_bits
        for place in range(candidates):
            score = ordered[draw, place] >> index_bits
            above = place if score != before else above
            before = score
            out[draw, ordered[draw, place] & mask] = above


@kernel((PLACES, types.int64, COUNTS, SWAPS))
def count_places(places: Places, bin_width: int, ranks: Counts, swaps: Places) -> None:
    """Add to `ranks` (candidates, bins) where each candidate stood, by bins of places, and to `swaps` (neighbours,
    candidates) the draws in which the n-th candidate below stood above."""
    draws, candidates = places.shape
    for candidate in range(candidates):
        for draw in range(draws):
            ranks[candidate, places[draw, candidate] // bin_width] += 1
    for draw in range(draws):
        for apart in range(1, swaps.shape[0] + 1):
            for candidate in range(candidates - apart):
                swaps[apart - 1, candidate] += places[draw, candidate + apart] < places[draw, candidate]


@kernel((LONGS2, types.int64, LONGS, FLOATS_OUT))
def share_seats(ordered: Longs, index_bits: int, tops: Longs, shares: Floats) -> None:
    """Add to `shares` (tops, candidates) what each candidate has of the first seats of each draw.

    It is one, or where equal scores stand across the last of the seats, an equal part of those left.
    """
    draws, candidates = ordered.shape
    mask = (1 << index_bits) - 1
    for draw in range(draws):
        for top in range(len(tops)):
            seats = tops[top]
            last = ordered[draw, seats - 1] >> index_bits
            begin, end = seats - 1, seats
            while begin > 0 and ordered[draw, begin - 1] >> index_bits == last:
                begin -= 1
            while end < candidates and ordered[draw, end] >> index_bits == last:
                end += 1
            for place in range(end):
                share = 1.0 if place < begin else (seats - begin) / (end - begin)
                shares[top, ordered[draw, place] & mask] += share
