from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import ExperimentState
from truenorth.domains.graph.selectors import NodeSummary, list_nodes, list_records, summarize
from truenorth.domains.home.errors import InboxItemMissing
from truenorth.domains.home.models import InboxItem
from truenorth.domains.home.rules import InboxState
from truenorth.domains.strategy.models import KeyResult
from truenorth.domains.strategy.rules import WORSE_FIRST, Status
from truenorth.domains.strategy.selectors import list_key_results
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

SHOWN = 10
LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done to a record that is still here."""

    row: AuditRow
    node: NodeSummary


@dataclass(frozen=True, slots=True)
class KeyResultAtRisk:
    node: NodeSummary
    status: Status
    reason: str
    baseline: float
    current: float
    target: float
    unit: str
    progress: float


@dataclass(frozen=True, slots=True)
class Overview:
    inbox_open: int
    counts: dict[str, int]
    at_risk: list[KeyResultAtRisk]
    running: list[NodeSummary]
    changes: list[Change]


def list_inbox(viewer: Member, *, state: InboxState) -> QuerySet[InboxItem]:
    """One's own inbox, newest first; what lies in the trash asks for nothing."""
    items = _items(viewer).filter(done_at__isnull=state == InboxState.OPEN)
    return items.order_by("-done_at" if state == InboxState.DONE else "-asked_at", "-id")


def get_inbox_item(viewer: Member, item_id: UUID) -> InboxItem:
    item = _items(viewer).filter(pk=item_id).first()
    if item is None:
        raise InboxItemMissing
    return item


def get_overview(viewer: Member) -> Overview:
    return Overview(
        inbox_open=list_inbox(viewer, state=InboxState.OPEN).count(),
        counts=count_records(viewer),
        at_risk=list_key_results_at_risk(viewer),
        running=list_running_experiments(viewer),
        changes=list_changes(viewer),
    )


def count_records(viewer: Member) -> dict[str, int]:
    """How many records of each kind are neither archived nor in the trash."""
    rows = list_nodes(viewer).filter(archived_at=None).order_by().values_list("kind")
    return dict(rows.annotate(count=Count("id")))


def list_key_results_at_risk(viewer: Member) -> list[KeyResultAtRisk]:
    """Key results that are not on track, the worst first."""
    behind = [each for each in list_key_results(viewer)[:LOOKED_THROUGH] if each.status in WORSE_FIRST[:2]]
    behind.sort(key=lambda each: (WORSE_FIRST.index(each.status), each.progress, each.key))
    nodes = summarize(each.node for each in behind[:SHOWN])
    return [_at_risk(each, nodes[each.id]) for each in behind[:SHOWN]]


def list_running_experiments(viewer: Member) -> list[NodeSummary]:
    running = list_records(viewer, Experiment).filter(state=ExperimentState.RUNNING, node__archived_at=None)
    return list(summarize(each.node for each in running[:SHOWN]).values())


def list_changes(viewer: Member) -> list[Change]:
    """The latest that others did to records, one line a record."""
    rows = list_audit_rows(viewer).exclude(actor=viewer)[: LOOKED_THROUGH // 5]
    latest: dict[UUID, AuditRow] = {}
    for row in rows:
        latest.setdefault(row.target_id, row)
    nodes = summarize(list_nodes(viewer).defer("body").filter(pk__in=list(latest)))
    return [Change(row, nodes[target]) for target, row in latest.items() if target in nodes][:SHOWN]


def _items(viewer: Member) -> QuerySet[InboxItem]:
    items = InboxItem.objects.filter(workspace=viewer.workspace, member=viewer, node__trashed_at=None)
    return items.select_related("node", "actor__user")


def _at_risk(key_result: KeyResult, node: NodeSummary) -> KeyResultAtRisk:
    return KeyResultAtRisk(
        node=node,
        status=key_result.status,
        reason=key_result.status_reason,
        baseline=key_result.baseline,
        current=key_result.current,
        target=key_result.target,
        unit=key_result.unit,
        progress=key_result.progress,
    )
