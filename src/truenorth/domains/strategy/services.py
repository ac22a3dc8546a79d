from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.kinds import ReadingsMoved
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, remove_link, revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.strategy.errors import (
    CheckInAhead,
    CycleEndsBeforeStart,
    KeyResultArchived,
    TargetEqualsBaseline,
)
from truenorth.domains.strategy.models import CheckIn, Cycle, KeyResult
from truenorth.domains.strategy.selectors import get_key_result
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor
from truenorth.domains.workspace.services import Entry, check_fields, record


def create_cycle(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Cycle:
    _refuse_backward_cycle(values["starts_on"], values["ends_on"])
    return create_record(Cycle, actor=actor, values=values, links=links)


def revise_cycle(cycle: Cycle, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Cycle:
    _refuse_backward_cycle(changes.get("starts_on", cycle.starts_on), changes.get("ends_on", cycle.ends_on))
    return revise_record(cycle, actor=actor, version=version, changes=changes)


@transaction.atomic
def create_key_result(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> KeyResult:
    """A key result, linked to its objective. A value that is already known becomes its first check-in."""
    values = dict(values)
    known, confidence = values.pop("current", None), values.get("confidence")
    _refuse_standstill(values["baseline"], values["target"])
    values["current"] = values["baseline"]
    created = create_record(KeyResult, actor=actor, values=values, links=links)
    _link_to_objective(actor, created)
    if known is not None:
        check_in(created.id, actor=actor, value=known, confidence=confidence)
        return get_key_result(actor, created.id)
    return created


@transaction.atomic
def revise_key_result(key_result: KeyResult, *, actor: Member, version: int, changes: Mapping[str, Any]) -> KeyResult:
    """Change what a key result says. Its value and confidence change by check-ins alone."""
    _refuse_standstill(changes.get("baseline", key_result.baseline), changes.get("target", key_result.target))
    changes = dict(changes)
    if key_result.checked_in_at is None:
        changes["current"] = changes.get("baseline", key_result.baseline)
    revised = revise_record(key_result, actor=actor, version=version, changes=changes)
    if revised.objective_id != key_result.objective_id:
        _unlink_from_objective(actor, key_result)
        _link_to_objective(actor, revised)
    return revised


@transaction.atomic
def check_in(
    key_result_id: UUID,
    *,
    actor: Member,
    value: float,
    confidence: float | None = None,
    note: str = "",
    at: datetime | None = None,
) -> CheckIn:
    """Say where a key result stands. The latest check-in by `at` is its current value."""
    require_contributor(actor)
    key_result = get_key_result(actor, key_result_id)
    node = Node.objects.select_for_update().get(pk=key_result_id)
    key_result = get_key_result(actor, key_result_id)
    moment = clock.now()
    if node.archived_at is not None:
        raise KeyResultArchived
    if at is not None and at > moment:
        raise CheckInAhead(fields={"at": CheckInAhead.title})
    made = CheckIn(
        workspace=actor.workspace,
        key_result=key_result,
        value=value,
        confidence=confidence,
        note=note,
        at=at or moment,
        by=actor,
    )
    check_fields(made)
    made.save()
    changes: dict[str, tuple[Any, Any]] = {"value": (key_result.current, value)}
    if key_result.checked_in_at is None or key_result.checked_in_at <= made.at:
        if confidence not in (None, key_result.confidence):
            changes["confidence"] = (key_result.confidence, confidence)
        key_result.current, key_result.checked_in_at = value, made.at
        key_result.confidence = key_result.confidence if confidence is None else confidence
        key_result.save(update_fields=["current", "confidence", "checked_in_at"])
    if note:
        changes["note"] = (None, note)
    record(
        actor,
        Entry(action="check_in", target_kind=node.kind, target_id=node.id, target_title=node.title, changes=changes),
    )
    facts.announce(ReadingsMoved(workspace_id=node.workspace_id, node_ids=(node.id,)))
    return made


def _refuse_backward_cycle(starts_on: date, ends_on: date) -> None:
    if ends_on <= starts_on:
        raise CycleEndsBeforeStart(fields={"ends_on": CycleEndsBeforeStart.title})


def _refuse_standstill(baseline: float, target: float) -> None:
    if target == baseline:
        raise TargetEqualsBaseline(fields={"target": TargetEqualsBaseline.title})


def _link_to_objective(actor: Member, key_result: KeyResult) -> None:
    if key_result.objective:
        create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=key_result.node, target=key_result.objective.node)


def _unlink_from_objective(actor: Member, key_result: KeyResult) -> None:
    link = Link.objects.filter(
        kind=LinkKind.DERIVES_FROM,
        source_id=key_result.id,
        target_id=key_result.objective_id,
        removed_at=None,
    ).first()
    if link:
        remove_link(actor=actor, link_id=link.id)
