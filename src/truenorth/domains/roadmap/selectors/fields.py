"""Fields of one's own, and lists of initiatives that are narrowed down and sorted by them."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTransform
from django.db.models.sql.compiler import SQLCompiler

from truenorth.domains.graph.selectors import list_records, sort_records
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.roadmap.errors import ConditionRefused, FieldMissing
from truenorth.domains.roadmap.models import CustomField, Initiative
from truenorth.domains.roadmap.rules import (
    OWN,
    Condition,
    Definition,
    FieldKind,
    FieldRefused,
    Operator,
    read_condition,
)
from truenorth.domains.workspace.models import Member

LOOKUPS = {
    Operator.IS: "exact",
    Operator.CONTAINS: "icontains",
    Operator.AT_LEAST: "gte",
    Operator.AT_MOST: "lte",
}


class OwnValue(KeyTransform):
    """The value of a field: a text or a number, so that SQLite need not look first whether it is a truth value."""

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **extra_context: Any,  # noqa: ARG002 - as Django hands them on
    ) -> tuple[str, tuple[Any, ...]]:
        column, parameters, _ = self.preprocess_lhs(compiler, connection)
        return f"JSON_EXTRACT({column}, %s)", (*parameters, f"$.{json.dumps(self.key_name)}")


def list_fields(viewer: Member) -> QuerySet[CustomField]:
    return CustomField.objects.filter(workspace=viewer.workspace).order_by("position", "created_at")


def get_field(viewer: Member, field_id: UUID) -> CustomField:
    found = list_fields(viewer).filter(pk=field_id).first()
    if found is None:
        raise FieldMissing
    return found


def list_people(viewer: Member) -> frozenset[UUID]:
    """Everybody who is or was a member: a field may name who has left."""
    return frozenset(Member.objects.filter(workspace=viewer.workspace).values_list("pk", flat=True))


def list_initiatives(viewer: Member, *, where: Sequence[str] = (), sort: str = "-created_at") -> QuerySet[Initiative]:
    """The initiatives that meet all conditions on fields of one's own, in the order of a field of either sort."""
    definitions = _definitions(viewer) if where or OWN in sort else {}
    found = list_records(viewer, Initiative)
    for index, condition in enumerate(_read(viewer, where, definitions)):
        found = _narrow(found, condition, f"field_{index}")
    name = sort.removeprefix("-").removeprefix(OWN)
    if OWN not in sort:
        return sort_records(found, sort)
    if name not in definitions:
        raise Invalid(fields={"sort": f"There is no field {name[:60]!r} to sort by."})
    found = found.alias(value=OwnValue(name, "custom_fields"))
    found = found.alias(sorted_by=_sorted_by(viewer, definitions[name]))
    order = F("sorted_by").desc(nulls_last=True) if sort.startswith("-") else F("sorted_by").asc(nulls_last=True)
    return found.order_by(order, "-node__created_at", "-node_id")


def check_selection(viewer: Member, *, where: Sequence[str], sort: str) -> None:
    """Refuse conditions and an order that no list would take."""
    list_initiatives(viewer, where=where, sort=sort or "-created_at")


def _definitions(viewer: Member) -> dict[str, Definition]:
    return {field.key: field.definition for field in list_fields(viewer)}


def _read(viewer: Member, where: Sequence[str], definitions: dict[str, Definition]) -> list[Condition]:
    people = list_people(viewer) if any(each.kind is FieldKind.PERSON for each in definitions.values()) else frozenset()
    try:
        return [read_condition(each, definitions, people=people) for each in where]
    except FieldRefused as refusal:
        raise ConditionRefused(fields={"where": str(refusal)}) from refusal


def _narrow(found: QuerySet[Initiative], condition: Condition, alias: str) -> QuerySet[Initiative]:
    """Empty is a field without a value, so that what is not gold is also what has no tier."""
    has = Q(custom_fields__has_key=condition.key)
    if condition.operator in (Operator.EMPTY, Operator.FILLED):
        return found.filter(has if condition.operator is Operator.FILLED else ~has)
    found = found.alias(**{alias: OwnValue(condition.key, "custom_fields")})
    if condition.operator is Operator.IS_NOT:
        return found.filter(~has | ~Q(**{f"{alias}__exact": condition.value}))
    return found.filter(**{f"{alias}__{LOOKUPS[condition.operator]}": condition.value})


def _sorted_by(viewer: Member, definition: Definition) -> F | Case:
    """People are sorted by their names, options in the order in which they were defined."""
    if definition.kind is FieldKind.PERSON:
        people = Member.objects.filter(workspace=viewer.workspace).values_list("pk", "user__name")
        return _ranked({str(pk): name for pk, name in people})
    if definition.kind is FieldKind.SELECT:
        return _ranked({option: f"{place:04}" for place, option in enumerate(definition.options)})
    return F("value")


def _ranked(ranks: dict[str, str]) -> Case:
    whens = [When(value=value, then=Value(rank)) for value, rank in ranks.items()]
    return Case(*whens, default=Value(None), output_field=CharField())
