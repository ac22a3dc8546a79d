from truenorth.domains.workspace.services.accounts import create_user, rename_user, set_password, sign_up
from truenorth.domains.workspace.services.audit import Entry, changes_between, check_fields, record
from truenorth.domains.workspace.services.invitations import accept_invitation, create_invitation, revoke_invitation
from truenorth.domains.workspace.services.members import add_member, remove_member, revise_member
from truenorth.domains.workspace.services.sharing import create_share_link, revoke_share_link
from truenorth.domains.workspace.services.teams import create_team, delete_team, rename_team
from truenorth.domains.workspace.services.tokens import create_token, note_token_use, revoke_token
from truenorth.domains.workspace.services.workspaces import (
    create_workspace,
    find_or_make_default_workspace,
    found_workspace,
    revise_workspace,
)

__all__ = [
    "Entry",
    "accept_invitation",
    "add_member",
    "changes_between",
    "check_fields",
    "create_invitation",
    "create_share_link",
    "create_team",
    "create_token",
    "create_user",
    "create_workspace",
    "delete_team",
    "find_or_make_default_workspace",
    "found_workspace",
    "note_token_use",
    "record",
    "remove_member",
    "rename_team",
    "rename_user",
    "revise_member",
    "revise_workspace",
    "revoke_invitation",
    "revoke_share_link",
    "revoke_token",
    "set_password",
    "sign_up",
]
