"""Several experiments together: pooled effects, shrinkage, and what a rollout is worth."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import (
    NotFinite,
    OutOfRange,
    ShapesDiffer,
    require_choice,
    require_share,
)
from truenorth.engines.statistics.readout import Interval, Readout, tidy


@dataclass(frozen=True, slots=True)
class Pooled:
    """One effect out of several.

    `between` is the variance between the experiments (τ², 0 for fixed effects), `heterogeneity` the share of
    the variation that is more than noise (I²), `p_heterogeneity` of Cochran's Q.
    """

    effect: float
    standard_error: float
    interval: Interval
    p_value: float
    between: float
    heterogeneity: float
    p_heterogeneity: float


def pool_effects(
    effects: ArrayLike, errors: ArrayLike, *, model: Literal["fixed", "random"] = "random", alpha: float = 0.05
) -> Pooled:
    """Inverse-variance mean of effects with their standard errors, both of shape (experiments,).

    "fixed" takes all experiments to measure one effect, "random" a spread of effects (DerSimonian and Laird,
    Controlled Clinical Trials 1986). Raises NotFinite, OutOfRange, ShapesDiffer or ChoiceUnknown.

    >>> pooled = pool_effects([0.10, 0.14, 0.09], [0.02, 0.03, 0.025], model="fixed")
    >>> round(pooled.effect, 4), round(pooled.standard_error, 4)
    (0.1055, 0.0139)
    """
    require_choice(model, ("fixed", "random"), field="model")
    require_share(alpha, field="alpha")
    found, noise = _checked(effects, errors)
    weight = 1 / noise**2
    centre = np.sum(weight * found) / weight.sum()
    spread = float(np.sum(weight * (found - centre) ** 2))
    degrees = found.size - 1
    between = 0.0
    if model == "random" and degrees:
        between = max(0.0, (spread - degrees) / float(weight.sum() - np.sum(weight**2) / weight.sum()))
    weight = 1 / (noise**2 + between)
    effect, error = float(np.sum(weight * found) / weight.sum()), float(weight.sum() ** -0.5)
    half = float(ndtri(1 - alpha / 2)) * error
    return Pooled(
        effect=effect,
        standard_error=error,
        interval=Interval(tidy(np.asarray(effect - half)), tidy(np.asarray(effect + half))),
        p_value=float(2 * ndtr(-abs(effect) / error)),
        between=between,
        heterogeneity=max(0.0, 1 - degrees / spread) if spread > 0 else 0.0,
        p_heterogeneity=float(chdtrc(degrees, spread)) if degrees else float("nan"),
    )


def shrink(effects: ArrayLike, errors: ArrayLike, *, toward: Literal["zero", "mean"] = "mean") -> Floats:
    """James-Stein estimates, shape (experiments,): winners are partly lucky, so every effect is drawn inward.

    The positive-part rule with unequal errors: effects are standardised, shrunk by 1 - (k - 2)/Σz² (k - 3 toward
    the inverse-variance mean), held at zero or above, and scaled back. With fewer effects than the rule needs
    (3, or 4 toward the mean) they come back unchanged. Source: Efron and Morris, JASA 70 (1975).

    >>> shrink([0.30, 0.02, 0.05, -0.04, 0.01], [0.1, 0.1, 0.1, 0.1, 0.1], toward="zero").round(4)
    array([ 0.2049,  0.0137,  0.0341, -0.0273,  0.0068])
    """
    require_choice(toward, ("zero", "mean"), field="toward")
    found, noise = _checked(effects, errors)
    lost = 2 if toward == "zero" else 3
    if found.size <= lost:
        return found
    weight = 1 / noise**2
    centre = 0.0 if toward == "zero" else float(np.sum(weight * found) / weight.sum())
    score = float(np.sum(((found - centre) / noise) ** 2))
    keep = max(0.0, 1 - (found.size - lost) / score) if score > 0 else 0.0
    return np.asarray(centre + keep * (found - centre))


@dataclass(frozen=True, slots=True)
class Impact:
    """What the change does to the metric's total per day, once everybody has it."""

    per_day: Floats
    interval: Interval


def scale_impact(readout: Readout, *, users: float, days: float, traffic_share: float = 1.0) -> Impact:
    """An absolute readout scaled to the whole product: effect · users / (traffic share · days).

    `users` entered all arms of the experiment in `days`; `traffic_share` is the part of all traffic that it took.
    Raises OutOfRange.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> readout = compare(Moments(n=4100, sum=1640), Moments(n=4000, sum=1840), kind="proportion", effect="absolute")
    >>> round(float(scale_impact(readout, users=8100, days=14, traffic_share=0.5).per_day), 3)
    69.429
    """
    if readout.scale != "absolute":
        raise OutOfRange("must be absolute: a share of the mean cannot be added up", field="readout")
    if not (users >= 0 and days > 0):
        raise OutOfRange("must be above zero", field="days")
    if not 0 < traffic_share <= 1:
        raise OutOfRange("must lie above 0 and up to 1", field="traffic_share")
    factor = users / (traffic_share * days)
    interval = Interval(tidy(readout.interval.low * factor), tidy(readout.interval.high * factor))
    return Impact(tidy(readout.effect * factor), interval)


def _checked(effects: ArrayLike, errors: ArrayLike) -> tuple[Floats, Floats]:
    found, noise = np.asarray(effects, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    if found.ndim != 1 or found.shape != noise.shape or not found.size:
        raise ShapesDiffer("must hold one number per effect", field="errors")
    if not (np.all(np.isfinite(found)) and np.all(np.isfinite(noise))):
        raise NotFinite("must be finite numbers", field="effects")
    if np.any(noise <= 0):
        raise OutOfRange("must be above zero", field="errors")
    return found, noise
