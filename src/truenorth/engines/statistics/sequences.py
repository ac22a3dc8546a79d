"""Intervals and p-values that hold however often people look."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, ndtr, ndtri

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange, require_share

LEAST_SURE_ONE_SIDED_P = 0.4999


def mixture_width(users: ArrayLike, *, alpha: float = 0.05, tuning: float = 5000, sides: int = 2) -> Floats:
    """Half width of the normal-mixture confidence sequence in standard errors, same shape as `users`.

    `users` counts both arms; `tuning` is the number of users at which the sequence is narrowest. Sources:
    Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, arXiv 2103.06476 (two-sided, and one-sided in its appendix);
    Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49 (2021).

    >>> round(float(mixture_width(8100)), 6)
    3.048068
    """
    scale = _scale(users, alpha=alpha, tuning=tuning, sides=sides)
    root = np.sqrt(scale + 1)
    reach = np.log(root / alpha) if sides == 2 else np.log1p(root / (2 * alpha))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sqrt(2 * (scale + 1) / scale * reach)


def mixture_p_value(
    z: ArrayLike, users: ArrayLike, *, alpha: float = 0.05, tuning: float = 5000, sides: int = 2
) -> Floats:
    """Always-valid p-value of z standard errors; alpha enters only through the tuning.

    One-sided (z large is evidence) it is the alpha at which the sequence's bound touches zero, in closed form; above
    0.4999 the bound does not exist (it needs alpha < 1/2), so 0.4999 reads "nothing to see".

    >>> round(float(mixture_p_value(5.0797306, 8100)), 8)
    2.355e-05
    """
    scale = _scale(users, alpha=alpha, tuning=tuning, sides=sides)
    score = np.asarray(z, dtype=np.float64)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        exponent = scale * score**2 / (2 * (scale + 1))
        if sides == 2:
            return np.asarray(np.minimum(1.0, np.sqrt(scale + 1) * np.exp(-exponent)))
        found = np.sqrt(scale + 1) / (2 * np.expm1(exponent))
    return np.where(
        score > 0, np.minimum(LEAST_SURE_ONE_SIDED_P, found), np.where(np.isnan(score), np.nan, LEAST_SURE_ONE_SIDED_P)
    )


def _scale(users: ArrayLike, *, alpha: float, tuning: float, sides: int) -> Floats:
    require_share(alpha if sides == 2 else 2 * alpha, field="alpha")
    if not tuning > 0:
        raise OutOfRange("must be above zero", field="tuning")
    level = math.log(alpha if sides == 2 else 2 * alpha)
    return np.asarray(users, dtype=np.float64) * ((-2 * level + math.log(1 - 2 * level)) / tuning)


class MixtureTest(NamedTuple):
    """Interval and p-value of a mixture sequential probability ratio test."""

    low: Floats
    high: Floats
    p_value: Floats
    width: Floats


def mixture_sprt(
    effect: ArrayLike,
    variance: ArrayLike,
    *,
    arm_variances: tuple[ArrayLike, ArrayLike],
    users: ArrayLike,
    alpha: float = 0.05,
) -> MixtureTest:
    """The mSPRT as Statsig publishes it: wider than the sequence above, here for comparison.

    `variance` is that of the effect, `arm_variances` the per-user variances, `users` those of both arms; the
    mixing variance is τ = z²(v_t + v_c)/users. `width` is in standard errors. Source: Zhao, Chiu and Tang,
    Statsig documentation; Johari, Koomen, Pekelis and Walsh, Operations Research 70 (2022).

    >>> test = mixture_sprt(0.06, 1.2063658536585366e-4, arm_variances=(0.24, 0.2484), users=8100)
    >>> round(float(test.low), 6), round(float(test.p_value), 6)
    (0.020628, 0.002819)
    """
    require_share(alpha, field="alpha")
    shift, noise = np.asarray(effect, dtype=np.float64), np.asarray(variance, dtype=np.float64)
    z = float(ndtri(1 - alpha / 2))
    mixing = z**2 * (np.asarray(arm_variances[0]) + np.asarray(arm_variances[1])) / np.asarray(users, dtype=np.float64)
    reach = -2 * math.log(alpha / 2) - np.log(noise / (noise + mixing))
    width = np.sqrt((noise + mixing) / mixing * reach)
    half = width * np.sqrt(noise)
    p_value = 2 * ndtr(-np.abs(shift) / np.sqrt(noise) * z / width)
    return MixtureTest(shift - half, shift + half, p_value, width)


def rate_sequence(successes: int, n: int, *, alpha: float = 0.05, tuning: float = 4000) -> tuple[float, float]:
    """Confidence sequence of one rate that holds for any sample size, not only large ones.

    `tuning` is the number of users at which it is narrowest. Source: the beta-binomial mixture of Howard,
    Ramdas, McAuliffe and Sekhon, Probability Surveys 17 (2020), appendix A.

    >>> low, high = rate_sequence(1840, 4000)
    >>> round(low, 6), round(high, 6)
    (0.436147, 0.483963)
    """
    from scipy.optimize import brentq

    require_share(alpha, field="alpha")
    if n < 1 or not 0 <= successes <= n:
        raise OutOfRange("must lie between 0 and n, n at least 1", field="successes")
    level = 2 * math.log(1 / 0.05)

    def evidence(rate: float) -> float:
        """Log of the mixture against this rate, minus what is enough."""
        noise = rate * (1 - rate)
        mass = max(tuning * noise / (level + math.log1p(level)) - noise, 1e-12)
        failures = n - successes
        likelihood = successes * math.log(rate) + failures * math.log1p(-rate)
        prior = mass / (1 - rate), mass / rate
        mixture = betaln(prior[0] + successes, prior[1] + failures) - betaln(*prior)
        return float(mixture - likelihood - math.log(1 / alpha))

    rate = successes / n
    edge = 1e-12
    low = 0.0 if rate == 0 else brentq(evidence, edge, min(rate, 1 - edge), xtol=1e-15)
    high = 1.0 if rate == 1 else brentq(evidence, max(rate, edge), 1 - edge, xtol=1e-15)
    return float(low), float(high)
