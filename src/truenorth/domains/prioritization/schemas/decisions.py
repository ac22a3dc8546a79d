from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.graph.schemas import (
    LinkDraftIn,
    NodeRefOut,
    RecordFilters,
    RecordOut,
    Title,
)
from truenorth.domains.kit.schemas import SchemaIn
from truenorth.domains.prioritization.rules import ReasonCode, Verdict
from truenorth.domains.workspace.schemas import PersonOut


class DecisionRefOut(Schema):
    id: UUID
    key: str
    verdict: Verdict
    reason_code: ReasonCode
    reason: str
    decided_on: date
    revisit_on: date | None


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
