from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_nodes
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.pulse.errors import (
    MatterClosed,
    MatterStale,
    PulseArchived,
    PulseEndsBeforeStart,
    PulsePublished,
)
from truenorth.domains.pulse.models import Matter, Pulse
from truenorth.domains.pulse.rules import MatterSort, render_markdown
from truenorth.domains.pulse.selectors import assemble_pulse, get_matter, get_pulse
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor, require_editor
from truenorth.domains.workspace.services import Entry, check_fields, record


def create_pulse(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Pulse:
    _refuse_backward(values["from_on"], values["to_on"])
    return create_record(Pulse, actor=actor, values=values, links=links)


def revise_pulse(pulse: Pulse, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Pulse:
    if pulse.published_at:
        raise PulsePublished
    _refuse_backward(changes.get("from_on", pulse.from_on), changes.get("to_on", pulse.to_on))
    return revise_record(pulse, actor=actor, version=version, changes=changes)


@transaction.atomic
def publish_pulse(pulse_id: UUID, *, actor: Member) -> Pulse:
    """Freeze what the Pulse says now, and link it to every record it reports."""
    require_editor(actor)
    get_pulse(actor, pulse_id)
    node = Node.objects.select_for_update().get(pk=pulse_id)
    pulse = get_pulse(actor, pulse_id)
    if pulse.published_at:
        raise PulsePublished
    if node.archived_at is not None:
        raise PulseArchived
    content = assemble_pulse(actor, pulse)
    pulse.content, pulse.markdown = asdict(content), render_markdown(content)
    pulse.published_at, pulse.published_by = clock.now(), actor
    pulse.save(update_fields=["content", "markdown", "published_at", "published_by"])
    node.version += 1
    node.updated_at = pulse.published_at
    node.save(update_fields=["version", "updated_at"])
    for reported in get_nodes(actor, content.sources()).values():
        create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=node, target=reported)
    record(
        actor,
        Entry(
            action="publish",
            target_kind=node.kind,
            target_id=node.id,
            target_title=node.title,
            changes={"state": ("draft", "published")},
        ),
    )
    return get_pulse(actor, pulse_id)


@transaction.atomic
def raise_matter(
    *, actor: Member, sort: MatterSort, words: str, owner_id: UUID | None = None, due_on: date | None = None
) -> Matter:
    """A concern or an action on the ledger that every Pulse carries."""
    require_contributor(actor)
    matter = Matter(
        workspace=actor.workspace, sort=sort, words=words, owner_id=owner_id, due_on=due_on, raised_by=actor
    )
    _check(matter)
    matter.save()
    _record(actor, matter, "create", {"words": (None, words)})
    return get_matter(actor, matter.id)


@transaction.atomic
def revise_matter(matter_id: UUID, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Matter:
    matter = _lock(actor, matter_id, version)
    if matter.closed_at:
        raise MatterClosed
    before = {name: getattr(matter, name) for name in changes}
    for name, value in changes.items():
        setattr(matter, name, value)
    _save(actor, matter, "update", {name: (_plain(before[name]), _plain(value)) for name, value in changes.items()})
    return get_matter(actor, matter_id)


@transaction.atomic
def close_matter(matter_id: UUID, *, actor: Member, version: int, answer: str = "") -> Matter:
    matter = _lock(actor, matter_id, version)
    if matter.closed_at:
        raise MatterClosed
    matter.closed_at, matter.closed_by, matter.answer = clock.now(), actor, answer
    _save(actor, matter, "close", {"answer": (None, answer)})
    return get_matter(actor, matter_id)


@transaction.atomic
def reopen_matter(matter_id: UUID, *, actor: Member, version: int) -> Matter:
    matter = _lock(actor, matter_id, version)
    closed_at = matter.closed_at
    matter.closed_at, matter.closed_by = None, None
    _save(actor, matter, "reopen", {"closed_at": (_plain(closed_at), None)})
    return get_matter(actor, matter_id)


def _refuse_backward(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        raise PulseEndsBeforeStart(fields={"to_on": PulseEndsBeforeStart.title})


def _lock(actor: Member, matter_id: UUID, version: int) -> Matter:
    require_contributor(actor)
    get_matter(actor, matter_id)
    matter = Matter.objects.select_for_update().get(pk=matter_id)
    if matter.version != version:
        raise MatterStale(extra={"current_version": matter.version})
    return matter


def _save(actor: Member, matter: Matter, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    _check(matter)
    matter.version += 1
    matter.save()
    _record(actor, matter, action, changes)


def _check(matter: Matter) -> None:
    check_fields(matter)
    if matter.owner and matter.owner.workspace_id != matter.workspace_id:
        raise Invalid(fields={"owner_id": "There is no such member in this workspace."})


def _record(actor: Member, matter: Matter, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    record(
        actor,
        Entry(
            action=action,
            target_kind=matter.sort,
            target_id=matter.id,
            target_title=matter.words,
            changes=changes,
        ),
    )


def _plain(value: object) -> object:
    return None if value is None else str(value)
