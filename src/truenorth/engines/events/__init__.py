"""The event engine: a store that keeps events in the order in which questions read them, and the questions.

Plans are plain data; a question is asked of a store and compiled when it is asked for the first time.
"""

from truenorth.engines.events.accepting import Rejected
from truenorth.engines.events.asking.plan import Filter, Plan
from truenorth.engines.events.errors import (
    EventRefused,
    EventsRefused,
    PlanRefused,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreUnusable,
)
from truenorth.engines.events.store.event_store import AppendReport, EventStore

__all__ = [
    "AppendReport",
    "EventRefused",
    "EventStore",
    "EventsRefused",
    "Filter",
    "Plan",
    "PlanRefused",
    "Rejected",
    "StoreBusy",
    "StoreDamaged",
    "StoreFull",
    "StoreUnusable",
]
