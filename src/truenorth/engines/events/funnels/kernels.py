"""Passes over actors' rows that find the paths of a funnel.

A path's level is the number of the last step that it filled, from 1. Of the paths that are alive at one moment an
earlier one is never at a lower level than a later one: what moves the later one moves the earlier one at least as
far. So the paths of one level are a range of the queue of entries, and a row moves whole ranges. Each entry moves at
most once a step: the cost is linear in rows, however many entries an actor has.
"""

from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import CODES, FLAGS, LONGS, OUT, OUT2, WALK, WIDE, Codes, Longs, Walk
from truenorth.engines.events.asking.postings import LISTS, Lists
from truenorth.engines.kernels import kernel

NEVER = np.iinfo(np.int64).max
LONG_AGO = -(2**62)
END = 2**62
"""Instants at which every window is over; differences with real times do not overflow."""

TAINTED, STOPPED = 1, 2
"""Bits of a path: an exclusion hit it; it is over and keeps its level."""

SEVERAL = -1
"""What a letter that meets more than one step stands for."""

OPEN, SHUT = -1, -2
"""Holders of a step that no row fills: one may; none may."""


Counts = NDArray[np.uint64]


class Rows(NamedTuple):
    """The rows of a bucket that matter. Unit `u` has rows `edges[u]` to `edges[u + 1]`, in order of time.

    `time` int64 microseconds, `letter` uint16, `group` int32: the interval in which the row lies.
    """

    edges: Longs
    time: Longs
    letter: Codes
    group: NDArray[np.int32]


class Alphabet(NamedTuple):
    """What letters mean: `steps[step_from[l]:step_from[l + 1]]` the steps that letter l meets, from 1, last first.

    `excluded[excluded_from[l]:excluded_from[l + 1]]` are the places of the exclusions that it meets.
    """

    step_from: Longs
    steps: Longs
    excluded_from: Longs
    excluded: Longs


class Rules(NamedTuple):
    """The plan in numbers; times in microseconds.

    `previous[k]` and `following[k]` are the last step before step k, and the first after it, that is not optional; 0
    and `steps` + 1 where there is none. `from_step` and `to_step` are the exclusions'.
    """

    previous: Longs
    following: Longs
    from_step: Longs
    to_step: Longs
    steps: int
    window: int
    since: int
    until: int
    is_strict: bool
    is_latest: bool
    is_once: bool
    is_alone: bool
    is_ended: bool
    is_by_step: bool
    is_grouped: bool


class Found(NamedTuple):
    """The chosen paths: the unit, the row of entry and the level of each. All are written."""

    unit: Longs
    row: Longs
    level: Longs


class Limits(NamedTuple):
    """What `climb_lists` keeps to: microseconds, and what it is asked for.

    Entries lie at or after `since` and before `until`; those at or after `cut` may still go on. `is_traced` wants the
    paths as well as the counts, and `is_timed` also their durations.
    """

    window: int
    since: int
    until: int
    cut: int
    is_latest: bool
    is_traced: bool
    is_timed: bool


class Climbed(NamedTuple):
    """What `climb_lists` writes: how many chosen paths have each level, and of how many the entry may still go on.

    Where traced, of each path the settled row of entry, or their number plus the recent row, and the `cell`: the
    level, plus the number of levels where the path may still go on. Where timed, `spans[k - 1]` are the microseconds
    from step k - 1 to k of the paths that got there, in their order, and `spans[0]` those from the entry to the end.
    """

    counts: Longs
    late: Longs
    source: Longs
    cell: Longs
    spans: Longs


class Match(NamedTuple):
    """Letters matched with steps, so that no row fills two. All but the last are by letter, `holder` on by step.

    `here` rows there are and `used` of them hold a step; `holder` is the letter at a step, or OPEN or SHUT.
    `came`, `via`, `queue` are the search's; `seen_letter`, `seen_step` its stamps; `numbers` = the stamp, the size.
    """

    here: Longs
    used: Longs
    came: Longs
    queue: Longs
    seen_letter: Longs
    holder: Longs
    via: Longs
    seen_step: Longs
    numbers: Longs


_types = cast("Any", types)
ROWS: Any = _types.NamedTuple((LONGS, LONGS, CODES, WIDE), Rows)
ALPHABET: Any = _types.NamedUniTuple(LONGS, 4, Alphabet)
RULES: Any = _types.NamedTuple((LONGS,) * 4 + (types.int64,) * 4 + (types.boolean,) * 7, Rules)
COUNTS = types.Array(types.uint64, 1, "C", readonly=True)
FOUND: Any = _types.NamedUniTuple(OUT, 3, Found)
LIMITS: Any = _types.NamedTuple((types.int64,) * 4 + (types.boolean,) * 3, Limits)
CLIMBED: Any = _types.NamedTuple((OUT,) * 4 + (OUT2,), Climbed)


@kernel()
def _pick(
    codes: Codes, kept: Counts, low: np.int64, high: np.int64, picked: NDArray[np.uint32], picks: np.uint64
) -> np.uint64:
    """Append the rows from `low` to `high` whose code is kept; how many there are then.

    Always written and seldom moved on, which spares a branch; four at once, with unsigned places, which spare a test
    for negative ones.
    """
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    place, end = np.uint64(low), np.uint64(high)
    while place + four <= end:
        first, second = kept[codes[place]], kept[codes[place + one]]
        third, fourth = kept[codes[place + two]], kept[codes[place + three]]
        picked[picks] = place
        picks += first
        picked[picks] = place + one
        picks += second
        picked[picks] = place + two
        picks += third
        picked[picks] = place + three
        picks += fourth
        place += four
    while place < end:
        picked[picks] = place
        picks += kept[codes[place]]
        place += one
    return picks


@kernel((WALK, CODES, CODES, CODES, COUNTS, FLAGS))
def gather_rows(
    walk: Walk, settled: Codes, recent: Codes, lut: Codes, kept: Counts, begins: NDArray[np.bool_]
) -> tuple[Longs, Longs, Codes, NDArray[np.int32]]:
    """Copy the rows whose code is kept, of actors who have one that begins a path: edges, time, letter, source.

    `kept` is by code, 1 or 0, `begins` by letter. There is one more edge than actors; `source` is the settled row, or
    their number plus the recent row. Rows are picked by writing always and moving on seldom, which spares
    a branch; unsigned places spare a test for negative ones.
    """
    settled_from, settled_to, settled_time = walk.settled_from, walk.settled_to, walk.settled_time
    recent_from, recent_to, recent_time = walk.recent_from, walk.recent_to, walk.recent_time
    actors = settled_from.size
    shift = settled_time.size
    room, most = 0, 0
    for actor in range(actors):
        rows = settled_to[actor] - settled_from[actor]
        later = recent_to[actor] - recent_from[actor]
        room += rows + later
        most = max(most, rows, later)
    picked = np.empty(most + 1, np.uint32)
    edges = np.zeros(actors + 1, np.int64)
    time, source, letter = np.empty(room, np.int64), np.empty(room, np.int32), np.empty(room, np.uint16)
    used = 0
    for actor in range(actors):
        first = used
        is_begun = False
        picks = _pick(settled, kept, settled_from[actor], settled_to[actor], picked, np.uint64(0))
        for at in range(picks):
            row = picked[at]
            one = lut[settled[row]]
            time[used], letter[used], source[used] = settled_time[row], one, row
            is_begun |= begins[one]
            used += 1
        if recent_to[actor] > recent_from[actor]:
            picks = _pick(recent, kept, recent_from[actor], recent_to[actor], picked, np.uint64(0))
            for at in range(picks):
                row = picked[at]
                one = lut[recent[row]]
                time[used], letter[used], source[used] = recent_time[row], one, shift + row
                is_begun |= begins[one]
                used += 1
        if not is_begun:
            used = first
        edges[actor + 1] = used
    return edges, time[:used], letter[:used], source[:used]


@kernel(types.int64(WALK, LISTS, LIMITS, CLIMBED))
def climb_lists(walk: Walk, lists: Lists, limits: Limits, climbed: Climbed) -> int:
    """The chosen path of each actor who entered; how many there are, 0 unless `is_traced`.

    For ordered funnels without exclusions and optional steps; list k - 1 are the rows that meet step k. Each entry
    goes on to the next row of each further list, as far as the window reaches. A later entry never gets there before
    an earlier one: so the lists are read once, forward, and what an entry is the first to reach decides. Where the
    latest entry is wanted, those behind it that end at the same row take its place, and of those before one row of
    step 2 the last speaks for all.
    """
    settled_from, settled_to = walk.settled_from, walk.settled_to
    recent_from, recent_to = walk.recent_from, walk.recent_to
    rows, times, stop = lists.settled.rows, lists.settled.times, lists.settled.ends
    recent_rows, recent_times, recent_stop = lists.recent.rows, lists.recent.times, lists.recent.ends
    window, since, until, cut = limits.window, limits.since, limits.until, limits.cut
    is_latest, is_traced, is_timed = limits.is_latest, limits.is_traced, limits.is_timed
    counts, late, spans = climbed.counts, climbed.late, climbed.spans
    last, shift = counts.size - 1, walk.settled_time.size
    at, later = lists.settled.begins.copy(), lists.recent.begins.copy()
    moments, chosen = np.empty(last, np.int64), np.empty(last, np.int64)
    filled = np.zeros(last + 1, np.int64)
    used = 0
    for actor in range(settled_from.size):
        settled_end, recent_begin, recent_end = settled_to[actor], recent_from[actor], recent_to[actor]
        best, level = 0, 0
        row = settled_from[actor] - 1
        entry = begun = moment = source = np.int64(0)
        final, is_over = np.int64(-1), False
        while True:
            following = np.int64(-1)
            if row < settled_end:
                place, end = at[level], stop[level]
                while place < end and np.int64(rows[place]) <= row:
                    place += 1
                if place < end and np.int64(rows[place]) < settled_end:
                    following, moment = np.int64(rows[place]), times[place]
                at[level] = place
            if following < 0 and recent_begin < recent_end:
                place, end = later[level], recent_stop[level]
                behind = max(row - shift, recent_begin - 1)
                while place < end and np.int64(recent_rows[place]) <= behind:
                    place += 1
                if place < end and np.int64(recent_rows[place]) < recent_end:
                    following, moment = shift + np.int64(recent_rows[place]), recent_times[place]
                later[level] = place
            if level == 0:
                if following < 0 or (is_over and following > final):
                    break
                row = entry = following
                begun = moment
                if begun < since or begun >= until:
                    continue
                if best == 0:
                    best, source, final, chosen[0] = 1, entry, entry, begun
            elif level == 1 and is_latest:
                first = at[0] + 1
                while first < stop[0] and np.int64(rows[first]) < min(following, settled_end) and times[first] < until:
                    entry, begun = np.int64(rows[first]), times[first]
                    first += 1
                at[0] = first - 1
                moments[0] = begun
            if following >= 0 and moment - begun <= window:
                row = following
                moments[level] = moment
                level += 1
                if level < last:
                    continue
            if level > best or (is_latest and level == best and row == final):
                best, source, final = level, entry, row
                for k in range(level):
                    chosen[k] = moments[k]
            if following < 0 or best == last:
                is_over = True
            if is_over and not (is_latest and level > 1 and row == final):
                break
            level, row = 0, entry
        if best == 0:
            continue
        is_late = chosen[0] >= cut
        counts[best] += 1
        late[best] += 1 if is_late else 0
        if not is_traced:
            continue
        climbed.source[used] = source
        climbed.cell[used] = best + (last + 1 if is_late else 0)
        used += 1
        if not is_timed:
            continue
        for k in range(1, best):
            spans[k, filled[k]] = chosen[k] - chosen[k - 1]
            filled[k] += 1
        if best == last and last > 1:
            spans[0, filled[0]] = chosen[last - 1] - chosen[0]
            filled[0] += 1
    return used


@kernel(types.int64(ROWS, ALPHABET, RULES, FOUND))
def climb_paths(rows: Rows, alphabet: Alphabet, rules: Rules, found: Found) -> int:
    """The chosen paths of ordered funnels without exclusions and optional steps; how many, ascending by unit.

    Of the paths of one level the latest is the one that lasts, so one entry a level suffices: `started[k]`.
    """
    time, letter, edges = rows.time, rows.letter, rows.edges
    step_from, steps = alphabet.step_from, alphabet.steps
    last, window, since, until = rules.steps, rules.window, rules.since, rules.until
    started, entry = np.empty(last + 1, np.int64), np.empty(last + 1, np.int64)
    only = np.zeros(step_from.size, np.int64)
    for one in range(step_from.size - 1):
        if step_from[one + 1] > step_from[one]:
            only[one] = steps[step_from[one]] if step_from[one + 1] == step_from[one] + 1 else SEVERAL
    used = 0
    for unit in range(edges.size - 1):
        begin, end = edges[unit], edges[unit + 1]
        if begin == end:
            continue
        for k in range(1, last + 1):
            started[k] = LONG_AGO
        best, chosen, reached = 0, 0, 0
        for row in range(np.uint64(begin), np.uint64(end)):
            moment = time[row]
            one = letter[row]
            k = only[one]
            at, stop = step_from[one], step_from[one + 1]
            while True:
                if k == SEVERAL:
                    k = steps[at]
                if k == 1:
                    if since <= moment < until:
                        started[1], entry[1] = moment, row
                        if best == 0:
                            best, chosen, reached = 1, row, moment
                elif k > 1 and moment - started[k - 1] <= window:
                    started[k], entry[k] = started[k - 1], entry[k - 1]
                    if k > best:
                        best, chosen, reached = k, entry[k], moment
                at += 1
                if at >= stop:
                    break
                k = SEVERAL
            if best == last:
                break
        if best == 0:
            continue
        if not rules.is_latest:
            row = begin
            while row < chosen:
                one = letter[row]
                is_entry = step_from[one + 1] > step_from[one] and steps[step_from[one + 1] - 1] == 1
                if is_entry and time[row] >= since and reached - time[row] <= window:
                    break
                row += 1
            chosen = row
        found.unit[used], found.row[used], found.level[used] = unit, chosen, best
        used += 1
    return used


@kernel()
def _new_match(letters: int, steps: int) -> Match:
    return Match(
        np.zeros(letters, np.int64),
        np.zeros(letters, np.int64),
        np.zeros(letters, np.int64),
        np.zeros(letters + 1, np.int64),
        np.zeros(letters, np.int64),
        np.full(steps + 2, OPEN, np.int64),
        np.zeros(steps + 2, np.int64),
        np.zeros(steps + 2, np.int64),
        np.zeros(2, np.int64),
    )


@kernel()
def _augment(match: Match, alphabet: Alphabet, letter: int) -> bool:
    """Give one more row of this letter a step, moving others to steps that they meet too; False where none is open."""
    match.numbers[0] += 1
    stamp = match.numbers[0]
    match.queue[0] = letter
    match.seen_letter[letter] = stamp
    head, tail = 0, 1
    while head < tail:
        one = match.queue[head]
        head += 1
        for at in range(alphabet.step_from[one + 1] - 1, alphabet.step_from[one] - 1, -1):
            k = alphabet.steps[at]
            holder = match.holder[k]
            if match.seen_step[k] == stamp or holder == SHUT:
                continue
            match.seen_step[k] = stamp
            match.via[k] = one
            if holder == OPEN:
                while True:
                    mover = match.via[k]
                    match.holder[k] = mover
                    if mover == letter:
                        break
                    k = match.came[mover]
                match.used[letter] += 1
                match.numbers[1] += 1
                return True
            if match.seen_letter[holder] != stamp:
                match.seen_letter[holder] = stamp
                match.came[holder] = k
                match.queue[tail] = holder
                tail += 1
    return False


@kernel()
def _fill(match: Match, alphabet: Alphabet, present: Longs, kinds: int) -> bool:
    """Fill one more open step with a row to spare, of the letters `present`."""
    for at in range(kinds):
        letter = present[at]
        if match.here[letter] > match.used[letter] and _augment(match, alphabet, letter):
            return True
    return False


@kernel()
def _count_tie(match: Match, rows: Rows, low: int, high: int, present: Longs) -> int:
    """Count the letters of rows of one instant; how many different ones there are."""
    kinds = 0
    for row in range(low, high):
        letter = rows.letter[row]
        if match.here[letter] == 0:
            present[kinds] = letter
            kinds += 1
        match.here[letter] += 1
    return kinds


@kernel()
def _forget_tie(match: Match, present: Longs, kinds: int) -> None:
    for at in range(kinds):
        match.here[present[at]] = 0
        match.used[present[at]] = 0


@kernel()
def _advance_in_tie(match: Match, alphabet: Alphabet, rules: Rules, level: int, present: Longs, kinds: int) -> int:
    """The level after the rows of one instant, each used once: as many steps in a row as can be filled together."""
    for at in range(kinds):
        match.used[present[at]] = 0
    for k in range(1, rules.steps + 1):
        match.holder[k] = SHUT
    found = level
    wanted = rules.following[level]
    while wanted <= rules.steps:
        match.holder[wanted] = OPEN
        if not _fill(match, alphabet, present, kinds):
            match.holder[wanted] = SHUT
            break
        found = wanted
        wanted = rules.following[wanted]
    for k in range(level + 1, wanted):
        if found > 0 and match.holder[k] == SHUT:
            match.holder[k] = OPEN
            if _fill(match, alphabet, present, kinds):
                found = max(found, k)
            else:
                match.holder[k] = SHUT
    return found


@kernel(types.int64(ROWS, ALPHABET, RULES, FOUND))
def find_paths(rows: Rows, alphabet: Alphabet, rules: Rules, found: Found) -> int:
    """The chosen paths of ordered and strict funnels; how many there are, ascending by unit.

    `found` must have room for every row that begins a path. Entries queue in `entry` from `head` to `tail`;
    `after[k]` is the place after the last entry of at least level k, so those of level k are the places
    `after[k + 1]` to `after[k]`. `spoiled[x]` is the place up to which exclusion x has hit the queue.
    """
    time, edges, group = rows.time, rows.edges, rows.group
    steps, window, since, until = rules.steps, rules.window, rules.since, rules.until
    previous, following, from_step, to_step = rules.previous, rules.following, rules.from_step, rules.to_step
    is_alone, is_grouped, is_latest, is_ended = rules.is_alone, rules.is_grouped, rules.is_latest, rules.is_ended
    is_strict, is_once, is_by_step = rules.is_strict, rules.is_once, rules.is_by_step
    excluded_from, excluded = alphabet.excluded_from, alphabet.excluded
    step_from, steps_met = alphabet.step_from, alphabet.steps
    most = 1
    for unit in range(edges.size - 1):
        most = max(most, edges[unit + 1] - edges[unit])
    entry = np.empty(most, np.int64)
    level = np.empty(most, np.int64)
    reached = np.empty(most, np.int64)
    state = np.empty(most, np.int64)
    after = np.zeros(steps + 2, np.int64)
    spoiled = np.zeros(from_step.size, np.int64)
    hit = np.zeros(from_step.size, np.int64)
    alive = np.empty(steps + 2, np.int64)
    letters = alphabet.step_from.size - 1
    match = _new_match(letters if is_by_step else 0, steps)
    present = np.empty(letters if is_by_step else 0, np.int64)
    used = 0
    for unit in range(edges.size - 1):
        high = edges[unit + 1]
        row = edges[unit]
        if row == high:
            continue
        after[:] = 0
        spoiled[:] = 0
        deepest, chosen, soonest, spoilt, interval = 0, 0, 0, 0, -1
        head, tail, living = 0, 0, 0
        is_done = False
        while True:
            is_over = row >= high or is_done
            moment = END if is_over else time[row]
            while head < tail and moment - time[entry[head]] > window:
                if is_alone:
                    if state[head] & TAINTED == 0:
                        found.unit[used], found.row[used], found.level[used] = unit, entry[head], level[head]
                        used += 1
                else:
                    if is_grouped and group[entry[head]] != interval:
                        if deepest > 0 and spoilt <= deepest:
                            found.unit[used], found.row[used], found.level[used] = unit, chosen, deepest
                            used += 1
                        deepest, spoilt, interval = 0, 0, group[entry[head]]
                    if state[head] & TAINTED != 0:
                        spoilt = max(spoilt, level[head])
                    elif level[head] > deepest or (is_latest and level[head] == deepest and reached[head] == soonest):
                        deepest, chosen, soonest = level[head], entry[head], reached[head]
                head += 1
            if is_over or (is_once and tail > 0 and head == tail):
                break
            end = row + 1
            if is_by_step:
                while end < high and time[end] == moment:
                    end += 1
            may_enter = since <= moment < until
            if is_alone:
                may_enter = may_enter and head == tail
            elif is_once:
                may_enter = may_enter and tail == 0
            is_complete = False
            begun = -1
            begun_level = 1
            if end == row + 1:
                letter = rows.letter[row]
                is_hit = False
                for at in range(excluded_from[letter], excluded_from[letter + 1]):
                    x = excluded[at]
                    stop = after[from_step[x]]
                    for place in range(max(after[to_step[x]], head, spoiled[x]), stop):
                        if state[place] & STOPPED == 0:
                            state[place] |= STOPPED if is_ended else TAINTED
                            is_hit = True
                    spoiled[x] = max(spoiled[x], stop)
                last_at = step_from[letter + 1]
                for at in range(step_from[letter], last_at):
                    k = steps_met[at]
                    if k == 1:
                        begun = row
                        break
                    base = previous[k]
                    if following[base] != k and at + 1 < last_at and steps_met[at + 1] > base:
                        base = steps_met[at + 1]
                    stop = after[base]
                    place = max(after[k], head)
                    if stop <= place:
                        continue
                    while place < stop:
                        if state[place] & STOPPED == 0:
                            level[place] = k
                            reached[place] = row
                            is_complete = is_complete or (k == steps and state[place] == 0)
                        place += 1
                    for between in range(base + 1, k + 1):
                        after[between] = stop
            else:
                kinds = _count_tie(match, rows, row, end, present)
                is_hit = False
                for x in range(hit.size):
                    hit[x] = -1
                for at in range(kinds):
                    letter = present[at]
                    for place in range(excluded_from[letter], excluded_from[letter + 1]):
                        x = excluded[place]
                        hit[x] = after[from_step[x]]
                for k in range(steps - 1, 0, -1):
                    place = max(after[k + 1], head)
                    stop = after[k]
                    if stop <= place:
                        continue
                    new = _advance_in_tie(match, alphabet, rules, k, present, kinds)
                    if new == k:
                        continue
                    while place < stop:
                        if state[place] & STOPPED == 0:
                            level[place] = new
                            reached[place] = row
                            is_complete = is_complete or (new == steps and state[place] == 0)
                        place += 1
                    for between in range(k + 1, new + 1):
                        after[between] = stop
                for x in range(hit.size):
                    for place in range(max(after[to_step[x]], head, spoiled[x]), hit[x]):
                        if state[place] & STOPPED == 0:
                            state[place] |= STOPPED if is_ended else TAINTED
                            is_hit = True
                    spoiled[x] = max(spoiled[x], hit[x])
                begun_level = 0
                if may_enter or is_strict:
                    begun_level = _advance_in_tie(match, alphabet, rules, 0, present, kinds)
                if begun_level > 0:
                    begun = row
                    while rows.letter[begun] != match.holder[1]:
                        begun += 1
                _forget_tie(match, present, kinds)
            if is_strict:
                kept = 0
                for at in range(living):
                    place = alive[at]
                    if place < head:
                        continue
                    if reached[place] == row and state[place] & STOPPED == 0:
                        alive[kept] = place
                        kept += 1
                    else:
                        if is_alone and not (is_hit and is_ended):
                            may_enter = since <= moment < until
                        state[place] |= STOPPED
                living = kept
            if is_alone and head < tail and (level[head] == steps or state[head] & STOPPED != 0):
                if state[head] & TAINTED == 0:
                    found.unit[used], found.row[used], found.level[used] = unit, entry[head], level[head]
                    used += 1
                head += 1
            if begun >= 0 and may_enter:
                entry[tail] = begun
                level[tail] = begun_level
                reached[tail] = row
                state[tail] = 0
                if is_strict:
                    alive[living] = tail
                    living += 1
                tail += 1
                for k in range(1, begun_level + 1):
                    after[k] = tail
                is_complete = is_complete or begun_level == steps
                if is_alone and begun_level == steps:
                    found.unit[used], found.row[used], found.level[used] = unit, begun, steps
                    used += 1
                    head += 1
            is_done = is_complete and not is_alone and not is_grouped
            row = end
        if deepest > 0 and spoilt <= deepest:
            found.unit[used], found.row[used], found.level[used] = unit, chosen, deepest
            used += 1
    return used


@kernel(types.void(ROWS, ALPHABET, RULES, FOUND, OUT2))
def trace_paths(rows: Rows, alphabet: Alphabet, rules: Rules, found: Found, taken: NDArray[np.int64]) -> None:
    """The rows with which each path filled its steps: `taken[path, step - 1]`, -1 where it did not."""
    letters = alphabet.step_from.size - 1
    match = _new_match(letters if rules.is_by_step else 0, rules.steps)
    present = np.empty(letters if rules.is_by_step else 0, np.int64)
    step_from, steps, following = alphabet.step_from, alphabet.steps, rules.following
    taken[:] = -1
    for path in range(found.unit.size):
        row = found.row[path]
        low, high = rows.edges[found.unit[path]], rows.edges[found.unit[path] + 1]
        if rules.is_by_step:
            while row > low and rows.time[row - 1] == rows.time[row]:
                row -= 1
        level = 0
        while level < found.level[path] and row < high:
            end = row + 1
            if rules.is_by_step:
                while end < high and rows.time[end] == rows.time[row]:
                    end += 1
            if end == row + 1:
                wanted, new = following[level], level
                letter = rows.letter[row]
                for at in range(step_from[letter], step_from[letter + 1]):
                    k = steps[at]
                    if k <= level:
                        break
                    if k <= wanted:
                        new = k
                    if k == wanted:
                        break
                if new > level:
                    taken[path, new - 1] = row
                    level = new
            else:
                kinds = _count_tie(match, rows, row, end, present)
                new = _advance_in_tie(match, alphabet, rules, level, present, kinds)
                for at in range(kinds):
                    match.came[present[at]] = row
                for k in range(level + 1, new + 1):
                    letter = match.holder[k]
                    if letter < 0:
                        continue
                    at = match.came[letter]
                    while rows.letter[at] != letter:
                        at += 1
                    taken[path, k - 1] = at
                    match.came[letter] = at + 1
                _forget_tie(match, present, kinds)
                level = new
            row = end


@kernel()
def _clear(match: Match, steps: int) -> None:
    match.here[:] = 0
    match.used[:] = 0
    match.numbers[1] = 0
    for k in range(1, steps + 1):
        match.holder[k] = OPEN


@kernel()
def _overlap(alphabet: Alphabet, steps: int) -> bool:
    """Whether two letters meet some but not all of the same steps, so that rows may have to change places."""
    like = np.full(steps + 1, -1, np.int64)
    for letter in range(alphabet.step_from.size - 1):
        begin, end = alphabet.step_from[letter], alphabet.step_from[letter + 1]
        for at in range(begin, end):
            other = like[alphabet.steps[at]]
            if other < 0:
                like[alphabet.steps[at]] = letter
                continue
            first = alphabet.step_from[other]
            if (
                alphabet.step_from[other + 1] - first != end - begin
                or alphabet.steps[first + at - begin] != (alphabet.steps[at])
            ):
                return True
        if end > begin and like[alphabet.steps[begin]] != like[alphabet.steps[end - 1]]:
            return True
    return False


@kernel()
def _add(match: Match, alphabet: Alphabet, letter: int, steps: int) -> None:
    """One more row of this letter; the match stays the largest."""
    match.here[letter] += 1
    if match.numbers[1] < steps and match.here[letter] > match.used[letter]:
        _augment(match, alphabet, letter)


@kernel()
def _is_excluded(alphabet: Alphabet, letter: int) -> bool:
    return bool(alphabet.excluded_from[letter + 1] > alphabet.excluded_from[letter])


@kernel()
def _fills(alphabet: Alphabet, letter: int) -> bool:
    return bool(alphabet.step_from[letter + 1] > alphabet.step_from[letter])


@kernel()
def _latest_filler(rows: Rows, alphabet: Alphabet, rules: Rules, match: Match, best: Longs, high: int) -> int:
    """The last entry whose path is as deep as the best one (level, row) at the moment at which that got there."""
    depth, first = int(best[0]), int(best[1])
    _clear(match, rules.steps)
    row = first
    while True:
        _add(match, alphabet, rows.letter[row], rules.steps)
        if match.numbers[1] == depth:
            break
        row += 1
    end = NEVER
    if depth < rules.steps and not rules.is_ended:
        for at in range(row + 1, high):
            if rows.time[at] - rows.time[row] > rules.window:
                break
            if _is_excluded(alphabet, rows.letter[at]):
                end = rows.time[at]
                break
    _clear(match, rules.steps)
    group = rows.group[first] if rules.is_grouped else 0
    while row > first:
        letter = rows.letter[row]
        _add(match, alphabet, letter, rules.steps)
        is_sound = rows.time[row] < rules.until and (end == NEVER or rows.time[row] + rules.window < end)
        is_same = not rules.is_grouped or rows.group[row] == group
        if match.numbers[1] >= depth and _fills(alphabet, letter) and is_sound and is_same:
            return int(row)
        row -= 1
    return first


@kernel(types.int64(ROWS, ALPHABET, RULES, FOUND))
def find_fillings(rows: Rows, alphabet: Alphabet, rules: Rules, found: Found) -> int:
    """The chosen paths of unordered funnels; how many there are, ascending by unit.

    From each entry to the end of its window, or to the exclusion before it, the rows are matched with steps. Both
    ends only move forward. `found` must have room for every row that meets a step. Where no two letters compete for
    steps that only one of them meets, a row that finds no open step of its own cannot be placed at all.
    """
    steps = rules.steps
    letters = alphabet.step_from.size - 1
    match, other = _new_match(letters, steps), _new_match(letters, steps)
    count, taken, holder, numbers = match.here, match.used, match.holder, match.numbers
    time, spelled, edges, groups = rows.time, rows.letter, rows.edges, rows.group
    step_from, steps_met, excluded_from = alphabet.step_from, alphabet.steps, alphabet.excluded_from
    window, since, until = rules.window, rules.since, rules.until
    is_alone, is_single = rules.is_alone, rules.is_alone or rules.is_once
    is_grouped, is_latest, is_ended = rules.is_grouped, rules.is_latest, rules.is_ended
    is_overlapping = _overlap(alphabet, steps)
    present = np.arange(letters)
    best = np.zeros(2, np.int64)
    used = 0
    for unit in range(edges.size - 1):
        row, high = edges[unit], edges[unit + 1]
        if row == high:
            continue
        for letter in range(letters):
            count[letter] = 0
            taken[letter] = 0
        for k in range(1, steps + 1):
            holder[k] = OPEN
        numbers[1] = 0
        deepest, chosen, group = 0, 0, -1
        right = row
        while True:
            is_over = row >= high
            is_entry = False
            depth = 0
            is_hit = False
            if not is_over:
                letter, moment = spelled[row], time[row]
                is_entry = since <= moment < until
                if step_from[letter + 1] == step_from[letter] or (is_single and not is_entry):
                    row += 1
                    right = max(right, row)
                    continue
                if is_single:
                    _clear(match, steps)
                    right = row
                while right < high and time[right] - moment <= window:
                    one = spelled[right]
                    if right > row and excluded_from[one + 1] > excluded_from[one]:
                        break
                    right += 1
                    count[one] += 1
                    if numbers[1] == steps or count[one] <= taken[one]:
                        continue
                    is_placed = False
                    for at in range(step_from[one + 1] - 1, step_from[one] - 1, -1):
                        k = steps_met[at]
                        if holder[k] == OPEN:
                            holder[k] = one
                            taken[one] += 1
                            numbers[1] += 1
                            is_placed = True
                            break
                    if is_overlapping and not is_placed:
                        _augment(match, alphabet, one)
                    if is_single and numbers[1] == steps:
                        break
                depth = numbers[1]
                is_hit = depth < steps and right < high and time[right] - moment <= window
                if is_hit and not is_ended:
                    depth = 1
                if is_single:
                    found.unit[used], found.row[used], found.level[used] = unit, row, depth
                    used += 1
                    if not is_alone:
                        break
                    row = right + 1 if is_hit else right
                    continue
            if is_over or (is_entry and is_grouped and groups[row] != group):
                if deepest > 0:
                    if is_latest and deepest > 1:
                        best[0], best[1] = deepest, chosen
                        chosen = _latest_filler(rows, alphabet, rules, other, best, high)
                    found.unit[used], found.row[used], found.level[used] = unit, chosen, deepest
                    used += 1
                    deepest = 0
                if is_over:
                    break
                group = groups[row]
            if is_entry and depth > deepest:
                deepest, chosen = depth, row
            if deepest == steps and not is_grouped:
                row = high
                continue
            count[letter] -= 1
            row += 1
            if taken[letter] <= count[letter]:
                continue
            freed = 0
            for at in range(step_from[letter], step_from[letter + 1]):
                if holder[steps_met[at]] == letter:
                    freed = steps_met[at]
                    break
            holder[freed] = OPEN
            taken[letter] -= 1
            numbers[1] -= 1
            if is_overlapping:
                _fill(match, alphabet, present, letters)
                continue
            for one in range(letters):
                if count[one] <= taken[one]:
                    continue
                for at in range(step_from[one], step_from[one + 1]):
                    if steps_met[at] == freed and holder[freed] == OPEN:
                        holder[freed] = one
                        taken[one] += 1
                        numbers[1] += 1
    return used


@kernel(types.void(ROWS, ALPHABET, RULES, FOUND, OUT2))
def trace_fillings(rows: Rows, alphabet: Alphabet, rules: Rules, found: Found, taken: NDArray[np.int64]) -> None:
    """The row at which each path had filled k different steps: `taken[path, k - 1]`, -1 where it did not."""
    match = _new_match(alphabet.step_from.size - 1, rules.steps)
    taken[:] = -1
    for path in range(found.unit.size):
        _clear(match, rules.steps)
        row = found.row[path]
        high = rows.edges[found.unit[path] + 1]
        filled = 0
        while filled < found.level[path] and row < high:
            _add(match, alphabet, rows.letter[row], rules.steps)
            if match.numbers[1] > filled:
                filled = match.numbers[1]
                taken[path, filled - 1] = row
            row += 1
