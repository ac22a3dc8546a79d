from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import AfterValidator

from truenorth.domains.kit.schemas import QueryIn, RowOut, SchemaIn
from truenorth.domains.workspace.models import WeekStart
from truenorth.domains.workspace.rules import Function, Role, Scope, is_timezone

Name = Annotated[str, Field(min_length=1, max_length=100)]
Slug = Annotated[str, Field(min_length=1, max_length=50, pattern=r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$")]


def _known_timezone(value: str) -> str:
    if not is_timezone(value):
        raise ValueError("Use the name of a time zone, such as Europe/Vienna.")
    return value


Timezone = Annotated[str, Field(max_length=60), AfterValidator(_known_timezone)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
HourlyCost = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2, allow_inf_nan=False)]


class PersonOut(RowOut):
    """A member as other records name them."""

    id: UUID
    name: str


class TeamOut(RowOut):
    id: UUID
    name: str


class TeamIn(SchemaIn):
    name: Name


class WorkspaceOut(Schema):
    id: UUID
    slug: str
    name: str
    timezone: str
    week_start: str
    currency: str
    hourly_cost: float


class WorkspaceIn(SchemaIn):
    name: Name
    slug: Slug | None = None
    timezone: Timezone = "UTC"
    week_start: WeekStart = WeekStart.MONDAY
    currency: Currency = "EUR"
    hourly_cost: HourlyCost = Decimal(80)


class WorkspacePatch(SchemaIn):
    name: Name = ""
    timezone: Timezone = ""
    week_start: WeekStart = WeekStart.MONDAY
    currency: Currency = ""
    hourly_cost: HourlyCost = Decimal(0)


class UserOut(Schema):
    id: UUID
    email: str
    name: str


class UserPatch(SchemaIn):
    name: Name


class MembershipOut(Schema):
    id: UUID
    workspace: WorkspaceOut
    role: Role
    function: Function
    team: TeamOut | None


class MeOut(Schema):
    user: UserOut
    memberships: list[MembershipOut]
    may_create_workspace: bool


class MemberOut(Schema):
    id: UUID
    name: str
    email: str
    role: Role
    function: Function
    team: TeamOut | None
    created_at: datetime
    left_at: datetime | None


class MemberPatch(SchemaIn):
    role: Role = Role.VIEWER
    function: Function = Function.PRODUCT
    team_id: UUID | None = None


class InvitationIn(SchemaIn):
    email: Annotated[str, Field(max_length=254)] = ""
    role: Role = Role.EDITOR
    function: Function = Function.PRODUCT
    days: int = Field(14, ge=1, le=90, description="How long the link works.")


class InvitationOut(Schema):
    id: UUID
    email: str
    role: Role
    function: Function
    invited_by: PersonOut
    created_at: datetime
    expires_at: datetime


class InvitationMadeOut(InvitationOut):
    token: str
    url: str


class InvitedToOut(Schema):
    slug: str
    name: str


class InvitationPreviewOut(Schema):
    """What the bearer of an invitation link may know before joining."""

    workspace: InvitedToOut
    invited_by: str
    email: str
    role: Role
    function: Function
    expires_at: datetime


class ShareLinkIn(SchemaIn):
    """A link to one view, for whoever holds it."""

    view: str = Field(max_length=40)
    name: Annotated[str, Field(max_length=100)] = ""
    options: dict[str, str] = Field(default_factory=dict, max_length=20)
    days: int | None = Field(None, ge=1, le=3650, description="How long the link works; without it, until revoked.")


class ShareLinkOut(Schema):
    id: UUID
    view: str
    name: str
    options: dict[str, str]
    created_by: PersonOut
    created_at: datetime
    expires_at: datetime | None


class ShareLinkMadeOut(ShareLinkOut):
    token: str
    url: str


class TokenIn(SchemaIn):
    name: Name
    scope: Scope = Scope.READ


class TokenOut(Schema):
    id: UUID
    name: str
    scope: Scope
    hint: str
    member: PersonOut
    created_at: datetime
    last_used_at: datetime | None


class TokenMadeOut(TokenOut):
    secret: str


class AuditFilters(QueryIn):
    """`since` and `until` are days in the workspace's time zone, both included."""

    actor_id: UUID | None = None
    action: str | None = Field(None, max_length=60)
    kind: str | None = Field(None, max_length=40)
    target_id: UUID | None = None
    q: str | None = Field(None, max_length=200, description="Part of the target's title.")
    since: date | None = Field(None, ge=date(1970, 1, 1), le=date(9998, 12, 31))
    until: date | None = Field(None, ge=date(1970, 1, 1), le=date(9998, 12, 31))


class AuditRowOut(Schema):
    id: UUID
    at: datetime = Field(validation_alias="created_at")
    actor: PersonOut | None
    action: str
    target_kind: str
    target_id: UUID
    target_title: str
    changes: dict[str, list[Any]]
