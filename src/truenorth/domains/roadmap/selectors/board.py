"""Now, next and later on one page, with what was said no to beneath."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes, list_records
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.selectors import list_decisions
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, State
from truenorth.domains.roadmap.selectors.places import UNDER_WAY, draw
from truenorth.domains.roadmap.selectors.reviews import find_cadence, overdue_days
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

UNPLACED_AT_MOST = 100
DECLINED_AT_MOST = 60
TOLD = (
    *("node__key", "verdict", "reason_code", "reason", "decided_on"),
    *("subject__kind", "subject__key", "subject__title"),
)
CHANGES = ("move", "change_state", "heed_decision")


@dataclass(frozen=True, slots=True)
class Card:
    initiative: Initiative
    key_results: Sequence[Node]
    blocked_by: Sequence[Node]
    decision: Decision | None
    stale_days: int


@dataclass(frozen=True, slots=True)
class Lane:
    horizon: Horizon
    cards: Sequence[Card]
    effort_weeks: float
    unsized: int


@dataclass(frozen=True, slots=True)
class Board:
    lanes: Sequence[Lane]
    unplaced: Sequence[Card]
    declined: Sequence[Decision]


def list_lane(viewer: Member, horizon: Horizon) -> QuerySet[Initiative]:
    """The initiatives of one horizon in their order: what is closed or archived has left it."""
    return (
        list_records(viewer, Initiative)
        .filter(horizon=horizon, node__archived_at=None)
        .exclude(state=State.CLOSED)
        .order_by("position", "node__number")
    )


def get_board(viewer: Member, *, team_id: UUID | None = None, owner_id: UUID | None = None) -> Board:
    alive = draw(list_records(viewer, Initiative)).filter(node__archived_at=None).exclude(state=State.CLOSED)
    if team_id:
        alive = alive.filter(team_id=team_id)
    if owner_id:
        alive = alive.filter(owner_id=owner_id)
    placed = list(alive.filter(horizon__isnull=False).order_by("position", "node__number"))
    declined = list(_tell(list_decisions(viewer)).exclude(verdict="yes")[:DECLINED_AT_MOST])
    # Not an idea, as its state says already: in the words of the index that holds the few.
    loose = alive.filter(horizon=None, state__in=UNDER_WAY).exclude(state=State.IDEA)
    unplaced = list(loose.exclude(pk__in=[each.subject_id for each in declined])[:UNPLACED_AT_MOST])
    cards = {card.initiative.id: card for card in _make_cards(viewer, [*placed, *unplaced])}
    return Board(
        lanes=[_lane(horizon, [cards[i.id] for i in placed if i.horizon == horizon]) for horizon in Horizon],
        unplaced=[cards[each.id] for each in unplaced],
        declined=declined,
    )


def list_changes(viewer: Member, *, limit: int) -> list[AuditRow]:
    """What moved on the roadmap lately, with who moved it and why."""
    rows = list_audit_rows(viewer).filter(target_kind="initiative", action__in=CHANGES)
    return list(rows[:limit])


def _lane(horizon: Horizon, cards: Sequence[Card]) -> Lane:
    efforts = [card.initiative.effort_weeks for card in cards]
    known = [effort for effort in efforts if effort is not None]
    return Lane(horizon, cards, sum(known), len(efforts) - len(known))


def _make_cards(viewer: Member, initiatives: Sequence[Initiative]) -> list[Card]:
    ids = [initiative.id for initiative in initiatives]
    goals = _group(list_linked_nodes(viewer, ids, kind=LinkKind.CONTRIBUTES_TO))
    blockers = _group(list_linked_nodes(viewer, ids, kind=LinkKind.BLOCKS, to="source"))
    done = set(
        list_records(viewer, Initiative)
        .filter(pk__in=[node.id for nodes in blockers.values() for node in nodes])
        .filter(state__in=(State.SHIPPED, State.CLOSED))
        .values_list("pk", flat=True)
    )
    decisions: dict[UUID, Decision] = {}
    for decision in _tell(list_decisions(viewer, subjects=ids)):
        decisions.setdefault(decision.subject_id, decision)
    cadence, now = find_cadence(viewer.workspace_id).cadence, clock.now()
    return [
        Card(
            initiative=initiative,
            key_results=[node for node in goals.get(initiative.id, ()) if node.kind == "key_result"],
            blocked_by=[node for node in blockers.get(initiative.id, ()) if node.id not in done],
            decision=decisions.get(initiative.id),
            stale_days=overdue_days(initiative, cadence, now),
        )
        for initiative in initiatives
    ]


def _tell(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """The same with what the board says of them."""
    return decisions.select_related(None).select_related("node", "subject").only(*TOLD)


def _group(pairs: Sequence[tuple[UUID, Node]]) -> Mapping[UUID, list[Node]]:
    groups: dict[UUID, list[Node]] = defaultdict(list)
    for near, node in pairs:
        groups[near].append(node)
    return groups
