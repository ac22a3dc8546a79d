from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.engineering.errors import NotAnInitiative, SlicesExceedWhole
from truenorth.domains.engineering.models import Slice
from truenorth.domains.engineering.rules import Share, overfull_columns
from truenorth.domains.engineering.selectors import list_slices
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_node
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.workspace.models import Member


@transaction.atomic
def create_slice(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Slice:
    """A slice, linked to the initiative it derives from."""
    initiative = get_node(actor, values["initiative_id"])
    if initiative.kind != "initiative":
        raise NotAnInitiative(fields={"initiative_id": NotAnInitiative.title})
    created = create_record(Slice, actor=actor, values=values, links=links)
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=created.node, target=initiative)
    _refuse_overfull(actor, created.initiative_id)
    return created


@transaction.atomic
def revise_slice(record: Slice, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Slice:
    revised = revise_record(record, actor=actor, version=version, changes=changes)
    _refuse_overfull(actor, revised.initiative_id)
    return revised


def _refuse_overfull(actor: Member, initiative_id: UUID) -> None:
    shares = [Share(s.value_percent, s.effort_percent) for s in list_slices(actor, initiative_id=initiative_id)]
    overfull = overfull_columns(shares)
    if overfull:
        raise SlicesExceedWhole(fields={name: f"The slices add up to {total:g} %." for name, total in overfull.items()})
