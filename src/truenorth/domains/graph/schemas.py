from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, FilterSchema, Schema

from truenorth.domains.graph.models import BODY_LENGTH, COMMENT_LENGTH, TITLE_LENGTH
from truenorth.domains.graph.rules import LinkKind, Step, StepState
from truenorth.domains.kit.schemas import QueryIn, RowOut, SchemaIn
from truenorth.domains.workspace.models import AuditRow
from truenorth.domains.workspace.schemas import PersonOut

Title = Annotated[str, Field(min_length=1, max_length=TITLE_LENGTH)]
Body = Annotated[str, Field(max_length=BODY_LENGTH)]


class LinkDraftIn(SchemaIn):
    """A link of the record to be made; name the other end, ours is the one left out."""

    kind: LinkKind
    source: UUID | None = None
    target: UUID | None = None


class RecordIn(SchemaIn):
    title: Title
    body: Body = ""
    links: list[LinkDraftIn] = Field(default_factory=list, max_length=200)


class RecordOut(Schema):
    id: UUID
    kind: str
    key: str
    title: str
    body: str
    version: int
    created_at: datetime
    updated_at: datetime
    created_by: PersonOut | None
    archived_at: datetime | None


class RecordFilters(QueryIn, FilterSchema):
    """What every list understands; a kind adds its own fields."""

    q: str | None = Field(None, max_length=200)
    archived: Literal["exclude", "include", "only"] = "exclude"

    def filter_q(self, value: str | None) -> Q:
        return Q(node__title__icontains=value) | Q(node__key__iexact=value) if value else Q()

    def filter_archived(self, value: str) -> Q:
        if value == "include":
            return Q()
        return Q(node__archived_at__isnull=value == "exclude")


class SortIn(QueryIn):
    sort: str = Field("-created_at", max_length=60, description="A field of the record; - in front: descending.")


class NodeOut(Schema):
    """Any record, as others refer to it."""

    id: UUID
    kind: str
    key: str
    title: str
    domain: str
    plural: str
    state: str
    archived_at: datetime | None


class NodeRefOut(RowOut):
    """A record that a field of another names."""

    id: UUID
    kind: str
    key: str
    title: str


class KindOut(Schema):
    name: str
    plural: str
    label: str
    label_plural: str
    prefix: str
    domain: str
    icon: str
    step: Step | None


class LinkIn(SchemaIn):
    kind: LinkKind
    source: UUID
    target: UUID


class LinkOut(Schema):
    """A link as one of its ends sees it."""

    id: UUID
    kind: LinkKind
    direction: Literal["out", "in"]
    node: NodeOut
    created_at: datetime


class EdgeOut(Schema):
    id: UUID
    kind: LinkKind
    source: UUID
    target: UUID


class WalkedNodeOut(Schema):
    node: NodeOut
    depth: int


class WhyIn(QueryIn):
    """`on` is a day in the workspace's time zone."""

    on: date | None = Field(None, ge=date(1970, 1, 1), le=date(9998, 12, 31))


class WhyOut(Schema):
    """With a day, records have the titles and states of then; a state that is lost is empty and named as unknown."""

    on: date | None
    node: NodeOut
    upstream: list[WalkedNodeOut]
    downstream: list[WalkedNodeOut]
    links: list[EdgeOut]
    decision: NodeOut | None
    unknown_states: list[UUID]


class StepOut(Schema):
    step: Step
    state: StepState
    count: int
    label: str
    records: list[NodeOut]


class MissingOut(Schema):
    step: Step
    sentence: str


class CompletenessOut(Schema):
    """How many of the eleven steps are there, and what the others want."""

    done: int
    total: int
    missing: list[MissingOut]


class CommentIn(SchemaIn):
    """Mention a member as `@[Name](member-id)`."""

    body: str = Field(min_length=1, max_length=COMMENT_LENGTH)


class CommentOut(Schema):
    id: UUID
    body: str
    author: PersonOut | None
    created_at: datetime
    edited_at: datetime | None


class AttachmentOut(Schema):
    id: UUID
    name: str
    content_type: str
    size: int
    created_by: PersonOut | None
    created_at: datetime


class ActivityOut(Schema):
    """Something that was done to a record; `changes` maps a field to before and after.

    What comments said is left out: it is read where it stands, or no more when its author took it back.
    """

    id: UUID
    at: datetime = Field(validation_alias="created_at")
    actor: PersonOut | None
    action: str
    changes: dict[str, list[object]]

    @staticmethod
    def resolve_changes(row: AuditRow) -> dict[str, list[object]]:
        return {name: pair for name, pair in row.changes.items() if name != "comment"}


class ChainOut(Schema):
    id: UUID
    states: list[StepState]


class HitOut(Schema):
    """A record found, with the words found in it between « and »."""

    node: NodeOut
    snippet: str


class IdsIn(SchemaIn):
    ids: list[UUID] = Field(min_length=1, max_length=1000)


class IdsOut(Schema):
    ids: list[UUID]
