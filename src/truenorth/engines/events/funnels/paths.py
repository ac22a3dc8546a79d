"""The chosen paths of a bucket: where each began, how far it went, and with which rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.funnels.kernels import (
    LONG_AGO,
    NEVER,
    Found,
    Rules,
    climb_paths,
    find_fillings,
    find_paths,
    trace_fillings,
    trace_paths,
)
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.events.funnels.rows import Gathered, alphabet_of
from truenorth.engines.events.times import MICROS, micros
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Paths:
    """`unit`, `row` (of the entry) and `level` (the last step filled, from 1) of each path, ascending by unit."""

    unit: Longs
    row: Longs
    level: Longs

    @property
    def size(self) -> int:
        return self.unit.size

    def at(self, chosen: slice | Longs) -> "Paths":
        """Some of them."""
        return Paths(self.unit[chosen], self.row[chosen], self.level[chosen])


def window_micros(plan: Funnel) -> int:
    """The window in microseconds."""
    return round(plan.window * MICROS)


def bounds_micros(plan: Funnel) -> tuple[int, int]:
    """From when to when, excluded, a path may begin, in microseconds."""
    return LONG_AGO if plan.since is None else micros(plan.since), NEVER if plan.until is None else micros(plan.until)


def previous_steps(plan: Funnel) -> Longs:
    """For each step, from 1, the last one before that is not optional; 0 for the first. Place 0 is unused."""
    return _ends(plan)[0]


def _ends(plan: Funnel) -> tuple[Longs, Longs]:
    steps = len(plan.steps)
    required = [0, *(k for k, step in enumerate(plan.steps, 1) if not step.optional), steps + 1]
    levels = np.arange(steps + 1)
    before = np.array(required)[np.maximum(np.searchsorted(required, levels) - 1, 0)]
    after = np.array(required)[np.searchsorted(required, levels, side="right")]
    return before.astype(np.int64), after.astype(np.int64)


def rules_of(plan: Funnel, *, is_grouped: bool) -> Rules:
    """The plan as kernels take it."""
    previous, following = _ends(plan)
    since, until = bounds_micros(plan)
    is_alone = plan.count == "totals"
    return Rules(
        previous=fixed(previous),
        following=fixed(following),
        from_step=fixed(np.array([one.from_step for one in plan.exclusions], np.int64)),
        to_step=fixed(np.array([one.to_step for one in plan.exclusions], np.int64)),
        steps=len(plan.steps),
        window=window_micros(plan),
        since=since,
        until=until,
        is_strict=plan.order == "strict",
        is_latest=plan.entry == "latest",
        is_once=plan.entry == "first" and not is_alone,
        is_alone=is_alone,
        is_ended=plan.on_exclusion == "end_attempt",
        is_by_step=plan.ties == "step",
        is_grouped=is_grouped,
    )


def is_simple(plan: Funnel) -> bool:
    """Whether one entry for each level suffices: in order, actors, nothing between steps, none optional."""
    return (
        plan.order == "ordered"
        and plan.count == "actors"
        and plan.entry != "first"
        and plan.ties == "arrival"
        and not plan.exclusions
        and not any(step.optional for step in plan.steps)
    )


def find(plan: Funnel, gathered: Gathered, periods: Periods | None = None) -> Paths:
    """One path for each unit that entered (for each interval in which it did, with periods), or each attempt."""
    room = gathered.may_begin(plan)
    found = Found(*(np.empty(room, np.int64) for _ in range(3)))
    search = find_fillings if plan.order == "unordered" else find_paths
    if periods is None and is_simple(plan):
        search = climb_paths
    rules = rules_of(plan, is_grouped=periods is not None)
    used = search(gathered.rows(periods), alphabet_of(gathered.meets, len(plan.steps)), rules, found)
    return Paths(*(array[:used] for array in found))


def trace(plan: Funnel, gathered: Gathered, paths: Paths) -> NDArray[np.int64]:
    """The rows with which each path filled its steps, `[path, step - 1]`; -1 where it did not.

    For unordered funnels column k - 1 is the row that filled the k-th step.
    """
    taken = np.empty((paths.size, len(plan.steps)), np.int64)
    follow = trace_fillings if plan.order == "unordered" else trace_paths
    chosen = Found(*(np.array(array) for array in (paths.unit, paths.row, paths.level)))
    rules = rules_of(plan, is_grouped=False)
    follow(gathered.rows(None), alphabet_of(gathered.meets, len(plan.steps)), rules, chosen, taken)
    return taken
