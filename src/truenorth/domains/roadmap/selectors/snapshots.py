"""The roadmap frozen, and what became of it between two moments."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.engineering.models import Slice
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.selectors import find_latest_scores, list_decisions
from truenorth.domains.roadmap.errors import SnapshotMissing
from truenorth.domains.roadmap.models import Initiative, RoadmapSnapshot
from truenorth.domains.roadmap.rules import (
    EXPLAINED_BY,
    ChangeKind,
    Frozen,
    FrozenSlice,
    Named,
    Note,
    State,
    Told,
    diff,
    digest,
    explain,
    read_items,
)
from truenorth.domains.roadmap.selectors.places import place_on_board
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

CLOSED_KEPT = timedelta(days=400)
ON_ITS_WAY = (State.COMMITTED, State.BUILDING, State.SHIPPED)
EXPLAINING = "explain"
LEAVING = {"archive": "archived", "unarchive": "archived", "trash": "trashed", "restore": "trashed"}
SLICE = ("node__title", "value_percent", "effort_percent")
DECIDED = frozenset({"horizon", "state", "outcome"})


@dataclass(frozen=True, slots=True)
class RoadmapDiff:
    before: RoadmapSnapshot
    after: RoadmapSnapshot | None
    changes: Sequence[Told]

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        return Counter(each.change.kind for each in self.changes)


def list_snapshots(viewer: Member) -> QuerySet[RoadmapSnapshot]:
    """The latest first, without their items."""
    snapshots = RoadmapSnapshot.objects.filter(workspace=viewer.workspace)
    return snapshots.select_related("taken_by__user").defer("items").order_by("-created_at", "-id")


def get_snapshot(viewer: Member, snapshot_id: UUID) -> RoadmapSnapshot:
    found = list_snapshots(viewer).defer(None).filter(pk=snapshot_id).first()
    if found is None:
        raise SnapshotMissing
    return found


def list_roadmap(viewer: Member) -> QuerySet[Initiative]:
    """What the roadmap shows: what has a place or is on its way, and for a while what was closed."""
    since = viewer.workspace.today() - CLOSED_KEPT
    shown = Q(horizon__isnull=False) | Q(state__in=ON_ITS_WAY) | Q(state=State.CLOSED, closed_on__gte=since)
    return list_records(viewer, Initiative).filter(shown, node__archived_at=None)


def freeze_roadmap(viewer: Member) -> list[Frozen]:
    """Every item as it stands, in the order of the board."""
    initiatives = sorted(list_roadmap(viewer), key=place_on_board)
    ids = [initiative.id for initiative in initiatives]
    scores, slices = find_latest_scores(ids), _list_slices(viewer, ids)
    places: Counter[str] = Counter()
    frozen = []
    for initiative in initiatives:
        lane = initiative.horizon if initiative.state != State.CLOSED else None
        places.update([lane] if lane else [])
        score = scores.get(initiative.id)
        frozen.append(
            Frozen(
                id=str(initiative.id),
                key=initiative.key,
                title=initiative.title,
                body=digest(initiative.body),
                horizon=initiative.horizon,
                position=places[lane] if lane else None,
                starts_on=_iso(initiative.starts_on),
                target_on=_iso(initiative.target_on),
                owner=_named(initiative.owner),
                team=_named(initiative.team),
                confidence=initiative.confidence,
                state=initiative.state,
                outcome=initiative.outcome,
                effort_weeks=initiative.effort_weeks,
                slices=tuple(slices.get(initiative.id, ())),
                score=score.ranked.score if score else None,
                rank=score.ranked.rank if score else None,
            )
        )
    return frozen


def compare_snapshots(viewer: Member, before: RoadmapSnapshot, after: RoadmapSnapshot | None) -> RoadmapDiff:
    """What became of the roadmap from one snapshot to the other, or to today, and why."""
    until = after.created_at if after else clock.now()
    items = read_items(after.items) if after else freeze_roadmap(viewer)
    rows = _rows_between(viewer, before.created_at, until)
    touched = rows.filter(action="move").values_list("target_id", flat=True)
    changes = diff(read_items(before.items), items, touched={str(each) for each in touched})
    ids = {UUID(change.item.id) for change in changes}
    notes = [
        *_notes_of(rows, ids),
        *_said_later(viewer, ids, before.created_at, until),
        *_decided_between(viewer, ids, before.created_at, until),
    ]
    return RoadmapDiff(before, after, explain(changes, notes))


def _iso(value: object) -> str | None:
    return str(value) if value else None


def _named(of: object) -> Named | None:
    return Named(str(of.id), of.name) if of is not None else None  # type: ignore[attr-defined]


def _list_slices(viewer: Member, ids: Sequence[UUID]) -> Mapping[UUID, list[FrozenSlice]]:
    parts: dict[UUID, list[FrozenSlice]] = {}
    slices = list_records(viewer, Slice).filter(initiative_id__in=ids, node__archived_at=None)
    rows = slices.order_by("position", "node__created_at", "node_id")
    for initiative_id, node_id, *values in rows.values_list("initiative_id", "pk", *SLICE):
        parts.setdefault(initiative_id, []).append(FrozenSlice(str(node_id), *values))
    return parts


def _rows_between(viewer: Member, start: datetime, end: datetime) -> QuerySet[AuditRow]:
    return list_audit_rows(viewer).filter(target_kind="initiative", created_at__gt=start, created_at__lte=end)


def _notes_of(rows: QuerySet[AuditRow], ids: Iterable[UUID]) -> list[Note]:
    """What people wrote down when they changed these items."""
    explained = rows.filter(target_id__in=list(ids), changes__has_key="reason").exclude(action=EXPLAINING)
    return [
        Note(
            item_id=str(row.target_id),
            at=row.created_at,
            fields=frozenset({name.removesuffix("_id") for name in row.changes} | {LEAVING.get(row.action, "")}),
            reason=row.changes["reason"][1],
            by=row.actor.name if row.actor else "",
        )
        for row in explained
    ]


def _said_later(viewer: Member, ids: Iterable[UUID], start: datetime, end: datetime) -> list[Note]:
    """What people said afterwards of what had changed by a moment between the two."""
    rows = list_audit_rows(viewer).filter(
        target_kind="initiative", target_id__in=list(ids), action=EXPLAINING, created_at__gt=start
    )
    return [
        Note(
            item_id=str(row.target_id),
            at=row.created_at,
            fields=frozenset(EXPLAINED_BY[ChangeKind(row.changes["explained"][1])]),
            reason=row.changes["reason"][1],
            by=row.actor.name if row.actor else "",
        )
        for row in rows
        if start < datetime.fromisoformat(row.changes["as_of"][1]) <= end
    ]


def _decided_between(viewer: Member, ids: Iterable[UUID], start: datetime, end: datetime) -> list[Note]:
    decisions = list_decisions(viewer, subjects=ids).filter(node__created_at__gt=start, node__created_at__lte=end)
    return [
        Note(
            item_id=str(decision.subject_id),
            at=decision.created_at,
            fields=DECIDED,
            reason=f"{decision.key}: {decision.reason}",
            by=decision.created_by.name if decision.created_by else "",
        )
        for decision in decisions
    ]
