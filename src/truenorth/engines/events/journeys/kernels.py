"""One pass that grows a tree of paths: a node for each different beginning, counted from the anchor on."""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import OUT, OUT2, WALK, Codes, Longs, Walk
from truenorth.engines.events.asking.postings import LISTS, Lists
from truenorth.engines.events.sessions.kernels import ROWS, Rows, Wides, is_cut
from truenorth.engines.events.sessions.rows import AFTER_ALL, BEFORE_ALL
from truenorth.engines.kernels import kernel

SEEN, SHOWN, FROM, TO = 1, 2, 4, 8
"""Bits of a role: there at all; in sight; may start a path; may end one."""

FORWARD, BACKWARD, BETWEEN = 0, 1, 2
PARENT, LABEL, COUNT, LEVEL = 0, 1, 2, 3
"""Columns of the nodes. Node 0 is the root, of level 0; anchors are of level 1."""

(
    _ACTOR, _PART, _ROW, _PUSHED, _LATEST, _PREVIOUS, _BEGUN, _LAST, _IS_BEGUN, _IS_COUNTED, _IS_DONE, _USED, _ANCHORS,
    _SETTLED_START, _RECENT_START,
) = range(15)  # fmt: skip
_RING = 32
_TRAILS = 16_384
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
WIDE_OUT: Any = _types.Array(types.int32, 1, "C")
GROWTH: Any = _types.NamedTuple((OUT2, OUT, OUT, OUT, OUT, types.Array(types.boolean, 1, "C")), Growth)


def seed() -> Growth:
    """A tree of the root alone, before the first row."""
    state = np.zeros(_RECENT_START + 1, np.int64)
    state[_USED], state[_LATEST], state[_PREVIOUS] = 1, -1, -1
    ring = np.zeros(_RING, np.int64)
    return Growth(
        np.zeros((8 * _ROOM, 4), np.int64),
        np.zeros(16 * _ROOM, np.int64),
        state,
        ring,
        ring.copy(),
        ring.astype(np.bool_),
    )


def grow_paths(walk: Walk, rows: Rows, rules: Rules) -> tuple[NDArray[np.int64], int]:
    """The nodes of the tree of the bucket's paths, int64 [nodes, 4], and how many anchors there were."""
    growth = seed()
    while not _advance(walk, rows, rules, growth):
        growth = _wider(growth)
    return growth.nodes[: growth.state[_USED]], int(growth.state[_ANCHORS])


def grow_from(starts: Lists, walk: Walk, rows: Rows, rules: Rules) -> tuple[NDArray[np.int64], int]:
    """As `grow_paths`, FORWARD and without sessions, from the rows that `starts` lists as its one condition's."""
    growth = seed()
    lengths = walk.settled_to - walk.settled_from + walk.recent_to - walk.recent_from
    trails = np.empty(_TRAILS + (rules.depth + 1) * int(lengths.max(initial=0)), np.int32)
    while growth.state[_ACTOR] < lengths.size:
        size = _collect(starts, walk, rows, rules, growth.state, trails)
        while not _plant(trails, size, growth):
            growth = _wider(growth)
    return growth.nodes[: growth.state[_USED]], int(growth.state[_ANCHORS])


def _wider(growth: Growth) -> Growth:
    """The same tree with room for twice as many nodes."""
    nodes = np.zeros((2 * len(growth.nodes), 4), np.int64)
    nodes[: len(growth.nodes)] = growth.nodes
    wider = Growth(nodes, np.zeros(2 * growth.slots.size, np.int64), *growth[2:])
    _place(wider)
    return wider


def grow_pairs(walk: Walk, rows: Rows, rules: Rules, labels: int) -> tuple[NDArray[np.int64], int]:
    """As `grow_paths`, for paths of one step from every event, by a table of all pairs of the `labels`."""
    pairs, alone = np.zeros((labels, labels), np.int64), np.zeros(labels, np.int64)
    _count_pairs(walk, rows, rules, pairs, alone)
    counts = alone + pairs.sum(axis=1)
    first = np.flatnonzero(counts)
    source, target = np.nonzero(pairs)
    nodes = np.zeros((1 + first.size + source.size, 4), np.int64)
    ones, twos = nodes[1 : 1 + first.size], nodes[1 + first.size :]
    ones[:, LABEL], ones[:, COUNT], ones[:, LEVEL] = first, counts[first], 1
    twos[:, PARENT], twos[:, LABEL] = 1 + np.searchsorted(first, source), target
    twos[:, COUNT], twos[:, LEVEL] = pairs[source, target], 2
    return nodes, int(counts.sum())


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
    steps after a start are kept, with BETWEEN only those after an open start. An anchor looks at `depth` steps:
    linear in rows. (Arrays that a loop replaces would be counted as used and unused at every row, ten times the
    cost of the row: hence the stop and the new call.)
    """
    depth, window, values = np.int64(rules.depth), np.int64(rules.window), np.int64(rules.values)
    gap, longest, mode = np.int64(rules.gap), np.int64(rules.longest), rules.mode
    since, until, is_collapsed, is_once = rules.since, rules.until, rules.is_collapsed, rules.is_once
    role_of, ring_label, ring_time, ring_start = rows.role_of, growth.label, growth.time, growth.is_start
    state = growth.state
    most = growth.nodes.shape[0] - _ROOM
    anchor_role = TO if mode == BACKWARD else FROM
    is_skipping = mode != BACKWARD and gap == 0
    shown_role = SHOWN if is_collapsed else 0
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
                        if role_of[codes[row]] & shown_role != 0:
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


@kernel()
def _label(events: Codes, kinds: Wides, values: np.int64, row: np.int64) -> np.int64:
    label = np.int64(events[row])
    if values > 1:
        label = label * values + np.int64(kinds[row])
    return label


@kernel(types.int64(LISTS, WALK, ROWS, RULES, OUT, WIDE_OUT))
def _collect(starts: Lists, walk: Walk, rows: Rows, rules: Rules, state: Longs, trails: Wides) -> int:
    """Write the paths of actors from where `state` stands, until `trails` may not suffice for another; their length.

    A path is its labels, the first as -1 - label. Each start of the list is followed on its own, and no row is read
    that no path passes: those of at most `depth` + 1 starts pass one. Times are read only where the plan has a window.
    """
    settled_from, settled_to, settled_time = walk.settled_from, walk.settled_to, walk.settled_time
    recent_from, recent_to, recent_time = walk.recent_from, walk.recent_to, walk.recent_time
    settled, settled_event, settled_value = rows.settled, rows.settled_event, rows.settled_value
    recent, recent_event, recent_value = rows.recent, rows.recent_event, rows.recent_value
    settled_starts, settled_moments, settled_end = starts.settled.rows, starts.settled.times, starts.settled.ends[0]
    recent_starts, recent_moments, recent_end = starts.recent.rows, starts.recent.times, starts.recent.ends[0]
    place = max(state[_SETTLED_START], starts.settled.begins[0])
    recent_place = max(state[_RECENT_START], starts.recent.begins[0])
    roles, depth, values, window = rows.role_of, rules.depth, np.int64(rules.values), rules.window
    since, until, is_collapsed, is_once = rules.since, rules.until, rules.is_collapsed, rules.is_once
    is_timed = window < AFTER_ALL
    anchors, size = state[_ANCHORS], 0
    actor = state[_ACTOR]
    while actor < settled_from.size:
        low, high, later, last = settled_from[actor], settled_to[actor], recent_from[actor], recent_to[actor]
        if size + (high - low + last - later) * (depth + 1) > trails.size:
            break
        actor += 1
        while low < high and place < settled_end and np.int64(settled_starts[place]) < low:
            place += 1
        while later < last and recent_place < recent_end and np.int64(recent_starts[recent_place]) < later:
            recent_place += 1
        while True:
            is_settled = place < settled_end and low <= np.int64(settled_starts[place]) < high
            if is_settled:
                start, moment = np.int64(settled_starts[place]), settled_moments[place]
                place += 1
            elif recent_place < recent_end and later <= np.int64(recent_starts[recent_place]) < last:
                start, moment = np.int64(recent_starts[recent_place]), recent_moments[recent_place]
                recent_place += 1
            else:
                break
            if not since <= moment < until or roles[settled[start] if is_settled else recent[start]] & SHOWN == 0:
                continue
            label = np.int64(settled_event[start] if is_settled else recent_event[start])
            if values > 1:
                label = label * values + np.int64(settled_value[start] if is_settled else recent_value[start])
            if is_collapsed:
                before = np.int64(-1)
                row = np.int64(start - 1)
                while not is_settled and before < 0 and row >= later:
                    if roles[recent[row]] & SHOWN != 0:
                        before = np.int64(recent_event[row])
                        if values > 1:
                            before = before * values + np.int64(recent_value[row])
                    row -= 1
                row = np.int64(start - 1 if is_settled else high - 1)
                while before < 0 and row >= low:
                    if roles[settled[row]] & SHOWN != 0:
                        before = np.int64(settled_event[row])
                        if values > 1:
                            before = before * values + np.int64(settled_value[row])
                    row -= 1
                if before == label:
                    continue
            anchors += 1
            trails[size] = -1 - label
            size += 1
            full = size + depth
            row = np.int64(start + 1 if is_settled else high)
            while row < high and size < full:
                if roles[settled[row]] & SHOWN != 0:
                    found = np.int64(settled_event[row])
                    if values > 1:
                        found = found * values + np.int64(settled_value[row])
                    if not (is_collapsed and found == label):
                        if is_timed and settled_time[row] - moment > window:
                            full = size
                            break
                        label = found
                        trails[size] = label
                        size += 1
                row += 1
            row = np.int64(later if is_settled else start + 1)
            while row < last and size < full:
                if roles[recent[row]] & SHOWN != 0:
                    found = np.int64(recent_event[row])
                    if values > 1:
                        found = found * values + np.int64(recent_value[row])
                    if not (is_collapsed and found == label):
                        if is_timed and recent_time[row] - moment > window:
                            break
                        label = found
                        trails[size] = label
                        size += 1
                row += 1
            if is_once:
                break
    state[_ACTOR], state[_ANCHORS], state[_ROW] = actor, anchors, 0
    state[_SETTLED_START], state[_RECENT_START] = place, recent_place
    return size


@kernel(types.boolean(WIDE_OUT, types.int64, GROWTH))
def _plant(trails: Wides, size: int, growth: Growth) -> bool:
    """Count paths of this length together from where the state stands; False where the nodes do not suffice."""
    nodes, slots, state = growth.nodes, growth.slots, growth.state
    most = nodes.shape[0] - _ROOM
    used, node, position = state[_USED], state[_LAST], state[_ROW]
    while position < size and used <= most:
        label = np.int64(trails[position])
        if label < 0:
            node, label = np.int64(0), np.int64(-1 - label)
        at = _slot_of(slots, nodes, node, label)
        child = slots[at]
        if child == 0:
            child = used
            slots[at] = child
            nodes[child, PARENT] = node
            nodes[child, LABEL] = label
            nodes[child, LEVEL] = nodes[node, LEVEL] + 1
            used += 1
        nodes[child, COUNT] += 1
        node = child
        position += 1
    state[_USED], state[_LAST], state[_ROW] = used, node, position
    return bool(position == size)


_OPEN, _AT, _PAIR_BEGUN, _PAIR_LAST, _PAIR_IS_BEGUN, _LATEST_LABEL = range(6)
"""What `_pair_rows` carries from an actor's settled to its recent rows."""


@kernel()
def _pair_rows(
    rules: Rules,
    roles: Codes,
    part: tuple[Codes, Codes, Wides, Longs],
    low: np.int64,
    high: np.int64,
    carried: Longs,
    pairs: NDArray[np.int64],
    alone: Longs,
) -> None:
    """Count the pairs whose second event is in these rows; `part` is their codes, events, values and times."""
    codes, events, kinds, time = part
    values, gap, longest, zero = np.int64(rules.values), np.int64(rules.gap), np.int64(rules.longest), np.int64(0)
    since, until, window, is_collapsed = rules.since, rules.until, rules.window, rules.is_collapsed
    label = carried[_LATEST_LABEL]
    is_bounded = since > BEFORE_ALL or until < AFTER_ALL or window < AFTER_ALL
    if not is_bounded and not is_collapsed and gap == 0:
        for row in range(low, high):
            if roles[codes[row]] & SHOWN != 0:
                found = _label(events, kinds, values, np.int64(row))
                if label >= 0:
                    pairs[label, found] += 1
                label = found
        carried[_LATEST_LABEL], carried[_OPEN] = label, 1
        return
    is_open, at, begun, last = carried[_OPEN] != 0, carried[_AT], carried[_PAIR_BEGUN], carried[_PAIR_LAST]
    is_begun = carried[_PAIR_IS_BEGUN] != 0
    for row in range(low, high):
        role = roles[codes[row]]
        if role == 0:
            continue
        moment = time[row]
        if gap > 0:
            if not is_begun:
                is_begun, begun = True, moment
            elif is_cut(moment, last, begun, gap, longest, zero, zero):
                if label >= 0 and is_open:
                    alone[label] += 1
                label, begun = np.int64(-1), moment
            last = moment
        if role & SHOWN == 0:
            continue
        found = _label(events, kinds, values, np.int64(row))
        if is_collapsed and found == label:
            continue
        if label >= 0 and is_open:
            if moment - at <= window:
                pairs[label, found] += 1
            else:
                alone[label] += 1
        label, at, is_open = found, moment, since <= moment < until
    carried[_LATEST_LABEL], carried[_OPEN], carried[_AT] = label, is_open, at
    carried[_PAIR_BEGUN], carried[_PAIR_LAST], carried[_PAIR_IS_BEGUN] = begun, last, is_begun


@kernel(types.void(WALK, ROWS, RULES, OUT2, OUT))
def _count_pairs(walk: Walk, rows: Rows, rules: Rules, pairs: NDArray[np.int64], alone: Longs) -> None:
    """Add up pairs of consecutive labels, and by label the firsts that have no second."""
    settled_from, settled_to, settled_time = walk.settled_from, walk.settled_to, walk.settled_time
    recent_from, recent_to, recent_time = walk.recent_from, walk.recent_to, walk.recent_time
    settled, settled_event, settled_value = rows.settled, rows.settled_event, rows.settled_value
    recent, recent_event, recent_value = rows.recent, rows.recent_event, rows.recent_value
    roles = rows.role_of
    carried = np.zeros(6, np.int64)
    for actor in range(settled_from.size):
        carried[:] = 0
        carried[_LATEST_LABEL] = -1
        _pair_rows(
            rules, roles, (settled, settled_event, settled_value, settled_time),
            settled_from[actor], settled_to[actor], carried, pairs, alone,
        )  # fmt: skip
        if recent_to[actor] > recent_from[actor]:
            _pair_rows(
                rules, roles, (recent, recent_event, recent_value, recent_time),
                recent_from[actor], recent_to[actor], carried, pairs, alone,
            )  # fmt: skip
        if carried[_LATEST_LABEL] >= 0 and carried[_OPEN] != 0:
            alone[carried[_LATEST_LABEL]] += 1
