from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Router

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.schemas import RecordFilters, SortIn
from truenorth.domains.graph.selectors import get_record, sort_records
from truenorth.domains.kit.tables import write_csv
from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.kinds import SCORING_MODEL, SCORING_ROUND
from truenorth.domains.prioritization.models import ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.domains.workspace.models import Member

router = Router()
SHEET: dict[Any, Any] = {200: schemas.SheetOut} | REFUSALS


class RoundRoutes(RecordRoutes[ScoringRound]):
    def select(self, viewer: Member, filters: RecordFilters, sort: SortIn) -> QuerySet[ScoringRound]:
        return sort_records(filters.filter(selectors.list_rounds(viewer)), sort.sort)


RecordRoutes(
    router,
    SCORING_MODEL,
    ScoringModel,
    schema_in=schemas.ScoringModelIn,
    schema_patch=schemas.ScoringModelPatch,
    schema_out=schemas.ScoringModelOut,
    filters=schemas.ScoringModelFilters,
    revise=services.revise_scoring_model,
)
RoundRoutes(
    router,
    SCORING_ROUND,
    ScoringRound,
    schema_in=schemas.ScoringRoundIn,
    schema_patch=schemas.ScoringRoundPatch,
    schema_out=schemas.ScoringRoundOut,
    filters=schemas.ScoringRoundFilters,
    create=services.create_round,
    revise=services.revise_round,
)


@router.get("/scoring-rounds/{round_id}/sheet", response=SHEET, operation_id="get_sheet")
def get_sheet(request: MemberRequest, round_id: UUID) -> selectors.Sheet:
    """The ranked list, one's own numbers, and after the reveal everybody's."""
    return selectors.get_sheet(request.member, _round(request, round_id))


@router.get("/scoring-rounds/{round_id}/sheet.csv", operation_id="export_sheet")
def export_sheet(request: MemberRequest, round_id: UUID) -> HttpResponse:
    scoring_round = _round(request, round_id)
    columns, rows = selectors.tabulate(selectors.get_sheet(request.member, scoring_round))
    response = HttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{scoring_round.key}.csv"'
    return response


@router.post("/scoring-rounds/{round_id}/candidates", response=SHEET, operation_id="add_candidates")
def add_candidates(request: MemberRequest, round_id: UUID, payload: schemas.CandidatesIn) -> selectors.Sheet:
    services.add_candidates(_round(request, round_id), actor=request.member, ids=payload.ids)
    return get_sheet(request, round_id)


@router.delete("/scoring-rounds/{round_id}/candidates/{candidate_id}", response=SHEET, operation_id="remove_candidate")
def remove_candidate(request: MemberRequest, round_id: UUID, candidate_id: int) -> selectors.Sheet:
    services.remove_candidate(_round(request, round_id), actor=request.member, candidate_id=candidate_id)
    return get_sheet(request, round_id)


@router.put("/scoring-rounds/{round_id}/candidates/{candidate_id}/scores", response=SHEET, operation_id="save_scores")
def save_scores(
    request: MemberRequest, round_id: UUID, candidate_id: int, payload: schemas.ScoresIn
) -> selectors.Sheet:
    services.save_scores(
        _round(request, round_id),
        actor=request.member,
        candidate_id=candidate_id,
        values=payload.values,
        reason=payload.reason,
    )
    return get_sheet(request, round_id)


@router.post("/scoring-rounds/{round_id}/raters", response=SHEET, operation_id="ask_raters")
def ask_raters(request: MemberRequest, round_id: UUID, payload: schemas.RatersIn) -> selectors.Sheet:
    services.ask_raters(
        _round(request, round_id), actor=request.member, member_ids=payload.member_ids, columns=payload.columns
    )
    return get_sheet(request, round_id)


@router.delete("/scoring-rounds/{round_id}/raters/{rater_id}", response=SHEET, operation_id="dismiss_rater")
def dismiss_rater(request: MemberRequest, round_id: UUID, rater_id: int) -> selectors.Sheet:
    services.dismiss_rater(_round(request, round_id), actor=request.member, rater_id=rater_id)
    return get_sheet(request, round_id)


@router.post("/scoring-rounds/{round_id}/reveal", response=SHEET, operation_id="reveal_round")
def reveal_round(request: MemberRequest, round_id: UUID) -> selectors.Sheet:
    return _move(request, round_id, RoundState.REVEALED)


@router.post("/scoring-rounds/{round_id}/close", response=SHEET, operation_id="close_round")
def close_round(request: MemberRequest, round_id: UUID) -> selectors.Sheet:
    return _move(request, round_id, RoundState.CLOSED)


def _move(request: MemberRequest, round_id: UUID, to: RoundState) -> selectors.Sheet:
    services.move_round(_round(request, round_id), actor=request.member, to=to)
    return get_sheet(request, round_id)


def _round(request: MemberRequest, round_id: UUID) -> ScoringRound:
    return get_record(request.member, ScoringRound, round_id)
