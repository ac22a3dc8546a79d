"""The inbox. Items come from facts, inside the transaction that announces them; their member closes them."""

from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, MemberMentioned, Reason, RecordAssigned
from truenorth.domains.home.models import InboxItem
from truenorth.domains.home.selectors import get_inbox_item
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import Entry, record


def note_mention(fact: MemberMentioned) -> None:
    _ask(fact.member_id, fact.node_id, Reason.MENTIONED, fact.actor_id)


def note_assignment(fact: RecordAssigned) -> None:
    _ask(fact.member_id, fact.node_id, Reason.ASSIGNED, fact.actor_id)


def note_asking(fact: AttentionAsked) -> None:
    _ask(fact.member_id, fact.node_id, fact.reason, fact.actor_id, note=fact.note)


def note_answer(fact: AttentionAnswered) -> None:
    waiting = InboxItem.objects.filter(member_id=fact.member_id, node_id=fact.node_id, reason=fact.reason, done_at=None)
    waiting.update(done_at=clock.now())


@transaction.atomic
def finish_item(*, actor: Member, item_id: UUID) -> InboxItem:
    item = get_inbox_item(actor, item_id)
    if item.done_at is None:
        item.done_at = clock.now()
        item.save(update_fields=["done_at"])
        record(actor, _entry("finish", item))
    return item


@transaction.atomic
def reopen_item(*, actor: Member, item_id: UUID) -> InboxItem:
    """Undo: the item waits again, unless the same was asked anew meanwhile; then that one is returned."""
    item = get_inbox_item(actor, item_id)
    if item.done_at is None:
        return item
    anew = InboxItem.objects.filter(member=actor, node=item.node, reason=item.reason, done_at=None).first()
    if anew is not None:
        return get_inbox_item(actor, anew.id)
    item.done_at = None
    item.save(update_fields=["done_at"])
    record(actor, _entry("reopen", item))
    return item


def _ask(member_id: UUID, node_id: UUID, reason: Reason, actor_id: UUID | None, *, note: str = "") -> None:
    """One open item for each member, record and reason; asking again brings it to the top."""
    workspace_id = Member.objects.values_list("workspace_id", flat=True).get(pk=member_id)
    asked = {"actor_id": actor_id, "note": note[:500], "asked_at": clock.now()}
    InboxItem.objects.update_or_create(
        member_id=member_id,
        node_id=node_id,
        reason=reason,
        done_at=None,
        defaults=asked,
        create_defaults={"workspace_id": workspace_id, **asked},
    )


def _entry(action: str, item: InboxItem) -> Entry:
    return Entry(action=action, target_kind="inbox_item", target_id=item.id, target_title=item.node.title)
