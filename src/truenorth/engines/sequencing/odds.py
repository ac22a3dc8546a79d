"""How likely the dates are: the plan carried out many times, with durations drawn from their ranges."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from truenorth.engines.sequencing.errors import ItemUnknown, OutOfRange
from truenorth.engines.sequencing.items import Item
from truenorth.engines.sequencing.laying import lay
from truenorth.engines.sequencing.plans import Plan
from truenorth.engines.sequencing.problem import read_problem

Floats = NDArray[np.float64]
MOST_DRAWS = 100_000
_TENTH = 1.2815515655446004
_CELLS_AT_ONCE = 1 << 21


@dataclass(frozen=True, slots=True)
class Dates:
    """When an item is done in one of ten, one of two and nine of ten cases, and the chance to keep its deadline."""

    p10: float
    p50: float
    p90: float
    on_time: float | None

    def to_dict(self) -> dict[str, float | None]:
        """The dates to two digits, and the chance to three, as JSON has them.

        >>> Dates(1.0049, 2.0, 3.0, None).to_dict()["p10"]
        1.0
        """
        dates = {"p10": self.p10, "p50": self.p50, "p90": self.p90}
        share = None if self.on_time is None else round(self.on_time, 3)
        return {**{name: round(date, 2) for name, date in dates.items()}, "on_time": share}


@dataclass(frozen=True, slots=True)
class Odds:
    """The dates of every item, of the whole plan (when its last item is done), and of its delay cost.

    `finishes` are the draws themselves, in ascending order, for `chance`.
    """

    dates: Mapping[str, Dates]
    whole: Dates
    delay_cost: Dates
    method: str
    finishes: Mapping[str, Floats] = field(compare=False, repr=False)

    def chance(self, id_: str, *, by: float) -> float:
        """The share of the draws in which the item is done by then. Raises ItemUnknown.

        >>> from truenorth.engines.sequencing import Item, odds, sequence
        >>> found = odds(sequence([Item("A", weight=1, duration=4, spread=(2, 12))]))
        >>> found.chance("A", by=4), found.chance("A", by=12)
        (0.5, 0.9)
        """
        if id_ not in self.finishes:
            raise ItemUnknown("is not in the plan", field="id", item=id_)
        draws = self.finishes[id_]
        return int(np.searchsorted(draws, by, side="right")) / len(draws)

    def to_dict(self) -> dict[str, Any]:
        """The dates as JSON has them."""
        return {
            "dates": {id_: dates.to_dict() for id_, dates in self.dates.items()},
            "whole": self.whole.to_dict(),
            "delay_cost": self.delay_cost.to_dict(),
            "method": self.method,
        }


def odds(plan: Plan, *, draws: int = 10_000, seed: int = 1) -> Odds:
    """Carry the plan out many times, each time with other durations.

    A duration with a spread is drawn so that `duration` is its median, and a tenth of the draws lies below and above
    the spread: the logarithm is normal, with one deviation below the median and another above. The items of a plan keep
    their order, and each starts as early as that, its prerequisites, its release and its team allow. Durations vary
    independently of each other. The draws of one item are spread evenly over its range and shuffled (a Latin hypercube:
    McKay, Beckman and Conover, Technometrics 1979); they depend on its id and the seed alone.

    Raises OutOfRange.

    >>> from truenorth.engines.sequencing import Item, sequence
    >>> found = odds(sequence([Item("A", weight=1, duration=4, spread=(2, 12), deadline=6)]))
    >>> found.dates["A"].to_dict()
    {'p10': 2.0, 'p50': 4.0, 'p90': 12.0, 'on_time': 0.682}
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise OutOfRange(f"must be 1 to {MOST_DRAWS:,}, not {draws:,}", field="draws")
    problem = read_problem(plan.items, plan.teams, plan.order)
    order = np.arange(len(problem.items), dtype=np.int32)
    durations = np.array([_draw(item, draws, seed) for item in problem.items]).reshape(len(order), draws).T
    at_once = max(1, _CELLS_AT_ONCE // max(1, len(order)))
    finishes = np.concatenate(
        [lay(problem.shop, order, durations[some : some + at_once]).finishes for some in range(0, draws, at_once)]
    )
    costs = finishes @ problem.shop.weight
    whole = finishes.max(axis=1, initial=0.0)
    finishes.sort(axis=0)
    return Odds(
        dates={item.id: _dates(done, item.deadline) for item, done in zip(problem.items, finishes.T, strict=True)},
        whole=_dates(np.sort(whole), None),
        delay_cost=_dates(np.sort(costs), None),
        finishes={item.id: done for item, done in zip(problem.items, finishes.T, strict=True)},
        method=_method(problem.items, draws, seed),
    )


def _draw(item: Item, draws: int, seed: int) -> Floats:
    if item.spread is None or item.spread[0] == item.spread[1]:
        return np.full(draws, float(item.duration))
    key = hashlib.blake2b(f"{seed} {item.id}".encode(), digest_size=16).digest()
    dice = np.random.default_rng(int.from_bytes(key, "little"))
    deviates = special.ndtri((dice.permutation(draws) + 0.5) / draws) / _TENTH
    below, above = (abs(np.log(end / item.duration)) for end in item.spread)
    return np.asarray(item.duration * np.exp(deviates * np.where(deviates < 0, below, above)), np.float64)


def _dates(done: Floats, deadline: float | None) -> Dates:
    """From finishes in ascending order."""
    p10, p50, p90 = np.quantile(done, (0.1, 0.5, 0.9)).tolist()
    share = None if deadline is None else int(np.searchsorted(done, deadline, side="right")) / len(done)
    return Dates(p10, p50, p90, share)


def _method(items: Sequence[Item], draws: int, seed: int) -> str:
    ranged = sum(item.spread is not None for item in items)
    return (
        f"{draws:,} draws (seed {seed}) of {ranged:,} durations with a spread, out of {len(items):,}: the plan's order "
        "is kept, and each item starts as early as it can. P10, P50 and P90 of the finishes."
    )
