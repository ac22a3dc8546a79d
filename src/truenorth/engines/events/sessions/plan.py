"""The plan: how sessions are cut, and by what interval they are counted."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from truenorth.engines.events.asking.periods import WeekStart
from truenorth.engines.events.asking.plan import Plan, Seconds
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.sessions.reading import SessionsQuestion

GAP_SECONDS = 1800.0
LONGEST_SECONDS = 86_400.0


class Sessions(Plan):
    """How many sessions there were, how long, and with which events they began and ended.

    A session is a run of an actor's visible events with no pause longer than `gap`; it also ends where the next
    event comes later than `longest` after its start, or where the value of `session_property` (such as a client's
    session id; missing values change nothing) is another. Both durations are inclusive. A session counts in the
    `interval` of its first event, and only if that lies in `since` to `until`; its later events may lie after.
    `top` is how many entry and exit events are listed. Raises PlanRefused with a `breakdown`.

    >>> Sessions(interval="week", gap="5m").gap
    300.0
    """

    interval: Literal["day", "week", "month"] = "day"
    week_start: WeekStart = "monday"
    gap: Seconds = GAP_SECONDS
    longest: Seconds = LONGEST_SECONDS
    session_property: str | None = None
    top: int = Field(default=10, ge=1, le=1000)

    @model_validator(mode="after")
    def _whole(self) -> "Sessions":
        if self.breakdown is not None:
            raise PlanRefused("is not for sessions; filter on the property instead", field="breakdown")
        return self

    def question(self) -> "SessionsQuestion":
        """What answers this plan."""
        from truenorth.engines.events.sessions.reading import SessionsQuestion

        return SessionsQuestion(self)
