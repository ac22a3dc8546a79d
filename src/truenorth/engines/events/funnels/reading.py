"""What answers a funnel: paths from each bucket, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import walk_of
from truenorth.engines.events.asking.periods import Periods, periods_between
from truenorth.engines.events.asking.postings import list_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels.answering import compose
from truenorth.engines.events.funnels.kernels import Climbed, Limits, climb_lists
from truenorth.engines.events.funnels.paths import (
    Paths,
    bounds_micros,
    find,
    is_simple,
    previous_steps,
    trace,
    window_micros,
)
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.funnels.result import FunnelResult
from truenorth.engines.events.funnels.rows import Gathered, codes_at, conditions_of, gather
from truenorth.engines.events.funnels.tallies import Durations, FunnelPartial, Label, Longs, Tally, add_tallies
from truenorth.engines.events.times import micros

ALL, NONE, NOT_REACHED = "", "(none)", "(did not reach)"
MOST_PLACES = 1 << 22
"""Places of steps that are traced at once, so that attempts times steps need no more memory."""


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """See `asking.question`."""

    plan: Funnel

    def columns(self) -> frozenset[str]:
        """The event, and every property that the plan names."""
        plan = self.plan
        filters = [*plan.filters]
        for step in plan.steps:
            filters += step.filters
        for exclusion in plan.exclusions:
            filters += exclusion.filters
        named = [*(one.property for one in filters), *plan.hold_constant, plan.breakdown]
        return frozenset({EVENT, *(column_of(name) for name in named if name)})

    def read(self, histories: Histories, about: Provenance) -> FunnelPartial:
        """One bucket. Counts are small; with times a duration a step and converter comes with them."""
        as_of = _as_of(self.plan, about)
        if is_plain(self.plan):
            return FunnelPartial(_count(self.plan, histories, as_of), None)
        gathered = gather(self.plan, histories)
        by_value = _tally(self.plan, gathered, find(self.plan, gathered), as_of, histories)
        periods = _periods(self.plan, about)
        if periods is None:
            return FunnelPartial(by_value, None)
        paths = find(self.plan, gathered, periods)
        return FunnelPartial(by_value, _tally(self.plan, gathered, paths, as_of, periods))

    def answer(self, partials: Sequence[FunnelPartial], about: Provenance) -> FunnelResult:
        """All buckets together."""
        return compose(self.plan, partials, about)


def is_plain(plan: Funnel) -> bool:
    """Whether one pass over the rows suffices: a simple funnel of whole actors, told by value at the entry at most."""
    is_bare = not plan.hold_constant and plan.interval is None and plan.attribution == "entry"
    return is_bare and is_simple(plan) and not any(step.first_time for step in plan.steps)


def _as_of(plan: Funnel, about: Provenance) -> int:
    if plan.as_of is not None:
        return micros(plan.as_of)
    return about.last_time if about.last_time is not None else 0


def _periods(plan: Funnel, about: Provenance) -> Periods | None:
    if plan.interval is None or about.first_time is None or about.last_time is None:
        return None
    return periods_between(
        about.first_time,
        about.last_time,
        plan.interval,
        timezone=plan.timezone,
        week_start=plan.week_start,
        field="interval",
    )


def _count(plan: Funnel, histories: Histories, as_of: int) -> Tally:
    """The plain funnel, in one pass over the rows that meet a step."""
    steps = len(plan.steps)
    is_traced = plan.times or plan.breakdown is not None
    room = histories.size if is_traced else 0
    climbed = Climbed(
        counts=np.zeros(steps + 1, np.int64),
        late=np.zeros(steps + 1, np.int64),
        source=np.empty(room, np.int64),
        cell=np.empty(room, np.int64),
        spans=np.empty((steps, room if plan.times else 0), np.int64),
    )
    lists = list_rows(histories, conditions_of(plan), plan.filters)
    used = climb_lists(walk_of(histories), lists, _limits(plan, as_of, is_traced=is_traced), climbed)
    if plan.breakdown is None:
        counts, late = climbed.counts.reshape(1, -1), climbed.late.reshape(1, -1)
        return _by_level((ALL,), counts, late, _climbed_spans(plan, climbed, None, used))
    labels, places = _values(plan.breakdown, histories, climbed.source[:used])
    cells = places * 2 * (steps + 1) + climbed.cell[:used]
    by_label = np.bincount(cells, minlength=len(labels) * 2 * (steps + 1)).reshape(len(labels), 2, steps + 1)
    spans = _climbed_spans(plan, climbed, places, used)
    return _by_level(labels, by_label.sum(axis=1), by_label[:, 1].copy(), spans)


def _limits(plan: Funnel, as_of: int, *, is_traced: bool) -> Limits:
    window = window_micros(plan)
    since, until = bounds_micros(plan)
    return Limits(window, since, until, as_of - window, plan.entry == "latest", is_traced, plan.times)


def _climbed_spans(plan: Funnel, climbed: Climbed, places: Longs | None, used: int) -> tuple[Durations, ...]:
    """The durations of the paths, which have these labels; None where there is but one."""
    if not plan.times:
        return ()
    steps = len(plan.steps)
    ends = [max(k, 2) for k in (steps, *range(2, steps + 1))]
    if places is None:
        labels = [np.zeros(climbed.counts[end:].sum(), np.int32) for end in ends]
    else:
        levels, narrow = climbed.cell[:used] % (steps + 1), places.astype(np.int32)
        labels = [narrow[levels >= end] for end in ends]
    return tuple(Durations(label, micros[: label.size]) for label, micros in zip(labels, climbed.spans, strict=True))


def _by_level(labels: tuple[Label, ...], levels: Longs, late: Longs, spans: tuple[Durations, ...] = ()) -> Tally:
    """From how many paths of each label ended at each level, from 0, and how many of these may still go on."""
    late[:, 0] = 0
    return Tally(labels, np.cumsum(levels[:, ::-1], axis=1)[:, ::-1][:, 1:], late[:, :-1], spans)


def _tally(plan: Funnel, gathered: Gathered, paths: Paths, as_of: int, by: Histories | Periods) -> Tally:
    """Counts and durations of paths, by the breakdown's value in this bucket or by the interval of entry."""
    size = max(1, MOST_PLACES // len(plan.steps))
    parts = [paths.at(slice(at, at + size)) for at in range(0, max(paths.size, 1), size)]
    return add_tallies([_tally_part(plan, gathered, part, as_of, by) for part in parts])


def _tally_part(plan: Funnel, gathered: Gathered, paths: Paths, as_of: int, by: Histories | Periods) -> Tally:
    if any(step.optional for step in plan.steps) or plan.attribution != "entry":
        return _tally_traced(plan, gathered, paths, as_of, by)
    labels, places = _labels(plan, gathered, paths, None, by)
    is_open = gathered.time[paths.row] + window_micros(plan) >= as_of
    shape = len(labels), len(plan.steps) + 1
    cells = places * shape[1] + paths.level
    levels, late = (np.bincount(each, minlength=shape[0] * shape[1]).reshape(shape) for each in (cells, cells[is_open]))
    spans: tuple[Durations, ...] = ()
    if plan.times:
        moved = np.flatnonzero(paths.level > 1)
        spans = _spans(plan, gathered, trace(plan, gathered, paths.at(moved)), places[moved])
    return _by_level(labels, levels, late, spans)


def _tally_traced(plan: Funnel, gathered: Gathered, paths: Paths, as_of: int, by: Histories | Periods) -> Tally:
    """As above, where which steps were done, or where, has to be followed."""
    steps = len(plan.steps)
    taken = trace(plan, gathered, paths)
    labels, places = _labels(plan, gathered, paths, taken, by)
    is_done = taken >= 0
    previous = previous_steps(plan)
    is_open = gathered.time[paths.row] + window_micros(plan) >= as_of
    done, waiting = np.zeros((len(labels), steps), np.int64), np.zeros((len(labels), steps), np.int64)
    for at in range(steps):
        done[:, at] = np.bincount(places[is_done[:, at]], minlength=len(labels))
        if at:
            is_waiting = is_open & is_done[:, previous[at + 1] - 1] & (paths.level < at + 1)
            waiting[:, at] = np.bincount(places[is_waiting], minlength=len(labels))
    spans = _spans(plan, gathered, taken, places) if plan.times else ()
    return Tally(labels, done, waiting, spans)


def _labels(
    plan: Funnel, gathered: Gathered, paths: Paths, taken: NDArray[np.int64] | None, by: Histories | Periods
) -> tuple[tuple[Label, ...], Longs]:
    """The labels of these paths, and for each path the place of its own."""
    if isinstance(by, Periods):
        index = np.searchsorted(by.edges, gathered.time[paths.row], side="right") - 1
        found, places = _distinct(index)
        return tuple(int(by.edges[at]) for at in found), places
    if plan.breakdown is None:
        return (ALL,), np.zeros(paths.size, np.int64)
    rows = _attributed(plan, paths, taken)
    codes = np.full(paths.size, -1, np.int64)
    is_reached = rows >= 0
    codes[is_reached] = codes_at(by, plan.breakdown, gathered.source[rows[is_reached]])
    return _named(plan.breakdown, by, codes)


def _values(breakdown: str, histories: Histories, source: Longs) -> tuple[tuple[Label, ...], Longs]:
    """The labels at these rows (see `Gathered.source`), and for each row the place of its own."""
    return _named(breakdown, histories, codes_at(histories, breakdown, source))


def _named(breakdown: str, histories: Histories, codes: Longs) -> tuple[tuple[Label, ...], Longs]:
    """The labels of codes, -1 where there is no row, and for each code the place of its own."""
    found, places = _distinct(codes + 1)
    names = histories.column(column_of(breakdown)).labels.take(np.maximum(found - 1, 0)).to_pylist()
    labels = [NOT_REACHED if code == 0 else name or NONE for code, name in zip(found, names, strict=True)]
    return _merged(labels, places)


def _distinct(codes: Longs) -> tuple[Longs, Longs]:
    """The codes that occur, and the place of each row's among them; codes are small and not negative."""
    found = np.flatnonzero(np.bincount(codes))
    place = np.zeros(int(codes.max(initial=0)) + 1, np.int64)
    place[found] = np.arange(found.size)
    return found, place[codes]


def _merged(labels: Sequence[str], places: Longs) -> tuple[tuple[Label, ...], Longs]:
    """Labels that look the same are one."""
    distinct = {label: at for at, label in enumerate(dict.fromkeys(labels))}
    if len(distinct) == len(labels):
        return tuple(labels), places
    return tuple(distinct), np.array([distinct[label] for label in labels], np.int64)[places]


def _attributed(plan: Funnel, paths: Paths, taken: NDArray[np.int64] | None) -> Longs:
    if taken is None or plan.attribution == "entry":
        return paths.row
    if plan.attributed_step is not None:
        return taken[:, plan.attributed_step - 1]
    last: Longs = np.take_along_axis(taken, paths.level[:, None] - 1, axis=1)[:, 0]
    return last


def _spans(plan: Funnel, gathered: Gathered, taken: NDArray[np.int64], places: Longs) -> tuple[Durations, ...]:
    steps = len(plan.steps)
    previous = previous_steps(plan)
    last = int(max(k for k, step in enumerate(plan.steps, 1) if not step.optional))
    ends = [(1, last), *((int(previous[k]), k) for k in range(2, steps + 1))]
    return tuple(_span(gathered.time, taken[:, begin - 1], taken[:, end - 1], places) for begin, end in ends)


def _span(time: Longs, begin: Longs, end: Longs, places: Longs) -> Durations:
    is_done = end >= 0
    return Durations(places[is_done].astype(np.int32), time[end[is_done]] - time[begin[is_done]])
