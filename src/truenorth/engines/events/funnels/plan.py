"""The plan of a funnel: its steps, what must not come between them, and how paths are chosen and counted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from truenorth.engines.events.asking.plan import Filter, Part, Plan, Seconds
from truenorth.engines.events.errors import PlanRefused

if TYPE_CHECKING:
    from truenorth.engines.events.funnels.reading import FunnelQuestion

ANY = "*"
WEEK_SECONDS = 604_800.0

EventName = Annotated[str, Field(min_length=1)]


class Step(Part):
    """An event that passes all `filters`; None or "*" is any event.

    `any_of` names further events that fill the step as well. An `optional` step may be passed over. With
    `first_time` only the actor's first event ever that meets the step counts for it.

    >>> Step("paid", any_of=("renewed",)).name
    'paid or renewed'
    """

    event: EventName | None = None
    filters: tuple[Filter, ...] = ()
    any_of: tuple[EventName, ...] = ()
    optional: bool = False
    first_time: bool = False

    def __init__(self, event: str | None = None, **given: Any) -> None:
        super().__init__(event=None if event == ANY else event, **given)

    @model_validator(mode="after")
    def _is_wide_enough(self) -> Self:
        if self.event is None and self.any_of:
            raise PlanRefused("adds nothing to a step that any event fills", field="any_of")
        return self

    @property
    def events(self) -> tuple[str, ...] | None:
        """The events' names; None where any event will do."""
        return None if self.event is None else (self.event, *self.any_of)

    @property
    def name(self) -> str:
        """How the step is called in results."""
        return ANY if self.events is None else " or ".join(self.events)


class Exclusion(Part):
    """An event that must not come after `from_step` and before `to_step`; steps count from 1.

    >>> Exclusion("refund", to_step=3).from_step
    1
    """

    event: EventName
    from_step: int = Field(default=1, ge=1)
    to_step: int = Field(default=2, ge=2)
    filters: tuple[Filter, ...] = ()

    def __init__(self, event: str, **given: Any) -> None:
        super().__init__(event=event, **given)

    @field_validator("event")
    @classmethod
    def _is_named(cls, event: str) -> str:
        if event == ANY:
            raise PlanRefused("must be one event: any event would exclude the steps as well", field="event")
        return event

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        if self.from_step >= self.to_step:
            raise PlanRefused(f"must be before to_step {self.to_step}, not {self.from_step}", field="from_step")
        return self


def _as_step(given: object) -> object:
    if isinstance(given, str) or given is None:
        return Step(given)
    return Step(**given) if isinstance(given, Mapping) else given


class Funnel(Plan):
    """Of the actors who did the first step, how many did the following ones within `window` of it, inclusive.

    A path begins at an event that meets step 1 (within `since` to `until`; later steps may lie after) and takes
    for each next step the earliest event that meets it. One event fills one step of a path.

    - `order` "ordered": other events may come between. "strict": no other visible event may. "unordered": any
      order; a path begins at any event that meets a step, and step k counts who filled k different steps.
    - `exclusions`: events that must not come between two steps. `on_exclusion` "remove": an actor whose deepest
      path is hit leaves the whole funnel (unordered: falls back to step 1). "end_attempt": the path ends there and
      keeps its depth.
    - `entry`: of an actor's equally deep paths "longest" takes the earliest, "latest" the one that began last among
      those that first got that deep; with "first" only the actor's first entry counts.
    - `ties`: events of one instant in order of "arrival", or as the "step"s need them; then exclusions and other
      events inside the instant are forgiven.
    - `hold_constant`: properties that must stay the same; the unit is then (actor, values), and events without a
      value are left out.
    - `count` "actors", or "totals": attempts that do not overlap, each counted.
    - `breakdown` by the value at `attribution`: "entry", "last" (the last step reached) or "step:2".
    - `interval`: the same by the date of entry in `timezone`; an actor counts once in each interval in which it
      entered, with the deepest path of those entries. `week_start` is the first day of a week.
    - `times` False: counts alone, which is cheaper.

    Raises PlanRefused with the field's name: without steps, for an optional first step, for exclusions outside of
    the steps, and for optional steps or partial exclusions of an unordered funnel.

    >>> [step.name for step in Funnel(steps=["signup", Step("paid", any_of=["renewed"])], window="1d").steps]
    ['signup', 'paid or renewed']
    """

    steps: tuple[Annotated[Step, BeforeValidator(_as_step)], ...]
    window: Seconds = WEEK_SECONDS
    order: Literal["ordered", "strict", "unordered"] = "ordered"
    exclusions: tuple[Exclusion, ...] = ()
    on_exclusion: Literal["remove", "end_attempt"] = "remove"
    entry: Literal["longest", "latest", "first"] = "longest"
    ties: Literal["arrival", "step"] = "arrival"
    hold_constant: tuple[EventName, ...] = ()
    count: Literal["actors", "totals"] = "actors"
    attribution: str = "entry"
    interval: Literal["hour", "day", "week", "month"] | None = None
    week_start: Literal["monday", "sunday"] = "monday"
    times: bool = True

    @field_validator("steps")
    @classmethod
    def _begin(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not steps:
            raise PlanRefused("must be one or more", field="steps")
        if steps[0].optional:
            raise PlanRefused("must begin with a step that is not optional", field="steps")
        return steps

    @field_validator("hold_constant")
    @classmethod
    def _differ(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            raise PlanRefused("must name each property once", field="hold_constant")
        return names

    @model_validator(mode="after")
    def _go_together(self) -> Self:
        last = len(self.steps)
        is_unordered = self.order == "unordered"
        for one in self.exclusions:
            if one.to_step > last:
                raise PlanRefused(
                    f"must lie within steps 1 to {last}, not reach step {one.to_step}", field="exclusions"
                )
            if is_unordered and (one.from_step, one.to_step) != (1, last):
                raise PlanRefused(f"must span all steps, 1 to {last}, of an unordered funnel", field="exclusions")
        if is_unordered and any(step.optional for step in self.steps):
            raise PlanRefused("must not be optional in an unordered funnel", field="steps")
        if self.attributed_step is not None and not 1 <= self.attributed_step <= last:
            raise PlanRefused(f"must name one of steps 1 to {last}, not {self.attribution!r}", field="attribution")
        return self

    @field_validator("attribution")
    @classmethod
    def _is_known(cls, attribution: str) -> str:
        number = attribution.removeprefix("step:")
        is_step = attribution.startswith("step:") and number.isascii() and number.isdecimal()
        if attribution not in ("entry", "last") and not (is_step and len(number) < 7):
            raise PlanRefused(f"must be 'entry', 'last' or such as 'step:2', not {attribution!r}", field="attribution")
        return attribution

    @property
    def attributed_step(self) -> int | None:
        """The step, from 1, whose value a breakdown takes; None for "last"."""
        if self.attribution == "last":
            return None
        return 1 if self.attribution == "entry" else int(self.attribution.removeprefix("step:"))

    def question(self) -> "FunnelQuestion":
        """What answers this plan; loads the compiled kernels."""
        from truenorth.engines.events.funnels.reading import FunnelQuestion

        return FunnelQuestion(self)
