"""Columns of a round in their turn: opened, revealed, and voted on again."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.errors import (
    ColumnNotRevealed,
    ColumnRead,
    ColumnRevealed,
    ColumnStillOpen,
    ColumnUnknown,
    NothingToReveal,
    RoundClosed,
)
from truenorth.domains.prioritization.models import Cell, Score, ScoringRound, Turn
from truenorth.domains.prioritization.rules import ColumnState, RoundState
from truenorth.domains.prioritization.selectors import get_candidate, list_columns
from truenorth.domains.prioritization.services.progress import lock_round, note, touch
from truenorth.domains.prioritization.services.revealing import (
    list_ended_turns,
    publish,
    reveal_ended_turns,
    reveal_turn,
)
from truenorth.domains.prioritization.services.standing import compute_stale_standing, list_stale_rounds
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


@transaction.atomic
def open_column(
    scoring_round: ScoringRound, *, actor: Member, column: str, minutes: float | None, reveals_at_end: bool
) -> None:
    """A column's turn begins, or its timer is set anew. In a round by columns there is one at a time."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    states = _rated(current, column)
    if states[column] is ColumnState.REVEALED:
        raise ColumnRevealed
    others = [key for key, state in states.items() if key != column and state is ColumnState.OPEN]
    if current.is_by_column and others:
        raise ColumnStillOpen
    timer = {
        "ends_at": clock.now() + timedelta(minutes=minutes) if minutes else None,
        "reveals_at_end": reveals_at_end and bool(minutes),
    }
    Turn.objects.update_or_create(scoring_round=current, column=column, defaults=timer)
    note(actor, current, "open_column", column=(None, column))
    touch(current)


@transaction.atomic
def reveal_column(scoring_round: ScoringRound, *, actor: Member, column: str) -> None:
    """What was given for this column is public; a re-vote in which nobody voted just ends."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    if _rated(current, column)[column] is not ColumnState.OPEN:
        raise ColumnRevealed
    if not Score.objects.filter(candidate__scoring_round=current, column=column).exists():
        raise NothingToReveal("Nobody has scored this column yet.")
    reveal_turn(current, column)
    note(actor, current, "reveal_column", column=(None, column))
    touch(current, numbers=True)


@transaction.atomic
def reopen(
    scoring_round: ScoringRound,
    *,
    actor: Member,
    column: str,
    candidate_id: int | None = None,
    minutes: float | None = None,
    reveals_at_end: bool = False,
) -> None:
    """A re-vote of a column, or of one candidate's: earlier numbers stay public and count until it is revealed."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    if _rated(current, column)[column] is not ColumnState.REVEALED:
        raise ColumnNotRevealed
    now = clock.now()
    if candidate_id is None:
        ends_at = now + timedelta(minutes=minutes) if minutes else None
        turn = {"opened_at": now, "ends_at": ends_at, "reveals_at_end": reveals_at_end and bool(minutes)}
        turn |= {"revealed_at": None, "is_revote": True}
        Turn.objects.update_or_create(scoring_round=current, column=column, defaults=turn)
        what = column
    else:
        candidate = get_candidate(actor, current, candidate_id)
        Cell.objects.update_or_create(candidate=candidate, column=column, defaults={"reopened_at": now})
        what = f"{candidate.node.key}: {column}"
    note(actor, current, "reopen", column=(None, what))
    touch(current, numbers=candidate_id is not None)


@transaction.atomic
def reveal_cell(scoring_round: ScoringRound, *, actor: Member, column: str, candidate_id: int) -> None:
    """End the re-vote of one candidate's column; its new numbers take the place of the old, if there are any."""
    require_editor(actor)
    current = lock_round(actor, scoring_round)
    _rated(current, column)
    candidate = get_candidate(actor, current, candidate_id)
    reopened = Cell.objects.filter(candidate=candidate, column=column, reopened_at__isnull=False)
    if not reopened.update(reopened_at=None):
        raise ColumnRevealed("No re-vote is going on here.")
    publish(current, Q(candidate=candidate, column=column))
    note(actor, current, "reveal_cell", column=(None, f"{candidate.node.key}: {column}"))
    touch(current, numbers=True)


@transaction.atomic
def reveal_ended_columns(round_id: UUID) -> None:
    """What a timer that is over says; done once, however many notice."""
    current = ScoringRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    if reveal_ended_turns(current):
        touch(current, numbers=True)


def settle_round(round_id: UUID) -> None:
    """Bring a round up to date with the clock and with its numbers."""
    if list_ended_turns().filter(scoring_round=round_id).exists():
        reveal_ended_columns(round_id)
    compute_stale_standing(round_id)


def settle_rounds() -> None:
    ended = set(list_ended_turns().values_list("scoring_round_id", flat=True))
    for round_id in sorted({*ended, *list_stale_rounds()}):
        settle_round(round_id)


def _rated(scoring_round: ScoringRound, column: str) -> dict[str, ColumnState]:
    """How far every column is, when this one is one that people rate."""
    states = {each.key: each.state for each in list_columns(scoring_round)}
    if column not in states:
        raise ColumnUnknown(fields={"column": ColumnUnknown.title})
    if column in scoring_round.reads:
        raise ColumnRead
    return states
