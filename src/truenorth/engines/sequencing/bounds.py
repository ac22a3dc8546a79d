"""What no order can undercut, quickly: preemptive Smith with heads, and the density of a block."""

import heapq
import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.errors import DeadlineTooEarly
from truenorth.engines.sequencing.laying import work
from truenorth.engines.sequencing.problem import Problem, Shop

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


def earliest_finishes(shop: Shop) -> Floats:
    """When each item could be done if nothing else were to do than what it waits for."""
    return _earliest(shop)[1]


def check_deadlines(problem: Problem) -> None:
    """Refuse a deadline that nothing can keep. Raises DeadlineTooEarly."""
    earliest = earliest_finishes(problem.shop)
    for number in np.flatnonzero(earliest > problem.shop.deadline * (1 + 1e-12)):
        item = problem.items[number]
        said = f"{item.deadline:g} is before {earliest[number]:g}, when it can be done at the earliest"
        raise DeadlineTooEarly(said, field="deadline", item=item.id)


def _earliest(shop: Shop) -> tuple[Floats, Floats]:
    starts, finishes = np.zeros(shop.size), np.zeros(shop.size)
    capacities = np.diff(shop.seats)
    for item in shop.one_by_one().tolist():
        ready = max((shop.release[item], *finishes[shop.prerequisites(item)]))
        before = np.flatnonzero(shop.ancestors[item])
        for team in np.unique(shop.team[before]):
            mates = before[shop.team[before] == team]
            if len(mates) > 1:
                ready = max(ready, _loaded(starts[mates], shop.duration[mates] / capacities[team]))
        start, finish = work(np.array([ready]), shop.duration[[item]], shop.absences(int(shop.team[item])))
        starts[item], finishes[item] = start[0], finish[0]
    return starts, finishes


def _loaded(heads: Floats, work: Floats) -> float:
    """When a team is through with work that comes in at these heads, at the earliest."""
    order = np.argsort(heads)
    return float(np.max(heads[order] + np.cumsum(work[order][::-1])[::-1]))


def preemptive_smith(shop: Shop) -> float:
    """A lower bound on weight times finish.

    Each team alone may drop and resume work, and serves what is ready by weight / duration, with all its seats on one
    item at once; an item is ready when what it waits for can be done at the earliest. That order has the least mean
    busy times M, and every finish is at least M + duration / 2 (Goemans, 1996, for one machine with release dates).
    """
    heads, finishes = _earliest(shop)
    return math.fsum(
        max(float(shop.weight[mates] @ finishes[mates]), _mean_busy(shop, mates, heads, team))
        for team in range(len(shop.seats) - 1)
        if len(mates := np.flatnonzero(shop.team == team))
    )


def _mean_busy(shop: Shop, mates: NDArray[np.intp], heads: Floats, team: int) -> float:
    duration, weight = shop.duration, shop.weight
    total = float(weight[mates] @ (duration[mates] / 2))
    total += float(weight[mates] @ np.where(duration[mates] == 0, heads[mates], 0.0))
    speed = float(shop.seats[team + 1] - shop.seats[team])
    waiting = sorted((heads[item], int(item)) for item in mates if duration[item] > 0)
    ready: list[tuple[float, int]] = []
    left = dict(zip(mates.tolist(), duration[mates].tolist(), strict=True))
    for begin, end in _open(shop, team, [head for head, _ in waiting]):
        while waiting and waiting[0][0] <= begin:
            _, item = waiting.pop(0)
            heapq.heappush(ready, (-weight[item] / duration[item], item))
        now = begin
        while ready and now < end:
            density, item = ready[0]
            until = min(end, now + left[item] / speed)
            total -= density * speed * (until**2 - now**2) / 2
            left[item] = left[item] - (until - now) * speed if until == end else 0.0
            now = until
            if left[item] <= 0:
                heapq.heappop(ready)
    return total


def _open(shop: Shop, team: int, heads: list[float]) -> Iterator[tuple[float, float]]:
    """The stretches in which the team works and nothing new comes in."""
    absences = shop.absences(team)
    edges = sorted({0.0, *heads, *(edge for absence in absences for edge in absence)})
    for begin, end in pairwise([*edges, np.inf]):
        if not any(away <= begin < back for away, back in absences):
            yield begin, end


def density_bound(shop: Shop) -> float:
    """A lower bound for one team that does one thing at a time on a block none of whose beginnings is denser.

    At any time at most density times time is done of the weight, so that the curve of what is left stays above a line
    (the two-dimensional Gantt chart; Chekuri and Motwani, Discrete Applied Mathematics 1999, and Goemans and
    Williamson, 2000). Read along the other axis it is the same with weights for durations.
    """
    duration, weight = float(shop.duration.sum()), float(shop.weight.sum())
    if duration == 0 or weight == 0:
        return 0.0
    along = weight / duration * (duration**2 + float(shop.duration @ shop.duration)) / 2
    across = duration / weight * (weight**2 + float(shop.weight @ shop.weight)) / 2
    return max(along, across)
