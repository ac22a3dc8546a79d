from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.kinds import AttentionAsked, Reason
from truenorth.domains.graph.selectors import get_nodes, list_records
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.errors import (
    ColumnRead,
    ColumnUnknown,
    ModelNotUsable,
    NothingToReveal,
    RaterCannotScore,
    RevoteOpen,
    RoundMoveRefused,
    RoundTooLarge,
    ScoringModelFixed,
)
from truenorth.domains.prioritization.models import Candidate, Rater, Score, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import (
    CANDIDATES_AT_MOST,
    DEFAULT_FORMULA,
    RATERS_AT_MOST,
    ModelRefused,
    RoundState,
    is_too_large,
    may_move,
    model_of,
    unknown_columns,
)
from truenorth.domains.prioritization.selectors import (
    count_scorers,
    get_candidate,
    get_rater,
    has_open_revote,
    list_readable,
)
from truenorth.domains.prioritization.services.progress import lock_open_round, lock_round, note, touch
from truenorth.domains.prioritization.services.reading import read_columns, read_open_rounds
from truenorth.domains.prioritization.services.revealing import reveal_everything
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.rules import Role
from truenorth.domains.workspace.selectors import list_members


@transaction.atomic
def create_scoring_model(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> ScoringModel:
    require_editor(actor)
    _check_model(actor, values.get("formula", DEFAULT_FORMULA), values.get("columns", ()))
    return create_record(ScoringModel, actor=actor, values=values, links=links)


@transaction.atomic
def revise_scoring_model(
    record: ScoringModel, *, actor: Member, version: int, changes: Mapping[str, Any]
) -> ScoringModel:
    require_editor(actor)
    formula, columns = changes.get("formula", record.formula), changes.get("columns", record.columns)
    if formula is None or columns is None:
        raise Invalid(fields={"formula" if formula is None else "columns": "This cannot be empty."})
    if (formula, columns) != (record.formula, record.columns):
        if Score.objects.filter(candidate__scoring_round__scoring_model=record).exists():
            raise ScoringModelFixed
        _check_model(actor, formula, columns)
    revised = revise_record(record, actor=actor, version=version, changes=changes)
    read_open_rounds(revised.rounds.exclude(state=RoundState.CLOSED))
    return revised


@transaction.atomic
def create_round(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> ScoringRound:
    """An open round by the named scoring model, or by the workspace's first one, which is WSJF."""
    require_editor(actor)
    named = values.get("scoring_model_id") or _default_model(actor).id
    return create_record(ScoringRound, actor=actor, values={**values, "scoring_model_id": named}, links=links)


@transaction.atomic
def revise_round(record: ScoringRound, *, actor: Member, version: int, changes: Mapping[str, Any]) -> ScoringRound:
    require_editor(actor)
    current = lock_round(actor, record)
    for name in ("scoring_model_id", "is_by_column"):
        if changes.get(name, ...) is None:
            raise Invalid(fields={name: "This cannot be empty."})
    other = changes.get("scoring_model_id", current.scoring_model_id)
    is_begun = Score.objects.filter(candidate__scoring_round=current).exists()
    if other != current.scoring_model_id and (is_begun or current.turns.exists()):
        raise ScoringModelFixed
    revised = revise_record(current, actor=actor, version=version, changes=changes)
    touch(revised, numbers=read_columns(revised) or is_begun)
    return revised


@transaction.atomic
def move_round(scoring_round: ScoringRound, *, actor: Member, to: RoundState) -> ScoringRound:
    """Reveal, close, or open the talk again. What was revealed never becomes private again."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    if current.state == to:
        return current
    if not may_move(current.state, to):
        raise RoundMoveRefused(f"This round is {current.state}.")
    if to is RoundState.CLOSED and has_open_revote(current):
        raise RevoteOpen
    if current.state == RoundState.OPEN:
        if current.rated and not Score.objects.filter(candidate__scoring_round=current).exists():
            raise NothingToReveal
        reveal_everything(current)
    changes: dict[str, Any] = {"state": to.value, "closed_at": clock.now() if to is RoundState.CLOSED else None}
    if current.revealed_at is None:
        changes["revealed_at"] = clock.now()
    moved = revise_record(current, actor=actor, version=current.version, changes=changes, action=f"move_to_{to}")
    touch(moved, numbers=to is RoundState.REVEALED)
    return moved


@transaction.atomic
def add_candidates(scoring_round: ScoringRound, *, actor: Member, ids: Sequence[UUID]) -> list[Candidate]:
    """Put records up for scoring; the ones that stand in the round already are left as they are."""
    require_editor(actor)
    current = lock_open_round(actor, scoring_round)
    nodes = get_nodes(actor, ids)
    if len(nodes) != len(set(ids)):
        raise NodeMissing
    known = set(current.candidates.values_list("node_id", flat=True))
    fresh = [nodes[each] for each in dict.fromkeys(ids) if each not in known]
    _check_size(current, field="ids", candidates=len(known) + len(fresh), raters=count_scorers(current))
    added = Candidate.objects.bulk_create(Candidate(scoring_round=current, node=node) for node in fresh)
    read_columns(current)
    note(actor, current, "add_candidates", candidates=(None, [node.key for node in fresh]))
    touch(current, numbers=True)
    return added


@transaction.atomic
def remove_candidate(scoring_round: ScoringRound, *, actor: Member, candidate_id: int) -> None:
    """Take a record out of the round, and with it what was scored for it."""
    require_editor(actor)
    current = lock_open_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    note(actor, current, "remove_candidate", candidates=([candidate.node.key], None))
    candidate.delete()
    touch(current, numbers=True)


@transaction.atomic
def ask_raters(
    scoring_round: ScoringRound, *, actor: Member, member_ids: Sequence[UUID], columns: Sequence[str] = ()
) -> list[Rater]:
    """Ask members to score: all columns, or the named ones. Asking again changes the columns and reminds them."""
    require_editor(actor)
    current = lock_open_round(actor, scoring_round)
    unknown = unknown_columns(current.model, columns)
    if unknown:
        raise ColumnUnknown(fields={"columns": f"There is no column {', '.join(unknown)}."})
    if set(columns) & current.reads.keys():
        raise ColumnRead(fields={"columns": ColumnRead.title})
    members = list(list_members(actor).filter(pk__in=member_ids))
    if len(members) != len(set(member_ids)):
        raise Invalid(fields={"member_ids": "There is no such member in this workspace."})
    if any(not member.may_act_as(Role.CONTRIBUTOR) for member in members):
        raise RaterCannotScore(fields={"member_ids": RaterCannotScore.title})
    asked = {member.id for member in members} | set(current.raters.values_list("member_id", flat=True))
    _check_size(current, field="member_ids", candidates=current.candidates.count(), raters=len(asked))
    raters = Rater.objects.bulk_create(
        [Rater(scoring_round=current, member=member, columns=list(columns)) for member in members],
        update_conflicts=True,
        unique_fields=["scoring_round", "member"],
        update_fields=["columns", "asked_at"],
    )
    note(actor, current, "ask_raters", raters=(None, [member.name for member in members]))
    touch(current)
    for member in members:
        if member.id != actor.id:
            facts.announce(
                AttentionAsked(node_id=current.id, member_id=member.id, actor_id=actor.id, reason=Reason.ASKED_TO_SCORE)
            )
    return raters


@transaction.atomic
def dismiss_rater(scoring_round: ScoringRound, *, actor: Member, rater_id: int) -> None:
    """No longer wait for somebody; what they scored so far stays."""
    require_editor(actor)
    current = lock_open_round(actor, scoring_round)
    rater = get_rater(current, rater_id)
    note(actor, current, "dismiss_rater", raters=([rater.member.name], None))
    rater.delete()
    touch(current)


def _check_model(actor: Member, formula: str, columns: Sequence[Mapping[str, Any]]) -> None:
    try:
        model_of(formula, columns)
    except ModelRefused as refusal:
        raise ModelNotUsable(refusal.reason, fields={refusal.field: refusal.reason}) from refusal
    readable = {measure.name for measure in list_readable(actor)}
    wrong = [column["key"] for column in columns if column.get("reads") and column["reads"] not in readable]
    if wrong:
        words = f"No record has this number. There are: {', '.join(sorted(readable))}."
        raise ModelNotUsable(fields={f"columns.{key}": words for key in wrong})


def _check_size(scoring_round: ScoringRound, *, field: str, candidates: int, raters: int) -> None:
    columns = len(scoring_round.model.columns)
    is_crowded = candidates > CANDIDATES_AT_MOST or raters > RATERS_AT_MOST
    if is_crowded or is_too_large(candidates=candidates, columns=columns, raters=raters):
        words = f"{candidates:,} candidates, {columns} columns and {raters:,} raters are too many."
        raise RoundTooLarge(words, fields={field: RoundTooLarge.title})


def _default_model(actor: Member) -> ScoringModel:
    first = list_records(actor, ScoringModel).filter(node__archived_at=None).order_by("node__number").first()
    return first or create_record(ScoringModel, actor=actor, values={"title": "WSJF"})
