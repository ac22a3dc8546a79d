"""Dates by hand and by plan, with what each costs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.roadmap.models import Initiative, RoadmapPlan
from truenorth.domains.roadmap.rules import Span
from truenorth.domains.workspace.auth import MemberRequest

router = Router()
DATES = "/initiatives/{initiative_id}/dates"


@router.get(DATES, response={200: schemas.MovePreviewOut} | REFUSALS, operation_id="preview_initiative_dates")
def preview_dates(
    request: MemberRequest, initiative_id: UUID, query: Query[schemas.DatesPreviewIn]
) -> selectors.MovePreview:
    """What would move along, and what it would cost, before anybody decides on it."""
    initiative = get_record(request.member, Initiative, initiative_id)
    return selectors.preview_move(request.member, initiative, Span(query.starts_on, query.target_on))


@router.patch(DATES, response={200: schemas.DatesOut} | REFUSALS, operation_id="set_initiative_dates")
def set_dates(request: MemberRequest, initiative_id: UUID, payload: schemas.DatesIn) -> Mapping[str, Any]:
    """Move it on the timeline, and with it whatever waits for it."""
    initiative = get_record(request.member, Initiative, initiative_id)
    try:
        done = services.set_dates(initiative, actor=request.member, **payload.model_dump())
    except StaleVersion as refusal:
        current = get_record(request.member, Initiative, initiative_id)
        refusal.extra["current"] = schemas.InitiativeOut.from_orm(current).model_dump(mode="json")
        raise
    return {
        "initiative": get_record(request.member, Initiative, initiative_id),
        "moved": done.moved,
        "price": done.price,
        "note": done.note,
    }


@router.get("/plans", response={200: Page[schemas.PlanRefOut]} | REFUSALS, operation_id="list_plans")
def list_plans(request: MemberRequest, page: Query[PageIn]) -> Mapping[str, Any]:
    found = selectors.list_plans(request.member)
    return {"items": found[page.offset : page.offset + page.limit], "total": found.count()}


@router.post("/plans", response={201: schemas.PlanOut} | REFUSALS, operation_id="draft_plan")
def draft_plan(request: MemberRequest, payload: schemas.PlanIn) -> Status[RoadmapPlan]:
    """The order of least cost of delay, with the odds of its dates. Nothing changes until somebody accepts it."""
    return Status(201, services.draft_plan(actor=request.member, **payload.model_dump()))


@router.get("/plans/{plan_id}", response={200: schemas.PlanOut} | REFUSALS, operation_id="get_plan")
def get_plan(request: MemberRequest, plan_id: UUID) -> RoadmapPlan:
    return selectors.get_plan(request.member, plan_id)


@router.post("/plans/{plan_id}/accept", response={200: schemas.PlanOut} | REFUSALS, operation_id="accept_plan")
def accept_plan(request: MemberRequest, plan_id: UUID, payload: schemas.AcceptIn) -> RoadmapPlan:
    return services.accept_plan(actor=request.member, plan_id=plan_id, **payload.model_dump())
