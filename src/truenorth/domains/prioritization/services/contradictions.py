"""The alarm: what came to be known since a decision and speaks against it."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.errors import ContradictionDismissed
from truenorth.domains.prioritization.models import Contradiction, Decision, Watch
from truenorth.domains.prioritization.selectors import (
    find_new_contradictions,
    find_workspace_owner,
    get_contradiction,
    list_decisions,
    list_workspaces_with_news,
)
from truenorth.domains.prioritization.services.calling import call_owner, is_waiting, let_owner_go
from truenorth.domains.workspace.models import Member, Workspace
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, record

OVERLAP = timedelta(minutes=10)
"""News of a long transaction carries the time at which it began; so much is looked at once more."""


def find_contradictions() -> int:
    """Hold the decisions in force against the news of every workspace that has any."""
    return sum(_look_through(workspace) for workspace in list_workspaces_with_news(overlap=OVERLAP))


@transaction.atomic
def dismiss_contradiction(decision: Decision, *, actor: Member, contradiction_id: int, words: str) -> Contradiction:
    """Say why the decision stands all the same."""
    require_editor(actor)
    found = get_contradiction(decision, contradiction_id)
    changed = Contradiction.objects.filter(pk=found.pk, dismissed_at=None).update(
        dismissed_at=clock.now(), dismissed_by=actor, dismissed_words=words
    )
    if not changed:
        raise ContradictionDismissed
    record(
        actor,
        Entry(
            action="dismiss_contradiction",
            target_kind=decision.kind,
            target_id=decision.id,
            target_title=decision.title,
            changes={"contradiction": (found.words, words)},
        ),
    )
    if not is_waiting(decision):
        let_owner_go(decision)
    return get_contradiction(decision, contradiction_id)


def _look_through(workspace: Workspace) -> int:
    now = clock.now()
    viewer = find_workspace_owner(workspace)
    found: Mapping[Decision, Mapping[UUID, str]] = {}
    if viewer is not None:
        found = find_new_contradictions(viewer, list(list_decisions(viewer).prefetch_related("contradictions")))
    with transaction.atomic():
        for decision, against in found.items():
            _store(decision, against)
        Watch.objects.update_or_create(workspace=workspace, defaults={"seen_at": now})
    return sum(len(against) for against in found.values())


def _store(decision: Decision, against: Mapping[UUID, str]) -> None:
    rows = [Contradiction(decision=decision, node_id=node_id, words=words[:500]) for node_id, words in against.items()]
    Contradiction.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    call_owner(decision)
