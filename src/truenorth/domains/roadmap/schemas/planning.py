from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.schemas import NodeRefOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.roadmap.rules import Horizon
from truenorth.domains.roadmap.schemas.initiatives import Day, InitiativeOut
from truenorth.domains.workspace.schemas import PersonOut


class SpanOut(Schema):
    starts_on: date | None
    target_on: date | None


class MovedOut(Schema):
    """An initiative that moves, with its dates before and after."""

    node: NodeRefOut
    before: SpanOut
    after: SpanOut


class MovePriceOut(Schema):
    """What a start costs beside the plan of least cost; `later` has titles with the weeks that they lose."""

    cost: float
    unit: str
    is_against_advice: bool
    later: dict[str, float]
    newly_late: list[str]
    words: str


class MovePreviewOut(Schema):
    moved: list[MovedOut]
    price: MovePriceOut | None
    note: str


class DatesPreviewIn(QueryIn):
    starts_on: Day | None = None
    target_on: Day | None = None


class DatesIn(SchemaIn):
    """New dates. What waits for it moves along unless `leaves_dependants`; against the advice it takes a reason."""

    version: int = Field(ge=1)
    starts_on: Day | None
    target_on: Day | None
    reason: str = Field("", max_length=1000)
    leaves_dependants: bool = False


class DatesOut(MovePreviewOut):
    initiative: InitiativeOut


class PlanIn(SchemaIn):
    """What to plan: these horizons and teams, or all that is on the board, from a day on, by default today."""

    horizons: list[Horizon] = Field(default_factory=list, max_length=3)
    team_ids: list[UUID] = Field(default_factory=list, max_length=200)
    with_slices: bool = False
    from_on: Day | None = None


class AcceptIn(SchemaIn):
    """Without `ids`, everything in the plan gets its dates."""

    ids: list[UUID] | None = Field(None, max_length=1000)
    reason: str = Field("", max_length=1000)


class PlanPieceOut(Schema):
    id: str
    title: str
    starts_on: date
    target_on: date


class PlanRowOut(Schema):
    """When the plan does an initiative, beside its dates before.

    `chance` is that of the target date and `on_time` that of the deadline; P10, P50 and P90 are the days by which it is
    done in one, five and nine of ten cases. `weight` is its cost of delay a week.
    """

    id: UUID
    key: str
    title: str
    version: int
    team: dict[str, str] | None
    weight: float
    effort_weeks: float
    before: SpanOut
    starts_on: date
    target_on: date
    p10_on: date
    p50_on: date
    p90_on: date
    chance: float
    on_time: float | None
    is_late: bool
    pieces: list[PlanPieceOut]


class PlanRefOut(Schema):
    id: UUID
    created_at: datetime
    asked_by: PersonOut | None
    from_on: date
    scope: dict[str, Any]
    accepted_at: datetime | None
    accepted_by: PersonOut | None
    reason: str


class LeftOutOut(Schema):
    id: UUID
    key: str
    title: str


class PlanOut(PlanRefOut):
    """No plan that keeps the deadlines costs less than `lower_bound`; `impossible` are deadlines nothing could keep."""

    unit: str
    delay_cost: float = Field(validation_alias="proposal.delay_cost")
    lower_bound: float = Field(validation_alias="proposal.lower_bound")
    gap: float = Field(validation_alias="proposal.gap")
    baselines: dict[str, float] = Field(validation_alias="proposal.baselines")
    method: str = Field(validation_alias="proposal.method")
    bound_method: str = Field(validation_alias="proposal.bound_method")
    odds_method: str = Field(validation_alias="proposal.odds_method")
    impossible: list[UUID] = Field(validation_alias="proposal.impossible")
    rows: list[PlanRowOut]
    left_out: list[LeftOutOut]
