from datetime import date
from uuid import UUID

from ninja import Field

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import as_patch
from truenorth.domains.workspace.schemas import PersonOut, TeamOut


class ComponentIn(RecordIn):
    team_id: UUID | None = None
    owner_id: UUID | None = None
    repository: str = Field("", max_length=300)


ComponentPatch = as_patch(ComponentIn, "ComponentPatch")


class ComponentOut(RecordOut):
    team: TeamOut | None
    owner: PersonOut | None
    repository: str


class ComponentFilters(RecordFilters):
    team_id: UUID | None = None
    owner_id: UUID | None = None


class ConstraintIn(RecordIn):
    component_id: UUID | None = None
    limit: float | None = Field(None, allow_inf_nan=False)
    used: float | None = Field(None, allow_inf_nan=False)
    unit: str = Field("", max_length=60)
    source: str = Field("", max_length=300)
    checked_on: date | None = None


ConstraintPatch = as_patch(ConstraintIn, "ConstraintPatch")


class ConstraintOut(RecordOut):
    component: NodeRefOut | None
    limit: float | None
    used: float | None
    unit: str
    source: str
    checked_on: date | None


class ConstraintFilters(RecordFilters):
    component_id: UUID | None = None


class DebtIn(RecordIn):
    component_id: UUID | None = None
    owner_id: UUID | None = None
    principal_days: float | None = Field(None, ge=0, allow_inf_nan=False)
    interest_hours: float | None = Field(None, ge=0, allow_inf_nan=False)


DebtPatch = as_patch(DebtIn, "DebtPatch")


class DebtOut(RecordOut):
    component: NodeRefOut | None
    owner: PersonOut | None
    principal_days: float | None
    interest_hours: float | None


class DebtFilters(RecordFilters):
    component_id: UUID | None = None
    owner_id: UUID | None = None


class SliceIn(RecordIn):
    initiative_id: UUID
    position: int = Field(1, ge=1, le=1000)
    value_percent: float = Field(0, ge=0, le=100)
    effort_percent: float = Field(0, ge=0, le=100)
    is_shipped: bool = False


SlicePatch = as_patch(SliceIn, "SlicePatch", without=("links", "initiative_id"))


class SliceOut(RecordOut):
    initiative: NodeRefOut
    position: int
    value_percent: float
    effort_percent: float
    is_shipped: bool


class SliceFilters(RecordFilters):
    initiative_id: UUID | None = None
    is_shipped: bool | None = None
