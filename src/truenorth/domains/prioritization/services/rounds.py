from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.kinds import AttentionAsked, Reason
from truenorth.domains.graph.selectors import get_nodes, get_record, list_records
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.errors import (
    ColumnUnknown,
    NothingToReveal,
    RaterCannotScore,
    RoundMoveRefused,
    RoundNotOpen,
    ScoringModelFixed,
)
from truenorth.domains.prioritization.models import Candidate, Rater, Score, ScoringModel, ScoringRound
from truenorth.domains.prioritization.rules import RoundState, may_move, model_of, unknown_columns
from truenorth.domains.prioritization.selectors import get_candidate, get_rater
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.rules import Role
from truenorth.domains.workspace.selectors import list_members
from truenorth.domains.workspace.services import Entry, record

CANDIDATES_AT_MOST = 200


@transaction.atomic
def create_round(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> ScoringRound:
    """An open round by the named scoring model, or by the workspace's first one, which is WSJF."""
    require_editor(actor)
    named = values.get("scoring_model_id") or _default_model(actor).id
    return create_record(ScoringRound, actor=actor, values={**values, "scoring_model_id": named}, links=links)


@transaction.atomic
def revise_round(record: ScoringRound, *, actor: Member, version: int, changes: Mapping[str, Any]) -> ScoringRound:
    other = changes.get("scoring_model_id", record.scoring_model_id)
    if other is None:
        raise Invalid(fields={"scoring_model_id": "A round is scored by a model."})
    if other != record.scoring_model_id and Score.objects.filter(candidate__scoring_round=record).exists():
        raise ScoringModelFixed
    return revise_record(record, actor=actor, version=version, changes=changes)


@transaction.atomic
def revise_scoring_model(
    record: ScoringModel, *, actor: Member, version: int, changes: Mapping[str, Any]
) -> ScoringModel:
    other = changes.get("formula", record.formula)
    if other != record.formula and Score.objects.filter(candidate__scoring_round__scoring_model=record).exists():
        raise ScoringModelFixed
    return revise_record(record, actor=actor, version=version, changes=changes)


@transaction.atomic
def move_round(scoring_round: ScoringRound, *, actor: Member, to: RoundState) -> ScoringRound:
    """Reveal, close, or open the talk again. A revealed round never becomes private again."""
    require_editor(actor)
    current = _lock(actor, scoring_round)
    if current.state == to:
        return current
    if not may_move(current.state, to):
        raise RoundMoveRefused(f"This round is {current.state}.")
    if to is RoundState.REVEALED and not Score.objects.filter(candidate__scoring_round=current).exists():
        raise NothingToReveal
    changes: dict[str, Any] = {"state": to.value, "closed_at": clock.now() if to is RoundState.CLOSED else None}
    if current.revealed_at is None:
        changes["revealed_at"] = clock.now()
    return revise_record(current, actor=actor, version=current.version, changes=changes, action=f"move_to_{to}")


@transaction.atomic
def add_candidates(scoring_round: ScoringRound, *, actor: Member, ids: Sequence[UUID]) -> list[Candidate]:
    """Put records up for scoring; the ones that stand in the round already are left as they are."""
    require_editor(actor)
    current = _lock_open(actor, scoring_round)
    nodes = get_nodes(actor, ids)
    if len(nodes) != len(set(ids)):
        raise NodeMissing
    present = set(current.candidates.values_list("node_id", flat=True))
    fresh = [nodes[each] for each in dict.fromkeys(ids) if each not in present]
    if len(present) + len(fresh) > CANDIDATES_AT_MOST:
        raise Invalid(fields={"ids": f"A round holds at most {CANDIDATES_AT_MOST} candidates."})
    added = Candidate.objects.bulk_create(Candidate(scoring_round=current, node=node) for node in fresh)
    _note(actor, current, "add_candidates", candidates=(None, [node.key for node in fresh]))
    return added


@transaction.atomic
def remove_candidate(scoring_round: ScoringRound, *, actor: Member, candidate_id: int) -> None:
    """Take a record out of the round, and with it what was scored for it."""
    require_editor(actor)
    current = _lock_open(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    _note(actor, current, "remove_candidate", candidates=([candidate.node.key], None))
    candidate.delete()


@transaction.atomic
def ask_raters(
    scoring_round: ScoringRound, *, actor: Member, member_ids: Sequence[UUID], columns: Sequence[str] = ()
) -> list[Rater]:
    """Ask members to score: all columns, or the named ones. Asking again changes the columns and reminds them."""
    require_editor(actor)
    current = _lock_open(actor, scoring_round)
    unknown = unknown_columns(model_of(current.scoring_model.formula), columns)
    if unknown:
        raise ColumnUnknown(fields={"columns": f"There is no column {', '.join(unknown)}."})
    members = list(list_members(actor).filter(pk__in=member_ids))
    if len(members) != len(set(member_ids)):
        raise Invalid(fields={"member_ids": "There is no such member in this workspace."})
    if any(not member.may_act_as(Role.CONTRIBUTOR) for member in members):
        raise RaterCannotScore(fields={"member_ids": RaterCannotScore.title})
    raters = [
        Rater.objects.update_or_create(
            scoring_round=current, member=member, defaults={"columns": list(columns), "asked_at": clock.now()}
        )[0]
        for member in members
    ]
    _note(actor, current, "ask_raters", raters=(None, [member.name for member in members]))
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
    current = _lock_open(actor, scoring_round)
    rater = get_rater(current, rater_id)
    _note(actor, current, "dismiss_rater", raters=([rater.member.name], None))
    rater.delete()


def _default_model(actor: Member) -> ScoringModel:
    first = list_records(actor, ScoringModel).filter(node__archived_at=None).order_by("node__number").first()
    return first or create_record(ScoringModel, actor=actor, values={"title": "WSJF"})


def _lock(actor: Member, scoring_round: ScoringRound) -> ScoringRound:
    ScoringRound.objects.select_for_update().get(pk=scoring_round.pk)
    return get_record(actor, ScoringRound, scoring_round.id)


def _lock_open(actor: Member, scoring_round: ScoringRound) -> ScoringRound:
    current = _lock(actor, scoring_round)
    if current.state != RoundState.OPEN:
        raise RoundNotOpen
    return current


def _note(actor: Member, scoring_round: ScoringRound, action: str, **changes: tuple[Any, Any]) -> None:
    record(
        actor,
        Entry(
            action=action,
            target_kind=scoring_round.kind,
            target_id=scoring_round.id,
            target_title=scoring_round.title,
            changes=changes,
        ),
    )
