"""Creating and revising records of any kind: validated, numbered, versioned, audited, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction

from truenorth.domains.graph.errors import RecordArchived, ReferenceMissing, StaleVersion
from truenorth.domains.graph.kinds import RecordAssigned
from truenorth.domains.graph.models import Counter, Node, Record
from truenorth.domains.graph.registry import NodeKind, kind_of
from truenorth.domains.graph.services.imports import mark_imported
from truenorth.domains.graph.services.links import LinkDraft, create_drafted_links
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member, Workspace
from truenorth.domains.workspace.policies import require_role
from truenorth.domains.workspace.services import Entry, record

R = TypeVar("R", bound=Record)

NODE_FIELDS = ("title", "body", "external_id")
BATCH = 1_000
NUL_REFUSED = "NUL characters cannot be stored."


def create_record(
    model: type[R],
    *,
    actor: Member,
    values: Mapping[str, Any],
    links: Sequence[LinkDraft] = (),
) -> R:
    """One new record of this model's kind, with its links."""
    with transaction.atomic():
        [created] = create_records(model, actor=actor, rows=[values])
        create_drafted_links(actor=actor, node=created.node, drafts=links)
    return created


@transaction.atomic
def create_records(
    model: type[R],
    *,
    actor: Member,
    rows: Sequence[Mapping[str, Any]],
) -> list[R]:
    """Up to a thousand new records at once. One bad row refuses them all."""
    drafts, problems = draft_records(model, actor=actor, rows=rows)
    for index, fields in sorted(problems.items()):
        where = f"Row {index + 1} of {len(rows)} is not valid." if len(rows) > 1 else ""
        raise Invalid(where, fields=fields)
    return save_drafts(model, actor=actor, drafts=drafts)


def draft_records(
    model: type[R], *, actor: Member, rows: Sequence[Mapping[str, Any]]
) -> tuple[list[R], dict[int, dict[str, str]]]:
    """The valid rows as records that are not saved yet, and what is wrong with the others, by index."""
    kind = kind_of(model)
    require_role(actor, kind.writer)
    if len(rows) > BATCH:
        raise ValueError(f"at most {BATCH} records at once")
    built = [_build(model, kind, actor=actor, values=values) for values in rows]
    problems = _find_missing_references(actor.workspace, built)
    for index, instance in enumerate(built):
        found = _find_problems(instance, thoroughly=len(built) == 1)
        if found:
            problems[index] = found | problems.get(index, {})
    return [instance for index, instance in enumerate(built) if index not in problems], problems


@transaction.atomic
def save_drafts(model: type[R], *, actor: Member, drafts: Sequence[R]) -> list[R]:
    """Number and save what `draft_records` made."""
    kind = kind_of(model)
    require_role(actor, kind.writer)
    first = _take_numbers(actor.workspace, kind, len(drafts))
    for number, instance in enumerate(drafts, start=first):
        instance.node.number, instance.node.key = number, f"{kind.prefix}-{number}"
        mark_imported(instance.node)
    Node.objects.bulk_create([instance.node for instance in drafts])
    model._default_manager.bulk_create(drafts)
    record(actor, *(_entry("create", instance, _values_of(instance)) for instance in drafts))
    for instance in drafts:
        if instance.node.import_run_id is None:  # nobody's inbox is flooded by a file
            _announce_assignment(actor, instance, before=None)
    return list(drafts)


def revise_record(
    instance: R,
    *,
    actor: Member,
    version: int,
    changes: Mapping[str, Any],
    action: str = "update",
    reason: str = "",
) -> R:
    """Change fields of a record as it was read at `version`; a stale version is refused with nothing lost.

    A `reason` is kept beside the change in the audit log.
    """
    with transaction.atomic():
        model = type(instance)
        require_role(actor, kind_of(model).writer)
        node = Node.objects.select_for_update().get(pk=instance.node_id)
        current = model._default_manager.get(pk=instance.node_id)
        current.node = node
        if node.version != version:
            raise StaleVersion(extra={"current_version": node.version})
        if node.archived_at is not None:
            raise RecordArchived
        before = _values_of(current)
        for name, value in changes.items():
            setattr(node if name in NODE_FIELDS else current, name, value)
        changed = {n: (before[n], v) for n, v in _values_of(current).items() if before[n] != v}
        if not changed:
            return current
        _check(actor.workspace, current)
        node.version += 1
        node.updated_at = clock.now()
        node.save(update_fields=[*NODE_FIELDS, "version", "updated_at"])
        current.save()
        noted = {"reason": (None, reason)} if reason else {}
        record(actor, _entry(action, current, changed | noted))
        _announce_assignment(actor, current, before=before.get("owner_id"))
        return current


def _take_numbers(workspace: Workspace, kind: NodeKind, count: int) -> int:
    Counter.objects.get_or_create(workspace=workspace, kind=kind.name)
    counter = Counter.objects.select_for_update().get(workspace=workspace, kind=kind.name)
    counter.last += count
    counter.save(update_fields=["last"])
    return counter.last - count + 1


def _build(
    model: type[R],
    kind: NodeKind,
    *,
    actor: Member,
    values: Mapping[str, Any],
) -> R:
    node = Node(
        workspace=actor.workspace,
        kind=kind.name,
        number=0,
        key=f"{kind.prefix}-0",
        created_by=actor,
        **{name: values[name] for name in NODE_FIELDS if name in values},
    )
    own = {name: value for name, value in values.items() if name not in NODE_FIELDS}
    return model(node=node, **own)


def _check(workspace: Workspace, instance: Record) -> None:
    missing = _find_missing_references(workspace, [instance])
    if missing:
        raise ReferenceMissing(fields=missing[0])
    problems = _find_problems(instance, thoroughly=True)
    if problems:
        raise Invalid(fields=problems)


def _find_problems(instance: Record, *, thoroughly: bool) -> dict[str, str]:
    """Field and model validation, by field. Foreign keys are checked apart, for all rows at once."""
    keys = {f.name for f in instance._meta.concrete_fields if isinstance(f, models.ForeignKey)}
    problems: dict[str, list[str]] = {}
    node_keys = {"workspace", "created_by", "import_run"}
    for part, excluded in ((instance.node, node_keys), (instance, keys)):
        try:
            part.clean_fields(exclude=excluded)
            part.clean()
            if thoroughly and part is instance:
                part.validate_constraints(exclude=keys)
        except ValidationError as error:
            problems |= error.message_dict
        problems |= {name: [NUL_REFUSED] for name in _fields_with_nul(part)}
    return {name: " ".join(messages) for name, messages in problems.items()}


def _fields_with_nul(part: models.Model) -> list[str]:
    values = ((field.name, getattr(part, field.attname)) for field in part._meta.concrete_fields)
    return [name for name, value in values if isinstance(value, str) and "\0" in value]


def _find_missing_references(workspace: Workspace, instances: Sequence[Record]) -> dict[int, dict[str, str]]:
    """Where a field names a person, team or record that is not of this workspace: by index, by field."""
    missing: dict[int, dict[str, str]] = {}
    for field in instances[0]._meta.concrete_fields if instances else ():
        if not isinstance(field, models.ForeignKey) or field.name == "node":
            continue
        named = [getattr(instance, field.attname) for instance in instances]
        wanted = set(named) - {None}
        absent = wanted - _present(field.related_model, workspace, wanted) if wanted else set()
        for index, value in enumerate(named):
            if value in absent:
                missing.setdefault(index, {})[field.attname] = "There is no such record in this workspace."
    return missing


def _present(model: type[models.Model], workspace: Workspace, wanted: Iterable[UUID]) -> set[UUID]:
    path = "node__workspace" if issubclass(model, Record) else "workspace"
    rows = model._default_manager.filter(pk__in=list(wanted), **{path: workspace})
    return set(rows.values_list("pk", flat=True))


def _values_of(instance: Record) -> dict[str, Any]:
    values = {name: getattr(instance.node, name) for name in NODE_FIELDS}
    for field in instance._meta.concrete_fields:
        if field.name != "node":
            values[field.attname] = _plain(field, getattr(instance, field.attname))
    return values


def _plain(field: "models.Field[Any, Any]", value: object) -> object:
    """A value as the audit log keeps it: what JSON knows as is, the rest as text."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return field.value_to_string(field.model(**{field.attname: value}))


def _entry(action: str, instance: Record, changes: Mapping[str, Any]) -> Entry:
    pairs = {
        name: value if isinstance(value, tuple) else (None, value)
        for name, value in changes.items()
        if action != "create" or value not in (None, "", [], {})
    }
    return Entry(
        action=action,
        target_kind=instance.node.kind,
        target_id=instance.node.id,
        target_title=instance.node.title,
        changes=pairs,
    )


def _announce_assignment(actor: Member, instance: Record, *, before: object) -> None:
    owner_id = getattr(instance, "owner_id", None)
    if owner_id and owner_id != actor.id and str(owner_id) != str(before):
        facts.announce(RecordAssigned(node_id=instance.node_id, member_id=owner_id, actor_id=actor.id))
