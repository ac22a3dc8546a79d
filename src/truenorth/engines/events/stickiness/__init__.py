"""Stickiness: in how many intervals of a range an actor was active."""

from truenorth.engines.events.stickiness.plan import Stickiness
from truenorth.engines.events.stickiness.result import StickinessLevel, StickinessResult

__all__ = ["Stickiness", "StickinessLevel", "StickinessResult"]
