"""What a command stands on: a data folder that is made and migrated, and somebody to act as."""

import contextlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from truenorth.config.backups import finish_restore, is_restore_waiting
from truenorth.config.backups.folder import holding
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.settings import settings

if TYPE_CHECKING:
    from truenorth.domains.workspace.models import Member, Workspace

WorkspaceOption = Annotated[
    str | None, typer.Option("--workspace", "-w", help="Which workspace, by its slug. By default the only one.")
]
AsOption = Annotated[
    str | None, typer.Option("--as", metavar="EMAIL", help="Whose name the audit log shows. By default the owner's.")
]


class WorkspaceUnclear(DomainError):
    code = "cli.workspace_unclear"
    title = "There are several workspaces: name one with --workspace."


class NoSuchWorkspace(DomainError):
    code = "cli.no_such_workspace"
    title = "There is no workspace of this name."


class NotAMember(DomainError):
    code = "cli.not_a_member"
    title = "Nobody with this e-mail address belongs to the workspace."


def start_django() -> None:
    """Load Django without touching the database."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.config.settings")
    django.setup()


def database_kind() -> str:
    return "postgresql" if settings().database_url else "sqlite"


def prepare(*, is_server: bool = False) -> None:
    """Make the data folder where it is missing, and bring its database up to this version.

    A restore that was cut short is finished first, by the server or where none runs.
    """
    data_dir = settings().data_dir
    data_dir.mkdir(parents=True, exist_ok=True)
    if is_restore_waiting(data_dir):
        if database_kind() == "postgresql":
            start_django()
        with contextlib.nullcontext() if is_server else holding(data_dir):
            finish_restore(data_dir)
    start_django()
    from truenorth.config.migrations import migrate

    migrate()


@contextlib.contextmanager
def acting(*, workspace: str | None, email: str | None, dry_run: bool = False) -> Iterator["Member"]:
    """The member in whose name a command works. Under `dry_run` all that is written inside is taken back."""
    prepare()
    from django.db import transaction

    if not dry_run:
        yield _find_member(_get_workspace(workspace), email)
        return
    with transaction.atomic():
        yield _find_member(_get_workspace(workspace), email)
        transaction.set_rollback(True)


def _get_workspace(slug: str | None) -> "Workspace":
    from truenorth.domains.workspace.models import Workspace
    from truenorth.domains.workspace.selectors import find_workspace

    if slug:
        named = find_workspace(slug)
        if named is None:
            raise NoSuchWorkspace(f"There is no workspace {slug!r}.")
        return named
    found = list(Workspace.objects.order_by("slug")[:10])
    if len(found) > 1:
        names = ", ".join(each.slug for each in found)
        raise WorkspaceUnclear(f"There are several workspaces: name one with --workspace ({names}).")
    return found[0] if found else _make_default_workspace()


def _make_default_workspace() -> "Workspace":
    """The first workspace, owned by the instance's owner; both are made where there is nobody yet."""
    from django.db import transaction

    from truenorth.domains.workspace.models import User
    from truenorth.domains.workspace.services import create_user, create_workspace

    owner = User.objects.filter(is_instance_owner=True).first()
    if owner is None:
        owner = create_user(email="owner@localhost", name="Owner")
    member = create_workspace(user=owner, slug="default", name="Default")
    said = (
        f"Made the workspace `default`, owned by {owner.email} (`truenorth password {owner.email}` lets them sign in)."
    )
    transaction.on_commit(lambda: typer.echo(said, err=True))
    return member.workspace


def _find_member(workspace: "Workspace", email: str | None) -> "Member":
    from truenorth.domains.workspace.models import Member
    from truenorth.domains.workspace.rules import Role

    members = Member.objects.filter(workspace=workspace, left_at=None).select_related("user", "workspace", "team")
    wanted = members.filter(user__email__iexact=email) if email else members.filter(role=Role.OWNER)
    member = wanted.order_by("created_at").first()
    if member is None:
        raise NotAMember(f"{email or 'No owner'} does not belong to the workspace {workspace.slug!r}.")
    return member
