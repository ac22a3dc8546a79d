"""Lifecycle: in each interval, how many actors are new, returning, resurrected or have gone dormant."""

from truenorth.engines.events.lifecycle.plan import Lifecycle
from truenorth.engines.events.lifecycle.result import LifecycleInterval, LifecycleResult

__all__ = ["Lifecycle", "LifecycleInterval", "LifecycleResult"]
