from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import AuditRow, Member, Team, User, Workspace
from truenorth.domains.workspace.policies import require_admin
from truenorth.domains.workspace.rules import Function, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit log, before it is written. `changes` maps a field to (before, after)."""

    action: str
    target_kind: str
    target_id: UUID
    target_title: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def record(actor: Member, *entries: Entry) -> None:
    """Write the audit log. Every service that writes calls it in its own transaction."""
    AuditRow.objects.bulk_create(
        [
            AuditRow(
                workspace=actor.workspace,
                actor=actor,
                action=entry.action,
                target_kind=entry.target_kind,
                target_id=entry.target_id,
                target_title=entry.target_title[:300],
                changes={name: list(pair) for name, pair in entry.changes.items()},
            )
            for entry in entries
        ],
        batch_size=500,
    )


def check_fields(instance: Model) -> None:
    """Model validation as a refusal that names the fields."""
    try:
        instance.full_clean()
    except ValidationError as error:
        raise Invalid(fields={name: " ".join(messages) for name, messages in error.message_dict.items()}) from None


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None = None) -> User:
    """An account. The first one owns the instance."""
    user = User(email=email.strip().lower(), name=name.strip(), is_instance_owner=not User.objects.exists())
    user.set_password(password)
    check_fields(user)
    user.save()
    return user


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """A new password, given by whoever runs the installation."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": " ".join(error.messages)}) from None
    user.set_password(password)
    user.save(update_fields=["password"])
    for member in user.memberships.select_related("workspace"):
        record(member, Entry(action="set_password", target_kind="user", target_id=user.id, target_title=user.name))


@transaction.atomic
def create_workspace(*, user: User, slug: str, name: str, **settings: Any) -> Member:
    """A workspace with this person as its owner."""
    workspace = Workspace(slug=slug, name=name, **settings)
    check_fields(workspace)
    workspace.save()
    member = Member(workspace=workspace, user=user, role=Role.OWNER)
    member.save()
    record(
        member,
        Entry(action="create", target_kind="workspace", target_id=workspace.id, target_title=workspace.name),
    )
    return member


@transaction.atomic
def add_member(*, actor: Member, user: User, role: Role, function: Function, team: Team | None = None) -> Member:
    require_admin(actor)
    member = Member(workspace=actor.workspace, user=user, role=role, function=function, team=team)
    check_fields(member)
    member.save()
    record(actor, Entry(action="create", target_kind="member", target_id=member.id, target_title=user.name))
    return member
