"""What answers a funnel: paths from each bucket, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import walk_of
from truenorth.engines.events.asking.periods import Periods, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels.answering import compose
from truenorth.engines.events.funnels.kernels import count_levels
from truenorth.engines.events.funnels.paths import Paths, find, is_simple, previous_steps, trace, window_micros
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.funnels.result import FunnelResult
from truenorth.engines.events.funnels.rows import Gathered, code_steps, codes_at, gather
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
        plain = _count(self.plan, histories, as_of) if is_plain(self.plan) else None
        if plain is not None:
            return FunnelPartial(plain, None)
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
    """Whether counting levels suffices: a simple funnel, and nothing asks which events filled the steps."""
    is_bare = plan.since is None and plan.until is None and not plan.hold_constant
    is_counted = not (plan.times or plan.breakdown or plan.interval)
    return is_bare and is_counted and is_simple(plan) and not any(step.first_time for step in plan.steps)


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


def _count(plan: Funnel, histories: Histories, as_of: int) -> Tally | None:
    """The plain funnel: levels alone. None where one row meets several steps."""
    coded = code_steps(plan, histories)
    if coded is None:
        return None
    steps = len(plan.steps)
    levels, late = np.zeros(steps + 1, np.int64), np.zeros(steps + 1, np.int64)
    window = window_micros(plan)
    count_levels(walk_of(histories), *coded, window, as_of - window, int(plan.entry == "latest"), levels, late)
    return _by_level((ALL,), levels.reshape(1, -1), late.reshape(1, -1))


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
    found, places = _distinct(codes + 1)
    names = by.column(column_of(plan.breakdown)).labels.take(np.maximum(found - 1, 0)).to_pylist()
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
