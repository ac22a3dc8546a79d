from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, FilterLookup, Schema

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import RowOut, SchemaIn, as_patch
from truenorth.domains.prioritization.schemas import DecisionRefOut
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.workspace.schemas import PersonOut, TeamOut

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(9000, 1, 1))]
NoneOfThem = Literal["none"]
CustomValue = str | float | None
"""A value of a field of one's own; null takes it away."""


class MilestoneIn(RecordIn):
    due_on: date | None = None
    reached_on: date | None = None
    owner_id: UUID | None = None


MilestonePatch = as_patch(MilestoneIn, "MilestonePatch")


class MilestoneOut(RecordOut):
    due_on: date | None
    reached_on: date | None
    owner: PersonOut | None


class MilestoneFilters(RecordFilters):
    owner_id: UUID | None = None
    is_reached: bool | None = None

    def filter_is_reached(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        return Q() if value is None else Q(reached_on__isnull=not value)


class InitiativeIn(RecordIn):
    horizon: Horizon | None = None
    confidence: int | None = Field(None, ge=0, le=100)
    starts_on: date | None = None
    target_on: date | None = None
    not_before_on: date | None = None
    deadline_on: date | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    milestone_id: UUID | None = None
    project: str = Field("", max_length=120)
    effort_low_weeks: float | None = Field(None, ge=0, le=10_000, allow_inf_nan=False)
    effort_weeks: float | None = Field(None, ge=0, le=10_000, allow_inf_nan=False)
    effort_high_weeks: float | None = Field(None, ge=0, le=10_000, allow_inf_nan=False)
    custom_fields: dict[str, CustomValue] = Field(default_factory=dict, max_length=50)
    story_points: float | None = Field(None, ge=0, le=1_000_000, allow_inf_nan=False)


InitiativePatch = as_patch(InitiativeIn, "InitiativePatch", without=("links", "horizon"))


class OverrideOut(Schema):
    """A gate that somebody passed by name, and what was missing then."""

    to: State
    outcome: InitiativeOutcome | None
    missing: list[str]
    reason: str
    by: PersonOut
    at: datetime


class ByHandOut(Schema):
    """Who put it elsewhere than the plan advises, why, and what that costs."""

    cost: float
    unit: str
    words: str
    reason: str
    by: PersonOut
    at: datetime


class InitiativeOut(RecordOut):
    state: State
    outcome: InitiativeOutcome | None
    horizon: Horizon | None
    position: int
    confidence: int | None
    starts_on: date | None
    target_on: date | None
    not_before_on: date | None
    deadline_on: date | None
    owner: PersonOut | None
    team: TeamOut | None
    milestone: NodeRefOut | None
    project: str
    effort_low_weeks: float | None
    effort_weeks: float | None
    effort_high_weeks: float | None
    story_points: float | None
    shipped_on: date | None
    closed_on: date | None
    close_reason: str
    public_title: str
    public_words: str
    published_at: datetime | None
    reviewed_at: datetime | None
    overrides: list[OverrideOut]
    custom_fields: dict[str, CustomValue]
    by_hand: ByHandOut | None


class ItemOut(RowOut):
    """An initiative as the views draw it."""

    id: UUID
    key: str
    title: str
    version: int
    state: State
    outcome: InitiativeOutcome | None
    horizon: Horizon | None
    position: int
    confidence: int | None
    starts_on: date | None
    target_on: date | None
    not_before_on: date | None
    deadline_on: date | None
    owner: PersonOut | None
    team: TeamOut | None
    milestone: NodeRefOut | None
    effort_weeks: float | None
    custom_fields: dict[str, CustomValue]
    by_hand: ByHandOut | None


class InitiativeFilters(RecordFilters):
    """Each list means one of these; `none` is what has none. `where` narrows down by fields of one's own.

    A condition is `key:operator:value`, such as `tier:is:gold`, `cost:at_least:5` or `tier:empty`.
    """

    state: Annotated[list[State] | None, Field(max_length=20), FilterLookup("state__in")] = None
    outcome: Annotated[list[InitiativeOutcome] | None, Field(max_length=20), FilterLookup("outcome__in")] = None
    horizon: Annotated[list[Horizon | NoneOfThem] | None, Field(max_length=20)] = None
    owner_id: Annotated[list[UUID | NoneOfThem] | None, Field(max_length=200)] = None
    team_id: Annotated[list[UUID | NoneOfThem] | None, Field(max_length=200)] = None
    milestone_id: Annotated[list[UUID | NoneOfThem] | None, Field(max_length=200)] = None
    project: str | None = Field(None, max_length=120)
    target_from: Annotated[Day | None, FilterLookup("target_on__gte")] = None
    target_until: Annotated[Day | None, FilterLookup("target_on__lte")] = None
    is_sized: bool | None = None
    where: list[Annotated[str, Field(max_length=1200)]] = Field(default_factory=list, max_length=20)

    def filter_horizon(self, value: list[str] | None) -> Q:
        return _one_of("horizon", value)

    def filter_owner_id(self, value: list[UUID | str] | None) -> Q:
        return _one_of("owner", value)

    def filter_team_id(self, value: list[UUID | str] | None) -> Q:
        return _one_of("team", value)

    def filter_milestone_id(self, value: list[UUID | str] | None) -> Q:
        return _one_of("milestone", value)

    def filter_is_sized(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        return Q() if value is None else Q(effort_weeks__isnull=not value)

    def filter_where(self, value: list[str]) -> Q:  # noqa: ARG002 - the selector reads it, who knows the fields
        return Q()


def _one_of(field: str, values: Sequence[UUID | str] | None) -> Q:
    if not values:
        return Q()
    named = [each for each in values if each != "none"]
    return Q(**{f"{field}__in": named}) | (Q(**{f"{field}__isnull": True}) if len(named) < len(values) else Q())


class MoveIn(SchemaIn):
    """Where to on the board: a horizon and a place in it, or off the board."""

    horizon: Horizon | None
    index: int = Field(0, ge=0, le=100_000)
    reason: str = Field("", max_length=1000)


class StateIn(SchemaIn):
    version: int = Field(ge=1)
    to: State
    outcome: InitiativeOutcome | None = None
    reason: str = Field("", max_length=5000)
    override_reason: str = Field("", max_length=2000)


class CheckOut(Schema):
    code: str
    label: str
    is_met: bool
    detail: str


class MoveOut(Schema):
    """A step that is possible from here; it is open when every check is met, and else by an override."""

    to: State
    outcome: InitiativeOutcome | None
    needs_reason: bool
    is_open: bool
    checks: list[CheckOut]


class CardOut(RowOut):
    initiative: ItemOut
    key_results: list[NodeRefOut]
    blocked_by: list[NodeRefOut]
    decision: DecisionRefOut | None
    stale_days: int


class LaneOut(Schema):
    horizon: Horizon
    cards: list[CardOut]
    effort_weeks: float
    unsized: int


class DeclinedOut(DecisionRefOut):
    subject: NodeRefOut


class BoardOut(Schema):
    lanes: list[LaneOut]
    unplaced: list[CardOut]
    declined: list[DeclinedOut]


class BoardIn(Schema):
    team_id: UUID | None = None
    owner_id: UUID | None = None


class ChangesIn(Schema):
    limit: int = Field(20, ge=1, le=100)


class ChangeOut(Schema):
    """Something that moved: who, what, from where to where, and why."""

    id: UUID
    at: datetime = Field(alias="created_at")
    actor: PersonOut | None
    action: str
    initiative_id: UUID = Field(alias="target_id")
    title: str = Field(alias="target_title")
    changes: dict[str, Any]
