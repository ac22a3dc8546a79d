from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.errors import LastOwner
from truenorth.domains.workspace.models import Member, Team, User
from truenorth.domains.workspace.policies import require_admin, require_may_appoint
from truenorth.domains.workspace.rules import Function, Role
from truenorth.domains.workspace.selectors import get_member, list_teams
from truenorth.domains.workspace.services.audit import Entry, changes_between, check_fields, record


@transaction.atomic
def add_member(*, actor: Member, user: User, role: Role, function: Function, team: Team | None = None) -> Member:
    """Make a person a member, or take back one who had left."""
    require_admin(actor)
    require_may_appoint(actor, role)
    return join(actor.workspace_id, user, by=actor, role=role, function=function, team=team)


def join(
    workspace_id: UUID,
    user: User,
    *,
    by: Member | None,
    role: Role,
    function: Function,
    team: Team | None = None,
) -> Member:
    """Membership itself; the caller has settled that it may be. Without `by` the new member is its own actor."""
    former = Member.objects.filter(workspace_id=workspace_id, user=user).first()
    member = former or Member(workspace_id=workspace_id, user=user)
    member.role, member.function, member.team, member.left_at = role, function, team, None
    if former is None:
        check_fields(member)
    member.save()
    entry = Entry(
        action="rejoin" if former else "create",
        target_kind="member",
        target_id=member.id,
        target_title=user.name,
        changes={"role": (None, str(role)), "function": (None, str(function))},
    )
    record(by or member, entry)
    return member


@transaction.atomic
def revise_member(*, actor: Member, member_id: UUID, changes: Mapping[str, Any]) -> Member:
    """Another role, function or team. Nobody raises above themselves, nor touches whoever stands above them."""
    require_admin(actor)
    member = get_member(actor, member_id, for_update=True)
    require_may_appoint(actor, Role(member.role))
    if "role" in changes:
        require_may_appoint(actor, Role(changes["role"]))
        if changes["role"] != Role.OWNER:
            _refuse_last_owner(member)
    if changes.get("team_id") and not list_teams(actor).filter(pk=changes["team_id"]).exists():
        raise Invalid(fields={"team_id": "There is no such team in this workspace."})
    pairs = changes_between(member, changes)
    member.save()
    if pairs:
        record(actor, _entry("update", member, pairs))
    return get_member(actor, member_id)


@transaction.atomic
def remove_member(*, actor: Member, member_id: UUID) -> None:
    """Let a member go. What they made stays under their name; their tokens stop working."""
    if actor.id != member_id:
        require_admin(actor)
    member = get_member(actor, member_id, for_update=True)
    require_may_appoint(actor, Role(member.role))
    _refuse_last_owner(member)
    member.left_at = clock.now()
    member.save(update_fields=["left_at"])
    record(actor, _entry("remove", member, {}))


def _refuse_last_owner(member: Member) -> None:
    if member.role != Role.OWNER:
        return
    # Locked together, so that of two owners who leave at once the second one is refused.
    owners = Member.objects.select_for_update().filter(workspace_id=member.workspace_id, role=Role.OWNER, left_at=None)
    if not any(owner.id != member.id for owner in owners):
        raise LastOwner


def _entry(action: str, member: Member, changes: Mapping[str, tuple[Any, Any]]) -> Entry:
    return Entry(action=action, target_kind="member", target_id=member.id, target_title=member.name, changes=changes)
