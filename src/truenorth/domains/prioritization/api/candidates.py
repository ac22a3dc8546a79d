"""One candidate of a round, and two beside each other."""

from typing import Any
from uuid import UUID

from ninja import Query, Router

from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.prioritization import schemas, selectors, services
from truenorth.domains.prioritization.api.rounds import round_of
from truenorth.domains.workspace.auth import MemberRequest

router = Router()
AT = "/scoring-rounds/{round_id}"
ONE = AT + "/candidates/{candidate_id}"
CELL = ONE + "/cells/{column}"
DETAIL: dict[Any, Any] = {200: schemas.DetailOut} | REFUSALS


@router.get(ONE, response=DETAIL, operation_id="get_candidate")
def get_candidate(request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId) -> selectors.Detail:
    """Who gave what and why, what was given before, and what was said; only what is public."""
    return selectors.get_detail(request.member, round_of(request, round_id), candidate_id)


@router.delete(ONE, response={200: schemas.RoundHeadOut} | REFUSALS, operation_id="remove_candidate")
def remove_candidate(request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId) -> selectors.Head:
    services.remove_candidate(round_of(request, round_id), actor=request.member, candidate_id=candidate_id)
    return selectors.get_head(request.member, round_of(request, round_id))


@router.put(ONE + "/scores", response=DETAIL, operation_id="save_scores")
def save_scores(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, payload: schemas.ScoresIn
) -> selectors.Detail:
    services.save_scores(
        round_of(request, round_id), actor=request.member, candidate_id=candidate_id, **payload.model_dump()
    )
    return get_candidate(request, round_id, candidate_id)


@router.put(CELL, response=DETAIL, operation_id="agree_on")
def agree_on(
    request: MemberRequest,
    round_id: UUID,
    candidate_id: schemas.CandidateId,
    column: str,
    payload: schemas.AgreedIn,
) -> selectors.Detail:
    """The group's value instead of the mean; null goes back to the mean."""
    services.agree_on(
        round_of(request, round_id),
        actor=request.member,
        candidate_id=candidate_id,
        column=column,
        value=payload.value,
        version=payload.version,
    )
    return get_candidate(request, round_id, candidate_id)


@router.post(CELL + "/ask", response=DETAIL, operation_id="ask_to_explain")
def ask_to_explain(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, column: str
) -> selectors.Detail:
    """Ask those who stand two notches or more from the median why."""
    scoring_round = round_of(request, round_id)
    services.ask_to_explain(scoring_round, actor=request.member, candidate_id=candidate_id, column=column)
    return get_candidate(request, round_id, candidate_id)


@router.post(CELL + "/reopen", response=DETAIL, operation_id="reopen_cell")
def reopen_cell(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, column: str
) -> selectors.Detail:
    services.reopen(round_of(request, round_id), actor=request.member, candidate_id=candidate_id, column=column)
    return get_candidate(request, round_id, candidate_id)


@router.post(CELL + "/reveal", response=DETAIL, operation_id="reveal_cell")
def reveal_cell(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, column: str
) -> selectors.Detail:
    services.reveal_cell(round_of(request, round_id), actor=request.member, candidate_id=candidate_id, column=column)
    return get_candidate(request, round_id, candidate_id)


@router.post(ONE + "/notes", response=DETAIL, operation_id="add_note")
def add_note(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, payload: schemas.NoteIn
) -> selectors.Detail:
    scoring_round = round_of(request, round_id)
    services.add_note(scoring_round, actor=request.member, candidate_id=candidate_id, **payload.model_dump())
    return get_candidate(request, round_id, candidate_id)


@router.delete(ONE + "/notes/{note_id}", response=DETAIL, operation_id="remove_note")
def remove_note(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, note_id: schemas.CandidateId
) -> selectors.Detail:
    scoring_round = round_of(request, round_id)
    services.remove_note(scoring_round, actor=request.member, candidate_id=candidate_id, note_id=note_id)
    return get_candidate(request, round_id, candidate_id)


@router.get(
    ONE + "/override-price",
    response={200: schemas.OverridePriceOut} | REFUSALS,
    operation_id="get_override_price",
)
def get_override_price(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, query: Query[schemas.PriceIn]
) -> selectors.OverridePrice:
    """What another place would cost, before anybody decides on it."""
    scoring_round = round_of(request, round_id)
    return selectors.get_override_price(request.member, scoring_round, candidate_id, place=query.place)


@router.put(ONE + "/override", response=DETAIL, operation_id="place_by_hand")
def place_by_hand(
    request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId, payload: schemas.OverrideIn
) -> selectors.Detail:
    scoring_round = round_of(request, round_id)
    services.place_by_hand(scoring_round, actor=request.member, candidate_id=candidate_id, **payload.model_dump())
    return get_candidate(request, round_id, candidate_id)


@router.delete(ONE + "/override", response=DETAIL, operation_id="remove_override")
def remove_override(request: MemberRequest, round_id: UUID, candidate_id: schemas.CandidateId) -> selectors.Detail:
    services.remove_override(round_of(request, round_id), actor=request.member, candidate_id=candidate_id)
    return get_candidate(request, round_id, candidate_id)


@router.get(AT + "/why", response={200: schemas.WhyBeforeOut} | REFUSALS, operation_id="explain_order")
def explain_order(request: MemberRequest, round_id: UUID, query: Query[schemas.PairIn]) -> selectors.Why:
    """Why one candidate comes before another, what makes the gap, and what would turn it."""
    scoring_round = round_of(request, round_id)
    return selectors.explain_order(request.member, scoring_round, first_id=query.first, second_id=query.second)


@router.get(AT + "/duel", response={200: schemas.DuelOut} | REFUSALS, operation_id="hold_duel")
def hold_duel(request: MemberRequest, round_id: UUID, query: Query[schemas.DuelIn]) -> selectors.Duel:
    """The round's own model against another key or formula over the same columns."""
    return selectors.hold_duel(request.member, round_of(request, round_id), formula=query.formula)
