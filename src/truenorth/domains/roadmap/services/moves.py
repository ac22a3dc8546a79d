"""Moving work on the timeline by hand: what waits for it moves along, and going against the advice takes a reason."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.roadmap.errors import AgainstAdvice
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import MovePrice, Span
from truenorth.domains.roadmap.selectors import MovePreview, preview_move
from truenorth.domains.roadmap.services.initiatives import refuse_wrong_dates
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


def set_dates(
    initiative: Initiative,
    *,
    actor: Member,
    version: int,
    starts_on: date | None,
    target_on: date | None,
    reason: str = "",
    leaves_dependants: bool = False,
) -> MovePreview:
    """Put an initiative to these dates, and whatever waits for it after them, all or nothing."""
    require_editor(actor)
    if initiative.version != version:
        raise StaleVersion(extra={"current_version": initiative.version})
    to = Span(starts_on, target_on)
    preview = preview_move(actor, initiative, to)
    if leaves_dependants:
        preview = replace(preview, moved=[each for each in preview.moved if each.node.id == initiative.id])
    price = preview.price if preview.price and preview.price.is_against_advice else None
    if price and not reason.strip():
        raise AgainstAdvice(price.words, fields={"reason": AgainstAdvice.title}, extra={"cost": price.cost})
    by_hand = _by_hand(actor, price, reason) if price else None
    changes = {"starts_on": starts_on, "target_on": target_on, "by_hand": by_hand}
    _save(initiative, changes, preview, actor=actor, version=version, reason=reason)
    return preview


@transaction.atomic
def _save(
    initiative: Initiative,
    changes: Mapping[str, Any],
    preview: MovePreview,
    *,
    actor: Member,
    version: int,
    reason: str,
) -> None:
    revised = revise_record(
        initiative, actor=actor, version=version, changes=changes, action="set_dates", reason=reason
    )
    refuse_wrong_dates(revised)
    along = {each.node.id: each.after for each in preview.moved if each.node.id != initiative.id}
    for other in list_records(actor, Initiative).filter(pk__in=along):
        _take_along(other, along[other.id], actor=actor, lead=revised)


def _take_along(other: Initiative, after: Span, *, actor: Member, lead: Initiative) -> None:
    moved = revise_record(
        other,
        actor=actor,
        version=other.version,
        changes={"starts_on": after.starts_on, "target_on": after.target_on},
        action="set_dates",
        reason=f"It waits for {lead.key}, {lead.title}.",
    )
    refuse_wrong_dates(moved)


def _by_hand(actor: Member, price: MovePrice, reason: str) -> dict[str, Any]:
    return {
        "cost": price.cost,
        "unit": price.unit,
        "words": price.words,
        "reason": reason.strip(),
        "by": {"id": str(actor.id), "name": actor.name},
        "at": clock.now().isoformat(),
    }
