"""The standing of a round: computed from its public numbers whenever they change.

A small round is computed within the write that changed it, so that whoever reads next sees it. A large one is left
stale, which readers are told, and computed by whoever watches it live or by the next minute's task, outside of any
transaction: 2,000 candidates take seconds, and a database with one writer at a time cannot wait for that.
"""

import threading
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.models import Override, Place, ScoringRound, Standing
from truenorth.domains.prioritization.rules import Computed, Numbers, compute_standing
from truenorth.domains.prioritization.selectors import read_numbers

INLINE_AT_MOST = 100
_computing = threading.Lock()


def compute_if_small(scoring_round: ScoringRound) -> None:
    if scoring_round.candidates.count() <= INLINE_AT_MOST:
        numbers = read_numbers(scoring_round)
        keep(numbers, compute_standing(numbers))


def compute_stale_standing(round_id: UUID) -> bool:
    """Bring one round up to date, unless somebody in this process is at one already; whether it was done."""
    if not _computing.acquire(blocking=False):
        return False
    try:
        if not _stale().filter(pk=round_id).exists():
            return False
        numbers = read_numbers(ScoringRound.objects.select_related("scoring_model__node", "standing").get(pk=round_id))
        return keep(numbers, compute_standing(numbers))
    finally:
        _computing.release()


def list_stale_rounds() -> list[UUID]:
    return list(_stale().filter(scoring_round__node__trashed_at=None).values_list("pk", flat=True))


def _stale() -> QuerySet[Standing]:
    return Standing.objects.exclude(computed_revision=F("numbers_revision"))


@transaction.atomic
def keep(numbers: Numbers, computed: Computed) -> bool:
    """Store what was computed, unless the numbers have changed meanwhile."""
    unchanged = Standing.objects.filter(pk=numbers.round_id, numbers_revision=numbers.revision)
    is_kept = unchanged.update(
        computed_revision=numbers.revision,
        revision=F("revision") + 1,
        computed_at=clock.now(),
        method=computed.method,
        asks=computed.asks,
        findings=computed.findings,
    )
    if not is_kept:
        return False
    Place.objects.filter(candidate__scoring_round=numbers.round_id).delete()
    Place.objects.bulk_create((Place(**asdict(each)) for each in computed.places), batch_size=500)
    for candidate_id, price in computed.prices.items():
        Override.objects.filter(pk=candidate_id).update(price=price)
    return True
