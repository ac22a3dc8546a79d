"""How sessions are counted: sums by period from each bucket, and the lengths for the medians."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import UNSEEN, spell, walk_of
from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.sessions.kernels import (
    ACTORS,
    BOUNCES,
    EVENTS,
    LENGTH,
    LONGER,
    MEASURES,
    SESSIONS,
    Rows,
    Sums,
    count,
)
from truenorth.engines.events.sessions.plan import Sessions
from truenorth.engines.events.sessions.result import EventCount, SessionFigures, SessionsResult
from truenorth.engines.events.sessions.rows import EventNames, event_names, moments_of, periods_of, wide_codes
from truenorth.engines.events.times import MICROS, duration_words
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class SessionSums:
    """One bucket: `table[period, measure]`; `lengths` above zero in microseconds, period after period."""

    table: Longs
    lengths: Longs
    actors: int
    entries: dict[str, int]
    exits: dict[str, int]


@dataclass(frozen=True)
class SessionsQuestion:
    """Sessions of a bucket are its own: the sums add up."""

    plan: Sessions

    def columns(self) -> frozenset[str]:
        """The event, and the properties of the filters and of the session."""
        names = [each.property for each in self.plan.filters]
        own = [self.plan.session_property] if self.plan.session_property is not None else []
        return frozenset({EVENT, *(column_of(name) for name in (*names, *own))})

    def read(self, histories: Histories, about: Provenance) -> SessionSums:
        """Two passes: the sums, and then the lengths in their places."""
        periods = self._periods(about)
        table = np.zeros((periods.size if periods else 0, MEASURES), np.int64)
        if periods is None:
            return SessionSums(table, _nothing(), 0, {}, {})
        names = event_names(histories)
        ends = np.zeros((len(names.texts), 2), np.int64)
        inputs = (walk_of(histories), self._rows(histories, names), fixed(periods.edges), self._rules())
        actors = count(*inputs, Sums(table, ends, _nothing(), _nothing()))
        lengths = np.empty(int(table[:, LONGER].sum()), np.int64)
        if lengths.size:
            places = np.cumsum(table[:, LONGER]) - table[:, LONGER]
            count(*inputs, Sums(np.zeros_like(table), np.zeros_like(ends), lengths, places))
        entries, exits = (
            {names.texts[code]: int(ends[code, side]) for code in np.flatnonzero(ends[:, side])} for side in (0, 1)
        )
        return SessionSums(table, lengths, actors, entries, exits)

    def _periods(self, about: Provenance) -> Periods | None:
        return periods_of(self.plan, about, self.plan.interval, week_start=self.plan.week_start)

    def _rows(self, histories: Histories, names: EventNames) -> Rows:
        letters = spell(histories, (), self.plan.filters)
        key = self.plan.session_property
        values = wide_codes(histories, None if key is None else column_of(key))
        seen = (letters.lut != UNSEEN).astype(np.uint16)
        arrays = (letters.settled, letters.recent, seen, names.settled, names.recent, *values)
        return Rows(*(fixed(array) for array in arrays))

    def _rules(self) -> Longs:
        plan = self.plan
        gap, longest = round(plan.gap * MICROS), round(plan.longest * MICROS)
        return fixed(np.array([gap, longest, plan.session_property is not None, *moments_of(plan)], np.int64))

    def answer(self, partials: Sequence[SessionSums], about: Provenance) -> SessionsResult:
        """Sums of sums; the medians are of all the lengths."""
        periods = self._periods(about)
        size = periods.size if periods else 0
        table = sum((each.table for each in partials), np.zeros((size, MEASURES), np.int64))
        ordered = _by_period(partials, size)
        begins = [None if periods is None else periods.label(at) for at in range(size)]
        bounds = np.concatenate([[0], np.cumsum(table[:, LONGER])])
        rows = tuple(
            _figures(begun, table[at], ordered[bounds[at] : bounds[at + 1]]) for at, begun in enumerate(begins)
        )
        whole = table.sum(axis=0)
        whole[ACTORS] = sum(each.actors for each in partials)
        return SessionsResult(
            periods=rows,
            overall=_figures(None, whole, ordered),
            entries=_top([each.entries for each in partials], self.plan.top),
            exits=_top([each.exits for each in partials], self.plan.top),
            interval=self.plan.interval,
            method=f"{self._method()} {about.words()}",
            snapshot=about.snapshot,
        )

    def _method(self) -> str:
        plan = self.plan
        by_property = f", or where {plan.session_property} changes" if plan.session_property is not None else ""
        filtered = " Events that fail the filters are not there." if plan.filters else ""
        return (
            f"A session is a run of events of one actor with no pause above {duration_words(plan.gap)}; "
            f"it also ends at an event more than {duration_words(plan.longest)} after its start{by_property}. "
            f"It counts in the {plan.interval} "
            f"({plan.timezone}) of its first event. Length runs from the first event to the last: a single event "
            f"has length 0 and is a bounce.{filtered}"
        )


def _nothing() -> Longs:
    return np.empty(0, np.int64)


def _by_period(partials: Sequence[SessionSums], size: int) -> Longs:
    """All lengths, period after period. (Sixteen bits sort by radix, an order of magnitude faster.)"""
    kind = np.uint16 if size <= 65_536 else np.int64
    owners = [np.repeat(np.arange(size).astype(kind), each.table[:, LONGER]) for each in partials]
    lengths = np.concatenate([_nothing(), *(each.lengths for each in partials)])
    found: Longs = lengths[np.argsort(np.concatenate([np.empty(0, kind), *owners]), kind="stable")]
    return found


def _figures(begins: dt.date | None, sums: Longs, lengths: Longs) -> SessionFigures:
    return SessionFigures(
        begins=begins,
        sessions=int(sums[SESSIONS]),
        actors=int(sums[ACTORS]),
        events=int(sums[EVENTS]),
        bounces=int(sums[BOUNCES]),
        total_seconds=int(sums[LENGTH]) / MICROS,
        median_seconds=_median(int(sums[SESSIONS]), lengths),
    )


def _median(sessions: int, lengths: Longs) -> float | None:
    """The median of `sessions` lengths, of which those above zero are given."""
    if not sessions:
        return None
    zeros = sessions - lengths.size
    places = sorted({max(0, at - zeros) for at in ((sessions - 1) // 2, sessions // 2)})
    ranked = np.partition(lengths, places) if lengths.size else lengths
    middle = [0 if at < zeros else int(ranked[at - zeros]) for at in ((sessions - 1) // 2, sessions // 2)]
    return sum(middle) / 2 / MICROS


def _top(counts: Sequence[dict[str, int]], top: int) -> tuple[EventCount, ...]:
    total: dict[str, int] = {}
    for each in counts:
        for event, sessions in each.items():
            total[event] = total.get(event, 0) + sessions
    ordered = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return tuple(EventCount(event, sessions) for event, sessions in ordered[:top])
