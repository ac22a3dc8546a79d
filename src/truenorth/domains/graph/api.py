from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.graph import registry, selectors, services
from truenorth.domains.graph.models import Link
from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.graph.schemas import (
    ChainOut,
    HitOut,
    IdsIn,
    IdsOut,
    KindOut,
    LinkIn,
    LinkOut,
    NodeOut,
    StepOut,
    WhyOut,
)
from truenorth.domains.graph.selectors import Hit, NodeSummary, StepView
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["graph"])


@router.get("/kinds", response={200: list[KindOut]} | REFUSALS, operation_id="list_kinds")
def list_kinds(request: MemberRequest) -> list[NodeKind]:  # noqa: ARG001 - Ninja passes it
    return registry.list_kinds()


@router.get("/search", response={200: list[HitOut]} | REFUSALS, operation_id="search")
def search(request: MemberRequest, q: str, kind: str = "", limit: Annotated[int, Query(ge=1, le=50)] = 20) -> list[Hit]:
    """The records in which all these words occur, best matches first; the last word may be unfinished."""
    return selectors.search_nodes(request.member, q, kind=kind, limit=limit)


@router.post("/nodes/archive", response={200: IdsOut} | REFUSALS, operation_id="archive_nodes")
def archive_nodes(request: MemberRequest, payload: IdsIn) -> IdsOut:
    return IdsOut(ids=services.archive_nodes(actor=request.member, ids=payload.ids))


@router.post("/nodes/unarchive", response={200: IdsOut} | REFUSALS, operation_id="unarchive_nodes")
def unarchive_nodes(request: MemberRequest, payload: IdsIn) -> IdsOut:
    return IdsOut(ids=services.unarchive_nodes(actor=request.member, ids=payload.ids))


@router.post("/nodes/trash", response={200: IdsOut} | REFUSALS, operation_id="trash_nodes")
def trash_nodes(request: MemberRequest, payload: IdsIn) -> IdsOut:
    return IdsOut(ids=services.trash_nodes(actor=request.member, ids=payload.ids))


@router.post("/nodes/restore", response={200: IdsOut} | REFUSALS, operation_id="restore_nodes")
def restore_nodes(request: MemberRequest, payload: IdsIn) -> IdsOut:
    return IdsOut(ids=services.restore_nodes(actor=request.member, ids=payload.ids))


@router.get("/nodes/{node_id}", response={200: NodeOut} | REFUSALS, operation_id="get_node")
def get_node(request: MemberRequest, node_id: UUID) -> NodeSummary:
    return selectors.summarize([selectors.get_node(request.member, node_id)])[node_id]


@router.get("/nodes/{node_id}/links", response={200: list[LinkOut]} | REFUSALS, operation_id="list_links")
def list_links(request: MemberRequest, node_id: UUID) -> list[Mapping[str, Any]]:
    node = selectors.get_node(request.member, node_id)
    return _as_seen_from(node_id, list(selectors.list_links(request.member, node)))


@router.post("/links", response={201: LinkOut} | REFUSALS, operation_id="create_link")
def create_link(request: MemberRequest, payload: LinkIn) -> Status[Mapping[str, Any]]:
    link = services.create_link(
        actor=request.member,
        kind=payload.kind,
        source=selectors.get_node(request.member, payload.source),
        target=selectors.get_node(request.member, payload.target),
    )
    return Status(201, _as_seen_from(payload.source, [link])[0])


@router.delete("/links/{link_id}", response={204: None} | REFUSALS, operation_id="remove_link")
def remove_link(request: MemberRequest, link_id: UUID) -> Status[None]:
    services.remove_link(actor=request.member, link_id=link_id)
    return Status(204, None)


@router.get("/nodes/{node_id}/chain", response={200: list[StepOut]} | REFUSALS, operation_id="get_chain")
def get_chain(request: MemberRequest, node_id: UUID) -> list[StepView]:
    return selectors.get_chain(request.member, node_id)


@router.get("/chains", response={200: list[ChainOut]} | REFUSALS, operation_id="list_chains")
def list_chains(request: MemberRequest, ids: Query[list[UUID]]) -> list[Mapping[str, Any]]:
    chains = selectors.list_chains(request.member, ids[:200])
    return [{"id": node_id, "states": states} for node_id, states in chains.items()]


@router.get("/{node_id}/why", response={200: WhyOut} | REFUSALS, operation_id="get_why")
def get_why(request: MemberRequest, node_id: UUID) -> Mapping[str, Any]:
    """What explains this record, upstream, and what became of it, downstream."""
    selectors.get_node(request.member, node_id)
    walks, nodes = selectors.walk_from(request.member, [node_id])
    walk = walks[node_id]
    met = {node_id, *walk.upstream, *walk.downstream}
    summaries = selectors.summarize(nodes[each] for each in met)

    def steps(depths: Mapping[UUID, int]) -> list[Mapping[str, Any]]:
        ordered = sorted(depths.items(), key=lambda item: item[1])
        return [{"node": summaries[each], "depth": depth} for each, depth in ordered]

    return {
        "node": summaries[node_id],
        "upstream": steps(walk.upstream),
        "downstream": steps(walk.downstream),
        "links": walk.edges,
    }


def _as_seen_from(node_id: UUID, links: list[Link]) -> list[Mapping[str, Any]]:
    others = {link.id: link.target if link.source_id == node_id else link.source for link in links}
    summaries = selectors.summarize(others.values())
    return [
        {
            "id": link.id,
            "kind": link.kind,
            "direction": "out" if link.source_id == node_id else "in",
            "node": summaries[others[link.id].id],
            "created_at": link.created_at,
        }
        for link in links
    ]
