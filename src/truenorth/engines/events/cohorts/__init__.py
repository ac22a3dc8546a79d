"""Cohorts: the actors for whom a tree of conditions on their history holds."""

from truenorth.engines.events.cohorts.criteria import (
    All,
    AnyOf,
    Criterion,
    Did,
    DidNot,
    EventMatch,
    FirstSeen,
    HasProperty,
    Not,
    PropertyDistinct,
    PropertySum,
    Sequence,
    WithinDates,
    WithinFirst,
    WithinLast,
)
from truenorth.engines.events.cohorts.plan import Cohort
from truenorth.engines.events.cohorts.result import CohortResult

__all__ = [
    "All",
    "AnyOf",
    "Cohort",
    "CohortResult",
    "Criterion",
    "Did",
    "DidNot",
    "EventMatch",
    "FirstSeen",
    "HasProperty",
    "Not",
    "PropertyDistinct",
    "PropertySum",
    "Sequence",
    "WithinDates",
    "WithinFirst",
    "WithinLast",
]
