from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.graph.models import TITLE_LENGTH
from truenorth.domains.graph.registry import Bearing
from truenorth.domains.graph.schemas import (
    LinkDraftIn,
    NodeRefOut,
    RecordFilters,
    RecordOut,
    Title,
)
from truenorth.domains.kit.schemas import SchemaIn
from truenorth.domains.prioritization.models import Contradiction, Trigger
from truenorth.domains.prioritization.rules import Channel, ReasonCode, Side, TriggerKind, Verdict
from truenorth.domains.workspace.schemas import PersonOut


class DecisionRefOut(Schema):
    id: UUID
    key: str
    verdict: Verdict
    reason_code: ReasonCode
    reason: str
    decided_on: date
    revisit_on: date | None
    waits_for: list[str]


class TriggerIn(SchemaIn):
    """A day (`date`, with `on`), or a reading that comes to a threshold; of the subject, unless `node_id` says else."""

    kind: TriggerKind
    on: date | None = None
    node_id: UUID | None = None
    measure: str = Field("", max_length=40)
    qualifier_id: UUID | None = None
    side: Side = Side.AT_LEAST
    threshold: float | None = Field(None, allow_inf_nan=False)


class DecisionIn(SchemaIn):
    subject_id: UUID
    verdict: Verdict
    merged_into_id: UUID | None = None
    reason_code: ReasonCode
    reason: str = Field(min_length=1, max_length=5000)
    title: Title | None = None
    body: str = Field("", max_length=100_000)
    owner_id: UUID | None = None
    triggers: list[TriggerIn] = Field(default_factory=list, max_length=20)
    answers_ids: list[UUID] = Field(default_factory=list, max_length=200)
    links: list[LinkDraftIn] = Field(default_factory=list, max_length=200)


class BasisSubjectOut(Schema):
    title: str
    version: int


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
    bearing: Bearing | Literal[""]


class BasisTriggerOut(Schema):
    words: str
    value: float | None
    unit: str


class BasisOut(Schema):
    """What was known when the decision was recorded. It does not change with the records it names."""

    taken_at: datetime
    subject: BasisSubjectOut | None
    score: BasisScoreOut | None
    evidence: list[BasisEvidenceOut]
    claims: list[BasisEvidenceOut]
    chain: list[str]
    triggers: list[BasisTriggerOut]


class TriggerOut(Schema):
    """`words` say what it waits for; `fired_value` is the reading that made it fire."""

    id: int
    kind: TriggerKind
    words: str
    on: date | None
    node: NodeRefOut | None
    measure: str
    qualifier: NodeRefOut | None
    side: Side
    threshold: float | None
    unit: str
    value_then: float | None
    fired_at: datetime | None
    fired_value: float | None


class ContradictionOut(Schema):
    """A record that came to speak against the decision; open until it is dismissed in words."""

    id: int
    node: NodeRefOut
    words: str
    found_at: datetime
    dismissed_at: datetime | None
    dismissed_by: PersonOut | None
    dismissed_words: str


class StatementOut(Schema):
    """What the decision says to everybody. It is out of sight while `published_at` is empty."""

    title: str
    words: str
    revisit: str
    published_at: datetime | None


class DecisionOut(RecordOut):
    subject: NodeRefOut
    verdict: Verdict
    merged_into: NodeRefOut | None
    reason_code: ReasonCode
    reason: str
    decided_on: date
    owner: PersonOut | None
    scoring_round: NodeRefOut | None
    supersedes: NodeRefOut | None
    superseded_at: datetime | None
    revisit_on: date | None
    triggers: list[TriggerOut]
    contradictions: list[ContradictionOut]
    told_count: int
    statement: StatementOut
    basis: BasisOut


class DecisionFilters(RecordFilters):
    subject_id: UUID | None = None
    verdict: Verdict | None = None
    reason_code: ReasonCode | None = None
    owner_id: UUID | None = None
    scoring_round_id: UUID | None = None
    in_force: bool | None = Field(None, description="Leave out, or show only, what a later decision superseded.")
    is_published: bool | None = Field(None, description="Whether it stands on the public list.")
    is_contradicted: bool | None = Field(None, description="Whether something speaks against it that nobody dismissed.")
    is_due: bool | None = Field(None, description="Whether it is in force and one of its triggers fired.")

    def filter_in_force(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        return Q() if value is None else Q(superseded_at__isnull=value)

    def filter_is_published(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        return Q() if value is None else Q(published_at__isnull=not value)

    def filter_is_contradicted(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        open_ones = Contradiction.objects.filter(dismissed_at=None).values("decision")
        return Q() if value is None else Q(pk__in=open_ones) if value else ~Q(pk__in=open_ones)

    def filter_is_due(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it
        fired = Trigger.objects.filter(fired_at__isnull=False, decision__superseded_at=None).values("decision")
        return Q() if value is None else Q(pk__in=fired) if value else ~Q(pk__in=fired)


class RatioIn(Schema):
    since: date | None = None


class MonthOfVerdictsOut(Schema):
    month: str
    yes: int
    no: int
    not_now: int
    merge_into: int


class RatioOut(Schema):
    yes: int
    no: int
    not_now: int
    merge_into: int
    no_to_yes: float | None
    months: list[MonthOfVerdictsOut]


class MeasureOut(Schema):
    """Something a trigger can wait for at a record. `qualifier` is the kind of record that must be named with it."""

    name: str
    label: str
    qualifier: str
    value: float | None
    unit: str


class AskerOut(Schema):
    """Somebody who asked for what the decision is about; `words` are theirs."""

    request: NodeRefOut
    name: str
    account: str
    email: str
    words: str
    told_at: datetime | None


class LetterOut(Schema):
    """A draft. `left_out` names the parts of the record that are missing because they name another customer."""

    request: NodeRefOut | None
    name: str
    account: str
    address: str
    subject: str
    words: str
    left_out: list[str]


class LetterIn(SchemaIn):
    request_id: UUID | None = None
    name: str = Field("", max_length=200)
    address: str = Field(min_length=3, max_length=254)
    subject: str = Field(min_length=1, max_length=200)
    words: str = Field(min_length=1, max_length=20_000)


class ToldIn(SchemaIn):
    """Somebody was told by other means: the letter was `copied` elsewhere, or the decision `spoken`."""

    request_id: UUID | None = None
    name: str = Field(min_length=1, max_length=200)
    channel: Channel
    words: str = Field("", max_length=20_000)


class ToldOut(Schema):
    id: int
    request: NodeRefOut | None
    name: str
    address: str
    channel: Channel
    subject: str
    words: str
    told_at: datetime
    by: PersonOut | None


class DismissalIn(SchemaIn):
    dismissed_words: str = Field(min_length=1, max_length=1000)


class StatementIn(SchemaIn):
    """Words for everybody; `public_revisit` says, if one likes, when it is looked at again."""

    version: int = Field(ge=1, le=2**31 - 1)
    public_title: str = Field("", max_length=TITLE_LENGTH)
    public_words: str = Field("", max_length=5000)
    public_revisit: str = Field("", max_length=TITLE_LENGTH)


class PublishingIn(SchemaIn):
    version: int = Field(ge=1, le=2**31 - 1)


class NotDoingItemOut(Schema):
    title: str
    words: str
    verdict: Verdict
    month: str
    revisit: str


class NotDoingOut(Schema):
    """What a workspace tells everybody that it is not doing, and why."""

    workspace: str
    items: list[NotDoingItemOut]
