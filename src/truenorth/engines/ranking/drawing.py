"""Drawing a ranked list anew many times, and counting who stands where. Needs numba."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.kernels import fixed
from truenorth.engines.ranking.kernels import count_places, draw_means, order_keys, place_candidates, share_seats
from truenorth.engines.ranking.models import Model
from truenorth.engines.ranking.noise import MOST_DRAWN, Estimates

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Places = NDArray[np.int32]
NEIGHBOURS = 5
_PARTS = 8
_INDEX_BITS = 16
_CELLS_AT_ONCE = 1 << 17
_MOST_BINS = 1 << 24


class Plan(NamedTuple):
    """What every draw needs. Candidates are known by their place in the ranked list."""

    model: Model
    estimates: Estimates
    tops: tuple[int, ...]
    cut: int

    @property
    def size(self) -> int:
        return len(self.estimates.keys)

    @property
    def index_bits(self) -> int:
        """How many bits a place in the list takes; no fewer for a short list, so that ties are the same in all."""
        return max(_INDEX_BITS, (self.size - 1).bit_length())

    @property
    def words(self) -> Longs:
        """How many words of chance each candidate takes in a draw: one for two picks."""
        picks = np.minimum(self.estimates.raters, MOST_DRAWN).reshape(self.size, -1).sum(axis=1)
        return np.asarray(-(-picks // 2), np.int64)

    @property
    def bin_width(self) -> int:
        """How many ranks are counted together: one, but in lists so long that the counts would fill the memory."""
        return -(-self.size * self.size // _MOST_BINS)

    @property
    def window(self) -> slice:
        """The candidates around the cut line."""
        return slice(max(0, self.cut - NEIGHBOURS), min(self.size, self.cut + NEIGHBOURS))


class Counted(NamedTuple):
    """What some draws came to; `watched` holds, block by block, the ranks (draws, candidates around the cut line) and
    their estimates' means (draws, columns, candidates). The other fields are as the kernels count them."""

    ranks: NDArray[np.uint16]
    shares: Floats
    swaps: NDArray[np.int32]
    watched: list[tuple[Places, Floats]]

    def add(self, other: "Counted") -> None:
        """Take in what further draws came to."""
        for sums, more in ((self.ranks, other.ranks), (self.shares, other.shares), (self.swaps, other.swaps)):
            np.add(sums, more, out=sums)
        self.watched.extend(other.watched)

    def around_the_line(self) -> tuple[Places, Floats]:
        """The ranks (draws, candidates) and means (draws, columns, candidates) of those around the cut line."""
        ranks, means = zip(*self.watched, strict=True)
        return np.concatenate(ranks), np.concatenate(means)


def count_draws(plan: Plan, draws: int) -> Counted:
    """All draws, in a fixed number of parts side by side, so that the answer does not depend on the machine."""
    edges = [draws * part // _PARTS for part in range(_PARTS + 1)]
    with ThreadPoolExecutor(min(_PARTS, os.cpu_count() or 1)) as threads:
        parts = threads.map(partial(_count_part, plan), edges[:-1], edges[1:])
        whole = next(parts)
        for part in parts:
            whole.add(part)
    return whole


def _count_part(plan: Plan, first: int, end: int) -> Counted:
    ranks = np.zeros((plan.size, -(-plan.size // plan.bin_width)), np.uint16)
    shares = np.zeros((len(plan.tops), plan.size))
    swaps = np.zeros((NEIGHBOURS, plan.size), np.int32)
    seats = fixed(np.minimum(np.array(plan.tops, np.int64), plan.size))
    watched: list[tuple[Places, Floats]] = []
    step = max(1, _CELLS_AT_ONCE // plan.size)
    for start in range(first, end, step):
        means = _draw(plan, start, min(start + step, end) - start)
        ordered = fixed(np.sort(_keys(plan, means), axis=1))
        places = _place(plan, ordered)
        count_places(fixed(places), plan.bin_width, ranks, swaps)
        share_seats(ordered, plan.index_bits, seats, shares)
        watched.append((places[:, plan.window] + 1, means[:, :, plan.window].swapaxes(0, 1).copy()))
    return Counted(ranks, shares, swaps, watched)


def _draw(plan: Plan, first: int, draws: int) -> Floats:
    """The estimates' means, (columns, draws, candidates)."""
    means = np.empty((len(plan.model.columns), draws, plan.size))
    keys, starts, raters, numbers, centres = map(fixed, plan.estimates)
    draw_means(first, keys, fixed(plan.words), starts, raters, numbers, centres, means)
    return means


def _keys(plan: Plan, means: Floats) -> Longs:
    """The scores of the draws as numbers that sort: best first, with the candidate in the last bits."""
    columns = {column.key: each for column, each in zip(plan.model.columns, means, strict=True)}
    scores = np.broadcast_to(plan.model.scores(columns), means.shape[1:])
    negated = 0.0 - np.where(np.isnan(scores), -np.inf, scores)
    keys = np.empty(negated.shape, np.int64)
    order_keys(fixed(negated.view(np.int64)), plan.index_bits, keys)
    return keys


def _place(plan: Plan, ordered: Longs) -> Places:
    """How many stand above each candidate, (draws, candidates)."""
    places = np.empty(ordered.shape, np.int32)
    place_candidates(ordered, plan.index_bits, places)
    return places
