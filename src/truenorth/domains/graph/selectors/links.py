from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.graph.errors import LinkMissing
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.registry import chain_order
from truenorth.domains.graph.rules import Edge, LinkKind, Walk, walk
from truenorth.domains.graph.selectors.records import list_nodes
from truenorth.domains.workspace.models import Member

ASKED_AT_ONCE = 5_000


def get_link(viewer: Member, link_id: UUID) -> Link:
    link = (
        Link.objects.select_related("source", "target")
        .filter(pk=link_id, workspace=viewer.workspace, removed_at=None)
        .first()
    )
    if link is None:
        raise LinkMissing
    return link


def list_links(viewer: Member, node: Node) -> QuerySet[Link]:
    """Open links of a node whose other end is not in the trash."""
    return (
        Link.objects.filter(Q(source=node) | Q(target=node), workspace=viewer.workspace, removed_at=None)
        .filter(source__trashed_at=None, target__trashed_at=None)
        .select_related("source", "target")
        .order_by("created_at")
    )


def list_linked_nodes(
    viewer: Member, ids: Iterable[UUID], *, kind: LinkKind, to: str = "target"
) -> list[tuple[UUID, Node]]:
    """Pairs (of the given ids, node at the other end) along one kind of link; `to` says which end is wanted."""
    near = "source" if to == "target" else "target"
    links = (
        Link.objects.filter(workspace=viewer.workspace, kind=kind, removed_at=None)
        .filter(**{f"{near}_id__in": list(ids), f"{to}__trashed_at": None})
        .select_related(to)
        .order_by("created_at")
    )
    return [(getattr(link, f"{near}_id"), getattr(link, to)) for link in links]


def walk_from(viewer: Member, ids: Sequence[UUID]) -> tuple[Mapping[UUID, Walk], Mapping[UUID, Node]]:
    """What explains each of these nodes and what became of it, with every node met on the way."""
    edges = connected_edges(viewer, ids)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = list_nodes(viewer).defer("body").in_bulk(list(ends | set(ids)))
    return walk_along(edges, ids, nodes), nodes


def walk_along(edges: Iterable[Edge], ids: Iterable[UUID], nodes: Mapping[UUID, Node]) -> dict[UUID, Walk]:
    """The walks from those of the ids that are among the nodes, along the edges that join two of them."""
    kept = [edge for edge in edges if edge.source in nodes and edge.target in nodes]

    def order(node_id: UUID) -> int:
        return chain_order(nodes[node_id].kind)

    return {node_id: walk(node_id, kept, order=order) for node_id in ids if node_id in nodes}


def connected_edges(viewer: Member, ids: Sequence[UUID], *, at: datetime | None = None) -> list[Edge]:
    """Links of everything connected to these nodes, open now or at a moment: one query for each step outwards."""
    was_open = Q(removed_at=None) if at is None else Q(created_at__lt=at) & (Q(removed_at=None) | Q(removed_at__gte=at))
    edges: dict[UUID, Edge] = {}
    seen: set[UUID] = set()
    frontier = set(ids)
    while frontier:
        seen |= frontier
        for some in parts_of(list(frontier)):
            touching = Q(source_id__in=some) | Q(target_id__in=some)
            links = Link.objects.filter(touching, was_open, workspace=viewer.workspace)
            for link_id, kind, source, target in links.values_list("id", "kind", "source_id", "target_id"):
                edges[link_id] = Edge(link_id, LinkKind(kind), source, target)
        frontier = {end for edge in edges.values() for end in (edge.source, edge.target)} - seen
    return list(edges.values())


def parts_of(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """A database takes only so many values in one question."""
    for start in range(0, len(ids), ASKED_AT_ONCE):
        yield ids[start : start + ASKED_AT_ONCE]
