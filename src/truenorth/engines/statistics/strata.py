"""Post-stratification: strata compared within, then weighed by their share of all users.

Sources: Miratrix, Sekhon and Yu, JRSS B 75 (2013); Xie and Aurisset, KDD 2016. Every estimate is linear (or
linearised) in the means of the variables y, d, x and w of either arm, so one form per arm and stratum gives the
effect, the control value, and the variances of both, sampling of the strata included.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.effects import Estimate, relative
from truenorth.engines.statistics.errors import ShapesDiffer
from truenorth.engines.statistics.flags import Flag, raised
from truenorth.engines.statistics.moments import Moments

Form = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Strata:
    """Both arms with the strata on the last axis; unusable strata carry no weight."""

    control: Moments
    treatment: Moments
    weights: Floats
    users: Floats
    usable: NDArray[np.bool_]
    is_sample: bool

    def mean(self, arm: Moments, variable: str) -> Floats:
        """Mean of a variable over the strata, weighed by their share of all users."""
        return self.total(self.weights * self._settled(arm.mean(variable)))

    def total(self, values: Floats) -> Floats:
        """Sum over the usable strata."""
        return np.asarray(np.sum(np.where(self.usable, values, 0.0), axis=-1))

    def _settled(self, values: Floats) -> Floats:
        return np.where(self.usable, values, 0.0)

    def level(self, arm: Moments, form: Form) -> Floats:
        """The form's mean in every stratum."""
        shape = self.weights.shape
        terms = [np.broadcast_to(weight * arm.mean(variable), shape) for variable, weight in form.items()]
        return self._settled(np.sum(terms, axis=0)) if terms else np.zeros(shape)

    def covariance(self, arm: Moments, first: Form, second: Form) -> Floats:
        """Covariance of the two forms' means in every stratum."""
        n = arm.array("n")
        freedom = n - 1 if self.is_sample else n
        spread = np.zeros(self.weights.shape)
        for a, left in first.items():
            for b, right in second.items():
                spread = spread + left * right * arm.scatter(a + b if a + b in _PAIRS else b + a)
        return self._settled(spread / freedom / n)


_PAIRS = frozenset({"yy", "yd", "yx", "yw", "dd", "dx", "dw", "xx", "xw", "ww"})


def estimate_strata(
    control: Moments,
    treatment: Moments,
    *,
    axis: int,
    kind: str,
    is_relative: bool,
    cuped: bool,
    unstratified: Estimate,
) -> Estimate:
    """The effect with the strata that lie along `axis` of the moments; the other axes stay.

    With CUPED every stratum has its own θ (a ratio one for its numerator and one for its denominator).
    Degrees of freedom are those of the comparison without strata.
    """
    strata = _align(control, treatment, axis, is_sample=kind != "proportion")
    has_covariate = cuped and control.has("x") and treatment.has("x")
    with np.errstate(divide="ignore", invalid="ignore"):
        if kind == "ratio":
            forms = _ratio_forms(strata, has_covariate=has_covariate and control.has("w"))
        else:
            forms = _mean_forms(strata, has_covariate=has_covariate)
        found = _assemble(strata, forms, unstratified)
    return relative(found) if is_relative else found


@dataclass(frozen=True, slots=True)
class _Forms:
    """The effect as a form of treatment and of control, the control value as a form of control."""

    absolute: Floats
    control_value: Floats
    treatment_value: Floats
    treatment: Form
    control: Form
    base: Form


def _mean_forms(strata: Strata, *, has_covariate: bool) -> _Forms:
    one = np.ones(strata.weights.shape)
    treatment, control = {"y": one}, {"y": -one}
    if has_covariate:
        slope = _slope(strata, "y", "x")
        treatment["x"], control["x"] = -slope, slope
    absolute = strata.total(
        strata.weights * (strata.level(strata.treatment, treatment) + strata.level(strata.control, control))
    )
    values = strata.mean(strata.control, "y"), strata.mean(strata.treatment, "y")
    return _Forms(absolute, *values, treatment, control, {"y": one})


def _ratio_forms(strata: Strata, *, has_covariate: bool) -> _Forms:
    zero = np.zeros(strata.weights.shape)
    slope_y = _slope(strata, "y", "x") if has_covariate else zero
    slope_d = _slope(strata, "d", "w") if has_covariate else zero
    top, bottom = strata.mean(strata.control, "y"), strata.mean(strata.control, "d")
    gap = [
        _adjusted(strata, variable, before, slope if has_covariate else None)
        for variable, before, slope in (("y", "x", slope_y), ("d", "w", slope_d))
    ]
    base = top / bottom
    reached, floor = (top + gap[0]) / (bottom + gap[1]), bottom + gap[1]
    share, under = reached[..., None], floor[..., None]
    one = np.ones_like(zero)
    treatment = {"y": one / under, "d": -share / under * one}
    control = {"y": -one / bottom[..., None], "d": base[..., None] / bottom[..., None] * one}
    if has_covariate:
        treatment |= {"x": -slope_y / under, "w": share * slope_d / under}
        control |= {"x": slope_y / under, "w": -share * slope_d / under}
    plain = strata.mean(strata.treatment, "y") / strata.mean(strata.treatment, "d")
    anchor = {"y": one / bottom[..., None], "d": -base[..., None] / bottom[..., None] * one}
    return _Forms(reached - base, base, plain, treatment, control, anchor)


def _adjusted(strata: Strata, variable: str, before: str, slope: Floats | None) -> Floats:
    gap = strata.mean(strata.treatment, variable) - strata.mean(strata.control, variable)
    if slope is None:
        return gap
    shift = {before: slope}
    return gap - strata.total(
        strata.weights * (strata.level(strata.treatment, shift) - strata.level(strata.control, shift))
    )


def _slope(strata: Strata, variable: str, before: str) -> Floats:
    """θ of every stratum, both arms pooled around their joint mean; 0 where the covariate does not vary."""
    control, treatment = strata.control, strata.treatment
    weight = control.array("n") * treatment.array("n") / (control.array("n") + treatment.array("n"))
    gap = treatment.mean(before) - control.mean(before)
    top = control.scatter(variable + before) + treatment.scatter(variable + before)
    top = top + weight * gap * (treatment.mean(variable) - control.mean(variable))
    bottom = control.scatter(before * 2) + treatment.scatter(before * 2) + weight * gap**2
    usable = np.isfinite(top) & (bottom > 0)
    return np.broadcast_to(np.where(usable, top / np.where(usable, bottom, 1.0), 0.0), strata.weights.shape)


def _assemble(strata: Strata, forms: _Forms, unstratified: Estimate) -> Estimate:
    effects = strata.level(strata.treatment, forms.treatment) + strata.level(strata.control, forms.control)
    bases = strata.level(strata.control, forms.base)
    square = strata.weights**2

    def joint(first: Floats, second: Floats) -> Floats:
        """What the chance composition of the strata adds."""
        mean = strata.total(strata.weights * first) * strata.total(strata.weights * second)
        return (strata.total(strata.weights * first * second) - mean) / strata.users

    part_treatment = strata.total(square * strata.covariance(strata.treatment, forms.treatment, forms.treatment))
    part_control = strata.total(square * strata.covariance(strata.control, forms.control, forms.control))
    base_variance = strata.total(square * strata.covariance(strata.control, forms.base, forms.base))
    crossed = strata.total(square * strata.covariance(strata.control, forms.control, forms.base))
    variance = np.maximum(part_treatment + part_control + joint(effects, effects), 0.0)
    left_out = np.any(~strata.usable, axis=-1)
    return replace(
        unstratified,
        effect=forms.absolute,
        variance=variance,
        control=forms.control_value,
        treatment=forms.treatment_value,
        flags=unstratified.flags | raised(left_out, Flag.STRATUM_LEFT_OUT),
        absolute=forms.absolute,
        absolute_variance=variance,
        control_variance=base_variance + joint(bases, bases),
        control_covariance=crossed + joint(effects, bases),
    )


def _align(control: Moments, treatment: Moments, axis: int, *, is_sample: bool) -> Strata:
    arms = [_last(arm, axis) for arm in (control, treatment)]
    counts = np.broadcast_arrays(*(arm.array("n") for arm in arms))
    usable = (counts[0] >= 2) & (counts[1] >= 2)
    both = np.where(usable, counts[0] + counts[1], 0.0)
    users = both.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        weights = both / users[..., None]
    return Strata(arms[0], arms[1], weights, users, usable, is_sample)


def _last(arm: Moments, axis: int) -> Moments:
    shape = np.broadcast_shapes(*(arm.array(name).shape for name in arm.given()))
    if not -len(shape) <= axis < len(shape):
        raise ShapesDiffer(f"has {len(shape)} axes, the strata were said to lie along axis {axis}", field="strata")
    moved = {name: np.moveaxis(np.broadcast_to(arm.array(name), shape), axis, -1) for name in arm.given()}
    return Moments(**moved)


def pool(arm: Moments, axis: int) -> Moments:
    """The arm with all its strata added up.

    >>> float(pool(Moments(n=[2, 3], sum=[2, 6], sum_squares=[2, 14]), 0).mean("y"))
    1.6
    """
    moved = _last(arm, axis)
    pieces = [
        Moments(**{name: moved.array(name)[..., place] for name in moved.given()})
        for place in range(moved.array("n").shape[-1])
    ]
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = whole + piece
    return whole
