"""Imports as a unit: what comes in under a run stays out of sight until all of it is in, and leaves together."""

import contextlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from truenorth.domains.graph.errors import ImportNotUndoable, ImportOverlaps
from truenorth.domains.graph.kinds import ReadingsMoved
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.kit import clock, facts
from truenorth.domains.workspace.models import ImportRun, Member
from truenorth.domains.workspace.policies import require_contributor, require_role
from truenorth.domains.workspace.services import Entry, record


@dataclass(frozen=True, slots=True)
class _Under:
    run: ImportRun
    is_staged: bool


_under: ContextVar[_Under | None] = ContextVar("import_under_way", default=None)


@contextlib.contextmanager
def importing(run: ImportRun, *, is_staged: bool) -> Iterator[None]:
    """Records made inside belong to the run, whichever service makes them; staged ones are hidden until it ends."""
    token = _under.set(_Under(run, is_staged))
    try:
        yield
    finally:
        _under.reset(token)


def mark_imported(node: Node) -> None:
    """Give a node that is about to be saved to the run under way."""
    under = _under.get()
    if under is not None:
        node.import_run = under.run
        node.trashed_at = under.run.created_at if under.is_staged else None


@transaction.atomic
def open_import(*, actor: Member, source: str, file_name: str) -> ImportRun:
    require_contributor(actor)
    return ImportRun.objects.create(workspace=actor.workspace, actor=actor, source=source, file_name=file_name[-255:])


@transaction.atomic
def finish_import(run: ImportRun, *, created: int, unchanged: int, rejected: int) -> None:
    """Show everything that came in, at once."""
    run.created_count, run.unchanged_count, run.rejected_count = created, unchanged, rejected
    run.finished_at = clock.now()
    run.save()
    try:
        with transaction.atomic():
            Node.objects.filter(import_run=run, trashed_at=run.created_at).update(trashed_at=None)
    except IntegrityError:
        raise ImportOverlaps from None
    counts = {"created": (None, created), "unchanged": (None, unchanged), "rejected": (None, rejected)}
    record(run.actor, _entry("import", run, counts))
    facts.announce(ReadingsMoved(workspace_id=run.workspace_id))


@transaction.atomic
def discard_import(run: ImportRun) -> None:
    """A run that broke off: what it brought stays in the trash, where it was all along."""
    run.undone_at = clock.now()
    run.save(update_fields=["undone_at"])
    record(run.actor, _entry("discard_import", run, {}))


@transaction.atomic
def undo_import(run: ImportRun, *, actor: Member) -> int:
    """Put everything that the run created into the trash; what was trashed before stays as it is."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk, workspace=actor.workspace)
    if run.finished_at is None or run.undone_at is not None:
        raise ImportNotUndoable
    nodes = Node.objects.filter(import_run=run, trashed_at=None)
    for kind in nodes.order_by().values_list("kind", flat=True).distinct():
        require_role(actor, get_kind(kind).writer)
    require_contributor(actor)
    run.undone_at = clock.now()
    run.save(update_fields=["undone_at"])
    count = nodes.update(trashed_at=run.undone_at, updated_at=run.undone_at, version=F("version") + 1)
    record(actor, _entry("undo_import", run, {"trashed": (None, count)}))
    return count


def _entry(action: str, run: ImportRun, changes: Mapping[str, tuple[None, int]]) -> Entry:
    return Entry(
        action=action, target_kind="import", target_id=run.id, target_title=run.file_name or run.source, changes=changes
    )
