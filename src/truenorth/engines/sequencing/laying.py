"""What an order comes to: each item as early as it can be, for one or for many sets of durations at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.kernels import walk
from truenorth.engines.sequencing.problem import Shop

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Laid(NamedTuple):
    """Starts and finishes, (draws, items)."""

    starts: Floats
    finishes: Floats


def lay(shop: Shop, order: Ints, durations: Floats | None = None) -> Laid:
    """Start each item once what it waits for is done and a seat of its team is free, in this order.

    `order` holds every item, each after what it waits for; `durations` are (draws, items), the shop's own by default.
    Of several free seats an item takes the one that was free last, so that an earlier one stays for whoever follows.
    """
    durations = shop.duration[np.newaxis] if durations is None else durations
    draws = np.arange(len(durations))
    free = np.zeros((int(shop.seats[-1]), len(durations)))
    starts, finishes = np.zeros((2, shop.size, len(durations)))
    absences = [shop.absences(team) for team in range(len(shop.seats) - 1)]
    for item in order.tolist():
        team = int(shop.team[item])
        seats = free[shop.seats[team] : shop.seats[team + 1]]
        ready = np.full(len(durations), shop.release[item])
        for each in shop.prerequisites(item):
            ready = np.maximum(ready, finishes[each])
        seat = _seat(seats, ready)
        ready = np.maximum(ready, seats[seat, draws])
        starts[item], finishes[item] = work(ready, durations[:, item], absences[team])
        seats[seat, draws] = finishes[item]
    return Laid(starts.T, finishes.T)


def _seat(seats: Floats, ready: Floats) -> NDArray[np.intp] | int:
    """In each draw the seat free latest of those free in time, or else the one free first."""
    if len(seats) == 1:
        return 0
    in_time = seats <= ready
    latest = np.argmax(np.where(in_time, seats, -np.inf), axis=0)
    chosen: NDArray[np.intp] = np.where(in_time.any(axis=0), latest, np.argmin(seats, axis=0))
    return chosen


def work(ready: Floats, duration: Floats, absences: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    """Starts and finishes of work that is ready then; an absence delays its start or cuts through it."""
    start = ready
    for away, back in absences:
        start = np.where((away <= start) & (start < back), back, start)
    finish = start + duration
    for away, back in absences:
        finish = finish + np.where((away >= start) & (away < finish), back - away, 0.0)
    return start, finish


def cost_of(shop: Shop, order: Ints) -> float:
    """Weight times finish over all items, and what passing deadlines costs."""
    costs = np.full(2, np.inf)
    walk(order.copy(), order.copy(), np.empty(shop.size), costs, np.zeros(1, np.uint64), 0, 1.0, 1.0, shop)
    return float(costs[0])


def by_start(shop: Shop, order: Ints) -> Ints:
    """The same plan with its items in the order in which they start."""
    starts = lay(shop, order).starts[0]
    return order[np.argsort(starts[order], kind="stable")]
