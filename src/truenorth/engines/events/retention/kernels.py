"""One pass over each actor's rows: entries into cohorts, and the cells in which an entry was active."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT, OUT3, WALK, WIDE, Codes, Longs, Walk
from truenorth.engines.kernels import kernel

START, RETURN = 1, 2
"""Bits of a role: the row may begin an entry; the row is a return."""

RETAINED, COUNTED, ELIGIBLE = 0, 1, 2
"""Layers of the cells: all returns; those of actors for whom the cell is over; how many those actors are."""

NEVER = np.iinfo(np.int64).max
LONG_AGO = np.iinfo(np.int64).min
HOUR = 3_600_000_000
MOST_BITS = 64
"""Periods after the entry that fit into one word; tables that reach further take the slower way."""
_SPREAD = -7_046_029_254_386_353_131

Roles = NDArray[np.uint8]
Wide = NDArray[np.int32]
Bits = NDArray[np.uint64]


class Rules(NamedTuple):
    """The plan in numbers. Times and `length` in microseconds.

    `edges` of the calendar periods; `guesses[(moment - edges[0]) >> shift]` is the period of a moment, or the one
    before it; `cell_of[period after entry]` the cell or -1; `ripe_of[last period that is over]` the last cell that is
    over; `bits[cell]` the cell's periods, bit by bit, meaningless above MOST_BITS; `minimum` returns that make a
    period count.
    """

    edges: Longs
    guesses: Longs
    cell_of: Longs
    ripe_of: Longs
    bits: Bits
    shift: int
    since: int
    until: int
    as_of: int
    length: int
    minimum: int
    is_first: bool
    is_after: bool
    is_rolling: bool
    is_floored: bool


class Ledger(NamedTuple):
    """Rows of cells by key (value * periods + cohort), an open-addressed table; all arrays are written.

    `slots` and `places` have a power of two of entries, twice the rows at least; `slots` holds key + 1, 0 is free.
    `used[0]` counts the rows, -1 says that they did not suffice.
    """

    slots: Longs
    places: Longs
    keys: Longs
    used: Longs
    cells: NDArray[np.int64]


_types = cast("Any", types)
ROLES = types.Array(types.uint8, 1, "C", readonly=True)
_BITS = types.Array(types.uint64, 1, "C", readonly=True)
RULES: Any = _types.NamedTuple((LONGS,) * 4 + (_BITS,) + (types.int64,) * 6 + (types.boolean,) * 4, Rules)
LEDGER: Any = _types.NamedTuple((OUT, OUT, OUT, OUT, OUT3), Ledger)


@kernel()
def _period_of(rules: Rules, moment: int) -> int:
    """The period of a moment that lies within the edges."""
    stretch = np.uint64(moment - rules.edges[0]) >> np.uint64(rules.shift)
    guess: int = rules.guesses[stretch]
    period: int = guess + (moment >= rules.edges[np.uint64(guess + 1)])
    return period


@kernel()
def _row_of(ledger: Ledger, key: int) -> int:
    mask = ledger.slots.size - 1
    slot = ((key * _SPREAD) >> 32) & mask
    while ledger.slots[slot] != 0:
        if ledger.slots[slot] == key + 1:
            known: int = ledger.places[slot]
            return known
        slot = (slot + 1) & mask
    row: int = ledger.used[0]
    if row >= ledger.keys.size:
        ledger.used[0] = -1
        return -1
    ledger.slots[slot] = key + 1
    ledger.places[slot] = row
    ledger.keys[row] = key
    ledger.used[0] = row + 1
    return row


@kernel(types.void(WALK, CODES, CODES, ROLES, WIDE, WIDE, RULES, LEDGER))
def of_firsts(
    walk: Walk,
    settled: Codes,
    recent: Codes,
    roles: Roles,
    settled_values: Wide,
    recent_values: Wide,
    rules: Rules,
    ledger: Ledger,
) -> None:
    """One entry an actor, one return enough, and no more than MOST_BITS periods: both clocks.

    By the calendar, rows up to the end of a period that has its return are passed over; by the actor's own clock
    active periods are bits of a word. Leaves the cells as `by_calendar` and `by_own_clock` do.
    """
    edges, guesses, bits, cells = rules.edges, rules.guesses, rules.bits, ledger.cells
    most = edges.size - 1
    reach = rules.cell_of.size
    width = bits.size
    is_split = settled_values.size + recent_values.size > 0
    is_rolling, length = rules.is_rolling, float(rules.length)
    origin, shift = edges[0], np.uint64(rules.shift)
    one = np.uint64(1)
    for actor in range(walk.settled_from.size):
        entered = -1
        begin = place = cohort = ripe = 0
        limit = edge = LONG_AGO
        filled = 0
        word = one
        is_done = False
        for part in range(2):
            if is_done:
                break
            low = walk.settled_from[actor] if part == 0 else walk.recent_from[actor]
            high = walk.settled_to[actor] if part == 0 else walk.recent_to[actor]
            if low >= high:
                continue
            times = walk.settled_time if part == 0 else walk.recent_time
            codes = settled if part == 0 else recent
            if entered < 0:
                while low < high and (roles[codes[low]] & START) == 0:
                    low += 1
                if low == high:
                    continue
                begin = times[low]
                if begin < rules.since or begin >= rules.until or begin < origin or begin >= edges[most]:
                    is_done = True
                    continue
                cohort = _period_of(rules, begin)
                value = 0
                if is_split:
                    value = int(settled_values[low]) if part == 0 else int(recent_values[low])
                place = _row_of(ledger, value * most + cohort)
                if place < 0:
                    return
                entered = part
                low += 1
                if is_rolling:
                    if rules.is_floored:
                        begin -= begin % HOUR
                    limit = begin + reach * rules.length
                    over = min(max((rules.as_of - begin) // rules.length - 1, 0), reach - 1)
                    ripe = rules.ripe_of[over]
                else:
                    limit = edges[min(cohort + reach, most)]
            if rules.is_after:
                row = high - 1
                while row >= low and (roles[codes[row]] & RETURN) == 0:
                    row -= 1
                if row >= low:
                    if times[row] >= limit:
                        after = reach - 1
                    elif is_rolling:
                        after = int(float(times[row] - begin) / length)
                    else:
                        after = _period_of(rules, times[row]) - cohort
                    word = one << np.uint64(after)
            elif is_rolling:
                for row in range(np.uint64(low), np.uint64(high)):
                    moment = times[row]
                    if moment >= limit:
                        is_done = True
                        break
                    after = int(float(moment - begin) / length)
                    word |= np.uint64(roles[codes[row]] >> 1) << np.uint64(after)
            else:
                for row in range(np.uint64(low), np.uint64(high)):
                    moment = times[row]
                    if moment < edge or roles[codes[row]] & RETURN == 0:
                        continue
                    if moment >= limit:
                        is_done = True
                        break
                    guess = guesses[np.uint64(moment - origin) >> shift]
                    period = guess + (moment >= edges[np.uint64(guess + 1)])
                    edge = edges[np.uint64(period + 1)]
                    cell = rules.cell_of[np.uint64(period - cohort)]
                    if cell > filled:
                        filled = cell
                        cells[place, RETAINED, cell] += 1
        if entered < 0:
            continue
        if rules.is_after:
            last = reach - 1
            while word >> np.uint64(last) == 0:
                last -= 1
            cells[place, RETAINED, last] += 1
            if is_rolling:
                cells[place, COUNTED, min(last, ripe)] += 1
        elif is_rolling:
            word |= one
            for cell in range(width):
                cells[place, RETAINED, cell] += (word & bits[cell]) != 0
            for cell in range(ripe + 1):
                cells[place, COUNTED, cell] += (word & bits[cell]) != 0
        else:
            cells[place, RETAINED, 0] += 1
        if is_rolling:
            cells[place, ELIGIBLE, ripe] += 1


@kernel(types.void(WALK, CODES, CODES, ROLES, WIDE, WIDE, RULES, LEDGER))
def by_calendar(
    walk: Walk,
    settled: Codes,
    recent: Codes,
    roles: Roles,
    settled_values: Wide,
    recent_values: Wide,
    rules: Rules,
    ledger: Ledger,
) -> None:
    """Calendar clock. `roles[code]` are bits; values are codes of the breakdown, both empty without one.

    An actor's periods are noted first, then read from the last to the first, with those active after it as bits of a
    word. On-or-after leaves in each row how many entries were last active in each cell: a sum from the end makes it
    whole.
    """
    edges, bits, cells = rules.edges, rules.bits, ledger.cells
    most = edges.size - 1
    reach = rules.cell_of.size
    width = bits.size
    is_split = settled_values.size + recent_values.size > 0
    one = np.uint64(1)
    noted = np.empty(most, np.int64)
    places = np.empty(most, np.int64)
    counts = np.empty(most, np.int64)
    for actor in range(walk.settled_from.size):
        size = 0
        cohort = -1
        period = 0
        edge = LONG_AGO
        skip_until = LONG_AGO
        is_done = False
        for part in range(2):
            if is_done:
                break
            low = walk.settled_from[actor] if part == 0 else walk.recent_from[actor]
            high = walk.settled_to[actor] if part == 0 else walk.recent_to[actor]
            times = walk.settled_time if part == 0 else walk.recent_time
            codes = settled if part == 0 else recent
            values = settled_values if part == 0 else recent_values
            for row in range(np.uint64(low), np.uint64(high)):
                moment = times[row]
                if moment < skip_until:
                    continue
                role = roles[codes[row]]
                if role == 0:
                    continue
                is_start = (role & START) != 0
                if rules.is_first and cohort < 0:
                    if not is_start:
                        continue
                    if moment < rules.since or moment >= rules.until:
                        is_done = True
                        break
                if moment >= edge:
                    if moment < edges[0] or moment >= edges[most]:
                        continue
                    period = _period_of(rules, moment)
                    edge = edges[period + 1]
                    if rules.is_first and cohort >= 0 and not rules.is_after and period - cohort >= reach:
                        is_done = True
                        break
                    noted[size] = period
                    places[size] = -1
                    counts[size] = 0
                    size += 1
                at = size - 1
                if (role & RETURN) != 0:
                    counts[at] += 1
                is_free = cohort < 0 if rules.is_first else places[at] < 0
                if is_start and is_free and rules.since <= moment < rules.until:
                    value = int(values[row]) if is_split else 0
                    places[at] = _row_of(ledger, value * most + period)
                    if places[at] < 0:
                        return
                    cohort = period
                is_entered = places[at] >= 0 or (rules.is_first and cohort >= 0)
                if is_entered and (counts[at] >= rules.minimum or (rules.is_first and cohort == period)):
                    skip_until = edge
        word = np.uint64(0)
        latest = -1
        for at in range(size - 1, -1, -1):
            if at + 1 < size:
                gap = noted[at + 1] - noted[at]
                word = word << np.uint64(gap) if gap < MOST_BITS else np.uint64(0)
            place = places[at]
            if place >= 0:
                if rules.is_after:
                    cells[place, RETAINED, min(max(latest - noted[at], 0), reach - 1)] += 1
                elif reach <= MOST_BITS:
                    active = word | one
                    for cell in range(width):
                        cells[place, RETAINED, cell] += (active & bits[cell]) != 0
                else:
                    filled = 0
                    cells[place, RETAINED, 0] += 1
                    for later in range(at + 1, size):
                        after = noted[later] - noted[at]
                        if after >= reach:
                            break
                        cell = rules.cell_of[after]
                        if cell > filled and counts[later] >= rules.minimum:
                            filled = cell
                            cells[place, RETAINED, cell] += 1
            if counts[at] >= rules.minimum:
                word |= one
                if latest < 0:
                    latest = noted[at]


@kernel(types.void(WALK, CODES, CODES, ROLES, WIDE, WIDE, RULES, LEDGER))
def by_own_clock(
    walk: Walk,
    settled: Codes,
    recent: Codes,
    roles: Roles,
    settled_values: Wide,
    recent_values: Wide,
    rules: Rules,
    ledger: Ledger,
) -> None:
    """Rolling clock: each entry's periods begin at its own moment. Fills all three layers of the cells.

    A return makes an entry's period count where the minimum-th return back from it lies in the same period. The
    layer ELIGIBLE, and on-or-after the others too, hold how many entries end in each cell: a sum from the end makes
    them whole.
    """
    edges, cells = rules.edges, ledger.cells
    most = edges.size - 1
    length = float(rules.length)
    reach = rules.cell_of.size
    is_split = settled_values.size + recent_values.size > 0
    room = 1 if rules.is_first else most
    rows = np.empty(room, np.int64)
    begins = np.empty(room, np.int64)
    filled = np.empty(room, np.int64)
    ripe = np.empty(room, np.int64)
    due = np.empty(room, np.int64)
    returns = np.empty(rules.minimum, np.int64)
    for actor in range(walk.settled_from.size):
        head = tail = 0
        period = 0
        edge = LONG_AGO
        skip_until = LONG_AGO
        soonest = NEVER
        returned = 0
        has_entered = False
        is_done = False
        for part in range(2):
            if is_done:
                break
            low = walk.settled_from[actor] if part == 0 else walk.recent_from[actor]
            high = walk.settled_to[actor] if part == 0 else walk.recent_to[actor]
            times = walk.settled_time if part == 0 else walk.recent_time
            codes = settled if part == 0 else recent
            values = settled_values if part == 0 else recent_values
            for row in range(np.uint64(low), np.uint64(high)):
                moment = times[row]
                if moment < skip_until:
                    continue
                role = roles[codes[row]]
                if role == 0:
                    continue
                is_start = (role & START) != 0
                if rules.is_first and tail == 0:
                    if not is_start:
                        continue
                    if moment < rules.since or moment >= rules.until:
                        is_done = True
                        break
                if (role & RETURN) != 0:
                    oldest = moment
                    if rules.minimum > 1:
                        returns[returned % rules.minimum] = moment
                        returned += 1
                        oldest = returns[returned % rules.minimum] if returned >= rules.minimum else LONG_AGO
                    if moment >= soonest:
                        soonest = NEVER
                        for entry in range(head, tail):
                            if moment >= due[entry]:
                                after = int(float(moment - begins[entry]) / length)
                                if after >= reach and not rules.is_after:
                                    due[entry] = NEVER
                                elif oldest >= begins[entry] + after * rules.length:
                                    after = min(after, reach - 1)
                                    due[entry] = begins[entry] + (after + 1) * rules.length
                                    if after == reach - 1:
                                        due[entry] = NEVER
                                    cell = rules.cell_of[after]
                                    if cell > filled[entry]:
                                        filled[entry] = cell
                                        if not rules.is_after:
                                            cells[rows[entry], RETAINED, cell] += 1
                                            if cell <= ripe[entry]:
                                                cells[rows[entry], COUNTED, cell] += 1
                            soonest = min(soonest, due[entry])
                        while head < tail and due[head] == NEVER:
                            head += 1
                        if rules.is_first and soonest == NEVER:
                            is_done = True
                            break
                if is_start and not (rules.is_first and tail > 0):
                    if moment >= edge:
                        if moment < edges[0] or moment >= edges[most]:
                            continue
                        period = _period_of(rules, moment)
                        edge = edges[period + 1]
                        has_entered = False
                    if not has_entered and rules.since <= moment < rules.until:
                        value = int(values[row]) if is_split else 0
                        place = _row_of(ledger, value * most + period)
                        if place < 0:
                            return
                        begin = moment - moment % HOUR if rules.is_floored else moment
                        over = min(max((rules.as_of - begin) // rules.length - 1, 0), reach - 1)
                        rows[tail] = place
                        begins[tail] = begin
                        filled[tail] = 0
                        ripe[tail] = rules.ripe_of[over]
                        due[tail] = begin + rules.length if reach > 1 else NEVER
                        soonest = min(soonest, due[tail])
                        cells[place, ELIGIBLE, ripe[tail]] += 1
                        if not rules.is_after:
                            cells[place, RETAINED, 0] += 1
                            cells[place, COUNTED, 0] += 1
                        tail += 1
                        has_entered = True
                if rules.minimum == 1 and has_entered:
                    skip_until = min(soonest, edge) if not rules.is_first else soonest
        if rules.is_after:
            for entry in range(tail):
                cells[rows[entry], RETAINED, filled[entry]] += 1
                cells[rows[entry], COUNTED, min(filled[entry], ripe[entry])] += 1
