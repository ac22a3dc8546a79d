from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.graph.kinds import Reason
from truenorth.domains.graph.schemas import NodeOut
from truenorth.domains.home.rules import InboxState
from truenorth.domains.kit.schemas import QueryIn
from truenorth.domains.strategy.rules import Status
from truenorth.domains.workspace.schemas import PersonOut


class InboxFilters(QueryIn):
    state: InboxState = InboxState.OPEN


class InboxItemOut(Schema):
    """Something that waits for me; `sentence` says who wants what."""

    id: UUID
    reason: Reason
    sentence: str
    actor: PersonOut | None
    node: NodeOut
    asked_at: datetime
    done_at: datetime | None


class KeyResultAtRiskOut(Schema):
    node: NodeOut
    status: Status
    reason: str
    baseline: float
    current: float
    target: float
    unit: str
    progress: float


class HappeningOut(Schema):
    id: UUID = Field(validation_alias="row.id")
    at: datetime = Field(validation_alias="row.created_at")
    actor: PersonOut | None = Field(validation_alias="row.actor")
    action: str = Field(validation_alias="row.action")
    changes: dict[str, list[object]] = Field(validation_alias="row.changes")
    node: NodeOut


class OverviewOut(Schema):
    """`counts` by kind of record, for the navigation."""

    inbox_open: int
    counts: dict[str, int]
    at_risk: list[KeyResultAtRiskOut]
    running: list[NodeOut]
    changes: list[HappeningOut]
