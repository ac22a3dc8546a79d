from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from truenorth.domains.engineering.services import refuse_wrong_range
from truenorth.domains.graph.kinds import ReadingsMoved
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.kit import facts
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, Span, insert_at
from truenorth.domains.roadmap.selectors import list_lane, refuse_wrong_span
from truenorth.domains.roadmap.services.fields import merge_fields
from truenorth.domains.workspace.models import Member

NUMBERS = {"effort_weeks", "story_points", "confidence", "custom_fields"}
"""What a column of a scoring round can be filled with, and a trigger can wait for."""


@transaction.atomic
def create_initiative(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Initiative:
    """A new idea; one that names a horizon comes last in it."""
    horizon = values.get("horizon")
    position = list_lane(actor, Horizon(horizon)).count() if horizon else 0
    own = {"custom_fields": merge_fields(actor, {}, values["custom_fields"])} if values.get("custom_fields") else {}
    created = create_record(Initiative, actor=actor, values={**values, "position": position, **own}, links=links)
    refuse_wrong_dates(created)
    _refuse_wrong_range(created)
    return created


@transaction.atomic
def revise_initiative(record: Initiative, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Initiative:
    own = changes.get("custom_fields")
    merged = {"custom_fields": merge_fields(actor, record.custom_fields, own)} if own is not None else {}
    revised = revise_record(record, actor=actor, version=version, changes={**changes, **merged})
    refuse_wrong_dates(revised)
    _refuse_wrong_range(revised)
    if changes.keys() & NUMBERS:
        facts.announce(ReadingsMoved(workspace_id=actor.workspace_id, node_ids=(revised.id,)))
    return revised


@transaction.atomic
def move_initiative(
    initiative: Initiative, *, actor: Member, horizon: Horizon | None, index: int = 0, reason: str = ""
) -> Initiative:
    """Put an initiative at a place of a horizon, or off the board; its neighbours make room."""
    if horizon is None:
        changes: dict[str, Any] = {"horizon": None, "position": 0}
    else:
        order = insert_at(list(list_lane(actor, horizon).values_list("pk", flat=True)), initiative.id, index)
        changes = {"horizon": horizon.value, "position": order.index(initiative.id)}
    moved = revise_record(
        initiative, actor=actor, version=initiative.version, changes=changes, action="move", reason=reason
    )
    if horizon is not None:
        places = {each: place for place, each in enumerate(order) if each != initiative.id}
        neighbours = list(Initiative.objects.filter(pk__in=places))
        for neighbour in neighbours:
            neighbour.position = places[neighbour.pk]
        Initiative.objects.bulk_update(neighbours, ["position"])
    return moved


def _refuse_wrong_range(initiative: Initiative) -> None:
    refuse_wrong_range(
        low=initiative.effort_low_weeks, likely=initiative.effort_weeks, high=initiative.effort_high_weeks
    )


def refuse_wrong_dates(initiative: Initiative) -> None:
    refuse_wrong_span(initiative, Span(initiative.starts_on, initiative.target_on))
