from uuid import UUID

from django.db import transaction

from truenorth.domains.workspace.models import Member, Team
from truenorth.domains.workspace.policies import require_admin
from truenorth.domains.workspace.selectors import get_team
from truenorth.domains.workspace.services.audit import Entry, changes_between, check_fields, record


@transaction.atomic
def create_team(*, actor: Member, name: str) -> Team:
    require_admin(actor)
    team = Team(workspace=actor.workspace, name=name)
    check_fields(team)
    team.save(force_insert=True)
    record(actor, Entry(action="create", target_kind="team", target_id=team.id, target_title=team.name))
    return team


@transaction.atomic
def rename_team(*, actor: Member, team_id: UUID, name: str) -> Team:
    require_admin(actor)
    team = get_team(actor, team_id)
    changes = changes_between(team, {"name": name})
    check_fields(team)
    team.save(update_fields=["name"])
    if changes:
        record(
            actor,
            Entry(action="update", target_kind="team", target_id=team.id, target_title=team.name, changes=changes),
        )
    return team


@transaction.atomic
def delete_team(*, actor: Member, team_id: UUID) -> None:
    """Dissolve a team: its members stay, without it. The audit log keeps who they were."""
    require_admin(actor)
    team = get_team(actor, team_id)
    members = sorted(team.members.values_list("user__name", flat=True))
    entry = Entry(
        action="delete",
        target_kind="team",
        target_id=team.id,
        target_title=team.name,
        changes={"members": (members, [])},
    )
    team.delete()
    record(actor, entry)
