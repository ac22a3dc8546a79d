"""Retention: of the actors who began something in a period, how many are still there some periods later."""

from truenorth.engines.events.retention.plan import Retention
from truenorth.engines.events.retention.result import RetentionCohort, RetentionResult, RetentionTable, RetentionTotal

__all__ = ["Retention", "RetentionCohort", "RetentionResult", "RetentionTable", "RetentionTotal"]
