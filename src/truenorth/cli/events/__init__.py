"""`truenorth events …`: the event engine on a folder of events."""

from truenorth.cli.events.app import app

__all__ = ["app"]
