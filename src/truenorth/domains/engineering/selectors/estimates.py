"""Finished work beside its estimates, and what it says about the next estimate."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from truenorth.domains.engineering.errors import HistoryTooShort
from truenorth.domains.engineering.models import Estimate
from truenorth.domains.engineering.rules import PastWork, describe_past, tell_correction
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.selectors import list_teams

if TYPE_CHECKING:
    from truenorth.engines.forecasting import Correction, EffortCalibration, EffortRange, Finished, Judgement

LATEST = 5_000
TRAINED_SHARE = 0.7
JUDGED_AT_LEAST = 5


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What estimates of a team and size are multiplied by, and what became of those that were made."""

    correction: "Correction"
    past: PastWork
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortReport:
    """What estimates are multiplied by, team by team, and how that did on the later part of the history.

    `small_to` and `medium_to` are the largest estimates of those sizes; `units` are all that there is work in, the most
    usual first. Without ten pieces of work there is nothing.
    """

    unit: str
    units: Sequence[str]
    count: int
    small_to: float | None = None
    medium_to: float | None = None
    corrections: Sequence[CorrectionView] = ()
    judgement: "Judgement | None" = None


def find_estimates(viewer: Member, *, unit: str = "", team: str | None = None) -> QuerySet[Estimate]:
    """Newest first, without those of an import that was undone; in one unit and of one team by its name, if asked."""
    stands = Q(import_run=None) | Q(import_run__undone_at=None)
    here = Estimate.objects.filter(stands, workspace=viewer.workspace).select_related("team")
    if unit:
        here = here.filter(unit=unit)
    if team is not None:
        here = here.filter(Q(team__name=team) | Q(team=None, team_name=team))
    return here.order_by("-finished_on", "-id")


def get_effort_report(viewer: Member, *, unit: str = "") -> EffortReport:
    units = _list_units(viewer)
    unit = unit or next(iter(units), "")
    history = _read_history(viewer, unit)
    done = [work for _, work in history]
    calibration = _calibrate(done)
    if calibration is None:
        return EffortReport(unit=unit, units=units, count=len(history))
    small_to, medium_to = calibration.edges
    return EffortReport(
        unit=unit,
        units=units,
        count=len(history),
        small_to=small_to,
        medium_to=medium_to,
        corrections=list(_view_corrections(calibration, done, unit)),
        judgement=_judge(history),
    )


def correct_estimate(viewer: Member, *, estimate: float, team_id: UUID | None = None, unit: str = "") -> "EffortRange":
    """The range that an estimate of this team comes to by its history. Raises HistoryTooShort."""
    team = next((team.name for team in list_teams(viewer) if team.id == team_id), None)
    if team_id is not None and team is None:
        raise Invalid(fields={"team_id": "There is no such team in this workspace."})
    unit = unit or next(iter(_list_units(viewer)), "")
    calibration = _calibrate([work for _, work in _read_history(viewer, unit)])
    if calibration is None:
        raise HistoryTooShort
    return calibration.correct(estimate, team=team or "")


def _list_units(viewer: Member) -> list[str]:
    counts = Counter(find_estimates(viewer).order_by().values_list("unit", flat=True))
    return [unit for unit, _ in counts.most_common()]


def _read_history(viewer: Member, unit: str) -> "list[tuple[Estimate, Finished]]":
    """The latest finished work in one unit."""
    from truenorth.engines.forecasting import Finished

    latest = find_estimates(viewer, unit=unit)[:LATEST] if unit else ()
    return [(each, Finished(each.estimate, each.actual, each.team_words)) for each in latest]


def _view_corrections(
    calibration: "EffortCalibration", done: "Sequence[Finished]", unit: str
) -> Iterator[CorrectionView]:
    groups: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for work in done:
        groups[work.team, calibration.size_of(work.estimate)].append((work.estimate, work.actual))
    for each in calibration.corrections():
        past = describe_past(groups[each.team, each.size])
        words = tell_correction(past, low=each.low, likely=each.likely, high=each.high, whose=each.team, unit=unit)
        yield CorrectionView(each, past, words)


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
