"""The question of a lifecycle."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.lifecycle.reading import LifecycleQuestion


def _named(event: object) -> object:
    return None if isinstance(event, str) and event in ("*", "any") else event


class Lifecycle(Plan):
    """Each actor's one state in each interval: new, returning, resurrected or dormant.

    `event` is an event's name, None (or "*", "any") for any event; activity is a row of it that passes `filters`.
    New: the first activity ever lies in the interval. Returning: active in it and in the one before. Resurrected:
    active in it, not in the one before, and earlier. Dormant: not active in it, active in the one before.

    Intervals are calendar days, weeks (`week_start`) or months of `timezone`, from the one that holds `since` (by
    default the first event) to the one that holds the last moment before `until` (by default `as_of`, that is the
    last event). `since` is taken back to the beginning of its interval, so that every interval is whole; what lies
    before is history, and decides who is new. What lies at or after `until` is not read. `breakdown` is refused.

    >>> Lifecycle(interval="week").interval
    'week'
    """

    event: Annotated[Annotated[str, Field(min_length=1)] | None, BeforeValidator(_named)] = None
    interval: Literal["day", "week", "month"] = "day"
    week_start: Literal["monday", "sunday"] = "monday"

    @field_validator("breakdown")
    @classmethod
    def _whole(cls, breakdown: str | None) -> str | None:
        if breakdown is not None:
            raise PlanRefused("is not for a lifecycle: ask once for each value, with filters", field="breakdown")
        return breakdown

    def question(self) -> "LifecycleQuestion":
        """What answers this plan; loads the compiled kernel."""
        from truenorth.engines.events.lifecycle.reading import LifecycleQuestion

        return LifecycleQuestion(self)
