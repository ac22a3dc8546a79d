from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.kit.tables import write_csv
from truenorth.domains.workspace import schemas, selectors, services
from truenorth.domains.workspace.auth import (
    MemberRequest,
    UserRequest,
    authenticate_member_in_person,
    authenticate_user,
    check_invitation,
)
from truenorth.domains.workspace.models import ApiToken, Invitation, Member, ShareLink, Team, Workspace
from truenorth.domains.workspace.policies import may_create_workspace, require_admin, require_editor
from truenorth.domains.workspace.registry import get_view

router = Router(tags=["workspace"])

AUDIT_COLUMNS = ("at", "actor", "action", "target_kind", "target_id", "target_title", "changes")
EXPORTED_AT_MOST = 100_000


@router.get("/me", response={200: schemas.MeOut} | REFUSALS, operation_id="get_me", auth=authenticate_user)
def get_me(request: UserRequest) -> Mapping[str, Any]:
    return {
        "user": request.user,
        "memberships": selectors.list_memberships(request.user),
        "may_create_workspace": may_create_workspace(request.user),
    }


@router.patch("/me", response={200: schemas.UserOut} | REFUSALS, operation_id="rename_me", auth=authenticate_user)
def rename_me(request: UserRequest, payload: schemas.UserPatch) -> object:
    return services.rename_user(user=request.user, name=payload.name)


@router.post(
    "/workspaces",
    response={201: schemas.MembershipOut} | REFUSALS,
    operation_id="create_workspace",
    auth=authenticate_user,
)
def create_workspace(request: UserRequest, payload: schemas.WorkspaceIn) -> Status[Member]:
    return Status(201, services.found_workspace(user=request.user, values=payload.model_dump()))


@router.get("/workspace", response={200: schemas.WorkspaceOut} | REFUSALS, operation_id="get_workspace")
def get_workspace(request: MemberRequest) -> Workspace:
    return request.member.workspace


@router.patch("/workspace", response={200: schemas.WorkspaceOut} | REFUSALS, operation_id="revise_workspace")
def revise_workspace(request: MemberRequest, payload: schemas.WorkspacePatch) -> Workspace:
    return services.revise_workspace(actor=request.member, changes=payload.model_dump(exclude_unset=True))


@router.get("/workspace/members", response={200: list[schemas.MemberOut]} | REFUSALS, operation_id="list_members")
def list_members(request: MemberRequest) -> QuerySet[Member]:
    return selectors.list_members(request.member)


@router.patch(
    "/workspace/members/{member_id}", response={200: schemas.MemberOut} | REFUSALS, operation_id="revise_member"
)
def revise_member(request: MemberRequest, member_id: UUID, payload: schemas.MemberPatch) -> Member:
    return services.revise_member(
        actor=request.member, member_id=member_id, changes=payload.model_dump(exclude_unset=True)
    )


@router.delete("/workspace/members/{member_id}", response={204: None} | REFUSALS, operation_id="remove_member")
def remove_member(request: MemberRequest, member_id: UUID) -> Status[None]:
    """Let a member go, or leave oneself."""
    services.remove_member(actor=request.member, member_id=member_id)
    return Status(204, None)


@router.get("/workspace/teams", response={200: list[schemas.TeamOut]} | REFUSALS, operation_id="list_teams")
def list_teams(request: MemberRequest) -> QuerySet[Team]:
    return selectors.list_teams(request.member)


@router.post("/workspace/teams", response={201: schemas.TeamOut} | REFUSALS, operation_id="create_team")
def create_team(request: MemberRequest, payload: schemas.TeamIn) -> Status[Team]:
    return Status(201, services.create_team(actor=request.member, name=payload.name))


@router.patch("/workspace/teams/{team_id}", response={200: schemas.TeamOut} | REFUSALS, operation_id="rename_team")
def rename_team(request: MemberRequest, team_id: UUID, payload: schemas.TeamIn) -> Team:
    return services.rename_team(actor=request.member, team_id=team_id, name=payload.name)


@router.delete("/workspace/teams/{team_id}", response={204: None} | REFUSALS, operation_id="delete_team")
def delete_team(request: MemberRequest, team_id: UUID) -> Status[None]:
    services.delete_team(actor=request.member, team_id=team_id)
    return Status(204, None)


@router.get(
    "/workspace/invitations", response={200: list[schemas.InvitationOut]} | REFUSALS, operation_id="list_invitations"
)
def list_invitations(request: MemberRequest) -> QuerySet[Invitation]:
    require_admin(request.member)
    return selectors.list_invitations(request.member)


@router.post(
    "/workspace/invitations", response={201: schemas.InvitationMadeOut} | REFUSALS, operation_id="create_invitation"
)
def create_invitation(request: MemberRequest, payload: schemas.InvitationIn) -> Status[Invitation]:
    """The answer holds the link; it is told this once."""
    invitation, token = services.create_invitation(actor=request.member, **payload.model_dump())
    return Status(201, _with(invitation, token=token, url=request.build_absolute_uri(f"/join/{token}")))


@router.delete(
    "/workspace/invitations/{invitation_id}", response={204: None} | REFUSALS, operation_id="revoke_invitation"
)
def revoke_invitation(request: MemberRequest, invitation_id: UUID) -> Status[None]:
    services.revoke_invitation(actor=request.member, invitation_id=invitation_id)
    return Status(204, None)


@router.get(
    "/invitations/{token}",
    response={200: schemas.InvitationPreviewOut} | REFUSALS,
    operation_id="preview_invitation",
    auth=None,
)
def preview_invitation(request: HttpRequest, token: str) -> Mapping[str, Any]:
    """Open to whoever holds the link, signed in or not."""
    invitation = check_invitation(request, token)
    return {
        "workspace": invitation.workspace,
        "invited_by": invitation.invited_by.name,
        "email": invitation.email,
        "role": invitation.role,
        "function": invitation.function,
        "expires_at": invitation.expires_at,
    }


@router.post(
    "/invitations/{token}/accept",
    response={200: schemas.MembershipOut} | REFUSALS,
    operation_id="accept_invitation",
    auth=authenticate_user,
)
def accept_invitation(request: UserRequest, token: str) -> Member:
    check_invitation(request, token)
    return services.accept_invitation(user=request.user, token=token)


@router.get(
    "/workspace/share-links", response={200: list[schemas.ShareLinkOut]} | REFUSALS, operation_id="list_share_links"
)
def list_share_links(request: MemberRequest) -> QuerySet[ShareLink]:
    """The links by which somebody outside sees a view, until they expire or are revoked."""
    require_editor(request.member)
    return selectors.list_share_links(request.member)


@router.post(
    "/workspace/share-links", response={201: schemas.ShareLinkMadeOut} | REFUSALS, operation_id="create_share_link"
)
def create_share_link(request: MemberRequest, payload: schemas.ShareLinkIn) -> Status[ShareLink]:
    """The answer holds the link; it is told this once."""
    link, token = services.create_share_link(actor=request.member, **payload.model_dump())
    path = get_view(link.view).path
    return Status(201, _with(link, token=token, url=request.build_absolute_uri(f"{path}/{token}")))


@router.delete("/workspace/share-links/{link_id}", response={204: None} | REFUSALS, operation_id="revoke_share_link")
def revoke_share_link(request: MemberRequest, link_id: UUID) -> Status[None]:
    services.revoke_share_link(actor=request.member, link_id=link_id)
    return Status(204, None)


@router.get("/workspace/tokens", response={200: list[schemas.TokenOut]} | REFUSALS, operation_id="list_tokens")
def list_tokens(request: MemberRequest) -> QuerySet[ApiToken]:
    """One's own tokens; everybody's for an admin."""
    return selectors.list_api_tokens(request.member)


@router.post(
    "/workspace/tokens",
    response={201: schemas.TokenMadeOut} | REFUSALS,
    operation_id="create_token",
    auth=authenticate_member_in_person,
)
def create_token(request: MemberRequest, payload: schemas.TokenIn) -> Status[ApiToken]:
    """The answer holds the secret; it is told this once."""
    token, secret = services.create_token(actor=request.member, name=payload.name, scope=payload.scope)
    return Status(201, _with(token, secret=secret))


@router.delete(
    "/workspace/tokens/{token_id}",
    response={204: None} | REFUSALS,
    operation_id="revoke_token",
    auth=authenticate_member_in_person,
)
def revoke_token(request: MemberRequest, token_id: UUID) -> Status[None]:
    services.revoke_token(actor=request.member, token_id=token_id)
    return Status(204, None)


@router.get("/workspace/audit", response={200: Page[schemas.AuditRowOut]} | REFUSALS, operation_id="list_audit_rows")
def list_audit_rows(
    request: MemberRequest, filters: Query[schemas.AuditFilters], page: Query[PageIn]
) -> Mapping[str, Any]:
    require_admin(request.member)
    found = selectors.search_audit_rows(request.member, **filters.model_dump())
    return {"items": found[page.offset : page.offset + page.limit], "total": found.count()}


@router.get("/workspace/audit/export.csv", operation_id="export_audit_rows")
def export_audit_rows(request: MemberRequest, filters: Query[schemas.AuditFilters]) -> HttpResponse:
    require_admin(request.member)
    found = selectors.search_audit_rows(request.member, **filters.model_dump())[:EXPORTED_AT_MOST]
    rows = (schemas.AuditRowOut.from_orm(row).model_dump() for row in found)
    response = HttpResponse(write_csv(AUDIT_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _with(row: Any, **told_once: str) -> Any:  # noqa: ANN401 - the row it was given, with the secret beside its fields
    for name, value in told_once.items():
        setattr(row, name, value)
    return row
