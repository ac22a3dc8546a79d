import hashlib
import re
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import NotFound
from truenorth.domains.kit.settings import settings
from truenorth.domains.workspace.errors import (
    InvitationMissing,
    ShareLinkMissing,
    TokenRefused,
    WorkspaceAmbiguous,
    WorkspaceMissing,
)
from truenorth.domains.workspace.models import (
    ApiToken,
    AuditRow,
    Invitation,
    Member,
    ShareLink,
    Team,
    User,
    Workspace,
)
from truenorth.domains.workspace.rules import Role

SLUG = re.compile(r"[a-z0-9-]{1,50}")


def list_memberships(user: User) -> QuerySet[Member]:
    return (
        Member.objects.filter(user=user, left_at=None)
        .select_related("user", "workspace", "team")
        .order_by("created_at")
    )


def get_membership(user: User, *, slug: str | None) -> Member:
    """The person's member in the named workspace, or in the only one they belong to."""
    memberships = list_memberships(user)
    if slug:
        member = memberships.filter(workspace__slug=slug).first() if SLUG.fullmatch(slug) else None
        if member is None:
            raise WorkspaceMissing
        return member
    found = list(memberships[:2])
    if not found:
        raise WorkspaceMissing("You do not belong to a workspace yet.")
    if len(found) > 1:
        raise WorkspaceAmbiguous
    return found[0]


def hash_secret(secret: str) -> str:
    # The secrets are 256 random bits, so one round of SHA-256 leaves nothing to guess.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def get_token(secret: str) -> ApiToken:
    token = (
        ApiToken.objects.filter(token_hash=hash_secret(secret), revoked_at=None, member__left_at=None)
        .select_related("member__user", "member__workspace", "member__team")
        .first()
    )
    if token is None or not token.member.user.is_active:
        raise TokenRefused
    return token


def list_members(viewer: Member) -> QuerySet[Member]:
    return (
        Member.objects.filter(workspace=viewer.workspace, left_at=None)
        .select_related("user", "team")
        .order_by("user__name")
    )


def list_teams(viewer: Member) -> QuerySet[Team]:
    return Team.objects.filter(workspace=viewer.workspace).order_by("name")


def list_audit_rows(viewer: Member) -> QuerySet[AuditRow]:
    return (
        AuditRow.objects.filter(workspace=viewer.workspace).select_related("actor__user").order_by("-created_at", "-id")
    )


def search_audit_rows(
    viewer: Member,
    *,
    actor_id: UUID | None = None,
    action: str | None = None,
    kind: str | None = None,
    target_id: UUID | None = None,
    q: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditRow]:
    """The log narrowed down; `since` and `until` are days in the workspace's time zone, both included."""
    zone = ZoneInfo(viewer.workspace.timezone)
    wanted = {
        "actor_id": actor_id,
        "action": action,
        "target_kind": kind,
        "target_id": target_id,
        "target_title__icontains": q,
        "created_at__gte": since and datetime.combine(since, time(), zone),
        "created_at__lt": until and datetime.combine(until + timedelta(days=1), time(), zone),
    }
    return list_audit_rows(viewer).filter(**{name: value for name, value in wanted.items() if value})


def get_member(viewer: Member, member_id: UUID, *, for_update: bool = False) -> Member:
    members = list_members(viewer)
    if for_update:
        members = members.select_for_update(of=("self",))
    member = members.filter(pk=member_id).first()
    if member is None:
        raise NotFound("There is no such member in this workspace.")
    return member


def get_team(viewer: Member, team_id: UUID) -> Team:
    team = list_teams(viewer).filter(pk=team_id).first()
    if team is None:
        raise NotFound("There is no such team in this workspace.")
    return team


def list_invitations(viewer: Member) -> QuerySet[Invitation]:
    """Invitations that can still be accepted."""
    return (
        Invitation.objects.filter(workspace=viewer.workspace, accepted_at=None, revoked_at=None)
        .filter(expires_at__gt=clock.now())
        .select_related("invited_by__user")
        .order_by("-created_at")
    )


def get_invitation(viewer: Member, invitation_id: UUID) -> Invitation:
    invitation = list_invitations(viewer).filter(pk=invitation_id).first()
    if invitation is None:
        raise InvitationMissing
    return invitation


def get_open_invitation(token: str, *, for_update: bool = False) -> Invitation:
    """The invitation behind a link, whoever holds it."""
    invitations = Invitation.objects.select_related("workspace", "invited_by__user")
    if for_update:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.filter(
        token_hash=hash_secret(token), accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
    ).first()
    if invitation is None or invitation.invited_by.left_at is not None:
        raise InvitationMissing
    return invitation


def list_share_links(viewer: Member) -> QuerySet[ShareLink]:
    """The links that still show something, the newest first."""
    links = _open_share_links().filter(workspace=viewer.workspace)
    return links.select_related("created_by__user").order_by("-created_at")


def get_share_link(viewer: Member, link_id: UUID) -> ShareLink:
    link = list_share_links(viewer).filter(pk=link_id).first()
    if link is None:
        raise ShareLinkMissing
    return link


def get_shared(token: str, *, view: str) -> ShareLink:
    """The open link behind a token, whoever holds it."""
    links = _open_share_links().select_related("workspace")
    link = links.filter(token_hash=hash_secret(token), view=view).first()
    if link is None:
        raise ShareLinkMissing
    return link


def _open_share_links() -> QuerySet[ShareLink]:
    return ShareLink.objects.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), revoked_at=None)


def list_api_tokens(viewer: Member) -> QuerySet[ApiToken]:
    """One's own tokens; everybody's for an admin."""
    tokens = ApiToken.objects.filter(workspace=viewer.workspace, revoked_at=None, member__left_at=None)
    if not viewer.may_act_as(Role.ADMIN):
        tokens = tokens.filter(member=viewer)
    return tokens.select_related("member__user").order_by("-created_at")


def get_api_token(viewer: Member, token_id: UUID) -> ApiToken:
    token = (
        ApiToken.objects.filter(workspace=viewer.workspace, revoked_at=None, pk=token_id)
        .select_related("member__user")
        .first()
    )
    if token is None:
        raise NotFound("There is no such token in this workspace.")
    return token


def find_membership(user: User, *, workspace: Workspace) -> Member | None:
    return list_memberships(user).filter(workspace=workspace).first()


def display_name(user: User) -> str:
    return user.name


def may_sign_up() -> bool:
    """Whether somebody without an invitation may make an account now."""
    return settings().sign_up == "open" or not User.objects.exists()


def find_workspace(slug: str) -> Workspace | None:
    return Workspace.objects.filter(slug=slug).first()
