from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, ForeignKey, Model, OneToOneField, Q, QuerySet, Window
from django.db.models.expressions import OrderBy
from django.db.models.sql.where import WhereNode

from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.models import Node, Record
from truenorth.domains.graph.registry import kind_of
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member

R = TypeVar("R", bound=Record)

ALWAYS_THERE = {"node__title", "node__created_at", "node__updated_at", "node__number"}
SORTED_ON_NODE = {"title", "created_at", "updated_at", "archived_at", "number"}


def list_nodes(viewer: Member) -> QuerySet[Node]:
    return Node.objects.filter(workspace=viewer.workspace, trashed_at=None)


def get_node(viewer: Member, node_id: UUID) -> Node:
    node = list_nodes(viewer).filter(pk=node_id).first()
    if node is None:
        raise NodeMissing
    return node


def get_nodes(viewer: Member, ids: Iterable[UUID]) -> dict[UUID, Node]:
    """The nodes of this workspace among these ids; the others are simply absent."""
    return list_nodes(viewer).in_bulk(list(ids))


def find_known_ids(viewer: Member, *, kind: str, external_ids: Iterable[str]) -> set[str]:
    """Which of these ids of a source are here already, or were put into the trash by hand.

    What an undone or broken import left in the trash is not known: it may come in again.
    """
    by_hand = Q(trashed_at__isnull=False, import_run__finished_at__isnull=False, import_run__undone_at=None)
    rows = Node.objects.filter(Q(trashed_at=None) | by_hand, workspace=viewer.workspace, kind=kind)
    return set(rows.filter(external_id__in=list(external_ids)).values_list("external_id", flat=True))


def list_records(viewer: Member, model: type[R]) -> QuerySet[R]:
    """All records of a kind that are not in the trash, with the people and records their fields name."""
    return (
        model._default_manager.filter(node__workspace=viewer.workspace, node__kind=kind_of(model).name)
        .filter(node__trashed_at=None)
        .select_related(*_related_paths(model))
        .order_by("-node__created_at", "-node_id")
    )


def get_record(viewer: Member, model: type[R], record_id: UUID) -> R:
    found = list_records(viewer, model).filter(pk=record_id).first()
    if found is None:
        raise NodeMissing
    return found


def sort_records(records: QuerySet[R], sort: str) -> QuerySet[R]:
    """Order by a field of the record or its node, empty values last, newest first among equals."""
    name = sort.removeprefix("-")
    path = _sort_path(records.model, name)
    if path is None:
        raise Invalid(fields={"sort": f"There is no field {name!r} to sort by."})
    if path in ALWAYS_THERE:
        # Plain columns, so that the index gives the order.
        order: str | OrderBy = f"-{path}" if sort.startswith("-") else path
    else:
        order = F(path).desc(nulls_last=True) if sort.startswith("-") else F(path).asc(nulls_last=True)
    ties = ["-node_id"] if path == "node__created_at" else ["-node__created_at", "-node_id"]
    return records.order_by(order, *ties)


def read_page(records: QuerySet[R], *, offset: int, limit: int) -> list[R]:
    """A page of an ordered list, in one query: which records is found without carrying the text of all others along.

    The conditions stand in the inner query alone, since a database that is asked them of the page may ask them of all
    records again. One on the many rows of a record is a subquery, so that no record comes twice.
    """
    return list(_unconditioned(records).filter(pk__in=records.values("pk")[offset : offset + limit]))


def read_counted_page(records: QuerySet[R], *, offset: int, limit: int) -> tuple[list[R], int]:
    """The same with how many there are of all, in one pass: for conditions that cost more than the counting."""
    counted = records.annotate(total=Window(Count("*"))).values_list("pk", "total")
    found = dict(counted[offset : offset + limit])
    if not found:
        return [], records.count()
    page = {record.pk: record for record in _unconditioned(records).order_by().filter(pk__in=found)}
    return [page[pk] for pk in found if pk in page], next(iter(found.values()))


def _unconditioned(records: QuerySet[R]) -> QuerySet[R]:
    page = records.all()
    page.query.where = WhereNode()
    return page


def _sort_path(model: type[Record], name: str) -> str | None:
    if name == "key":
        return "node__number"
    if name in SORTED_ON_NODE:
        return f"node__{name}"
    for field in model._meta.concrete_fields:
        if field.name == name and name != "node":
            return name if field.related_model is None else f"{name}__{_sorted_by(field.related_model)}"
    return None


def _sorted_by(related: type[Model]) -> str:
    """What a reference is sorted by: the name or title that people see."""
    if issubclass(related, Record):
        return "node__title"
    return {"Node": "title", "Member": "user__name"}.get(related.__name__, "name")


def _related_paths(model: type[Record]) -> list[str]:
    paths = ["node__created_by__user"]
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and not isinstance(field, OneToOneField):
            related = field.related_model
            if related is Member:
                paths.append(f"{field.name}__user")
            elif issubclass(related, Record):
                paths.append(f"{field.name}__node")
            else:
                paths.append(field.name)
    return paths
