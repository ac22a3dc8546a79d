from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.calibration.models import REASON_LENGTH
from truenorth.domains.calibration.rules import PredictionOutcome, PredictionState
from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.workspace.schemas import PersonOut

Probability = Annotated[float, Field(ge=0, le=1)]


class PredictionIn(RecordIn):
    subject_id: UUID | None = None
    resolve_by: date
    probability: Probability | None = Field(None, description="Your own; it becomes the first forecast.")


PredictionPatch = as_patch(PredictionIn, "PredictionPatch", without=("links", "probability", "subject_id"))


class ResolutionOut(Schema):
    outcome: PredictionOutcome
    reason: str
    at: datetime
    by: PersonOut | None


class PredictionOut(RecordOut):
    subject: NodeRefOut | None
    resolve_by: date
    state: PredictionState
    outcome: PredictionOutcome | None
    resolution: ResolutionOut | None = Field(alias="found_resolution")
    forecast_count: int

    @staticmethod
    def resolve_forecast_count(obj: object) -> int:
        return len(getattr(obj, "standing_forecasts", ()))


class PredictionFilters(RecordFilters):
    subject_id: UUID | None = None
    is_resolved: bool | None = None
    outcome: Literal["yes", "no", "unresolvable"] | None = None

    def filter_is_resolved(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it by position
        return Q() if value is None else Q(resolution__isnull=not value)

    def filter_outcome(self, value: str | None) -> Q:
        return Q(resolution__outcome=value) if value else Q()


class ForecastIn(SchemaIn):
    probability: Probability


class ResolutionIn(SchemaIn):
    outcome: PredictionOutcome
    reason: str = Field(min_length=1, max_length=REASON_LENGTH)


class ForecastOut(Schema):
    member: PersonOut
    probability: float
    at: datetime
    brier: float | None


class ForecastsOut(Schema):
    """What you may see: while you can still give your own probability, others' are sealed."""

    is_sealed: bool
    count: int
    mine: float | None
    mean: float | None
    brier: float | None
    forecasts: list[ForecastOut]


class CalibrationFilters(Schema):
    member_id: UUID | None = None


class CalibrationBinOut(Schema):
    low: float
    high: float
    count: int
    forecast: float | None
    observed: float | None
    observed_low: float
    observed_high: float


class PersonScoreOut(Schema):
    member: PersonOut
    count: int
    brier: float


class CalibrationOut(Schema):
    open_count: int
    due_count: int
    resolved_count: int
    unresolvable_count: int
    forecast_count: int
    brier: float | None
    bins: list[CalibrationBinOut]
    people: list[PersonScoreOut]
