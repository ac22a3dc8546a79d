from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Status

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.pulse import schemas, selectors, services
from truenorth.domains.pulse.kinds import PULSE
from truenorth.domains.pulse.models import Matter, Pulse
from truenorth.domains.pulse.rules import Content
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["pulse"])

RecordRoutes(
    router,
    PULSE,
    Pulse,
    schema_in=schemas.PulseIn,
    schema_patch=schemas.PulsePatch,
    schema_out=schemas.PulseOut,
    filters=schemas.PulseFilters,
    create=services.create_pulse,
    revise=services.revise_pulse,
)


@router.get(
    "/pulses/{pulse_id}/content", response={200: schemas.PulseContentOut} | REFUSALS, operation_id="get_pulse_content"
)
def get_pulse_content(request: MemberRequest, pulse_id: UUID) -> Content | Mapping[str, Any]:
    """What the Pulse says: gathered live while it is a draft, frozen once it is published."""
    return selectors.get_content(request.member, selectors.get_pulse(request.member, pulse_id))


@router.get("/pulses/{pulse_id}/export.md", operation_id="export_pulse")
def export_pulse(request: MemberRequest, pulse_id: UUID) -> HttpResponse:
    pulse = selectors.get_pulse(request.member, pulse_id)
    text = selectors.get_markdown(request.member, pulse)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{pulse.key.lower()}.md"'
    return response


@router.post("/pulses/{pulse_id}/publish", response={200: schemas.PulseOut} | REFUSALS, operation_id="publish_pulse")
def publish_pulse(request: MemberRequest, pulse_id: UUID) -> Pulse:
    return services.publish_pulse(pulse_id, actor=request.member)


@router.get("/matters", response={200: Page[schemas.MatterOut]} | REFUSALS, operation_id="list_matters")
def list_matters(
    request: MemberRequest, filters: Query[schemas.MatterFilters], page: Query[PageIn]
) -> Mapping[str, Any]:
    found = filters.filter(selectors.list_matters(request.member))
    return {"items": found[page.offset : page.offset + page.limit], "total": found.count()}


@router.post("/matters", response={201: schemas.MatterOut} | REFUSALS, operation_id="raise_matter")
def raise_matter(request: MemberRequest, payload: schemas.MatterIn) -> Status[Matter]:
    return Status(201, services.raise_matter(actor=request.member, **payload.model_dump()))


@router.patch("/matters/{matter_id}", response={200: schemas.MatterOut} | REFUSALS, operation_id="revise_matter")
def revise_matter(request: MemberRequest, matter_id: UUID, payload: schemas.MatterPatch) -> Matter:
    changes = payload.model_dump(exclude_unset=True)
    return services.revise_matter(matter_id, actor=request.member, version=changes.pop("version"), changes=changes)


@router.post("/matters/{matter_id}/close", response={200: schemas.MatterOut} | REFUSALS, operation_id="close_matter")
def close_matter(request: MemberRequest, matter_id: UUID, payload: schemas.MatterCloseIn) -> Matter:
    return services.close_matter(matter_id, actor=request.member, version=payload.version, answer=payload.answer)


@router.post("/matters/{matter_id}/reopen", response={200: schemas.MatterOut} | REFUSALS, operation_id="reopen_matter")
def reopen_matter(request: MemberRequest, matter_id: UUID, payload: schemas.MatterVersionIn) -> Matter:
    return services.reopen_matter(matter_id, actor=request.member, version=payload.version)
