import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.workspace.errors import SharedViewUnknown
from truenorth.domains.workspace.models import Member, ShareLink
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.registry import find_view, list_views
from truenorth.domains.workspace.selectors import get_share_link, hash_secret
from truenorth.domains.workspace.services.audit import Entry, check_fields, record


@transaction.atomic
def create_share_link(
    *, actor: Member, view: str, name: str = "", options: Mapping[str, str] | None = None, days: int | None = None
) -> tuple[ShareLink, str]:
    """A link to a view and its token, which is told this once and stored hashed; without `days` it does not expire."""
    require_editor(actor)
    options = dict(options or {})
    _check(view, options)
    token = secrets.token_urlsafe(32)
    link = ShareLink(
        workspace=actor.workspace,
        view=view,
        name=name,
        options=options,
        token_hash=hash_secret(token),
        created_by=actor,
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    check_fields(link)
    link.save(force_insert=True)
    record(actor, _entry("create", link))
    return link, token


@transaction.atomic
def revoke_share_link(*, actor: Member, link_id: UUID) -> None:
    require_editor(actor)
    link = get_share_link(actor, link_id)
    link.revoked_at = clock.now()
    link.save(update_fields=["revoked_at"])
    record(actor, _entry("revoke", link))


def _check(view: str, options: Mapping[str, str]) -> None:
    known = find_view(view)
    if known is None:
        views = ", ".join(each.name for each in list_views())
        raise SharedViewUnknown(fields={"view": f"The views that can be shared are: {views}."})
    unknown = [name for name in options if name not in known.options]
    if unknown:
        raise SharedViewUnknown(fields={"options": f"This view has no option {unknown[0][:60]!r}."})
    for name, value in options.items():
        if value not in known.options[name]:
            raise SharedViewUnknown(fields={f"options.{name}": f"Choose one of: {', '.join(known.options[name])}."})


def _entry(action: str, link: ShareLink) -> Entry:
    return Entry(
        action=action,
        target_kind="share_link",
        target_id=link.id,
        target_title=link.name or link.view,
        changes={"view": (None, link.view)} if action == "create" else {},
    )
