from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from truenorth.domains.calibration.models import Forecast, Prediction
from truenorth.domains.calibration.rules import (
    BINS,
    PredictionOutcome,
    PredictionState,
    is_sealed,
    mean,
    outcome_value,
    squared_error,
)
from truenorth.domains.graph.selectors import get_record, list_records
from truenorth.domains.workspace.models import Member

if TYPE_CHECKING:
    from truenorth.engines.forecasting import CalibrationBin


@dataclass(frozen=True, slots=True)
class ForecastView:
    member: Member
    probability: float
    at: datetime
    brier: float | None


@dataclass(frozen=True, slots=True)
class ForecastsView:
    """What one viewer may see of the probabilities given on a prediction."""

    is_sealed: bool
    count: int
    mine: float | None
    mean: float | None
    brier: float | None
    forecasts: list[ForecastView]


@dataclass(frozen=True, slots=True)
class PersonScore:
    member: Member
    count: int
    brier: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How probabilities compared with what happened."""

    open_count: int
    due_count: int
    resolved_count: int
    unresolvable_count: int
    forecast_count: int
    brier: float | None
    bins: "list[CalibrationBin]"
    people: list[PersonScore]


def get_prediction(viewer: Member, prediction_id: UUID) -> Prediction:
    return get_record(viewer, Prediction, prediction_id)


def list_predictions(viewer: Member) -> QuerySet[Prediction]:
    return list_records(viewer, Prediction).filter(node__archived_at=None)


def list_predictions_resolved_between(viewer: Member, *, start: datetime, end: datetime) -> QuerySet[Prediction]:
    """Predictions resolved at or after `start` and before `end`."""
    return list_predictions(viewer).filter(resolution__at__gte=start, resolution__at__lt=end).order_by("resolution__at")


def view_forecasts(viewer: Member, prediction: Prediction) -> ForecastsView:
    standing = prediction.standing_forecasts
    mine = next((row.probability for row in standing if row.member_id == viewer.id), None)
    sealed = is_sealed(prediction.state, has_own=mine is not None)
    views = [] if sealed else [_view(row, prediction.outcome) for row in standing]
    return ForecastsView(
        is_sealed=sealed,
        count=len(standing),
        mine=mine,
        mean=mean([view.probability for view in views]),
        brier=mean([view.brier for view in views if view.brier is not None]),
        forecasts=views,
    )


def get_calibration(viewer: Member, *, member_id: UUID | None = None) -> Calibration:
    """Calibration over everything resolved yes or no, of everybody or of one member."""
    from truenorth.engines.forecasting import brier_score, calibrate

    predictions = list(list_predictions(viewer))
    states = [prediction.state for prediction in predictions]
    scored = [
        (row, value)
        for prediction in predictions
        if (value := outcome_value(prediction.outcome)) is not None
        for row in prediction.standing_forecasts
        if member_id in (None, row.member_id)
    ]
    probabilities, outcomes = [row.probability for row, _ in scored], [value for _, value in scored]
    return Calibration(
        open_count=states.count(PredictionState.OPEN),
        due_count=states.count(PredictionState.DUE),
        resolved_count=states.count(PredictionState.RESOLVED),
        unresolvable_count=sum(each.outcome == PredictionOutcome.UNRESOLVABLE for each in predictions),
        forecast_count=len(scored),
        brier=brier_score(probabilities, outcomes) if scored else None,
        bins=calibrate(probabilities, outcomes, bins=BINS) if scored else [],
        people=_score_people(scored),
    )


def _view(row: Forecast, outcome: PredictionOutcome | None) -> ForecastView:
    return ForecastView(row.member, row.probability, row.at, squared_error(row.probability, outcome))


def _score_people(scored: Sequence[tuple[Forecast, int]]) -> list[PersonScore]:
    """Best first."""
    from truenorth.engines.forecasting import brier_score

    rows: dict[UUID, list[tuple[Forecast, int]]] = defaultdict(list)
    for row, value in scored:
        rows[row.member_id].append((row, value))
    people = [
        PersonScore(
            member=own[0][0].member,
            count=len(own),
            brier=brier_score([row.probability for row, _ in own], [value for _, value in own]),
        )
        for own in rows.values()
    ]
    return sorted(people, key=lambda person: person.brier)
