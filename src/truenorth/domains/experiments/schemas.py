from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.experiments.models import Experiment, Metric
from truenorth.domains.experiments.rules import (
    ExperimentOutcome,
    ExperimentState,
    MetricKind,
    MetricRole,
    Reading,
    Standing,
)
from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn, as_patch
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
    outcome: ExperimentOutcome | None
    outcome_reason: str
    concluded_at: datetime | None

    @staticmethod
    def resolve_outcome(experiment: Experiment) -> str | None:
        return experiment.outcome or None


class ExperimentFilters(RecordFilters):
    state: ExperimentState | None = None
    owner_id: UUID | None = None


class MetricIn(SchemaIn):
    name: str = Field(min_length=1, max_length=200)
    kind: MetricKind = MetricKind.PROPORTION
    role: MetricRole = MetricRole.SECONDARY
    is_lower_better: bool = False
    margin: float | None = Field(None, ge=0, le=10, allow_inf_nan=False)
    """The largest harm that counts as none, as a share of the control's value."""


class MetricsIn(SchemaIn):
    metrics: list[MetricIn] = Field(max_length=100)


class MetricOut(Schema):
    id: UUID
    name: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    covariate: str | None

    @staticmethod
    def resolve_covariate(metric: Metric) -> str | None:
        return metric.covariate or None


class WeightsIn(SchemaIn):
    """The planned split: each variant's share, relative to the others'."""

    weights: dict[str, Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]] = Field(
        min_length=1, max_length=20
    )


class VariantOut(Schema):
    variant: str = Field(validation_alias="name")
    is_control: bool
    weight: float
    n: int = Field(validation_alias="units")


class ReadoutIn(QueryIn):
    """How the stored sums are read. What is concluded rests on the defaults."""

    method: Literal["sequential", "fixed", "bayesian"] = "sequential"
    effect: Literal["relative", "absolute"] = "relative"
    cuped: Literal["on", "off"] = "on"
    segment: str = Field("", max_length=200)
    alpha: float = Field(0.05, ge=0.001, le=0.5, allow_inf_nan=False)
    correction: Literal["holm", "bh", "none"] = "holm"


class AskedOut(Schema):
    method: str
    effect: str
    cuped: Literal["on", "off"]
    segment: str | None
    alpha: float
    correction: str


class ArmOut(Schema):
    variant: str
    is_control: bool
    weight: float
    n: int
    expected: float | None


class SrmOut(Schema):
    p_value: float | None
    is_flagged: bool
    is_blocking: bool
    sentence: str
    arms: list[ArmOut]


class DataProblemOut(Schema):
    problem: str
    count: int
    column: str
    sentence: str
    rows: list[int]
    is_blocking: bool


class NumberOut(Schema):
    name: str
    control: float | None
    treatment: float | None


class ComputedOut(Schema):
    formula: str
    source: str
    numbers: list[NumberOut]
    standard_error: float | None


class EffectOut(Schema):
    """`effect`, `low` and `high` in the unit that was asked for; null where nothing can be computed."""

    variant: str
    control_n: int
    control_value: float | None
    n: int
    value: float | None
    effect: float | None
    low: float | None
    high: float | None
    p_value: float | None
    adjusted_p_value: float | None
    chance_to_win: float | None
    verdict: Reading
    sentence: str
    note: str
    computed: ComputedOut


class MetricReadoutOut(Schema):
    name: str
    label: str
    kind: MetricKind
    role: MetricRole
    is_lower_better: bool
    margin: float | None
    covariate: str | None
    is_read: bool
    effects: list[EffectOut]


class LevelOut(Schema):
    level: str
    srm: SrmOut
    metrics: list[MetricReadoutOut]


class VariantDecisionOut(Schema):
    variant: str
    verdict: Reading
    standing: Standing
    ships: bool
    reason: str


class DecisionReadoutOut(Schema):
    """`variant` is the one that did best; the headline says of each variant what it may be called."""

    verdict: Reading
    standing: Standing
    ships: bool
    is_blocked: bool
    is_planned: bool
    headline: str
    reason: str
    variant: str | None
    variants: list[VariantDecisionOut]


class FormulaOut(Schema):
    name: str
    what: str
    source: str


class MethodOut(Schema):
    sentence: str
    formulas: list[FormulaOut]


class ReadoutOut(Schema):
    asked: AskedOut
    segments: list[str]
    has_covariate: bool
    srm: SrmOut
    data_quality: list[DataProblemOut]
    metrics: list[MetricReadoutOut]
    levels: list[LevelOut]
    decision: DecisionReadoutOut
    method: MethodOut


class ConclusionIn(SchemaIn):
    version: int = Field(ge=1)
    outcome: ExperimentOutcome
    reason: str = Field("", max_length=2_000)


Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-1e10, le=1e10, allow_inf_nan=False)]


class GoalIn(SchemaIn):
    """One of `mde`, `margin` and `users` is the question."""

    kind: Literal["proportion", "mean"] = "proportion"
    baseline: Amount | None = None
    standard_deviation: Amount | None = None
    effect: Literal["relative", "absolute"] = "relative"
    mde: Amount | None = None
    margin: Amount | None = None
    users: Amount | None = None
    users_per_day: Amount | None = None
    traffic_share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 1.0
    shares: list[Amount] = Field([1.0, 1.0], min_length=2, max_length=20)
    alpha: Share = 0.05
    power: Share = 0.8
    success_metrics: int = Field(1, ge=1, le=1_000)
    guardrails: int = Field(0, ge=0, le=1_000)


class SizeOut(Schema):
    method: Literal["fixed", "sequential"]
    per_arm: int
    total: int
    arms: list[int]
    days: int | None
    formula: str
    alpha: float
    power: float
    mde_absolute: float | None
    mde_relative: float | None
    sentence: str


class PlanningOut(Schema):
    plans: list[SizeOut]
