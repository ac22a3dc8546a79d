"""Rows that are no records, changed as records are: read under a lock, refused when stale, audited."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from truenorth.domains.roadmap.errors import RowStale
from truenorth.domains.roadmap.models import CustomField, ReviewCadence, SavedView, TeamCapacity
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import Entry, check_fields, record

Row = TypeVar("Row", CustomField, SavedView, TeamCapacity, ReviewCadence)


def add_row(row: Row, *, actor: Member, name: str) -> Row:
    check_fields(row)
    row.save(force_insert=True)
    record(actor, _entry("create", row, name, {}))
    return row


def revise_row(row: Row, *, actor: Member, name: str, version: int, changes: Mapping[str, Any]) -> Row:
    """The row as it was read at `version`, with these changes."""
    current = lock_row(row, version=version)
    pairs = {key: (getattr(current, key), value) for key, value in changes.items() if getattr(current, key) != value}
    for key, (_, value) in pairs.items():
        setattr(current, key, value)
    if pairs:
        check_fields(current)
        current.version += 1
        current.save()
        record(actor, _entry("update", current, name, pairs))
    return current


def remove_row(row: Row, *, actor: Member, name: str) -> None:
    entry = _entry("delete", row, name, {})
    row.delete()
    record(actor, entry)


def lock_row(row: Row, *, version: int) -> Row:
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if current.version != version:
        raise RowStale(extra={"current_version": current.version})
    return current


def _entry(action: str, row: models.Model, name: str, changes: Mapping[str, tuple[Any, Any]]) -> Entry:
    return Entry(action=action, target_kind=KINDS[type(row)], target_id=row.pk, target_title=name, changes=changes)


KINDS: Mapping[type[models.Model], str] = {
    CustomField: "custom_field",
    SavedView: "saved_view",
    TeamCapacity: "team_capacity",
    ReviewCadence: "review_cadence",
}
