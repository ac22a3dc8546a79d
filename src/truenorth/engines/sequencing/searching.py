"""Orders found by trying: walks from several beginnings, each with its own chance, within a budget of moves."""

import hashlib
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.kernels import walk
from truenorth.engines.sequencing.laying import by_start, cost_of
from truenorth.engines.sequencing.problem import Shop

Ints = NDArray[np.int32]
_STAGES = 20
_WALKS = 2
_HOT, _COLD = 3.0, 0.003
_GENTLE = 0.03


@dataclass(slots=True)
class Budget:
    """How much may be tried: moves of each walk, and as a last resort the clock, which notes that it stepped in."""

    moves: int
    seed: int
    since: float
    until: float
    is_cut: bool = False

    def allows(self, moves: int, pace: float, stages: int) -> int:
        """How many of the moves of a stage there is time for, when a move takes `pace` seconds and stages are left.

        In the first half of the time it is all of them, so that a machine that is busy for a moment changes nothing.
        """
        now = time.perf_counter()
        left = max(0.0, self.until - now) / stages
        if moves * pace <= left or now < (self.since + self.until) / 2:
            return moves
        self.is_cut = True
        return int(left / pace)


def search(shop: Shop, beginnings: Sequence[Ints], budget: Budget) -> Ints:
    """The cheapest order that walks from the best two of these orders come by.

    The walks do not depend on how many of them run at once.
    """
    best = sorted(beginnings, key=partial(cost_of, shop))[:_WALKS]
    with ThreadPoolExecutor(min(len(best), os.cpu_count() or 1)) as threads:
        found = list(threads.map(partial(_walk, shop, budget, _HOT), range(len(best)), best))
    return cheapest(shop, [*found, *best])


def settle(shop: Shop, order: Ints, budget: Budget) -> Ints:
    """A cheap order near this one: a walk that begins cold."""
    return cheapest(shop, [_walk(shop, budget, _GENTLE, len(order), order), order])


def cheapest(shop: Shop, orders: Sequence[Ints]) -> Ints:
    """The first of the cheapest."""
    return min(orders, key=partial(cost_of, shop))


def _walk(shop: Shop, budget: Budget, hot: float, number: int, order: Ints) -> Ints:
    scale = float(shop.weight.mean() * shop.duration.mean())
    if scale == 0:
        return order
    heats = scale * np.geomspace(max(hot, _COLD), _COLD, _STAGES + 1)
    state = np.frombuffer(hashlib.blake2b(f"{budget.seed} {number}".encode(), digest_size=8).digest(), np.uint64).copy()
    order = by_start(shop, order)
    best, starts, costs = order.copy(), np.zeros(shop.size), np.full(2, np.inf)
    began, tried = time.perf_counter(), 0
    for stage in range(_STAGES):
        pace = (time.perf_counter() - began) / max(1, tried)
        moves = budget.allows(budget.moves // _STAGES, pace, _STAGES - stage)
        walk(order, best, starts, costs, state, moves, heats[stage], heats[stage + 1], shop)
        tried += moves
        order = order[np.argsort(starts[order], kind="stable")]
    return by_start(shop, best)
