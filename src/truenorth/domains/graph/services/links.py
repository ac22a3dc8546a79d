"""Links between nodes: opened, closed, never deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import LinkClosesCircle, LinkToItself
from truenorth.domains.graph.kinds import LinkCreated
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.rules import ACYCLIC, LinkKind, find_circle, name_circle
from truenorth.domains.graph.selectors import get_link, get_node
from truenorth.domains.kit import clock, facts
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor
from truenorth.domains.workspace.services import Entry, record


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDraft:
    """A link to be made together with a record; the end left empty is the new record."""

    kind: LinkKind
    source: UUID | None = None
    target: UUID | None = None


@transaction.atomic
def create_link(*, actor: Member, kind: LinkKind, source: Node, target: Node) -> Link:
    """Link two nodes of the actor's workspace; the same open link again is returned as it is."""
    require_contributor(actor)
    if source.id == target.id:
        raise LinkToItself(fields={"target": LinkToItself.title})
    if kind in ACYCLIC:
        _refuse_circle(actor, kind, source, target)
    link, is_new = Link.objects.get_or_create(
        kind=kind,
        source=source,
        target=target,
        removed_at=None,
        defaults={"workspace": actor.workspace, "created_by": actor},
    )
    if is_new:
        record(actor, *_entries("link", link))
        facts.announce(
            LinkCreated(link_id=link.id, kind=kind, source_id=source.id, target_id=target.id, actor_id=actor.id)
        )
    return link


@transaction.atomic
def create_links(*, actor: Member, kind: LinkKind, pairs: Iterable[tuple[Node, Node]]) -> list[Link]:
    """Links of records that are new at one of their ends, many at once; whoever made the records tells of them."""
    require_contributor(actor)
    drafts = [
        Link(workspace=actor.workspace, kind=kind, source=source, target=target, created_by=actor)
        for source, target in pairs
    ]
    Link.objects.bulk_create(drafts, batch_size=500)
    record(actor, *(entry for link in drafts for entry in _entries("link", link)))
    return drafts


def create_drafted_links(*, actor: Member, node: Node, drafts: Sequence[LinkDraft]) -> None:
    for draft in drafts:
        source = get_node(actor, draft.source) if draft.source else node
        target = get_node(actor, draft.target) if draft.target else node
        create_link(actor=actor, kind=draft.kind, source=source, target=target)


@transaction.atomic
def remove_link(*, actor: Member, link_id: UUID) -> Link:
    require_contributor(actor)
    link = get_link(actor, link_id)
    link.removed_at = clock.now()
    link.save(update_fields=["removed_at"])
    record(actor, *_entries("unlink", link))
    return link


def _refuse_circle(actor: Member, kind: LinkKind, source: Node, target: Node) -> None:
    """Name the ring: “Tour → Import → Tour”."""
    open_links = Link.objects.filter(workspace=actor.workspace, kind=kind, removed_at=None)
    circle = find_circle(open_links.values_list("source_id", "target_id"), source=source.id, target=target.id)
    if circle:
        titles = dict(Node.objects.filter(pk__in=circle).values_list("pk", "title"))
        raise LinkClosesCircle(f"It would go {name_circle([titles[each] for each in circle])}.")


def _entries(action: str, link: Link) -> list[Entry]:
    """A link shows in the activity of both its ends."""
    sentence = f"{link.source.key} {link.kind} {link.target.key}"
    pair = (None, sentence) if action == "link" else (sentence, None)
    return [
        Entry(
            action=action,
            target_kind=node.kind,
            target_id=node.id,
            target_title=node.title,
            changes={"link": pair},
        )
        for node in (link.source, link.target)
    ]
