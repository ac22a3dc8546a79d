from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit.tables import write_csv
from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.kinds import SCORING_MODEL, SCORING_ROUND
from truenorth.domains.prioritization.models import ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.workspace.auth import MemberRequest

router = Router()
AT = "/scoring-rounds/{round_id}"
HEAD: dict[Any, Any] = {200: schemas.RoundHeadOut} | REFUSALS

RecordRoutes(
    router,
    SCORING_MODEL,
    ScoringModel,
    schema_in=schemas.ScoringModelIn,
    schema_patch=schemas.ScoringModelPatch,
    schema_out=schemas.ScoringModelOut,
    filters=schemas.ScoringModelFilters,
    create=services.create_scoring_model,
    revise=services.revise_scoring_model,
)
RecordRoutes(
    router,
    SCORING_ROUND,
    ScoringRound,
    schema_in=schemas.ScoringRoundIn,
    schema_patch=schemas.ScoringRoundPatch,
    schema_out=schemas.ScoringRoundOut,
    filters=schemas.ScoringRoundFilters,
    create=services.create_round,
    revise=services.revise_round,
    enrich=selectors.enrich_rounds,
)


@router.get(
    "/column-measures", response={200: list[schemas.ReadableOut]} | REFUSALS, operation_id="list_column_measures"
)
def list_column_measures(request: MemberRequest) -> list[selectors.ReadableView]:
    """The numbers that records carry themselves, with which a column of a scoring model can be filled."""
    return selectors.list_readable(request.member)


def round_of(request: MemberRequest, round_id: UUID) -> ScoringRound:
    return get_record(request.member, ScoringRound, round_id)


@router.get(AT + "/head", response=HEAD, operation_id="get_round_head")
def get_head(request: MemberRequest, round_id: UUID) -> selectors.Head:
    """The round, its columns, who is how far, and what follows from the public numbers; everything but the rows."""
    return selectors.get_head(request.member, round_of(request, round_id))


@router.get(AT + "/rows", response={200: schemas.RoundRowPageOut} | REFUSALS, operation_id="list_round_rows")
def list_rows(request: MemberRequest, round_id: UUID, query: Query[schemas.RoundRowsIn]) -> selectors.RowPage:
    """The ranked list by the page: one's own numbers, and of others what is public."""
    return selectors.list_rows(request.member, round_of(request, round_id), **query.model_dump())


@router.get(AT + "/rows.csv", operation_id="export_round_rows")
def export_rows(request: MemberRequest, round_id: UUID) -> HttpResponse:
    scoring_round = round_of(request, round_id)
    columns, rows = selectors.tabulate(request.member, scoring_round)
    response = HttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{scoring_round.key}.csv"'
    return response


@router.post(AT + "/candidates", response=HEAD, operation_id="add_candidates")
def add_candidates(request: MemberRequest, round_id: UUID, payload: schemas.CandidatesIn) -> selectors.Head:
    services.add_candidates(round_of(request, round_id), actor=request.member, ids=payload.ids)
    return get_head(request, round_id)


@router.post(AT + "/raters", response=HEAD, operation_id="ask_raters")
def ask_raters(request: MemberRequest, round_id: UUID, payload: schemas.RatersIn) -> selectors.Head:
    services.ask_raters(
        round_of(request, round_id), actor=request.member, member_ids=payload.member_ids, columns=payload.columns
    )
    return get_head(request, round_id)


@router.delete(AT + "/raters/{rater_id}", response=HEAD, operation_id="dismiss_rater")
def dismiss_rater(request: MemberRequest, round_id: UUID, rater_id: schemas.CandidateId) -> selectors.Head:
    services.dismiss_rater(round_of(request, round_id), actor=request.member, rater_id=rater_id)
    return get_head(request, round_id)


@router.post(AT + "/reveal", response=HEAD, operation_id="reveal_round")
def reveal_round(request: MemberRequest, round_id: UUID) -> selectors.Head:
    return _move(request, round_id, RoundState.REVEALED)


@router.post(AT + "/close", response=HEAD, operation_id="close_round")
def close_round(request: MemberRequest, round_id: UUID) -> selectors.Head:
    return _move(request, round_id, RoundState.CLOSED)


@router.post(AT + "/columns/{column}/open", response=HEAD, operation_id="open_column")
def open_column(request: MemberRequest, round_id: UUID, column: str, payload: schemas.TimerIn) -> selectors.Head:
    """Begin a column's turn, or set its timer anew."""
    services.open_column(round_of(request, round_id), actor=request.member, column=column, **payload.model_dump())
    return get_head(request, round_id)


@router.post(AT + "/columns/{column}/reveal", response=HEAD, operation_id="reveal_column")
def reveal_column(request: MemberRequest, round_id: UUID, column: str) -> selectors.Head:
    services.reveal_column(round_of(request, round_id), actor=request.member, column=column)
    return get_head(request, round_id)


@router.post(AT + "/columns/{column}/reopen", response=HEAD, operation_id="reopen_column")
def reopen_column(request: MemberRequest, round_id: UUID, column: str, payload: schemas.TimerIn) -> selectors.Head:
    """A re-vote of a revealed column: in private again, and what was given before counts until its reveal."""
    services.reopen(round_of(request, round_id), actor=request.member, column=column, **payload.model_dump())
    return get_head(request, round_id)


def _move(request: MemberRequest, round_id: UUID, to: RoundState) -> selectors.Head:
    services.move_round(round_of(request, round_id), actor=request.member, to=to)
    return get_head(request, round_id)
