"""Dependencies are links `blocks` from one initiative to another, and no more than that."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.rules import LinkKind, find_circles, name_circle
from truenorth.domains.graph.selectors import get_nodes
from truenorth.domains.graph.services import create_link, create_links, remove_link
from truenorth.domains.roadmap.errors import NoSuchInitiative
from truenorth.domains.roadmap.selectors import get_dependency
from truenorth.domains.workspace.models import Member

AT_ONCE = 500


@transaction.atomic
def add_dependency(*, actor: Member, blocker_id: UUID, blocked_id: UUID) -> Link:
    """The blocked one waits for the blocker; a circle is refused and named."""
    named = {"blocker_id": blocker_id, "blocked_id": blocked_id}
    nodes = {key: node for key, node in get_nodes(actor, named.values()).items() if node.kind == "initiative"}
    missing = {field: NoSuchInitiative.title for field, value in named.items() if value not in nodes}
    if missing:
        raise NoSuchInitiative(fields=missing)
    return create_link(actor=actor, kind=LinkKind.BLOCKS, source=nodes[blocker_id], target=nodes[blocked_id])


def bring_dependencies(
    *, actor: Member, pairs: Sequence[tuple[Node, Node]], is_dry_run: bool = False
) -> dict[int, str]:
    """Many at once, blocker and blocked, each of them new at one end. What closes a circle stays out and is named."""
    open_links = Link.objects.filter(workspace=actor.workspace, kind=LinkKind.BLOCKS, removed_at=None)
    wanted = [(blocker.id, blocked.id) for blocker, blocked in pairs]
    circles = find_circles(open_links.values_list("source_id", "target_id"), wanted)
    good = [pair for index, pair in enumerate(pairs) if index not in circles]
    for start in range(0, 0 if is_dry_run else len(good), AT_ONCE):
        create_links(actor=actor, kind=LinkKind.BLOCKS, pairs=good[start : start + AT_ONCE])
    titles = {node.id: node.title for pair in pairs for node in pair}
    others = {each for circle in circles.values() for each in circle} - titles.keys()
    titles |= {key: node.title for key, node in get_nodes(actor, others).items()}
    return {
        index: f"It would go {name_circle([titles.get(each, '…') for each in circle])}."
        for index, circle in circles.items()
    }


@transaction.atomic
def remove_dependency(*, actor: Member, dependency_id: UUID) -> None:
    remove_link(actor=actor, link_id=get_dependency(actor, dependency_id).id)
