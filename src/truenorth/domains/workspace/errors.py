from truenorth.domains.kit.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unauthenticated


class WorkspaceAmbiguous(DomainError):
    status = 400
    code = "workspace.ambiguous"
    title = "You belong to several workspaces: name one in the X-Workspace header."


class WorkspaceMissing(NotFound):
    code = "workspace.not_found"
    title = "There is no such workspace, or you are not a member of it."


class TokenRefused(Unauthenticated):
    code = "workspace.token_refused"
    title = "This API token is unknown or was revoked."


class ScopeTooNarrow(DomainError):
    status = 403
    code = "workspace.scope_too_narrow"
    title = "This API token's scope does not allow this."


class CsrfRefused(DomainError):
    status = 403
    code = "workspace.csrf_refused"
    title = "The page is out of date: reload it and try again."


class LastOwner(Conflict):
    code = "workspace.last_owner"
    title = "A workspace keeps at least one owner."


class AccountTaken(Conflict):
    code = "workspace.account_taken"
    title = "Somebody just signed up with this e-mail address or as the first person. Try again."


class AlreadyMember(Conflict):
    code = "workspace.already_member"
    title = "You are a member of this workspace already."


class InvitationMissing(NotFound):
    code = "workspace.invitation_not_found"
    title = "This invitation is unknown, used, revoked or out of date. Ask for a new link."


class ShareLinkMissing(NotFound):
    code = "workspace.share_link_not_found"
    title = "This link is unknown, revoked or out of date. Ask for a new one."


class SharedViewUnknown(Invalid):
    code = "workspace.shared_view_unknown"
    title = "There is no such view to share, or no such option of it."


class WorkspaceCreationClosed(Forbidden):
    code = "workspace.creation_closed"
    title = "Only the owner of this installation makes new workspaces here."


class AboveYourRole(Forbidden):
    code = "workspace.above_your_role"
    title = "Nobody gives, changes or takes a role above their own."


class SessionNeeded(Forbidden):
    code = "workspace.session_needed"
    title = "Do this signed in to the page; an API token cannot."
