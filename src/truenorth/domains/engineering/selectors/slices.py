"""An initiative's slices, and the order that brings the most value first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.engineering.errors import SlicesWaitInCircle
from truenorth.domains.engineering.models import Slice
from truenorth.domains.engineering.rules import FrontierStep, Plan, Share, plan_slices
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_node, list_linked_nodes, list_records
from truenorth.domains.prioritization.selectors import find_latest_scores
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSlice:
    """A slice at its place on the frontier; `problem` says why it cannot be judged."""

    slice: Slice
    ratio: float | None
    value_so_far: float
    effort_so_far: float
    score: float | None
    after: Sequence[Node]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePlan:
    """The slices in the best order. The first `knee` of them are worth doing first; `next_past_knee` comes after."""

    initiative: Node
    slices: Sequence[PlannedSlice]
    knee: int
    next_past_knee: UUID | None
    words: str
    is_in_this_order: bool
    value_percent: float
    effort_percent: float
    base_score: float | None
    formula: str


def list_slices(viewer: Member, *, initiative_id: UUID) -> QuerySet[Slice]:
    """The slices of an initiative in delivery order, archived ones left out."""
    return (
        list_records(viewer, Slice)
        .filter(initiative_id=initiative_id, node__archived_at=None)
        .order_by("position", "node__created_at")
    )


def get_plan(viewer: Member, initiative_id: UUID) -> SlicePlan:
    """The frontier of value by effort, each slice scored from the initiative's latest revealed score."""
    initiative = get_node(viewer, initiative_id)
    slices = {each.id: each for each in list_slices(viewer, initiative_id=initiative_id)}
    blockers = _list_blockers(viewer, slices)
    latest = find_latest_scores([initiative_id]).get(initiative_id)
    base = latest.ranked.score if latest else None
    shares = {each.id: Share(each.value_percent, each.effort_percent) for each in slices.values()}
    after = {each: [node.id for node in nodes] for each, nodes in blockers.items()}
    plan = _plan(shares, after, base)
    order = [step.id for step in plan.steps]
    return SlicePlan(
        initiative=initiative,
        slices=[
            _planned(slices[step.id], step, blockers.get(step.id, ()), plan.problems.get(step.id, ""))
            for step in plan.steps
        ],
        knee=plan.knee,
        next_past_knee=next(iter(order[plan.knee :]), None) if plan.knee else None,
        words=plan.words,
        is_in_this_order=order == list(slices),
        value_percent=sum(share.value_percent for share in shares.values()),
        effort_percent=sum(share.effort_percent for share in shares.values()),
        base_score=base,
        formula=latest.scoring_round.scoring_model.formula_words if latest else "",
    )


def _planned(cut: Slice, step: FrontierStep[UUID], after: Sequence[Node], problem: str) -> PlannedSlice:
    return PlannedSlice(
        slice=cut,
        ratio=step.share.ratio,
        value_so_far=step.value_so_far,
        effort_so_far=step.effort_so_far,
        score=step.score,
        after=after,
        problem=problem,
    )


def _list_blockers(viewer: Member, slices: Mapping[UUID, Slice]) -> dict[UUID, list[Node]]:
    """The slices of the same initiative that each one waits for."""
    blockers: dict[UUID, list[Node]] = {}
    for blocked, node in list_linked_nodes(viewer, slices, kind=LinkKind.BLOCKS, to="source"):
        if node.id in slices:
            blockers.setdefault(blocked, []).append(node)
    return blockers


def _plan(shares: Mapping[UUID, Share], after: Mapping[UUID, Sequence[UUID]], base: float | None) -> Plan[UUID]:
    from truenorth.engines.sequencing import CycleFound

    try:
        return plan_slices(shares, after=after, base_score=base)
    except CycleFound as refusal:
        raise SlicesWaitInCircle from refusal
