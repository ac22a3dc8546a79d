"""The order that is shown: by score, then as somebody placed it by hand, with the price of that and the cut line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from truenorth.engines.ranking import Column, Model

T = TypeVar("T")


class Work(Protocol):
    """Something in the list: what it costs to do, and what each week without it costs."""

    @property
    def cost(self) -> float | None: ...
    @property
    def score(self) -> float | None: ...


class CutBy(StrEnum):
    WEEKS = "weeks"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where capacity ends: how many candidates fit from the top, what they take, and the first that does not fit."""

    by: CutBy
    capacity: float
    used: float
    fits: int
    next_cost: float | None


def arrange(ranked: Sequence[T], places: Mapping[T, int]) -> list[T]:
    """The computed order with those placed by hand taken out and put where they were placed, the topmost first."""
    order = [each for each in ranked if each not in places]
    for moved in sorted(
        (each for each in ranked if each in places), key=lambda each: (places[each], ranked.index(each))
    ):
        order.insert(places[moved] - 1, moved)
    return order


def price_of_move(ranked: Sequence[Work], at: int, place: int) -> float | None:
    """What it costs to do one thing earlier or later than its score says, by the exchange of neighbours.

    Doing `a` before `b` instead of after it makes b wait for a's cost and spares a the wait for b's. A wait costs
    score x cost for each unit of time (for a ratio, that is the numerator), so the exchange costs
    cost_a x cost_b x (score_b - score_a); the price is the sum over everything that is passed (Smith 1956).
    None where something has no cost.
    """
    moved = ranked[at]
    target = max(0, min(place - 1, len(ranked) - 1))
    passed = ranked[target:at] if target < at else ranked[at + 1 : target + 1]
    sign = 1 if target < at else -1
    price = 0.0
    for other in passed:
        if None in (moved.cost, moved.score, other.cost, other.score):
            return None
        price += sign * (moved.cost or 0) * (other.cost or 0) * ((other.score or 0) - (moved.score or 0))
    return price


def cost_column(model: Model) -> Column | None:
    """What stands for the time that something takes: the one column that divides."""
    return model.costs[0] if len(model.costs) == 1 else None


def is_in_weeks(column: Column | None) -> bool:
    """Whether a capacity in weeks can be held against it: its unit is weeks, or nobody gave it one."""
    return column is not None and (column.unit is None or str(column.unit) in ("week", "weeks"))


def price_unit(model: Model) -> str:
    """The unit of a price: what a score gains in its unit of time, times that time twice."""
    cost = cost_column(model)
    if cost is None:
        return ""
    if model.formula.unit is not None and cost.unit is not None:
        return str(model.formula.unit * cost.unit**2)
    return f"points \u00d7 {'weeks' if is_in_weeks(cost) else cost.unit}"


def find_cut(costs: Sequence[float | None], *, weeks: float | None, count: int | None) -> Cut | None:
    """The cut through a list, given what each candidate takes from the top; None without a capacity."""
    if weeks is not None:
        used = 0.0
        for fits, cost in enumerate(costs):
            if cost is None or used + cost > weeks + 1e-9:
                return Cut(CutBy.WEEKS, weeks, used, fits, cost)
            used += cost
        return Cut(CutBy.WEEKS, weeks, used, len(costs), None)
    if count is None:
        return None
    fits = min(count, len(costs))
    return Cut(CutBy.COUNT, count, fits, fits, costs[fits] if fits < len(costs) else None)
