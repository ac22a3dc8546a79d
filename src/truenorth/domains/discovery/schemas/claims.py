"""What is claimed, and what it rests on."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.discovery.rules import (
    HypothesisState,
    Strength,
    ThresholdSide,
)
from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.workspace.schemas import PersonOut


class EvidenceSummaryOut(Schema):
    observed: int
    told: int
    asked: int
    internal: int
    against: int
    total: int
    strongest: Strength | None


class InsightIn(RecordIn):
    """`evidence_ids` are the highlights, feedback and requests that the insight cites."""

    owner_id: UUID | None = None
    evidence_ids: list[UUID] = Field(default_factory=list, max_length=500)


InsightPatch = as_patch(InsightIn, "InsightPatch", without=("links", "evidence_ids"))


class InsightOut(RecordOut):
    owner: PersonOut | None
    evidence: EvidenceSummaryOut


class OwnedFilters(RecordFilters):
    owner_id: UUID | None = None


class CiteIn(SchemaIn):
    evidence_ids: list[UUID] = Field(min_length=1, max_length=500)


class OpportunityIn(RecordIn):
    owner_id: UUID | None = None
    segment_id: UUID | None = None
    frequency: int | None = Field(None, ge=1, le=5)
    reach_percent: float | None = Field(None, ge=0, le=100)
    severity: int | None = Field(None, ge=1, le=5)


OpportunityPatch = as_patch(OpportunityIn, "OpportunityPatch")


class OpportunityOut(RecordOut):
    owner: PersonOut | None
    segment: NodeRefOut | None
    frequency: int | None
    reach_percent: float | None
    severity: int | None
    evidence: EvidenceSummaryOut


class OpportunityFilters(OwnedFilters):
    segment_id: UUID | None = None


class HypothesisIn(RecordIn):
    """It holds when `metric` comes out `direction` `threshold` `unit`."""

    belief: str = Field("", max_length=2_000)
    owner_id: UUID | None = None
    metric: str = Field("", max_length=200)
    direction: ThresholdSide = ThresholdSide.AT_LEAST
    threshold: float | None = Field(None, allow_inf_nan=False)
    unit: str = Field("", max_length=40)


class HypothesisChange(HypothesisIn):
    state: HypothesisState = HypothesisState.UNTESTED


HypothesisPatch = as_patch(HypothesisChange, "HypothesisPatch")


class HypothesisOut(RecordOut):
    belief: str
    owner: PersonOut | None
    metric: str
    direction: ThresholdSide
    threshold: float | None
    unit: str
    threshold_fixed_at: datetime | None
    test_began_at: datetime | None
    is_threshold_late: bool
    state: HypothesisState
    evidence: EvidenceSummaryOut


class HypothesisFilters(OwnedFilters):
    state: HypothesisState | None = None


class EvidencePieceOut(Schema):
    id: UUID
    kind: Literal["highlight", "feedback", "request"]
    key: str
    text: str
    strength: Strength
    source: str
    is_against: bool


class EvidenceOut(Schema):
    summary: EvidenceSummaryOut
    pieces: list[EvidencePieceOut]


class DateRangeIn(Schema):
    since: date | None = None
    until: date | None = None
