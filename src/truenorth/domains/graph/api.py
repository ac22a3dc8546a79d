from collections.abc import Mapping
from typing import Annotated, Any, BinaryIO, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Query, Router, Status, UploadedFile

from truenorth.domains.graph import registry, selectors, services
from truenorth.domains.graph.models import Attachment, Comment, Link
from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.graph.schemas import (
    ActivityOut,
    AttachmentOut,
    ChainOut,
    CommentIn,
    CommentOut,
    CompletenessOut,
    HitOut,
    IdsIn,
    IdsOut,
    KindOut,
    LinkIn,
    LinkOut,
    NodeOut,
    StepOut,
    WhyIn,
    WhyOut,
)
from truenorth.domains.graph.selectors import Completeness, Hit, NodeSummary, StepView, Why
from truenorth.domains.kit.pagination import PageIn
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.domains.workspace.models import AuditRow

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


@router.get(
    "/nodes/{node_id}/completeness", response={200: CompletenessOut} | REFUSALS, operation_id="get_completeness"
)
def get_completeness(request: MemberRequest, node_id: UUID) -> Completeness:
    return selectors.get_completeness(request.member, node_id)


@router.get("/nodes/{node_id}/comments", response={200: list[CommentOut]} | REFUSALS, operation_id="list_comments")
def list_comments(request: MemberRequest, node_id: UUID) -> QuerySet[Comment]:
    return selectors.list_comments(request.member, selectors.get_node(request.member, node_id))


@router.post("/nodes/{node_id}/comments", response={201: CommentOut} | REFUSALS, operation_id="add_comment")
def add_comment(request: MemberRequest, node_id: UUID, payload: CommentIn) -> Status[Comment]:
    node = selectors.get_node(request.member, node_id)
    return Status(201, services.add_comment(actor=request.member, node=node, body=payload.body))


@router.patch("/comments/{comment_id}", response={200: CommentOut} | REFUSALS, operation_id="revise_comment")
def revise_comment(request: MemberRequest, comment_id: UUID, payload: CommentIn) -> Comment:
    return services.revise_comment(actor=request.member, comment_id=comment_id, body=payload.body)


@router.delete("/comments/{comment_id}", response={204: None} | REFUSALS, operation_id="remove_comment")
def remove_comment(request: MemberRequest, comment_id: UUID) -> Status[None]:
    services.remove_comment(actor=request.member, comment_id=comment_id)
    return Status(204, None)


@router.get(
    "/nodes/{node_id}/attachments", response={200: list[AttachmentOut]} | REFUSALS, operation_id="list_attachments"
)
def list_attachments(request: MemberRequest, node_id: UUID) -> QuerySet[Attachment]:
    return selectors.list_attachments(request.member, selectors.get_node(request.member, node_id))


@router.post("/nodes/{node_id}/attachments", response={201: AttachmentOut} | REFUSALS, operation_id="add_attachment")
def add_attachment(request: MemberRequest, node_id: UUID, file: File[UploadedFile]) -> Status[Attachment]:
    node = selectors.get_node(request.member, node_id)
    content = cast("BinaryIO", file.file)
    return Status(201, services.add_attachment(actor=request.member, node=node, file=content, name=file.name or ""))


@router.get("/attachments/{attachment_id}", operation_id="download_attachment")
def download_attachment(request: MemberRequest, attachment_id: UUID) -> StreamingHttpResponse:
    """The file itself, always as a download: nothing that somebody attached is shown by the browser as a page."""
    attachment = selectors.get_attachment(request.member, attachment_id)
    response = StreamingHttpResponse(selectors.read_attachment(attachment), content_type=attachment.content_type)
    response["Content-Length"] = str(attachment.size)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name) or "attachment"  # noqa: FBT003
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@router.delete("/attachments/{attachment_id}", response={204: None} | REFUSALS, operation_id="remove_attachment")
def remove_attachment(request: MemberRequest, attachment_id: UUID) -> Status[None]:
    services.remove_attachment(actor=request.member, attachment_id=attachment_id)
    return Status(204, None)


@router.get("/nodes/{node_id}/activity", response={200: list[ActivityOut]} | REFUSALS, operation_id="list_activity")
def list_activity(request: MemberRequest, node_id: UUID, page: Query[PageIn]) -> QuerySet[AuditRow]:
    """What was done to this record, newest first."""
    rows = selectors.list_activity(request.member, selectors.get_node(request.member, node_id))
    return rows[page.offset : page.offset + page.limit]


@router.get("/chains", response={200: list[ChainOut]} | REFUSALS, operation_id="list_chains")
def list_chains(request: MemberRequest, ids: Query[list[UUID]]) -> list[Mapping[str, Any]]:
    chains = selectors.list_chains(request.member, ids[:200])
    return [{"id": node_id, "states": states} for node_id, states in chains.items()]


@router.get("/{node_id}/why", response={200: WhyOut} | REFUSALS, operation_id="get_why")
def get_why(request: MemberRequest, node_id: UUID, query: Query[WhyIn]) -> Why:
    """What explains this record, upstream, and what became of it, downstream; `on` a day, as it stood at its end."""
    return selectors.get_why(request.member, node_id, on=query.on)


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
