from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.engineering.rules import (
    NEAR_PERCENT,
    STALE_AFTER_DAYS,
    ConstraintSort,
    ConstraintState,
    DebtSort,
    TrendDirection,
)
from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.workspace.schemas import PersonOut

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Days = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
HoursPerWeek = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
Rate = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(9998, 12, 31))]


class ConstraintIn(RecordIn):
    sort: ConstraintSort = ConstraintSort.OTHER
    component_id: UUID | None = None
    owner_id: UUID | None = None
    limit: Amount | None = None
    used: Amount | None = None
    unit: str = Field("", max_length=60)
    source: str = Field("", max_length=300)
    checked_on: date | None = None
    near_percent: float = Field(NEAR_PERCENT, ge=0, le=100, description="From this share of the limit on it is near.")
    stale_after_days: int = Field(STALE_AFTER_DAYS, ge=1, le=3650)


ConstraintPatch = as_patch(ConstraintIn, "ConstraintPatch")


class LimitStandingOut(Schema):
    """Where a limit stands today: shares are of the limit, from 0 on."""

    state: ConstraintState
    used_share: float | None
    headroom: float | None
    stale_on: date | None
    is_stale: bool


class ConstraintOut(RecordOut):
    sort: ConstraintSort
    component: NodeRefOut | None
    owner: PersonOut | None
    limit: float | None
    used: float | None
    unit: str
    source: str
    checked_on: date | None
    near_percent: float
    stale_after_days: int
    standing: LimitStandingOut


class ConstraintFilters(RecordFilters):
    component_id: UUID | None = None
    owner_id: UUID | None = None


class DebtIn(RecordIn):
    sort: DebtSort = DebtSort.OTHER
    component_id: UUID | None = None
    owner_id: UUID | None = None
    principal_days: Days | None = None
    interest_hours: HoursPerWeek | None = None
    hourly_rate: Rate | None = Field(None, description="Money an hour; without it, the workspace's.")


DebtPatch = as_patch(DebtIn, "DebtPatch")


class DebtPriceOut(Schema):
    """A debt in the units of cost of delay: money a week, weeks, and one by the other."""

    hourly_rate: float
    cost_of_delay: float | None
    duration_weeks: float | None
    payback_weeks: float | None
    score: float | None


class DebtTrendOut(Schema):
    direction: TrendDirection
    hours_per_month: float | None
    readings: int


class DebtOut(RecordOut):
    sort: DebtSort
    component: NodeRefOut | None
    owner: PersonOut | None
    principal_days: float | None
    interest_hours: float | None
    hourly_rate: float | None
    currency: str
    price: DebtPriceOut
    trend: DebtTrendOut


class DebtFilters(RecordFilters):
    component_id: UUID | None = None
    owner_id: UUID | None = None


class DebtReadingIn(SchemaIn):
    """What a debt was on a day; the latest day is what it is now. Without a principal it stays as it was."""

    version: int = Field(ge=1)
    on: Day
    interest_hours: HoursPerWeek
    principal_days: Days | None = None


class DebtReadingOut(Schema):
    on: date
    interest_hours: float
    principal_days: float | None
    by: PersonOut | None


class CandidacyIn(SchemaIn):
    round_id: UUID


class CandidacyOut(Schema):
    """Where a debt stands as a candidate, and the numbers that were put in for it by column."""

    round_id: UUID
    candidate_id: int
    values: dict[str, float]
    words: str


class RegisterOut(Schema):
    """Limits near, passed or not checked, the gravest first; every debt, the dearest first."""

    constraints: list[ConstraintOut]
    constraint_counts: dict[ConstraintState, int]
    stale_count: int
    debts: list[DebtOut]
    interest_hours: float
    cost_of_delay: float
    currency: str
