"""What answers a Lifecycle: counts of states from each bucket, added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition, has_condition, spell, walk_of
from truenorth.engines.events.asking.periods import Periods, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.lifecycle.kernels import DORMANT, NEW, RESURRECTED, RETURNING, count_states
from truenorth.engines.events.lifecycle.plan import Lifecycle
from truenorth.engines.events.lifecycle.result import LifecycleInterval, LifecycleResult
from truenorth.engines.events.times import instant, micros
from truenorth.engines.kernels import fixed

_periods_between = lru_cache(maxsize=16)(periods_between)


@dataclass(frozen=True, slots=True)
class LifecycleQuestion:
    """See `asking.question`. A partial is counts of the shape (4, intervals), None where there is nothing."""

    plan: Lifecycle

    def columns(self) -> frozenset[str]:
        """The columns that `read` asks for."""
        return frozenset({EVENT} | {column_of(one.property) for one in self.plan.filters})

    def read(self, histories: Histories, about: Provenance) -> NDArray[Any] | None:
        """One bucket's counts, in the narrowest unsigned integers."""
        periods = self._periods(about)
        if periods is None:
            return None
        plan = self.plan
        letters = spell(histories, [Condition(None if plan.event is None else (plan.event,))], plan.filters)
        counts = np.zeros((4, periods.size), np.int64)
        count_states(
            walk_of(histories),
            letters.settled,
            letters.recent,
            fixed(has_condition(letters, 0)[letters.lut]),
            fixed(self._edges(periods)),
            counts,
        )
        counts = counts[:, 1:]
        return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))

    def answer(self, partials: Sequence[NDArray[Any] | None], about: Provenance) -> LifecycleResult:
        """All buckets together."""
        method = f"{_method(self.plan)} {about.words()}"
        periods = self._periods(about)
        if periods is None:
            return LifecycleResult((), method, about.snapshot)
        counts = np.zeros((4, periods.size - 1), np.int64)
        for partial in partials:
            if partial is not None:
                counts += partial
        intervals = tuple(self._interval(at, counts[:, at], periods, about) for at in range(periods.size - 1))
        return LifecycleResult(intervals, method, about.snapshot)

    def _interval(self, at: int, counts: NDArray[np.int64], periods: Periods, about: Provenance) -> LifecycleInterval:
        end = int(periods.edges[at + 2])
        return LifecycleInterval(
            periods.label(at + 1),
            new=int(counts[NEW]),
            returning=int(counts[RETURNING]),
            resurrected=int(counts[RESURRECTED]),
            dormant=int(counts[DORMANT]),
            is_over=end <= _now(self.plan, about) and (self.plan.until is None or end <= micros(self.plan.until)),
        )

    def _periods(self, about: Provenance) -> Periods | None:
        """The intervals asked for, and one before them."""
        if about.first_time is None:
            return None
        plan = self.plan
        since = about.first_time if plan.since is None else micros(plan.since)
        last = max(_now(plan, about), about.last_time or 0)
        if plan.until is not None:
            last = min(last, micros(plan.until) - 1)
        if last < since:
            return None
        asked = _periods_between(
            since, last, plan.interval, timezone=plan.timezone, week_start=plan.week_start, field="interval"
        )
        before = int(asked.edges[0]) - 1
        return _periods_between(
            before, last, plan.interval, timezone=plan.timezone, week_start=plan.week_start, field="interval"
        )

    def _edges(self, periods: Periods) -> NDArray[np.int64]:
        """The periods' edges, the last one taken back to `until` where that comes first."""
        edges = periods.edges.copy()
        if self.plan.until is not None:
            edges[-1] = min(int(edges[-1]), micros(self.plan.until))
        return edges


def _now(plan: Lifecycle, about: Provenance) -> int:
    return (about.last_time or 0) if plan.as_of is None else micros(plan.as_of)


def _method(plan: Lifecycle) -> str:
    weeks = f", weeks from {plan.week_start.title()}" if plan.interval == "week" else ""
    until = "" if plan.until is None else f" Nothing from {instant(micros(plan.until)).isoformat()} on is read."
    return (
        f"One state an actor and calendar {plan.interval} ({plan.timezone}{weeks}) by {plan.event or 'any event'}. "
        f"New: first active ever. Returning: active in this {plan.interval} and the one before. Resurrected: active, "
        "not in the one before, but earlier. Dormant: active in the one before only. Pulse is new and resurrected "
        f"over dormant. What lies before the range counts as history.{until}"
    )
