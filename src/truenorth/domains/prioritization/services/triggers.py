"""Triggers: checked when they are set, and fired by the clock or by what happens."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.kinds import LinkCreated, ReadingsMoved
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import get_nodes
from truenorth.domains.kit import clock
from truenorth.domains.kit.readings import Measure, find_measure, list_measures
from truenorth.domains.prioritization.errors import RevisitInPast, TriggerMet, TriggerUnreadable
from truenorth.domains.prioritization.models import Decision, Trigger
from truenorth.domains.prioritization.rules import Side, TriggerKind, amount, is_met
from truenorth.domains.prioritization.selectors import (
    find_met,
    list_due_triggers,
    list_waiting_triggers,
    read_triggers,
)
from truenorth.domains.prioritization.services.calling import call_owner
from truenorth.domains.workspace.models import Member

MISSING = "There is no such record in this workspace."


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerDraft:
    """A day, or what is to be read of a node (the subject, unless another is named) and its threshold."""

    kind: TriggerKind
    on: date | None = None
    node_id: UUID | None = None
    measure: str = ""
    qualifier_id: UUID | None = None
    side: Side = Side.AT_LEAST
    threshold: float | None = None


def draft_triggers(*, actor: Member, subject: Node, drafts: Sequence[TriggerDraft]) -> list[Trigger]:
    """The triggers of a decision that is about to be recorded, each with its reading as it stands."""
    named = {named for draft in drafts for named in (draft.node_id, draft.qualifier_id) if named}
    nodes = {subject.id: subject} | get_nodes(actor, named)
    triggers = [
        _on_day(draft, f"triggers.{index}", today=actor.workspace.today())
        if draft.kind == TriggerKind.DATE
        else _on_reading(draft, f"triggers.{index}", subject, nodes)
        for index, draft in enumerate(drafts)
    ]
    _read_now(triggers)
    return triggers


def save_triggers(decision: Decision, triggers: Sequence[Trigger]) -> None:
    for trigger in triggers:
        trigger.decision = decision
    Trigger.objects.bulk_create(triggers)


def fire_due_triggers() -> int:
    """Fire what is due by now, each once, and call the owners."""
    return _fire(find_met(list_due_triggers()))


def heed_link(fact: LinkCreated) -> None:
    """A new link may be a vote for what it joins; what lies further away waits for the clock."""
    _fire_readings(node_ids=(fact.source_id, fact.target_id))


def heed_readings(fact: ReadingsMoved) -> None:
    _fire_readings(workspace_id=fact.workspace_id, node_ids=fact.node_ids)


def _fire_readings(*, workspace_id: UUID | None = None, node_ids: Collection[UUID] = ()) -> None:
    _fire(find_met(list_waiting_triggers(workspace_id=workspace_id, node_ids=node_ids, is_reading=True)))


def _fire(met: Mapping[Trigger, float | None]) -> int:
    """Each of these once, whoever else finds it met at the same time; without any, nothing is written or locked."""
    if not met:
        return 0
    with transaction.atomic():
        fired = [
            trigger
            for trigger, value in met.items()
            if Trigger.objects.filter(pk=trigger.pk, fired_at=None).update(fired_at=clock.now(), fired_value=value)
        ]
        for decision in {trigger.decision_id: trigger.decision for trigger in fired}.values():
            call_owner(decision)
    return len(fired)


def _on_day(draft: TriggerDraft, at: str, *, today: date) -> Trigger:
    if draft.on is None:
        raise TriggerUnreadable(fields={f"{at}.on": "Name the day."})
    if draft.on <= today:
        raise RevisitInPast(fields={f"{at}.on": RevisitInPast.title})
    return Trigger(on=draft.on)


def _on_reading(draft: TriggerDraft, at: str, subject: Node, nodes: Mapping[UUID, Node]) -> Trigger:
    node = nodes.get(draft.node_id or subject.id)
    if node is None:
        raise TriggerUnreadable(fields={f"{at}.node_id": MISSING})
    measure = find_measure(node.workspace_id, node.kind, draft.measure)
    if measure is None:
        known = ", ".join(each.name for each in list_measures(node.workspace_id, node.kind)) or "nothing"
        raise TriggerUnreadable(fields={f"{at}.measure": f"Of {node.key} can be read: {known}."})
    if draft.threshold is None:
        raise TriggerUnreadable(fields={f"{at}.threshold": "Name the threshold."})
    qualifier = _qualifier(draft, at, measure, nodes)
    return Trigger(
        node=node, measure=measure.name, qualifier=qualifier, side=Side(draft.side), threshold=draft.threshold
    )


def _qualifier(draft: TriggerDraft, at: str, measure: Measure, nodes: Mapping[UUID, Node]) -> Node | None:
    qualifier = nodes.get(draft.qualifier_id) if draft.qualifier_id else None
    kind = qualifier.kind if qualifier else ""
    if kind != measure.qualifier or (draft.qualifier_id and qualifier is None):
        wanted = f"Name a {measure.qualifier} of this workspace." if measure.qualifier else "This reading takes none."
        raise TriggerUnreadable(fields={f"{at}.qualifier_id": wanted})
    return qualifier


def _read_now(triggers: Sequence[Trigger]) -> None:
    """Keep each reading as it stands; one that is past its threshold already would tell nobody anything."""
    for index, (trigger, reading) in enumerate(zip(triggers, read_triggers(triggers), strict=True)):
        if reading is None:
            continue
        trigger.value_then, trigger.unit = reading.value, reading.unit
        if is_met(reading.value, side=Side(trigger.side), threshold=trigger.threshold or 0):
            now = f"It stands at {amount(reading.value, reading.unit)}: the threshold is met already."
            raise TriggerMet(fields={f"triggers.{index}.threshold": now})
