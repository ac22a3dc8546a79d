from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.selectors import get_node
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.kinds import DECISION
from truenorth.domains.prioritization.models import Contradiction, Decision, Told
from truenorth.domains.prioritization.rules import Verdict, no_to_yes
from truenorth.domains.prioritization.schemas import DecisionOut, LetterOut, ToldOut
from truenorth.domains.prioritization.selectors import LetterView, MeasureView, get_decision
from truenorth.domains.workspace.auth import MemberRequest

router = Router()
DECISION_OUT: dict[Any, Any] = {200: DecisionOut} | REFUSALS


@router.get("/decisions/ratio", response={200: schemas.RatioOut} | REFUSALS, operation_id="get_decision_ratio")
def get_decision_ratio(request: MemberRequest, query: Query[schemas.RatioIn]) -> Mapping[str, Any]:
    """How often no was said for each yes, in all and month by month."""
    times = selectors.count_verdicts(request.member, since=query.since)
    return {
        **{verdict.value: count for verdict, count in times.items()},
        "no_to_yes": no_to_yes(yes=times[Verdict.YES], no=times[Verdict.NO]),
        "months": selectors.count_verdicts_by_month(request.member, since=query.since),
    }


@router.get("/measures", response={200: list[schemas.MeasureOut]} | REFUSALS, operation_id="list_measures")
def list_measures(request: MemberRequest, node_id: UUID, qualifier_id: UUID | None = None) -> list[MeasureView]:
    """What a trigger can wait for at this record, with what it reads now."""
    qualifier = get_node(request.member, qualifier_id) if qualifier_id else None
    return selectors.describe_measures(get_node(request.member, node_id), qualifier)


RecordRoutes(
    router,
    DECISION,
    Decision,
    schema_in=schemas.DecisionIn,
    schema_patch=None,
    schema_out=DecisionOut,
    filters=schemas.DecisionFilters,
    create=services.record_decision,
    enrich=selectors.enrich_decisions,
)


@router.get(
    "/decisions/{decision_id}/askers", response={200: Page[schemas.AskerOut]} | REFUSALS, operation_id="list_askers"
)
def list_askers(request: MemberRequest, decision_id: UUID, page: Query[PageIn]) -> Mapping[str, Any]:
    """Who asked for what this decision is about, the earliest first."""
    decision = get_decision(request.member, decision_id)
    asking = selectors.list_asking_nodes(request.member, decision)
    nodes = list(asking[page.offset : page.offset + page.limit])
    return {"items": selectors.describe_askers(decision, nodes), "total": asking.count()}


@router.get("/decisions/{decision_id}/letter", response={200: LetterOut} | REFUSALS, operation_id="draft_letter")
def draft_letter(request: MemberRequest, decision_id: UUID, request_id: UUID | None = None) -> LetterView:
    """A letter to one who asked, from what is on the record; without `request_id`, to the first who did."""
    decision = get_decision(request.member, decision_id)
    return selectors.draft_letter(request.member, decision, request_id=request_id)


@router.post("/decisions/{decision_id}/letter", response={201: ToldOut} | REFUSALS, operation_id="send_letter")
def send_letter(request: MemberRequest, decision_id: UUID, payload: schemas.LetterIn) -> Status[Told]:
    decision = get_decision(request.member, decision_id)
    return Status(201, services.send_letter(decision, actor=request.member, **payload.model_dump()))


@router.get("/decisions/{decision_id}/told", response={200: Page[ToldOut]} | REFUSALS, operation_id="list_told")
def list_told(request: MemberRequest, decision_id: UUID, page: Query[PageIn]) -> Mapping[str, Any]:
    """Who was told, when and in which words, the latest first."""
    told = selectors.list_told(get_decision(request.member, decision_id))
    return {"items": told[page.offset : page.offset + page.limit], "total": told.count()}


@router.post("/decisions/{decision_id}/told", response={201: ToldOut} | REFUSALS, operation_id="note_told")
def note_told(request: MemberRequest, decision_id: UUID, payload: schemas.ToldIn) -> Status[Told]:
    decision = get_decision(request.member, decision_id)
    return Status(201, services.note_told(decision, actor=request.member, **payload.model_dump()))


@router.post(
    "/decisions/{decision_id}/contradictions/{contradiction_id}/dismiss",
    response={200: schemas.ContradictionOut} | REFUSALS,
    operation_id="dismiss_contradiction",
)
def dismiss_contradiction(
    request: MemberRequest, decision_id: UUID, contradiction_id: int, payload: schemas.DismissalIn
) -> Contradiction:
    """Say why the decision stands all the same."""
    decision = get_decision(request.member, decision_id)
    return services.dismiss_contradiction(
        decision, actor=request.member, contradiction_id=contradiction_id, words=payload.dismissed_words
    )


@router.put("/decisions/{decision_id}/statement", response=DECISION_OUT, operation_id="write_statement")
def write_statement(request: MemberRequest, decision_id: UUID, payload: schemas.StatementIn) -> Decision:
    """What everybody may read of it, in words of its own."""
    return _change(request, decision_id, services.write_statement, payload.model_dump())


@router.post("/decisions/{decision_id}/publish", response=DECISION_OUT, operation_id="publish_statement")
def publish_statement(request: MemberRequest, decision_id: UUID, payload: schemas.PublishingIn) -> Decision:
    """Show the statement on the shared list of what we are not doing."""
    return _change(request, decision_id, services.publish_statement, payload.model_dump())


@router.post("/decisions/{decision_id}/unpublish", response=DECISION_OUT, operation_id="unpublish_statement")
def unpublish_statement(request: MemberRequest, decision_id: UUID, payload: schemas.PublishingIn) -> Decision:
    return _change(request, decision_id, services.unpublish_statement, payload.model_dump())


def _change(
    request: MemberRequest, decision_id: UUID, service: Callable[..., Decision], values: Mapping[str, Any]
) -> Decision:
    decision = get_decision(request.member, decision_id)
    try:
        service(decision, actor=request.member, **values)
    except StaleVersion as refusal:
        current = get_decision(request.member, decision_id)
        refusal.extra["current"] = DecisionOut.from_orm(current).model_dump(mode="json")
        raise
    return get_decision(request.member, decision_id)
