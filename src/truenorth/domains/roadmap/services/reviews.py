"""Looking at the roadmap again: who is asked, and that somebody did."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, Reason
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.roadmap.errors import RowStale
from truenorth.domains.roadmap.models import Initiative, ReviewCadence
from truenorth.domains.roadmap.rules import Cadence, Horizon, is_reminder_due, say_stale
from truenorth.domains.roadmap.selectors import OPEN, find_cadence
from truenorth.domains.roadmap.services.rows import add_row, revise_row
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_admin

NAME = "How often the roadmap is looked at"


@transaction.atomic
def review_initiative(initiative: Initiative, *, actor: Member, version: int, note: str = "") -> Initiative:
    """Say that it still holds as it stands."""
    changes = {"reviewed_at": clock.now()}
    reviewed = revise_record(initiative, actor=actor, version=version, changes=changes, action="review", reason=note)
    if reviewed.owner_id:
        asked = {"node_id": reviewed.node_id, "member_id": reviewed.owner_id}
        facts.announce(AttentionAnswered(**asked, reason=Reason.TRIGGER_FIRED))
    return reviewed


@transaction.atomic
def set_cadence(*, actor: Member, version: int, days: Mapping[str, int]) -> ReviewCadence:
    require_admin(actor)
    known = find_cadence(actor.workspace_id)
    if known.version:
        return revise_row(known, actor=actor, name=NAME, version=version, changes=days)
    if version:
        raise RowStale(extra={"current_version": 0})
    return add_row(ReviewCadence(workspace=actor.workspace, **days), actor=actor, name=NAME)


def ask_for_reviews() -> int:
    """Remind the owners of what has become stale; how many were reminded."""
    cadences = {each.workspace_id: each.cadence for each in ReviewCadence.objects.all()}
    placed = Initiative.objects.filter(
        horizon__isnull=False,
        state__in=OPEN,
        owner__left_at=None,
        owner__isnull=False,
        node__archived_at=None,
        node__trashed_at=None,
    )
    return sum(
        _ask(each, Horizon(each.horizon), each.owner_id, cadences.get(each.node.workspace_id, Cadence()))
        for each in placed.select_related("node").defer("node__body")
        if each.horizon and each.owner_id
    )


@transaction.atomic
def _ask(initiative: Initiative, horizon: Horizon, owner_id: UUID, cadence: Cadence) -> bool:
    now, looked_at = clock.now(), initiative.updated_at
    if not is_reminder_due(horizon, looked_at, initiative.review_asked_at, now=now, cadence=cadence):
        return False
    Initiative.objects.filter(pk=initiative.pk).update(review_asked_at=now)
    facts.announce(
        AttentionAsked(
            node_id=initiative.node_id,
            member_id=owner_id,
            actor_id=None,
            reason=Reason.TRIGGER_FIRED,
            note=say_stale(horizon, looked_at, now=now),
        )
    )
    return True
