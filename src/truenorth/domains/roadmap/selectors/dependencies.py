"""What waits for what among the initiatives, and where a start breaks its word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.roadmap.errors import DependencyMissing
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Span, State, overlap_days
from truenorth.domains.workspace.models import Member

DONE = (State.SHIPPED, State.CLOSED)
BOTH_INITIATIVES = {"source__kind": "initiative", "target__kind": "initiative"}


@dataclass(frozen=True, slots=True)
class DependencyView:
    """`violated_days`: by how many days what waits starts before what it waits for is to end.

    `blocker_target_on` is when that is, as long as it is not done.
    """

    id: UUID
    blocker: Node
    blocked: Node
    violated_days: int
    blocker_target_on: date | None

    @property
    def is_violated(self) -> bool:
        return self.violated_days > 0


def list_dependencies(
    viewer: Member, *, of: UUID | None = None, among: Iterable[UUID] | None = None
) -> list[DependencyView]:
    """Every dependency between initiatives in sight: all, those of one initiative, or those that join two of some."""
    links = _open_links(viewer)
    if of is not None:
        links = links.filter(Q(source=of) | Q(target=of))
    if among is not None:
        ids = list(among)
        links = links.filter(source__in=ids, target__in=ids)
    return view_links(list(links))


def view_links(links: Sequence[Link]) -> list[DependencyView]:
    ends = {end for link in links for end in (link.source_id, link.target_id)}
    columns = ("pk", "state", "starts_on", "target_on")
    found = {row[0]: row for row in Initiative.objects.filter(pk__in=ends).values_list(*columns)}
    spans = {key: Span(row[2], row[3]) for key, row in found.items()}
    done = {key for key, row in found.items() if row[1] in DONE}
    return [
        DependencyView(
            id=link.id,
            blocker=link.source,
            blocked=link.target,
            violated_days=_violated(link, spans[link.source_id], spans[link.target_id], done),
            blocker_target_on=None if link.source_id in done else spans[link.source_id].target_on,
        )
        for link in links
    ]


def get_dependency(viewer: Member, dependency_id: UUID) -> Link:
    found = _open_links(viewer).filter(pk=dependency_id).first()
    if found is None:
        raise DependencyMissing
    return found


def _violated(link: Link, blocker: Span, blocked: Span, done: set[UUID]) -> int:
    return 0 if {link.source_id, link.target_id} & done else overlap_days(blocker, blocked)


def _open_links(viewer: Member) -> QuerySet[Link]:
    links = Link.objects.filter(workspace=viewer.workspace, kind=LinkKind.BLOCKS, removed_at=None, **BOTH_INITIATIVES)
    in_sight = links.filter(source__trashed_at=None, target__trashed_at=None)
    in_sight = in_sight.filter(source__archived_at=None, target__archived_at=None)
    return (
        in_sight.select_related("source", "target").defer("source__body", "target__body").order_by("created_at", "id")
    )
