"""What was shipped, month by month, with those who asked for it and have yet to be told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import Asker, list_kinds
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes, list_records
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.models import Decision, Told
from truenorth.domains.prioritization.selectors import find_askers, list_decisions, list_private_names
from truenorth.domains.roadmap.errors import NotShipped
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import ShippedFacts, ShippedLetter, compose_shipped_letter, month_of
from truenorth.domains.workspace.models import Member

SHIPPED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class AskedFor:
    """Somebody's asking that a shipped initiative answers; `told_at` is when they were told that it is there."""

    node: Node
    name: str
    account: str
    email: str
    words: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShippedItem:
    """Letters go out under the decision on the initiative, which is the one in force; without it nobody is told."""

    initiative: Initiative
    decision: Decision | None
    asked: Sequence[AskedFor]

    @property
    def to_tell(self) -> int:
        return sum(each.told_at is None for each in self.asked)


@dataclass(frozen=True, slots=True)
class ShippedMonth:
    month: str
    items: Sequence[ShippedItem]


@dataclass(frozen=True, slots=True)
class ShippedLetterView:
    decision: Decision | None
    asked: AskedFor
    letter: ShippedLetter


def list_shipped(viewer: Member, *, since: date | None = None) -> list[ShippedMonth]:
    """The latest month first."""
    shipped = list_records(viewer, Initiative).filter(shipped_on__isnull=False, node__archived_at=None)
    shipped = shipped.filter(shipped_on__gte=since) if since else shipped
    items = _describe(viewer, list(shipped.order_by("-shipped_on", "-node__number")[:SHIPPED_AT_MOST]))
    months: dict[str, list[ShippedItem]] = defaultdict(list)
    for item in items:
        if item.initiative.shipped_on:
            months[month_of(item.initiative.shipped_on)].append(item)
    return [ShippedMonth(month, found) for month, found in months.items()]


def draft_shipped_letter(viewer: Member, initiative: Initiative, *, request_id: UUID) -> ShippedLetterView:
    """The letter to one who asked for what is there now."""
    if initiative.shipped_on is None:
        raise NotShipped
    [item] = _describe(viewer, [initiative])
    asked = next((each for each in item.asked if each.node.id == request_id), None)
    if asked is None:
        raise Invalid(fields={"request_id": "This initiative is no answer to that record."})
    is_public = initiative.published_at is not None
    letter = compose_shipped_letter(
        ShippedFacts(
            title=initiative.public_title if is_public else initiative.title,
            words=initiative.public_words if is_public else "",
            shipped_on=initiative.shipped_on,
            name=asked.name,
            account=asked.account,
            asked=asked.words,
            sender=viewer.name,
            workspace=viewer.workspace.name,
            private_names=tuple(list_private_names(viewer)),
        )
    )
    return ShippedLetterView(item.decision, asked, letter)


def _describe(viewer: Member, initiatives: Sequence[Initiative]) -> list[ShippedItem]:
    ids = [each.id for each in initiatives]
    asking = _find_asking(viewer, ids)
    nodes = {node.id: node for found in asking.values() for node in found}
    askers = find_askers(list(nodes.values()))
    decisions: dict[UUID, Decision] = {}
    for decision in list_decisions(viewer, subjects=ids):
        decisions.setdefault(decision.subject_id, decision)
    told = _find_told(viewer, initiatives, nodes)
    return [
        ShippedItem(
            initiative=each,
            decision=decisions.get(each.id),
            asked=[
                _asked(node, askers.get(node.id, Asker()), told.get((each.id, node.id))) for node in asking[each.id]
            ],
        )
        for each in initiatives
    ]


def _asked(node: Node, asker: Asker, told_at: datetime | None) -> AskedFor:
    return AskedFor(node, asker.name, asker.account, asker.email, asker.words, told_at)


def _find_asking(viewer: Member, ids: Sequence[UUID]) -> Mapping[UUID, list[Node]]:
    """The requests that an initiative answers or comes from, then what was asked in support of it or of them."""
    askable = {kind.name for kind in list_kinds() if kind.describe_askers}
    found: dict[UUID, dict[UUID, Node]] = {each: {} for each in ids}
    for kind in (LinkKind.ANSWERS, LinkKind.DERIVES_FROM):
        for near, node in list_linked_nodes(viewer, ids, kind=kind):
            if node.kind in askable:
                found[near][node.id] = node
    answered = {each: [each, *nodes] for each, nodes in found.items()}
    targets = {target for some in answered.values() for target in some}
    supporting: dict[UUID, list[Node]] = defaultdict(list)
    for near, node in list_linked_nodes(viewer, targets, kind=LinkKind.SUPPORTS, to="source"):
        if node.kind in askable:
            supporting[near].append(node)
    for each, some in answered.items():
        found[each] |= {node.id: node for target in some for node in supporting[target]}
    return {each: list(nodes.values()) for each, nodes in found.items()}


def _find_told(
    viewer: Member, initiatives: Sequence[Initiative], nodes: Iterable[UUID]
) -> dict[tuple[UUID, UUID], datetime]:
    """When somebody who asked was last told about an initiative, from the day on which it was shipped."""
    zone = ZoneInfo(viewer.workspace.timezone)
    since = {each.id: datetime.combine(each.shipped_on, time(), zone) for each in initiatives if each.shipped_on}
    rows = Told.objects.filter(decision__subject__in=since, request__in=list(nodes)).order_by("told_at")
    return {
        (subject_id, request_id): told_at
        for subject_id, request_id, told_at in rows.values_list("decision__subject_id", "request_id", "told_at")
        if told_at >= since[subject_id]
    }
