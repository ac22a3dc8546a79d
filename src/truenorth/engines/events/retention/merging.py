"""Parts of an answer: cells by cohort and value, small to send and easy to add."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Column
from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.retention.cells import Longs
from truenorth.engines.events.retention.kernels import Ledger
from truenorth.engines.events.retention.plan import Retention
from truenorth.engines.events.times import micros

MOST_CELLS = 6_000_000
"""Cells of all cohorts together: of a bucket, and of an answer."""

NO_VALUE = "(none)"


@dataclass(frozen=True, eq=False, slots=True)
class RetentionPartial:
    """One bucket. `cells[row]` belongs to `cohorts[row]` (a period's index) and `labels[values[row]]`.

    `cells` has the shape (rows, layers, cells), in the narrowest unsigned integers that hold it.
    """

    labels: tuple[str, ...]
    values: NDArray[np.int64]
    cohorts: NDArray[np.int32]
    cells: NDArray[Any]


@dataclass(frozen=True, eq=False, slots=True)
class Merged:
    """All buckets, sorted by value and cohort; int64 cells of the shape (rows, layers, cells)."""

    labels: tuple[str, ...]
    values: Longs
    cohorts: Longs
    cells: Longs


def as_of_for(plan: Retention, about: Provenance) -> int:
    """The moment from which periods count as over, in microseconds: the plan's, or the last event's.

    >>> as_of_for(Retention(), Provenance("g1", 2, 0, 5))
    5
    """
    return (about.last_time or 0) if plan.as_of is None else micros(plan.as_of)


def part_of(ledger: Ledger, periods: Periods, column: Column | None, summed: Sequence[int]) -> RetentionPartial:
    """A kernel's ledger as a partial; the layers in `summed` are added up from the last cell first.

    Raises PlanRefused where the ledger was too small, that is above MOST_CELLS.
    """
    used = int(ledger.used[0])
    if used < 0:
        raise too_many(ledger.cells.size)
    cells = ledger.cells[:used]
    for layer in summed:
        cells[:, layer] = np.cumsum(cells[:, layer, ::-1], axis=1)[:, ::-1]
    codes, values = np.unique(ledger.keys[:used] // periods.size, return_inverse=True)
    labels = (NO_VALUE,) * codes.size if column is None else _labels(column, codes)
    narrow = cells.astype(np.min_scalar_type(int(cells.max(initial=0))))
    return RetentionPartial(labels, values.reshape(-1), (ledger.keys[:used] % periods.size).astype(np.int32), narrow)


def _labels(column: Column, codes: Longs) -> tuple[str, ...]:
    found = column.labels.take(codes).to_pylist()
    return tuple(NO_VALUE if label is None else label for label in found)


def too_many(cells: int) -> PlanRefused:
    """The refusal of a table that nobody could read.

    >>> too_many(6_000_000).field
    'periods'
    """
    return PlanRefused(
        f"make a table of more than {min(cells, MOST_CELLS):,} cells: narrow since and until, or take a longer period",
        field="periods",
    )


def merge(partials: Sequence[RetentionPartial], *, layers: int, width: int) -> Merged:
    """Sums by value and cohort over the buckets, `layers` of `width` cells a row; PlanRefused above MOST_CELLS."""
    labels = tuple(sorted({label for partial in partials for label in partial.labels}))
    place = {label: at for at, label in enumerate(labels)}
    most = 1 + max((int(partial.cohorts.max()) for partial in partials), default=0)
    keys = [
        np.array([place[label] for label in partial.labels], np.int64)[partial.values] * most + partial.cohorts
        for partial in partials
    ]
    distinct = np.unique(np.concatenate([*keys, np.empty(0, np.int64)]))
    if distinct.size * layers * width > MOST_CELLS:
        raise too_many(MOST_CELLS)
    cells = np.zeros((distinct.size, layers, width), np.int64)
    for key, partial in zip(keys, partials, strict=True):
        rows = np.searchsorted(distinct, key)
        if len(set(partial.labels)) == len(partial.labels):
            cells[rows] += partial.cells
        else:  # a value that is written like a missing one
            np.add.at(cells, rows, partial.cells)
    return Merged(labels, distinct // most, distinct % most, cells)
