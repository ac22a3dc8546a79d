"""Does the effect fade or grow with the days since a user first saw the change?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange, ShapesDiffer
from truenorth.engines.statistics.readout import Readout


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through the daily effects against ln(1 + day).

    `slope` per e-fold of time; `first` and `last` the line at both ends; `fades` when the slope leads towards zero
    and `p_value` (two-sided, normal) is below 0.05 (novelty), `grows` the other way round (learning).
    """

    slope: float
    standard_error: float
    p_value: float
    first: float
    last: float
    fades: bool
    grows: bool


def trend_by_day(readout: Readout, days: ArrayLike) -> Trend:
    """Weighted least squares over a readout whose one axis is days since exposure, at least three of them.

    Make the readout from moments per day since exposure, users counted on the days that they have reached. Days
    share users, so their effects are positively correlated and the slope's error is on the safe side. Days whose
    effect is NaN are passed over. Raises ShapesDiffer or OutOfRange.

    >>> from truenorth.engines.statistics import Moments, compare
    >>> control = Moments(n=[5000] * 4, sum=[1000] * 4)
    >>> treatment = Moments(n=[5000] * 4, sum=[1400, 1250, 1150, 1050])
    >>> trend = trend_by_day(compare(control, treatment, kind="proportion", effect="absolute"), [0, 1, 3, 7])
    >>> round(trend.first, 3), round(trend.last, 3), trend.fades
    (0.077, 0.008, True)
    """
    effects = np.asarray(readout.effect, dtype=np.float64)
    times = np.asarray(days, dtype=np.float64)
    if effects.ndim != 1 or effects.shape != times.shape:
        raise ShapesDiffer("must hold one number per effect, along one axis", field="days")
    errors = np.asarray(readout.standard_error, dtype=np.float64)
    usable = np.isfinite(effects) & (errors > 0)
    if usable.sum() < 3 or np.any(times < 0):
        raise OutOfRange("must be three at least, none below zero", field="days")
    return _fit(np.log1p(times[usable]), effects[usable], errors[usable])


def _fit(clock: Floats, effects: Floats, errors: Floats) -> Trend:
    weight = 1 / errors**2
    middle = np.sum(weight * clock) / weight.sum()
    spread = np.sum(weight * (clock - middle) ** 2)
    slope = float(np.sum(weight * (clock - middle) * effects) / spread)
    centre = float(np.sum(weight * effects) / weight.sum())
    error = float(spread**-0.5)
    p_value = float(2 * ndtr(-abs(slope) / error))
    first, last = (centre + slope * float(clock[end] - middle) for end in (0, -1))
    return Trend(
        slope=slope,
        standard_error=error,
        p_value=p_value,
        first=first,
        last=last,
        fades=p_value < 0.05 and abs(last) < abs(first),
        grows=p_value < 0.05 and abs(last) > abs(first),
    )
