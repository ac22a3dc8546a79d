from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.engineering.errors import (
    NotAnInitiative,
    RangeRefused,
    SlicesChanged,
    SlicesExceedWhole,
    TooManySlices,
)
from truenorth.domains.engineering.models import Slice
from truenorth.domains.engineering.rules import Share, find_range_problem, overfull_columns
from truenorth.domains.engineering.selectors import list_slices
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_node
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor

SLICES_AT_MOST = 200


@transaction.atomic
def create_slice(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Slice:
    """A slice, linked to the initiative it derives from."""
    initiative = get_node(actor, values["initiative_id"])
    if initiative.kind != "initiative":
        raise NotAnInitiative(fields={"initiative_id": NotAnInitiative.title})
    created = create_record(Slice, actor=actor, values=values, links=links)
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=created.node, target=initiative)
    _check(actor, created)
    return created


@transaction.atomic
def revise_slice(record: Slice, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Slice:
    revised = revise_record(record, actor=actor, version=version, changes=changes)
    _check(actor, revised)
    return revised


@transaction.atomic
def order_slices(initiative_id: UUID, *, actor: Member, versions: Mapping[UUID, int]) -> list[Slice]:
    """Number an initiative's slices in the order of `versions`, which names all of them as they were read."""
    require_editor(actor)
    get_node(actor, initiative_id)
    Node.objects.select_for_update().get(pk=initiative_id)
    slices = {each.id: each for each in list_slices(actor, initiative_id=initiative_id)}
    if {each.id: each.version for each in slices.values()} != dict(versions):
        current = [{"id": str(each.id), "version": each.version} for each in slices.values()]
        raise SlicesChanged(extra={"current": current})
    for position, slice_id in enumerate(versions, start=1):
        moved = slices[slice_id]
        revise_record(moved, actor=actor, version=moved.version, changes={"position": position}, action="move")
    return list(list_slices(actor, initiative_id=initiative_id))


def refuse_wrong_range(*, low: float | None, likely: float | None, high: float | None) -> None:
    """Refuse an effort in weeks whose P10, P50 and P90 do not follow one another."""
    problem = find_range_problem(low=low, likely=likely, high=high)
    if problem:
        end, words = problem
        raise RangeRefused(fields={"effort_weeks" if end == "likely" else f"effort_{end}_weeks": words})


def _check(actor: Member, revised: Slice) -> None:
    refuse_wrong_range(low=revised.effort_low_weeks, likely=revised.effort_weeks, high=revised.effort_high_weeks)
    slices = list(list_slices(actor, initiative_id=revised.initiative_id))
    if len(slices) > SLICES_AT_MOST:
        raise TooManySlices
    overfull = overfull_columns(Share(each.value_percent, each.effort_percent) for each in slices)
    if overfull:
        raise SlicesExceedWhole(fields={name: f"The slices add up to {total:g} %." for name, total in overfull.items()})
