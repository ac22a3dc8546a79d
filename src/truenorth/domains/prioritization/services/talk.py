"""The talk after the reveal: what is said, who explains, what is agreed on and what is placed by hand."""

from statistics import median

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, Reason
from truenorth.domains.kit import clock, facts
from truenorth.domains.prioritization.errors import (
    ColumnNotRevealed,
    ColumnUnknown,
    NothingToExplain,
    NotYourNote,
    RoundClosed,
    StaleScore,
)
from truenorth.domains.prioritization.models import Cell, Note, Override, Score, ScoringRound
from truenorth.domains.prioritization.rules import ColumnState, RoundState, find_outliers, unknown_columns
from truenorth.domains.prioritization.selectors import get_candidate, get_note, list_columns, preview_override
from truenorth.domains.prioritization.services.progress import lock_round, note, touch
from truenorth.domains.prioritization.services.scores import check_values
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor, require_editor
from truenorth.domains.workspace.rules import Role
from truenorth.engines.ranking import within


@transaction.atomic
def add_note(scoring_round: ScoringRound, *, actor: Member, candidate_id: int, words: str, column: str = "") -> Note:
    require_contributor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    if column and unknown_columns(current.model, [column]):
        raise ColumnUnknown(fields={"column": ColumnUnknown.title})
    kept = Note.objects.create(candidate=candidate, column=column, words=words, by=actor)
    note(actor, current, "add_note", note=(None, f"{candidate.node.key}: {words}"))
    facts.announce(AttentionAnswered(node_id=current.id, member_id=actor.id, reason=Reason.ASKED_TO_EXPLAIN))
    touch(current)
    return kept


@transaction.atomic
def remove_note(scoring_round: ScoringRound, *, actor: Member, candidate_id: int, note_id: int) -> None:
    require_contributor(actor)
    current = lock_round(actor, scoring_round)
    kept = get_note(get_candidate(actor, current, candidate_id), note_id)
    if kept.by_id != actor.id and not actor.may_act_as(Role.EDITOR):
        raise NotYourNote
    note(actor, current, "remove_note", note=(kept.words, None))
    kept.delete()
    touch(current)


@transaction.atomic
def ask_to_explain(scoring_round: ScoringRound, *, actor: Member, candidate_id: int, column: str) -> list[Member]:
    """Ask those who stand two notches or more from the median why; it goes to their inbox."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    _require_revealed(current, column)
    scores = Score.objects.filter(candidate=candidate, column=column, superseded_at=None, revealed_at__isnull=False)
    given = {score.member: score.value for score in scores.select_related("member__user")}
    [rated] = [each for each in current.model.columns if each.key == column]
    outliers = [member for member in find_outliers(given, rated) if member.left_at is None]
    if not outliers:
        raise NothingToExplain
    middle = median(given.values())
    for member in outliers:
        what = f"{within(rated.label)} of {candidate.node.title}"
        words = f"You gave {given[member]:g} for the {what}; the median is {middle:g}."
        facts.announce(
            AttentionAsked(
                node_id=current.id,
                member_id=member.id,
                actor_id=actor.id,
                reason=Reason.ASKED_TO_EXPLAIN,
                note=words,
            )
        )
    names = [member.name for member in outliers]
    note(actor, current, "ask_to_explain", asked=(None, f"{candidate.node.key}, {column}: {', '.join(names)}"))
    touch(current)
    return outliers


@transaction.atomic
def agree_on(
    scoring_round: ScoringRound, *, actor: Member, candidate_id: int, column: str, value: float | None, version: int
) -> Cell:
    """The group's value for one cell, which counts instead of the mean; None goes back to the mean."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    _require_revealed(current, column)
    check_values(current.model, {column: value}, item=candidate.node.key, prefix="value")
    cell, _ = Cell.objects.get_or_create(candidate=candidate, column=column)
    if cell.version != version:
        shown = {"value": cell.agreed, "version": cell.version}
        raise StaleScore(fields={"value": StaleScore.title}, extra={"current": shown, "given": {"value": value}})
    before, cell.agreed, cell.version = cell.agreed, value, cell.version + 1
    cell.agreed_by, cell.agreed_at = actor, clock.now()
    cell.save()
    note(actor, current, "agree_on", **{f"{candidate.node.key} {column}": (before, value)})
    touch(current, numbers=True)
    return cell


@transaction.atomic
def place_by_hand(
    scoring_round: ScoringRound, *, actor: Member, candidate_id: int, place: int, reason: str
) -> Override:
    """Put a candidate at another place than its score says, with the reason; what that costs is kept beside it."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    price = preview_override(current, candidate, place=place).price
    values = {"place": place, "reason": reason, "price": price, "by": actor, "at": clock.now()}
    kept, _ = Override.objects.update_or_create(candidate=candidate, defaults=values)
    placed = {candidate.node.key: (None, place), "reason": (None, reason), "price": (None, price)}
    note(actor, current, "place_by_hand", **placed)
    touch(current, numbers=True)
    return kept


@transaction.atomic
def remove_override(scoring_round: ScoringRound, *, actor: Member, candidate_id: int) -> None:
    """Back to the place that the score gives."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    kept = Override.objects.filter(candidate=candidate).first()
    if kept is None:
        return
    note(actor, current, "remove_override", **{candidate.node.key: (kept.place, None)})
    kept.delete()
    touch(current, numbers=True)


def _require_revealed(scoring_round: ScoringRound, column: str) -> None:
    if unknown_columns(scoring_round.model, [column]):
        raise ColumnUnknown(fields={"column": ColumnUnknown.title})
    states = {each.key: each.state for each in list_columns(scoring_round)}
    if states[column] is not ColumnState.REVEALED:
        raise ColumnNotRevealed
