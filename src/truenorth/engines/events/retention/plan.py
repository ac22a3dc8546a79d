"""The question of retention."""

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from truenorth.engines.events.asking.plan import Filter, Plan
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.retention.reading import RetentionQuestion

ANY = ("*", "any")
MOST_PERIODS_AFTER = 1_000
MOST_BRACKETS = 100


def _named(event: object) -> object:
    return None if isinstance(event, str) and event in ANY else event


EventName = Annotated[Annotated[str, Field(min_length=1)] | None, BeforeValidator(_named)]
"""An event's name; None, "*" and "any" mean any event."""


class Retention(Plan):
    """Of the actors who did `start`, how many did `returning` in the periods after.

    `start` and `returning` are events' names, None (or "*", "any") for any event; `start_filters` and
    `returning_filters` narrow them. Cell 0 is the cohort's size; cells 1 to `periods` - 1 are the periods after.

    `kind` "on": active in that period; "on_or_after": active in that period or in any later one, however late.
    `brackets` such as ((1, 3), (4, 7)) replace the single periods: active in any period of the bracket, both ends
    included. `clock` "calendar": hours, days, weeks (`week_start`) and months of `timezone`; "rolling": lengths of
    3,600 s, 24 h, 7 days and 30 days from the actor's own entry, `rounding` "hour" takes both stamps back to the
    full UTC hour first. `cohort` "first_time": an actor enters once, by its first start event ever, if that lies
    within `since` and `until`; "recurring": in every calendar period in which it did the start event, and on a
    rolling clock counts from the first of that period. `min_occurrences`: returns that a period needs to count.
    `breakdown` splits by the value at the event of entry. `members` keeps only the actors of a cohort.

    Raises PlanRefused, with the field's name, for what cannot be: brackets that overlap, or with "on_or_after".

    >>> Retention(start="signup", periods=8, period="week").kind
    'on'
    """

    start: EventName = None
    returning: EventName = None
    start_filters: tuple[Filter, ...] = ()
    returning_filters: tuple[Filter, ...] = ()
    periods: int = Field(default=31, ge=1, le=MOST_PERIODS_AFTER)
    period: Literal["hour", "day", "week", "month"] = "day"
    week_start: Literal["monday", "sunday"] = "monday"
    kind: Literal["on", "on_or_after"] = "on"
    brackets: tuple[tuple[int, int], ...] | None = None
    clock: Literal["calendar", "rolling"] = "calendar"
    rounding: Literal["exact", "hour"] = "exact"
    cohort: Literal["first_time", "recurring"] = "first_time"
    min_occurrences: int = Field(default=1, ge=1, le=1_000)

    @field_validator("brackets")
    @classmethod
    def _ascend(cls, brackets: tuple[tuple[int, int], ...] | None) -> tuple[tuple[int, int], ...] | None:
        if brackets is None:
            return None
        if not 1 <= len(brackets) <= MOST_BRACKETS:
            raise PlanRefused(f"must be 1 to {MOST_BRACKETS} pairs", field="brackets")
        after = 0
        for first, last in brackets:
            if not after < first <= last <= MOST_PERIODS_AFTER:
                raise PlanRefused(
                    f"must be pairs of periods from 1 to {MOST_PERIODS_AFTER:,}, ascending and apart, not {brackets!r}",
                    field="brackets",
                )
            after = last
        return brackets

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        if self.brackets is not None and self.kind == "on_or_after":
            raise PlanRefused("go with kind 'on', not with 'on_or_after'", field="brackets")
        is_costly = self.clock == "rolling" and self.cohort == "recurring" and self.kind == "on_or_after"
        if is_costly and self.min_occurrences > 1:
            raise PlanRefused(
                "must be 1 for recurring cohorts, 'on_or_after', on a rolling clock", field="min_occurrences"
            )
        if self.rounding == "hour" and self.clock == "calendar":
            raise PlanRefused("'hour' is for the rolling clock", field="rounding")
        return self

    def question(self) -> "RetentionQuestion":
        """What answers this plan; loads the compiled kernels."""
        from truenorth.engines.events.retention.reading import RetentionQuestion

        return RetentionQuestion(self)
