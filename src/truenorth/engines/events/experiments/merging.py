"""Sums of several buckets as one."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.experiments.plan import MetricPlan
from truenorth.engines.events.experiments.result import DayExposures, VariantTotals
from truenorth.engines.statistics import Moments

Longs = NDArray[np.int64]
Group = tuple[str, str | None]
"""A variant, and the value of the breakdown where there is one."""


@dataclass(frozen=True, eq=False, slots=True)
class MetricPart:
    """A metric in one bucket, by group: its moments and how many actors' windows are not over, shape (groups,).

    The moments are sums of what each actor differs from the bucket's mean, which they carry as their shift; added
    up they keep the digits of the variance (Chan, Golub and LeVeque 1983).
    """

    moments: Moments
    immature: Longs


def answer_metric(
    metric: MetricPlan, groups: Sequence[Group], parts: Sequence[MetricPart], places: Sequence[Longs]
) -> list[VariantTotals]:
    """The totals of one metric: of each variant as a whole, then of its values of the breakdown.

    `places` holds for each part where its groups stand among `groups`.

    >>> metric = MetricPlan(name="buys", kind="count", event="buy")
    >>> part = MetricPart(Moments(n=[2.0], sum=[3.0], sum_squares=[5.0]), np.array([0]))
    >>> [total.sum for total in answer_metric(metric, [("a", None)], [part, part], [np.array([0]), np.array([0])])]
    [6.0]
    """
    if not groups:
        return []
    spread = [_spread(part.moments, at, len(groups)) for part, at in zip(parts, places, strict=True) if at.size]
    moments = spread[0]
    for more in spread[1:]:
        moments += more
    immature = np.zeros(len(groups), np.int64)
    for part, at in zip(parts, places, strict=True):
        immature[at] += part.immature
    return _totals(metric, groups, moments, immature)


def _spread(moments: Moments, places: Longs, size: int) -> Moments:
    """The same sums with zeros for the groups that a bucket has not."""
    found = {}
    for name in moments.given():
        value = moments.array(name)
        if not name.endswith("shift"):
            whole = np.zeros(size)
            whole[places] = value
            value = whole
        found[name] = value
    return Moments(**found)


def _totals(metric: MetricPlan, groups: Sequence[Group], moments: Moments, immature: Longs) -> list[VariantTotals]:
    found = []
    for variant in dict.fromkeys(group[0] for group in groups):
        inside = [at for at, group in enumerate(groups) if group[0] == variant]
        whole = _sum(moments, inside)
        found.append(VariantTotals.of(metric, (variant, None), whole, int(immature[inside].sum())))
        found += [
            VariantTotals.of(metric, groups[at], _sum(moments, [at]), int(immature[at]))
            for at in inside
            if groups[at][1] is not None
        ]
    return found


def _sum(moments: Moments, inside: list[int]) -> Moments:
    """The sums of some groups together: all have the same shift."""
    names = list(moments.given())
    sums = {name: float(moments.array(name)[inside].sum()) for name in names if not name.endswith("shift")}
    return Moments(**sums, **{name: float(moments.array(name)) for name in names if name.endswith("shift")})


def exposures_by_day(parts: Sequence[Counter[tuple[str, dt.date]]]) -> tuple[DayExposures, ...]:
    """First exposures of every variant on every day from the first exposure to the last.

    >>> exposures_by_day([Counter({("a", dt.date(2024, 3, 1)): 2}), Counter({("a", dt.date(2024, 3, 1)): 1})])
    (DayExposures(day=datetime.date(2024, 3, 1), variant='a', actors=3),)
    """
    counts: Counter[tuple[str, dt.date]] = Counter()
    for part in parts:
        counts.update(part)
    if not counts:
        return ()
    first, last = min(day for _, day in counts), max(day for _, day in counts)
    days = [first + dt.timedelta(days=at) for at in range((last - first).days + 1)]
    variants = sorted({variant for variant, _ in counts})
    return tuple(DayExposures(day, variant, counts[variant, day]) for day in days for variant in variants)
