"""Saved views: one's own for anybody, everybody's for editors."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.roadmap.models import SavedView
from truenorth.domains.roadmap.selectors import check_selection, get_view
from truenorth.domains.roadmap.services.rows import add_row, remove_row, revise_row
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.rules import Role


@transaction.atomic
def save_view(*, actor: Member, values: Mapping[str, Any]) -> SavedView:
    _check(actor, values)
    if values.get("is_shared"):
        require_editor(actor)
    return add_row(SavedView(workspace=actor.workspace, owner=actor, **values), actor=actor, name=values["name"])


@transaction.atomic
def revise_view(*, actor: Member, view_id: UUID, version: int, changes: Mapping[str, Any]) -> SavedView:
    view = get_view(actor, view_id)
    if view.is_shared or changes.get("is_shared"):
        require_editor(actor)
    if "is_shared" in changes and not changes["is_shared"]:
        _require_keeper(view, actor)
    _check(actor, changes)
    return revise_row(view, actor=actor, name=view.name, version=version, changes=changes)


@transaction.atomic
def remove_view(*, actor: Member, view_id: UUID) -> None:
    view = get_view(actor, view_id)
    _require_keeper(view, actor)
    remove_row(view, actor=actor, name=view.name)


def _require_keeper(view: SavedView, actor: Member) -> None:
    """Whoever saved it, or an admin, takes it away from everybody."""
    if view.owner_id != actor.id and not actor.may_act_as(Role.ADMIN):
        raise Forbidden("Only whoever saved this view, or an admin, takes it from the others.")


def _check(actor: Member, values: Mapping[str, Any]) -> None:
    check_selection(actor, where=values.get("filters", {}).get("where", ()), sort=values.get("sort", ""))
