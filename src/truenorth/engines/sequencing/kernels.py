"""The passes: a walk from order to order, all sets of a few items, and the densest beginning of a block."""

from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.kernels import kernel
from truenorth.engines.sequencing.problem import Shop

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Longs = NDArray[np.int64]
Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]


INTS = types.Array(types.int32, 1, "C", readonly=True)
INTS_OUT = types.Array(types.int32, 1, "C")
FLOATS = types.Array(types.float64, 1, "C", readonly=True)
FLOATS_OUT = types.Array(types.float64, 1, "C")
BYTES_OUT = types.Array(types.int8, 1, "C")
LONGS = types.Array(types.int64, 1, "C", readonly=True)
KEYS_OUT = types.Array(types.uint64, 1, "C")
FLAGS_OUT = types.Array(types.boolean, 1, "C")
FLAGS2 = types.Array(types.boolean, 2, "C", readonly=True)
SHOP: Any = types.NamedTuple(  # type: ignore[no-untyped-call]
    (FLOATS, FLOATS, FLOATS, FLOATS, INTS, INTS, INTS, INTS, INTS, FLAGS2, INTS, INTS, FLOATS, FLOATS, types.float64),
    Shop,
)

_FURTHEST = 20
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


@kernel()
def _chance(state: Keys) -> float:
    """A number from 0 to below 1 (Steele, Lea and Flood, SplitMix, OOPSLA 2014)."""
    state[0] += _STEP
    once = (state[0] ^ (state[0] >> np.uint64(30))) * _FIRST
    twice = (once ^ (once >> np.uint64(27))) * _SECOND
    return float((twice ^ (twice >> np.uint64(31))) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel()
def _worked(ready: float, duration: float, gap: int, end: int, away: Floats, back: Floats) -> tuple[float, float]:
    """Start and finish of work that is ready then, around the absences from `gap` to `end`."""
    while gap < end and back[gap] <= ready:
        gap += 1
    start = ready
    if gap < end and away[gap] <= ready:
        start = back[gap]
        gap += 1
    finish = start + duration
    while gap < end and away[gap] < finish:
        finish += back[gap] - away[gap]
        gap += 1
    return start, finish


@kernel()
def _pull(order: Ints, low: int, high: int, ancestors: Flags, spare: Ints) -> None:
    """Take the item at `high` to `low`, with those between that must come before it."""
    item = order[high]
    kept = 0
    filled = low
    for place in range(low, high):
        each = order[place]
        if ancestors[item, each]:
            order[filled] = each
            filled += 1
        else:
            spare[kept] = each
            kept += 1
    order[filled] = item
    for place in range(kept):
        order[filled + 1 + place] = spare[place]


@kernel()
def _push(order: Ints, low: int, high: int, ancestors: Flags, spare: Ints) -> None:
    """Take the item at `low` to `high`, with those between that must come after it."""
    item = order[low]
    kept = 0
    filled = high
    for place in range(high, low, -1):
        each = order[place]
        if ancestors[each, item]:
            order[filled] = each
            filled -= 1
        else:
            spare[kept] = each
            kept += 1
    order[filled] = item
    for place in range(kept):
        order[filled - 1 - place] = spare[place]


@kernel((INTS_OUT, INTS_OUT, FLOATS_OUT, FLOATS_OUT, KEYS_OUT, types.int64, types.float64, types.float64, SHOP))
def walk(
    order: Ints,
    best: Ints,
    start: Floats,
    costs: Floats,
    state: Keys,
    moves: int,
    hot: float,
    cold: float,
    shop: Shop,
) -> None:
    """Anneal: try `moves` moves of one item within its team, cooling from `hot` to `cold`, both above zero.

    `order` is where the walk stands, with the items' `start`, and `best` the cheapest order seen; `costs` are their
    costs. A move takes an item before or after a team mate up to 20 hops away, and drags along what must come before
    or after it. A dearer order is taken with the chance exp(-difference / temperature) (Kirkpatrick, Gelatt and
    Vecchi, Science 1983). What follows a move is laid anew only as far as it changes. It is all one function, since
    arrays that go through calls are counted each time.
    """
    duration, weight, release, deadline, team, before, befores, after, afters = shop[:9]
    ancestors, seats, gaps, away, back, lateness = shop[9:]
    size = len(order)
    count = seats[-1]
    free, dirty = np.zeros(count), np.zeros(count, np.bool_)
    finish, part = np.zeros(size), np.zeros(size)
    old_start, old_finish, old_part = np.empty(size), np.empty(size), np.empty(size)
    seat_of, old_seat, place_of = np.zeros(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int32)
    spare, saved = np.empty(size, np.int32), np.empty(size, np.int32)
    cooling = (cold / hot) ** (1.0 / max(1, moves))
    heat = hot
    costs[0] = 0.0
    for move in range(-1, moves):
        low, high, allowed, is_pull = 0, size - 1, np.inf, False
        if move >= 0:
            heat *= cooling
            place = int(_chance(state) * size)
            is_pull = _chance(state) < 0.5
            draw = _chance(state)
            hops = 1 + int(draw * draw * draw * _FURTHEST)
            allowed = -heat * np.log(1.0 - _chance(state))
            item = order[place]
            step = -1 if is_pull else 1
            other = place
            at = place + step
            while hops > 0 and 0 <= at < size:
                each = order[at]
                if team[each] == team[item]:
                    if ancestors[item, each] or ancestors[each, item]:
                        break
                    other = at
                    hops -= 1
                at += step
            if other == place:
                continue
            low, high = min(place, other), max(place, other)
            left = count
            for seat in range(count):
                free[seat] = -1.0
                dirty[seat] = False
            at = low - 1
            while at >= 0 and left > 0:
                seat = seat_of[order[at]]
                if free[seat] < 0.0:
                    free[seat] = finish[order[at]]
                    left -= 1
                at -= 1
            for seat in range(count):
                free[seat] = max(0.0, free[seat])
        dirts = 0
        for at in range(low, high + 1):
            saved[at] = order[at]
            seat = seat_of[order[at]]
            dirts += not dirty[seat]
            dirty[seat] = True
        if move >= 0 and is_pull:
            _pull(order, low, high, ancestors, spare)
        elif move >= 0:
            _push(order, low, high, ancestors, spare)
        for at in range(low, high + 1):
            place_of[order[at]] = at
        difference = 0.0
        reach = high
        at = low
        while at < size and (at <= reach or dirts > 0):
            item = order[at]
            was = seat_of[item]
            old_start[at], old_finish[at], old_part[at], old_seat[at] = start[item], finish[item], part[item], was
            ready = release[item]
            for of in range(before[item], before[item + 1]):
                ready = max(ready, finish[befores[of]])
            group = team[item]
            seat = seats[group]
            for each in range(seat + 1, seats[group + 1]):
                if free[each] <= ready:
                    if free[seat] > ready or free[each] > free[seat]:
                        seat = each
                elif free[each] < free[seat]:
                    seat = each
            ready = max(ready, free[seat])
            done = ready + duration[item]
            if gaps[group] < gaps[group + 1]:
                ready, done = _worked(ready, duration[item], gaps[group], gaps[group + 1], away, back)
            start[item], finish[item], seat_of[item], free[seat] = ready, done, seat, done
            cost = weight[item] * done
            if done > deadline[item]:
                cost += lateness * (done - deadline[item])
            part[item] = cost
            difference += cost - old_part[at]
            is_dirty = at <= high or seat != was or done != old_finish[at]
            if seat != was and not dirty[was]:
                dirts += 1
                dirty[was] = True
            if is_dirty != dirty[seat]:
                dirts += 1 if is_dirty else -1
                dirty[seat] = is_dirty
            if done != old_finish[at]:
                for of in range(after[item], after[item + 1]):
                    reach = max(reach, place_of[afters[of]])
            at += 1
        if difference > allowed:
            while at > low:
                at -= 1
                item = order[at]
                start[item], finish[item], part[item] = old_start[at], old_finish[at], old_part[at]
                seat_of[item] = old_seat[at]
            for at in range(low, high + 1):
                order[at] = saved[at]
                place_of[order[at]] = at
            continue
        costs[0] += difference
        if costs[0] < costs[1] * (1.0 - 1e-12):
            costs[1] = costs[0]
            for at in range(size):
                best[at] = order[at]


@kernel((SHOP, LONGS, FLOATS_OUT, FLOATS_OUT, BYTES_OUT))
def fill_sets(shop: Shop, before: Longs, cost: Floats, time: Floats, last: Bytes) -> None:
    """The least cost of doing each set of items first, on one team that does one thing at a time and never waits.

    Sets are bits, (2 ** items): `before` holds those of each item's prerequisites. `time` is what a set takes, and
    `last` the item that a cheapest order of it does last, the highest of several (Held and Karp, 1962).
    """
    duration, weight, deadline = shop.duration, shop.weight, shop.deadline
    away, back, lateness = shop.away, shop.back, shop.lateness
    size = len(duration)
    cost[:] = np.inf
    cost[0] = 0.0
    time[0] = 0.0
    for done in range(len(cost)):
        if cost[done] == np.inf:
            continue
        for item in range(size):
            bit = 1 << item
            if done & bit or before[item] & ~done:
                continue
            after = done | bit
            time[after] = time[done] + duration[item]
            _, finish = _worked(0.0, time[after], 0, len(away), away, back)
            more = weight[item] * finish
            if finish > deadline[item]:
                more += lateness * (finish - deadline[item])
            total = cost[done] + more
            if total < cost[after] * (1.0 - 1e-13):
                cost[after] = total
                last[after] = item


@kernel((FLOATS, INTS, INTS, INTS, INTS, FLAGS_OUT))
def densest(gain: Floats, before: Ints, befores: Ints, after: Ints, afters: Ints, found: Flags) -> None:
    """Mark the smallest set that gains most among those that hold all they wait for (Picard, Management Science 1976).

    Gains flow to the losses among what their items wait for, along shortest paths, until none gets through; what gains
    still reach is the set.
    """
    size = len(gain)
    supply, room = np.maximum(gain, 0.0), np.maximum(-gain, 0.0)
    flow = np.zeros(len(befores))
    origin, through = np.empty(size, np.int32), np.empty(size, np.int32)
    queue = np.empty(size, np.int32)
    least = 1e-12 * np.abs(gain).sum()
    while True:
        filled = 0
        found[:] = False
        for item in range(size):
            if supply[item] > least:
                found[item] = True
                origin[item] = -1
                queue[filled] = item
                filled += 1
        taken = 0
        target = -1
        while taken < filled and target < 0:
            item = queue[taken]
            taken += 1
            if room[item] > least:
                target = item
                break
            for at in range(before[item], before[item + 1]):
                each = befores[at]
                if not found[each]:
                    found[each], origin[each], through[each] = True, item, at
                    queue[filled] = each
                    filled += 1
            for place in range(after[item], after[item + 1]):
                each = afters[place]
                if found[each]:
                    continue
                for at in range(before[each], before[each + 1]):
                    if befores[at] == item and flow[at] > least:
                        found[each], origin[each], through[each] = True, item, -1 - at
                        queue[filled] = each
                        filled += 1
        if target < 0:
            return
        amount = room[target]
        item = target
        while origin[item] >= 0:
            if through[item] < 0:
                amount = min(amount, flow[-1 - through[item]])
            item = origin[item]
        amount = min(amount, supply[item])
        supply[item] -= amount
        room[target] -= amount
        item = target
        while origin[item] >= 0:
            if through[item] < 0:
                flow[-1 - through[item]] -= amount
            else:
                flow[through[item]] += amount
            item = origin[item]
