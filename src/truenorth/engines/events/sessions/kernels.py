"""Passes that cut actors into sessions."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT, OUT2, WALK, WIDE, Codes, Longs, Walk
from truenorth.engines.kernels import kernel

Wides = NDArray[np.int32]


class Rows(NamedTuple):
    """What a row is, as read-only arrays.

    `role_of[code]` is 0 for a row that is not there; `settled` and `recent` are those codes. The event of a row is
    another code, and `settled_value` and `recent_value` may hold a property's (int32, or empty).
    """

    settled: Codes
    recent: Codes
    role_of: Codes
    settled_event: Codes
    recent_event: Codes
    settled_value: Wides
    recent_value: Wides


class Sums(NamedTuple):
    """What `count` writes; all int64.

    `table[period, measure]`; `ends[event]`, sessions that began and ended with it; `lengths` above zero, those of a
    period from `places[period]` on (no `lengths`: none are kept).
    """

    table: NDArray[np.int64]
    ends: NDArray[np.int64]
    lengths: Longs
    places: Longs


_types = cast("Any", types)
ROWS: Any = _types.NamedTuple((CODES,) * 5 + (WIDE,) * 2, Rows)
SUMS: Any = _types.NamedTuple((OUT2, OUT2, OUT, OUT), Sums)

SESSIONS, ACTORS, EVENTS, BOUNCES, LENGTH, LONGER = 0, 1, 2, 3, 4, 5
"""Columns of the table by period: LENGTH is the sum in microseconds, LONGER counts sessions of some length."""
MEASURES = 6


@kernel()
def is_cut(
    moment: np.int64,
    last: np.int64,
    begun: np.int64,
    gap: np.int64,
    longest: np.int64,
    key: np.int64,
    last_key: np.int64,
) -> bool:
    """Whether a session ends before this row; a key of 0 is missing and cuts nothing."""
    if moment - last > gap or moment - begun > longest:
        return True
    return bool(key > 0 and last_key > 0 and key != last_key)


@kernel()
def period_at(edges: Longs, moment: np.int64, guess: np.int64) -> np.int64:
    """The period of a moment, -1 before and the last index + 1 after all; `guess` is best that or the one before."""
    size = edges.size - 1
    if 0 <= guess < size and edges[guess] <= moment:
        if moment < edges[guess + 1]:
            return guess
        if guess + 1 < size and moment < edges[guess + 2]:
            return np.int64(guess + 1)
    low, high = 0, edges.size
    while low < high:
        middle = (low + high) // 2
        if edges[middle] <= moment:
            low = middle + 1
        else:
            high = middle
    return np.int64(low - 1)


@kernel(types.int64(WALK, WIDE, WIDE, LONGS, OUT2))
def split(walk: Walk, settled_key: Wides, recent_key: Wides, rules: Longs, found: NDArray[np.int64]) -> int:
    """Sessions of the bucket: how many, and as far as `found` has rows, each one's spans, actor and start.

    `rules` are the gap, the longest length (both microseconds) and 1 where the keys count. A row of `found` is
    settled_from, settled_to, recent_from, recent_to, actor, start.
    """
    gap, longest, is_keyed = rules[0], rules[1], rules[2] != 0
    at = -1
    for actor in range(walk.settled_from.size):
        is_open = False
        begun = last = last_key = np.int64(0)
        for part in range(2):
            if part == 0:
                low, high, time, keys = walk.settled_from[actor], walk.settled_to[actor], walk.settled_time, settled_key
            else:
                low, high, time, keys = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time, recent_key
            for row in range(low, high):
                moment = time[row]
                key = np.int64(keys[row]) if is_keyed else np.int64(0)
                if not is_open or is_cut(moment, last, begun, gap, longest, key, last_key):
                    at += 1
                    is_open, begun, last_key = True, moment, np.int64(0)
                    if at < found.shape[0]:
                        found[at, 0] = row if part == 0 else walk.settled_to[actor]
                        found[at, 1] = found[at, 0]
                        found[at, 2] = walk.recent_from[actor] if part == 0 else row
                        found[at, 3] = found[at, 2]
                        found[at, 4] = actor
                        found[at, 5] = moment
                if at < found.shape[0]:
                    found[at, 1 if part == 0 else 3] = row + 1
                last = moment
                if key > 0:
                    last_key = key
    return at + 1


@kernel()
def _close(sums: Sums, period: np.int64, counted: np.int64, length: np.int64, events: np.int64) -> None:
    """Count a session; `counted` is the period of the actor's session before it, or -1."""
    table = sums.table
    table[period, SESSIONS] += 1
    table[period, EVENTS] += events
    table[period, LENGTH] += length
    if period != counted:
        table[period, ACTORS] += 1
    if events == 1:
        table[period, BOUNCES] += 1
    if length > 0:
        table[period, LONGER] += 1
        if sums.lengths.size > 0:
            sums.lengths[sums.places[period]] = length
            sums.places[period] += 1


@kernel(types.int64(WALK, ROWS, LONGS, LONGS, SUMS))
def count(walk: Walk, rows: Rows, edges: Longs, rules: Longs, sums: Sums) -> int:
    """Add the bucket's sessions to the sums, in the period of their start; how many actors had one.

    `edges` are the periods'; `rules` the gap, the longest length, 1 where the rows' values are keys that cut,
    since and until.
    """
    gap, longest, is_keyed, since, until = rules[0], rules[1], rules[2] != 0, rules[3], rules[4]
    role_of, ends = rows.role_of, sums.ends
    actors = 0
    for actor in range(walk.settled_from.size):
        period = counted = guess = np.int64(-1)
        events = begun = last = last_key = np.int64(0)
        last_event = np.int64(0)
        for part in range(2):
            if part == 0:
                low, high, time = walk.settled_from[actor], walk.settled_to[actor], walk.settled_time
                codes, names, keys = rows.settled, rows.settled_event, rows.settled_value
            else:
                low, high, time = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time
                codes, names, keys = rows.recent, rows.recent_event, rows.recent_value
            for row in range(low, high):
                if role_of[codes[row]] == 0:
                    continue
                moment = time[row]
                key = np.int64(keys[row]) if is_keyed else np.int64(0)
                if events == 0 or is_cut(moment, last, begun, gap, longest, key, last_key):
                    if period >= 0:
                        _close(sums, period, counted, last - begun, events)
                        ends[last_event, 1] += 1
                        counted = period
                    events, begun, last_key, period = np.int64(0), moment, np.int64(0), np.int64(-1)
                    if since <= moment < until:
                        guess = period_at(edges, moment, guess)
                        if 0 <= guess < edges.size - 1:
                            period = guess
                            ends[names[row], 0] += 1
                events += 1
                last, last_event = moment, np.int64(names[row])
                if key > 0:
                    last_key = key
        if period >= 0:
            _close(sums, period, counted, last - begun, events)
            ends[last_event, 1] += 1
            counted = period
        if counted >= 0:
            actors += 1
    return actors
