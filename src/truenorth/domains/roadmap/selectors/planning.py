"""What a plan is made of: the open work with its cost of delay, effort and dependencies, and who is to do it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.engineering.models import Slice
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.prioritization.rules import cost_column, price_unit
from truenorth.domains.prioritization.selectors import LatestScore, find_latest_scores
from truenorth.domains.roadmap.errors import PlanMissing
from truenorth.domains.roadmap.models import Initiative, RoadmapPlan, TeamCapacity
from truenorth.domains.roadmap.rules import (
    WORK_AT_MOST,
    Crew,
    Horizon,
    Piece,
    State,
    Work,
)
from truenorth.domains.roadmap.selectors.dependencies import DependencyView, list_dependencies
from truenorth.domains.roadmap.selectors.places import OPEN, place_on_board
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.selectors import get_team

POINTS = "points \u00d7 weeks"


@dataclass(frozen=True, slots=True)
class Workload:
    """Work that can be put in sequence, in the order of the board, and what cannot for want of an effort.

    What nobody scored costs nothing to delay: it comes last, and is named.
    """

    works: Sequence[Work]
    crews: Sequence[Crew]
    unit: str
    initiatives: Mapping[str, Initiative]
    unsized: Sequence[Node]
    unscored: Sequence[Node]
    is_too_large: bool = False


def list_plans(viewer: Member) -> QuerySet[RoadmapPlan]:
    plans = RoadmapPlan.objects.filter(workspace=viewer.workspace).select_related("asked_by__user", "accepted_by__user")
    return plans.order_by("-created_at", "-id")


def get_plan(viewer: Member, plan_id: UUID) -> RoadmapPlan:
    found = list_plans(viewer).filter(pk=plan_id).first()
    if found is None:
        raise PlanMissing
    return found


def read_workload(
    viewer: Member,
    *,
    horizons: Iterable[Horizon] = (),
    team_ids: Iterable[UUID] = (),
    with_slices: bool = False,
) -> Workload:
    """The work of these horizons and teams, or of all that have a place on the board."""
    some = list_records(viewer, Initiative).filter(state__in=OPEN, node__archived_at=None)
    some = some.filter(horizon__in=list(horizons)) if horizons else some.exclude(horizon=None)
    teams = list(team_ids)
    some = some.filter(team__in=teams) if teams else some
    found = sorted(some.defer("node__body")[: WORK_AT_MOST + 1], key=place_on_board)
    sized = {str(each.id): each for each in found if each.effort_weeks is not None}
    scores = find_latest_scores([each.id for each in found])
    waits = _group(list_dependencies(viewer))
    pieces = _list_pieces(viewer, [each.id for each in sized.values()]) if with_slices else {}
    return Workload(
        works=[
            _work(each, scores.get(each.id), waits.get(each.id, ()), sized, pieces.get(each.id, ()))
            for each in sized.values()
        ],
        crews=list_crews(viewer),
        unit=_unit(scores.values()),
        initiatives=sized,
        unsized=[each.node for each in found if each.effort_weeks is None],
        unscored=[each.node for each in found if each.id not in scores],
        is_too_large=len(found) > WORK_AT_MOST,
    )


def list_crews(viewer: Member) -> list[Crew]:
    capacities = TeamCapacity.objects.filter(workspace=viewer.workspace).order_by("team__name")
    return [Crew(str(each.team_id), each.seats, tuple(each.spans)) for each in capacities]


def _group(waits: Iterable[DependencyView]) -> Mapping[UUID, list[DependencyView]]:
    by_blocked: dict[UUID, list[DependencyView]] = defaultdict(list)
    for each in waits:
        by_blocked[each.blocked.id].append(each)
    return by_blocked


def _work(
    initiative: Initiative,
    score: LatestScore | None,
    waits: Iterable[DependencyView],
    sized: Mapping[str, Initiative],
    pieces: Iterable[Piece],
) -> Work:
    """What it waits for outside of the plan holds it back until that is to end."""
    inside = [each for each in waits if str(each.blocker.id) in sized]
    ends = [each.blocker_target_on for each in waits if str(each.blocker.id) not in sized]
    return Work(
        id=str(initiative.id),
        title=initiative.title,
        weight=max(0.0, cost_of_delay(score)) if score else 0.0,
        effort_weeks=initiative.effort_weeks or 0.0,
        spread=_spread(initiative),
        team=str(initiative.team_id or ""),
        after=tuple(str(each.blocker.id) for each in inside),
        not_before_on=max((day for day in (initiative.not_before_on, *ends) if day), default=None),
        deadline_on=initiative.deadline_on,
        begun_on=initiative.starts_on if initiative.state == State.BUILDING else None,
        pieces=tuple(pieces),
    )


def _spread(initiative: Initiative) -> tuple[float, float] | None:
    low, high = initiative.effort_low_weeks, initiative.effort_high_weeks
    return None if low is None or high is None else (low, high)


def cost_of_delay(score: LatestScore) -> float:
    """What a week without it costs by the latest round: the score times the effort that divides it."""
    column = cost_column(score.scoring_round.model)
    cost = next((part.mean for part in score.ranked.parts if column and part.column == column.key), 1.0)
    return (score.ranked.score or 0.0) * cost


def _unit(scores: Iterable[LatestScore]) -> str:
    """The unit of a delay cost, where all scores come from models of one."""
    units = {price_unit(score.scoring_round.model) for score in scores}
    return units.pop() if len(units) == 1 else POINTS


def _list_pieces(viewer: Member, ids: Sequence[UUID]) -> Mapping[UUID, list[Piece]]:
    pieces: dict[UUID, list[Piece]] = {}
    slices = list_records(viewer, Slice).filter(initiative_id__in=ids, node__archived_at=None)
    columns = ("initiative_id", "pk", "node__title", "value_percent", "effort_percent", "is_shipped")
    rows = slices.order_by("position", "node__created_at", "node_id").values_list(*columns)
    for initiative_id, node_id, *values in rows:
        pieces.setdefault(initiative_id, []).append(Piece(str(node_id), *values))
    return pieces


def get_capacity(viewer: Member, team_id: UUID) -> TeamCapacity:
    """A team's capacity; one thing at a time, version 0, where nobody said so yet."""
    team = get_team(viewer, team_id)
    return TeamCapacity.objects.select_related("team").filter(team=team).first() or TeamCapacity(
        workspace=viewer.workspace, team=team, version=0
    )
