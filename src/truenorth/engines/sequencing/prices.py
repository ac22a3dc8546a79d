"""What a change by hand costs, in the unit of the delay cost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.sequencing.errors import ChangeRefused, ItemUnknown
from truenorth.engines.sequencing.items import check_number
from truenorth.engines.sequencing.laying import by_start, lay
from truenorth.engines.sequencing.plans import Late, Plan, make_plan
from truenorth.engines.sequencing.problem import Problem, read_problem
from truenorth.engines.sequencing.solving import Solved

Ints = NDArray[np.int32]
CHANGED = "a change by hand"


@dataclass(frozen=True, slots=True)
class Before:
    """Take an item right before another one of its team, with all it waits for.

    >>> Before("A-2", "A-1").other
    'A-1'
    """

    id: str
    other: str


@dataclass(frozen=True, slots=True)
class StartAt:
    """Drag an item to a date: held back to it, or taken before whatever its team would start from then on.

    >>> StartAt("A-1", 30).at
    30
    """

    id: str
    at: float


Change = Before | StartAt


@dataclass(frozen=True, slots=True)
class Price:
    """What a change costs: `cost` more than before, or less where it is negative, in weight times time.

    `moved` says of every item whose finish changes by how much it is later, those first that cost most; `newly_late`
    are those that pass their deadlines by it. `plan` is the plan with the change, all else in its order.
    """

    cost: float
    moved: Mapping[str, float]
    newly_late: tuple[Late, ...]
    plan: Plan

    def to_dict(self) -> dict[str, Any]:
        """The price as JSON has it, without the plan."""
        return {"cost": self.cost, "moved": dict(self.moved), "newly_late": [each.id for each in self.newly_late]}


def price(plan: Plan, change: Change) -> Price:
    """The plan with one change by hand, and what it costs.

    All other items keep their order and start as early as they can; what the item waits for comes along with it.
    Raises ItemUnknown, OutOfRange, or ChangeRefused where an item would come before what it waits for.

    >>> from truenorth.engines.sequencing import Item, sequence
    >>> plan = sequence([Item("Tour", weight=9, duration=3), Item("Theme", weight=1, duration=5)])
    >>> found = price(plan, Before("Theme", "Tour"))
    >>> found.cost, dict(found.moved)
    (42.0, {'Tour': 5.0, 'Theme': -3.0})
    """
    problem = read_problem(plan.items, plan.teams, plan.order)
    numbers = {id_: number for number, id_ in enumerate(plan.order)}
    if change.id not in numbers:
        raise ItemUnknown("is not in the plan", field="id", item=change.id)
    if isinstance(change, Before):
        return _priced(plan, problem, _taken(problem, numbers[change.id], _find_mate(problem, numbers, change)))
    check_number(change.at, field="at", item=change.id)
    return _dragged(plan, problem, numbers[change.id], change.at)


def _find_mate(problem: Problem, numbers: Mapping[str, int], change: Before) -> int:
    if change.other not in numbers:
        raise ItemUnknown("is not in the plan", field="before", item=change.other)
    item, other = numbers[change.id], numbers[change.other]
    if item == other or problem.shop.team[item] != problem.shop.team[other]:
        raise ChangeRefused(
            f"cannot come before {change.other}: they must be two items of one team", field="before", item=change.id
        )
    if problem.shop.ancestors[item, other]:
        raise ChangeRefused(f"waits for {change.other} and cannot come before it", field="before", item=change.id)
    return other


def _taken(problem: Problem, item: int, other: int) -> Ints:
    """The order with an item right before another, with what must then come along."""
    ancestors = problem.shop.ancestors
    order = np.arange(problem.shop.size, dtype=np.int32)
    comes = ancestors[item] & (order > other) if other < item else ancestors[:, item] & (order < other)
    comes[item] = True
    return np.concatenate((order[(order < other) & ~comes], order[comes], order[(order >= other) & ~comes]))


def _dragged(plan: Plan, problem: Problem, item: int, at: float) -> Price:
    """Where the item would stand among its team mates if it were not in the plan."""
    shop = problem.shop
    order = np.arange(shop.size, dtype=np.int32)
    starts = np.array([plan.starts[id_] for id_ in plan.order])
    if at > starts[item]:
        problem = _held(problem, item, at)
        along = shop.ancestors[:, item].copy()
        along[item] = True
        starts = lay(problem.shop, np.concatenate((order[~along], order[along]))).starts[0]
    mates = (shop.team == shop.team[item]) & (starts >= at) & ~shop.ancestors[item] & (order != item)
    place = int(np.flatnonzero(mates)[0]) if mates.any() else shop.size
    return _priced(plan, problem, _taken(problem, item, place))


def _held(problem: Problem, item: int, at: float) -> Problem:
    items = list(problem.items)
    items[item] = replace(items[item], release=at)
    return replace(problem, items=tuple(items), shop=problem.shop.held(item, at))


def _priced(plan: Plan, problem: Problem, order: Ints) -> Price:
    solved = Solved(by_start(problem.shop, order), plan.lower_bound, (CHANGED,), (plan.bound_method,))
    changed = make_plan(problem, solved)
    later = {id_: finish - plan.finishes[id_] for id_, finish in changed.finishes.items()}
    weights = {item.id: item.weight for item in plan.items}
    moved = sorted((id_ for id_ in later if later[id_]), key=lambda id_: -abs(later[id_]) * weights[id_])
    before = {each.id for each in plan.late}
    return Price(
        cost=changed.delay_cost - plan.delay_cost,
        moved={id_: later[id_] for id_ in moved},
        newly_late=tuple(each for each in changed.late if each.id not in before),
        plan=changed,
    )
