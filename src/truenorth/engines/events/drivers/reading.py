"""Drivers as a question: count per bucket, then tables, correlations and tests over all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts.kernels import Bounds
from truenorth.engines.events.cohorts.scan import NEVER, Flags, Scan, bounds_between, span_micros
from truenorth.engines.events.drivers import kernels
from truenorth.engines.events.drivers.plan import Conversion, Drivers
from truenorth.engines.events.drivers.result import Driver, DriversResult
from truenorth.engines.events.drivers.words import words_of
from truenorth.engines.events.times import micros
from truenorth.engines.kernels import fixed
from truenorth.engines.statistics import Moments, adjust, compare

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
START, OUTCOME = 0, 1


@dataclass(frozen=True, eq=False, slots=True)
class DriversPart:
    """One bucket: mature actors, how many reached the outcome, and by event the counts of `count_candidates`."""

    actors: int
    reached: int
    immature: int
    done: Mapping[str, tuple[Longs, Longs]]


@dataclass(frozen=True)
class DriversQuestion:
    """Answers `Drivers`."""

    plan: Drivers

    def columns(self) -> frozenset[str]:
        filters = (*self.plan.filters, *self.plan.start_filters, *self.plan.outcome.filters)
        return frozenset({EVENT, *(column_of(one.property) for one in filters)})

    def read(self, histories: Histories, about: Provenance) -> DriversPart:
        scan = Scan.of(histories, self._conditions(), self.plan.filters)
        start_rows = scan.first(START, bounds_between(scan.size))
        started = scan.times(start_rows)
        range_ = bounds_between(scan.size, self.plan.since, self.plan.until)
        is_in = (started < NEVER) & (started >= range_.begins) & (started < range_.ends)
        mature = is_in & (started + self._known_after() <= self._as_of(about))
        reached_at = self._outcome_times(scan, start_rows, started)
        reached = mature & (reached_at < NEVER)
        return DriversPart(
            actors=int(np.count_nonzero(mature)),
            reached=int(np.count_nonzero(reached)),
            immature=int(np.count_nonzero(is_in & ~mature)),
            done=self._candidates(scan, started, mature, reached, reached_at),
        )

    def _conditions(self) -> list[Condition]:
        plan, outcome = self.plan, self.plan.outcome
        return [
            Condition(None if plan.start is None else (plan.start,), plan.start_filters),
            Condition(None if outcome.event is None else (outcome.event,), outcome.filters),
        ]

    def _known_after(self) -> int:
        return span_micros(max(self.plan.outcome.over_after_seconds, self.plan.early))

    def _as_of(self, about: Provenance) -> int:
        return micros(self.plan.as_of) if self.plan.as_of is not None else about.last_time or 0

    def _outcome_times(self, scan: Scan, start_rows: Longs, started: Longs) -> Longs:
        """When each actor first reached the outcome, NEVER where it did not."""
        outcome = self.plan.outcome
        is_conversion = isinstance(outcome, Conversion)
        ends = started + span_micros(outcome.over_after_seconds) + is_conversion
        bounds = Bounds(started + span_micros(outcome.begins_after_seconds), ends)
        return scan.times(scan.first(OUTCOME, bounds, after=start_rows))

    def _candidates(
        self, scan: Scan, started: Longs, mature: Flags, reached: Flags, reached_at: Longs
    ) -> dict[str, tuple[Longs, Longs]]:
        ends = np.where(mature, started + span_micros(self.plan.early), started)
        if self.plan.before_outcome:
            ends = np.minimum(ends, reached_at)
        labels = scan.histories.column(EVENT).labels.to_pylist()
        done = np.zeros((len(labels), self.plan.times), np.int64)
        done_reached = np.zeros_like(done)
        flags = fixed(reached.astype(np.uint8))
        rows = scan.rows(None, Bounds(started, ends))
        kernels.count_candidates(*rows, scan.values(EVENT), flags, done, done_reached)
        return {
            label: (done[code], done_reached[code])
            for code, label in enumerate(labels)
            if label is not None and done[code, 0]
        }

    def answer(self, partials: Sequence[DriversPart], about: Provenance) -> DriversResult:
        actors, reached = sum(part.actors for part in partials), sum(part.reached for part in partials)
        immature = sum(part.immature for part in partials)
        names, times, done, done_reached = self._tables(partials, actors)
        drivers = _drivers(self.plan, names, times, _Tables(done, done_reached, actors - done, reached - done_reached))
        return DriversResult(
            actors=actors,
            reached=reached,
            immature=immature,
            drivers=tuple(sorted(drivers, key=lambda one: (-abs(one.phi or 0.0), one.event, one.times))),
            method=f"{words_of(self.plan)} {about.words()}",
            snapshot=about.snapshot,
        )

    def _tables(self, partials: Sequence[DriversPart], actors: int) -> tuple[list[str], Longs, Longs, Longs]:
        """Candidates as flat arrays: their events, how often, who did so, and who of these reached the outcome."""
        size = self.plan.times
        merged: dict[str, tuple[Longs, Longs]] = {}
        for part in partials:
            for name, (done, done_reached) in part.done.items():
                before = merged.get(name, (np.zeros(size, np.int64), np.zeros(size, np.int64)))
                merged[name] = (before[0] + done, before[1] + done_reached)
        if self.plan.is_overlapping:
            merged.pop(self.plan.outcome.event or "", None)
        kept = [
            (name, at + 1, done[at], done_reached[at])
            for name, (done, done_reached) in sorted(merged.items())
            for at in range(size)
            if self.plan.min_actors <= done[at] <= actors - self.plan.min_actors
        ]
        columns = [np.array([one[place] for one in kept], np.int64) for place in (1, 2, 3)]
        return [one[0] for one in kept], columns[0], columns[1], columns[2]


@dataclass(frozen=True, eq=False, slots=True)
class _Tables:
    """The four cells of every candidate's table, summed over: did, did and reached, did not, did not and reached."""

    done: Longs
    done_reached: Longs
    without: Longs
    without_reached: Longs

    def phi(self) -> Floats:
        """The correlation of two yes-or-no variables, NaN where one of them never varies (Yule 1912)."""
        a, b = self.done_reached.astype(np.float64), (self.done - self.done_reached).astype(np.float64)
        c, d = self.without_reached.astype(np.float64), (self.without - self.without_reached).astype(np.float64)
        spread = np.sqrt((a + b) * (c + d) * (a + c) * (b + d))
        return np.divide(a * d - b * c, spread, out=np.full_like(spread, np.nan), where=spread > 0)


def _drivers(plan: Drivers, names: list[str], times: Longs, tables: _Tables) -> list[Driver]:
    if not names:
        return []
    control = Moments(n=tables.without, sum=tables.without_reached)
    treatment = Moments(n=tables.done, sum=tables.done_reached)
    readout = compare(
        control, treatment, kind="proportion", effect="absolute", method="fixed", test="pooled", alpha=plan.alpha
    )
    p_adjusted = adjust(readout.p_value, plan.correction)
    phi = tables.phi()
    return [
        Driver(
            event=name,
            times=int(times[at]),
            done=int(tables.done[at]),
            done_reached=int(tables.done_reached[at]),
            not_done=int(tables.without[at]),
            not_done_reached=int(tables.without_reached[at]),
            phi=_number(phi[at]),
            difference=float(readout.effect[at]),
            low=_number(readout.interval.low[at]),
            high=_number(readout.interval.high[at]),
            p_value=_number(readout.p_value[at]),
            p_adjusted=_number(p_adjusted[at]),
        )
        for at, name in enumerate(names)
    ]


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
