from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.roadmap.errors import RowStale
from truenorth.domains.roadmap.models import TeamCapacity
from truenorth.domains.roadmap.services.rows import add_row, revise_row
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.selectors import get_team


@transaction.atomic
def set_capacity(
    *, actor: Member, team_id: UUID, version: int, seats: int, absences: Sequence[dict[str, date | str]]
) -> TeamCapacity:
    """How much a team does at a time and when it is away; version 0 where nobody said so yet."""
    require_editor(actor)
    team = get_team(actor, team_id)
    for index, each in enumerate(absences):
        if each["to_on"] < each["from_on"]:  # type: ignore[operator]  # both are dates
            raise Invalid(fields={f"absences.{index}.to_on": "It ends before it starts."})
    kept = [{name: str(value) for name, value in each.items()} for each in absences]
    known = TeamCapacity.objects.filter(team=team).first()
    if known is not None:
        return revise_row(
            known, actor=actor, name=team.name, version=version, changes={"seats": seats, "absences": kept}
        )
    if version:
        raise RowStale(extra={"current_version": 0})
    return add_row(
        TeamCapacity(workspace=actor.workspace, team=team, seats=seats, absences=kept), actor=actor, name=team.name
    )
