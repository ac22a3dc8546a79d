"""The event engine: a store that keeps events in the order in which questions read them, and the questions.

Plans are plain data. What a name needs is loaded when the name is used, so that a process that only writes stays light.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from truenorth.engines.events.accepting import Rejected
    from truenorth.engines.events.adoption import Adoption, AdoptionResult
    from truenorth.engines.events.asking.plan import Filter, Plan
    from truenorth.engines.events.cohorts import (
        All,
        AnyOf,
        Cohort,
        CohortResult,
        Did,
        DidNot,
        FirstSeen,
        HasProperty,
        Not,
        PropertyDistinct,
        PropertySum,
        Sequence,
    )
    from truenorth.engines.events.drivers import Conversion, Drivers, DriversResult, Return
    from truenorth.engines.events.errors import (
        EventRefused,
        EventsRefused,
        PlanRefused,
        StoreBusy,
        StoreDamaged,
        StoreFull,
        StoreUnusable,
    )
    from truenorth.engines.events.experiments import ExperimentTotals, ExperimentTotalsResult, MetricPlan
    from truenorth.engines.events.funnels import Exclusion, Funnel, FunnelResult, Step
    from truenorth.engines.events.importers import ImportReport, guess_format, import_file
    from truenorth.engines.events.journeys import Journey, JourneyResult, Transitions, TransitionsResult
    from truenorth.engines.events.lifecycle import Lifecycle, LifecycleResult
    from truenorth.engines.events.retention import Retention, RetentionResult
    from truenorth.engines.events.sessions import Sessions, SessionsResult
    from truenorth.engines.events.stickiness import Stickiness, StickinessResult
    from truenorth.engines.events.store.event_store import AppendReport, EventStore
    from truenorth.engines.events.trends import Series, Trend, TrendResult

__all__ = [
    "Adoption",
    "AdoptionResult",
    "All",
    "AnyOf",
    "AppendReport",
    "Cohort",
    "CohortResult",
    "Conversion",
    "Did",
    "DidNot",
    "Drivers",
    "DriversResult",
    "EventRefused",
    "EventStore",
    "EventsRefused",
    "Exclusion",
    "ExperimentTotals",
    "ExperimentTotalsResult",
    "Filter",
    "FirstSeen",
    "Funnel",
    "FunnelResult",
    "HasProperty",
    "ImportReport",
    "Journey",
    "JourneyResult",
    "Lifecycle",
    "LifecycleResult",
    "MetricPlan",
    "Not",
    "Plan",
    "PlanRefused",
    "PropertyDistinct",
    "PropertySum",
    "Rejected",
    "Retention",
    "RetentionResult",
    "Return",
    "Sequence",
    "Series",
    "Sessions",
    "SessionsResult",
    "Step",
    "Stickiness",
    "StickinessResult",
    "StoreBusy",
    "StoreDamaged",
    "StoreFull",
    "StoreUnusable",
    "Transitions",
    "TransitionsResult",
    "Trend",
    "TrendResult",
    "guess_format",
    "import_file",
]

_HOMES = {
    "accepting": ("Rejected",),
    "adoption": (
        "Adoption",
        "AdoptionResult",
    ),
    "asking.plan": (
        "Filter",
        "Plan",
    ),
    "cohorts": (
        "All",
        "AnyOf",
        "Cohort",
        "CohortResult",
        "Did",
        "DidNot",
        "FirstSeen",
        "HasProperty",
        "Not",
        "PropertyDistinct",
        "PropertySum",
        "Sequence",
    ),
    "drivers": (
        "Conversion",
        "Drivers",
        "DriversResult",
        "Return",
    ),
    "errors": (
        "EventRefused",
        "EventsRefused",
        "PlanRefused",
        "StoreBusy",
        "StoreDamaged",
        "StoreFull",
        "StoreUnusable",
    ),
    "experiments": (
        "ExperimentTotals",
        "ExperimentTotalsResult",
        "MetricPlan",
    ),
    "funnels": (
        "Exclusion",
        "Funnel",
        "FunnelResult",
        "Step",
    ),
    "importers": (
        "ImportReport",
        "guess_format",
        "import_file",
    ),
    "journeys": (
        "Journey",
        "JourneyResult",
        "Transitions",
        "TransitionsResult",
    ),
    "lifecycle": (
        "Lifecycle",
        "LifecycleResult",
    ),
    "retention": (
        "Retention",
        "RetentionResult",
    ),
    "sessions": (
        "Sessions",
        "SessionsResult",
    ),
    "stickiness": (
        "Stickiness",
        "StickinessResult",
    ),
    "store.event_store": (
        "AppendReport",
        "EventStore",
    ),
    "trends": (
        "Series",
        "Trend",
        "TrendResult",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
