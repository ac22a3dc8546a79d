from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.prioritization.schemas import DecisionRefOut
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.workspace.schemas import PersonOut, TeamOut


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
    owner_id: UUID | None = None
    team_id: UUID | None = None
    milestone_id: UUID | None = None
    project: str = Field("", max_length=120)
    effort_weeks: float | None = Field(None, ge=0, le=10_000, allow_inf_nan=False)
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


class InitiativeOut(RecordOut):
    state: State
    outcome: InitiativeOutcome | None
    horizon: Horizon | None
    position: int
    confidence: int | None
    starts_on: date | None
    target_on: date | None
    owner: PersonOut | None
    team: TeamOut | None
    milestone: NodeRefOut | None
    project: str
    effort_weeks: float | None
    story_points: float | None
    shipped_on: date | None
    closed_on: date | None
    close_reason: str
    overrides: list[OverrideOut]


class InitiativeFilters(RecordFilters):
    state: State | None = None
    outcome: InitiativeOutcome | None = None
    horizon: Literal["now", "next", "later", "none"] | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    milestone_id: UUID | None = None
    project: str | None = Field(None, max_length=120)

    def filter_horizon(self, value: str | None) -> Q:
        if value is None:
            return Q()
        return Q(horizon=None) if value == "none" else Q(horizon=value)


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


class CardOut(Schema):
    initiative: InitiativeOut
    key_results: list[NodeRefOut]
    blocked_by: list[NodeRefOut]
    decision: DecisionRefOut | None


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
