"""What is wrong with a number, said beside it."""

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray


class Flag(IntFlag):
    """Reasons why a readout's number is missing or must be read with care.

    >>> (Flag.ZERO_VARIANCE | Flag.IMPRECISE).words()
    'no variation between users; variance lost to rounding, use Moments.from_values'
    """

    NO_USERS = 1
    TOO_FEW_USERS = 2
    ZERO_VARIANCE = 4
    CONTROL_MEAN_ZERO = 8
    IMPRECISE = 16
    UNBOUNDED = 32
    COVARIATE_UNUSED = 64
    CONTROL_MEAN_UNSURE = 128
    STRATUM_LEFT_OUT = 256
    DENOMINATOR_ZERO = 512

    def words(self) -> str:
        """The reasons in words, '' when there is none."""
        return "; ".join(_WORDS[flag] for flag in Flag if flag in self)


_WORDS = {
    Flag.NO_USERS: "an arm without users",
    Flag.TOO_FEW_USERS: "too few users for a variance",
    Flag.ZERO_VARIANCE: "no variation between users",
    Flag.CONTROL_MEAN_ZERO: "control mean of zero has no relative effect",
    Flag.IMPRECISE: "variance lost to rounding, use Moments.from_values",
    Flag.UNBOUNDED: "control mean not distinguishable from zero, the relative interval has no end",
    Flag.COVARIATE_UNUSED: "covariate without variation, not used",
    Flag.CONTROL_MEAN_UNSURE: "control mean close to zero for its noise, the relative interval is rough",
    Flag.STRATUM_LEFT_OUT: "a stratum without enough users in both arms, left out",
    Flag.DENOMINATOR_ZERO: "a denominator that sums to zero",
}


def raised(condition: NDArray[np.bool_] | np.bool_, flag: Flag) -> NDArray[np.int64]:
    """The flag where the condition holds, 0 elsewhere; same shape.

    >>> raised(np.array([True, False]), Flag.NO_USERS)
    array([1, 0])
    """
    return np.where(condition, np.int64(flag), np.int64(0))
