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
from truenorth.domains.graph.services.links import LinkDraft, create_drafted_links
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import ImportRun, Member, Workspace
from truenorth.domains.workspace.policies import require_role
from truenorth.domains.workspace.services import Entry, record

R = TypeVar("R", bound=Record)

NODE_FIELDS = ("title", "body", "external_id")
BATCH = 1_000


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
    import_run: ImportRun | None = None,
) -> list[R]:
    """Up to a thousand new records at once. One bad row refuses them all, named by its index."""
    kind = kind_of(model)
    require_role(actor, kind.writer)
    if len(rows) > BATCH:
        raise ValueError(f"at most {BATCH} records at once")
    first = _take_numbers(actor.workspace, kind, len(rows))
    created = [
        _build(model, kind, actor=actor, number=first + index, values=values, import_run=import_run)
        for index, values in enumerate(rows)
    ]
    _check_references(actor.workspace, created)
    for instance in created:
        _check(instance, thoroughly=len(created) == 1)
    Node.objects.bulk_create([instance.node for instance in created])
    model._default_manager.bulk_create(created)
    record(actor, *(_entry("create", instance, _values_of(instance)) for instance in created))
    for instance in created:
        _announce_assignment(actor, instance, before=None)
    return created


def revise_record(
    instance: R,
    *,
    actor: Member,
    version: int,
    changes: Mapping[str, Any],
    action: str = "update",
) -> R:
    """Change fields of a record as it was read at `version`; a stale version is refused with nothing lost."""
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
        _check_references(actor.workspace, [current])
        _check(current, thoroughly=True)
        node.version += 1
        node.updated_at = clock.now()
        node.save(update_fields=[*NODE_FIELDS, "version", "updated_at"])
        current.save()
        record(actor, _entry(action, current, changed))
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
    number: int,
    values: Mapping[str, Any],
    import_run: ImportRun | None,
) -> R:
    node = Node(
        workspace=actor.workspace,
        kind=kind.name,
        number=number,
        key=f"{kind.prefix}-{number}",
        created_by=actor,
        import_run=import_run,
        **{name: values[name] for name in NODE_FIELDS if name in values},
    )
    own = {name: value for name, value in values.items() if name not in NODE_FIELDS}
    return model(node=node, **own)


def _check(instance: Record, *, thoroughly: bool) -> None:
    """Field and model validation as one refusal. Foreign keys are checked apart, for all rows at once."""
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
    if problems:
        raise Invalid(fields={name: " ".join(messages) for name, messages in problems.items()})


def _check_references(workspace: Workspace, instances: Sequence[Record]) -> None:
    """Every person, team or record that a field names is of this workspace."""
    for field in instances[0]._meta.concrete_fields if instances else ():
        if not isinstance(field, models.ForeignKey) or field.name == "node":
            continue
        wanted = {getattr(i, field.attname) for i in instances} - {None}
        if wanted - _present(field.related_model, workspace, wanted):
            raise ReferenceMissing(fields={field.attname: "There is no such record in this workspace."})


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
