"""Experiment statistics: sums over users in, a readout out.

Every input may be an array (axes such as metric, dimension, arm) and every result is arrays of the broadcast
shape, so that a thousand metrics cost what one does.
"""

from truenorth.engines.statistics.balance import Balance, check_srm
from truenorth.engines.statistics.compare import compare
from truenorth.engines.statistics.errors import (
    ArmsTooFew,
    ChoiceUnknown,
    CountNegative,
    MomentsInconsistent,
    MomentsMissing,
    NotFinite,
    OutOfRange,
    ShapesDiffer,
    StatisticsRefused,
)
from truenorth.engines.statistics.flags import Flag
from truenorth.engines.statistics.moments import Moments, QuantileMoments
from truenorth.engines.statistics.posterior import Prior, chance_to_beat
from truenorth.engines.statistics.readout import Interval, Readout, Risk
from truenorth.engines.statistics.sequences import (
    MixtureTest,
    mixture_p_value,
    mixture_sprt,
    mixture_width,
    rate_sequence,
)

__all__ = [
    "ArmsTooFew",
    "Balance",
    "ChoiceUnknown",
    "CountNegative",
    "Flag",
    "Interval",
    "MixtureTest",
    "Moments",
    "MomentsInconsistent",
    "MomentsMissing",
    "NotFinite",
    "OutOfRange",
    "Prior",
    "QuantileMoments",
    "Readout",
    "Risk",
    "ShapesDiffer",
    "StatisticsRefused",
    "chance_to_beat",
    "check_srm",
    "compare",
    "mixture_p_value",
    "mixture_sprt",
    "mixture_width",
    "rate_sequence",
]
