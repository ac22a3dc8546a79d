"""People and workspaces for tests, made by the services."""

from truenorth.domains.workspace.models import Member, User
from truenorth.domains.workspace.rules import Function, Role
from truenorth.domains.workspace.services import add_member, create_user, create_workspace

PASSWORD = "a plain long password"  # noqa: S105 - for tests


def make_user(name: str) -> User:
    return create_user(email=f"{name.lower()}@example.com", name=name, password=PASSWORD)


def make_owner(name: str = "Olga", *, slug: str = "larkspur") -> Member:
    return create_workspace(user=make_user(name), slug=slug, name=slug.title())


def make_member(owner: Member, name: str, *, role: Role = Role.EDITOR, function: Function = Function.PRODUCT) -> Member:
    return add_member(actor=owner, user=make_user(name), role=role, function=function)
