from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.kit.settings import settings
from truenorth.domains.workspace.errors import AboveYourRole
from truenorth.domains.workspace.models import Member, User
from truenorth.domains.workspace.rules import Role


def require_role(actor: Member, role: Role) -> None:
    if not actor.may_act_as(role):
        raise Forbidden(f"This needs the role {role.value} or above; yours is {actor.role}.")


def require_contributor(actor: Member) -> None:
    require_role(actor, Role.CONTRIBUTOR)


def require_editor(actor: Member) -> None:
    require_role(actor, Role.EDITOR)


def require_admin(actor: Member) -> None:
    require_role(actor, Role.ADMIN)


def require_owner(actor: Member) -> None:
    require_role(actor, Role.OWNER)


def require_may_appoint(actor: Member, role: Role) -> None:
    """Nobody gives a role above their own, nor changes whoever holds one."""
    if not actor.may_act_as(role):
        raise AboveYourRole


def may_create_workspace(user: User) -> bool:
    return user.is_instance_owner or settings().sign_up == "open"
