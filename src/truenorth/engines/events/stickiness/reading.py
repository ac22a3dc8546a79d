"""What answers a Stickiness: actors by active intervals from each bucket, added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition, has_condition, spell, walk_of
from truenorth.engines.events.asking.periods import Periods, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.stickiness.kernels import count_actors
from truenorth.engines.events.stickiness.plan import Stickiness
from truenorth.engines.events.stickiness.result import StickinessLevel, StickinessResult
from truenorth.engines.events.times import micros
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]

_periods_between = lru_cache(maxsize=16)(periods_between)


@dataclass(frozen=True, slots=True)
class StickinessQuestion:
    """See `asking.question`. A partial is actors by number of active intervals, from 0 to the most that one has."""

    plan: Stickiness

    def columns(self) -> frozenset[str]:
        """The columns that `read` asks for."""
        return frozenset({EVENT} | {column_of(one.property) for one in self.plan.filters})

    def read(self, histories: Histories, about: Provenance) -> Longs:
        """One bucket's actors, int64."""
        periods = self._periods(about)
        if periods is None:
            return np.zeros(1, np.int64)
        plan = self.plan
        letters = spell(histories, [Condition(None if plan.event is None else (plan.event,))], plan.filters)
        actors = np.zeros(periods.size + 1, np.int64)
        count_actors(
            walk_of(histories),
            letters.settled,
            letters.recent,
            fixed(has_condition(letters, 0)[letters.lut]),
            fixed(self._edges(periods)),
            actors,
        )
        return actors[: int(np.flatnonzero(actors)[-1]) + 1] if actors.any() else actors[:1]

    def answer(self, partials: Sequence[Longs], about: Provenance) -> StickinessResult:
        """All buckets together."""
        periods = self._periods(about)
        most = max((partial.size for partial in partials), default=1)
        actors = np.zeros(most, np.int64)
        for partial in partials:
            actors[: partial.size] += partial
        at_least = np.cumsum(actors[:0:-1])[::-1]
        levels = tuple(
            StickinessLevel(number, exactly, enough)
            for number, (exactly, enough) in enumerate(zip(actors[1:].tolist(), at_least.tolist(), strict=True), 1)
        )
        intervals = 0 if periods is None else periods.size
        return StickinessResult(levels, intervals, f"{_method(self.plan, intervals)} {about.words()}", about.snapshot)

    def _periods(self, about: Provenance) -> Periods | None:
        """The intervals of which the range of the plan and of the data holds a part."""
        if about.first_time is None or about.last_time is None:
            return None
        plan = self.plan
        first = about.first_time if plan.since is None else micros(plan.since)
        last = about.last_time if plan.until is None else micros(plan.until) - 1
        if last < first:
            return None
        return _periods_between(
            first, last, plan.interval, timezone=plan.timezone, week_start=plan.week_start, field="interval"
        )

    def _edges(self, periods: Periods) -> Longs:
        """The periods' edges, the outer ones drawn in to `since` and `until`."""
        edges = periods.edges.copy()
        if self.plan.since is not None:
            edges[0] = micros(self.plan.since)
        if self.plan.until is not None:
            edges[-1] = micros(self.plan.until)
        return edges


def _method(plan: Stickiness, intervals: int) -> str:
    weeks = f", weeks from {plan.week_start.title()}" if plan.interval == "week" else ""
    since = f" from {plan.since.isoformat()}" if plan.since else ""
    until = f" before {plan.until.isoformat()}" if plan.until else ""
    return (
        f"Actors by the number of calendar {plan.interval}s ({plan.timezone}{weeks}), of {intervals:,}, in which they "
        f"had {plan.event or 'any event'}{since}{until}. A part of an interval counts like a whole one."
    )
