"""The difference between two arms, absolute or relative, and how sure it is."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.statistics.arms import Arm, Covariate, Floats
from truenorth.engines.statistics.flags import Flag, raised

_STEADY_CONTROL = 4.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect with its variance, all arrays of one shape.

    `part_control` and `part_treatment` are the two arms' parts of the absolute effect's variance, `joint` the
    variance of the control value and its covariance with the absolute effect (for Fieller's interval).
    """

    effect: Floats
    variance: Floats
    degrees: Floats
    control: Floats
    treatment: Floats
    users: Floats
    flags: NDArray[np.int64]
    absolute: Floats
    absolute_variance: Floats
    control_variance: Floats
    control_covariance: Floats


def pooled_slope(control: Arm, treatment: Arm, *, is_ratio: bool) -> Floats:
    """CUPED's θ, one for both arms; 0 where the covariate does not vary.

    A mean pools both arms' users around their joint mean, a ratio adds the two arms' linearised moments.
    Source: Deng, Xu, Kohavi and Walker, WSDM 2013; Deng and Shi, KDD 2016.
    """
    before, after = control.covariate, treatment.covariate
    if before is None or after is None:
        return np.zeros(np.broadcast_shapes(control.value.shape, treatment.value.shape))
    if is_ratio:
        top, bottom = before.covariance + after.covariance, before.variance + after.variance
    else:
        weight = control.n * treatment.n / (control.n + treatment.n)
        gap = after.value - before.value
        top = control.divisor * before.covariance + treatment.divisor * after.covariance
        top = top + weight * gap * (treatment.value - control.value)
        bottom = control.divisor * before.variance + treatment.divisor * after.variance + weight * gap**2
    usable = np.isfinite(top) & (bottom > 0)
    return np.divide(top, bottom, out=np.zeros(np.broadcast_shapes(np.shape(top), np.shape(bottom))), where=usable)


def estimate_effect(control: Arm, treatment: Arm, *, is_relative: bool, is_ratio: bool = False) -> Estimate:
    """Treatment minus control, by CUPED where both have a covariate; divided by |control| if relative.

    The relative lift divides by the unadjusted control mean, so the gradient of the delta method has a term for
    the control's covariate: ∂/∂ȳ_c = -(ȳ_c + Δ)/ȳ_c², ∂/∂x̄_c = θ/ȳ_c. Degrees of freedom are Satterthwaite's on
    the absolute parts, for the relative effect as well.

    >>> from truenorth.engines.statistics.arms import mean_arm
    >>> from truenorth.engines.statistics.moments import Moments
    >>> arms = [mean_arm(Moments(n=100, sum=s, sum_squares=2 * s), with_covariate=False) for s in (100, 110)]
    >>> float(estimate_effect(*arms, is_relative=True).effect.round(6))
    0.1
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = pooled_slope(control, treatment, is_ratio=is_ratio)
        before = control.covariate or _nothing(control)
        after = treatment.covariate or _nothing(treatment)
        absolute = treatment.value - control.value - slope * (after.value - before.value)
        part_treatment = _residual(treatment, after, slope) / treatment.n
        part_control = _residual(control, before, slope) / control.n
        total = part_control + part_treatment
        degrees = total**2 / (part_control**2 / (control.n - 1) + part_treatment**2 / (treatment.n - 1))
        plain = control.variance / control.n
        covariance = -(plain - slope * before.covariance / control.n)
    found = Estimate(
        effect=absolute,
        variance=total,
        degrees=degrees,
        control=control.value,
        treatment=treatment.value,
        users=control.n + treatment.n,
        flags=_flags(control, treatment, total),
        absolute=absolute,
        absolute_variance=total,
        control_variance=plain,
        control_covariance=covariance,
    )
    return relative(found) if is_relative else found


def relative(found: Estimate) -> Estimate:
    """The absolute effect divided by |control|, its variance by the delta method.

    With Δ the absolute effect and m the control mean, Var(Δ/m) = [Var Δ - 2(Δ/m) Cov(Δ, m) + (Δ/m)² Var m] / m².
    """
    base = found.control
    with np.errstate(divide="ignore", invalid="ignore"):
        share = found.absolute / base
        spread = found.absolute_variance - 2 * share * found.control_covariance + share**2 * found.control_variance
        variance = np.maximum(spread, 0.0) / base**2
        unsure = np.abs(base) < _STEADY_CONTROL * np.sqrt(found.control_variance)
        effect = np.where(base == 0, np.nan, found.absolute / np.abs(base))
    flags = (
        found.flags | raised(base == 0, Flag.CONTROL_MEAN_ZERO) | raised(unsure & (base != 0), Flag.CONTROL_MEAN_UNSURE)
    )
    return replace(found, effect=effect, variance=np.where(base == 0, np.nan, variance), flags=flags)


def _nothing(arm: Arm) -> Covariate:
    nothing = np.zeros_like(arm.value)
    return Covariate(nothing, nothing, nothing)


def _residual(arm: Arm, covariate: Covariate, slope: Floats) -> Floats:
    spread = arm.variance + slope**2 * covariate.variance - 2 * slope * covariate.covariance
    return np.where(slope == 0, arm.variance, np.maximum(spread, 0.0))


def _flags(control: Arm, treatment: Arm, total: Floats) -> NDArray[np.int64]:
    empty = (control.n == 0) | (treatment.n == 0)
    few = ((control.n < 2) | (treatment.n < 2)) & ~empty
    still = np.isfinite(total) & (total == 0) & ~empty & ~few
    flags = raised(empty, Flag.NO_USERS) | raised(few, Flag.TOO_FEW_USERS) | raised(still, Flag.ZERO_VARIANCE)
    if control.covariate and treatment.covariate:
        unused = (control.covariate.variance + treatment.covariate.variance) == 0
        flags = flags | raised(unused, Flag.COVARIATE_UNUSED)
    return flags | control.flags | treatment.flags
