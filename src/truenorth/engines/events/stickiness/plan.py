"""The question of stickiness."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.stickiness.reading import StickinessQuestion


def _named(event: object) -> object:
    return None if isinstance(event, str) and event in ("*", "any") else event


class Stickiness(Plan):
    """How many actors were active in exactly, and in at least, so many intervals of the range.

    `event` is an event's name, None (or "*", "any") for any event. Only rows from `since` to `until` (excluded)
    count, by default all; an interval of which the range holds a part counts like a whole one. Intervals are calendar
    days, weeks (`week_start`) or months of `timezone`. `breakdown` is refused.

    >>> Stickiness(interval="week", week_start="sunday").interval
    'week'
    """

    event: Annotated[Annotated[str, Field(min_length=1)] | None, BeforeValidator(_named)] = None
    interval: Literal["day", "week", "month"] = "day"
    week_start: Literal["monday", "sunday"] = "monday"

    @field_validator("breakdown")
    @classmethod
    def _whole(cls, breakdown: str | None) -> str | None:
        if breakdown is not None:
            raise PlanRefused("is not for stickiness: ask once for each value, with filters", field="breakdown")
        return breakdown

    def question(self) -> "StickinessQuestion":
        """What answers this plan; loads the compiled kernel."""
        from truenorth.engines.events.stickiness.reading import StickinessQuestion

        return StickinessQuestion(self)
