"""From an effect and its variance to an interval and a p-value."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from truenorth.engines.statistics.arms import Arm, Floats
from truenorth.engines.statistics.effects import Estimate
from truenorth.engines.statistics.readout import Interval
from truenorth.engines.statistics.sequences import mixture_p_value, mixture_width


def critical(degrees: Floats, *, alpha: float, alternative: str, is_normal: bool) -> Floats:
    """How many standard errors the interval reaches: the t (or normal) quantile.

    >>> round(float(critical(np.array(10.0), alpha=0.05, alternative="two-sided", is_normal=False)), 4)
    2.2281
    """
    level = 1 - (alpha / 2 if alternative == "two-sided" else alpha)
    reach = np.full(np.shape(degrees), float(ndtri(level))) if is_normal else stdtrit(degrees, level)
    return np.asarray(reach, dtype=np.float64)


def tail(score: Floats, degrees: Floats, *, alternative: str, is_normal: bool) -> Floats:
    """The p-value of a t (or normal) score.

    >>> round(float(tail(np.array(2.2281), np.array(10.0), alternative="two-sided", is_normal=False)), 4)
    0.05
    """
    signed = -np.abs(score) if alternative == "two-sided" else (-score if alternative == "greater" else score)
    below = ndtr(signed) if is_normal else stdtr(degrees, signed)
    return 2 * below if alternative == "two-sided" else below


def open_side(low: Floats, high: Floats, *, alternative: str) -> Interval:
    """The interval with the side that the alternative leaves open.

    The bound of "greater" is the low end: the effect is at least that.

    >>> open_side(np.array(0.1), np.array(0.3), alternative="greater")
    Interval(low=array(0.1), high=array(inf))
    """
    if alternative == "greater":
        return Interval(low, np.where(np.isnan(low), np.nan, np.inf))
    if alternative == "less":
        return Interval(np.where(np.isnan(high), np.nan, -np.inf), high)
    return Interval(low, high)


def fixed(found: Estimate, *, alpha: float, alternative: str, is_normal: bool) -> tuple[Interval, Floats]:
    """Interval and p-value for one look, by Welch's t or the normal. Source: Welch, Biometrika 34 (1947)."""
    error = np.sqrt(found.variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(error > 0, found.effect / error, np.nan)
        reach = critical(found.degrees, alpha=alpha, alternative=alternative, is_normal=is_normal) * error
    reach = np.where(error > 0, reach, np.nan)
    interval = open_side(found.effect - reach, found.effect + reach, alternative=alternative)
    return interval, tail(score, found.degrees, alternative=alternative, is_normal=is_normal)


def sequential(found: Estimate, *, alpha: float, alternative: str, tuning: float) -> tuple[Interval, Floats]:
    """Interval and p-value for any number of looks (see `sequences`)."""
    sides = 2 if alternative == "two-sided" else 1
    error = np.sqrt(found.variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(error > 0, found.effect / error, np.nan)
    width = mixture_width(found.users, alpha=alpha, tuning=tuning, sides=sides)
    reach = np.where(error > 0, width * error, np.nan)
    signed = -score if alternative == "less" else score
    p_value = mixture_p_value(signed, found.users, alpha=alpha, tuning=tuning, sides=sides)
    return open_side(found.effect - reach, found.effect + reach, alternative=alternative), p_value


def pooled_p_value(control: Arm, treatment: Arm, *, alternative: str) -> Floats:
    """Two rates tested with the variance that they would share if they were one (the pooled z test).

    >>> from truenorth.engines.statistics.arms import mean_arm
    >>> from truenorth.engines.statistics.moments import Moments
    >>> counts = ((4100, 820), (4000, 808))
    >>> arms = [mean_arm(Moments(n=n, sum=s).with_own_squares(), with_covariate=False) for n, s in counts]
    >>> round(float(pooled_p_value(*arms, alternative="two-sided")), 6)
    0.822315
    """
    users = control.n + treatment.n
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = (control.n * control.value + treatment.n * treatment.value) / users
        error = np.sqrt(rate * (1 - rate) * (1 / control.n + 1 / treatment.n))
        score = np.where(error > 0, (treatment.value - control.value) / error, np.nan)
    return tail(score, users, alternative=alternative, is_normal=True)


def fieller(found: Estimate, reach: Floats) -> tuple[Interval, NDArray[np.bool_]]:
    """The relative effect's interval by Fieller's theorem, and where it has no end.

    `reach` is the critical value. All lifts δ that a test of Δ - δ·m = 0 does not reject: a quadratic whose
    leading term is not positive where the control mean m is not distinguishable from zero.
    Source: E. C. Fieller, JRSS B 16 (1954); ratios of means in experiments: Hirschberg and Lye (2010).
    """
    square = reach**2
    with np.errstate(divide="ignore", invalid="ignore"):
        lead = found.control**2 - square * found.control_variance
        middle = found.absolute * found.control - square * found.control_covariance
        tail_term = found.absolute**2 - square * found.absolute_variance
        root = np.sqrt(np.maximum(middle**2 - lead * tail_term, 0.0))
        ends = (middle - root) / lead, (middle + root) / lead
    unbounded = ~(lead > 0)
    sign = np.sign(found.control)
    low, high = np.minimum(ends[0] * sign, ends[1] * sign), np.maximum(ends[0] * sign, ends[1] * sign)
    return Interval(np.where(unbounded, -np.inf, low), np.where(unbounded, np.inf, high)), unbounded
