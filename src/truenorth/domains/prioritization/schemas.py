from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.graph.schemas import (
    LinkDraftIn,
    NodeOut,
    NodeRefOut,
    RecordFilters,
    RecordIn,
    RecordOut,
    Title,
)
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.prioritization.rules import Formula, ReasonCode, RoundState, Verdict
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


class DecisionRefOut(Schema):
    id: UUID
    key: str
    verdict: Verdict
    reason_code: ReasonCode
    reason: str
    decided_on: date
    revisit_on: date | None


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


class DecisionIn(SchemaIn):
    subject_id: UUID
    verdict: Verdict
    reason_code: ReasonCode
    reason: str = Field(min_length=1, max_length=5000)
    title: Title | None = None
    body: str = Field("", max_length=100_000)
    owner_id: UUID | None = None
    revisit_on: date | None = None
    answers_ids: list[UUID] = Field(default_factory=list, max_length=200)
    links: list[LinkDraftIn] = Field(default_factory=list, max_length=200)


class BasisPartOut(Schema):
    column: str
    label: str
    mean: float
    raters: int


class BasisScoreOut(Schema):
    round_id: UUID
    round_key: str
    round_title: str
    model: str
    score: float
    rank: int
    out_of: int
    spread: float | None
    parts: list[BasisPartOut]


class BasisEvidenceOut(Schema):
    id: UUID
    kind: str
    key: str
    title: str
    state: str


class BasisOut(Schema):
    """What was known when the decision was recorded. It does not change with the records it names."""

    taken_at: datetime
    score: BasisScoreOut | None
    evidence: list[BasisEvidenceOut]
    chain: list[str]


class DecisionOut(RecordOut):
    subject: NodeRefOut
    verdict: Verdict
    reason_code: ReasonCode
    reason: str
    decided_on: date
    owner: PersonOut | None
    scoring_round: NodeRefOut | None
    supersedes: NodeRefOut | None
    superseded_at: datetime | None
    revisit_on: date | None
    revisit_asked_at: datetime | None
    basis: BasisOut


class DecisionFilters(RecordFilters):
    subject_id: UUID | None = None
    verdict: Verdict | None = None
    reason_code: ReasonCode | None = None
    owner_id: UUID | None = None
    scoring_round_id: UUID | None = None
    in_force: bool | None = Field(None, description="Leave out, or show only, what a later decision superseded.")

    def filter_in_force(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        return Q() if value is None else Q(superseded_at__isnull=value)


class RatioIn(Schema):
    since: date | None = None


class RatioOut(Schema):
    yes: int
    no: int
    not_now: int
    no_to_yes: float | None
