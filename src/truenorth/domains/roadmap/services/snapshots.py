"""Snapshots: taken by somebody for a reason, or by the calendar once a month."""

from django.db import transaction

from truenorth.domains.graph.registry import kind_of
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.selectors import find_workspace_owner
from truenorth.domains.roadmap.errors import ChangeMissing
from truenorth.domains.roadmap.models import Initiative, RoadmapSnapshot
from truenorth.domains.roadmap.rules import ChangeKind, write_items
from truenorth.domains.roadmap.selectors import EXPLAINING, compare_snapshots, freeze_roadmap
from truenorth.domains.workspace.models import Member, Workspace
from truenorth.domains.workspace.policies import require_editor, require_role
from truenorth.domains.workspace.services import Entry, record


@transaction.atomic
def take_snapshot(*, actor: Member, reason: str = "") -> RoadmapSnapshot:
    require_editor(actor)
    snapshot = _freeze(actor, taken_by=actor, reason=reason)
    record(
        actor,
        Entry(
            action="create",
            target_kind="roadmap_snapshot",
            target_id=snapshot.id,
            target_title=reason or "Snapshot",
            changes={"items": (None, snapshot.item_count)},
        ),
    )
    return snapshot


@transaction.atomic
def explain_change(
    initiative: Initiative,
    *,
    actor: Member,
    kind: ChangeKind,
    reason: str,
    before: RoadmapSnapshot,
    after: RoadmapSnapshot | None = None,
) -> None:
    """Say afterwards why an item changed between two snapshots, or since one."""
    require_role(actor, kind_of(Initiative).writer)
    changes = compare_snapshots(actor, before, after).changes
    if not any(each.change.kind == kind and each.change.item.id == str(initiative.id) for each in changes):
        raise ChangeMissing
    as_of = after.created_at if after else clock.now()
    said = {"explained": (None, kind.value), "as_of": (None, as_of.isoformat()), "reason": (None, reason)}
    entry = Entry(
        action=EXPLAINING,
        target_kind="initiative",
        target_id=initiative.id,
        target_title=initiative.title,
        changes=said,
    )
    record(actor, entry)


def take_monthly_snapshots() -> int:
    """One for each workspace that has a roadmap and no snapshot of its calendar month yet; how many were taken."""
    return sum(_take_monthly(workspace) for workspace in Workspace.objects.order_by("created_at"))


@transaction.atomic
def _take_monthly(workspace: Workspace) -> bool:
    month = f"{workspace.today():%Y-%m}"
    owner = find_workspace_owner(workspace)
    if owner is None or RoadmapSnapshot.objects.filter(workspace=workspace, month=month).exists():
        return False
    items = freeze_roadmap(owner)
    if not items:
        return False
    RoadmapSnapshot.objects.create(
        workspace=workspace, month=month, items=write_items(items), item_count=len(items), reason="Monthly"
    )
    return True


def _freeze(viewer: Member, *, taken_by: Member, reason: str) -> RoadmapSnapshot:
    items = freeze_roadmap(viewer)
    return RoadmapSnapshot.objects.create(
        workspace=viewer.workspace,
        taken_by=taken_by,
        reason=reason,
        items=write_items(items),
        item_count=len(items),
    )
