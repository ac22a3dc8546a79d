"""An arm as the numbers that a comparison uses: value and variance per user, and the covariate's."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.statistics.flags import Flag, raised
from truenorth.engines.statistics.moments import Moments, QuantileMoments

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Covariate:
    """What was known of the users before: per-user value and variance, covariance with the metric."""

    value: Floats
    variance: Floats
    covariance: Floats


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm, linearised: a ratio's variance is that of its first-order expansion (the delta method)."""

    n: Floats
    value: Floats
    variance: Floats
    flags: NDArray[np.int64]
    covariate: Covariate | None = None
    freedom: Floats | None = None

    @property
    def divisor(self) -> Floats:
        """What the sums of squares were divided by."""
        return self.n - 1 if self.freedom is None else self.freedom


def mean_arm(moments: Moments, *, with_covariate: bool, is_sample: bool = True) -> Arm:
    """A mean; `is_sample` divides by n - 1, a proportion's variance p(1 - p) by n.

    >>> arm = mean_arm(Moments(n=4, sum=8, sum_squares=20), with_covariate=False)
    >>> float(arm.value), round(float(arm.variance), 4)
    (2.0, 1.3333)
    """
    n = moments.array("n")
    freedom = n - 1 if is_sample else n
    covariate = None
    flags = raised(moments.is_imprecise("y"), Flag.IMPRECISE)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(moments.scatter("yy"), 0.0) / freedom
        if with_covariate and moments.has("x"):
            covariate = Covariate(
                moments.mean("x"), np.maximum(moments.scatter("xx"), 0.0) / freedom, moments.scatter("yx") / freedom
            )
    return Arm(n, moments.mean("y"), variance, flags, covariate, freedom)


def ratio_arm(moments: Moments, *, with_covariate: bool) -> Arm:
    """A ratio of sums, users being the units. Source: Deng, Knoblich and Lu, KDD 2018.

    >>> sums = Moments(n=3, sum=3, sum_squares=5, den_sum=6, den_sum_squares=14, den_cross=8)
    >>> float(ratio_arm(sums, with_covariate=False).value)
    0.5
    """
    n = moments.array("n")
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom = moments.mean("d")
        value = moments.mean("y") / bottom
        spread = moments.scatter("yy") - 2 * value * moments.scatter("yd") + value**2 * moments.scatter("dd")
        variance = np.maximum(spread, 0.0) / (n - 1) / bottom**2
        covariate = _ratio_covariate(moments, value) if with_covariate and moments.has("x", "w") else None
    flags = raised(moments.is_imprecise("y") | moments.is_imprecise("d"), Flag.IMPRECISE)
    return Arm(n, value, variance, flags | raised((bottom == 0) & (n > 0), Flag.DENOMINATOR_ZERO), covariate)


def _ratio_covariate(moments: Moments, value: Floats) -> Covariate:
    freedom = moments.array("n") - 1
    bottom = moments.mean("w")
    before = moments.mean("x") / bottom
    spread = moments.scatter("xx") - 2 * before * moments.scatter("xw") + before**2 * moments.scatter("ww")
    joint = (
        moments.scatter("yx")
        - before * moments.scatter("yw")
        - value * moments.scatter("dx")
        + value * before * moments.scatter("dw")
    )
    variance = np.maximum(spread, 0.0) / freedom / bottom**2
    return Covariate(before, variance, joint / freedom / (moments.mean("d") * bottom))


def quantile_arm(moments: QuantileMoments) -> Arm:
    """A quantile; its events are the users.

    >>> float(quantile_arm(QuantileMoments(n=1000, level=0.5, value=10.0, low=9.5, high=10.5)).value)
    10.0
    """
    n = moments.array("n")
    flags = raised(moments.is_too_small(), Flag.TOO_FEW_USERS)
    variance = np.where(moments.is_too_small(), np.nan, moments.variance())
    return Arm(n, moments.array("value"), variance, flags)
