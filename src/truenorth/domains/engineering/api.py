from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router, Status

from truenorth.domains.engineering import schemas, selectors, services
from truenorth.domains.engineering.kinds import ADR, COMPONENT, CONSTRAINT, DEBT, SLICE
from truenorth.domains.engineering.models import (
    Adr,
    Component,
    ComponentDependency,
    Constraint,
    Debt,
    DebtReading,
    Lexicon,
    Slice,
)
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit.pagination import Page
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["engineering"])

RecordRoutes(
    router,
    COMPONENT,
    Component,
    schema_in=schemas.ComponentIn,
    schema_patch=schemas.ComponentPatch,
    schema_out=schemas.ComponentOut,
    filters=schemas.ComponentFilters,
    revise=services.revise_component,
)
RecordRoutes(
    router,
    CONSTRAINT,
    Constraint,
    schema_in=schemas.ConstraintIn,
    schema_patch=schemas.ConstraintPatch,
    schema_out=schemas.ConstraintOut,
    filters=schemas.ConstraintFilters,
)
RecordRoutes(
    router,
    DEBT,
    Debt,
    schema_in=schemas.DebtIn,
    schema_patch=schemas.DebtPatch,
    schema_out=schemas.DebtOut,
    filters=schemas.DebtFilters,
    create=services.create_debt,
    revise=services.revise_debt,
    enrich=selectors.enrich_debts,
)
RecordRoutes(
    router,
    SLICE,
    Slice,
    schema_in=schemas.SliceIn,
    schema_patch=schemas.SlicePatch,
    schema_out=schemas.SliceOut,
    filters=schemas.SliceFilters,
    create=services.create_slice,
    revise=services.revise_slice,
)


@router.get("/adrs/export.zip", operation_id="export_adrs_as_madr")
def export_adrs(request: MemberRequest) -> HttpResponse:
    """Every decision that is not archived as Markdown, one file each, as it came in or was written."""
    response = HttpResponse(selectors.pack_adrs(request.member), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="decisions.zip"'
    return response


RecordRoutes(
    router,
    ADR,
    Adr,
    schema_in=schemas.AdrIn,
    schema_patch=schemas.AdrPatch,
    schema_out=schemas.AdrOut,
    filters=schemas.AdrFilters,
    create=services.create_adr,
    revise=services.revise_adr,
)


@router.get("/adrs/{adr_id}/madr", operation_id="export_adr_as_madr")
def export_adr(request: MemberRequest, adr_id: UUID) -> HttpResponse:
    """One decision as the Markdown file that it is."""
    adr = get_record(request.member, Adr, adr_id)
    response = HttpResponse(adr.body.encode(), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, adr.file_name) or "attachment"  # noqa: FBT003
    return response


@router.get("/map", response={200: schemas.ComponentMapOut} | REFUSALS, operation_id="get_component_map")
def get_map(request: MemberRequest, query: Query[schemas.ComponentMapIn]) -> selectors.ComponentMap:
    """Components, what they need of one another, and where needs go round in a circle."""
    return selectors.get_map(request.member, team_id=query.team_id)


@router.post(
    "/component-dependencies",
    response={201: schemas.ComponentDependencyOut} | REFUSALS,
    operation_id="add_component_dependency",
)
def add_dependency(request: MemberRequest, payload: schemas.ComponentDependencyIn) -> Status[ComponentDependency]:
    made = services.add_dependency(
        actor=request.member,
        source=get_record(request.member, Component, payload.source_id),
        sort=payload.sort,
        target=get_record(request.member, Component, payload.target_id),
    )
    return Status(201, made)


@router.delete(
    "/component-dependencies/{dependency_id}",
    response={204: None} | REFUSALS,
    operation_id="remove_component_dependency",
)
def remove_dependency(request: MemberRequest, dependency_id: UUID) -> Status[None]:
    services.remove_dependency(actor=request.member, dependency_id=dependency_id)
    return Status(204, None)


@router.get("/register", response={200: schemas.RegisterOut} | REFUSALS, operation_id="get_register")
def get_register(request: MemberRequest) -> selectors.Register:
    """The limits that are near, passed or not checked lately, and the debts by what they cost each week."""
    return selectors.get_register(request.member)


@router.get(
    "/debts/{debt_id}/readings",
    response={200: list[schemas.DebtReadingOut]} | REFUSALS,
    operation_id="list_debt_readings",
)
def list_readings(request: MemberRequest, debt_id: UUID) -> list[DebtReading]:
    return selectors.list_readings(selectors.get_debt(request.member, debt_id))


@router.post("/debts/{debt_id}/readings", response={201: schemas.DebtOut} | REFUSALS, operation_id="read_debt")
def read_debt(request: MemberRequest, debt_id: UUID, payload: schemas.DebtReadingIn) -> Status[Debt]:
    return Status(201, services.read_debt(debt_id, actor=request.member, **payload.model_dump()))


@router.post("/debts/{debt_id}/candidacy", response={201: schemas.CandidacyOut} | REFUSALS, operation_id="put_debt_up")
def put_debt_up(request: MemberRequest, debt_id: UUID, payload: schemas.CandidacyIn) -> Status[dict[str, object]]:
    """Let a debt compete in a round, its cost of delay and duration filled in where the model has columns for them."""
    candidate, values = services.put_debt_up(debt_id, actor=request.member, round_id=payload.round_id)
    debt = selectors.get_debt(request.member, debt_id)
    words = debt.price.words(currency=debt.currency)
    return Status(201, {"round_id": payload.round_id, "candidate_id": candidate.id, "values": values, "words": words})


@router.get(
    "/initiatives/{initiative_id}/plan", response={200: schemas.SlicePlanOut} | REFUSALS, operation_id="get_slice_plan"
)
def get_plan(request: MemberRequest, initiative_id: UUID) -> selectors.SlicePlan:
    """The initiative's slices with the most value by effort first, and where more of it stops to be cheap."""
    return selectors.get_plan(request.member, initiative_id)


@router.put(
    "/initiatives/{initiative_id}/order",
    response={200: list[schemas.SliceOut]} | REFUSALS,
    operation_id="order_slices",
)
def order_slices(request: MemberRequest, initiative_id: UUID, payload: schemas.SliceOrderIn) -> list[Slice]:
    versions = {each.id: each.version for each in payload.slices}
    return services.order_slices(initiative_id, actor=request.member, versions=versions)


@router.get("/risk-flags", response={200: list[schemas.NodeRiskFlagsOut]} | REFUSALS, operation_id="list_risk_flags")
def list_risk_flags(request: MemberRequest, query: Query[schemas.RiskFlagsIn]) -> list[selectors.NodeRiskFlags]:
    """What these records touch or say that engineering has on record, the gravest first."""
    return selectors.list_risk_flags(request.member, query.ids)


@router.post(
    "/risk-flags/{node_id}/dismiss",
    response={200: schemas.NodeRiskFlagsOut} | REFUSALS,
    operation_id="dismiss_risk_flag",
)
def dismiss_risk_flag(request: MemberRequest, node_id: UUID, payload: schemas.RiskDismissIn) -> selectors.NodeRiskFlags:
    """Say why it is no worry here. It is raised again when what raised it grows graver."""
    return services.dismiss_risk_flag(node_id, actor=request.member, key=payload.key, reason=payload.reason)


@router.post(
    "/risk-flags/{node_id}/undismiss",
    response={200: schemas.NodeRiskFlagsOut} | REFUSALS,
    operation_id="undismiss_risk_flag",
)
def undismiss_risk_flag(
    request: MemberRequest, node_id: UUID, payload: schemas.RiskUndismissIn
) -> selectors.NodeRiskFlags:
    return services.undismiss_risk_flag(node_id, actor=request.member, key=payload.key)


@router.get("/lexicon", response={200: schemas.LexiconOut} | REFUSALS, operation_id="get_lexicon")
def get_lexicon(request: MemberRequest) -> Lexicon:
    """The words that raise flags in this workspace."""
    return selectors.get_lexicon(request.member)


@router.put("/lexicon", response={200: schemas.LexiconOut} | REFUSALS, operation_id="revise_lexicon")
def revise_lexicon(request: MemberRequest, payload: schemas.LexiconIn) -> Lexicon:
    terms = [each.as_term() for each in payload.terms]
    return services.revise_lexicon(actor=request.member, version=payload.version, terms=terms)


@router.post(
    "/lexicon/preview", response={200: list[schemas.RiskTermUseOut]} | REFUSALS, operation_id="preview_lexicon"
)
def preview_lexicon(request: MemberRequest, payload: schemas.LexiconPreviewIn) -> list[selectors.RiskTermUse]:
    """Which initiatives each of these words would flag; nothing is saved."""
    return selectors.preview_lexicon(request.member, [each.as_term() for each in payload.terms])


@router.get("/estimates", response={200: Page[schemas.EstimateOut]} | REFUSALS, operation_id="list_estimates")
def list_estimates(request: MemberRequest, query: Query[schemas.EstimatesIn]) -> dict[str, object]:
    """Finished work beside its estimates, newest first."""
    found = selectors.find_estimates(request.member, unit=query.unit, team=query.team)
    return {"items": found[query.offset : query.offset + query.limit], "total": found.count()}


@router.get("/effort", response={200: schemas.EffortReportOut} | REFUSALS, operation_id="get_effort_report")
def get_effort_report(request: MemberRequest, query: Query[schemas.EffortReportIn]) -> selectors.EffortReport:
    """What estimates of each team and size should be multiplied by, and how that did on work it had not seen."""
    return selectors.get_effort_report(request.member, unit=query.unit)


@router.get("/effort/range", response={200: schemas.EffortRangeOut} | REFUSALS, operation_id="correct_estimate")
def correct_estimate(request: MemberRequest, query: Query[schemas.EffortRangeIn]) -> object:
    """The range that an estimate comes to by the history of its team."""
    return selectors.correct_estimate(request.member, estimate=query.estimate, team_id=query.team_id, unit=query.unit)
