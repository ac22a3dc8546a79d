from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.schemas import (
    NodeOut,
    NodeRefOut,
    RecordFilters,
    RecordIn,
    RecordOut,
)
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.prioritization.rules import Formula, RoundState
from truenorth.domains.prioritization.schemas.decisions import DecisionRefOut
from truenorth.domains.workspace.schemas import PersonOut

ColumnKey = Annotated[str, Field(max_length=40)]


class ScoringModelIn(RecordIn):
    formula: Formula = Formula.WSJF


ScoringModelPatch = as_patch(ScoringModelIn, "ScoringModelPatch")


class ScoringModelOut(RecordOut):
    formula: Formula
    formula_words: str


class ScoringModelFilters(RecordFilters):
    formula: Formula | None = None


class ScoringRoundIn(RecordIn):
    scoring_model_id: UUID | None = None
    due_on: date | None = None
    capacity_weeks: float | None = Field(None, ge=0, le=10_000)


ScoringRoundPatch = as_patch(ScoringRoundIn, "ScoringRoundPatch")


class ScoringRoundOut(RecordOut):
    scoring_model: NodeRefOut
    state: RoundState
    due_on: date | None
    capacity_weeks: float | None
    revealed_at: datetime | None
    closed_at: datetime | None
    candidate_count: int
    rater_count: int


class ScoringRoundFilters(RecordFilters):
    state: RoundState | None = None
    scoring_model_id: UUID | None = None


class CandidatesIn(SchemaIn):
    ids: list[UUID] = Field(min_length=1, max_length=200)


class RatersIn(SchemaIn):
    member_ids: list[UUID] = Field(min_length=1, max_length=200)
    columns: list[ColumnKey] = Field(default_factory=list, max_length=10)


class ScoresIn(SchemaIn):
    values: dict[ColumnKey, int | None] = Field(default_factory=dict, max_length=10)
    reason: str | None = Field(None, max_length=1000)


class GivenOut(Schema):
    member: PersonOut
    value: int


class ModelColumnOut(Schema):
    """A column of the model: what a candidate is rated on. A cost divides, a gain adds."""

    key: str
    label: str
    is_cost: bool


class ModelOut(Schema):
    name: str
    formula_words: str
    scale: list[int]
    columns: list[ModelColumnOut]


class ColumnViewOut(Schema):
    column: str
    mean: float | None
    spread: float | None
    given: list[GivenOut]


class ReasonOut(Schema):
    member: PersonOut
    words: str


class RankedRowOut(Schema):
    candidate_id: int
    node: NodeOut
    score: float | None
    rank: int | None
    spread: float | None
    columns: list[ColumnViewOut]
    missing: list[str]
    missing_raters: list[PersonOut]
    own: dict[str, int]
    own_reason: str
    reasons: list[ReasonOut]
    decision: DecisionRefOut | None


class RaterProgressOut(Schema):
    id: int
    member: PersonOut
    columns: list[str]
    asked: int
    scored: int


class SheetOut(Schema):
    """A round as the caller may see it: everybody's numbers only once it is revealed."""

    scoring_round: ScoringRoundOut
    model: ModelOut
    raters: list[RaterProgressOut]
    rows: list[RankedRowOut]
