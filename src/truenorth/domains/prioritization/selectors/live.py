"""What a round tells those who watch it: its revision, the states of its columns, and how far everybody is."""

from typing import Any
from uuid import UUID

from truenorth.domains.prioritization.models import ScoringRound, Standing
from truenorth.domains.prioritization.rules import ColumnState
from truenorth.domains.prioritization.selectors.rounds import get_standing, list_columns, list_raters


def find_revision(round_id: UUID) -> int:
    return Standing.objects.filter(pk=round_id).values_list("revision", flat=True).first() or 0


def describe_progress(scoring_round: ScoringRound) -> dict[str, Any]:
    """The same for everybody who watches, and without any number that was given."""
    columns = list_columns(scoring_round)
    open_columns = [column.key for column in columns if column.state is ColumnState.OPEN]
    standing = get_standing(scoring_round)
    return {
        "revision": standing.revision,
        "state": scoring_round.state,
        "is_stale": standing.is_stale,
        "current_column": open_columns[0] if len(open_columns) == 1 else None,
        "columns": [{"key": each.key, "state": each.state, "ends_at": each.ends_at} for each in columns],
        "raters": [
            {"member_id": each.member.id, "name": each.member.name, "asked": each.asked, "scored": each.scored}
            for each in list_raters(scoring_round)
        ],
    }
