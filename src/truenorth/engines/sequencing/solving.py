"""An order for items that have to do with each other: proven where that is quick, searched where it is not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.kernels import fixed
from truenorth.engines.sequencing.bounds import density_bound, preemptive_smith
from truenorth.engines.sequencing.constraints import solve_by_constraints
from truenorth.engines.sequencing.kernels import fill_sets
from truenorth.engines.sequencing.laying import cost_of, lay
from truenorth.engines.sequencing.problem import Shop, part_of
from truenorth.engines.sequencing.searching import Budget, cheapest, search
from truenorth.engines.sequencing.sidney import sidney_blocks
from truenorth.engines.sequencing.starting import by_blocks, greedy

Ints = NDArray[np.int32]
MOST_EXACT = 20
SETS = "dynamic programming over sets"
BLOCKS = "Sidney blocks"
DENSITY = "density of Sidney blocks"
SMITH = "preemptive Smith with heads"
CONSTRAINTS = "CP-SAT"
RULES = "a rule that meets the bound"


@dataclass(frozen=True, slots=True)
class Solved:
    """An order, what no order can cost less than, and which ways led to the one and to the other."""

    order: Ints
    bound: float
    ways: tuple[str, ...]
    bound_ways: tuple[str, ...]

    def joined(self, other: "Solved", members: Ints, *, more: float = 0.0) -> "Solved":
        """With the order of further items, by their numbers, behind; `more` is what these wait for those before."""
        return Solved(
            np.concatenate((self.order, members[other.order])),
            self.bound + other.bound + more,
            tuple(dict.fromkeys(self.ways + other.ways)),
            tuple(dict.fromkeys(self.bound_ways + other.bound_ways)),
        )


def solve(shop: Shop, beginnings: Sequence[Ints], budget: Budget) -> Solved:
    """The cheapest order that can be found; `beginnings` are orders to start from besides those of the rules."""
    if shop.is_plain:
        return _solve_blocks(shop, budget)
    if shop.is_timeless and shop.size <= MOST_EXACT:
        return _proven(shop, cheapest_of_sets(shop), SETS)
    return _searched(shop, beginnings, budget)


def _solve_blocks(shop: Shop, budget: Budget) -> Solved:
    """One Sidney block after the other, each by itself."""
    whole = Solved(np.empty(0, np.int32), 0.0, (BLOCKS,), (BLOCKS,))
    offset = 0.0
    for block in sidney_blocks(shop):
        solved = _solve_block(part_of(shop, block), budget)
        whole = whole.joined(solved, block, more=offset * float(shop.weight[block].sum()))
        offset += float(shop.duration[block].sum())
    return whole


def _solve_block(shop: Shop, budget: Budget) -> Solved:
    if shop.size == 1:
        return Solved(np.zeros(1, np.int32), float(shop.weight[0] * shop.duration[0]), (), ())
    if shop.size <= MOST_EXACT:
        order = cheapest_of_sets(shop)
        return Solved(order, cost_of(shop, order), (SETS,), (SETS,))
    order = search(shop, [greedy(shop, np.arange(shop.size)), by_blocks(shop)], budget)
    return Solved(order, max(density_bound(shop), preemptive_smith(shop)), (_walks(budget),), (DENSITY,))


def cheapest_of_sets(shop: Shop) -> Ints:
    """The cheapest order for one team that never waits: every set of items is looked at once."""
    befores = np.array([sum(1 << each for each in shop.prerequisites(item)) for item in range(shop.size)], np.int64)
    cost, time = np.empty(1 << shop.size), np.empty(1 << shop.size)
    last = np.full(1 << shop.size, -1, np.int8)
    fill_sets(shop, fixed(befores), cost, time, last)
    order = np.empty(shop.size, np.int32)
    done = (1 << shop.size) - 1
    for place in range(shop.size - 1, -1, -1):
        order[place] = last[done]
        done &= ~(1 << int(last[done]))
    return order


def _searched(shop: Shop, beginnings: Sequence[Ints], budget: Budget) -> Solved:
    rules = [greedy(shop, np.arange(shop.size)), by_blocks(shop)]
    bound = preemptive_smith(shop)
    if cost_of(shop, order := cheapest(shop, rules)) <= bound:
        return Solved(order, bound, (RULES,), (SMITH,))
    order = search(shop, [*rules, *beginnings], budget)
    answer = solve_by_constraints(shop, order, budget) if shop.size <= MOST_EXACT else None
    if answer is None:
        return Solved(order, bound, (_walks(budget),), (SMITH,))
    order = cheapest(shop, [order, answer.order])
    if answer.bound > bound and not is_late(shop, order):
        return Solved(order, answer.bound, (_walks(budget), CONSTRAINTS), (CONSTRAINTS,))
    return Solved(order, bound, (_walks(budget), CONSTRAINTS), (SMITH,))


def _walks(budget: Budget) -> str:
    return f"walks of {budget.moves:,} moves over priority lists (seed {budget.seed})"


def _proven(shop: Shop, order: Ints, way: str) -> Solved:
    """Lateness in a cheapest order says nothing about the delay of others, which may be late elsewhere."""
    if is_late(shop, order):
        return Solved(order, preemptive_smith(shop), (way,), (SMITH,))
    return Solved(order, cost_of(shop, order), (way,), (way,))


def is_late(shop: Shop, order: Ints) -> bool:
    """Something is done after its deadline."""
    return bool((lay(shop, order).finishes[0] > shop.deadline).any())
