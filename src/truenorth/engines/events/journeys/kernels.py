"""One pass that grows a tree of paths: a node for each different beginning, counted from the anchor on."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import OUT, OUT2, WALK, Longs, Walk, kernel
from truenorth.engines.events.sessions.kernels import ROWS, Rows, is_cut

SEEN, SHOWN, FROM, TO = 1, 2, 4, 8
"""Bits of a role: there at all; in sight; may start a path; may end one."""

FORWARD, BACKWARD, BETWEEN = 0, 1, 2
PARENT, LABEL, COUNT, LEVEL = 0, 1, 2, 3
"""Columns of the nodes. Node 0 is the root, of level 0; anchors are of level 1."""

(
    _ACTOR, _PART, _ROW, _PUSHED, _LATEST, _PREVIOUS, _BEGUN, _LAST, _IS_BEGUN, _IS_COUNTED, _IS_DONE, _USED, _ANCHORS,
) = range(13)  # fmt: skip
_RING = 32
_ROOM = 1024
"""More nodes than one row can add: 21 by its own path and 420 by those that a session's end cuts short, twice."""
_SPREAD = -7_046_029_254_386_353_131


class Rules(NamedTuple):
    """The plan in numbers; times in microseconds. A label is `event * values + value`; a `gap` of 0 is none."""

    mode: int
    depth: int
    values: int
    since: int
    until: int
    window: int
    gap: int
    longest: int
    is_collapsed: bool
    is_once: bool


class Growth(NamedTuple):
    """A tree that grows, and where the pass stands; all arrays are written.

    `nodes` are int64, a row each; `slots` node numbers by hash, twice as many as nodes and a power of two, 0 is
    free. `state` is where to go on. The others hold the last steps of the actor by position modulo their size, a
    power of two above the depth.
    """

    nodes: NDArray[np.int64]
    slots: Longs
    state: Longs
    label: Longs
    time: Longs
    is_start: NDArray[np.bool_]


_types = cast("Any", types)
RULES: Any = _types.NamedTuple((types.int64,) * 8 + (types.boolean,) * 2, Rules)
GROWTH: Any = _types.NamedTuple((OUT2, OUT, OUT, OUT, OUT, types.Array(types.boolean, 1, "C")), Growth)


def seed() -> Growth:
    """A tree of the root alone, before the first row."""
    state = np.zeros(_ANCHORS + 1, np.int64)
    state[_USED], state[_LATEST], state[_PREVIOUS] = 1, -1, -1
    ring = np.zeros(_RING, np.int64)
    return Growth(
        np.zeros((2 * _ROOM, 4), np.int64),
        np.zeros(4 * _ROOM, np.int64),
        state,
        ring,
        ring.copy(),
        ring.astype(np.bool_),
    )


def grow_paths(walk: Walk, rows: Rows, rules: Rules) -> tuple[NDArray[np.int64], int]:
    """The nodes of the tree of the bucket's paths, int64 [nodes, 4], and how many anchors there were."""
    growth = seed()
    while not _advance(walk, rows, rules, growth):
        nodes = np.zeros((2 * len(growth.nodes), 4), np.int64)
        nodes[: len(growth.nodes)] = growth.nodes
        growth = Growth(nodes, np.zeros(2 * growth.slots.size, np.int64), *growth[2:])
        _place(growth)
    return growth.nodes[: growth.state[_USED]], int(growth.state[_ANCHORS])


@kernel()
def _slot_of(slots: Longs, nodes: NDArray[np.int64], parent: np.int64, label: np.int64) -> np.int64:
    """Where the child of a node is or would be."""
    mask = slots.size - 1
    spread = (parent * _SPREAD + label) * _SPREAD
    at = np.int64((spread ^ (spread >> 31)) & mask)
    while slots[at] != 0 and (nodes[slots[at], PARENT] != parent or nodes[slots[at], LABEL] != label):
        at = np.int64((at + 1) & mask)
    return at


@kernel(types.void(GROWTH))
def _place(growth: Growth) -> None:
    """Put all nodes into empty slots."""
    nodes, slots = growth.nodes, growth.slots
    for node in range(1, growth.state[_USED]):
        slots[_slot_of(slots, nodes, nodes[node, PARENT], nodes[node, LABEL])] = node


@kernel()
def _grow(
    growth: Growth, used: np.int64, anchor: np.int64, end: np.int64, step: np.int64, window: np.int64
) -> np.int64:
    """Count the path of positions `anchor` to `end`, both included, as far as the window reaches; nodes used then."""
    nodes, slots = growth.nodes, growth.slots
    node = np.int64(0)
    begun = growth.time[anchor & (_RING - 1)]
    position = anchor
    while True:
        place = position & (_RING - 1)
        if abs(growth.time[place] - begun) > window:
            return used
        at = _slot_of(slots, nodes, node, growth.label[place])
        child = slots[at]
        if child == 0:
            child = used
            slots[at] = child
            nodes[child, PARENT] = node
            nodes[child, LABEL] = growth.label[place]
            nodes[child, LEVEL] = nodes[node, LEVEL] + 1
            used += 1
        nodes[child, COUNT] += 1
        node = child
        if position == end:
            return used
        position += step


@kernel()
def _grow_rest(growth: Growth, used: np.int64, pushed: np.int64, depth: np.int64, window: np.int64) -> np.int64:
    """Count the paths that are cut short: those of the starts among the last `depth` steps."""
    start = np.int64(max(np.int64(0), pushed - depth))
    while start < pushed:
        if growth.is_start[start & (_RING - 1)]:
            growth.is_start[start & (_RING - 1)] = False
            used = _grow(growth, used, start, pushed - 1, np.int64(1), window)
        start += 1
    return used


@kernel(types.boolean(WALK, ROWS, RULES, GROWTH))
def _advance(walk: Walk, rows: Rows, rules: Rules, growth: Growth) -> bool:
    """Go on until all rows are read (True), or until the nodes may not suffice for another row.

    A path is handed to the tree when it is complete, or when the actor or the session ends. With FORWARD only
    steps after a start are kept, with BETWEEN only those after an open start, so that rows between cost next to
    nothing. An anchor looks at `depth` steps: linear in rows. (Arrays that a loop replaces would be counted as
    used and unused at every row, ten times the cost of the row: hence the stop and the new call.)
    """
    depth, window, values = np.int64(rules.depth), np.int64(rules.window), np.int64(rules.values)
    gap, longest, mode = np.int64(rules.gap), np.int64(rules.longest), rules.mode
    since, until, is_collapsed, is_once = rules.since, rules.until, rules.is_collapsed, rules.is_once
    role_of, ring_label, ring_time, ring_start = rows.role_of, growth.label, growth.time, growth.is_start
    state = growth.state
    most = growth.nodes.shape[0] - _ROOM
    anchor_role = TO if mode == BACKWARD else FROM
    is_skipping = mode != BACKWARD and gap == 0
    zero, one, none = np.int64(0), np.int64(1), np.int64(-1)
    used, anchors = state[_USED], state[_ANCHORS]
    pushed, latest, previous = state[_PUSHED], state[_LATEST], state[_PREVIOUS]
    begun, last = state[_BEGUN], state[_LAST]
    is_begun, is_counted, is_done = state[_IS_BEGUN] != 0, state[_IS_COUNTED] != 0, state[_IS_DONE] != 0
    first_actor, first_part, first_row = state[_ACTOR], state[_PART], state[_ROW]
    for actor in range(first_actor, walk.settled_from.size):
        for part in range(first_part, 2):
            if part == 0:
                low, high, time = walk.settled_from[actor], walk.settled_to[actor], walk.settled_time
                codes, events, kinds = rows.settled, rows.settled_event, rows.settled_value
            else:
                low, high, time = walk.recent_from[actor], walk.recent_to[actor], walk.recent_time
                codes, events, kinds = rows.recent, rows.recent_event, rows.recent_value
            if is_done:
                break
            row = max(low, first_row) - 1
            while True:
                row += 1
                if is_skipping and latest < 0:
                    shown = none
                    while row < high and role_of[codes[row]] & anchor_role == 0:
                        if role_of[codes[row]] & SHOWN != 0:
                            shown = row
                        row += 1
                    if shown >= 0:
                        previous = np.int64(events[shown])
                        if values > 1:
                            previous = previous * values + np.int64(kinds[shown])
                if row >= high:
                    break
                role = role_of[codes[row]]
                if role == 0:
                    continue
                if used > most:
                    state[_ACTOR], state[_PART], state[_ROW] = actor, part, row
                    state[_PUSHED], state[_LATEST], state[_PREVIOUS] = pushed, latest, previous
                    state[_BEGUN], state[_LAST], state[_IS_BEGUN] = begun, last, is_begun
                    state[_IS_COUNTED], state[_IS_DONE] = is_counted, is_done
                    state[_USED], state[_ANCHORS] = used, anchors
                    return False
                if gap > 0:
                    moment = time[row]
                    if not is_begun:
                        is_begun, begun = True, moment
                    elif is_cut(moment, last, begun, gap, longest, zero, zero):
                        if mode == FORWARD and latest >= 0:
                            used = _grow_rest(growth, used, pushed, depth, window)
                            is_done = is_once
                        pushed, latest, previous, begun = zero, none, none, moment
                        if is_done:
                            break
                    last = moment
                if role & SHOWN == 0:
                    continue
                label = np.int64(events[row])
                if values > 1:
                    label = label * values + np.int64(kinds[row])
                if is_collapsed and label == previous:
                    continue
                previous = label
                is_named = role & anchor_role != 0
                if not is_named and mode != BACKWARD and latest < 0:
                    continue
                moment = time[row]
                is_anchor = is_named and since <= moment < until
                place = pushed & (_RING - 1)
                if mode == FORWARD:
                    is_anchor = is_anchor and not (is_once and is_counted)
                    if not is_anchor and latest < 0:
                        continue
                    ring_label[place], ring_time[place], ring_start[place] = label, moment, is_anchor
                    if is_anchor:
                        anchors += 1
                        is_counted, latest = True, pushed
                    start = pushed - depth
                    pushed += 1
                    if start >= 0 and ring_start[start & (_RING - 1)]:
                        ring_start[start & (_RING - 1)] = False
                        used = _grow(growth, used, start, pushed - 1, one, window)
                        if start == latest:
                            latest = none
                            if is_once:
                                is_done = True
                                break
                elif mode == BACKWARD:
                    ring_label[place], ring_time[place] = label, moment
                    if is_anchor:
                        anchors += 1
                        used = _grow(growth, used, pushed, max(zero, pushed - depth), -one, window)
                        if is_once:
                            is_done = True
                            break
                    pushed += 1
                else:
                    if latest >= 0:
                        ring_label[place], ring_time[place] = label, moment
                        pushed += 1
                        if role & TO != 0:
                            if moment - ring_time[latest & (_RING - 1)] <= window:
                                used = _grow(growth, used, latest, pushed - 1, one, window)
                                if is_once:
                                    is_done = True
                                    break
                            latest = none
                        elif is_named or pushed - 1 - latest >= depth:
                            latest = none
                    if is_anchor:
                        if not is_once or not is_counted:
                            anchors += 1
                        is_counted, latest = True, pushed
                        place = pushed & (_RING - 1)
                        ring_label[place], ring_time[place] = label, moment
                        pushed += 1
            first_row = zero
        if mode == FORWARD and latest >= 0:
            used = _grow_rest(growth, used, pushed, depth, window)
        first_part = zero
        pushed, latest, previous = zero, none, none
        is_begun = is_counted = is_done = False
    state[_USED], state[_ANCHORS] = used, anchors
    return True
