"""Private numbers become public: set by set, earlier ones of the same cell going into the history."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.models import Cell, Score, ScoringRound, Turn
from truenorth.domains.prioritization.rules import ColumnState, RoundState, column_state


def reveal_everything(scoring_round: ScoringRound) -> None:
    publish(scoring_round)
    Turn.objects.filter(scoring_round=scoring_round, revealed_at=None).update(revealed_at=clock.now())
    Cell.objects.filter(candidate__scoring_round=scoring_round).update(reopened_at=None)


def reveal_turn(scoring_round: ScoringRound, column: str) -> None:
    """One column. After the last one nothing of the round is private: it is revealed as a whole."""
    publish(scoring_round, Q(column=column))
    now = clock.now()
    Turn.objects.update_or_create(
        scoring_round=scoring_round,
        column=column,
        defaults={"revealed_at": now},
        create_defaults={"opened_at": scoring_round.created_at, "revealed_at": now},
    )
    Cell.objects.filter(candidate__scoring_round=scoring_round, column=column).update(reopened_at=None)
    if scoring_round.state == RoundState.OPEN and _is_all_revealed(scoring_round):
        ScoringRound.objects.filter(pk=scoring_round.pk).update(state=RoundState.REVEALED, revealed_at=now)
        scoring_round.state, scoring_round.revealed_at = RoundState.REVEALED, now


def reveal_ended_turns(scoring_round: ScoringRound) -> list[str]:
    """Reveal the columns whose timer is over and says so; which ones these were."""
    if scoring_round.state == RoundState.CLOSED:
        return []
    ended = list(list_ended_turns().filter(scoring_round=scoring_round).values_list("column", flat=True))
    for column in ended:
        reveal_turn(scoring_round, column)
    return ended


def list_ended_turns() -> QuerySet[Turn]:
    return Turn.objects.filter(revealed_at=None, reveals_at_end=True, ends_at__lte=clock.now())


def publish(scoring_round: ScoringRound, only: Q | None = None) -> int:
    """Make private numbers public; where a cell has any, its earlier numbers are history. How many there were."""
    now = clock.now()
    here = Score.objects.filter(only or Q(), candidate__scoring_round=scoring_round)
    fresh = Score.objects.filter(candidate=OuterRef("candidate"), column=OuterRef("column"), revealed_at=None)
    replaced = here.filter(Exists(fresh), revealed_at__isnull=False, superseded_at=None)
    replaced.update(superseded_at=now)
    return here.filter(revealed_at=None).update(revealed_at=now)


def _is_all_revealed(scoring_round: ScoringRound) -> bool:
    turns = {turn.column: turn for turn in scoring_round.turns.all()}
    states = [
        column_state(scoring_round.state, turns.get(column), is_by_column=scoring_round.is_by_column)
        for column in scoring_round.rated
    ]
    return all(state is ColumnState.REVEALED for state in states)
