"""Plans: proposed by the engine, kept as they were proposed, and applied only when a person accepts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.roadmap.errors import (
    NothingToPlan,
    PlanAccepted,
    PlanOutdated,
    PlanRefused,
    TooMuchToPlan,
)
from truenorth.domains.roadmap.models import Initiative, RoadmapPlan
from truenorth.domains.roadmap.rules import WORK_AT_MOST, Horizon, Proposal, Slot, propose, write_proposal
from truenorth.domains.roadmap.selectors import Workload, get_plan, read_workload
from truenorth.domains.roadmap.services.initiatives import refuse_wrong_dates
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, record


def draft_plan(
    *,
    actor: Member,
    horizons: Sequence[Horizon] = (),
    team_ids: Sequence[UUID] = (),
    with_slices: bool = False,
    from_on: date | None = None,
) -> RoadmapPlan:
    """Ask the engine for the order of least cost of delay. It may take seconds, so nothing is locked meanwhile."""
    require_editor(actor)
    workload = read_workload(actor, horizons=horizons, team_ids=team_ids, with_slices=with_slices)
    if workload.is_too_large:
        raise TooMuchToPlan(fields={"horizons": f"At most {WORK_AT_MOST} initiatives at once."})
    if not workload.works:
        raise NothingToPlan
    begins = from_on or actor.workspace.today()
    proposal = _propose(workload, begins)
    scope = {"horizons": list(horizons), "team_ids": [str(each) for each in team_ids], "with_slices": with_slices}
    return _keep(actor, workload, proposal, begins, scope)


@transaction.atomic
def accept_plan(*, actor: Member, plan_id: UUID, ids: Collection[UUID] | None = None, reason: str = "") -> RoadmapPlan:
    """Give the initiatives of a plan, or some of them, its dates; refused as a whole when one has changed since."""
    require_editor(actor)
    RoadmapPlan.objects.select_for_update().filter(pk=get_plan(actor, plan_id).pk).first()
    plan = get_plan(actor, plan_id)
    if plan.accepted_at:
        raise PlanAccepted
    rows = {UUID(row["id"]): row for row in plan.rows if ids is None or UUID(row["id"]) in ids}
    found = {each.id: each for each in list_records(actor, Initiative).filter(pk__in=rows, node__archived_at=None)}
    _refuse_outdated(rows, found)
    for initiative_id, row in rows.items():
        _apply(found[initiative_id], row, actor, reason)
    plan.accepted_at, plan.accepted_by, plan.reason = clock.now(), actor, reason
    plan.save(update_fields=["accepted_at", "accepted_by", "reason"])
    record(actor, _entry("accept", plan, {"initiatives": (None, len(rows))}))
    return plan


def _propose(workload: Workload, begins: date) -> Proposal:
    from truenorth.engines.sequencing import SequencingRefused

    try:
        return propose(workload.works, workload.crews, from_on=begins)
    except SequencingRefused as refusal:
        named = workload.initiatives.get(refusal.item or "")
        raise PlanRefused(f"{named.title}: {refusal.reason}." if named else f"{refusal}.") from refusal


@transaction.atomic
def _keep(actor: Member, workload: Workload, proposal: Proposal, begins: date, scope: Mapping[str, Any]) -> RoadmapPlan:
    weights = {work.id: work.weight for work in workload.works}
    plan = RoadmapPlan.objects.create(
        workspace=actor.workspace,
        asked_by=actor,
        from_on=begins,
        scope=scope,
        unit=workload.unit,
        proposal={name: value for name, value in write_proposal(proposal).items() if name != "slots"},
        rows=[
            written | _before(workload.initiatives[slot.id], slot, weights[slot.id])
            for slot, written in zip(proposal.slots, write_proposal(proposal)["slots"], strict=True)
        ],
        left_out=[{"id": str(node.id), "key": node.key, "title": node.title} for node in workload.unsized],
    )
    record(actor, _entry("create", plan, {"initiatives": (None, len(plan.rows))}))
    return plan


def _before(initiative: Initiative, slot: Slot, weight: float) -> dict[str, Any]:
    """What the plan was made from: the numbers, and the dates that it would replace."""
    was = {"starts_on": initiative.starts_on, "target_on": initiative.target_on}
    return {
        "id": slot.id,
        "key": initiative.key,
        "title": initiative.title,
        "version": initiative.version,
        "team": {"id": str(initiative.team.id), "name": initiative.team.name} if initiative.team else None,
        "weight": weight,
        "effort_weeks": initiative.effort_weeks,
        "before": {name: day.isoformat() if day else None for name, day in was.items()},
    }


def _refuse_outdated(rows: Mapping[UUID, Mapping[str, Any]], found: Mapping[UUID, Initiative]) -> None:
    stale = [
        {"id": str(key), "title": row["title"], "version": found[key].version if key in found else None}
        for key, row in rows.items()
        if key not in found or found[key].version != row["version"]
    ]
    if stale:
        titles = ", ".join(str(each["title"]) for each in stale[:5])
        raise PlanOutdated(f"Changed since: {titles}.", extra={"changed": stale})


def _apply(initiative: Initiative, row: Mapping[str, Any], actor: Member, reason: str) -> None:
    changes = {
        "starts_on": date.fromisoformat(row["starts_on"]),
        "target_on": date.fromisoformat(row["target_on"]),
        "by_hand": None,
    }
    revised = revise_record(
        initiative, actor=actor, version=row["version"], changes=changes, action="accept_plan", reason=reason
    )
    refuse_wrong_dates(revised)


def _entry(action: str, plan: RoadmapPlan, changes: Mapping[str, tuple[Any, Any]]) -> Entry:
    return Entry(
        action=action,
        target_kind="roadmap_plan",
        target_id=plan.id,
        target_title=f"Plan from {plan.from_on}",
        changes=changes,
    )
