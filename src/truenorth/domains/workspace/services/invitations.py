import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.workspace.errors import AlreadyMember
from truenorth.domains.workspace.models import Invitation, Member, User
from truenorth.domains.workspace.policies import require_admin, require_may_appoint
from truenorth.domains.workspace.rules import Function, Role
from truenorth.domains.workspace.selectors import find_membership, get_invitation, get_open_invitation, hash_secret
from truenorth.domains.workspace.services.audit import Entry, check_fields, record
from truenorth.domains.workspace.services.members import join


@transaction.atomic
def create_invitation(
    *, actor: Member, role: Role, function: Function, email: str = "", days: int = 14
) -> tuple[Invitation, str]:
    """An invitation and its token, which is told this once and stored hashed."""
    require_admin(actor)
    require_may_appoint(actor, role)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        workspace=actor.workspace,
        email=email,
        role=role,
        function=function,
        token_hash=hash_secret(token),
        invited_by=actor,
        expires_at=clock.now() + timedelta(days=days),
    )
    check_fields(invitation)
    invitation.save(force_insert=True)
    record(actor, _entry("create", invitation))
    return invitation, token


@transaction.atomic
def revoke_invitation(*, actor: Member, invitation_id: UUID) -> None:
    require_admin(actor)
    invitation = get_invitation(actor, invitation_id)
    invitation.revoked_at = clock.now()
    invitation.save(update_fields=["revoked_at"])
    record(actor, _entry("revoke", invitation))


@transaction.atomic
def accept_invitation(*, user: User, token: str) -> Member:
    """Join the workspace that the invitation is for; it works once."""
    invitation = get_open_invitation(token, for_update=True)
    if find_membership(user, workspace=invitation.workspace):
        raise AlreadyMember
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    member = join(
        invitation.workspace_id, user, by=None, role=Role(invitation.role), function=Function(invitation.function)
    )
    record(member, _entry("accept", invitation))
    return member


def _entry(action: str, invitation: Invitation) -> Entry:
    return Entry(
        action=action,
        target_kind="invitation",
        target_id=invitation.id,
        target_title=invitation.email,
        changes={"role": (None, invitation.role)} if action == "create" else {},
    )
