"""The plan: which events, and by what interval adopters are counted."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator, model_validator

from truenorth.engines.events.asking.periods import WeekStart
from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.adoption.reading import AdoptionQuestion

MOST_EVENTS = 100


class Adoption(Plan):
    """How broadly and how often each event is used from `since` to `until`, and who began to use it when.

    - Breadth is the share of active actors (any visible event in the range) who used the event.
    - Frequency is uses per using actor; beside it stand the days (in `timezone`) with a use per using actor.
    - The quadrant compares both with their medians over the listed events, the median itself counting as high:
      "core" (broad and often), "occasional" (broad), "power" (often, by few) or "low".
    - Adopters of an `interval` are actors whose first use ever, as far as the store goes back, lies in it.

    `events` are up to 100 names; without them the 100 events with the most users in the range are listed.
    Raises PlanRefused for more, for names given twice, and with a `breakdown`.

    >>> Adoption(events=["search", "export"], interval="month").events
    ('search', 'export')
    """

    events: tuple[str, ...] = Field(default=(), max_length=MOST_EVENTS)
    interval: Literal["day", "week", "month"] = "week"
    week_start: WeekStart = "monday"

    @field_validator("events")
    @classmethod
    def _once(cls, events: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(events)) != len(events):
            raise PlanRefused("must not name an event twice", field="events")
        return events

    @model_validator(mode="after")
    def _without_breakdown(self) -> "Adoption":
        if self.breakdown is not None:
            raise PlanRefused("is not for adoption; filter on the property instead", field="breakdown")
        return self

    def question(self) -> "AdoptionQuestion":
        """What answers this plan."""
        from truenorth.engines.events.adoption.reading import AdoptionQuestion

        return AdoptionQuestion(self)
