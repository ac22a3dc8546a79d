from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from ninja import Query, Router

from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.graph.selectors import summarize
from truenorth.domains.home import selectors, services
from truenorth.domains.home.models import InboxItem
from truenorth.domains.home.schemas import InboxFilters, InboxItemOut, OverviewOut
from truenorth.domains.home.selectors import Overview
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["home"])


@router.get("/inbox", response={200: Page[InboxItemOut]} | REFUSALS, operation_id="list_inbox")
def list_inbox(request: MemberRequest, filters: Query[InboxFilters], page: Query[PageIn]) -> Mapping[str, Any]:
    items = selectors.list_inbox(request.member, state=filters.state)
    return {"items": _shown(items[page.offset : page.offset + page.limit]), "total": items.count()}


@router.post("/inbox/{item_id}/done", response={200: InboxItemOut} | REFUSALS, operation_id="finish_inbox_item")
def finish_item(request: MemberRequest, item_id: UUID) -> Mapping[str, Any]:
    return _shown([services.finish_item(actor=request.member, item_id=item_id)])[0]


@router.post("/inbox/{item_id}/undo", response={200: InboxItemOut} | REFUSALS, operation_id="reopen_inbox_item")
def reopen_item(request: MemberRequest, item_id: UUID) -> Mapping[str, Any]:
    return _shown([services.reopen_item(actor=request.member, item_id=item_id)])[0]


@router.get("/overview", response={200: OverviewOut} | REFUSALS, operation_id="get_overview")
def get_overview(request: MemberRequest) -> Overview:
    """What needs me, which key results are behind, what is being tested, and what others changed."""
    return selectors.get_overview(request.member)


def _shown(items: Iterable[InboxItem]) -> list[Mapping[str, Any]]:
    items = list(items)
    nodes = summarize(item.node for item in items)
    return [
        {
            "id": item.id,
            "reason": item.reason,
            "sentence": item.sentence,
            "actor": item.actor,
            "node": nodes[item.node_id],
            "asked_at": item.asked_at,
            "done_at": item.done_at,
        }
        for item in items
    ]
