"""A round as one member may see it. What others gave stays out of every answer until the round is revealed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import NodeSummary, list_records, summarize
from truenorth.domains.prioritization.errors import CandidateMissing, RaterMissing
from truenorth.domains.prioritization.models import Candidate, Decision, Rater, Score, ScoreReason, ScoringRound
from truenorth.domains.prioritization.rules import SCALE, RoundState, Verdict, columns_asked, in_words, model_of
from truenorth.domains.prioritization.selectors.decisions import list_decisions
from truenorth.domains.workspace.models import Member
from truenorth.engines import ranking


@dataclass(frozen=True, slots=True)
class Given:
    """A number somebody gave."""

    member: Member
    value: int


@dataclass(frozen=True, slots=True)
class ColumnView:
    column: str
    mean: float | None
    spread: float | None
    given: Sequence[Given]


@dataclass(frozen=True, slots=True)
class RankedRow:
    candidate_id: int
    node: NodeSummary
    score: float | None
    rank: int | None
    spread: float | None
    columns: Sequence[ColumnView]
    missing: Sequence[str]
    missing_raters: Sequence[Member]
    own: Mapping[str, int]
    own_reason: str
    reasons: Sequence[ScoreReason]
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class RaterProgress:
    id: int
    member: Member
    columns: Sequence[str]
    asked: int
    scored: int


@dataclass(frozen=True, slots=True)
class ModelColumn:
    key: str
    label: str
    is_cost: bool


@dataclass(frozen=True, slots=True)
class ModelView:
    """A formula, for whoever scores by it."""

    name: str
    formula_words: str
    scale: Sequence[int]
    columns: Sequence[ModelColumn]


@dataclass(frozen=True, slots=True)
class Sheet:
    scoring_round: ScoringRound
    model: ModelView
    raters: Sequence[RaterProgress]
    rows: Sequence[RankedRow]


@dataclass(frozen=True, slots=True)
class LatestScore:
    """The place of a node in the last revealed round that it stood in."""

    scoring_round: ScoringRound
    ranked: ranking.Ranked
    out_of: int


Cells = Mapping[int, Mapping[str, Sequence[Given]]]


def list_rounds(viewer: Member) -> QuerySet[ScoringRound]:
    return list_records(viewer, ScoringRound).prefetch_related("candidates", "raters")


def get_candidate(viewer: Member, scoring_round: ScoringRound, candidate_id: int) -> Candidate:
    found = _candidates(viewer, scoring_round).filter(pk=candidate_id).first()
    if found is None:
        raise CandidateMissing
    return found


def get_rater(scoring_round: ScoringRound, rater_id: int) -> Rater:
    found = scoring_round.raters.select_related("member__user").filter(pk=rater_id).first()
    if found is None:
        raise RaterMissing
    return found


def is_awaited(scoring_round: ScoringRound, member: Member) -> bool:
    """Whether this member was asked for numbers that they have not given."""
    rater = scoring_round.raters.filter(member=member).first()
    if rater is None:
        return False
    columns = columns_asked(model_of(scoring_round.scoring_model.formula), rater.columns)
    given = Score.objects.filter(candidate__scoring_round=scoring_round, member=member, column__in=columns).count()
    return given < len(columns) * scoring_round.candidates.count()


def get_sheet(viewer: Member, scoring_round: ScoringRound) -> Sheet:
    """Candidates with the viewer's own numbers and, once revealed, everybody's: ranked, with their disagreement."""
    model = model_of(scoring_round.scoring_model.formula)
    candidates = list(_candidates(viewer, scoring_round))
    raters = list(scoring_round.raters.select_related("member__user"))
    scores = list(Score.objects.filter(candidate__in=candidates).select_related("member__user"))
    is_revealed = scoring_round.state != RoundState.OPEN
    ranked = _rank(model, candidates, _cells(scores)) if is_revealed else {}
    sheet = _SheetParts(viewer, model, is_revealed, raters, scores, candidates, ranked)
    rows = [sheet.row(candidate) for candidate in candidates]
    if is_revealed:
        rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.node.title))
    return Sheet(scoring_round, _view(model), [sheet.progress(rater) for rater in raters], rows)


def tabulate(sheet: Sheet) -> tuple[list[str], list[dict[str, object]]]:
    """The ranked list as columns and rows for a file: means and ratings of every column, where they are public."""
    labels = {column.key: column.label for column in sheet.model.columns}
    columns = ["rank", "key", "title", "score", "spread", *labels.values(), "ratings", "not_scored_by", "decision"]
    rows: list[dict[str, object]] = [
        {
            "rank": row.rank,
            "key": row.node.key,
            "title": row.node.title,
            "score": row.score,
            "spread": row.spread,
            **{labels[view.column]: view.mean for view in row.columns},
            "ratings": [
                f"{labels[view.column]}: {given.member.name} {given.value}"
                for view in row.columns
                for given in view.given
            ],
            "not_scored_by": [member.name for member in row.missing_raters],
            "decision": Verdict(row.decision.verdict).words if row.decision else None,
        }
        for row in sheet.rows
    ]
    return columns, rows


def find_latest_scores(ids: Iterable[UUID]) -> dict[UUID, LatestScore]:
    """For each node that was scored in a revealed round: its score and rank in the latest. The ids are scoped."""
    stood = list(
        Candidate.objects.filter(node_id__in=list(ids), scoring_round__node__trashed_at=None)
        .exclude(scoring_round__state=RoundState.OPEN)
        .select_related("scoring_round__scoring_model", "scoring_round__node")
        .order_by("scoring_round__revealed_at", "id")
    )
    ranked = _rank_rounds({each.scoring_round_id: each.scoring_round for each in stood}.values())
    latest: dict[UUID, LatestScore] = {}
    for candidate in stood:
        found = ranked[candidate.scoring_round_id]
        if candidate.node_id in found and found[candidate.node_id].score is not None:
            latest[candidate.node_id] = LatestScore(candidate.scoring_round, found[candidate.node_id], len(found))
    return latest


def _view(model: ranking.Model) -> ModelView:
    columns = [ModelColumn(column.key, column.label, column in model.costs) for column in model.columns]
    return ModelView(model.name, in_words(model), SCALE, columns)


def _rank_rounds(rounds: Iterable[ScoringRound]) -> dict[UUID, dict[UUID, ranking.Ranked]]:
    """Every candidate of these rounds in its place, by round and node."""
    rounds = list(rounds)
    candidates = list(Candidate.objects.filter(scoring_round__in=rounds, node__trashed_at=None).select_related("node"))
    scores = Score.objects.filter(candidate__in=candidates).select_related("member__user")
    cells = _cells(scores)
    by_round: dict[UUID, dict[UUID, ranking.Ranked]] = {}
    for each in rounds:
        here = [candidate for candidate in candidates if candidate.scoring_round_id == each.id]
        ranked = _rank(model_of(each.scoring_model.formula), here, cells)
        by_round[each.id] = {candidate.node_id: ranked[candidate.id] for candidate in here}
    return by_round


def _candidates(viewer: Member, scoring_round: ScoringRound) -> QuerySet[Candidate]:
    return Candidate.objects.filter(
        scoring_round=scoring_round, node__workspace=viewer.workspace, node__trashed_at=None
    ).select_related("node")


def _cells(scores: Iterable[Score]) -> Cells:
    cells: dict[int, dict[str, list[Given]]] = defaultdict(lambda: defaultdict(list))
    for score in scores:
        cells[score.candidate_id][score.column].append(Given(score.member, score.value))
    return cells


def _rank(model: ranking.Model, candidates: Sequence[Candidate], cells: Cells) -> dict[int, ranking.Ranked]:
    items = [
        ranking.Candidate(
            str(candidate.id),
            candidate.node.title,
            {
                column: [given.value for given in cells[candidate.id][column]]
                for column in (known.key for known in model.columns)
                if candidate.id in cells and column in cells[candidate.id]
            },
        )
        for candidate in candidates
    ]
    return {int(one.id): one for one in ranking.rank(items, model)}


class _SheetParts:
    """What the rows of one sheet share, fetched once."""

    def __init__(
        self,
        viewer: Member,
        model: ranking.Model,
        is_revealed: bool,  # noqa: FBT001 - one caller, in this file
        raters: Sequence[Rater],
        scores: Sequence[Score],
        candidates: Sequence[Candidate],
        ranked: Mapping[int, ranking.Ranked],
    ) -> None:
        self.viewer, self.model, self.is_revealed, self.raters, self.ranked = viewer, model, is_revealed, raters, ranked
        self.cells = _cells(scores)
        self.scored_by = {(score.candidate_id, score.member_id, score.column): score.value for score in scores}
        self.candidate_ids = [candidate.id for candidate in candidates]
        self.reasons: dict[int, list[ScoreReason]] = defaultdict(list)
        reasons = ScoreReason.objects.filter(candidate__in=candidates).select_related("member__user")
        for reason in reasons if is_revealed else reasons.filter(member=viewer):
            self.reasons[reason.candidate_id].append(reason)
        nodes: list[Node] = [candidate.node for candidate in candidates]
        self.nodes = summarize(nodes)
        self.decisions: dict[UUID, Decision] = {}
        for decision in list_decisions(viewer, subjects=self.nodes):
            self.decisions.setdefault(decision.subject_id, decision)

    def row(self, candidate: Candidate) -> RankedRow:
        ranked = self.ranked.get(candidate.id)
        own = {
            column.key: self.scored_by[key]
            for column in self.model.columns
            if (key := (candidate.id, self.viewer.id, column.key)) in self.scored_by
        }
        reasons = self.reasons[candidate.id]
        return RankedRow(
            candidate_id=candidate.id,
            node=self.nodes[candidate.node_id],
            score=ranked.score if ranked else None,
            rank=ranked.rank if ranked else None,
            spread=ranked.spread if ranked else None,
            columns=self._columns(candidate.id, ranked) if ranked else [],
            missing=list(ranked.missing) if ranked else [],
            missing_raters=[rater.member for rater in self.raters if self._misses(rater, candidate.id)],
            own=own,
            own_reason=next((reason.words for reason in reasons if reason.member_id == self.viewer.id), ""),
            reasons=reasons if self.is_revealed else [],
            decision=self.decisions.get(candidate.node_id),
        )

    def progress(self, rater: Rater) -> RaterProgress:
        columns = columns_asked(self.model, rater.columns)
        scored = sum((c, rater.member_id, column) in self.scored_by for c in self.candidate_ids for column in columns)
        return RaterProgress(rater.id, rater.member, columns, len(columns) * len(self.candidate_ids), scored)

    def _misses(self, rater: Rater, candidate_id: int) -> bool:
        columns = columns_asked(self.model, rater.columns)
        return any((candidate_id, rater.member_id, column) not in self.scored_by for column in columns)

    def _columns(self, candidate_id: int, ranked: ranking.Ranked) -> list[ColumnView]:
        parts = {part.column: part for part in ranked.parts}
        return [
            ColumnView(
                column.key,
                parts[column.key].mean if column.key in parts else None,
                parts[column.key].spread if column.key in parts else None,
                self.cells[candidate_id][column.key] if column.key in parts else [],
            )
            for column in self.model.columns
        ]
