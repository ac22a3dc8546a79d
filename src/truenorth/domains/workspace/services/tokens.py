import secrets
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import ApiToken, Member
from truenorth.domains.workspace.policies import require_admin, require_contributor
from truenorth.domains.workspace.rules import Scope
from truenorth.domains.workspace.selectors import get_api_token, hash_secret
from truenorth.domains.workspace.services.audit import Entry, check_fields, record

PREFIX = "tn_"
USE_RECORDED_EVERY_SECONDS = 60


@transaction.atomic
def create_token(*, actor: Member, name: str, scope: Scope) -> tuple[ApiToken, str]:
    """A token that acts as the actor, and its secret, which is told this once and stored hashed."""
    if scope != Scope.READ:
        require_contributor(actor)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        workspace=actor.workspace,
        member=actor,
        name=name,
        scope=scope,
        token_hash=hash_secret(secret),
        hint=f"{secret[:7]}…",
    )
    check_fields(token)
    token.save(force_insert=True)
    record(actor, _entry("create", token))
    return token, secret


@transaction.atomic
def revoke_token(*, actor: Member, token_id: UUID) -> None:
    """Everyone revokes their own; an admin anybody's."""
    token = get_api_token(actor, token_id)
    if token.member_id != actor.id:
        require_admin(actor)
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record(actor, _entry("revoke", token))


def note_token_use(token: ApiToken) -> None:
    now = clock.now()
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > USE_RECORDED_EVERY_SECONDS:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _entry(action: str, token: ApiToken) -> Entry:
    return Entry(
        action=action,
        target_kind="token",
        target_id=token.id,
        target_title=token.name,
        changes={"scope": (None, token.scope)} if action == "create" else {},
    )
