"""Orders made by a rule: the baselines, and where a search begins."""

import heapq

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.laying import work
from truenorth.engines.sequencing.problem import Shop
from truenorth.engines.sequencing.sidney import sidney_blocks

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


def greedy(shop: Shop, rows: Longs) -> Ints:
    """Whenever a seat is free, its team takes the highest weight / duration of what is ready; ties by row."""
    ratio = np.divide(shop.weight, shop.duration, out=np.full(shop.size, np.inf), where=shop.duration > 0)
    return dispatch(shop, np.lexsort((rows, -ratio)))


def as_listed(shop: Shop, rows: Longs) -> Ints:
    """Whenever a seat is free, its team takes the first row of what is ready."""
    return dispatch(shop, np.argsort(rows))


def by_blocks(shop: Shop) -> Ints:
    """Whenever a seat is free, its team takes of what is ready the first by Sidney's blocks of all teams' items."""
    return dispatch(shop, np.concatenate(sidney_blocks(shop)))


def dispatch(shop: Shop, favoured: NDArray[np.int_]) -> Ints:
    """The order of starts when nobody waits who could work, and each takes what is favoured most."""
    return _Day(shop, favoured).order()


class _Day:
    """The teams at work, from one moment at which something happens to the next."""

    def __init__(self, shop: Shop, favoured: NDArray[np.int_]) -> None:
        self.shop = shop
        self.items = favoured.tolist()
        self.ranks = {item: rank for rank, item in enumerate(self.items)}
        self.free = np.diff(shop.seats).tolist()
        self.ready: list[list[int]] = [[] for _ in self.free]
        self.missing = np.diff(shop.before).tolist()
        self.done_at: list[tuple[float, int]] = []
        self.comes_at = [(float(shop.release[item]), item) for item in self.items if not self.missing[item]]
        heapq.heapify(self.comes_at)
        self.back_at = sorted((back, team) for team in range(len(self.free)) for _, back in shop.absences(team))
        self.started: list[int] = []

    def order(self) -> Ints:
        while len(self.started) < self.shop.size:
            now = min(queue[0] for queue in (self.done_at, self.comes_at, self.back_at) if queue)[0]
            while self.back_at and self.back_at[0][0] <= now:
                heapq.heappop(self.back_at)
            self._pass(now)
        return np.array(self.started, np.int32)

    def _pass(self, now: float) -> None:
        """All that happens at this moment; work that takes no time may bring about more of it."""
        while (self.done_at and self.done_at[0][0] <= now) or (self.comes_at and self.comes_at[0][0] <= now):
            while self.done_at and self.done_at[0][0] <= now:
                self._finish(*heapq.heappop(self.done_at))
            while self.comes_at and self.comes_at[0][0] <= now:
                item = heapq.heappop(self.comes_at)[1]
                heapq.heappush(self.ready[self.shop.team[item]], self.ranks[item])
            self._start(now)
        self._start(now)

    def _finish(self, now: float, item: int) -> None:
        self.free[self.shop.team[item]] += 1
        for each in self.shop.followers(item):
            self.missing[each] -= 1
            if not self.missing[each]:
                heapq.heappush(self.comes_at, (max(now, float(self.shop.release[each])), each))

    def _start(self, now: float) -> None:
        for team, ready in enumerate(self.ready):
            absences = self.shop.absences(team)
            if any(away <= now < back for away, back in absences):
                continue
            while ready and self.free[team]:
                item = self.items[heapq.heappop(ready)]
                self.free[team] -= 1
                _, finish = work(np.array([now]), self.shop.duration[[item]], absences)
                heapq.heappush(self.done_at, (float(finish[0]), item))
                self.started.append(item)
