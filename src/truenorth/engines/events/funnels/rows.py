"""The rows of a bucket on which a funnel depends, gathered, spelled and grouped into units."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.asking.histories import MISSING, Column, Histories
from truenorth.engines.events.asking.letters import MOST_LETTERS, OTHER, Condition, Letters, spell, walk_of
from truenorth.engines.events.asking.periods import Periods
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.funnels.kernels import Alphabet, Rows, gather_rows
from truenorth.engines.events.funnels.plan import Funnel
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Gathered:
    """Rows in the order of their units. Unit `u`, of actor `owner[u]`, has rows `edges[u]` to `edges[u + 1]`.

    `source` is the bucket's settled row, or their number plus the recent row; `meets[letter, condition]` says what
    `letter` means, the steps first and then the exclusions.
    """

    edges: Longs
    owner: Longs
    time: Longs
    letter: NDArray[np.uint16]
    source: NDArray[np.int32]
    meets: Flags

    def rows(self, periods: Periods | None) -> Rows:
        """The rows as kernels take them, each in its interval."""
        group = np.empty(0, np.int32)
        if periods is not None:
            group = (np.searchsorted(periods.edges, self.time, side="right") - 1).astype(np.int32)
        return Rows(fixed(self.edges), fixed(self.time), fixed(self.letter), fixed(group))

    def may_begin(self, plan: Funnel) -> int:
        """How many rows may begin a path."""
        return int(np.count_nonzero(_begins(self.meets, plan)[self.letter]))


def conditions_of(plan: Funnel) -> list[Condition]:
    """One for each step."""
    return [Condition(step.events, step.filters) for step in plan.steps]


def spell_funnel(plan: Funnel, histories: Histories) -> Letters:
    """A condition for each step and, after them, for each exclusion."""
    exclusions = [Condition((one.event,), one.filters) for one in plan.exclusions]
    return spell(histories, [*conditions_of(plan), *exclusions], plan.filters)


def alphabet_of(meets: Flags, steps: int) -> Alphabet:
    """Lists of the steps (from 1, last first) and the exclusions (from 0) that each letter meets."""
    return Alphabet(*_lists(meets[:, :steps][:, ::-1], first=steps, by=-1), *_lists(meets[:, steps:], first=0, by=1))


def _lists(meets: Flags, *, first: int, by: int) -> tuple[Longs, Longs]:
    starts = np.concatenate([[0], np.cumsum(meets.sum(axis=1))]).astype(np.int64)
    return fixed(starts), fixed((first + by * np.nonzero(meets)[1]).astype(np.int64))


def gather(plan: Funnel, histories: Histories) -> Gathered:
    """The rows that meet a step or an exclusion (all visible ones for strict order) of actors who may begin."""
    letters = spell_funnel(plan, histories)
    least = OTHER if plan.order == "strict" else OTHER + 1
    edges, time, letter, source = gather_rows(
        walk_of(histories),
        letters.settled,
        letters.recent,
        letters.lut,
        fixed((letters.lut >= least).astype(np.uint64)),
        fixed(_begins(letters.meets, plan)),
    )
    found = Gathered(edges, np.arange(histories.size), time, letter, source, letters.meets)
    for place, step in enumerate(plan.steps):
        if step.first_time:
            found = _only_first(found, place)
    return _hold(plan.hold_constant, found, histories) if plan.hold_constant else found


def _begins(meets: Flags, plan: Funnel) -> Flags:
    """Letters that may begin a path: those that meet step 1; any step in an unordered funnel."""
    counted = len(plan.steps) if plan.order == "unordered" else 1
    begins: Flags = np.logical_or.reduce(meets[:, :counted], axis=1)
    return begins


def _only_first(found: Gathered, step: int) -> Gathered:
    """Only each actor's first row that meets this step does; the others get letters without it."""
    rows = np.flatnonzero(found.meets[found.letter, step])
    owners = np.searchsorted(found.edges, rows, side="right")
    later = rows[1:][owners[1:] == owners[:-1]]
    without = found.meets.copy()
    without[:, step] = False
    letters = len(found.meets)
    codes = found.letter.astype(np.int64)
    codes[later] += letters
    kept, narrow = np.unique(np.concatenate([[0, OTHER], codes]), return_inverse=True)
    if kept.size > MOST_LETTERS:
        raise PlanRefused("are too many different first-time steps on one row", field="steps")
    return replace(
        found, letter=narrow.reshape(-1)[2:].astype(np.uint16), meets=np.concatenate([found.meets, without])[kept]
    )


def _hold(names: Sequence[str], found: Gathered, histories: Histories) -> Gathered:
    """A unit for each actor and values; rows without one of the values are left out."""
    owner = np.repeat(found.owner, np.diff(found.edges))
    value = np.zeros(owner.size, np.int64)
    is_whole = np.ones(owner.size, np.bool_)
    for name in names:
        codes = codes_at(histories, name, found.source).astype(np.int64)
        is_whole &= codes != MISSING
        value = np.unique(value * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1].reshape(-1)
    kept = np.flatnonzero(is_whole)
    order = kept[np.lexsort((kept, value[kept], owner[kept]))]
    is_new = np.ones(order.size, np.bool_)
    is_new[1:] = (owner[order][1:] != owner[order][:-1]) | (value[order][1:] != value[order][:-1])
    begins = np.flatnonzero(is_new)
    return Gathered(
        np.append(begins, order.size).astype(np.int64),
        owner[order[begins]],
        found.time[order],
        found.letter[order],
        found.source[order],
        found.meets,
    )


def codes_at(histories: Histories, name: str, source: NDArray[np.integer]) -> NDArray[np.int64]:
    """The codes of a property at rows given as in `Gathered.source`."""
    column: Column = histories.column(column_of(name))
    shift = histories.settled_time.size
    if not column.recent.size:
        settled: NDArray[np.int64] = column.settled.take(source).astype(np.int64)
        return settled
    codes = np.empty(source.size, np.int64)
    is_settled = source < shift
    codes[is_settled] = column.settled[source[is_settled]]
    codes[~is_settled] = column.recent[source[~is_settled] - shift]
    return codes
