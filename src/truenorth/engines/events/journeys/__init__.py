"""Journeys: which events follow a start, lead to an end, or lie between both; and which event follows which."""

from truenorth.engines.events.journeys.plan import Journey, Transitions
from truenorth.engines.events.journeys.result import (
    JourneyResult,
    Path,
    Transition,
    TransitionsResult,
)

__all__ = ["Journey", "JourneyResult", "Path", "Transition", "Transitions", "TransitionsResult"]
