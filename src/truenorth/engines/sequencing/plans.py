"""A plan: who starts what when, what waiting costs in it, and what no plan can cost less than."""

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.bounds import check_deadlines
from truenorth.engines.sequencing.errors import OutOfRange
from truenorth.engines.sequencing.items import Item, Team
from truenorth.engines.sequencing.laying import by_start, cost_of, lay
from truenorth.engines.sequencing.problem import Problem, Shop, connected, part_of, read_problem
from truenorth.engines.sequencing.searching import Budget, settle
from truenorth.engines.sequencing.solving import Solved, solve
from truenorth.engines.sequencing.starting import as_listed, greedy

Ints = NDArray[np.int32]
MOVES_PER_ITEM = 1_000
MOST_MOVES = 1_000_000
KEPT = "the plan before"
_SWEEPS = 10


@dataclass(frozen=True, slots=True)
class Late:
    """An item that the plan finishes after its deadline."""

    id: str
    deadline: float
    finish: float


@dataclass(frozen=True, slots=True)
class Plan:
    """An order and what it comes to; times in the unit of the durations.

    `order` has the items as they start. `delay_cost` is the sum of weight times finish, and no plan that keeps the
    deadlines has less than `lower_bound`. `baselines` are the delay costs of two rules: `wsjf_greedy`, where a free
    team takes the highest weight / duration of what is ready, and `input_order`, where it takes the first row; both may
    be late where the plan is not. `method` says in a sentence how the plan was found.
    """

    items: tuple[Item, ...]
    teams: tuple[Team, ...]
    order: tuple[str, ...]
    starts: Mapping[str, float]
    finishes: Mapping[str, float]
    delay_cost: float
    late: tuple[Late, ...]
    lower_bound: float
    bound_method: str
    baselines: Mapping[str, float]
    method: str

    @property
    def gap(self) -> float:
        """By what share the plan may be dearer than the cheapest one; zero where it is proven.

        >>> sequence([Item("A", weight=1, duration=2)]).gap
        0.0
        """
        return 0.0 if self.delay_cost <= self.lower_bound else self.delay_cost / self.lower_bound - 1

    def to_dict(self) -> dict[str, Any]:
        """The plan as JSON has it, with the items that are late.

        >>> sequence([Item("A", weight=1, duration=2)]).to_dict()["starts"]
        {'A': 0.0}
        """
        return {
            "order": list(self.order),
            "starts": dict(self.starts),
            "finishes": dict(self.finishes),
            "delay_cost": self.delay_cost,
            "lower_bound": self.lower_bound,
            "bound_method": self.bound_method,
            "baselines": dict(self.baselines),
            "late": [{"id": each.id, "deadline": each.deadline, "finish": each.finish} for each in self.late],
            "method": self.method,
        }


def sequence(
    items: Iterable[Item],
    teams: Iterable[Team] = (),
    *,
    previous: Sequence[str] = (),
    worth: float = 0.001,
    seed: int = 1,
    moves: int | None = None,
    seconds: float = 8.0,
) -> Plan:
    """The order with the least total cost of delay that can be found: weight times finish, over all items.

    Each item belongs to one team, and a team does one thing at a time unless it has a capacity. Teams that are not
    named in `teams` have none and are never away. Being late costs a thousand times the sum of all weights a unit of
    time, so that deadlines are kept where that can be found; what is late all the same is in `late`.

    One team without dates is solved by Sidney's blocks, each exactly up to 20 items. Everything else is searched: walks
    of `moves` moves each (1,000 per item by default, up to a million), and up to 20 items CP-SAT where OR-Tools is
    installed. Items that share neither team nor dependency are solved apart, so that a change among some leaves the
    others where they are. The order of the rows counts only in ties that the plan before leaves open and in the
    baselines. `previous` is the order of the plan before: it stays wherever a new one would not save the share `worth`
    of the cost. The answer depends on `seed` and `moves` alone, unless the clock of `seconds` had to end the search;
    `method` says when it had.

    Needs numba. Raises SequencingRefused.

    >>> items = [Item("Tour", weight=9, duration=4), Item("Import", weight=2, duration=2)]
    >>> items += [Item("Export", weight=8, duration=2, after=("Import",))]
    >>> plan = sequence(items)
    >>> plan.order, plan.delay_cost, plan.lower_bound, plan.baselines["wsjf_greedy"]
    (('Import', 'Export', 'Tour'), 108.0, 108.0, 112.0)
    """
    problem = read_problem(items, teams, previous)
    check_deadlines(problem)
    _check(seed, moves, seconds, worth)
    now = time.perf_counter()
    budget = Budget(moves=0, seed=seed, since=now, until=now + seconds)
    solved = _solve_parts(problem, set(previous), budget, moves, worth)
    return make_plan(problem, solved, is_cut=budget.is_cut)


def _check(seed: int, moves: int | None, seconds: float, worth: float) -> None:
    if seed < 0:
        raise OutOfRange("must be 0 or above", field="seed")
    if moves is not None and not 0 <= moves <= 10**9:
        raise OutOfRange(f"must be 0 to {10**9:,}", field="moves")
    for field, number in (("seconds", seconds), ("worth", worth)):
        if not (math.isfinite(number) and number >= 0):
            raise OutOfRange("must be a number from 0 on", field=field)


def _solve_parts(problem: Problem, before: set[str], budget: Budget, moves: int | None, worth: float) -> Solved:
    shop = problem.shop
    whole = Solved(np.empty(0, np.int32), 0.0, (), ())
    last = budget.until
    left = shop.size
    for members in connected(shop, by_team=True):
        now = time.perf_counter()
        budget.since, budget.until = now, now + (last - now) * len(members) / left
        left -= len(members)
        budget.moves = min(MOST_MOVES, MOVES_PER_ITEM * len(members)) if moves is None else moves
        known = [problem.items[item].id in before for item in members]
        found = _solve_part(part_of(shop, members), budget, known, worth)
        whole = whole.joined(found, members)
    return Solved(by_start(shop, whole.order), whole.bound, whole.ways, whole.bound_ways)


def _solve_part(part: Shop, budget: Budget, known: Sequence[bool], worth: float) -> Solved:
    """The cheapest order found, or the one before and what is near it where those are as good."""
    before = part.one_by_one()
    found = solve(part, [before], budget)
    best = straightened(part, found.order)
    ceiling = cost_of(part, best) * (1 + worth)
    if all(known) and cost_of(part, before) <= ceiling:
        return replace(found, order=before, ways=(KEPT, *found.ways))
    if any(known) and cost_of(part, near := settle(part, before, budget)) <= ceiling:
        return replace(found, order=near, ways=(KEPT, *found.ways))
    return replace(found, order=best)


def straightened(shop: Shop, order: Ints) -> Ints:
    """The same cost, with team mates of equal weight / duration in the order of their numbers where nothing hinders."""
    cost = cost_of(shop, order)
    for team in range(len(shop.seats) - 1):
        mates = order[shop.team[order] == team].tolist()
        for _ in range(_SWEEPS):
            swapped = False
            for place, (one, other) in enumerate(pairwise(mates)):
                if mates[place] != one or one < other or not _is_alike(shop, one, other):
                    continue
                trial = _pulled(shop, order, one, other)
                if cost_of(shop, trial) <= cost:
                    order, swapped = trial, True
                    mates[place], mates[place + 1] = other, one
            if not swapped:
                break
    return order


def _is_alike(shop: Shop, one: int, other: int) -> bool:
    """Neither waits for the other, and it would cost the same to do either first."""
    same = shop.weight[one] * shop.duration[other] == shop.weight[other] * shop.duration[one]
    return bool(same and not shop.ancestors[other, one])


def _pulled(shop: Shop, order: Ints, one: int, other: int) -> Ints:
    """The other taken right before the one, with what it waits for."""
    low, high = np.flatnonzero((order == one) | (order == other))
    between = order[low:high]
    comes = shop.ancestors[other, between]
    return np.concatenate((order[:low], between[comes], [other], between[~comes], order[high + 1 :])).astype(np.int32)


def make_plan(problem: Problem, solved: Solved, *, is_cut: bool = False) -> Plan:
    """What an order comes to."""
    shop, items = problem.shop, problem.items
    laid = lay(shop, solved.order)
    starts, finishes = laid.starts[0].tolist(), laid.finishes[0].tolist()
    ids = [items[number].id for number in solved.order]
    cost = _delay_cost(shop, solved.order)
    return Plan(
        items=tuple(items[place] for place in np.argsort(problem.rows)),
        teams=problem.teams,
        order=tuple(ids),
        starts={items[number].id: starts[number] for number in solved.order},
        finishes={items[number].id: finishes[number] for number in solved.order},
        delay_cost=cost,
        late=tuple(
            Late(items[number].id, float(shop.deadline[number]), finishes[number])
            for number in solved.order
            if finishes[number] > shop.deadline[number]
        ),
        lower_bound=min(float(solved.bound), cost),
        bound_method="; ".join(solved.bound_ways) or "nothing to do",
        baselines={
            "wsjf_greedy": _delay_cost(shop, greedy(shop, problem.rows)),
            "input_order": _delay_cost(shop, as_listed(shop, problem.rows)),
        },
        method=_method(problem, solved, is_cut=is_cut),
    )


def _delay_cost(shop: Shop, order: Ints) -> float:
    return math.fsum((shop.weight * lay(shop, order).finishes[0]).tolist())


def _method(problem: Problem, solved: Solved, *, is_cut: bool) -> str:
    sizes = f"{len(problem.items):,} items, {len(problem.teams):,} teams"
    cut = " The clock ended the search early: a calmer machine may find another plan." if is_cut else ""
    return (
        f"Least sum of weight times finish ({sizes}), by {', '.join(solved.ways) or 'nothing'}. No plan that keeps the "
        f"deadlines costs less than the lower bound, by {', '.join(solved.bound_ways) or 'nothing'}.{cut}"
    )
