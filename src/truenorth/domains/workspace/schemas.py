from uuid import UUID

from ninja import Schema

from truenorth.domains.workspace.rules import Function, Role


class PersonOut(Schema):
    """A member as other records name them."""

    id: UUID
    name: str


class TeamOut(Schema):
    id: UUID
    name: str


class WorkspaceOut(Schema):
    id: UUID
    slug: str
    name: str
    timezone: str
    week_start: str
    currency: str
    hourly_cost: float


class UserOut(Schema):
    id: UUID
    email: str
    name: str


class MembershipOut(Schema):
    id: UUID
    workspace: WorkspaceOut
    role: Role
    function: Function
    team: TeamOut | None


class MeOut(Schema):
    user: UserOut
    memberships: list[MembershipOut]
