"""Who works here: people, teams, roles, invitations, tokens, the audit log and the book of imports."""
