"""The audit log, written by every service in its own transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import AuditRow, Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the audit log, before it is written. `changes` maps a field to (before, after)."""

    action: str
    target_kind: str
    target_id: UUID
    target_title: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def record(actor: Member, *entries: Entry) -> None:
    """Write the audit log. Every service that writes calls it in its own transaction."""
    AuditRow.objects.bulk_create(
        [
            AuditRow(
                workspace=actor.workspace,
                actor=actor,
                action=entry.action,
                target_kind=entry.target_kind,
                target_id=entry.target_id,
                target_title=entry.target_title[:300],
                changes={name: list(pair) for name, pair in entry.changes.items()},
            )
            for entry in entries
        ],
        batch_size=500,
    )


def check_fields(instance: Model) -> None:
    """Model validation as a refusal that names the fields."""
    try:
        instance.full_clean()
    except ValidationError as error:
        raise Invalid(fields={name: " ".join(messages) for name, messages in error.message_dict.items()}) from None


def changes_between(instance: Model, changes: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set these fields on the instance; the pairs (before, after) of those that differ, as JSON can hold them."""
    pairs: dict[str, tuple[Any, Any]] = {}
    for name, value in changes.items():
        before = getattr(instance, name)
        if before != value:
            setattr(instance, name, value)
            pairs[name] = (_plain(before), _plain(value))
    return pairs


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else str(value)
