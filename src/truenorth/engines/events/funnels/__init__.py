"""Funnels: how many actors go from step to step within a window, how long it takes them, and where they leave."""

from truenorth.engines.events.funnels.plan import Exclusion, Funnel, Step
from truenorth.engines.events.funnels.result import FunnelResult, FunnelStep, FunnelTimes

__all__ = ["Exclusion", "Funnel", "FunnelResult", "FunnelStep", "FunnelTimes", "Step"]
