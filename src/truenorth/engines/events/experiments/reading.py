"""Experiment totals as a question: everyone's exposure and numbers in a bucket, summed by variant."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.periods import periods_between
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts.kernels import Bounds
from truenorth.engines.events.cohorts.scan import NEVER, Flags, Floats, Longs, Scan, bounds_between, span_micros
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.experiments.merging import Group, MetricPart, answer_metric, exposures_by_day
from truenorth.engines.events.experiments.plan import DAY_SECONDS, ExperimentTotals, MetricPlan
from truenorth.engines.events.experiments.result import ExperimentTotalsResult
from truenorth.engines.events.experiments.words import words_of
from truenorth.engines.events.times import micros
from truenorth.engines.statistics import StatisticsRefused, tally_arms

NONE = "(none)"
EXPOSURE = 0


@dataclass(frozen=True, eq=False, slots=True)
class ExperimentPart:
    """One bucket: its groups of actors (variant, value of the breakdown) and the sums over each.

    `days` counts first exposures by variant and local date.
    """

    groups: tuple[Group, ...]
    exposed: Longs
    crossed: int
    days: Counter[tuple[str, dt.date]]
    metrics: tuple[MetricPart, ...]


@dataclass(frozen=True, eq=False, slots=True)
class _Exposed:
    """Who was exposed: their places among the bucket's actors, when, and which group each belongs to."""

    actors: Longs
    times: Longs
    group: Longs
    size: int

    def bounds(self, scan: Scan, begin: int, end: int | None) -> Bounds:
        """Rows from `begin` to `end` (excluded, None: no end) after the exposure; none for everyone else."""
        begins, ends = np.full(scan.size, NEVER, np.int64), np.full(scan.size, NEVER, np.int64)
        begins[self.actors] = self.times + begin
        if end is not None:
            ends[self.actors] = self.times + end
        return Bounds(begins, ends)


@dataclass(frozen=True)
class ExperimentQuestion:
    """Answers `ExperimentTotals`."""

    plan: ExperimentTotals

    def columns(self) -> frozenset[str]:
        plan = self.plan
        filters: list[Filter] = [*plan.filters, *plan.exposure_filters]
        names = [plan.variant_property, *([] if plan.breakdown is None else [plan.breakdown])]
        for metric in plan.metrics:
            filters += [*metric.filters, *metric.denominator_filters]
            names += [name for name in (metric.property, metric.denominator_property) if name is not None]
        return frozenset({EVENT, *map(column_of, names), *(column_of(one.property) for one in filters)})

    def read(self, histories: Histories, about: Provenance) -> ExperimentPart:
        scan = Scan.of(histories, _conditions(self.plan), self.plan.filters)
        range_ = bounds_between(scan.size, self.plan.since, self.plan.until)
        rows = scan.first(EXPOSURE, range_)
        has_crossed = scan.distinct(EXPOSURE, range_, column_of(self.plan.variant_property)) > 1
        kept = np.flatnonzero((rows >= 0) & ~(has_crossed & (self.plan.on_crossed == "exclude")))
        groups, group = self._groups(scan, rows[kept])
        exposed = _Exposed(kept, scan.times(rows[kept]), group, len(groups))
        return ExperimentPart(
            groups=groups,
            exposed=np.bincount(group, minlength=len(groups)),
            crossed=int(np.count_nonzero(has_crossed)),
            days=self._days(groups, exposed),
            metrics=self._metrics(scan, exposed, about),
        )

    def _groups(self, scan: Scan, rows: Longs) -> tuple[tuple[Group, ...], Longs]:
        """The groups in which the rows fall, and each row's group."""
        names = [self.plan.variant_property, *([] if self.plan.breakdown is None else [self.plan.breakdown])]
        columns = [scan.histories.column(column_of(name)).labels.to_pylist() for name in names]
        codes = np.stack([scan.values_at(rows, column_of(name)) for name in names], axis=1)
        distinct, group = np.unique(codes, axis=0, return_inverse=True)
        texts = [[columns[at][code] or NONE for at, code in enumerate(each)] for each in distinct.tolist()]
        return tuple((text[0], text[1] if len(text) > 1 else None) for text in texts), group.reshape(-1)

    def _days(self, groups: tuple[Group, ...], exposed: _Exposed) -> Counter[tuple[str, dt.date]]:
        if not exposed.times.size:
            return Counter()
        first, last = int(exposed.times.min()), int(exposed.times.max())
        periods = periods_between(first, last, "day", timezone=self.plan.timezone)
        day = np.searchsorted(periods.edges, exposed.times, side="right") - 1
        counts = np.zeros((exposed.size, periods.size), np.int64)
        np.add.at(counts, (exposed.group, day), 1)
        found: Counter[tuple[str, dt.date]] = Counter()
        for group, at in zip(*np.nonzero(counts), strict=True):
            label = periods.label(int(at))
            found[groups[group][0], label] += int(counts[group, at])
        return found

    def _metrics(self, scan: Scan, exposed: _Exposed, about: Provenance) -> tuple[MetricPart, ...]:
        as_of = micros(self.plan.as_of) if self.plan.as_of is not None else about.last_time or 0
        at, found = EXPOSURE + 1, []
        for metric in self.plan.metrics:
            found.append(self._metric(scan, exposed, metric, at, as_of))
            at += 2 if metric.kind == "ratio" else 1
        return tuple(found)

    def _metric(self, scan: Scan, exposed: _Exposed, metric: MetricPlan, at: int, as_of: int) -> MetricPart:
        over = metric.over_after_seconds()
        mature = np.ones(exposed.times.size, np.bool_) if over is None else exposed.times + span_micros(over) <= as_of
        immature = np.bincount(exposed.group[~mature], minlength=exposed.size)
        kept: Flags = mature if metric.needs_maturity() else np.ones_like(mature)
        values, den = _numbers(scan, metric, at, exposed.bounds(scan, *_span(metric)))
        columns = {"values": values, "den": den}
        if self.plan.pre_days:
            before = exposed.bounds(scan, -span_micros(self.plan.pre_days * DAY_SECONDS), 0)
            columns["pre"], columns["pre_den"] = _numbers(scan, metric, at, before)
        chosen = {name: column[exposed.actors][kept] for name, column in columns.items() if column is not None}
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                tally = tally_arms(exposed.group[kept], exposed.size, **chosen)
        except StatisticsRefused as error:
            raise PlanRefused(f"has numbers too large to square: {metric.name!r}", field="metrics") from error
        if tally.missing.any():
            raise PlanRefused(f"has numbers too large to add: {metric.name!r}", field="metrics")
        return MetricPart(tally.moments, immature)

    def answer(self, partials: Sequence[ExperimentPart], about: Provenance) -> ExperimentTotalsResult:
        groups = sorted(
            {group for part in partials for group in part.groups}, key=lambda group: (group[0], group[1] or "")
        )
        place = {group: at for at, group in enumerate(groups)}
        places = [np.array([place[group] for group in part.groups], np.int64) for part in partials]
        exposed: Counter[str] = Counter()
        for part in partials:
            for (variant, _), count in zip(part.groups, part.exposed.tolist(), strict=True):
                exposed[variant] += count
        totals = [
            total
            for at, metric in enumerate(self.plan.metrics)
            for total in answer_metric(metric, groups, [part.metrics[at] for part in partials], places)
        ]
        return ExperimentTotalsResult(
            exposed=dict(sorted(exposed.items())),
            crossed=sum(part.crossed for part in partials),
            exposures=exposures_by_day([part.days for part in partials]),
            totals=tuple(totals),
            method=f"{words_of(self.plan)} {about.words()}",
            snapshot=about.snapshot,
        )


def _conditions(plan: ExperimentTotals) -> list[Condition]:
    has_variant = Filter(property=plan.variant_property, operator="set")
    found = [Condition((plan.exposure,), (*plan.exposure_filters, has_variant))]
    for metric in plan.metrics:
        found.append(_condition(metric.event, metric.filters))
        if metric.kind == "ratio":
            found.append(_condition(metric.denominator_event, metric.denominator_filters))
    return found


def _condition(event: str | None, filters: tuple[Filter, ...]) -> Condition:
    return Condition(None if event is None else (event,), filters)


def _span(metric: MetricPlan) -> tuple[int, int | None]:
    """Begin and end (excluded) of what counts, in microseconds after the exposure."""
    if metric.days is not None:
        begin, end = (span_micros(day * DAY_SECONDS) for day in metric.days)
        return begin, end
    return 0, None if metric.window is None else span_micros(metric.window) + 1


def _numbers(scan: Scan, metric: MetricPlan, at: int, bounds: Bounds) -> tuple[Floats, Floats | None]:
    """The metric of every actor over its bounds, and its denominator where it has one, shape (actors,)."""
    if metric.kind in ("conversion", "retention"):
        return scan.count(at, bounds, enough=1).astype(np.float64), None
    value = _number(scan, metric.property, at, bounds)
    return value, _number(scan, metric.denominator_property, at + 1, bounds) if metric.kind == "ratio" else None


def _number(scan: Scan, name: str | None, at: int, bounds: Bounds) -> NDArray[np.float64]:
    return scan.count(at, bounds).astype(np.float64) if name is None else scan.total(at, bounds, column_of(name))
