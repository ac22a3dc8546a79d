"""The plan of a trend: which events, what is measured of them, and by what."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from truenorth.engines.events.asking.periods import WeekStart
from truenorth.engines.events.asking.plan import Filter, Part, Plan
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.trends.formula import Formula, parse_formula

if TYPE_CHECKING:
    from truenorth.engines.events.trends.reading import TrendQuestion

Measure = Literal[
    "totals", "uniques", "average", "active_percent", "frequency", "distinct",
    "sum", "mean", "min", "max", "median", "p75", "p90", "p95", "p99",
]  # fmt: skip
Interval = Literal["hour", "day", "week", "month", "quarter", "year", "all"]

ANY = frozenset({None, "*", "any"})
"""What stands for any event."""

QUANTILES = {"median": 0.5, "p75": 0.75, "p90": 0.9, "p95": 0.95, "p99": 0.99}
OF_NUMBERS = frozenset({"sum", "mean", "min", "max", *QUANTILES})
OF_PROPERTY = OF_NUMBERS | {"distinct"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Window = Annotated[int, Field(ge=1, le=1000)]


class Series(Part):
    """One line of a trend: the events that count, and what is measured of them.

    `event` None, "*" or "any" is any event; `any_of` names further events that count as well; `filters` must all
    pass. `measure` and `property` are the plan's where left out; `label` is what the line is called.

    >>> Series(event="signup", measure="uniques").event
    'signup'
    """

    event: str | None = None
    any_of: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    measure: Measure | None = None
    property: str | None = None
    label: str | None = None

    def events(self) -> tuple[str, ...] | None:
        """The events that count, None for any."""
        if self.event in ANY and (self.event is not None or not self.any_of):
            return None
        return tuple(dict.fromkeys(name for name in (self.event, *self.any_of) if name is not None))


class Trend(Plan):
    """Events, actors or property values by interval.

    One `event` (None, "*", "any": any event) or several `series`, called A, B, C… in a `formula`. A `measure` is

    - "totals": events; "uniques": actors with at least one (of any event: active actors);
      "average": events per actor who did them; "frequency": actors by how many times, up to "10+";
    - "active_percent": of the actors with any event in the interval, the percentage who did it; with a breakdown,
      of the actors with any event of that value;
    - "sum", "mean", "min", "max", "median", "p75", "p90", "p95", "p99" of the numbers in `property`, and
      "distinct" for its different values.

    `interval` is a calendar unit in `timezone`, or "all" for one point. `since` and `until` bound the events that
    count; the first and last event do where they are left out, and every interval between has a point.
    `breakdown` draws a line for each value at the event, the `limit` values with most events and "Other".
    `rolling` n measures the last n intervals at each point, exactly, and looks back before `since` for that;
    `moving` n averages the last n points drawn; `cumulative` measures from the first interval on.
    `compare` "previous" adds the same lines for the equally long range before.

    >>> Trend(event="signup", measure="uniques", interval="week").interval
    'week'
    >>> Trend(series=[Series(event="a"), Series(event="b")], formula="A / (A + C)")
    Traceback (most recent call last):
    truenorth.engines.events.errors.PlanRefused: formula names C, and there are only the series A to B
    """

    event: str | None = None
    series: tuple[Series, ...] = Field(default=(), max_length=len(LETTERS))
    measure: Measure = "totals"
    property: str | None = None
    interval: Interval = "day"
    week_start: WeekStart = "monday"
    limit: Annotated[int, Field(ge=1, le=1000)] = 25
    rolling: Window | None = None
    moving: Window | None = None
    cumulative: bool = False
    formula: str | None = None
    compare: Literal["previous"] | None = None

    @field_validator("series", mode="before")
    @classmethod
    def _named(cls, given: Any) -> Any:  # noqa: ANN401 - whatever was given
        if not isinstance(given, list | tuple):
            return given
        return tuple(Series(event=one) if isinstance(one, str | None) else one for one in given)

    @model_validator(mode="after")
    def _holds_together(self) -> "Trend":
        if self.series and self.event is not None:
            raise PlanRefused("must be left out where there are series", field="event")
        for series in self.lines():
            self._check(series)
        if self.property is not None and not any(one.measure in OF_PROPERTY for one in self.lines()):
            raise PlanRefused(f"has no use in {self.measure!r}", field="property")
        self._check_windows()
        self._check_range()
        self.parsed()
        return self

    def _check(self, series: Series) -> None:
        measure = series.measure
        if measure in OF_PROPERTY and not series.property:
            raise PlanRefused(f"must name the property whose {measure} is asked", field="property")
        if measure not in OF_PROPERTY and series.property is not None:
            raise PlanRefused(f"has no use in {measure!r}", field="property")
        if measure in QUANTILES and self.cumulative:
            raise PlanRefused(f"must be left out for {measure!r}", field="cumulative")
        if measure == "frequency":
            for name in ("breakdown", "rolling", "cumulative", "formula"):
                if getattr(self, name):
                    raise PlanRefused("must be left out for 'frequency'", field=name)

    def _check_windows(self) -> None:
        if self.rolling and self.cumulative:
            raise PlanRefused("must be left out where it is cumulative", field="rolling")
        if self.rolling and self.interval == "all":
            raise PlanRefused("needs an interval other than 'all'", field="rolling")

    def _check_range(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise PlanRefused("must be after since", field="until")
        if self.compare and not (self.since and self.until):
            raise PlanRefused("needs since and until", field="compare")

    def lines(self) -> tuple[Series, ...]:
        """The series with measure and property filled in; at least one."""
        given = self.series or (Series(event=self.event),)
        return tuple(self._filled(one) for one in given)

    def _filled(self, series: Series) -> Series:
        measure = series.measure or self.measure
        own = series.property
        return series.model_copy(
            update={"measure": measure, "property": own or (self.property if measure in OF_PROPERTY else own)}
        )

    def reach(self, intervals: int) -> int:
        """How many intervals an event counts for: its own and the next ones that a window covers."""
        return intervals if self.cumulative else self.rolling or 1

    def parsed(self) -> Formula | None:
        """The formula, where there is one. Raises PlanRefused for what it cannot mean."""
        if self.formula is None:
            return None
        return parse_formula(self.formula, series=len(self.lines()))

    def question(self) -> "TrendQuestion":
        """What answers this plan."""
        from truenorth.engines.events.trends.reading import TrendQuestion

        return TrendQuestion(self)
