"""From the parts of all buckets to a result."""

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels.paths import previous_steps
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.funnels.result import FunnelResult, FunnelStep, FunnelTimes, Steps
from truenorth.engines.events.funnels.tallies import Durations, FunnelPartial, Tally, add_tallies
from truenorth.engines.events.funnels.wording import words_of
from truenorth.engines.events.times import MICROS

MOST_BINS = 60

Longs = NDArray[np.int64]


def compose(plan: Funnel, partials: Sequence[FunnelPartial], about: Provenance) -> FunnelResult:
    """The result of all buckets' parts."""
    tally = add_tallies([part.by_value for part in partials])
    intervals = add_tallies([part.by_interval for part in partials if part.by_interval], order=lambda moment: moment)
    return FunnelResult(
        steps=_steps(plan, _sum(tally, len(plan.steps))),
        times=_times(tally.spans) if len(plan.steps) > 1 else None,
        breakdown=_breakdown(plan, tally) if plan.breakdown is not None else {},
        over_time={
            _label(plan, int(moment)): steps
            for moment, steps in zip(intervals.labels, _by_label(plan, intervals), strict=True)
        },
        method=f"{words_of(plan)} {about.words()}",
        snapshot=about.snapshot,
    )


def _sum(tally: Tally, steps: int) -> Tally:
    """All labels together."""
    spans = tuple(Durations(np.zeros_like(each.label), each.micros) for each in tally.spans)
    done, waiting = (counts.sum(axis=0).reshape(1, -1) for counts in (tally.done, tally.waiting))
    if not tally.labels:
        done = waiting = np.zeros((1, steps), np.int64)
    return Tally(("",), done, waiting, spans)


def _breakdown(plan: Funnel, tally: Tally) -> dict[str, Steps]:
    found = zip((str(label) for label in tally.labels), _by_label(plan, tally), strict=True)
    return dict(sorted(found, key=lambda item: (-item[1][0].actors, item[0])))


def _label(plan: Funnel, moment: int) -> dt.date:
    """The local date on which an interval begins; for hours the local time at a fixed offset."""
    edges = np.array([moment, moment], np.int64)
    label = Periods(edges, plan.interval or "day", plan.timezone).label(0)
    return dt.datetime.fromisoformat(label.isoformat()) if isinstance(label, dt.datetime) else label


def _steps(plan: Funnel, tally: Tally) -> Steps:
    return _by_label(plan, tally)[0]


def _by_label(plan: Funnel, tally: Tally) -> list[Steps]:
    """The steps of each label."""
    previous = previous_steps(plan)
    spans = [_split(each, len(tally.labels)) for each in tally.spans[1:]]
    found = []
    for at in range(len(tally.labels)):
        done, waiting = tally.done[at], tally.waiting[at]
        steps = [_first(plan.steps[0].name, int(done[0]))]
        for k in range(2, len(plan.steps) + 1):
            durations = spans[k - 2][at] if spans else np.empty(0, np.int64)
            counts = int(done[0]), int(done[previous[k] - 1]), int(done[k - 1]), int(waiting[k - 1])
            steps.append(_next(plan.steps[k - 1].name, counts, durations))
        found.append(tuple(steps))
    return found


def _first(name: str, actors: int) -> FunnelStep:
    return FunnelStep(name, actors, 0, 0, _share(actors, actors), _share(actors, actors), None, None)


def _next(name: str, counts: tuple[int, int, int, int], durations: Longs) -> FunnelStep:
    first, previous, actors, waiting = counts
    return FunnelStep(
        name=name,
        actors=actors,
        in_window=waiting,
        dropped=previous - actors - waiting,
        conversion=_share(actors, first),
        conversion_from_previous=_share(actors, previous),
        mean_seconds=float(durations.mean()) / MICROS if durations.size else None,
        median_seconds=_median(durations) / MICROS if durations.size else None,
    )


def _median(values: Longs) -> float:
    """As `np.median`; of whole numbers one partition does, at a fifth of the cost of others."""
    half = values.size // 2
    parted = np.partition(values, half)
    upper = float(parted[half])
    return upper if values.size % 2 else (float(parted[:half].max()) + upper) / 2


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _split(durations: Durations, labels: int) -> list[Longs]:
    """The microseconds of each label."""
    if labels == 1:
        return [durations.micros]
    order = np.argsort(durations.label, kind="stable")
    edges = np.searchsorted(durations.label[order], np.arange(1, labels))
    return np.split(durations.micros[order], edges)


def _times(spans: Sequence[Durations]) -> FunnelTimes | None:
    seconds = np.sort(spans[0].micros) / MICROS if spans else np.empty(0)
    if not seconds.size:
        return None
    p10, p25, p50, p75, p90 = (float(each) for each in np.quantile(seconds, [0.1, 0.25, 0.5, 0.75, 0.9]))
    bins = min(MOST_BINS, math.ceil(math.cbrt(seconds.size)))
    counts, edges = np.histogram(seconds, bins=bins, range=(0.0, float(seconds.max()) or 1.0))
    return FunnelTimes(
        mean_seconds=float(seconds.mean()),
        median_seconds=p50,
        p10_seconds=p10,
        p25_seconds=p25,
        p75_seconds=p75,
        p90_seconds=p90,
        bin_edges_seconds=tuple(edges.tolist()),
        bin_counts=tuple(counts.tolist()),
    )
