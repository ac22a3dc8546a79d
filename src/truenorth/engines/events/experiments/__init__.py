"""Experiment totals: the sums per variant that a comparison needs, from raw events."""

from truenorth.engines.events.experiments.plan import ExperimentTotals, MetricPlan
from truenorth.engines.events.experiments.result import DayExposures, ExperimentTotalsResult, VariantTotals

__all__ = ["DayExposures", "ExperimentTotals", "ExperimentTotalsResult", "MetricPlan", "VariantTotals"]
