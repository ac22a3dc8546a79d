"""Two arms, one readout."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from truenorth.engines.statistics.arms import Arm, Floats, mean_arm, quantile_arm, ratio_arm
from truenorth.engines.statistics.effects import Estimate, estimate_effect
from truenorth.engines.statistics.errors import ChoiceUnknown, require_choice, require_share
from truenorth.engines.statistics.flags import Flag, raised
from truenorth.engines.statistics.inference import critical, fieller, fixed, open_side, pooled_p_value, sequential
from truenorth.engines.statistics.moments import Moments, QuantileMoments
from truenorth.engines.statistics.posterior import Prior, credible, losses, update, win
from truenorth.engines.statistics.readout import Interval, Readout, Risk, tidy
from truenorth.engines.statistics.sequences import mixture_width
from truenorth.engines.statistics.strata import estimate_strata, pool

Kind = Literal["mean", "proportion", "ratio", "quantile"]
Scale = Literal["absolute", "relative"]
Method = Literal["sequential", "fixed", "bayesian"]
Alternative = Literal["two-sided", "greater", "less"]
Test = Literal["welch", "wald", "pooled"]
RelativeInterval = Literal["delta", "fieller"]


@dataclass(frozen=True, slots=True)
class _Choices:
    kind: str
    scale: str
    method: str
    alpha: float
    alternative: str
    tuning: float
    prior: Prior | None
    cuped: bool
    lower_is_better: bool
    strata: int | None
    test: str
    interval: str


def compare(  # noqa: PLR0913 - one call, and every choice that changes the answer has its name in it
    control: Moments | QuantileMoments,
    treatment: Moments | QuantileMoments,
    *,
    kind: Kind = "mean",
    effect: Scale = "relative",
    method: Method = "sequential",
    alpha: float = 0.05,
    alternative: Alternative = "two-sided",
    tuning: float = 5000,
    prior: Prior | None = None,
    cuped: bool = True,
    lower_is_better: bool = False,
    strata: int | None = None,
    test: Test = "welch",
    relative_interval: RelativeInterval = "delta",
) -> Readout:
    """Treatment against control; arrays broadcast, so that (metrics, 1) against (metrics, arms) is fine.

    `kind`: "mean" (variance with n - 1), "proportion" (p(1 - p)), "ratio" of sums (delta method) or "quantile"
    (QuantileMoments). `effect`: "relative" divides by |control mean|. `method`: "sequential" holds at any number of
    looks and is narrowest at `tuning` users in both arms; "fixed" is for one look, planned before; "bayesian"
    starts from `prior` (None: flat). `alternative` "greater" or "less" gives one-sided p-values and bounds.
    `cuped` uses the covariate where the moments have one; `strata` is the axis of the moments along which the
    strata lie. For fixed comparisons `test` is "welch" (t), "wald" (normal) or "pooled" (normal interval, p-value
    of the pooled z test; proportions, absolute); `relative_interval` "fieller" replaces the delta method's.

    Cells from which nothing can be said are NaN and flagged, never silent. Raises StatisticsRefused (MomentsMissing,
    ChoiceUnknown, OutOfRange, …) with the field's name. Sources: see `effects`, `inference` and `sequences`.

    >>> control, treatment = Moments(n=4100, sum=1640), Moments(n=4000, sum=1840)
    >>> readout = compare(control, treatment, kind="proportion", method="fixed")
    >>> round(float(readout.effect), 4), round(float(readout.interval.low), 4), round(float(readout.interval.high), 4)
    (0.15, 0.0921, 0.2079)
    >>> round(float(compare(control, treatment, kind="proportion").interval.low), 4)
    0.06
    """
    choices = _Choices(
        kind, effect, method, alpha, alternative, tuning, prior, cuped, lower_is_better, strata, test, relative_interval
    )
    _check(choices)
    arms = (_arm(control, choices), _arm(treatment, choices))
    found = _estimate(control, treatment, arms, choices)
    return _read(found, arms, choices)


def _check(choices: _Choices) -> None:
    require_choice(choices.kind, ("mean", "proportion", "ratio", "quantile"), field="kind")
    require_choice(choices.scale, ("absolute", "relative"), field="effect")
    require_choice(choices.method, ("sequential", "fixed", "bayesian"), field="method")
    require_choice(choices.alternative, ("two-sided", "greater", "less"), field="alternative")
    require_choice(choices.test, ("welch", "wald", "pooled"), field="test")
    require_choice(choices.interval, ("delta", "fieller"), field="relative_interval")
    require_share(choices.alpha, field="alpha")
    if choices.test == "pooled" and (choices.kind != "proportion" or choices.strata is not None):
        raise ChoiceUnknown("'pooled' is for proportions without strata", field="test")
    if choices.interval == "fieller" and (choices.scale != "relative" or choices.method == "bayesian"):
        raise ChoiceUnknown("'fieller' is for relative effects, fixed or sequential", field="relative_interval")


def _arm(moments: Moments | QuantileMoments, choices: _Choices) -> Arm:
    if isinstance(moments, QuantileMoments) != (choices.kind == "quantile"):
        raise ChoiceUnknown("'quantile' goes with QuantileMoments, the others with Moments", field="kind")
    if isinstance(moments, QuantileMoments):
        return quantile_arm(moments)
    whole = moments if choices.strata is None else pool(moments, choices.strata)
    if choices.kind == "ratio":
        return ratio_arm(whole, with_covariate=choices.cuped)
    is_sample = choices.kind == "mean"
    squared = whole if is_sample else whole.with_own_squares()
    return mean_arm(squared, with_covariate=choices.cuped, is_sample=is_sample)


def _estimate(
    control: Moments | QuantileMoments, treatment: Moments | QuantileMoments, arms: tuple[Arm, Arm], choices: _Choices
) -> Estimate:
    is_relative = choices.scale == "relative"
    found = estimate_effect(*arms, is_relative=is_relative, is_ratio=choices.kind == "ratio")
    if choices.strata is None or not isinstance(control, Moments) or not isinstance(treatment, Moments):
        return found
    sides = (
        (control, treatment)
        if choices.kind != "proportion"
        else (control.with_own_squares(), treatment.with_own_squares())
    )
    return estimate_strata(
        *sides, axis=choices.strata, kind=choices.kind, is_relative=is_relative, cuped=choices.cuped, unstratified=found
    )


def _read(found: Estimate, arms: tuple[Arm, Arm], choices: _Choices) -> Readout:
    mean, sd = update(found.effect, found.variance, found.control, prior=choices.prior, scale=choices.scale)
    found, interval, p_value = _infer(found, arms, choices, mean, sd)
    is_bayesian = choices.method == "bayesian"
    risk = losses(mean, sd, lower_is_better=choices.lower_is_better)
    return Readout(
        effect=tidy(mean if is_bayesian else found.effect),
        interval=Interval(tidy(interval.low), tidy(interval.high)),
        p_value=tidy(p_value),
        standard_error=tidy(sd if is_bayesian else np.sqrt(found.variance)),
        chance_to_win=tidy(win(mean, sd, lower_is_better=choices.lower_is_better)),
        risk=Risk(tidy(risk.keep), tidy(risk.ship)),
        control=tidy(found.control),
        treatment=tidy(found.treatment),
        users=tidy(found.users),
        degrees=tidy(found.degrees),
        flags=np.asarray(found.flags)[()],
        method=choices.method,
        scale=choices.scale,
        kind=choices.kind,
        alpha=choices.alpha,
        alternative=choices.alternative,
        lower_is_better=choices.lower_is_better,
        tuning=choices.tuning,
    )


def _infer(
    found: Estimate, arms: tuple[Arm, Arm], choices: _Choices, mean: Floats, sd: Floats
) -> tuple[Estimate, Interval, Floats]:
    alternative, alpha = choices.alternative, choices.alpha
    if choices.method == "bayesian":
        level = 1 - (alpha / 2 if alternative == "two-sided" else alpha)
        low, high = credible(mean, sd, level=1 - level), credible(mean, sd, level=level)
        return found, open_side(low, high, alternative=alternative), np.full_like(mean, np.nan)
    if choices.method == "sequential":
        interval, p_value = sequential(found, alpha=alpha, alternative=alternative, tuning=choices.tuning)
    else:
        interval, p_value = fixed(found, alpha=alpha, alternative=alternative, is_normal=choices.test != "welch")
    if choices.interval == "fieller":
        return _by_fieller(found, choices)
    if choices.test == "pooled" and choices.method == "fixed":
        p_value = pooled_p_value(*arms, alternative=alternative)
    return found, interval, p_value


def _by_fieller(found: Estimate, choices: _Choices) -> tuple[Estimate, Interval, Floats]:
    """Fieller's interval inverts the test of the absolute difference, so the p-value is that test's."""
    straight = replace(found, effect=found.absolute, variance=found.absolute_variance)
    alternative, alpha = choices.alternative, choices.alpha
    if choices.method == "sequential":
        sides = 2 if alternative == "two-sided" else 1
        reach = mixture_width(found.users, alpha=alpha, tuning=choices.tuning, sides=sides)
        _, p_value = sequential(straight, alpha=alpha, alternative=alternative, tuning=choices.tuning)
    else:
        is_normal = choices.test != "welch"
        reach = critical(found.degrees, alpha=alpha, alternative=alternative, is_normal=is_normal)
        _, p_value = fixed(straight, alpha=alpha, alternative=alternative, is_normal=is_normal)
    interval, unbounded = fieller(found, reach)
    flagged = replace(found, flags=found.flags | raised(unbounded, Flag.UNBOUNDED))
    return flagged, open_side(*interval, alternative=alternative), p_value
