"""Columns that nobody rates: what the records say of themselves is read into a round until it is closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from truenorth.domains.graph.kinds import LinkCreated, ReadingsMoved
from truenorth.domains.kit.readings import Point, find_readings
from truenorth.domains.prioritization.models import Candidate, Cell, ScoringRound, Standing
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services.progress import touch


def read_columns(scoring_round: ScoringRound) -> bool:
    """Read this round, which is locked, anew; whether a number is another than before."""
    said = _read(scoring_round)
    cells = Cell.objects.filter(candidate__scoring_round=scoring_round, read__isnull=False)
    before = {(cell.candidate_id, cell.column): cell.read for cell in cells}
    moved = [key for key in {*said, *before} if said.get(key) != before.get(key)]
    Cell.objects.bulk_create(
        [Cell(candidate_id=key[0], column=key[1], read=said.get(key)) for key in moved],
        update_conflicts=True,
        unique_fields=["candidate", "column"],
        update_fields=["read"],
    )
    return bool(moved)


def read_open_rounds(rounds: Iterable[ScoringRound] | None = None) -> None:
    """These rounds, or all: by the clock, for what lies too far from a record for its round to hear of."""
    for each in _list_open() if rounds is None else rounds:
        if each.reads:
            _read_again(each.pk)


def heed_moved_readings(fact: ReadingsMoved) -> None:
    rounds = _list_open().filter(node__workspace=fact.workspace_id)
    read_open_rounds(_with_candidates(rounds, fact.node_ids) if fact.node_ids else rounds)


def heed_new_link(fact: LinkCreated) -> None:
    """A new link may be a vote for what it joins."""
    read_open_rounds(_with_candidates(_list_open(), (fact.source_id, fact.target_id)))


def _list_open() -> QuerySet[ScoringRound]:
    """Rounds whose numbers still move."""
    rounds = ScoringRound.objects.exclude(state=RoundState.CLOSED).filter(node__trashed_at=None)
    return rounds.select_related("scoring_model")


def _with_candidates(rounds: QuerySet[ScoringRound], node_ids: Iterable[UUID]) -> QuerySet[ScoringRound]:
    return rounds.filter(candidates__node__in=node_ids).distinct()


@transaction.atomic
def _read_again(round_id: UUID) -> None:
    current = ScoringRound.objects.select_for_update(of=("self",)).get(pk=round_id)
    Standing.objects.get_or_create(scoring_round=current)
    if current.state != RoundState.CLOSED and read_columns(current):
        touch(current, numbers=True)


def _read(scoring_round: ScoringRound) -> Mapping[tuple[int, str], float]:
    """The number of each candidate in each column that reads one, where it is known."""
    if not scoring_round.reads:
        return {}
    candidates: dict[str, dict[Point, int]] = defaultdict(dict)
    for candidate in Candidate.objects.filter(scoring_round=scoring_round).select_related("node"):
        candidates[candidate.node.kind][Point(candidate.node_id)] = candidate.pk
    workspace_id = scoring_round.node.workspace_id
    return {
        (candidates[kind][point], column): reading.value
        for column, measure in scoring_round.reads.items()
        for kind, points in candidates.items()
        for point, reading in find_readings(workspace_id, kind, measure, list(points)).items()
        if point in points
    }
