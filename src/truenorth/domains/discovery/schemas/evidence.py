"""What was seen and heard."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.discovery.models import Tagging
from truenorth.domains.discovery.rules import (
    DocumentForm,
    Mark,
    Strength,
)
from truenorth.domains.graph.models import BODY_LENGTH, TITLE_LENGTH
from truenorth.domains.graph.schemas import NodeOut, NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import Instant, SchemaIn, as_patch


class DocumentIn(RecordIn):
    """A text with its form. A transcript is read as WebVTT, SubRip, tab-separated rows or `Name: words`."""

    title: str = Field("", max_length=TITLE_LENGTH)
    body: str = Field(min_length=1, max_length=BODY_LENGTH)
    form: DocumentForm = DocumentForm.TRANSCRIPT
    session_id: UUID | None = None
    file_name: str = Field("", max_length=255)


DocumentPatch = as_patch(DocumentIn, "DocumentPatch", without=("links", "form"))


class DocumentOut(RecordOut):
    form: DocumentForm
    session: NodeRefOut | None
    file_name: str
    format: str
    highlight_count: int


class DocumentFilters(RecordFilters):
    form: DocumentForm | None = None
    session_id: UUID | None = None


class DocumentUploadIn(SchemaIn):
    title: str = Field("", max_length=TITLE_LENGTH)
    session_id: UUID | None = None


class TurnOut(Schema):
    """Characters `begin` to `end` of the document's text, counted in Unicode code points."""

    index: int
    begin: int
    end: int
    speaker: str
    start_ms: int | None
    end_ms: int | None
    text: str


class HighlightIn(RecordIn):
    """Characters `start` to `end` of a document's text. Where the quote is given, it is checked against the text."""

    title: str = Field("", max_length=TITLE_LENGTH)
    document_id: UUID
    start: int = Field(ge=0, le=BODY_LENGTH)
    end: int = Field(ge=1, le=BODY_LENGTH)
    quote: str = Field("", max_length=10_000)
    strength: Strength
    mark: Mark | None = None
    tag_ids: list[UUID] = Field(default_factory=list, max_length=50)


HighlightPatch = as_patch(HighlightIn, "HighlightPatch", without=("links", "document_id", "start", "end", "quote"))


class HighlightOut(RecordOut):
    document: NodeRefOut
    start: int
    end: int
    quote: str
    strength: Strength
    mark: Mark
    speaker: str
    start_ms: int | None
    end_ms: int | None
    tags: list[NodeRefOut]


class TaggedFilters(RecordFilters):
    strength: Strength | None = None
    tag_id: UUID | None = None

    def filter_tag_id(self, value: UUID | None) -> Q:
        return Q(pk__in=Tagging.objects.filter(tag_id=value).values("node_id")) if value else Q()


class HighlightFilters(TaggedFilters):
    document_id: UUID | None = None
    mark: Mark | None = None


class FeedbackIn(RecordIn):
    title: str = Field("", max_length=TITLE_LENGTH)
    body: str = Field(min_length=1, max_length=BODY_LENGTH)
    source: str = Field("", max_length=100)
    strength: Strength = Strength.ASKED
    rating: float | None = Field(None, allow_inf_nan=False)
    received_at: Instant | None = None
    participant_id: UUID | None = None
    account_id: UUID | None = None
    theme: str = Field("", max_length=100)
    tag_ids: list[UUID] = Field(default_factory=list, max_length=50)


FeedbackPatch = as_patch(FeedbackIn, "FeedbackPatch")


class FeedbackOut(RecordOut):
    source: str
    strength: Strength
    rating: float | None
    received_at: datetime | None
    participant: NodeRefOut | None
    account: NodeRefOut | None
    theme: str
    tags: list[NodeRefOut]


class FeedbackFilters(TaggedFilters):
    q: str | None = Field(None, max_length=200)
    source: str | None = Field(None, max_length=100)
    theme: str | None = Field(None, max_length=100)
    rating: float | None = None
    account_id: UUID | None = None

    def filter_q(self, value: str | None) -> Q:
        return super().filter_q(value) | Q(node__body__icontains=value) if value else Q()


class ThemeVolumeOut(Schema):
    theme: str
    count: int
    rating: float | None


class RequestIn(RecordIn):
    """What was asked for and what is needed are two fields, because they are two things."""

    title: str = Field("", max_length=TITLE_LENGTH)
    ask: str = Field(min_length=1, max_length=5_000)
    need: str = Field("", max_length=5_000)
    workflow: str = Field("", max_length=5_000)
    strength: Strength = Strength.ASKED
    participant_id: UUID | None = None
    account_id: UUID | None = None


RequestPatch = as_patch(RequestIn, "RequestPatch")


class RequestOut(RecordOut):
    ask: str
    need: str
    workflow: str
    strength: Strength
    participant: NodeRefOut | None
    account: NodeRefOut | None
    votes: int
    answers: list[NodeOut]


class RequestFilters(RecordFilters):
    account_id: UUID | None = None
    strength: Strength | None = None


class TagIn(RecordIn):
    """A word for evidence; the body is its definition."""


TagPatch = as_patch(TagIn, "TagPatch")


class TagOut(RecordOut):
    uses: int


class TagsIn(SchemaIn):
    tag_ids: list[UUID] = Field(max_length=50)
