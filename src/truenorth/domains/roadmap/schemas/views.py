from datetime import date
from typing import Annotated, Any, cast
from uuid import UUID

from ninja import Field, Schema
from pydantic import create_model

from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.roadmap.rules import LaneBy, PeriodLength, ViewShape
from truenorth.domains.roadmap.schemas.dependencies import InitiativeDependencyOut
from truenorth.domains.roadmap.schemas.initiatives import Day, InitiativeFilters, ItemOut, MilestoneOut
from truenorth.domains.workspace.schemas import PersonOut, TeamOut


class StretchIn(QueryIn):
    from_on: Day | None = None
    to_on: Day | None = None


class TimelineOut(Schema):
    """`total` counts what is dated; no more than a thousand are shown, the earliest first."""

    items: list[ItemOut]
    dependencies: list[InitiativeDependencyOut]
    milestones: list[MilestoneOut]
    total: int
    undated: int


class SwimlanesIn(QueryIn):
    by: LaneBy


class GroupOut(Schema):
    id: UUID
    key: str
    title: str


class SwimlaneOut(Schema):
    group: GroupOut | None
    now: list[UUID]
    next: list[UUID]
    later: list[UUID]
    unplaced: list[UUID]


class SwimlanesOut(Schema):
    """The lanes hold ids of the items; what belongs to no lane of its own comes last."""

    items: list[ItemOut]
    lanes: list[SwimlaneOut]
    total: int


class CapacityIn(QueryIn):
    """`from_on` is a day of the first period; without it, today."""

    from_on: Day | None = None
    length: PeriodLength = PeriodLength.MONTH
    count: int = Field(6, ge=1, le=24)


class BarOut(Schema):
    from_on: date = Field(validation_alias="stretch.from_on")
    to_on: date = Field(validation_alias="stretch.to_on")
    capacity_weeks: float
    planned_weeks: float
    unsized: int
    ids: list[UUID]


class TeamBarsOut(Schema):
    team: TeamOut
    seats: int
    bars: list[BarOut]


class AbsenceIn(SchemaIn):
    """From the first day to the last."""

    from_on: Day
    to_on: Day
    words: str = Field("", max_length=200)


class TeamCapacityIn(SchemaIn):
    version: int = Field(ge=0)
    seats: int = Field(ge=1, le=100, description="How many things the team does at a time.")
    absences: list[AbsenceIn] = Field(default_factory=list, max_length=200)


class AbsenceOut(Schema):
    from_on: date
    to_on: date
    words: str


class TeamCapacityOut(Schema):
    team: TeamOut
    seats: int
    absences: list[AbsenceOut]
    version: int


ViewFilters = cast(
    "type[SchemaIn]",
    create_model(
        "ViewFilters",
        __base__=SchemaIn,
        __doc__="What a view narrows down to, as the list of initiatives takes it.",
        **cast("dict[str, Any]", {name: (f.annotation, f) for name, f in InitiativeFilters.model_fields.items()}),
    ),
)
Words = Annotated[str, Field(max_length=100)]
ViewOptions = Annotated[dict[Words, Words | list[Words]], Field(max_length=30)]


class SavedViewIn(SchemaIn):
    """`options` are the page's: columns, zoom, what lanes are made by."""

    name: str = Field(min_length=1, max_length=100)
    shape: ViewShape
    filters: ViewFilters = Field(default_factory=ViewFilters)  # type: ignore[valid-type]  # made from the filters
    sort: str = Field("", max_length=60)
    options: ViewOptions = Field(default_factory=dict)
    is_shared: bool = False


class SavedViewPatch(SchemaIn):
    version: int = Field(ge=1)
    name: str | None = Field(None, min_length=1, max_length=100)
    shape: ViewShape | None = None
    filters: ViewFilters | None = None  # type: ignore[valid-type]  # made from the filters
    sort: str | None = Field(None, max_length=60)
    options: ViewOptions | None = None
    is_shared: bool | None = None


class SavedViewOut(Schema):
    id: UUID
    name: str
    shape: ViewShape
    filters: dict[str, Any]
    sort: str
    options: dict[str, Any]
    owner: PersonOut
    is_shared: bool
    version: int
