"""Sessions: an actor's rows cut where it paused, and what the sessions were like."""

from truenorth.engines.events.sessions.plan import Sessions
from truenorth.engines.events.sessions.result import EventCount, SessionFigures, SessionsResult

__all__ = ["EventCount", "SessionFigures", "Sessions", "SessionsResult"]
