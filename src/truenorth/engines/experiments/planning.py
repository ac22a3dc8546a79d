"""How many users and how many days, by both methods; or what so many users would see."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from truenorth.engines.experiments.errors import PlanRefused
from truenorth.engines.statistics import StatisticsRefused, days_needed, detectable, size

_OWN_NAMES = {"variance": "standard_deviation", "per_arm": "users"}

_ONE_OF = "is one of mde, margin and users, of which exactly one is needed"

MOST = 1e10
"""Of anything: more users than there are people, and a number that no metric has."""

PlanMethod = Literal["fixed", "sequential"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What an experiment is meant to see: one of `mde`, `margin` (a guardrail's) and `users` (the reverse question).

    A rate has a `baseline` between 0 and 1, a mean a `standard_deviation`, and a `baseline` where `effect` is
    relative. `mde` and `margin` are in the unit of `effect`. `shares` of the arms, control first; `users` in all arms.
    """

    baseline: float | None = None
    standard_deviation: float | None = None
    mde: float | None = None
    margin: float | None = None
    users: float | None = None
    effect: Literal["relative", "absolute"] = "relative"
    power: float = 0.8
    alpha: float = 0.05
    shares: Sequence[float] = (1.0, 1.0)
    success_metrics: int = 1
    guardrails: int = 0
    users_per_day: float | None = None
    traffic_share: float = 1.0

    @property
    def variance(self) -> float | None:
        return None if self.standard_deviation is None else self.standard_deviation**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Users by arm (control first), days at the traffic that was named, and the effect that is seen with them."""

    method: PlanMethod
    per_arm: int
    total: int
    arms: tuple[int, ...]
    days: int | None
    formula: str
    alpha: float
    power: float
    mde_absolute: float | None
    mde_relative: float | None

    @property
    def sentence(self) -> str:
        return f"{self.per_arm:,} users in each arm, {self.total:,} in all" + (
            f", {self.days:,} days." if self.days is not None else "."
        )

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {**asdict(self), "arms": list(self.arms), "sentence": self.sentence}


def plan_sizes(goal: Goal) -> tuple[Size, Size]:
    """The fixed-horizon plan and the sequential one, which needs more users but may be looked at on any day.

    Raises PlanRefused with the field.

    >>> fixed, sequential = plan_sizes(Goal(baseline=0.4, mde=0.02, effect="absolute", users_per_day=1500))
    >>> fixed.per_arm, fixed.days, sequential.per_arm
    (9490, 13, 19859)
    >>> round(plan_sizes(Goal(baseline=0.4, users=18980))[0].mde_absolute, 4)
    0.02
    """
    asked = [name for name in ("mde", "margin", "users") if getattr(goal, name) is not None]
    if len(asked) != 1:
        raise PlanRefused(_ONE_OF, field=asked[-1] if asked else "mde")
    _check_numbers(goal)
    try:
        return _plan(goal, "fixed"), _plan(goal, "sequential")
    except StatisticsRefused as refusal:
        raise PlanRefused(refusal.reason, field=_OWN_NAMES.get(refusal.field, refusal.field)) from refusal
    except (ValueError, OverflowError) as error:
        raise PlanRefused("leads to more users than there are people", field=asked[0]) from error


def _check_numbers(goal: Goal) -> None:
    for name in ("baseline", "standard_deviation", "mde", "margin", "users", "users_per_day"):
        value = getattr(goal, name)
        if value is not None and not abs(value) <= MOST:
            raise PlanRefused(f"must be a number of at most {MOST:,.0f}", field=name)
    if len(goal.shares) < 2 or not all(0 < share < 1e12 for share in goal.shares):
        raise PlanRefused("must be two or more numbers above zero", field="shares")
    if goal.baseline is None and goal.standard_deviation is None:
        raise PlanRefused("or a standard deviation is needed", field="baseline")
    if goal.standard_deviation is not None and not goal.standard_deviation > 0:
        raise PlanRefused("must be above zero", field="standard_deviation")


def _plan(goal: Goal, method: PlanMethod) -> Size:
    return _reverse(goal, goal.users, method) if goal.users is not None else _forward(goal, method)


def _forward(goal: Goal, method: PlanMethod) -> Size:
    found = size(
        mde=goal.mde or 0.0,
        baseline=goal.baseline,
        variance=goal.variance,
        margin=goal.margin,
        effect=goal.effect,
        power=goal.power,
        alpha=goal.alpha,
        method=method,
        shares=goal.shares,
        success_metrics=goal.success_metrics,
        guardrails=goal.guardrails,
    )
    wanted = goal.mde if goal.margin is None else goal.margin
    absolute, relative = _both(goal, abs(wanted or 0.0))
    return Size(
        method=method,
        per_arm=found.per_arm,
        total=found.total,
        arms=found.arms,
        days=_days(goal, found.total),
        formula=found.formula,
        alpha=found.alpha,
        power=found.power,
        mde_absolute=absolute,
        mde_relative=relative,
    )


def _both(goal: Goal, effect: float) -> tuple[float | None, float | None]:
    base = abs(goal.baseline) if goal.baseline else None
    if goal.effect == "absolute":
        return effect, effect / base if base else None
    return effect * base if base else None, effect


def _reverse(goal: Goal, users: float, method: PlanMethod) -> Size:
    shares = [share / sum(goal.shares) for share in goal.shares]
    arms = tuple(math.floor(users * share) for share in shares)
    tests = (len(shares) - 1) * max(1, goal.success_metrics)
    compared = 2 / (1 / shares[0] + 1 / min(shares[1:]))
    found = detectable(
        per_arm=users * compared,
        baseline=goal.baseline,
        variance=goal.variance,
        power=goal.power,
        alpha=goal.alpha / tests,
        method=method,
    )
    return Size(
        method=method,
        per_arm=min(arms),
        total=sum(arms),
        arms=arms,
        days=_days(goal, users),
        formula="z" if goal.variance and method == "sequential" else "t" if goal.variance else "two-variance",
        alpha=goal.alpha / tests,
        power=goal.power,
        mde_absolute=found.absolute,
        mde_relative=found.relative,
    )


def _days(goal: Goal, users: float) -> int | None:
    if goal.users_per_day is None:
        return None
    return days_needed(users, users_per_day=goal.users_per_day, traffic_share=goal.traffic_share)
