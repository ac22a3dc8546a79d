"""The plans: a journey from, to or between events, and the transitions of whole histories."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from truenorth.engines.events.asking.plan import Plan, Seconds
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.sessions.plan import GAP_SECONDS

if TYPE_CHECKING:
    from truenorth.engines.events.journeys.reading import JourneyQuestion, TransitionsQuestion

MOST_STEPS = 20


class _Sequence(Plan):
    """How an actor's events become steps.

    Events that fail `filters` are not there. `hide` takes events out of sight; `only` leaves these in sight alone.
    `by` is a property whose value tells steps of one event apart: "view · /home". `collapse_repeats` makes one step
    of the same step several times in a row, at the time of the first. With `sessions` the history is cut into
    sessions (a pause above `session_gap`, or 24 hours after a session's start) and no path crosses a cut; hidden
    events keep a session going, as they do in `Sessions`.
    """

    hide: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by: str | None = None
    collapse_repeats: bool = True
    sessions: bool = False
    session_gap: Seconds = GAP_SECONDS

    @model_validator(mode="after")
    def _without_breakdown(self) -> "_Sequence":
        if self.breakdown is not None:
            raise PlanRefused("is not for journeys; use `by`, or filter on the property", field="breakdown")
        return self


class Journey(_Sequence):
    """The paths that begin at an event, lead to one, or lie between two.

    - `from_event` alone: each occurrence is a start, followed by the next `depth` steps; paths may overlap.
    - `to_event` alone: each occurrence is an end, preceded by `depth` steps.
    - both: from each `from_event` to the first `to_event` after it, if that is among the next `depth` steps and no
      other `from_event` comes between; starts that do not arrive are counted and have no path.

    The start (or end) is the path's anchor and not counted in `depth`. It must lie in `since` to `until`; the other
    steps may lie outside. `window` is the longest time between the anchor and a step, inclusive. `count` "totals"
    takes every anchor, "actors" an actor's first one (with both events: its first that arrives). The anchors stay
    in sight whatever `only` says. In each position the `top` commonest steps keep their names and the rest are
    "Other"; the goal of a journey between two events always keeps its name. `limit` is how many paths are listed.

    Raises PlanRefused without an anchor, for one that is hidden, and with a `breakdown`.

    >>> Journey(from_event="signup", depth=3, window="7d").window
    604800.0
    """

    from_event: str | None = None
    to_event: str | None = None
    depth: int = Field(default=4, ge=1, le=MOST_STEPS)
    top: int = Field(default=10, ge=1, le=1000)
    limit: int = Field(default=50, ge=1, le=100_000)
    count: Literal["totals", "actors"] = "totals"
    window: Seconds | None = None

    @model_validator(mode="after")
    def _anchored(self) -> "Journey":
        anchors = {self.from_event, self.to_event} - {None}
        if not anchors:
            raise PlanRefused("or to_event must be given", field="from_event")
        if anchors & set(self.hide):
            raise PlanRefused("must not hold the event from which or to which the journey leads", field="hide")
        return self

    @property
    def mode(self) -> Literal["from", "to", "between"]:
        """Which way the paths lead."""
        if self.from_event is None:
            return "to"
        return "from" if self.to_event is None else "between"

    def question(self) -> "JourneyQuestion":
        """What answers this plan."""
        from truenorth.engines.events.journeys.reading import JourneyQuestion

        return JourneyQuestion(self)


class Transitions(_Sequence):
    """How often each step is followed by each: all pairs of consecutive steps in the histories.

    A pair counts if its first event lies in `since` to `until` and the second comes within `window` of it,
    inclusive. Repeats are pairs too unless `collapse_repeats`. `limit` is how many pairs are listed.
    Raises PlanRefused with a `breakdown`.

    >>> Transitions().collapse_repeats
    False
    """

    collapse_repeats: bool = False
    window: Seconds | None = None
    limit: int = Field(default=100, ge=1, le=100_000)

    def question(self) -> "TransitionsQuestion":
        """What answers this plan."""
        from truenorth.engines.events.journeys.reading import TransitionsQuestion

        return TransitionsQuestion(self)
