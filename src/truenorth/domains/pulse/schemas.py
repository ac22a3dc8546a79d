from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Q
from ninja import Field, FilterSchema, Schema

from truenorth.domains.graph.schemas import RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.pulse.models import NOTE_LENGTH, WORDS_LENGTH
from truenorth.domains.pulse.rules import MatterSort, SectionName, Tone
from truenorth.domains.workspace.schemas import PersonOut

NOTE = Field("", max_length=NOTE_LENGTH)


class PulseIn(RecordIn):
    from_on: date
    to_on: date
    objectives: str = NOTE
    wins: str = NOTE
    challenges: str = NOTE
    concerns: str = NOTE
    actions: str = NOTE
    decisions: str = NOTE
    learned: str = NOTE


PulsePatch = as_patch(PulseIn, "PulsePatch")


class PulseOut(RecordOut):
    from_on: date
    to_on: date
    objectives: str
    wins: str
    challenges: str
    concerns: str
    actions: str
    decisions: str
    learned: str
    state: Literal["draft", "published"]
    published_at: datetime | None
    published_by: PersonOut | None


class PulseFilters(RecordFilters):
    is_published: bool | None = None

    def filter_is_published(self, value: bool | None) -> Q:  # noqa: FBT001 - Ninja calls it by position
        return Q() if value is None else Q(published_at__isnull=not value)


class LineSourceOut(Schema):
    id: UUID
    kind: str
    key: str
    title: str
    domain: str
    plural: str


class MovementOut(Schema):
    baseline: float
    target: float
    unit: str
    before: float
    after: float
    progress_before: float
    progress_after: float
    expected: float | None
    confidence: float | None
    status: str
    reason: str
    objective: str


class MatterLineOut(Schema):
    id: UUID
    owner: str
    due_on: date | None
    raised_on: date
    is_carried_over: bool
    closed_on: date | None
    answer: str
    version: int


class PulseItemOut(Schema):
    words: str
    detail: str
    tone: Tone
    source: LineSourceOut | None
    movement: MovementOut | None
    matter: MatterLineOut | None


class PulseSectionOut(Schema):
    name: SectionName
    title: str
    text: str
    items: list[PulseItemOut]


class PulseContentOut(Schema):
    title: str
    summary: str
    from_on: date
    to_on: date
    sections: list[PulseSectionOut]


class MatterIn(SchemaIn):
    sort: MatterSort
    words: str = Field(min_length=1, max_length=WORDS_LENGTH)
    owner_id: UUID | None = None
    due_on: date | None = None


class MatterPatch(SchemaIn):
    version: int = Field(ge=1)
    words: str = Field("", min_length=1, max_length=WORDS_LENGTH)
    owner_id: UUID | None = None
    due_on: date | None = None


class MatterVersionIn(SchemaIn):
    version: int = Field(ge=1)


class MatterCloseIn(MatterVersionIn):
    answer: str = Field("", max_length=NOTE_LENGTH)


class MatterOut(Schema):
    id: UUID
    sort: MatterSort
    words: str
    owner: PersonOut | None
    due_on: date | None
    raised_by: PersonOut | None
    raised_at: datetime
    closed_at: datetime | None
    closed_by: PersonOut | None
    answer: str
    version: int


class MatterFilters(FilterSchema):
    sort: MatterSort | None = None
    state: Literal["open", "closed", "all"] = "open"

    def filter_state(self, value: str) -> Q:
        return Q() if value == "all" else Q(closed_at__isnull=value == "open")
