"""Who asks: a browser session or an API token, resolved to one Member of one workspace."""

from collections.abc import Collection
from typing import cast

from django.http import HttpRequest
from ninja.utils import check_csrf

from truenorth.domains.kit.attempts import AttemptLimit
from truenorth.domains.kit.errors import Unauthenticated
from truenorth.domains.workspace.errors import (
    CsrfRefused,
    InvitationMissing,
    ScopeTooNarrow,
    SessionNeeded,
    ShareLinkMissing,
    TokenRefused,
    WorkspaceMissing,
)
from truenorth.domains.workspace.models import ApiToken, Invitation, Member, ShareLink, User
from truenorth.domains.workspace.policies import require_contributor
from truenorth.domains.workspace.rules import Scope
from truenorth.domains.workspace.selectors import get_membership, get_open_invitation, get_shared, get_token
from truenorth.domains.workspace.services import note_token_use

SAFE = {"GET", "HEAD", "OPTIONS"}
READERS = {Scope.READ, Scope.WRITE}
WRITERS = {Scope.WRITE}
DELIVERERS = {Scope.WRITE, Scope.INGEST}
GUESSES = AttemptLimit("secret", at_most=20, window_seconds=300)


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
    return _authenticate(request, scopes=READERS if request.method in SAFE else WRITERS)


def authenticate_deliverer(request: HttpRequest) -> Member:
    """For events: a contributor, signed in or by a token that may write or deliver."""
    member = _authenticate(request, scopes=DELIVERERS)
    require_contributor(member)
    return member


def get_deliverer(bearer: str, *, address: str, slug: str | None) -> Member:
    """The contributor in whose name a program delivers events, by the Authorization header that it sends."""
    member = _use_token(bearer, address=address, slug=slug, scopes=DELIVERERS)
    require_contributor(member)
    return member


def authenticate_member_in_person(request: HttpRequest) -> Member:
    """For what a leaked token must not do, such as making more tokens."""
    if request.headers.get("Authorization"):
        raise SessionNeeded
    return authenticate_member(request)


def check_invitation(request: HttpRequest, token: str) -> Invitation:
    """The open invitation behind a link, for somebody who may not be signed in."""
    address = address_of(request)
    GUESSES.refuse_when_spent(address)
    try:
        return get_open_invitation(token)
    except InvitationMissing:
        GUESSES.count_failure(address)
        raise


def check_share_link(request: HttpRequest, token: str, *, view: str) -> ShareLink:
    """The open link to a view, for whoever holds it."""
    address = address_of(request)
    GUESSES.refuse_when_spent(address)
    try:
        return get_shared(token, view=view)
    except ShareLinkMissing:
        GUESSES.count_failure(address)
        raise


def address_of(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _authenticate(request: HttpRequest, *, scopes: Collection[Scope]) -> Member:
    slug = request.headers.get("X-Workspace") or request.GET.get("workspace")
    bearer = request.headers.get("Authorization", "")
    if bearer:
        member = _use_token(bearer, address=address_of(request), slug=slug, scopes=scopes)
        request.user = member.user
    else:
        member = get_membership(authenticate_user(request), slug=slug)
    cast("MemberRequest", request).member = member
    return member


def _use_token(bearer: str, *, address: str, slug: str | None, scopes: Collection[Scope]) -> Member:
    scheme, _, secret = bearer.partition(" ")
    if scheme.lower() != "bearer":
        raise Unauthenticated("Use `Authorization: Bearer <token>`.")
    token = _check_token(secret.strip(), address=address)
    if token.scope not in scopes:
        raise ScopeTooNarrow(f"The token's scope is {token.scope}.")
    if slug and token.member.workspace.slug != slug:
        raise WorkspaceMissing
    note_token_use(token)
    return token.member


def _check_token(secret: str, *, address: str) -> ApiToken:
    GUESSES.refuse_when_spent(address)
    try:
        return get_token(secret)
    except TokenRefused:
        GUESSES.count_failure(address)
        raise


def _refuse_forgery(request: HttpRequest) -> None:
    if request.method not in SAFE and check_csrf(request) is not None:
        raise CsrfRefused
