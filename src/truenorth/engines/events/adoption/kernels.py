"""One pass that counts uses, users, days of use and first uses of each event."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT, OUT2, WALK, Codes, Longs, Walk
from truenorth.engines.events.sessions.kernels import period_at
from truenorth.engines.kernels import kernel

ACTORS, USES, DAYS = 0, 1, 2
"""Columns of the table by event."""


class Uses(NamedTuple):
    """Rows as codes: `is_seen[code]` is 0 for one that is not there, `slot_of[code]` the event's place, 0 for none."""

    settled: Codes
    recent: Codes
    is_seen: Codes
    settled_event: Codes
    recent_event: Codes
    slot_of: Codes


class Marks(NamedTuple):
    """By place, the last actor that used the event ever and in the range, and the day of its last use there."""

    ever: Longs
    ranged: Longs
    day: Longs


_types = cast("Any", types)
USES_TYPE: Any = _types.NamedUniTuple(CODES, 6, Uses)
MARKS: Any = _types.NamedUniTuple(OUT, 3, Marks)


@kernel(types.int64(WALK, USES_TYPE, LONGS, LONGS, MARKS, OUT2, OUT2))
def use(
    walk: Walk,
    uses: Uses,
    edges: Longs,
    period_of: Longs,
    marks: Marks,
    table: NDArray[np.int64],
    adopters: NDArray[np.int64],
) -> int:
    """Add to `table[place, measure]` and `adopters[place, period]`; how many actors were active.

    `edges` are those of the days of the range, its ends put in for the first and the last; `period_of[day]` is the
    interval's place. Marks start at -1.
    """
    is_seen, slot_of = uses.is_seen, uses.slot_of
    ever, ranged, last_day = marks.ever, marks.ranged, marks.day
    begin, end = edges[0], edges[edges.size - 1]
    active = 0
    for actor in range(walk.settled_from.size):
        day = np.int64(-1)
        is_active = False
        for part in range(2):
            if part == 0:
                low, high, time = walk.settled_from[actor], walk.settled_to[actor], walk.settled_time
                codes, events = uses.settled, uses.settled_event
            else:
                low, high, time = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time
                codes, events = uses.recent, uses.recent_event
            for row in range(low, high):
                if is_seen[codes[row]] == 0:
                    continue
                moment = time[row]
                if moment >= end:
                    break
                slot = np.int64(slot_of[events[row]])
                is_first = ever[slot] != actor
                ever[slot] = actor
                if moment < begin:
                    continue
                is_active = True
                if day < 0 or moment >= edges[day + 1]:
                    day = period_at(edges, moment, day)
                table[slot, USES] += 1
                if ranged[slot] != actor:
                    ranged[slot] = actor
                    table[slot, ACTORS] += 1
                    table[slot, DAYS] += 1
                    last_day[slot] = day
                elif last_day[slot] != day:
                    table[slot, DAYS] += 1
                    last_day[slot] = day
                if is_first:
                    adopters[slot, period_of[day]] += 1
        if is_active:
            active += 1
    return active
