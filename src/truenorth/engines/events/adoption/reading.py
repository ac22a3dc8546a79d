"""How adoption is answered: sums by event from each bucket, added up by name."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.adoption.kernels import ACTORS, DAYS, USES, Marks, Uses, use
from truenorth.engines.events.adoption.plan import MOST_EVENTS, Adoption
from truenorth.engines.events.adoption.result import Adopters, AdoptionResult, EventAdoption, Quadrant
from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import UNSEEN, spell, walk_of
from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.sessions.rows import EventNames, event_names, moments_of, periods_of
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]
MOST_CELLS = 10_000_000
"""Events by intervals in one bucket: 80 MB."""


@dataclass(frozen=True, eq=False, slots=True)
class EventSums:
    """One bucket's events that were used in the range: `table[event, measure]`, `adopters[event, interval]`."""

    events: tuple[str, ...]
    table: Longs
    adopters: Longs
    active: int


@dataclass(frozen=True)
class AdoptionQuestion:
    """Answers an `Adoption`."""

    plan: Adoption

    def columns(self) -> frozenset[str]:
        """The event, and the properties of the filters."""
        return frozenset({EVENT, *(column_of(each.property) for each in self.plan.filters)})

    def read(self, histories: Histories, about: Provenance) -> EventSums:
        """One pass over the bucket."""
        plan = self.plan
        periods, days = self._periods(about), periods_of(plan, about, "day", week_start=plan.week_start)
        if periods is None or days is None:
            return EventSums((), np.zeros((0, 3), np.int64), np.zeros((0, 0), np.int64), 0)
        names = event_names(histories)
        slots = _slots(plan, names)
        if len(slots.texts) * periods.size > MOST_CELLS:
            raise PlanRefused("is too short for so many events; name up to 100 of them", field="interval")
        table = np.zeros((len(slots.texts), 3), np.int64)
        adopters = np.zeros((len(slots.texts), periods.size), np.int64)
        period_of = np.searchsorted(periods.edges, days.edges[:-1], side="right") - 1
        active = use(
            walk_of(histories),
            self._uses(histories, names, slots),
            fixed(self._edges(days)),
            fixed(period_of.astype(np.int64)),
            Marks(*(np.full(len(slots.texts), -1, np.int64) for _ in range(3))),
            table,
            adopters,
        )
        used = 1 + np.flatnonzero(table[1:, USES])
        return EventSums(tuple(slots.texts[slot] for slot in used), table[used], adopters[used], active)

    def _periods(self, about: Provenance) -> Periods | None:
        return periods_of(self.plan, about, self.plan.interval, week_start=self.plan.week_start)

    def _uses(self, histories: Histories, names: EventNames, slots: "_Slots") -> Uses:
        letters = spell(histories, (), self.plan.filters)
        is_seen = (letters.lut != UNSEEN).astype(np.uint16)
        arrays = (letters.settled, letters.recent, is_seen, names.settled, names.recent, slots.slot_of)
        return Uses(*(fixed(array) for array in arrays))

    def _edges(self, days: Periods) -> Longs:
        """The days' edges, the first and the last cut to `since` and `until`."""
        since, until = moments_of(self.plan)
        edges = days.edges.copy()
        edges[0], edges[-1] = max(edges[0], since), min(edges[-1], until)
        return edges

    def answer(self, partials: Sequence[EventSums], about: Provenance) -> AdoptionResult:
        """Sums of sums, the medians over the listed events."""
        whole = self._whole(partials)
        periods = self._periods(about)
        begins = [periods.label(at) for at in range(periods.size)] if periods else []
        active = sum(each.active for each in partials)
        order = np.lexsort((-whole.table[:, USES], -whole.table[:, ACTORS]))[:MOST_EVENTS]
        breadths = [_ratio(actors, active) for actors in whole.table[order, ACTORS]]
        frequencies = [_ratio(uses, actors) for actors, uses, _ in whole.table[order]]
        medians = (statistics.median(breadths), statistics.median(frequencies)) if order.size else (None, None)
        return AdoptionResult(
            events=tuple(
                EventAdoption(
                    event=whole.events[at],
                    actors=int(whole.table[at, ACTORS]),
                    uses=int(whole.table[at, USES]),
                    days=int(whole.table[at, DAYS]),
                    breadth=breadth,
                    frequency=frequency,
                    days_used=_ratio(whole.table[at, DAYS], whole.table[at, ACTORS]),
                    quadrant=_quadrant(breadth, frequency, medians),
                    adopters=tuple(map(Adopters, begins, whole.adopters[at].tolist())),
                )
                for at, breadth, frequency in zip(order, breadths, frequencies, strict=True)
            ),
            active=active,
            median_breadth=medians[0],
            median_frequency=medians[1],
            interval=self.plan.interval,
            method=f"{self._method(len(whole.events))} {about.words()}",
            snapshot=about.snapshot,
        )

    def _whole(self, partials: Sequence[EventSums]) -> EventSums:
        """All buckets in one, events by name; those that the plan names are there, used or not."""
        names = tuple(sorted({*self.plan.events, *(event for each in partials for event in each.events)}))
        place_of = {name: place for place, name in enumerate(names)}
        intervals = max((each.adopters.shape[1] for each in partials), default=0)
        whole = EventSums(names, np.zeros((len(names), 3), np.int64), np.zeros((len(names), intervals), np.int64), 0)
        for each in partials:
            places = [place_of[event] for event in each.events]
            whole.table[places] += each.table
            whole.adopters[places] += each.adopters
        return whole

    def _method(self, seen: int) -> str:
        plan = self.plan
        most = f" The {MOST_EVENTS} events with the most users of {seen:,}." if seen > MOST_EVENTS else ""
        return (
            "Breadth is the share of actors active in the range who used the event; frequency is uses per using "
            f"actor; quadrants part at the medians over the listed events. An adopter's first use ever lies in the "
            f"{plan.interval} ({plan.timezone}).{most}"
        )


@dataclass(frozen=True, eq=False, slots=True)
class _Slots:
    """Places of events: place 0 is that of the others."""

    slot_of: NDArray[np.uint16]
    texts: tuple[str, ...]


def _slots(plan: Adoption, names: EventNames) -> _Slots:
    if not plan.events:
        return _Slots(np.arange(len(names.texts), dtype=np.uint16), names.texts)
    place_of = {event: place + 1 for place, event in enumerate(plan.events)}
    slot_of = np.array([place_of.get(text, 0) for text in names.texts], np.uint16)
    slot_of[0] = 0
    return _Slots(slot_of, ("", *plan.events))


def _ratio(count: int, actors: int) -> float:
    return float(count / actors) if actors else 0.0


def _quadrant(breadth: float, frequency: float, medians: tuple[float | None, float | None]) -> Quadrant:
    is_broad, is_often = breadth >= (medians[0] or 0), frequency >= (medians[1] or 0)
    if is_broad:
        return "core" if is_often else "occasional"
    return "power" if is_often else "low"
