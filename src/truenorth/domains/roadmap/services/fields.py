"""Fields of one's own: defined by editors, filled with what fits them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.fields.json import KeyTransform

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.selectors import list_models_reading
from truenorth.domains.roadmap.errors import FieldInUse, FieldKeyTaken, FieldValueRefused, TooManyFields
from truenorth.domains.roadmap.models import CustomField, Initiative, SavedView
from truenorth.domains.roadmap.rules import FIELDS_AT_MOST, OWN, FieldKind, FieldRefused, read_value
from truenorth.domains.roadmap.selectors import get_field, list_fields, list_people
from truenorth.domains.roadmap.services.rows import add_row, lock_row, remove_row, revise_row
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor

AT_ONCE = 500


@transaction.atomic
def create_field(*, actor: Member, key: str, label: str, kind: FieldKind, options: Sequence[str] = ()) -> CustomField:
    require_editor(actor)
    known = list_fields(actor)
    if known.filter(key=key).exists():
        raise FieldKeyTaken(fields={"key": FieldKeyTaken.title})
    count = known.count()
    if count >= FIELDS_AT_MOST:
        raise TooManyFields(f"It has {FIELDS_AT_MOST}.")
    _check_options(kind, options)
    field = CustomField(
        workspace=actor.workspace, key=key, label=label, kind=kind, options=list(options), position=count
    )
    return add_row(field, actor=actor, name=label)


@transaction.atomic
def revise_field(*, actor: Member, field_id: UUID, version: int, changes: Mapping[str, Any]) -> CustomField:
    """Another label, place or options; an option that an initiative has cannot go."""
    require_editor(actor)
    field = lock_row(get_field(actor, field_id), version=version)
    if "options" in changes:
        _check_options(FieldKind(field.kind), changes["options"])
        _refuse_used(field, set(field.options) - set(changes["options"]))
    return revise_row(field, actor=actor, name=field.label, version=version, changes=changes)


@transaction.atomic
def remove_field(*, actor: Member, field_id: UUID) -> None:
    """The field with all its values; refused while a saved view narrows down by it or a scoring model reads it."""
    require_editor(actor)
    field = get_field(actor, field_id)
    views = SavedView.objects.filter(workspace=actor.workspace)
    using = [view.name for view in views if _uses(view, field.key)]
    using += [model.title for model in list_models_reading(actor, OWN + field.key)]
    if using:
        raise FieldInUse(f"It is used by {', '.join(using[:5])}.")
    having = Initiative.objects.filter(node__workspace=actor.workspace, custom_fields__has_key=field.key)
    for initiative in having.only("pk", "custom_fields").iterator(chunk_size=AT_ONCE):
        rest = {key: value for key, value in initiative.custom_fields.items() if key != field.key}
        Initiative.objects.filter(pk=initiative.pk).update(custom_fields=rest)
    remove_row(field, actor=actor, name=field.label)


def merge_fields(actor: Member, before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The values before with those given; null takes one away. What does not fit is refused by its name."""
    definitions = {field.key: field.definition for field in list_fields(actor)}
    needs_people = any(definitions[key].kind is FieldKind.PERSON for key in given if key in definitions)
    people = list_people(actor) if needs_people else frozenset()
    values, wrong = {}, {}
    for key, value in given.items():
        try:
            definition = definitions[key]
            values[key] = None if value is None else read_value(definition, value, people=people)
        except FieldRefused as refusal:
            wrong[f"custom_fields.{key}"] = str(refusal)
        except KeyError:
            wrong[f"custom_fields.{key[:60]}"] = "There is no such field."
    if wrong:
        raise FieldValueRefused(fields=wrong)
    return {key: value for key, value in {**before, **values}.items() if value is not None}


def _check_options(kind: FieldKind, options: Sequence[str]) -> None:
    if (kind is FieldKind.SELECT) != bool(options):
        wanted = "Name the options to choose from." if kind is FieldKind.SELECT else "Only a select has options."
        raise Invalid(fields={"options": wanted})
    if len(set(options)) != len(options):
        raise Invalid(fields={"options": "An option stands here twice."})


def _refuse_used(field: CustomField, gone: Iterable[str]) -> None:
    for option in sorted(gone):
        here = Initiative.objects.filter(node__workspace=field.workspace_id, node__trashed_at=None)
        count = here.alias(value=KeyTransform(field.key, "custom_fields")).filter(value=option).count()
        if count:
            raise FieldInUse(fields={"options": f"{count} initiatives have {option!r}."})


def _uses(view: SavedView, key: str) -> bool:
    sort = view.sort.removeprefix("-")
    return sort == OWN + key or any(each.startswith(f"{key}:") for each in view.filters.get("where", ()))
