"""The roadmap as it stood, and what became of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.roadmap.models import Initiative, RoadmapSnapshot
from truenorth.domains.workspace.auth import MemberRequest

router = Router()


@router.get(
    "/snapshots", response={200: Page[schemas.SnapshotRefOut]} | REFUSALS, operation_id="list_roadmap_snapshots"
)
def list_snapshots(request: MemberRequest, page: Query[PageIn]) -> Mapping[str, Any]:
    found = selectors.list_snapshots(request.member)
    return {"items": found[page.offset : page.offset + page.limit], "total": found.count()}


@router.post("/snapshots", response={201: schemas.SnapshotRefOut} | REFUSALS, operation_id="take_roadmap_snapshot")
def take_snapshot(request: MemberRequest, payload: schemas.SnapshotIn) -> Status[RoadmapSnapshot]:
    return Status(201, services.take_snapshot(actor=request.member, reason=payload.reason))


@router.get(
    "/snapshots/{snapshot_id}", response={200: schemas.SnapshotOut} | REFUSALS, operation_id="get_roadmap_snapshot"
)
def get_snapshot(request: MemberRequest, snapshot_id: UUID) -> RoadmapSnapshot:
    return selectors.get_snapshot(request.member, snapshot_id)


@router.post("/snapshots/{snapshot_id}/reasons", response={204: None} | REFUSALS, operation_id="explain_roadmap_change")
def explain_change(request: MemberRequest, snapshot_id: UUID, payload: schemas.ReasonIn) -> Status[None]:
    """Say afterwards why something changed; it stands beside the change in every comparison that shows it."""
    services.explain_change(
        get_record(request.member, Initiative, payload.initiative_id),
        actor=request.member,
        kind=payload.kind,
        reason=payload.reason,
        before=selectors.get_snapshot(request.member, snapshot_id),
        after=selectors.get_snapshot(request.member, payload.after) if payload.after else None,
    )
    return Status(204, None)


@router.get("/diff", response={200: schemas.DiffOut} | REFUSALS, operation_id="compare_roadmap_snapshots")
def compare_snapshots(request: MemberRequest, query: Query[schemas.DiffIn]) -> selectors.RoadmapDiff:
    """What was added, removed, moved or changed between two snapshots, or since one, each with its reason."""
    before = selectors.get_snapshot(request.member, query.before)
    after = selectors.get_snapshot(request.member, query.after) if query.after else None
    return selectors.compare_snapshots(request.member, before, after)
