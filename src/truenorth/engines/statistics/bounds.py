"""One-sided bounds and tests against any null, from a readout that has been made."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.compare import Kind, Scale, Test, compare
from truenorth.engines.statistics.errors import OutOfRange, require_share
from truenorth.engines.statistics.moments import Moments, QuantileMoments
from truenorth.engines.statistics.readout import Readout, tidy
from truenorth.engines.statistics.sequences import mixture_p_value, mixture_width


def width(readout: Readout, *, alpha: float, sides: int = 1) -> Floats:
    """How many standard errors a bound at `alpha` lies from the effect, by the readout's own method.

    >>> control, treatment = Moments(n=4100, sum=820), Moments(n=4000, sum=808)
    >>> readout = compare(control, treatment, kind="proportion", method="fixed")
    >>> round(float(width(readout, alpha=0.05)), 4)
    1.645
    """
    require_share(alpha, field="alpha")
    level = 1 - alpha / sides
    if readout.method == "sequential":
        return mixture_width(readout.users, alpha=alpha, tuning=readout.tuning, sides=sides)
    if readout.method == "bayesian":
        return np.full(np.shape(readout.effect), float(ndtri(level)))
    return np.asarray(stdtrit(readout.degrees, level))


@dataclass(frozen=True, slots=True)
class MarginTest:
    """Is the treatment at most the margin worse?

    In the metric's unit: `difference` (treatment minus control), `null` (the difference at the margin), `bound` (the
    one-sided bound of the difference on its bad side). `p_value` tests "worse than the margin"; `passes` says
    that this was refuted at alpha. What does not pass is undecided, not shown to be bad.
    """

    difference: Floats
    null: Floats
    bound: Floats
    p_value: Floats
    passes: NDArray[np.bool_]


def check_margin(  # noqa: PLR0913 - every choice changes the answer
    control: Moments | QuantileMoments,
    treatment: Moments | QuantileMoments,
    *,
    margin: float,
    kind: Kind = "mean",
    scale: Scale = "relative",
    method: Literal["fixed", "sequential"] = "fixed",
    alpha: float = 0.05,
    lower_is_better: bool = False,
    tuning: float = 5000,
    test: Test | None = None,
) -> MarginTest:
    """Non-inferiority, one-sided at `alpha`.

    `margin` is how much worse is still accepted: -0.05 (a fall of 5 %) or, where lower is better, 0.05; only its
    size counts. A relative margin becomes an absolute one with the control mean. `test` None is "wald" for
    proportions and "welch" otherwise. Raises StatisticsRefused as compare does. Source: the guardrail of Schultzberg,
    Ankargren and Frånberg, Spotify, arXiv 2402.11609.

    >>> test = check_margin(Moments(n=4100, sum=820), Moments(n=4000, sum=808), margin=-0.05, kind="proportion")
    >>> round(float(test.p_value), 4), bool(test.passes)
    (0.0889, False)
    """
    if margin == 0 or not np.isfinite(margin):
        raise OutOfRange("must be a number other than zero", field="margin")
    chosen: Test = test or ("wald" if kind == "proportion" else "welch")
    readout = compare(
        control, treatment, kind=kind, effect="absolute", method=method, alpha=alpha, tuning=tuning, test=chosen
    )
    worse = 1.0 if lower_is_better else -1.0
    null = worse * abs(margin) * (np.abs(readout.control) if scale == "relative" else np.ones_like(readout.control))
    return _against(readout, null, worse=worse, alpha=alpha, is_normal=chosen != "welch")


def _against(readout: Readout, null: Floats, *, worse: float, alpha: float, is_normal: bool) -> MarginTest:
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(readout.standard_error > 0, readout.standard_error, np.nan)
        score = -worse * (readout.effect - null) / error
    if readout.method == "sequential":
        p_value = mixture_p_value(score, readout.users, alpha=alpha, tuning=readout.tuning, sides=1)
        reach = width(readout, alpha=alpha)
    elif is_normal:
        p_value, reach = ndtr(-score), np.asarray(float(ndtri(1 - alpha)))
    else:
        p_value, reach = stdtr(readout.degrees, -score), width(readout, alpha=alpha)
    bound = readout.effect + worse * reach * error
    passes = np.asarray(-worse * (bound - null) > 0)[()]
    return MarginTest(tidy(readout.effect), tidy(null), tidy(bound), tidy(p_value), passes)


def deterioration(readout: Readout) -> Floats:
    """One-sided p-value of "the treatment is worse than the control", by the readout's own method.

    The posterior probability of being worse's complement for "bayesian".

    >>> readout = compare(Moments(n=4100, sum=1640), Moments(n=4000, sum=1400), kind="proportion", method="fixed")
    >>> bool(deterioration(readout) < 0.001)
    True
    """
    worse = 1.0 if readout.lower_is_better else -1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        score = worse * readout.effect / np.where(readout.standard_error > 0, readout.standard_error, np.nan)
    if readout.method == "sequential":
        return mixture_p_value(score, readout.users, alpha=readout.alpha, tuning=readout.tuning, sides=1)
    return ndtr(-score) if readout.method == "bayesian" else stdtr(readout.degrees, -score)
