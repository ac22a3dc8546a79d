"""How many users, for how small an effect, for how long: before the experiment and during it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.special import nctdtr, ndtri, stdtrit

from truenorth.engines.statistics.bounds import width
from truenorth.engines.statistics.errors import MomentsMissing, OutOfRange, require_choice, require_share
from truenorth.engines.statistics.readout import Readout
from truenorth.engines.statistics.sequences import mixture_width

Formula = Literal["two-variance", "baseline-variance", "cohen-h", "t", "z"]
_MOST_USERS = 1e15
_CERTAIN = 30.0


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Users needed: `arms` by arm, control first; `per_arm` of the smallest arm; `exact` that arm before rounding up.

    `alpha` and `power` are what the single test runs at, after the split over metrics; `formula` names the one used.
    """

    per_arm: int
    arms: tuple[int, ...]
    total: int
    exact: float
    formula: str
    alpha: float
    power: float


@dataclass(frozen=True, slots=True)
class _Plan:
    """One comparison of the smallest treatment arm with control: shares of all users, variances, the distance."""

    control_share: float
    arm_share: float
    control_variance: float
    arm_variance: float
    distance: float
    alpha: float
    power: float
    sides: int
    tuning: float | None

    def needed(self) -> float:
        """Users in all arms."""
        from scipy.optimize import brentq

        spread = self.control_variance / self.control_share + self.arm_variance / self.arm_share
        strength = float(ndtri(self.power))
        compared = self.control_share + self.arm_share

        def users(reach: float) -> float:
            return (reach + strength) ** 2 * spread / self.distance**2

        if self.tuning is None:
            return users(float(ndtri(1 - self.alpha / self.sides)))
        tuning = self.tuning

        def shortage(log_users: float) -> float:
            total = math.exp(log_users)
            reach = mixture_width(total * compared, alpha=self.alpha, tuning=tuning, sides=self.sides)
            return log_users - math.log(users(float(reach)))

        return 1.0 if shortage(0.0) >= 0 else math.exp(brentq(shortage, 0.0, math.log(_MOST_USERS)))


def size(  # noqa: PLR0913 - a plan has this many sides
    *,
    mde: float = 0.0,
    baseline: float | None = None,
    variance: float | None = None,
    margin: float | None = None,
    effect: Literal["absolute", "relative"] = "relative",
    power: float = 0.8,
    alpha: float = 0.05,
    method: Literal["fixed", "sequential"] = "fixed",
    alternative: Literal["two-sided", "one-sided"] = "two-sided",
    shares: Sequence[float] = (0.5, 0.5),
    formula: Formula | None = None,
    success_metrics: int = 1,
    guardrails: int = 0,
    tuning: float = 5000,
) -> SampleSize:
    """Users to see an effect of `mde` with the given power.

    A rate has a `baseline` between 0 and 1, a mean a `variance` (and a `baseline` when `effect` is "relative").
    With `margin` the plan is for a guardrail: the effect is `mde` (0: none), the test one-sided against a fall by the
    margin. `shares` are the arms' parts of the traffic, control first; more than two divide alpha by the number of
    treatments. Alpha is divided by `success_metrics`; power rises to 1 - (1 - power)/guardrails. A "sequential"
    plan needs more users than a "fixed" one: the interval at the end must exclude zero, though it may do so earlier.

    Three respectable formulas differ for rates, so the answer names its own: "two-variance" (the default: each
    arm's p(1 - p)), "baseline-variance" (both at the baseline), "cohen-h" (arcsine). Means: "t" (the default,
    noncentral t) or "z". Raises StatisticsRefused with the field. Sources: Cohen 1988; Schultzberg and others 2024.

    >>> size(baseline=0.40, mde=0.02, effect="absolute").per_arm
    9490
    >>> size(baseline=0.40, mde=0.02, effect="absolute", method="sequential").per_arm
    19859
    >>> size(variance=900, mde=1.5, effect="absolute", power=0.9).per_arm
    8407
    """
    require_share(alpha, field="alpha")
    require_share(power, field="power")
    require_choice(effect, ("absolute", "relative"), field="effect")
    require_choice(method, ("fixed", "sequential"), field="method")
    parts = _shares(shares)
    tests = (len(parts) - 1) * max(1, success_metrics)
    chosen = formula or (
        "t" if variance is not None and method == "fixed" else "z" if variance is not None else "two-variance"
    )
    variances = _variances(baseline, variance, mde, effect, chosen, is_guardrail=margin is not None)
    sides = 1 if margin is not None or alternative == "one-sided" else 2
    plan = _Plan(
        control_share=parts[0],
        arm_share=min(parts[1:]),
        control_variance=variances[0],
        arm_variance=variances[1],
        distance=_distance(baseline, mde, margin, effect, chosen),
        alpha=alpha / tests,
        power=1 - (1 - power) / max(1, guardrails),
        sides=sides,
        tuning=tuning if method == "sequential" else None,
    )
    total = plan.needed()
    if chosen == "t":
        total = _noncentral(plan, total)
    exact = total * min(parts)
    arms = tuple(math.ceil(round(total * share, 6)) for share in parts)
    return SampleSize(min(arms), arms, sum(arms), exact, chosen, plan.alpha, plan.power)


def _shares(shares: Sequence[float]) -> list[float]:
    if len(shares) < 2 or any(not share > 0 for share in shares):
        raise OutOfRange("must be two or more numbers above zero", field="shares")
    return [share / sum(shares) for share in shares]


def _variances(
    baseline: float | None, variance: float | None, mde: float, effect: str, formula: str, *, is_guardrail: bool
) -> tuple[float, float]:
    if variance is not None:
        require_choice(formula, ("t", "z"), field="formula")
        if not variance > 0:
            raise OutOfRange("must be above zero", field="variance")
        return variance, variance
    require_choice(formula, ("two-variance", "baseline-variance", "cohen-h"), field="formula")
    if baseline is None:
        raise MomentsMissing("or variance must be given", field="baseline")
    require_share(baseline, field="baseline")
    if formula == "cohen-h":
        return 1.0, 1.0
    reached = baseline if is_guardrail or formula == "baseline-variance" else _reached(baseline, mde, effect)
    return baseline * (1 - baseline), reached * (1 - reached)


def _reached(baseline: float, mde: float, effect: str) -> float:
    reached = baseline + mde * (baseline if effect == "relative" else 1.0)
    if not 0 < reached < 1:
        raise OutOfRange(f"leads to a rate of {reached:g}", field="mde")
    return reached


def _distance(baseline: float | None, mde: float, margin: float | None, effect: str, formula: str) -> float:
    if formula == "cohen-h" and baseline is not None:
        reached = _reached(baseline, mde, effect)
        return abs(2 * math.asin(math.sqrt(reached)) - 2 * math.asin(math.sqrt(baseline)))
    if effect == "relative" and baseline is None:
        raise MomentsMissing("must be given for a relative effect", field="baseline")
    unit = abs(baseline or 0.0) if effect == "relative" else 1.0
    distance = (abs(mde) if margin is None else mde + abs(margin)) * unit
    if not distance > 0 or not math.isfinite(distance):
        raise OutOfRange(
            "must be other than zero (and not below a margin)", field="mde" if margin is None else "margin"
        )
    return distance


def _noncentral(plan: _Plan, start: float) -> float:
    """The total at which the t test, its degrees of freedom counted, has the power."""
    from scipy.optimize import brentq

    def shortage(total: float) -> float:
        return _t_power(plan, total) - plan.power

    least = 2.5 / (plan.control_share + plan.arm_share)
    if shortage(least) >= 0:
        return least
    return float(brentq(shortage, least, start * 2 + 20 * least, xtol=1e-9))


def _t_power(plan: _Plan, total: float) -> float:
    spread = plan.control_variance / plan.control_share + plan.arm_variance / plan.arm_share
    degrees = total * (plan.control_share + plan.arm_share) - 2
    center = plan.distance / math.sqrt(spread / total)
    if center > _CERTAIN:
        return 1.0
    reach = float(stdtrit(degrees, 1 - plan.alpha / plan.sides))
    other = float(nctdtr(degrees, center, -reach)) if plan.sides == 2 else 0.0
    return 1 - float(nctdtr(degrees, center, reach)) + other


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest effect that a plan sees; `relative` is None without a baseline."""

    absolute: float
    relative: float | None
    standardised: float


def detectable(
    *,
    per_arm: float,
    baseline: float | None = None,
    variance: float | None = None,
    power: float = 0.8,
    alpha: float = 0.05,
    method: Literal["fixed", "sequential"] = "fixed",
    tuning: float = 5000,
) -> Detectable:
    """The smallest effect (a rise) seen with `per_arm` users in each of two arms; the inverse of `size`.

    Raises StatisticsRefused with the field.

    >>> round(detectable(per_arm=5000, variance=1.0).standardised, 6)
    0.056037
    >>> round(detectable(per_arm=9490, baseline=0.4).absolute, 5)
    0.02
    """
    if per_arm < 2:
        raise OutOfRange("must be two at least", field="per_arm")

    def excess(change: float) -> float:
        plan = size(
            mde=change,
            baseline=baseline if variance is None else None,
            variance=variance,
            effect="absolute",
            power=power,
            alpha=alpha,
            method=method,
            tuning=tuning,
        )
        return math.log(plan.exact) - math.log(per_arm)

    found = _root(excess, math.sqrt(variance) if variance is not None else 0.0, baseline, per_arm)
    deviation = math.sqrt(variance if variance is not None else (baseline or 0.5) * (1 - (baseline or 0.5)))
    return Detectable(found, found / abs(baseline) if baseline else None, found / deviation)


def _root(excess: Callable[[float], float], deviation: float, baseline: float | None, per_arm: float) -> float:
    from scipy.optimize import brentq

    if deviation:
        least = deviation / math.sqrt(per_arm)
        return float(brentq(excess, least * 0.2, least * 50, xtol=1e-15))
    if baseline is None:
        raise MomentsMissing("or variance must be given", field="baseline")
    require_share(baseline, field="baseline")
    room = (1 - baseline) * (1 - 1e-9)
    if excess(room) > 0:
        raise OutOfRange("are too few users to see any rise", field="per_arm")
    least = 0.2 * math.sqrt(baseline * (1 - baseline) / per_arm)
    return float(brentq(excess, min(least, room / 2), room, xtol=1e-15))


def days_needed(users: float, *, users_per_day: float, traffic_share: float = 1.0) -> int:
    """Whole days until `users` have come, when `traffic_share` of `users_per_day` takes part.

    >>> days_needed(18980, users_per_day=1500, traffic_share=0.5)
    26
    """
    if not users_per_day > 0:
        raise OutOfRange("must be above zero", field="users_per_day")
    if not 0 < traffic_share <= 1:
        raise OutOfRange("must lie above 0 and up to 1", field="traffic_share")
    return math.ceil(users / (users_per_day * traffic_share))


def more_users(readout: Readout, *, target: float, power: float = 0.8) -> int:
    """How many more users, in both arms together, until an effect of `target` would be seen with the power.

    `target` is in the unit of the readout (for a guardrail: its margin, with no effect assumed). The standard error
    is taken to shrink as users grow in the split so far. 0 when there are enough. Raises OutOfRange.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> control, treatment = Moments(n=4100, sum=820), Moments(n=4000, sum=808)
    >>> more_users(compare(control, treatment, kind="proportion", method="fixed"), target=0.05)
    42840
    >>> more_users(compare(control, treatment, kind="proportion"), target=0.05) > 100_000
    True
    """
    from scipy.optimize import brentq

    require_share(power, field="power")
    if target == 0 or not math.isfinite(target):
        raise OutOfRange("must be other than zero", field="target")
    users, error = float(readout.users), float(readout.standard_error)
    if not error > 0 or not users > 0:
        raise OutOfRange(f"says nothing yet ({readout.notes()})", field="readout")
    sides = 2 if readout.alternative == "two-sided" else 1
    strength = float(ndtri(power))

    def needed(reach: float) -> float:
        return users * (error * (reach + strength) / target) ** 2

    if readout.method != "sequential":
        return max(0, math.ceil(needed(float(width(readout, alpha=readout.alpha, sides=sides))) - users))

    def shortage(log_users: float) -> float:
        reach = mixture_width(math.exp(log_users), alpha=readout.alpha, tuning=readout.tuning, sides=sides)
        return log_users - math.log(needed(float(reach)))

    return max(0, math.ceil(math.exp(brentq(shortage, 0.0, math.log(_MOST_USERS))) - users))
