"""Why a record is there: the walk from it, over the graph as it stands or as it stood at the end of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import FieldDoesNotExist

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import NodeKind, get_kind
from truenorth.domains.graph.rules import Edge, LinkKind, Step
from truenorth.domains.graph.selectors.links import connected_edges, parts_of, walk_along, walk_from
from truenorth.domains.graph.selectors.summaries import NodeSummary, summarize, summarize_as
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

COMINGS_AND_GOINGS = ("trash", "restore", "archive", "unarchive")


@dataclass(frozen=True, slots=True)
class WalkedNode:
    node: NodeSummary
    depth: int


@dataclass(frozen=True, slots=True)
class Why:
    """`decision` is the one in force on the record itself; `unknown_states` are records whose state then is lost."""

    on: date | None
    node: NodeSummary
    upstream: list[WalkedNode]
    downstream: list[WalkedNode]
    links: Sequence[Edge]
    decision: NodeSummary | None
    unknown_states: list[UUID]


def get_why(viewer: Member, node_id: UUID, *, on: date | None = None) -> Why:
    """What explains a record, upstream, and what became of it, downstream; with a day, as it stood when that ended."""
    if on is None:
        walks, nodes = walk_from(viewer, [node_id])
        states: Mapping[UUID, str] | None = None
    else:
        edges = connected_edges(viewer, [node_id], at=_end_of(viewer, on))
        nodes = _nodes_as_of(viewer, {node_id, *_ends(edges)}, _end_of(viewer, on))
        walks = walk_along(edges, [node_id], nodes)
        states = _states_as_of(viewer, nodes, _end_of(viewer, on))
    walk = walks.get(node_id)
    if walk is None:
        raise NodeMissing("" if on is None else "It was not here on that day.")
    met = {node_id, *walk.upstream, *walk.downstream}
    story = [nodes[each] for each in met]
    summaries = summarize(story) if states is None else summarize_as(story, states)
    decision = _decision_in_force(node_id, walk.edges, nodes)
    return Why(
        on=on,
        node=summaries[node_id],
        upstream=_nearest_first(walk.upstream, summaries),
        downstream=_nearest_first(walk.downstream, summaries),
        links=walk.edges,
        decision=summaries[decision.id] if decision else None,
        unknown_states=[] if states is None else sorted(each for each in met if each not in states),
    )


def _end_of(viewer: Member, on: date) -> datetime:
    if on > viewer.workspace.today():
        raise Invalid(fields={"on": "That day is still to come."})
    return datetime.combine(on + timedelta(days=1), time(), ZoneInfo(viewer.workspace.timezone))


def _ends(edges: Iterable[Edge]) -> set[UUID]:
    return {end for edge in edges for end in (edge.source, edge.target)}


def _nearest_first(depths: Mapping[UUID, int], summaries: Mapping[UUID, NodeSummary]) -> list[WalkedNode]:
    return [WalkedNode(summaries[each], depth) for each, depth in sorted(depths.items(), key=lambda item: item[1])]


def _decision_in_force(node_id: UUID, edges: Iterable[Edge], nodes: Mapping[UUID, Node]) -> Node | None:
    taken = [nodes[e.source] for e in edges if e.kind == LinkKind.DERIVES_FROM and e.target == node_id]
    decisions = [node for node in taken if get_kind(node.kind).step == Step.DECISION]
    latest = max(decisions, key=lambda node: (node.created_at, node.id), default=None)
    return latest if latest and latest.archived_at is None else None


def _nodes_as_of(viewer: Member, ids: Collection[UUID], moment: datetime) -> dict[UUID, Node]:
    """The nodes that were there at a moment, with the titles they had. What was purged since is lost."""
    events: dict[UUID, list[AuditRow]] = defaultdict(list)
    renamed: dict[UUID, str] = {}
    nodes: dict[UUID, Node] = {}
    for some in parts_of(list(ids)):
        there = Node.objects.filter(workspace=viewer.workspace, pk__in=some, created_at__lt=moment)
        nodes |= there.defer("body").select_related("import_run").in_bulk()
        rows = list_audit_rows(viewer).filter(target_id__in=some).order_by("created_at", "id")
        for row in rows.filter(action__in=COMINGS_AND_GOINGS, created_at__lt=moment):
            events[row.target_id].append(row)
        for row in rows.filter(changes__has_key="title", created_at__gte=moment).exclude(action="create"):
            renamed.setdefault(row.target_id, row.changes["title"][0])
    here = {node_id: node for node_id, node in nodes.items() if _was_here(node, events[node_id], moment)}
    for node_id, node in here.items():
        node.title = renamed.get(node_id, node.title)
        node.archived_at = _archived_at(events[node_id])
    return here


def _was_here(node: Node, events: Sequence[AuditRow], moment: datetime) -> bool:
    """Whether it was in sight: an import shows what it brought when it is done, and its undoing trashes all of it."""
    moves = [(row.created_at, row.action == "restore") for row in events if row.action in ("trash", "restore")]
    run = node.import_run
    if run is not None:
        if run.finished_at is None or run.finished_at >= moment:
            return False
        moves += [(run.undone_at, False)] if run.undone_at and run.undone_at < moment else []
    return max(moves, default=(node.created_at, True))[1]


def _archived_at(events: Sequence[AuditRow]) -> datetime | None:
    moves = [row for row in events if row.action in ("archive", "unarchive")]
    return moves[-1].created_at if moves and moves[-1].action == "archive" else None


def _states_as_of(viewer: Member, nodes: Mapping[UUID, Node], moment: datetime) -> dict[UUID, str]:
    """The states that can be known: of kinds without any, and of those whose state is an audited field."""
    states: dict[UUID, str] = {}
    for name in {node.kind for node in nodes.values()}:
        kind = get_kind(name)
        ids = [node.id for node in nodes.values() if node.kind == name]
        if _has_state_field(kind):
            values = dict(kind.model._default_manager.filter(pk__in=ids).values_list("pk", kind.state_field))
            values |= _values_before(viewer, ids, kind.state_field, moment)
            states |= {node_id: str(value).replace("_", " ") for node_id, value in values.items()}
        elif kind.describe_state is None:
            states |= dict.fromkeys(ids, "")
    return states


def _has_state_field(kind: NodeKind) -> bool:
    try:
        kind.model._meta.get_field(kind.state_field)
    except FieldDoesNotExist:
        return False
    return True


def _values_before(viewer: Member, ids: Sequence[UUID], field: str, moment: datetime) -> dict[UUID, Any]:
    """What a field held before it was first changed after a moment."""
    rows = list_audit_rows(viewer).filter(target_id__in=ids, created_at__gte=moment, changes__has_key=field)
    values: dict[UUID, Any] = {}
    for row in rows.exclude(action="create").order_by("created_at", "id"):
        values.setdefault(row.target_id, row.changes[field][0])
    return values
