from truenorth.domains.kit.errors import Conflict, DomainError, NotFound, Unauthenticated


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
