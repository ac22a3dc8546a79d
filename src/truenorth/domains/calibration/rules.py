"""What counts in a prediction, who sees it when, and how right it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

BINS = 5


class PredictionOutcome(StrEnum):
    YES = "yes"
    NO = "no"
    UNRESOLVABLE = "unresolvable"


class PredictionState(StrEnum):
    OPEN = "open"
    DUE = "due"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Forecast:
    """One member's probability, as given at a moment."""

    member_id: UUID
    probability: float
    at: datetime


def state_of(*, resolve_by: date, is_resolved: bool, today: date) -> PredictionState:
    if is_resolved:
        return PredictionState.RESOLVED
    return PredictionState.DUE if today > resolve_by else PredictionState.OPEN


def standing_forecasts(forecasts: Iterable[Forecast]) -> list[Forecast]:
    """Each member's last word, in the order in which they gave it."""
    latest: dict[UUID, Forecast] = {}
    for forecast in sorted(forecasts, key=lambda each: each.at):
        latest.pop(forecast.member_id, None)
        latest[forecast.member_id] = forecast
    return list(latest.values())


def is_sealed(state: PredictionState, *, has_own: bool) -> bool:
    """Others' probabilities stay hidden while one's own may still be given, so that nobody copies."""
    return state == PredictionState.OPEN and not has_own


def mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def outcome_value(outcome: PredictionOutcome | None) -> int | None:
    """1 for what happened, 0 for what did not, None where nobody can or could yet say."""
    return {PredictionOutcome.YES: 1, PredictionOutcome.NO: 0}.get(outcome) if outcome else None


def squared_error(probability: float, outcome: PredictionOutcome | None) -> float | None:
    """The Brier score of one probability."""
    value = outcome_value(outcome)
    return None if value is None else (probability - value) ** 2
