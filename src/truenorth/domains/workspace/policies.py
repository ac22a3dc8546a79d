from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.models import Member
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
