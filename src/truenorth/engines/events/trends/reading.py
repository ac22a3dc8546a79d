"""How a trend is answered: one pass a measure over each bucket, and a second look where a property has many values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pyarrow as pa

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.trends.answering import REST, compose
from truenorth.engines.events.trends.grid import Grid, grids_of
from truenorth.engines.events.trends.parts import RangePart, TrendPart, merge, tally
from truenorth.engines.events.trends.passes import (
    Pass,
    Slots,
    a_slot_each,
    chosen_slots,
    letters_of,
    one_slot,
    rank,
    run_passes,
    seen_in,
)
from truenorth.engines.events.trends.plan import Series, Trend
from truenorth.engines.events.trends.result import TrendResult

MOST_CELLS = 5_000_000
"""Intervals times series times values that one bucket may fill: 40 MB."""

Labels = tuple[str | None, ...]


@dataclass(frozen=True)
class TrendQuestion:
    """Answers a Trend.

    Where a breakdown has more values than the plan's `limit`, the first reading only counts events by value;
    `refine` then asks again with the values that get a line fixed, so that actors in "Other" are counted once. Where
    no bucket alone has too many values but all together do, it asks for the events by value in between.
    """

    plan: Trend
    chosen: Labels | None = None
    has_rest: bool = False
    only_events: bool = False

    def columns(self) -> frozenset[str]:
        """The columns that `read` asks for."""
        named = [self.plan.breakdown, *(one.property for one in self.plan.filters)]
        for series in self.plan.lines():
            named += [series.property, *(one.property for one in series.filters)]
        return frozenset({EVENT, *(column_of(name) for name in named if name)})

    @cached_property
    def series(self) -> tuple[Series, ...]:
        """The plan's, made once for all buckets."""
        return self.plan.lines()

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """One a series, and after them any event where a share of the active actors is asked."""
        series = self.series
        asked = tuple(Condition(one.events(), one.filters) for one in series)
        return (*asked, Condition(None)) if any(one.measure == "active_percent" for one in series) else asked

    def read(self, histories: Histories, about: Provenance) -> TrendPart:
        """One bucket: cells for each grid, or only the events by value where there are too many values.

        Raises PlanRefused where intervals times series times values are more than a bucket may fill.
        """
        grids = grids_of(self.plan, about)
        key = EVENT if self.plan.breakdown is None else column_of(self.plan.breakdown)
        letters = letters_of(histories, self.conditions, self.plan.filters, key=key)
        taken = Pass(histories, letters, self.plan, self.series)
        if self.plan.breakdown is None or self.chosen is not None:
            labels, slots = self._fixed_slots(taken)
            return TrendPart(labels, pa.array([], pa.string()), np.empty(0, np.int64), _run(taken, slots, grids))
        column = histories.column(key)
        if self.only_events or len(column.labels) > self.plan.limit + 1:
            return TrendPart(None, *rank(taken, grids, column), ())
        ranges = _run(taken, a_slot_each(column), grids)
        labels = tuple(column.labels.to_pylist())
        seen, is_ranked = seen_in(ranges, labels) or (rank(taken, grids, column), True)
        return TrendPart(labels, *seen, ranges, is_ranked=is_ranked)

    def _fixed_slots(self, taken: Pass) -> tuple[Labels, Slots]:
        if self.plan.breakdown is None:
            return (None,), one_slot(taken.letters)
        chosen = self.chosen or ()
        column = taken.histories.column(column_of(self.plan.breakdown))
        return (*chosen, REST), chosen_slots(column, chosen)

    def refine(self, partials: Sequence[TrendPart], about: Provenance) -> "TrendQuestion | None":  # noqa: ARG002
        """The question to read all buckets with again, None where these parts suffice; to be asked until it is None."""
        if self.plan.breakdown is None or self.chosen is not None:
            return None
        ranked = tally(partials)
        if len(ranked) <= self.plan.limit and all(part.labels is not None for part in partials):
            return None
        if not all(part.is_ranked for part in partials):
            return replace(self, only_events=True)
        chosen = tuple(label for label, _ in ranked[: self.plan.limit])
        return replace(self, chosen=chosen, has_rest=len(ranked) > self.plan.limit)

    def answer(self, partials: Sequence[TrendPart], about: Provenance) -> TrendResult:
        """The lines. Raises RuntimeError where `refine` asks for another reading."""
        if self.refine(partials, about) is not None:
            raise RuntimeError("the buckets must be read again with the question that refine returns")
        grids = grids_of(self.plan, about)
        labels = self._labels(partials)
        merged = [merge(partials, labels=labels, at=at, intervals=grid.size) for at, grid in enumerate(grids)]
        return compose(self.plan, list(zip(grids, merged, strict=True)), labels, about)

    def _labels(self, partials: Sequence[TrendPart]) -> Labels:
        if self.plan.breakdown is None:
            return (None,)
        if self.chosen is not None:
            return (*self.chosen, REST) if self.has_rest else self.chosen
        return tuple(label for label, _ in tally(partials))


def _run(taken: Pass, slots: Slots, grids: Sequence[Grid]) -> tuple[RangePart, ...]:
    for grid in grids:
        if grid.size * taken.conditions * slots.size > MOST_CELLS:
            raise PlanRefused("makes too many points of this range and breakdown", field="interval")
    return tuple(run_passes(taken, slots, grid) for grid in grids)
