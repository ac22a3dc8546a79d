"""What a comparison says."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.flags import Flag


class Interval(NamedTuple):
    """Lower and upper end; an open side is infinite."""

    low: Floats
    high: Floats


class Risk(NamedTuple):
    """Expected loss, in the unit of the effect, of keeping the control and of shipping the treatment."""

    keep: Floats
    ship: Floats


@dataclass(frozen=True, slots=True)
class Readout:
    """One comparison, or many of them: every number is an array of one shape (a scalar for scalar input).

    `effect`, `interval`, `standard_error` and `risk` are in the unit that `scale` names: that of the metric
    ("absolute") or shares of the control mean ("relative", 0.05 = +5 %). `p_value` is NaN for "bayesian", where
    `effect` is the posterior mean and `standard_error` the posterior's deviation. `chance_to_win` and `risk` use the
    prior (flat when none was given) under every method. `flags` says why a number is NaN or rough.
    """

    effect: Floats
    interval: Interval
    p_value: Floats
    standard_error: Floats
    chance_to_win: Floats
    risk: Risk
    control: Floats
    treatment: Floats
    users: Floats
    degrees: Floats
    flags: NDArray[np.int64]
    method: str
    scale: str
    kind: str
    alpha: float
    alternative: str
    lower_is_better: bool
    tuning: float

    def notes(self) -> str:
        """The flags in words, all cells together; '' when there is nothing to say.

        >>> from truenorth.engines.statistics import Moments, compare
        >>> arm = Moments(n=10, sum=10, sum_squares=10)
        >>> compare(arm, arm, kind="mean").notes()
        'no variation between users'
        """
        return Flag(int(np.bitwise_or.reduce(np.ravel(self.flags)))).words()


def tidy(values: Floats) -> Floats:
    """A zero-dimensional array as the scalar it is.

    >>> tidy(np.asarray(1.5))
    np.float64(1.5)
    """
    return np.asarray(values, dtype=np.float64)[()]
