"""Finished work beside its estimates, and what it says about the next estimate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.engineering.errors import HistoryTooShort
from truenorth.domains.engineering.models import Estimate
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.selectors import list_teams

if TYPE_CHECKING:
    from truenorth.engines.forecasting import Correction, EffortCalibration, EffortRange, Finished, Judgement

LATEST = 5_000
TRAINED_SHARE = 0.7
JUDGED_AT_LEAST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortReport:
    """What estimates are multiplied by, team by team, and how that did on the later part of the history.

    `small_to` and `medium_to` are the largest estimates of those sizes. Without ten pieces of work there is nothing.
    """

    unit: str
    count: int
    small_to: float | None
    medium_to: float | None
    corrections: "Sequence[Correction]"
    judgement: "Judgement | None"


def find_estimates(viewer: Member) -> QuerySet[Estimate]:
    """Newest first, without those of an import that was undone."""
    stands = Q(import_run=None) | Q(import_run__undone_at=None)
    here = Estimate.objects.filter(stands, workspace=viewer.workspace).select_related("team")
    return here.order_by("-finished_on", "-id")


def get_effort_report(viewer: Member, *, unit: str = "") -> EffortReport:
    unit, history = _read_history(viewer, unit)
    calibration = _calibrate([work for _, work in history])
    if calibration is None:
        return EffortReport(
            unit=unit, count=len(history), small_to=None, medium_to=None, corrections=[], judgement=None
        )
    small_to, medium_to = calibration.edges
    return EffortReport(
        unit=unit,
        count=len(history),
        small_to=small_to,
        medium_to=medium_to,
        corrections=list(calibration.corrections()),
        judgement=_judge(history),
    )


def correct_estimate(viewer: Member, *, estimate: float, team_id: UUID | None = None, unit: str = "") -> "EffortRange":
    """The range that an estimate of this team comes to by its history. Raises HistoryTooShort."""
    team = next((team.name for team in list_teams(viewer) if team.id == team_id), None)
    if team_id is not None and team is None:
        raise Invalid(fields={"team_id": "There is no such team in this workspace."})
    calibration = _calibrate([work for _, work in _read_history(viewer, unit)[1]])
    if calibration is None:
        raise HistoryTooShort
    return calibration.correct(estimate, team=team or "")


def _read_history(viewer: Member, unit: str) -> "tuple[str, list[tuple[Estimate, Finished]]]":
    """The latest finished work in one unit: the one asked for, or the most usual."""
    from truenorth.engines.forecasting import Finished

    rows = find_estimates(viewer)
    usual = Counter(rows.order_by().values_list("unit", flat=True)).most_common(1)
    unit = unit or (usual[0][0] if usual else "")
    latest = list(rows.filter(unit=unit)[:LATEST])
    return unit, [(each, Finished(each.estimate, each.actual, each.team_words)) for each in latest]


def _calibrate(history: "Sequence[Finished]") -> "EffortCalibration | None":
    from truenorth.engines.forecasting import TooLittleHistory, calibrate_effort

    try:
        return calibrate_effort(history)
    except TooLittleHistory:
        return None


def _judge(history: "Sequence[tuple[Estimate, Finished]]") -> "Judgement | None":
    """A calibration by the earlier part of the history, held against the later; what has no day is left out."""
    from truenorth.engines.forecasting import judge_effort

    dated = sorted(((row.finished_on, work) for row, work in history if row.finished_on), key=lambda pair: pair[0])
    if not dated:
        return None
    cut = dated[int(TRAINED_SHARE * len(dated))][0]
    earlier = _calibrate([work for day, work in dated if day < cut])
    later = [work for day, work in dated if day >= cut]
    return judge_effort(earlier, later) if earlier and len(later) >= JUDGED_AT_LEAST else None
