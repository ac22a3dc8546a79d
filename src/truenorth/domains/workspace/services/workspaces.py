import re
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from truenorth.domains.workspace.errors import WorkspaceCreationClosed
from truenorth.domains.workspace.models import Member, User, Workspace
from truenorth.domains.workspace.policies import may_create_workspace, require_admin
from truenorth.domains.workspace.rules import Role
from truenorth.domains.workspace.selectors import find_workspace
from truenorth.domains.workspace.services.accounts import create_user
from truenorth.domains.workspace.services.audit import Entry, changes_between, check_fields, record

SLUG_LENGTH = 50


@transaction.atomic
def create_workspace(*, user: User, slug: str, name: str, **values: Any) -> Member:
    """A workspace with this person as its owner."""
    workspace = Workspace(slug=slug, name=name, **values)
    check_fields(workspace)
    workspace.save(force_insert=True)
    member = Member(workspace=workspace, user=user, role=Role.OWNER)
    member.save(force_insert=True)
    record(
        member,
        Entry(action="create", target_kind="workspace", target_id=workspace.id, target_title=workspace.name),
    )
    return member


def found_workspace(*, user: User, values: Mapping[str, Any]) -> Member:
    """A workspace that a signed-in person asks for; without a slug, one is made from the name."""
    if not may_create_workspace(user):
        raise WorkspaceCreationClosed
    given = dict(values)
    slug = given.pop("slug", None) or _free_slug(given["name"])
    return create_workspace(user=user, slug=slug, **given)


@transaction.atomic
def revise_workspace(*, actor: Member, changes: Mapping[str, Any]) -> Workspace:
    require_admin(actor)
    workspace = Workspace.objects.select_for_update().get(pk=actor.workspace_id)
    pairs = changes_between(workspace, changes)
    check_fields(workspace)
    workspace.save()
    if pairs:
        record(
            actor,
            Entry(
                action="update",
                target_kind="workspace",
                target_id=workspace.id,
                target_title=workspace.name,
                changes=pairs,
            ),
        )
    return workspace


@transaction.atomic
def find_or_make_default_workspace() -> tuple[Workspace, bool]:
    """The workspace `default` and whether it had to be made, with an owner who cannot sign in yet."""
    found = find_workspace("default")
    if found:
        return found, False
    owner = User.objects.filter(is_instance_owner=True).first() or create_user(email="owner@localhost", name="Owner")
    return create_workspace(user=owner, slug="default", name="Default").workspace, True


def _free_slug(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[: SLUG_LENGTH - 8].strip("-") or "workspace"
    return plain if find_workspace(plain) is None else f"{plain}-{secrets.token_hex(3)}"
