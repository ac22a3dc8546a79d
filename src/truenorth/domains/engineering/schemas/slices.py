from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch

Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weeks = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]


class SliceIn(RecordIn):
    """Effort in team-weeks: less than the low end in one case of ten, more than the high end in one of ten."""

    initiative_id: UUID
    position: int = Field(1, ge=1, le=1000)
    value_percent: Percent = 0
    effort_percent: Percent = 0
    effort_low_weeks: Weeks | None = None
    effort_weeks: Weeks | None = None
    effort_high_weeks: Weeks | None = None
    is_shipped: bool = False


SlicePatch = as_patch(SliceIn, "SlicePatch", without=("links", "initiative_id"))


class SliceOut(RecordOut):
    initiative: NodeRefOut
    position: int
    value_percent: float
    effort_percent: float
    effort_low_weeks: float | None
    effort_weeks: float | None
    effort_high_weeks: float | None
    is_shipped: bool


class SliceFilters(RecordFilters):
    initiative_id: UUID | None = None
    is_shipped: bool | None = None


class SliceVersionIn(SchemaIn):
    id: UUID
    version: int = Field(ge=1)


class SliceOrderIn(SchemaIn):
    """All slices of the initiative in their new order, each with the version that the caller read."""

    slices: list[SliceVersionIn] = Field(max_length=1000)


class PlannedSliceOut(Schema):
    """A slice at its place on the frontier: what all up to it bring and cost together, in percent."""

    slice: SliceOut
    ratio: float | None
    value_so_far: float
    effort_so_far: float
    score: float | None
    after: list[NodeRefOut]
    problem: str


class SlicePlanOut(Schema):
    """The slices in the best order. The first `knee` of them bring more than their share of the effort."""

    initiative: NodeRefOut
    slices: list[PlannedSliceOut]
    knee: int
    next_past_knee: UUID | None
    words: str
    is_in_this_order: bool
    value_percent: float
    effort_percent: float
    base_score: float | None
    formula: str
