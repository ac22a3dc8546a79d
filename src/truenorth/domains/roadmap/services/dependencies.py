"""Dependencies are links `blocks` from one initiative to another, and no more than that."""

from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.models import Link
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_nodes
from truenorth.domains.graph.services import create_link, remove_link
from truenorth.domains.roadmap.errors import NoSuchInitiative
from truenorth.domains.roadmap.selectors import get_dependency
from truenorth.domains.workspace.models import Member


@transaction.atomic
def add_dependency(*, actor: Member, blocker_id: UUID, blocked_id: UUID) -> Link:
    """The blocked one waits for the blocker; a circle is refused and named."""
    named = {"blocker_id": blocker_id, "blocked_id": blocked_id}
    nodes = {key: node for key, node in get_nodes(actor, named.values()).items() if node.kind == "initiative"}
    missing = {field: NoSuchInitiative.title for field, value in named.items() if value not in nodes}
    if missing:
        raise NoSuchInitiative(fields=missing)
    return create_link(actor=actor, kind=LinkKind.BLOCKS, source=nodes[blocker_id], target=nodes[blocked_id])


@transaction.atomic
def remove_dependency(*, actor: Member, dependency_id: UUID) -> None:
    remove_link(actor=actor, link_id=get_dependency(actor, dependency_id).id)
