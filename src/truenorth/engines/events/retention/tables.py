"""Sums by value and cohort as the tables that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.periods import Periods, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.retention.cells import Longs, Span
from truenorth.engines.events.retention.clock import calendar_for
from truenorth.engines.events.retention.kernels import COUNTED, ELIGIBLE, RETAINED
from truenorth.engines.events.retention.merging import Merged, as_of_for
from truenorth.engines.events.retention.plan import Retention
from truenorth.engines.events.retention.result import RetentionCohort, RetentionResult, RetentionTable, RetentionTotal
from truenorth.engines.events.retention.wording import method_of
from truenorth.engines.events.times import MICROS

_DAY = 86_400 * MICROS
LONGEST: Mapping[str, int] = {"hour": _DAY // 24, "day": 30 * _DAY // 24, "week": 8 * _DAY, "month": 32 * _DAY}
"""Microseconds that no calendar period exceeds, changes of the clock included."""


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Cells by cohort: all returns, and for entries whose cell is over the returns and the entries."""

    cohorts: Longs
    retained: Longs
    counted: Longs
    eligible: Longs


def answer_of(plan: Retention, merged: Merged, spans: Sequence[Span], about: Provenance) -> RetentionResult:
    """The result of all buckets."""
    calendar = calendar_for(plan, about)
    method = f"{method_of(plan)} {about.words()}"
    if calendar is None:
        return RetentionResult((), (), {}, method, about.snapshot)
    periods = calendar.periods
    is_over = None
    if plan.clock == "calendar":
        now = _period_at(as_of_for(plan, about), about, plan, periods)
        is_over = merged.cohorts[:, None] + np.array([last for _, last in spans]) <= now
        is_over[:, 0] = True
    cells = _layers(merged, is_over)
    whole = _table(_by_cohort(cells), periods, spans)
    by_value: dict[str, RetentionTable] = {}
    if plan.breakdown is not None:
        by_value = {
            label: _table(_only(cells, merged.values == at), periods, spans) for at, label in enumerate(merged.labels)
        }
    return RetentionResult(whole.cohorts, whole.overall, by_value, method, about.snapshot)


def _period_at(moment: int, about: Provenance, plan: Retention, periods: Periods) -> int:
    """The index of the period at a moment, counted on beyond the data's last one as far as a cell can reach."""
    last = about.last_time or 0
    if moment <= last:
        return periods.index(moment)
    reach = plan.brackets[-1][1] if plan.brackets else plan.periods
    until = min(moment, last + (reach + 1) * LONGEST[plan.period])
    beyond = periods_between(last, until, plan.period, timezone=plan.timezone, week_start=plan.week_start)
    return periods.size - 2 + beyond.size


def _layers(merged: Merged, is_over: NDArray[np.bool_] | None) -> Cells:
    retained = merged.cells[:, RETAINED]
    if is_over is None:
        return Cells(merged.cohorts, retained, merged.cells[:, COUNTED], merged.cells[:, ELIGIBLE])
    return Cells(merged.cohorts, retained, retained * is_over, retained[:, :1] * is_over)


def _only(cells: Cells, kept: NDArray[np.bool_]) -> Cells:
    return Cells(cells.cohorts[kept], cells.retained[kept], cells.counted[kept], cells.eligible[kept])


def _by_cohort(cells: Cells) -> Cells:
    """Values added together."""
    if np.all(np.diff(cells.cohorts) > 0):
        return cells
    cohorts, place = np.unique(cells.cohorts, return_inverse=True)
    summed = []
    for layer in (cells.retained, cells.counted, cells.eligible):
        total = np.zeros((cohorts.size, layer.shape[1]), np.int64)
        np.add.at(total, place.reshape(-1), layer)
        summed.append(total)
    return Cells(cohorts, *summed)


def _table(cells: Cells, periods: Periods, spans: Sequence[Span]) -> RetentionTable:
    mature = cells.eligible == cells.retained[:, :1]
    cohorts = tuple(
        RetentionCohort(periods.label(cohort), counts[0], tuple(counts), tuple(is_mature))
        for cohort, counts, is_mature in zip(
            cells.cohorts.tolist(), cells.retained.tolist(), mature.tolist(), strict=True
        )
    )
    sums = zip(spans, cells.eligible.sum(axis=0).tolist(), cells.counted.sum(axis=0).tolist(), strict=True)
    overall = tuple(
        RetentionTotal(first, last, eligible, retained, retained / eligible if eligible else None)
        for (first, last), eligible, retained in sums
    )
    return RetentionTable(cohorts, overall)
