"""Did the split come out as it was planned? (sample ratio mismatch)"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import ArmsTooFew, CountNegative, NotFinite, OutOfRange, ShapesDiffer
from truenorth.engines.statistics.readout import tidy

SUSPECT_BELOW = 0.01


@dataclass(frozen=True, slots=True)
class Balance:
    """The chi-squared test of the planned split; arrays without the axis of the arms.

    `flag` is true where `p_value` is below 0.01. `expected` are the users that the weights ask for. `strays`
    counts the users seen in arms of weight zero, which the test leaves out. Without users p is NaN.
    """

    chi_squared: Floats
    p_value: Floats
    degrees: int
    flag: NDArray[np.bool_]
    expected: Floats
    strays: Floats


def check_srm(observed: ArrayLike, weights: ArrayLike, *, threshold: float = SUSPECT_BELOW) -> Balance:
    """Observed users against planned weights; arms on the last axis, any axes before it (dimensions, days).

    Weights need not sum to one. Arms of weight zero are left out of the test and of its degrees of freedom.
    Raises CountNegative, NotFinite, OutOfRange, ShapesDiffer, or ArmsTooFew when fewer than two arms have a weight.
    Source: Pearson's chi-squared; Fabijan and others, KDD 2019.

    >>> balance = check_srm([44700, 45489], [1, 1])
    >>> round(float(balance.p_value), 5), bool(balance.flag)
    (0.00861, True)
    """
    counts = np.atleast_1d(np.asarray(observed, dtype=np.float64))
    shares = np.asarray(weights, dtype=np.float64)
    _check(counts, shares)
    planned = shares > 0
    seen, share = counts[..., planned], shares[planned] / shares[planned].sum()
    total = seen.sum(axis=-1)
    expected = total[..., None] * share
    with np.errstate(divide="ignore", invalid="ignore"):
        chi_squared = ((seen - expected) ** 2 / expected).sum(axis=-1)
    degrees = int(planned.sum()) - 1
    p_value = np.where(total > 0, chdtrc(degrees, np.nan_to_num(chi_squared)), np.nan)
    everywhere = np.zeros(counts.shape)
    everywhere[..., planned] = expected
    return Balance(
        chi_squared=tidy(chi_squared),
        p_value=tidy(p_value),
        degrees=degrees,
        flag=np.asarray(p_value < threshold)[()],
        expected=everywhere,
        strays=tidy(counts[..., ~planned].sum(axis=-1)),
    )


def _check(counts: Floats, shares: Floats) -> None:
    if not np.all(np.isfinite(counts)):
        raise NotFinite("must be finite numbers", field="observed")
    if not np.all(np.isfinite(shares)):
        raise NotFinite("must be finite numbers", field="weights")
    if np.any(counts < 0):
        raise CountNegative("must not be below zero", field="observed")
    if np.any(shares < 0):
        raise OutOfRange("must not be below zero", field="weights")
    if shares.ndim != 1 or counts.shape[-1] != shares.shape[0]:
        raise ShapesDiffer(f"must hold one number per arm ({counts.shape[-1]})", field="weights")
    if np.count_nonzero(shares) < 2:
        raise ArmsTooFew("must be above zero for two arms at least", field="weights")
