"""Experiment statistics: sums over users in, a readout out.

Every input may be an array (axes such as metric, dimension, arm) and every result is arrays of the broadcast
shape, so that a thousand metrics cost what one does.
"""

from truenorth.engines.statistics.balance import Balance, check_srm
from truenorth.engines.statistics.bandits import bandit_weights, best_arm_chances
from truenorth.engines.statistics.boundaries import group_bounds, spending
from truenorth.engines.statistics.bounds import MarginTest, check_margin, deterioration
from truenorth.engines.statistics.capping import Capped, cap_arms
from truenorth.engines.statistics.compare import compare
from truenorth.engines.statistics.decision import Decision, MetricVerdict, Role, decide
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
from truenorth.engines.statistics.multiplicity import adjust, adjusted_interval
from truenorth.engines.statistics.planning import Detectable, SampleSize, days_needed, detectable, more_users, size
from truenorth.engines.statistics.posterior import Prior, chance_to_beat
from truenorth.engines.statistics.readout import Interval, Readout, Risk
from truenorth.engines.statistics.sequences import (
    MixtureTest,
    mixture_p_value,
    mixture_sprt,
    mixture_width,
    rate_sequence,
)
from truenorth.engines.statistics.synthesis import Impact, Pooled, pool_effects, scale_impact, shrink
from truenorth.engines.statistics.tally import Tally, tally_arms
from truenorth.engines.statistics.trends import Trend, trend_by_day

__all__ = [
    "ArmsTooFew",
    "Balance",
    "Capped",
    "ChoiceUnknown",
    "CountNegative",
    "Decision",
    "Detectable",
    "Flag",
    "Impact",
    "Interval",
    "MarginTest",
    "MetricVerdict",
    "MixtureTest",
    "Moments",
    "MomentsInconsistent",
    "MomentsMissing",
    "NotFinite",
    "OutOfRange",
    "Pooled",
    "Prior",
    "QuantileMoments",
    "Readout",
    "Risk",
    "Role",
    "SampleSize",
    "ShapesDiffer",
    "StatisticsRefused",
    "Tally",
    "Trend",
    "adjust",
    "adjusted_interval",
    "bandit_weights",
    "best_arm_chances",
    "cap_arms",
    "chance_to_beat",
    "check_margin",
    "check_srm",
    "compare",
    "days_needed",
    "decide",
    "detectable",
    "deterioration",
    "group_bounds",
    "mixture_p_value",
    "mixture_sprt",
    "mixture_width",
    "more_users",
    "pool_effects",
    "rate_sequence",
    "scale_impact",
    "shrink",
    "size",
    "spending",
    "tally_arms",
    "trend_by_day",
]
