"""The table's columns: which periods after the entry each cell holds, and from when on a cell is over."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.retention.plan import Retention

Longs = NDArray[np.int64]

Span = tuple[int, int]
"""The first and the last period of a cell, both included, counted from the entry's."""


def spans_of(plan: Retention) -> tuple[Span, ...]:
    """The cells' periods; cell 0 is the entry's own.

    >>> spans_of(Retention(periods=3)), spans_of(Retention(brackets=((1, 3), (4, 7))))
    (((0, 0), (1, 1), (2, 2)), ((0, 0), (1, 3), (4, 7)))
    """
    if plan.brackets is not None:
        return ((0, 0), *plan.brackets)
    return tuple((period, period) for period in range(plan.periods))


@lru_cache(maxsize=16)
def cell_of(spans: tuple[Span, ...]) -> Longs:
    """For each period after the entry its cell, -1 between two brackets.

    >>> cell_of(((0, 0), (1, 2), (4, 4))).tolist()
    [0, 1, 1, -1, 2]
    """
    cells = np.full(spans[-1][1] + 1, -1, np.int64)
    for cell, (first, last) in enumerate(spans):
        cells[first : last + 1] = cell
    return cells


@lru_cache(maxsize=16)
def ripe_of(spans: tuple[Span, ...]) -> Longs:
    """For each period after the entry the last cell that is over once this period is.

    >>> ripe_of(((0, 0), (1, 2), (4, 4))).tolist()
    [0, 0, 1, 1, 2]
    """
    ends = np.array([last for _, last in spans], np.int64)
    ripe: Longs = np.searchsorted(ends, np.arange(ends[-1] + 1), side="right") - 1
    return ripe.astype(np.int64)


@lru_cache(maxsize=16)
def bits_of(spans: tuple[Span, ...]) -> NDArray[np.uint64]:
    """For each cell its periods as bits of a word; periods from 64 on do not fit and are left out.

    >>> bits_of(((0, 0), (1, 2), (4, 4))).tolist()
    [1, 6, 16]
    """
    words = [((2 << last) - (1 << first)) % (1 << 64) for first, last in spans]
    return np.array(words, np.uint64)
