"""What every write to a round shares: its lock, its revision and its row in the audit log."""

from typing import Any

from django.db.models import F

from truenorth.domains.graph.selectors import get_record
from truenorth.domains.prioritization.errors import RoundNotOpen
from truenorth.domains.prioritization.models import ScoringRound, Standing
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services.revealing import reveal_ended_turns
from truenorth.domains.prioritization.services.standing import compute_if_small
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import Entry, record


def lock_round(actor: Member, scoring_round: ScoringRound) -> ScoringRound:
    """The round as it is now, for this transaction alone; columns whose time is over are revealed first."""
    ScoringRound.objects.select_for_update().get(pk=scoring_round.pk)
    Standing.objects.get_or_create(scoring_round_id=scoring_round.pk)
    current = get_record(actor, ScoringRound, scoring_round.id)
    if reveal_ended_turns(current):
        touch(current, numbers=True)
        current = get_record(actor, ScoringRound, scoring_round.id)
    return current


def lock_open_round(actor: Member, scoring_round: ScoringRound) -> ScoringRound:
    current = lock_round(actor, scoring_round)
    if current.state != RoundState.OPEN:
        raise RoundNotOpen
    return current


def touch(scoring_round: ScoringRound, *, numbers: bool = False) -> int:
    """One more revision, which is returned. `numbers`: what everybody may see has changed with it."""
    changes: dict[str, Any] = {"revision": F("revision") + 1}
    if numbers:
        changes["numbers_revision"] = F("revision") + 1
    Standing.objects.filter(pk=scoring_round.pk).update(**changes)
    if numbers:
        compute_if_small(scoring_round)
    return Standing.objects.values_list("revision", flat=True).get(pk=scoring_round.pk)


def note(actor: Member, scoring_round: ScoringRound, action: str, **changes: tuple[Any, Any]) -> None:
    """A row of the audit log. Others read it, so that it holds no number that may still be private."""
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
