"""What drivers may be asked with."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from truenorth.engines.events.asking.plan import Filter, Part, Plan, Seconds
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.drivers.reading import DriversQuestion

DAY_SECONDS = 86_400
MOST_TIMES = 20


class Conversion(Part):
    """Does the event (None: any) at most `window` (included) after the start; the start's own row does not count."""

    kind: Literal["conversion"] = "conversion"
    event: str | None
    filters: tuple[Filter, ...] = ()
    window: Seconds = 30.0 * DAY_SECONDS

    @property
    def over_after_seconds(self) -> float:
        """When the outcome is known, after the start."""
        return self.window

    @property
    def begins_after_seconds(self) -> float:
        """When the outcome may first happen, after the start."""
        return 0.0


class Return(Part):
    """Does the event (None: any) from `from_day` to `to_day` (excluded) after the start, in days of 24 hours."""

    kind: Literal["return"] = "return"
    event: str | None = None
    filters: tuple[Filter, ...] = ()
    from_day: float = Field(ge=0, le=36_500)
    to_day: float = Field(gt=0, le=36_500)

    @model_validator(mode="after")
    def _ordered(self) -> "Return":
        if self.to_day <= self.from_day:
            raise PlanRefused("must lie after from_day", field="to_day")
        return self

    @property
    def over_after_seconds(self) -> float:
        """When the outcome is known, after the start."""
        return self.to_day * DAY_SECONDS

    @property
    def begins_after_seconds(self) -> float:
        """When the outcome may first happen, after the start."""
        return self.from_day * DAY_SECONDS


class Drivers(Plan):
    """Which events, done in the first `early` days after the start, go with the outcome.

    An actor starts with its first visible event `start` ever (None: its first of any kind); only starts from `since`
    to `until` count, and only where the early window and the outcome's are over by `as_of` (the last event's time
    by default). A candidate is an event done at least n times within `early` (its end excluded) of the start, for n
    from 1 to `times`. The outcome's own event is no candidate where the outcome may happen within that time; an
    outcome of any event must begin after it.

    `before_outcome` counts only what an actor did before its outcome's first row, so that consequences do not pass
    for drivers; those who convert early then have had less time for any behaviour. `correction` is one of
    `truenorth.engines.statistics.adjust`; `min_actors` leaves out candidates done, or not done, by fewer.

    >>> Drivers(outcome=Return(from_day=7, to_day=14)).early
    604800.0
    """

    outcome: Annotated[Conversion | Return, Field(discriminator="kind")]
    start: str | None = None
    start_filters: tuple[Filter, ...] = ()
    early: Seconds = 7.0 * DAY_SECONDS
    times: int = Field(default=1, ge=1, le=MOST_TIMES)
    before_outcome: bool = False
    min_actors: int = Field(default=1, ge=1)
    correction: Literal["none", "bonferroni", "sidak", "holm", "hommel", "bh", "by"] = "bh"
    alpha: float = Field(default=0.05, gt=0, lt=1)

    @model_validator(mode="after")
    def _fits(self) -> "Drivers":
        if self.breakdown is not None:
            raise PlanRefused("is not for drivers: filter instead", field="breakdown")
        if self.outcome.event is None and self.is_overlapping:
            raise PlanRefused(
                "of any event must begin after the early window: it would be its own driver", field="outcome"
            )
        return self

    @property
    def is_overlapping(self) -> bool:
        """Whether the outcome may happen within the early window."""
        return self.outcome.begins_after_seconds < self.early

    def question(self) -> "DriversQuestion":
        """What answers this plan."""
        from truenorth.engines.events.drivers.reading import DriversQuestion

        return DriversQuestion(self)
