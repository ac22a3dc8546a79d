import hashlib

from django.db.models import QuerySet

from truenorth.domains.workspace.errors import TokenRefused, WorkspaceAmbiguous, WorkspaceMissing
from truenorth.domains.workspace.models import ApiToken, AuditRow, Member, Team, User, Workspace


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
        member = memberships.filter(workspace__slug=slug).first()
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
    return hashlib.sha256(secret.encode()).hexdigest()


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


def find_workspace(slug: str) -> Workspace | None:
    return Workspace.objects.filter(slug=slug).first()
