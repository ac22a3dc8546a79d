"""One candidate in full: who gave what, what was given before, what was said."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truenorth.domains.prioritization.models import Cell, Note, Score, ScoreReason, ScoringRound
from truenorth.domains.prioritization.rules import RoundState, columns_asked, find_outliers
from truenorth.domains.prioritization.selectors.lists import Row, build_rows
from truenorth.domains.prioritization.selectors.rounds import get_candidate
from truenorth.domains.workspace.models import Member
from truenorth.engines import ranking


@dataclass(frozen=True, slots=True)
class Given:
    """A number somebody gave. An outlier stands two notches or more from the median."""

    member: Member
    value: float
    is_outlier: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """What was given before a re-vote took its place."""

    superseded_at: datetime
    given: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Agreed:
    value: float | None = None
    version: int = 0
    by: Member | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CellDetail:
    column: str
    given: Sequence[Given]
    history: Sequence[Ballot]
    read: float | None
    agreed: Agreed
    is_reopened: bool


@dataclass(frozen=True, slots=True)
class Detail:
    row: Row
    cells: Sequence[CellDetail]
    reasons: Sequence[ScoreReason]
    notes: Sequence[Note]
    missing_raters: Sequence[Member]


def get_detail(viewer: Member, scoring_round: ScoringRound, candidate_id: int) -> Detail:
    candidate = get_candidate(viewer, scoring_round, candidate_id)
    scores = list(Score.objects.filter(candidate=candidate).select_related("member__user").order_by("id"))
    cells = {cell.column: cell for cell in Cell.objects.filter(candidate=candidate).select_related("agreed_by__user")}
    reasons = ScoreReason.objects.filter(candidate=candidate).select_related("member__user").order_by("id")
    public = [score for score in scores if score.revealed_at]
    return Detail(
        row=build_rows(viewer, scoring_round, [candidate])[0],
        cells=[_cell(column, public, cells.get(column.key)) for column in scoring_round.model.columns],
        reasons=[] if scoring_round.state == RoundState.OPEN else list(reasons),
        notes=list(Note.objects.filter(candidate=candidate).select_related("by__user")),
        missing_raters=_missing(scoring_round, scores),
    )


def _cell(column: ranking.Column, public: Sequence[Score], cell: Cell | None) -> CellDetail:
    here = [score for score in public if score.column == column.key]
    earlier: dict[datetime, list[Score]] = defaultdict(list)
    for score in here:
        if score.superseded_at:
            earlier[score.superseded_at].append(score)
    return CellDetail(
        column=column.key,
        given=_given([score for score in here if not score.superseded_at], column),
        history=[Ballot(at, _given(scores, column)) for at, scores in sorted(earlier.items())],
        read=cell.read if cell else None,
        agreed=Agreed(cell.agreed, cell.version, cell.agreed_by, cell.agreed_at) if cell else Agreed(),
        is_reopened=bool(cell and cell.reopened_at),
    )


def _given(scores: Sequence[Score], column: ranking.Column) -> list[Given]:
    values: Mapping[UUID, float] = {score.member_id: score.value for score in scores}
    outliers = set(find_outliers(values, column))
    return [Given(score.member, score.value, score.member_id in outliers) for score in scores]


def _missing(scoring_round: ScoringRound, scores: Sequence[Score]) -> list[Member]:
    """Who was asked for a number of this candidate and gave none: who, never what the others gave."""
    given = {(score.member_id, score.column) for score in scores if not score.superseded_at}
    raters = scoring_round.raters.select_related("member__user")
    return [
        rater.member
        for rater in raters
        if any((rater.member_id, key) not in given for key in columns_asked(scoring_round.rated, rater.columns))
    ]
