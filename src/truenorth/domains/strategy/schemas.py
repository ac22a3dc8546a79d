from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import Instant, SchemaIn, as_patch
from truenorth.domains.strategy.models import NOTE_LENGTH
from truenorth.domains.strategy.rules import Direction, Status
from truenorth.domains.workspace.schemas import PersonOut, TeamOut

Figure = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15)]
Share = Annotated[float, Field(ge=0, le=1)]


class CycleIn(RecordIn):
    starts_on: date
    ends_on: date


CyclePatch = as_patch(CycleIn, "CyclePatch")


class CycleOut(RecordOut):
    starts_on: date
    ends_on: date


class ObjectiveIn(RecordIn):
    cycle_id: UUID | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None


ObjectivePatch = as_patch(ObjectiveIn, "ObjectivePatch")


class ObjectiveOut(RecordOut):
    cycle: NodeRefOut | None
    owner: PersonOut | None
    team: TeamOut | None


class ObjectiveFilters(RecordFilters):
    cycle_id: UUID | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None


class KeyResultIn(RecordIn):
    objective_id: UUID
    owner_id: UUID | None = None
    baseline: Figure
    target: Figure
    current: Figure | None = Field(None, description="The value now, where it is known; it becomes the first check-in.")
    unit: str = Field("", max_length=30)
    confidence: Share | None = None


KeyResultPatch = as_patch(KeyResultIn, "KeyResultPatch", without=("links", "current", "confidence"))


class KeyResultOut(RecordOut):
    objective: NodeRefOut | None
    cycle: NodeRefOut | None
    owner: PersonOut | None
    baseline: float
    target: float
    current: float
    unit: str
    direction: Direction
    progress: float
    expected_progress: float | None
    confidence: float | None
    status: Status
    status_reason: str
    checked_in_at: datetime | None
    hints: list[str]


class KeyResultFilters(RecordFilters):
    objective_id: UUID | None = None
    cycle_id: UUID | None = None
    owner_id: UUID | None = None

    def filter_cycle_id(self, value: UUID | None) -> Q:
        return Q(objective__cycle_id=value) if value else Q()


class CheckInIn(SchemaIn):
    value: Figure
    confidence: Share | None = None
    note: str = Field("", max_length=NOTE_LENGTH)
    at: Instant | None = Field(None, description="When the value held; now where it is left out.")


class CheckInOut(Schema):
    id: UUID
    value: float
    confidence: float | None
    note: str
    at: datetime
    by: PersonOut | None
