"""The calendar of the data, with a table that finds a moment's period without a search."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.periods import Periods, Unit, WeekStart, periods_between
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.retention.plan import Retention


@dataclass(frozen=True, eq=False, slots=True)
class Calendar:
    """Periods, and guesses: a moment's period is `guesses[(moment - edges[0]) >> shift]` or the one after it."""

    periods: Periods
    guesses: NDArray[np.int64]
    shift: int


def calendar_for(plan: Retention, about: Provenance) -> Calendar | None:
    """The calendar periods of the data, None where there is none; the same for every bucket.

    >>> calendar = calendar_for(Retention(), Provenance("g1", 2, 0, 86_400_000_000))
    >>> calendar.periods.size, calendar.guesses.tolist()
    (2, [0, 0, 1])
    """
    if about.first_time is None or about.last_time is None:
        return None
    return _calendar(about.first_time, about.last_time, plan.period, plan.timezone, plan.week_start)


@lru_cache(maxsize=16)
def _calendar(first: int, last: int, unit: Unit, timezone: str, week_start: WeekStart) -> Calendar:
    periods = periods_between(first, last, unit, timezone=timezone, week_start=week_start)
    edges = periods.edges
    shift = int(np.diff(edges).min()).bit_length() - 1  # a stretch shorter than every period holds one edge at most
    stretches = (int(edges[-1] - edges[0]) >> shift) + 1
    begins = edges[0] + (np.arange(stretches, dtype=np.int64) << shift)
    found = np.searchsorted(edges, begins, side="right") - 1
    return Calendar(periods, np.minimum(found, periods.size - 1).astype(np.int64), shift)
