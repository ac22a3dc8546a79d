"""How much, how many and how often over time: events, actors and property values by interval."""

from truenorth.engines.events.trends.plan import Series, Trend
from truenorth.engines.events.trends.result import TrendLine, TrendResult

__all__ = ["Series", "Trend", "TrendLine", "TrendResult"]
