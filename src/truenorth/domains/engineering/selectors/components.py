"""Components as a map: what there is, what needs what, and where needs go round in a circle."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.engineering.errors import DependencyMissing
from truenorth.domains.engineering.models import Component, ComponentDependency
from truenorth.domains.engineering.rules import NEEDS, RiskSeverity, find_circles
from truenorth.domains.engineering.selectors.registers import list_constraints, list_debts, weigh_constraint
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode:
    """A component on the map, with what is on record about it."""

    component: Component
    needs: int
    needed_by: int
    constraints: int
    severity: RiskSeverity | None
    debts: int
    interest_hours: float


@dataclass(frozen=True, slots=True)
class CircleView:
    """Components that all need one another, and a shortest way round in words."""

    members: Sequence[UUID]
    path: Sequence[UUID]
    words: str


@dataclass(frozen=True, slots=True)
class ComponentMap:
    nodes: Sequence[MapNode]
    dependencies: Sequence[ComponentDependency]
    circles: Sequence[CircleView]


def find_dependencies(viewer: Member) -> QuerySet[ComponentDependency]:
    """Dependencies between components that are there, without those of an import that was undone."""
    here = {f"{end}__node__{field}": value for end in ("source", "target") for field, value in _here(viewer).items()}
    stands = Q(import_run=None) | Q(import_run__undone_at=None)
    return (
        ComponentDependency.objects.filter(stands, **here).select_related("source__node", "target__node").order_by("id")
    )


def get_dependency(viewer: Member, dependency_id: UUID) -> ComponentDependency:
    found = find_dependencies(viewer).filter(pk=dependency_id).first()
    if found is None:
        raise DependencyMissing
    return found


def list_parents(viewer: Member) -> Mapping[UUID, UUID]:
    """What each component is a part of."""
    parts = list_records(viewer, Component).filter(part_of__isnull=False).order_by()
    return dict(parts.values_list("pk", "part_of_id"))


def get_map(viewer: Member, *, team_id: UUID | None = None) -> ComponentMap:
    """Every component that is not archived, or those of one team with what they need and what needs them."""
    components = {each.id: each for each in list_records(viewer, Component).filter(node__archived_at=None)}
    edges = [each for each in find_dependencies(viewer) if {each.source_id, each.target_id} <= components.keys()]
    if team_id is not None:
        own = {each.id for each in components.values() if each.team_id == team_id}
        edges = [each for each in edges if own & {each.source_id, each.target_id}]
        shown = own.union(*({each.source_id, each.target_id} for each in edges))
        components = {each: component for each, component in components.items() if each in shown}
    return ComponentMap(_nodes(viewer, components, edges), edges, _circles(components, edges))


def _nodes(viewer: Member, components: Mapping[UUID, Component], edges: Iterable[ComponentDependency]) -> list[MapNode]:
    needs = [(each.source_id, each.target_id) for each in edges if each.sort in NEEDS]
    out, back = Counter(source for source, _ in needs), Counter(target for _, target in needs)
    severities: dict[UUID | None, list[RiskSeverity]] = {}
    for constraint in list_constraints(viewer).filter(component__in=components):
        severities.setdefault(constraint.component_id, []).append(weigh_constraint(constraint))
    interest: dict[UUID | None, list[float]] = {}
    for debt in list_debts(viewer).filter(component__in=components):
        interest.setdefault(debt.component_id, []).append(debt.interest_hours or 0.0)
    return [
        MapNode(
            component=component,
            needs=out[each],
            needed_by=back[each],
            constraints=len(severities.get(each, ())),
            severity=max(severities.get(each, ()), key=lambda severity: severity.rank, default=None),
            debts=len(interest.get(each, ())),
            interest_hours=sum(interest.get(each, ())),
        )
        for each, component in components.items()
    ]


def _circles(components: Mapping[UUID, Component], edges: Iterable[ComponentDependency]) -> list[CircleView]:
    needs = [(each.source_id, each.target_id) for each in edges if each.sort in NEEDS]
    return [
        CircleView(
            members=sorted(cycle.members, key=lambda each: components[each].node.number),
            path=cycle.path,
            words=" → ".join(components[each].title for each in cycle.path),
        )
        for cycle in find_circles(needs)
    ]


def _here(viewer: Member) -> Mapping[str, object]:
    return {"workspace": viewer.workspace, "trashed_at": None}
