"""The life of a node after its making: archive, trash, and the way back."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from truenorth.domains.graph.errors import ExternalIdTaken, NodeMissing
from truenorth.domains.graph.models import Attachment, Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.services.attachments import forget_files
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_role
from truenorth.domains.workspace.services import Entry, record

TRASH_KEPT = timedelta(days=30)
AT_MOST = 1_000


def archive_nodes(*, actor: Member, ids: Sequence[UUID]) -> list[UUID]:
    return _stamp(actor, ids, field="archived_at", action="archive", is_set=True)


def unarchive_nodes(*, actor: Member, ids: Sequence[UUID]) -> list[UUID]:
    return _stamp(actor, ids, field="archived_at", action="unarchive", is_set=False)


def trash_nodes(*, actor: Member, ids: Sequence[UUID]) -> list[UUID]:
    return _stamp(actor, ids, field="trashed_at", action="trash", is_set=True)


def restore_nodes(*, actor: Member, ids: Sequence[UUID]) -> list[UUID]:
    return _stamp(actor, ids, field="trashed_at", action="restore", is_set=False)


def purge_trash() -> int:
    """Delete for good what has lain in the trash for thirty days."""
    before = clock.now() - TRASH_KEPT
    files = Attachment.objects.filter(Q(node__trashed_at__lt=before) | Q(removed_at__lt=before))
    digests = set(files.values_list("digest", flat=True))
    files.delete()
    count = 0
    while ids := list(Node.objects.filter(trashed_at__lt=before).values_list("pk", flat=True)[:AT_MOST]):
        count += Node.objects.filter(pk__in=ids).delete()[1].get("graph.Node", 0)
    forget_files(digests)
    return count


@transaction.atomic
def _stamp(actor: Member, ids: Sequence[UUID], *, field: str, action: str, is_set: bool) -> list[UUID]:
    """Set or clear one instant on all the nodes, or, when one of them is not here, on none."""
    wanted = set(ids)
    nodes = list(Node.objects.select_for_update().filter(workspace=actor.workspace, pk__in=wanted))
    if field == "archived_at":
        nodes = [node for node in nodes if node.trashed_at is None]
    if len(nodes) != len(wanted):
        raise NodeMissing
    for kind in {node.kind for node in nodes}:
        require_role(actor, get_kind(kind).writer)
    changing = [node for node in nodes if (getattr(node, field) is None) is is_set]
    now = clock.now()
    stamp = {field: now if is_set else None, "updated_at": now, "version": F("version") + 1}
    try:
        with transaction.atomic():
            Node.objects.filter(pk__in=[node.pk for node in changing]).update(**stamp)
    except IntegrityError:
        raise ExternalIdTaken from None
    record(
        actor,
        *(Entry(action=action, target_kind=n.kind, target_id=n.id, target_title=n.title) for n in changing),
    )
    return [node.id for node in nodes]
