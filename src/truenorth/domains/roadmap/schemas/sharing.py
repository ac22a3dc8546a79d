from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.models import TITLE_LENGTH
from truenorth.domains.graph.schemas import NodeRefOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn
from truenorth.domains.prioritization.schemas import DecisionRefOut
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.roadmap.schemas.initiatives import Day, ItemOut


class InitiativeStatementIn(SchemaIn):
    """What customers may read of an initiative, in words of its own."""

    version: int = Field(ge=1)
    public_title: str = Field("", max_length=TITLE_LENGTH)
    public_words: str = Field("", max_length=5000)
    is_published: bool = False


class CustomerItemOut(Schema):
    title: str
    words: str
    quarter: str
    shipped_month: str


class CustomerLaneOut(Schema):
    horizon: Horizon
    items: list[CustomerItemOut]


class CustomerRoadmapOut(Schema):
    workspace: str
    audience: Literal["customers"]
    as_of: date
    lanes: list[CustomerLaneOut]
    shipped: list[CustomerItemOut]


class ExecutiveItemOut(Schema):
    title: str
    state: State
    outcome: InitiativeOutcome | None
    team: str
    target_on: date | None
    shipped_on: date | None
    confidence: int | None
    key_results: list[str]
    is_late: bool
    blocked_by: int


class ExecutiveLaneOut(Schema):
    horizon: Horizon
    items: list[ExecutiveItemOut]


class ExecutiveRoadmapOut(Schema):
    workspace: str
    audience: Literal["executives"]
    as_of: date
    lanes: list[ExecutiveLaneOut]
    shipped: list[ExecutiveItemOut]


class InternalItemOut(Schema):
    key: str
    title: str
    state: State
    outcome: InitiativeOutcome | None
    owner: str
    team: str
    milestone: str
    starts_on: date | None
    target_on: date | None
    shipped_on: date | None
    confidence: int | None
    key_results: list[str]


class InternalLaneOut(Schema):
    horizon: Horizon
    items: list[InternalItemOut]


class InternalRoadmapOut(Schema):
    workspace: str
    audience: Literal["internal"]
    as_of: date
    lanes: list[InternalLaneOut]
    shipped: list[InternalItemOut]


SharedRoadmapOut = Annotated[
    CustomerRoadmapOut | ExecutiveRoadmapOut | InternalRoadmapOut, Field(discriminator="audience")
]


class StaleOut(Schema):
    """`looked_at` is the last change or review; `stale_days` by how many days the next is overdue."""

    initiative: ItemOut
    looked_at: datetime
    stale_days: int


class ReviewIn(SchemaIn):
    version: int = Field(ge=1)
    note: str = Field("", max_length=1000)


class CadenceIn(SchemaIn):
    """After how many days an item of each horizon is to be looked at again."""

    version: int = Field(ge=0)
    now_days: int = Field(ge=1, le=3650)
    next_days: int = Field(ge=1, le=3650)
    later_days: int = Field(ge=1, le=3650)


class CadenceOut(Schema):
    version: int
    now_days: int
    next_days: int
    later_days: int


class ChangelogIn(QueryIn):
    since: Day | None = None


class AskedForOut(Schema):
    """Somebody who asked for it; `told_at` is when they were told that it is there."""

    node: NodeRefOut
    name: str
    account: str
    email: str
    words: str
    told_at: datetime | None


class ShippedItemOut(Schema):
    """Letters go out under the decision on the initiative; without one nobody can be told."""

    initiative: ItemOut
    shipped_on: date = Field(validation_alias="initiative.shipped_on")
    public_title: str = Field(validation_alias="initiative.public_title")
    public_words: str = Field(validation_alias="initiative.public_words")
    decision: DecisionRefOut | None
    asked: list[AskedForOut]
    to_tell: int


class ShippedMonthOut(Schema):
    month: str
    items: list[ShippedItemOut]


class ShippedLetterIn(QueryIn):
    request_id: UUID


class ShippedLetterOut(Schema):
    """Send it as a letter of the decision; `left_out` says what would name another customer."""

    decision: DecisionRefOut | None
    name: str = Field(validation_alias="asked.name")
    account: str = Field(validation_alias="asked.account")
    address: str = Field(validation_alias="asked.email")
    subject: str = Field(validation_alias="letter.subject")
    words: str = Field(validation_alias="letter.words")
    left_out: list[str] = Field(validation_alias="letter.left_out")
