from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.engineering.rules import ComponentSort, DependencySort, RiskSeverity
from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn, as_patch
from truenorth.domains.workspace.schemas import PersonOut, TeamOut


class ComponentIn(RecordIn):
    sort: ComponentSort = ComponentSort.COMPONENT
    type: str = Field("", max_length=60)
    lifecycle: str = Field("", max_length=40)
    part_of_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None
    repository: str = Field("", max_length=300)


ComponentPatch = as_patch(ComponentIn, "ComponentPatch")


class ComponentOut(RecordOut):
    sort: ComponentSort
    type: str
    lifecycle: str
    part_of: NodeRefOut | None
    team: TeamOut | None
    owner: PersonOut | None
    repository: str


class ComponentFilters(RecordFilters):
    sort_of: ComponentSort | None = None
    type: str | None = Field(None, max_length=60)
    lifecycle: str | None = Field(None, max_length=40)
    part_of_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None

    def filter_sort_of(self, value: ComponentSort | None) -> Q:
        return Q(sort=value) if value else Q()


class ComponentDependencyIn(SchemaIn):
    """Reads as a sentence from source to target."""

    source_id: UUID
    sort: DependencySort = DependencySort.DEPENDS_ON
    target_id: UUID


class ComponentDependencyOut(Schema):
    id: UUID
    source_id: UUID
    sort: DependencySort
    target_id: UUID


class ComponentMapIn(QueryIn):
    team_id: UUID | None = None


class ComponentMapNodeOut(Schema):
    """A component, how many it needs and is needed by, and what is on record about it."""

    component: ComponentOut
    needs: int
    needed_by: int
    constraints: int
    severity: RiskSeverity | None
    debts: int
    interest_hours: float


class CircleOut(Schema):
    """Components that all need one another; `path` is a shortest way round."""

    members: list[UUID]
    path: list[UUID]
    words: str


class ComponentMapOut(Schema):
    nodes: list[ComponentMapNodeOut]
    dependencies: list[ComponentDependencyOut]
    circles: list[CircleOut]
