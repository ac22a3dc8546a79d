from datetime import date, datetime
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.experiments.rules import ExperimentState, MetricKind, MetricRole, Reading
from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.workspace.schemas import PersonOut


class ExperimentIn(RecordIn):
    state: ExperimentState = ExperimentState.DRAFT
    owner_id: UUID | None = None
    unit: str = Field("", max_length=100)
    starts_on: date | None = None
    ends_on: date | None = None


ExperimentPatch = as_patch(ExperimentIn, "ExperimentPatch")


class ExperimentOut(RecordOut):
    state: ExperimentState
    owner: PersonOut | None
    unit: str
    starts_on: date | None
    ends_on: date | None
    results_file: str
    results_at: datetime | None


class ExperimentFilters(RecordFilters):
    state: ExperimentState | None = None
    owner_id: UUID | None = None


class MetricIn(SchemaIn):
    name: str = Field(min_length=1, max_length=200)
    kind: MetricKind = MetricKind.PROPORTION
    role: MetricRole = MetricRole.SECONDARY
    is_lower_better: bool = False
    margin: float | None = Field(None, ge=0, allow_inf_nan=False)


class MetricsIn(SchemaIn):
    metrics: list[MetricIn] = Field(max_length=100)


class MetricOut(Schema):
    id: UUID
    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None


class ArmOut(Schema):
    name: str
    is_control: bool
    weight: float
    units: int


class SplitOut(Schema):
    p_value: float | None
    is_flagged: bool
    arms: list[ArmOut]


class EffectOut(Schema):
    variant: str
    control_n: int
    control_value: float
    n: int
    value: float
    difference: float
    low: float
    high: float
    p_value: float
    reading: Reading
    conclusion: str


class MetricReadoutOut(Schema):
    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    effects: list[EffectOut]


class VerdictOut(Schema):
    is_win: bool
    headline: str
    sentence: str


class ReadoutOut(Schema):
    split: SplitOut
    metrics: list[MetricReadoutOut]
    verdict: VerdictOut
    method: str
