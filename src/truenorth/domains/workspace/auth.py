"""Who asks: a browser session or an API token, resolved to one Member of one workspace."""

from typing import cast

from django.http import HttpRequest
from ninja.utils import check_csrf

from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Unauthenticated
from truenorth.domains.workspace.errors import CsrfRefused, ScopeTooNarrow, WorkspaceMissing
from truenorth.domains.workspace.models import ApiToken, Member, User
from truenorth.domains.workspace.rules import Scope
from truenorth.domains.workspace.selectors import get_membership, get_token

SAFE = {"GET", "HEAD", "OPTIONS"}
TOKEN_USE_RECORDED_EVERY_SECONDS = 60


class UserRequest(HttpRequest):
    """A request whose person is known."""

    user: User


class MemberRequest(UserRequest):
    """A request whose person and workspace are known."""

    member: Member


def authenticate_user(request: HttpRequest) -> User:
    """For the few routes outside any workspace: a signed-in browser."""
    if not request.user.is_authenticated:
        raise Unauthenticated
    _refuse_forgery(request)
    return request.user


def authenticate_member(request: HttpRequest) -> Member:
    """For every other route: a signed-in browser or a token, in a workspace they belong to."""
    slug = request.headers.get("X-Workspace") or request.GET.get("workspace")
    bearer = request.headers.get("Authorization", "")
    if bearer:
        member = _authenticate_token(bearer, method=request.method or "GET", slug=slug)
        request.user = member.user
    else:
        member = get_membership(authenticate_user(request), slug=slug)
    cast("MemberRequest", request).member = member
    return member


def _authenticate_token(bearer: str, *, method: str, slug: str | None) -> Member:
    scheme, _, secret = bearer.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("Use `Authorization: Bearer <token>`.")
    token = get_token(secret.strip())
    if token.scope == Scope.INGEST or (token.scope == Scope.READ and method not in SAFE):
        raise ScopeTooNarrow(f"The token's scope is {token.scope}.")
    if slug and token.member.workspace.slug != slug:
        raise WorkspaceMissing
    _note_use(token)
    return token.member


def _note_use(token: ApiToken) -> None:
    now = clock.now()
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > TOKEN_USE_RECORDED_EVERY_SECONDS:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _refuse_forgery(request: HttpRequest) -> None:
    if request.method not in SAFE and check_csrf(request) is not None:
        raise CsrfRefused
