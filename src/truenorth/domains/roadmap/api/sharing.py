"""The roadmap for others: what customers read, files, what was shipped; and what nobody has looked at."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.roadmap.api.views import select
from truenorth.domains.roadmap.errors import RowStale
from truenorth.domains.roadmap.models import Initiative, ReviewCadence
from truenorth.domains.workspace.auth import MemberRequest

router = Router()


@router.put(
    "/initiatives/{initiative_id}/statement",
    response={200: schemas.InitiativeOut} | REFUSALS,
    operation_id="word_initiative",
)
def word_initiative(request: MemberRequest, initiative_id: UUID, payload: schemas.InitiativeStatementIn) -> Initiative:
    """What customers may read of it, and whether they do."""
    initiative = get_record(request.member, Initiative, initiative_id)
    try:
        services.word_initiative(initiative, actor=request.member, **payload.model_dump())
    except StaleVersion as refusal:
        raise _with_current(request, refusal, initiative_id) from None
    return get_record(request.member, Initiative, initiative_id)


@router.post(
    "/initiatives/{initiative_id}/review",
    response={200: schemas.InitiativeOut} | REFUSALS,
    operation_id="review_initiative",
)
def review_initiative(request: MemberRequest, initiative_id: UUID, payload: schemas.ReviewIn) -> Initiative:
    """Say that it still holds as it stands."""
    initiative = get_record(request.member, Initiative, initiative_id)
    try:
        services.review_initiative(initiative, actor=request.member, **payload.model_dump())
    except StaleVersion as refusal:
        raise _with_current(request, refusal, initiative_id) from None
    return get_record(request.member, Initiative, initiative_id)


@router.get("/stale", response={200: list[schemas.StaleOut]} | REFUSALS, operation_id="list_stale_initiatives")
def list_stale(request: MemberRequest) -> Sequence[selectors.StaleView]:
    """What nobody has looked at for longer than its horizon allows, in the order of the board."""
    return selectors.list_stale(request.member)


@router.get("/review-cadence", response={200: schemas.CadenceOut} | REFUSALS, operation_id="get_review_cadence")
def get_cadence(request: MemberRequest) -> ReviewCadence:
    return selectors.find_cadence(request.member.workspace_id)


@router.put("/review-cadence", response={200: schemas.CadenceOut} | REFUSALS, operation_id="set_review_cadence")
def set_cadence(request: MemberRequest, payload: schemas.CadenceIn) -> ReviewCadence:
    days = payload.model_dump()
    try:
        return services.set_cadence(actor=request.member, version=days.pop("version"), days=days)
    except RowStale as refusal:
        current = selectors.find_cadence(request.member.workspace_id)
        refusal.extra["current"] = schemas.CadenceOut.from_orm(current).model_dump(mode="json")
        raise


@router.get("/changelog", response={200: list[schemas.ShippedMonthOut]} | REFUSALS, operation_id="list_shipped")
def list_shipped(request: MemberRequest, query: Query[schemas.ChangelogIn]) -> list[selectors.ShippedMonth]:
    """What was shipped by month, with those who asked for it and have yet to be told."""
    return selectors.list_shipped(request.member, since=query.since)


@router.get(
    "/initiatives/{initiative_id}/shipped-letter",
    response={200: schemas.ShippedLetterOut} | REFUSALS,
    operation_id="draft_shipped_letter",
)
def draft_shipped_letter(
    request: MemberRequest, initiative_id: UUID, query: Query[schemas.ShippedLetterIn]
) -> selectors.ShippedLetterView:
    """A letter to one who asked for what is there now."""
    initiative = get_record(request.member, Initiative, initiative_id)
    return selectors.draft_shipped_letter(request.member, initiative, request_id=query.request_id)


@router.get("/export.md", operation_id="export_roadmap_markdown")
def export_markdown(request: MemberRequest, filters: Query[schemas.InitiativeFilters]) -> HttpResponse:
    text = selectors.tell_markdown(request.member, select(request, filters))
    return _file(text, "roadmap.md", "text/markdown")


@router.get("/export.ics", operation_id="export_roadmap_calendar")
def export_calendar(request: MemberRequest, filters: Query[schemas.InitiativeFilters]) -> HttpResponse:
    text = selectors.tell_calendar(request.member, select(request, filters))
    return _file(text, "roadmap.ics", "text/calendar")


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_current(request: MemberRequest, refusal: StaleVersion, initiative_id: UUID) -> StaleVersion:
    current = get_record(request.member, Initiative, initiative_id)
    refusal.extra["current"] = schemas.InitiativeOut.from_orm(current).model_dump(mode="json")
    return refusal
