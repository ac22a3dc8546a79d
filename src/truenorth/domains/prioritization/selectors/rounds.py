"""A round: its columns, who takes part, and what its public numbers are. What is private leaves for nobody else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.prioritization.errors import CandidateMissing, NoteMissing, RaterMissing
from truenorth.domains.prioritization.models import (
    Candidate,
    Cell,
    Decision,
    Note,
    Override,
    Place,
    Rater,
    Score,
    ScoringModel,
    ScoringRound,
    Standing,
    Turn,
)
from truenorth.domains.prioritization.rules import (
    ColumnState,
    Numbers,
    RoundState,
    Verdict,
    column_state,
    columns_asked,
)
from truenorth.domains.workspace.models import Member
from truenorth.engines import ranking

KEPT_SECONDS = 60
DECLINED = (Verdict.NO, Verdict.NOT_NOW, Verdict.MERGE_INTO)
PUBLIC = Q(revealed_at__isnull=False, superseded_at=None)


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the round's model, and how far it has come."""

    key: str
    label: str
    scale: Sequence[float] | None
    unit: str | None
    answers: Mapping[str, float]
    is_cost: bool
    reads: str | None
    state: ColumnState
    is_revote: bool
    opened_at: datetime | None
    ends_at: datetime | None
    reveals_at_end: bool
    revealed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RaterProgress:
    id: int
    member: Member
    columns: Sequence[str]
    asked: int
    scored: int


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One's own number as it may be changed: the private one of an open column, or the public one."""

    value: float
    version: int


@dataclass(frozen=True, slots=True)
class LatestScore:
    """The place of a node in the last revealed round that it stood in."""

    scoring_round: ScoringRound
    ranked: ranking.Ranked
    out_of: int


def enrich_rounds(viewer: Member, rounds: Sequence[ScoringRound]) -> None:  # noqa: ARG001 - the shape of every enricher
    for model, name in ((Candidate, "candidate_count"), (Rater, "rater_count")):
        counted = model._default_manager.filter(scoring_round__in=[each.id for each in rounds]).order_by()
        counts = dict(counted.values_list("scoring_round_id").annotate(count=Count("pk")))
        for each in rounds:
            setattr(each, name, counts.get(each.id, 0))


def get_standing(scoring_round: ScoringRound) -> Standing:
    found = Standing.objects.filter(pk=scoring_round.pk).first()
    return found or Standing(scoring_round=scoring_round)


def get_candidate(viewer: Member, scoring_round: ScoringRound, candidate_id: int) -> Candidate:
    found = list_candidates(viewer, scoring_round).filter(pk=candidate_id).first()
    if found is None:
        raise CandidateMissing
    return found


def list_candidates(viewer: Member, scoring_round: ScoringRound) -> QuerySet[Candidate]:
    return Candidate.objects.filter(
        scoring_round=scoring_round, node__workspace=viewer.workspace, node__trashed_at=None
    ).select_related("node", "place", "override__by__user")


def get_rater(scoring_round: ScoringRound, rater_id: int) -> Rater:
    found = scoring_round.raters.select_related("member__user").filter(pk=rater_id).first()
    if found is None:
        raise RaterMissing
    return found


def get_note(candidate: Candidate, note_id: int) -> Note:
    found = candidate.notes.filter(pk=note_id).first()
    if found is None:
        raise NoteMissing
    return found


def list_columns(scoring_round: ScoringRound) -> list[ColumnView]:
    model = scoring_round.model
    turns = {turn.column: turn for turn in Turn.objects.filter(scoring_round=scoring_round)}
    return [_view(scoring_round, model, column, turns.get(column.key)) for column in model.columns]


def columns_of(scoring_round: ScoringRound, member: Member) -> list[str]:
    """What this member may rate: the columns they were asked for, or all where nobody asked them."""
    rater = scoring_round.raters.filter(member=member).first()
    return columns_asked(scoring_round.rated, rater.columns if rater else ())


def list_raters(scoring_round: ScoringRound) -> list[RaterProgress]:
    """Who was asked and how far they are: how many numbers, never which."""
    rated, candidates = scoring_round.rated, scoring_round.candidates.filter(node__trashed_at=None).count()
    given = _count_given(scoring_round)
    found = []
    for rater in scoring_round.raters.select_related("member__user"):
        columns = columns_asked(rated, rater.columns)
        scored = sum(given.get((rater.member_id, column), 0) for column in columns)
        found.append(RaterProgress(rater.id, rater.member, columns, len(columns) * candidates, scored))
    return found


def _count_given(scoring_round: ScoringRound) -> Mapping[tuple[UUID, str], int]:
    """How many candidates each member has rated in each column; counted once a revision, whoever asks."""
    key = f"scoring-round-given:{scoring_round.pk}:{get_standing(scoring_round).revision}"
    known: dict[tuple[UUID, str], int] | None = cache.get(key)
    if known is None:
        scores = Score.objects.filter(candidate__scoring_round=scoring_round, candidate__node__trashed_at=None)
        counts = scores.filter(superseded_at=None).order_by().values_list("member_id", "column")
        counted = counts.annotate(count=Count("candidate_id", distinct=True))
        known = {(member_id, column): count for member_id, column, count in counted}
        cache.set(key, known, KEPT_SECONDS)
    return known


def count_scorers(scoring_round: ScoringRound) -> int:
    """Everybody who was asked, or scored without being asked."""
    asked = set(scoring_round.raters.values_list("member_id", flat=True))
    scored = Score.objects.filter(candidate__scoring_round=scoring_round).order_by().values_list("member_id", flat=True)
    return len(asked | set(scored.distinct()))


def is_awaited(scoring_round: ScoringRound, member: Member) -> bool:
    """Whether this member was asked for numbers that they have not given."""
    rater = scoring_round.raters.filter(member=member).first()
    if rater is None:
        return False
    columns = columns_asked(scoring_round.rated, rater.columns)
    given = Score.objects.filter(candidate__scoring_round=scoring_round, member=member, column__in=columns)
    count = given.filter(superseded_at=None).order_by().values("candidate_id", "column").distinct().count()
    return count < len(columns) * scoring_round.candidates.count()


def has_open_revote(scoring_round: ScoringRound) -> bool:
    reopened = Cell.objects.filter(candidate__scoring_round=scoring_round, reopened_at__isnull=False)
    return reopened.exists() or scoring_round.turns.filter(revealed_at=None).exists()


def list_reopened(candidate_ids: Iterable[int]) -> set[tuple[int, str]]:
    """The cells of these candidates that are voted on again."""
    cells = Cell.objects.filter(candidate__in=list(candidate_ids), reopened_at__isnull=False)
    return set(cells.values_list("candidate_id", "column"))


def list_own_scores(
    member: Member, scoring_round: ScoringRound, candidate_ids: Sequence[int]
) -> dict[int, dict[str, OwnScore]]:
    """The member's own numbers that they may change now, by candidate and column."""
    open_columns = {column.key for column in list_columns(scoring_round) if column.state is ColumnState.OPEN}
    reopened = list_reopened(candidate_ids)
    own: dict[int, dict[str, OwnScore]] = {each: {} for each in candidate_ids}
    scores = Score.objects.filter(candidate__in=candidate_ids, member=member, superseded_at=None)
    columns = ("candidate_id", "column", "revealed_at", "value", "version")
    for candidate_id, column, revealed_at, value, version in scores.values_list(*columns):
        is_open = column in open_columns or (candidate_id, column) in reopened
        if is_open == (revealed_at is None):
            own[candidate_id][column] = OwnScore(value, version)
    return own


def read_numbers(scoring_round: ScoringRound) -> Numbers:
    """The public numbers of a round, as its standing is computed from them."""
    revision = Standing.objects.values_list("numbers_revision", flat=True).get(pk=scoring_round.pk)
    here = {"candidate__scoring_round": scoring_round, "candidate__node__trashed_at": None}
    ratings: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    public = Score.objects.filter(PUBLIC, **here).order_by("id").values_list("candidate_id", "column", "value")
    for candidate_id, column, value in public.iterator(chunk_size=10_000):
        ratings[candidate_id][column].append(value)
    agreed: dict[int, dict[str, float]] = defaultdict(dict)
    read: dict[int, dict[str, float]] = defaultdict(dict)
    for cell in Cell.objects.filter(Q(agreed__isnull=False) | Q(read__isnull=False), **here):
        if cell.agreed is not None:
            agreed[cell.candidate_id][cell.column] = cell.agreed
        if cell.read is not None:
            read[cell.candidate_id][cell.column] = cell.read
    candidates = Candidate.objects.filter(scoring_round=scoring_round, node__trashed_at=None)
    declined = Decision.objects.filter(
        superseded_at=None, node__trashed_at=None, node__archived_at=None, verdict__in=DECLINED
    )
    return Numbers(
        round_id=scoring_round.pk,
        revision=revision,
        model=scoring_round.model,
        titles=dict(candidates.values_list("id", "node__title")),
        ratings=ratings,
        agreed=agreed,
        read=read,
        overrides=dict(Override.objects.filter(**here).values_list("pk", "place")),
        declined=set(
            candidates.filter(node_id__in=declined.values("subject_id")).order_by().values_list("id", flat=True)
        ),
        capacity_weeks=scoring_round.capacity_weeks,
        capacity_count=scoring_round.capacity_count,
    )


def find_latest_scores(ids: Iterable[UUID]) -> dict[UUID, LatestScore]:
    """For each node that was scored in a revealed round: its score and rank in the latest. The ids are scoped."""
    stood = (
        Place.objects.filter(
            candidate__node_id__in=list(ids), rank__isnull=False, candidate__scoring_round__node__trashed_at=None
        )
        .exclude(candidate__scoring_round__state=RoundState.OPEN)
        .select_related("candidate__node", "candidate__scoring_round__scoring_model__node")
        .select_related("candidate__scoring_round__node")
        .order_by(F("candidate__scoring_round__revealed_at").asc(nulls_first=True), "pk")
    )
    latest = {place.candidate.node_id: place for place in stood}
    rounds = {place.candidate.scoring_round_id for place in latest.values()}
    counted = Candidate.objects.filter(scoring_round__in=rounds, node__trashed_at=None).order_by()
    sizes = dict(counted.values_list("scoring_round_id").annotate(count=Count("pk")))
    return {
        node_id: LatestScore(place.candidate.scoring_round, ranked_of(place), sizes[place.candidate.scoring_round_id])
        for node_id, place in latest.items()
        if place.candidate.scoring_round_id in sizes
    }


def ranked_of(place: Place) -> ranking.Ranked:
    """A stored place as the engine's value."""
    candidate = place.candidate
    cells = [(column, place.cells.get(column.key)) for column in candidate.scoring_round.model.columns]
    return ranking.Ranked(
        id=str(candidate.id),
        title=candidate.node.title,
        score=place.score,
        rank=place.rank,
        spread=place.spread,
        parts=tuple(
            ranking.Part(
                column.key,
                cell["mean"] if cell["agreed"] is None else cell["agreed"],
                cell["raters"],
                cell["spread"] if cell["agreed"] is None else 0.0,
            )
            for column, cell in cells
            if cell
        ),
        missing=tuple(column.key for column, cell in cells if not cell),
    )


def _view(scoring_round: ScoringRound, model: ranking.Model, column: ranking.Column, turn: Turn | None) -> ColumnView:
    reads = scoring_round.reads.get(column.key)
    state = column_state(scoring_round.state, turn, is_by_column=scoring_round.is_by_column)
    return ColumnView(
        key=column.key,
        label=column.label,
        scale=column.scale,
        unit=str(column.unit) if column.unit else None,
        answers=column.answers,
        is_cost=column in model.costs,
        reads=reads,
        state=ColumnState.REVEALED if reads else state,
        is_revote=bool(turn and turn.is_revote and not turn.revealed_at),
        opened_at=turn.opened_at if turn else None,
        ends_at=turn.ends_at if turn else None,
        reveals_at_end=bool(turn and turn.reveals_at_end),
        revealed_at=turn.revealed_at if turn else scoring_round.revealed_at,
    )


def list_models_reading(viewer: Member, measure: str) -> list[ScoringModel]:
    """The scoring models with a column that this measure fills."""
    return [each for each in list_records(viewer, ScoringModel) if measure in each.reads.values()]


def list_rounds(viewer: Member) -> QuerySet[ScoringRound]:
    return list_records(viewer, ScoringRound)
