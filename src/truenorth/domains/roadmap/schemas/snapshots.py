from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.roadmap.rules import ChangeKind
from truenorth.domains.workspace.schemas import PersonOut


class SnapshotIn(SchemaIn):
    reason: str = Field("", max_length=1000, description="What for: a board meeting, before the re-plan.")


class SnapshotRefOut(Schema):
    """A snapshot without its items; `month` is set where the calendar asked for it."""

    id: UUID
    taken_at: datetime = Field(validation_alias="created_at")
    taken_by: PersonOut | None
    month: str
    reason: str
    item_count: int


class NamedOut(Schema):
    id: str
    name: str


class FrozenSliceOut(Schema):
    id: str
    title: str
    value_percent: float
    effort_percent: float


class FrozenItemOut(Schema):
    """An item as it stood; `body` is a digest of its text, `score` and `rank` those of the latest round then."""

    id: str
    key: str
    title: str
    body: str
    horizon: str | None
    position: int | None
    starts_on: str | None
    target_on: str | None
    owner: NamedOut | None
    team: NamedOut | None
    confidence: int | None
    state: str
    outcome: str | None
    effort_weeks: float | None
    slices: list[FrozenSliceOut]
    score: float | None
    rank: int | None


class SnapshotOut(SnapshotRefOut):
    items: list[FrozenItemOut] = Field(validation_alias="frozen")


class DiffIn(QueryIn):
    """Two snapshots; without `after`, the roadmap as it stands."""

    before: UUID
    after: UUID | None = None


class ReasonIn(SchemaIn):
    """Why an item changed in one way since a snapshot, or between it and another."""

    initiative_id: UUID
    kind: ChangeKind
    reason: str = Field(min_length=1, max_length=1000)
    after: UUID | None = None


class FieldChangeOut(Schema):
    field: str
    before: str | float | None
    after: str | float | None


class RoadmapChangeOut(Schema):
    """One kind of change to one item; `reason`, `by` and `at` are those of the latest note on it."""

    item: FrozenItemOut = Field(validation_alias="change.item")
    kind: ChangeKind = Field(validation_alias="change.kind")
    details: list[FieldChangeOut] = Field(validation_alias="change.details")
    reason: str
    by: str
    at: datetime | None
    words: str


class DiffOut(Schema):
    before: SnapshotRefOut
    after: SnapshotRefOut | None
    counts: dict[ChangeKind, int]
    changes: list[RoadmapChangeOut]
