"""The conditions of a cohort: leaves that ask for one thing of an actor, and what joins them."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from truenorth.engines.events.asking.plan import Filter, Instant, Part, Seconds
from truenorth.engines.events.errors import PlanRefused

MOST_STEPS = 100
Compared = Literal["gt", "gte", "lt", "lte", "is", "between"]


def _check_range(since: dt.datetime | None, until: dt.datetime | None) -> None:
    if since is not None and until is not None and until <= since:
        raise PlanRefused("must lie after since", field="until")


class WithinDates(Part):
    """Rows from `since` to `until` (excluded); None leaves an end open."""

    kind: Literal["dates"] = "dates"
    since: Instant | None = None
    until: Instant | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "WithinDates":
        _check_range(self.since, self.until)
        return self


class WithinLast(Part):
    """Rows of the last `window` before `as_of`: after `as_of` minus it, up to and including `as_of`."""

    kind: Literal["last"] = "last"
    window: Seconds


class WithinFirst(Part):
    """Rows of the `window` that begins with the actor's first visible event, its end excluded."""

    kind: Literal["first"] = "first"
    window: Seconds


def _as_last(given: object) -> object:
    return {"kind": "last", "window": given} if isinstance(given, str | int | float | dt.timedelta) else given


Within = Annotated[
    Annotated[WithinDates | WithinLast | WithinFirst, Field(discriminator="kind")], BeforeValidator(_as_last)
]
"""When the rows must lie; a bare duration such as "30d" is the last 30 days."""


def _as_match(given: object) -> object:
    return {"event": given} if isinstance(given, str) else given


class EventMatch(Part):
    """An event by its name (None: any event) whose properties pass all filters."""

    event: str | None = None
    filters: tuple[Filter, ...] = ()


class _Rows(EventMatch):
    """What counts rows: those of an event, within a time."""

    within: Within | None = None


class _Counted(_Rows):
    at_least: int = Field(default=1, ge=0)
    at_most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _asks(self) -> "_Counted":
        if self.at_most is not None and self.at_most < self.at_least:
            raise PlanRefused("must not be below at_least", field="at_most")
        if self.at_least == 0 and self.at_most is None:
            raise PlanRefused("must be above zero where at_most is open: this asks for nothing", field="at_least")
        return self


class Did(_Counted):
    """Did the event `at_least` times and no more than `at_most` times.

    >>> Did(event="purchase", at_least=2, within="30d").within
    WithinLast(kind='last', window=2592000.0)
    """

    kind: Literal["did"] = "did"


class DidNot(_Counted):
    """The opposite of `Did` with the same fields: by default, never did the event."""

    kind: Literal["did_not"] = "did_not"


class Sequence(Part):
    """Did all `steps` in this order, with other events allowed between.

    One event never fills two steps, equal times stand in order of arrival, and the last step is at most `window`
    (included) after the first; None: any time. A step may be an event's name alone.
    """

    kind: Literal["sequence"] = "sequence"
    steps: tuple[Annotated[EventMatch, BeforeValidator(_as_match)], ...] = Field(min_length=1, max_length=MOST_STEPS)
    window: Seconds | None = None
    within: Within | None = None


class _Measured(_Rows):
    property: str
    operator: Compared = "gte"
    value: tuple[float, ...]

    @model_validator(mode="before")
    @classmethod
    def _several(cls, given: object) -> object:
        if isinstance(given, dict) and isinstance(given.get("value"), int | float):
            return {**given, "value": (given["value"],)}
        return given

    @model_validator(mode="after")
    def _fits(self) -> "_Measured":
        if len(self.value) != (2 if self.operator == "between" else 1):
            raise PlanRefused("must be one number, for 'between' two", field="value")
        return self


class PropertySum(_Measured):
    """The sum of a property over the rows compares with `value`. No rows, or no numbers in them, sum to 0."""

    kind: Literal["property_sum"] = "property_sum"


class PropertyDistinct(_Measured):
    """The number of different values of a property over the rows compares with `value`; missing is no value."""

    kind: Literal["property_distinct"] = "property_distinct"


class HasProperty(Part):
    """The last known value of a property passes the filter.

    It is the value at the actor's last visible event before the plan's `until` that has one, `user.plan` for a
    property of the user. An actor without any value passes only what asks for absence, such as "not_set".
    """

    kind: Literal["has_property"] = "has_property"
    filter: Filter


class FirstSeen(EventMatch):
    """The actor's first such event ever (None: first event of any kind) lies from `since` to `until` (excluded)."""

    kind: Literal["first_seen"] = "first_seen"
    since: Instant | None = None
    until: Instant | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "FirstSeen":
        _check_range(self.since, self.until)
        return self


class All(Part):
    """Every one of these holds."""

    kind: Literal["all"] = "all"
    of: "tuple[Criterion, ...]" = Field(min_length=1)


class AnyOf(Part):
    """At least one of these holds."""

    kind: Literal["any"] = "any"
    of: "tuple[Criterion, ...]" = Field(min_length=1)


class Not(Part):
    """This does not hold."""

    kind: Literal["not"] = "not"
    of: "Criterion"


Leaf = Did | DidNot | Sequence | PropertySum | PropertyDistinct | HasProperty | FirstSeen
Criterion = Annotated[
    Did | DidNot | Sequence | PropertySum | PropertyDistinct | HasProperty | FirstSeen | All | AnyOf | Not,
    Field(discriminator="kind"),
]
"""One condition, or several joined: `kind` tells which in JSON."""

for _joined in (All, AnyOf, Not):
    _joined.model_rebuild()


def leaves_of(where: Criterion) -> Iterator[Leaf]:
    """The conditions of a tree that are no joins, from left to right.

    >>> [leaf.kind for leaf in leaves_of(All(of=(Did(event="a"), Not(of=Did(event="b")))))]
    ['did', 'did']
    """
    if isinstance(where, Not):
        yield from leaves_of(where.of)
    elif isinstance(where, All | AnyOf):
        for each in where.of:
            yield from leaves_of(each)
    else:
        yield where
