"""Beliefs after the data: a normal prior on the lift, and the exact posterior of two rates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, ndtr, ndtri

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange
from truenorth.engines.statistics.readout import Risk

_NODES = 200
_TAILS = 12.0


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal belief about the effect before the data.

    `scale` says what mean and sd are: shares of the control mean (the default) or the metric's own unit. A
    relative prior on an absolute effect is multiplied by |control mean|, and divided the other way round.
    Raises OutOfRange for an sd that is not above zero.

    >>> Prior(sd=0.3).scale
    'relative'
    """

    mean: float = 0.0
    sd: float = 0.3
    scale: Literal["relative", "absolute"] = "relative"

    def __post_init__(self) -> None:
        if not self.sd > 0 or not np.isfinite(self.sd) or not np.isfinite(self.mean):
            raise OutOfRange("must be a normal distribution with an sd above zero", field="prior")

    def scaled(self, control: Floats, *, to: str) -> tuple[Floats, Floats]:
        """Mean and sd in the unit of the effect."""
        with np.errstate(divide="ignore"):
            factor = np.abs(control) if to == "absolute" else 1 / np.abs(control)
        if self.scale == to:
            factor = np.ones_like(control)
        return self.mean * factor, self.sd * factor


def update(
    effect: Floats, variance: Floats, control: Floats, *, prior: Prior | None, scale: str
) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the posterior; the estimate itself under a flat prior.

    Precisions add, means are weighed by them (the conjugate normal).

    >>> mean, sd = update(np.array(0.15), np.array(0.0009), np.array(1.0), prior=Prior(sd=0.3), scale="relative")
    >>> round(float(mean), 6)
    0.148515
    """
    if prior is None:
        return effect, np.sqrt(variance)
    centre, width = prior.scaled(control, to=scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = 1 / variance + 1 / width**2
        mean = (effect / variance + centre / width**2) / precision
        exact = np.where(variance == 0, effect, mean)
        return exact, np.sqrt(1 / precision)


def win(mean: Floats, sd: Floats, *, lower_is_better: bool) -> Floats:
    """Probability that the treatment is better.

    >>> float(win(np.array(0.0), np.array(1.0), lower_is_better=False))
    0.5
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        score = mean / sd
    return ndtr(-score if lower_is_better else score)


def losses(mean: Floats, sd: Floats, *, lower_is_better: bool) -> Risk:
    """Expected losses of the two choices, E[max(±effect, 0)] in closed form: sd·φ(z) + mean·Φ(z).

    >>> round(float(losses(np.array(0.0), np.array(1.0), lower_is_better=False).ship), 6)
    0.398942
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        score = mean / sd
        peak = sd * np.exp(-(score**2) / 2) / np.sqrt(2 * np.pi)
    upside = peak + mean * ndtr(score)
    downside = peak - mean * ndtr(-score)
    return Risk(downside, upside) if lower_is_better else Risk(upside, downside)


def credible(mean: Floats, sd: Floats, *, level: float) -> Floats:
    """The quantile of the posterior at `level`.

    >>> round(float(credible(np.array(0.0), np.array(1.0), level=0.975)), 4)
    1.96
    """
    return mean + sd * float(ndtri(level))


def chance_to_beat(
    control: tuple[ArrayLike, ArrayLike],
    treatment: tuple[ArrayLike, ArrayLike],
    *,
    prior: tuple[float, float] = (1.0, 1.0),
) -> Floats:
    """Exact probability that the treatment's rate is higher; arms are (successes, n), arrays broadcast.

    Beta(a, b) `prior` on both rates. The integral of the treatment's density times the control's distribution
    is taken over the densities' twelve-sigma range by Gauss-Legendre quadrature (200 nodes).

    >>> round(float(chance_to_beat((820, 4100), (808, 4000))), 6)
    0.588922
    """
    (one, n_one), (two, n_two) = (
        tuple(np.asarray(part, dtype=np.float64) for part in arm) for arm in (control, treatment)
    )
    if np.any((one < 0) | (one > n_one) | (two < 0) | (two > n_two)):
        raise OutOfRange("must be successes between 0 and n", field="control")
    a, b = two + prior[0], n_two - two + prior[1]
    centre = a / (a + b)
    reach = _TAILS * np.sqrt(a * b / (a + b + 1)) / (a + b) + 10 / (a + b)
    low, high = np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    place = low[..., None] + (high - low)[..., None] * (nodes + 1) / 2
    with np.errstate(divide="ignore"):
        logs = (a - 1)[..., None] * np.log(place) + (b - 1)[..., None] * np.log1p(-place) - betaln(a, b)[..., None]
    below = betainc((one + prior[0])[..., None], (n_one - one + prior[1])[..., None], place)
    return np.asarray((np.exp(logs) * below * weights).sum(axis=-1) * (high - low) / 2)[()]
