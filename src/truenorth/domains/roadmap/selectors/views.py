"""The same initiatives on a timeline, in lanes and as bars of capacity, and the views that people saved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.discovery.models import Opportunity, Request
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_nodes, list_linked_nodes, list_records, walk_from
from truenorth.domains.roadmap.errors import ViewMissing
from truenorth.domains.roadmap.models import IS_DATED, Initiative, Milestone, SavedView
from truenorth.domains.roadmap.rules import (
    Bar,
    Crew,
    Horizon,
    LaneBy,
    PeriodLength,
    Planned,
    State,
    list_periods,
    measure,
    stretch_of,
)
from truenorth.domains.roadmap.selectors.dependencies import DependencyView, list_dependencies
from truenorth.domains.roadmap.selectors.places import OPEN, UNDER_WAY, draw, place_on_board
from truenorth.domains.roadmap.selectors.planning import list_crews
from truenorth.domains.strategy.models import KeyResult
from truenorth.domains.workspace.models import Member, Team
from truenorth.domains.workspace.selectors import list_teams

SHOWN_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Timeline:
    """`total` counts what is dated, `undated` what is not; no more than a thousand are shown, the earliest first."""

    items: Sequence[Initiative]
    dependencies: Sequence[DependencyView]
    milestones: Sequence[Milestone]
    total: int
    undated: int


@dataclass(frozen=True, slots=True)
class Group:
    id: UUID
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Swimlane:
    """The initiatives of an objective, a team or a segment by horizon; the last lane has those of none."""

    group: Group | None
    now: Sequence[UUID]
    next: Sequence[UUID]
    later: Sequence[UUID]
    unplaced: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Swimlanes:
    items: Sequence[Initiative]
    lanes: Sequence[Swimlane]
    total: int


@dataclass(frozen=True, slots=True)
class TeamBars:
    team: Team
    seats: int
    bars: Sequence[Bar]


def get_timeline(
    viewer: Member, selection: QuerySet[Initiative], *, from_on: date | None = None, to_on: date | None = None
) -> Timeline:
    begins = Q(target_on=None) | Q(target_on__gte=from_on) if from_on else Q()
    ends = Q(starts_on=None) | Q(starts_on__lte=to_on) if to_on else Q()
    is_undated = Q(starts_on=None, target_on=None, state__in=OPEN)
    is_shown = IS_DATED & begins & ends
    shown = selection.filter(is_shown)
    items = list(draw(shown).order_by("starts_on", "target_on", "node__number")[:SHOWN_AT_MOST])
    milestones = list_records(viewer, Milestone).filter(node__archived_at=None, due_on__isnull=False)
    return Timeline(
        items=items,
        dependencies=list_dependencies(viewer, among=[item.id for item in items]),
        milestones=list(milestones.order_by("due_on")[:SHOWN_AT_MOST]),
        total=_count(shown, items),
        undated=selection.filter(is_undated).order_by().count(),
    )


def get_swimlanes(viewer: Member, selection: QuerySet[Initiative], *, by: LaneBy) -> Swimlanes:
    """What the board shows, in lanes; an initiative stands in that of every objective or segment that it serves."""
    shown = selection.filter(Q(horizon__isnull=False) | Q(state__in=UNDER_WAY)).exclude(state=State.CLOSED)
    items = sorted(draw(shown)[:SHOWN_AT_MOST], key=place_on_board)
    groups = GROUPS[by](viewer, items)
    names: dict[UUID, Group] = {group.id: group for found in groups.values() for group in found}
    members: dict[UUID | None, list[Initiative]] = defaultdict(list)
    for item in items:
        ids: list[UUID | None] = [group.id for group in groups.get(item.id, ())]
        for group_id in ids or [None]:
            members[group_id].append(item)
    ordered = sorted(names.values(), key=lambda group: (group.title.casefold(), group.id))
    lanes = [_lane(group, members[group.id]) for group in ordered]
    if members.get(None):
        lanes.append(_lane(None, members[None]))
    return Swimlanes(items, lanes, _count(shown, items))


def list_capacity(
    viewer: Member, selection: QuerySet[Initiative], *, from_on: date, length: PeriodLength, count: int
) -> list[TeamBars]:
    """Every team's planned effort against its capacity, period by period."""
    periods = list_periods(from_on, length, count)
    planned: dict[UUID | None, list[Planned]] = defaultdict(list)
    open_work = selection.filter(state__in=OPEN, starts_on__isnull=False, starts_on__lte=periods[-1].to_on)
    columns = ("pk", "team_id", "starts_on", "target_on", "effort_weeks")
    for key, team_id, starts_on, target_on, effort in open_work.order_by().values_list(*columns):
        stretch = stretch_of(starts_on, target_on, effort)
        if stretch:
            planned[team_id].append(Planned(str(key), stretch, effort))
    crews = {crew.id: crew for crew in list_crews(viewer)}
    found = [(team, crews.get(str(team.id), Crew(str(team.id)))) for team in list_teams(viewer)]
    return [TeamBars(team, crew.seats, measure(planned[team.id], crew, periods)) for team, crew in found]


def list_views(viewer: Member) -> QuerySet[SavedView]:
    """One's own views and those that are shared."""
    views = SavedView.objects.filter(Q(owner=viewer) | Q(is_shared=True), workspace=viewer.workspace)
    return views.select_related("owner__user").order_by("name", "created_at")


def get_view(viewer: Member, view_id: UUID) -> SavedView:
    found = list_views(viewer).filter(pk=view_id).first()
    if found is None:
        raise ViewMissing
    return found


def _count(selection: QuerySet[Initiative], found: Sequence[Initiative]) -> int:
    """How many there are, of which no more than can be shown were found."""
    return len(found) if len(found) < SHOWN_AT_MOST else selection.order_by().count()


def _lane(group: Group | None, items: Sequence[Initiative]) -> Swimlane:
    cells = {horizon: [item.id for item in items if item.horizon == horizon] for horizon in (*Horizon, None)}
    return Swimlane(group, cells[Horizon.NOW], cells[Horizon.NEXT], cells[Horizon.LATER], cells[None])


def _by_team(_: Member, items: Sequence[Initiative]) -> Mapping[UUID, list[Group]]:
    return {item.id: [Group(item.team.id, "", item.team.name)] for item in items if item.team}


def _by_objective(viewer: Member, items: Sequence[Initiative]) -> Mapping[UUID, list[Group]]:
    pairs = list_linked_nodes(viewer, [item.id for item in items], kind=LinkKind.CONTRIBUTES_TO)
    key_results = KeyResult.objects.filter(pk__in=[node.id for _, node in pairs]).exclude(objective=None)
    objectives = dict(key_results.values_list("pk", "objective_id"))
    nodes = get_nodes(viewer, objectives.values())
    found: dict[UUID, dict[UUID, Group]] = defaultdict(dict)
    for initiative_id, node in pairs:
        objective = node if node.kind == "objective" else nodes.get(objectives.get(node.id, node.id))
        if objective is not None:
            found[initiative_id][objective.id] = _group(objective)
    return {key: list(groups.values()) for key, groups in found.items()}


def _by_segment(viewer: Member, items: Sequence[Initiative]) -> Mapping[UUID, list[Group]]:
    """The segments of the opportunities and of the accounts whose requests lead to an initiative."""
    walks, nodes = walk_from(viewer, [item.id for item in items])
    opportunities = list_records(viewer, Opportunity).filter(pk__in=_of_kind(nodes, "opportunity"))
    requests = list_records(viewer, Request).filter(pk__in=_of_kind(nodes, "request"))
    segments = dict(opportunities.exclude(segment=None).values_list("pk", "segment_id"))
    segments |= dict(requests.exclude(account__segment=None).values_list("pk", "account__segment_id"))
    named = get_nodes(viewer, segments.values())
    found: dict[UUID, list[Group]] = {}
    for item_id, walk in walks.items():
        ids = dict.fromkeys(segments[each] for each in walk.upstream if each in segments)
        found[item_id] = [_group(named[each]) for each in ids if each in named]
    return found


def _of_kind(nodes: Mapping[UUID, Node], kind: str) -> list[UUID]:
    return [node_id for node_id, node in nodes.items() if node.kind == kind]


def _group(node: Node) -> Group:
    return Group(node.id, node.key, node.title)


GROUPS = {LaneBy.TEAM: _by_team, LaneBy.OBJECTIVE: _by_objective, LaneBy.SEGMENT: _by_segment}
