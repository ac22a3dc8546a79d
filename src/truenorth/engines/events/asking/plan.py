"""The base of every plan, and the filter: frozen, hashable, serializable."""

import datetime as dt
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    SerializeAsAny,
    ValidationError,
    field_validator,
)

from truenorth.engines.events.errors import EventsRefused, PlanRefused
from truenorth.engines.events.times import duration_seconds, instant, micros

if TYPE_CHECKING:
    from truenorth.engines.events.asking.question import Question

Scalar = str | int | float | bool
Operator = Literal[
    "is", "is_not", "contains", "not_contains", "starts_with", "ends_with", "matches",
    "gt", "gte", "lt", "lte", "between", "set", "not_set",
]  # fmt: skip
USER = "user"
SESSION = "session"


def _seconds(given: object) -> object:
    return duration_seconds(given) if isinstance(given, str | int | float | dt.timedelta) else given


def _moment(given: object) -> object:
    return instant(micros(given)) if isinstance(given, str | int | float | dt.date) else given


def _cohort(given: object) -> object:
    """A cohort that came as JSON; plans cannot import it, since it is a plan."""
    if not isinstance(given, Mapping):
        return given
    from truenorth.engines.events.cohorts import Cohort

    return Cohort(**given)


Seconds = Annotated[float, BeforeValidator(_seconds)]
"""A duration: seconds, a timedelta, or text such as "7d"."""

Instant = Annotated[
    dt.datetime, BeforeValidator(_moment), PlainSerializer(lambda moment: moment.isoformat(), return_type=str)
]
"""A moment: a datetime, ISO 8601 or epoch milliseconds; without a zone it is UTC."""


class Part(BaseModel):
    """A piece of a plan. What cannot be is refused with the field's name."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise _refusal(error) from error


def _refusal(error: ValidationError) -> EventsRefused:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, EventsRefused):
        return PlanRefused(cause.reason, field=place or cause.field)
    given = "" if first["type"] in ("missing", "extra_forbidden") else f", not {first['input']!r}"[:200]
    return PlanRefused(f"is refused: {first['msg']}{given}", field=place or "plan")


class Filter(Part):
    """A condition on a property.

    `property` is an event property by its name, or `user.NAME` for what was known of the user at that event,
    `$event` for the event's name, `$device` or `$user` for the raw ids. `value` is one value or several (any of
    them); "between" takes two, both included. Comparisons are of numbers; texts are compared as written.

    >>> Filter(property="plan", value="pro")
    Filter(property='plan', operator='is', value=('pro',))
    """

    property: str
    operator: Operator = "is"
    value: tuple[Scalar, ...] = ()

    def __init__(self, **given: Any) -> None:
        value = given.get("value", ())
        given["value"] = tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)
        super().__init__(**given)

    @field_validator("value")
    @classmethod
    def _fits(cls, value: tuple[Scalar, ...], info: Any) -> tuple[Scalar, ...]:  # noqa: ANN401
        operator = info.data.get("operator")
        wanted = {"set": (0, 0), "not_set": (0, 0), "between": (2, 2)}.get(operator, (1, 10_000))
        if not wanted[0] <= len(value) <= wanted[1]:
            raise PlanRefused(f"must be {wanted[0] or 'no'} or more values for {operator!r}", field="value")
        return value


class Plan(Part):
    """A question to a store. Everything that every question takes is here.

    `since` and `until` bound the events that may begin something (`until` excluded); `filters` drop events from
    sight; `actor` is "user", "session", or the name of a property that holds a group's key; `members` keeps only
    the actors of a cohort; `as_of` is the moment from which a window counts as over, by default the last event's.
    """

    since: Instant | None = None
    until: Instant | None = None
    filters: tuple[Filter, ...] = ()
    breakdown: str | None = None
    actor: str = USER
    timezone: str = "UTC"
    members: Annotated[SerializeAsAny["Plan"] | None, BeforeValidator(_cohort)] = None
    as_of: Instant | None = None

    @field_validator("timezone")
    @classmethod
    def _known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, OSError, KeyError) as error:
            raise PlanRefused(f"must be a zone of the time-zone database, not {name!r}", field="timezone") from error
        return name

    @abstractmethod
    def question(self) -> "Question[Any, Any]":
        """What answers this plan."""
        raise NotImplementedError
