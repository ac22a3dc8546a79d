"""Adoption: how many actors use an event, how often, and when they began."""

from truenorth.engines.events.adoption.plan import Adoption
from truenorth.engines.events.adoption.result import Adopters, AdoptionResult, EventAdoption

__all__ = ["Adopters", "Adoption", "AdoptionResult", "EventAdoption"]
