"""What answers a Retention: cells by cohort and value from each bucket, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Column, Histories
from truenorth.engines.events.asking.letters import Condition, Letters, spell, walk_of
from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.asking.postings import begun_at
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.retention.cells import Span, bits_of, cell_of, ripe_of, spans_of
from truenorth.engines.events.retention.clock import Calendar, calendar_for
from truenorth.engines.events.retention.kernels import (
    LONG_AGO,
    MOST_BITS,
    NEVER,
    RETURN,
    START,
    Ledger,
    Rules,
    by_calendar,
    by_own_clock,
    of_firsts,
)
from truenorth.engines.events.retention.merging import (
    MOST_CELLS,
    RetentionPartial,
    as_of_for,
    merge,
    part_of,
)
from truenorth.engines.events.retention.plan import Retention
from truenorth.engines.events.retention.result import RetentionResult
from truenorth.engines.events.retention.tables import answer_of
from truenorth.engines.events.times import MICROS, micros
from truenorth.engines.kernels import fixed

LENGTHS = {"hour": 3_600 * MICROS, "day": 86_400 * MICROS, "week": 7 * 86_400 * MICROS, "month": 30 * 86_400 * MICROS}
"""Periods of the rolling clock in microseconds."""


@dataclass(frozen=True, slots=True)
class RetentionQuestion:
    """See `asking.question`."""

    plan: Retention

    def columns(self) -> frozenset[str]:
        """The columns that `read` asks for."""
        plan = self.plan
        filters = (*plan.filters, *plan.start_filters, *plan.returning_filters)
        names = {column_of(one.property) for one in filters}
        return frozenset({EVENT, *names} | ({column_of(plan.breakdown)} if plan.breakdown else set()))

    def read(self, histories: Histories, about: Provenance) -> RetentionPartial | None:
        """One bucket's cells; None where there is nothing. Raises PlanRefused above MOST_CELLS."""
        calendar = calendar_for(self.plan, about)
        if calendar is None or not histories.size:
            return None
        histories = begun_at(histories, _begins(self.plan), self.plan.filters)
        column = histories.column(column_of(self.plan.breakdown)) if self.plan.breakdown else None
        ledger = self._ledger(histories, calendar.periods, column)
        self._pass(histories, column, _rules(self.plan, spans_of(self.plan), calendar, about), ledger)
        return part_of(ledger, calendar.periods, column, self._summed_layers())

    def _pass(self, histories: Histories, column: Column | None, rules: Rules, ledger: Ledger) -> None:
        letters = _letters(self.plan, histories)
        rows = (walk_of(histories), letters.settled, letters.recent, _roles(letters), *_values(column))
        if rules.is_first and rules.minimum == 1 and rules.cell_of.size <= MOST_BITS:
            of_firsts(*rows, rules, ledger)
        elif rules.is_rolling:
            by_own_clock(*rows, rules, ledger)
        else:
            by_calendar(*rows, rules, ledger)

    def answer(self, partials: Sequence[RetentionPartial | None], about: Provenance) -> RetentionResult:
        """All buckets together. Raises PlanRefused above MOST_CELLS."""
        spans = spans_of(self.plan)
        found = [partial for partial in partials if partial is not None and partial.cohorts.size]
        return answer_of(self.plan, merge(found, layers=self._layers(), width=len(spans)), spans, about)

    def _layers(self) -> int:
        return 1 if self.plan.clock == "calendar" else 3

    def _summed_layers(self) -> list[int]:
        """Layers in which the kernel leaves ends, to be summed up from the last cell."""
        is_after = self.plan.kind == "on_or_after"
        if self.plan.clock == "calendar":
            return [0] if is_after else []
        return [0, 1, 2] if is_after else [2]

    def _ledger(self, histories: Histories, periods: Periods, column: Column | None) -> Ledger:
        width = len(spans_of(self.plan))
        layers = self._layers()
        entries = histories.size if self.plan.cohort == "first_time" else int(histories.spans.counts().sum())
        values = len(column.labels) if column else 1
        room = max(1, min(entries, periods.size * values, MOST_CELLS // (layers * width)))
        slots = 1 << (2 * room - 1).bit_length()
        return Ledger(
            np.zeros(slots, np.int64),
            np.zeros(slots, np.int64),
            np.zeros(room, np.int64),
            np.zeros(1, np.int64),
            np.zeros((room, layers, width), np.int64),
        )


def _begins(plan: Retention) -> Condition:
    return Condition(None if plan.start is None else (plan.start,), plan.start_filters)


def _letters(plan: Retention, histories: Histories) -> Letters:
    back = Condition(None if plan.returning is None else (plan.returning,), plan.returning_filters)
    return spell(histories, [_begins(plan), back], plan.filters)


def _roles(letters: Letters) -> NDArray[np.uint8]:
    of_letter = START * letters.meets[:, 0].astype(np.uint8) + RETURN * letters.meets[:, 1].astype(np.uint8)
    return fixed(of_letter.astype(np.uint8)[letters.lut])


def _values(column: Column | None) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    if column is None:
        return fixed(np.empty(0, np.int32)), fixed(np.empty(0, np.int32))
    return fixed(column.settled.astype(np.int32)), fixed(column.recent.astype(np.int32))


def _rules(plan: Retention, spans: tuple[Span, ...], calendar: Calendar, about: Provenance) -> Rules:
    return Rules(
        edges=fixed(calendar.periods.edges),
        guesses=fixed(calendar.guesses),
        cell_of=fixed(cell_of(spans)),
        ripe_of=fixed(ripe_of(spans)),
        bits=fixed(bits_of(spans)),
        shift=calendar.shift,
        since=LONG_AGO if plan.since is None else micros(plan.since),
        until=NEVER if plan.until is None else micros(plan.until),
        as_of=as_of_for(plan, about),
        length=LENGTHS[plan.period],
        minimum=plan.min_occurrences,
        is_first=plan.cohort == "first_time",
        is_after=plan.kind == "on_or_after",
        is_rolling=plan.clock == "rolling",
        is_floored=plan.rounding == "hour",
    )
