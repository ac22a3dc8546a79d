"""The routes that every kind of record has, made once for each kind.

A kind that has rules of its own passes the services that hold them as `create` and `revise`; one that shows what no
field holds (a count, the people of a session) passes the selector that fetches it for many records at once as `enrich`.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.constants import NOT_SET
from ninja.params import functions as params
from pydantic import BaseModel

from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.graph.models import Record
from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.schemas import RecordFilters, RecordOut, SortIn
from truenorth.domains.graph.selectors import get_record, list_records, read_page, sort_records
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.kit.schemas import REFUSALS, SchemaIn
from truenorth.domains.kit.tables import write_csv
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.domains.workspace.models import Member

__all__ = ["REFUSALS", "RecordRoutes"]

R = TypeVar("R", bound=Record)

EXPORTED_AT_MOST = 100_000


class RecordRoutes(Generic[R]):
    """List, export, create, read and patch for one kind, on the domain's router."""

    def __init__(  # noqa: PLR0913 - one keyword for each part of a kind
        self,
        router: Router,
        kind: NodeKind,
        model: type[R],
        *,
        schema_in: type[SchemaIn],
        schema_patch: type[SchemaIn] | None,
        schema_out: type[RecordOut],
        filters: type[RecordFilters] = RecordFilters,
        create: Callable[..., R] | None = None,
        revise: Callable[..., R] | None = None,
        enrich: Callable[[Member, Sequence[R]], None] | None = None,
    ) -> None:
        self.kind, self.model, self.schema_out = kind, model, schema_out
        self.create = create or self._create_plainly
        self.revise = revise or revise_record
        self.enrich = enrich
        self.router = router
        one, many = kind.name, kind.plural.replace("-", "_")
        at, at_one = f"/{kind.plural}", f"/{kind.plural}/{{record_id}}"
        listing = {"filters": Annotated[filters, params.Query()], "sort": Annotated[SortIn, params.Query()]}
        paged = listing | {"page": Annotated[PageIn, params.Query()]}
        self._add("GET", at, self.list, f"list_{many}", paged, {200: _page_of(schema_out)})
        self._add("GET", f"{at}/export.csv", self.export, f"export_{many}", listing, {})
        self._add("POST", at, self.add, f"create_{one}", {"payload": schema_in}, {201: schema_out})
        self._add("GET", at_one, self.read, f"get_{one}", {"record_id": UUID}, {200: schema_out})
        if schema_patch:
            patch = {"record_id": UUID, "payload": schema_patch}
            self._add("PATCH", at_one, self.change, f"revise_{one}", patch, {200: schema_out})

    def _add(
        self,
        method: str,
        path: str,
        view: Callable[..., object],
        operation_id: str,
        parameters: Mapping[str, object],
        answers: dict[Any, Any],
    ) -> None:
        self.router.add_api_operation(
            path,
            [method],
            _typed(view, operation_id, parameters),
            response=answers | REFUSALS if answers else NOT_SET,
            operation_id=operation_id,
        )

    def select(self, viewer: Member, filters: RecordFilters, sort: SortIn) -> QuerySet[R]:
        return sort_records(filters.filter(list_records(viewer, self.model)), sort.sort)

    def list(self, request: MemberRequest, filters: RecordFilters, sort: SortIn, page: PageIn) -> Mapping[str, Any]:
        items, total = self.read_page(self.select(request.member, filters, sort), filters, page)
        return {"items": self._enriched(request.member, items), "total": total}

    def read_page(self, found: QuerySet[R], filters: RecordFilters, page: PageIn) -> tuple[Sequence[R], int]:  # noqa: ARG002 - a kind whose conditions are dear asks which
        """A page of what was found, and how many there are of all."""
        return read_page(found, offset=page.offset, limit=page.limit), found.count()

    def export(self, request: MemberRequest, filters: RecordFilters, sort: SortIn) -> HttpResponse:
        found = self._enriched(request.member, self.select(request.member, filters, sort)[:EXPORTED_AT_MOST])
        columns, rows = self.tabulate(request.member, found)
        response = HttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.kind.plural}.csv"'
        return response

    def tabulate(self, viewer: Member, records: Iterable[R]) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:  # noqa: ARG002 - a kind with columns of its own asks who looks
        """Columns and rows for a file: the fields of the schema, unless a kind has others to show."""
        columns = [name for name in self.schema_out.model_fields if name != "kind"]
        return columns, (self.schema_out.from_orm(each).model_dump() for each in records)

    def add(self, request: MemberRequest, payload: BaseModel) -> Status[R]:
        values = payload.model_dump(exclude={"links"})
        drafts = [LinkDraft(**draft) for draft in payload.model_dump(include={"links"}).get("links", ())]
        created = self.create(actor=request.member, values=values, links=drafts)
        return Status(201, self.read(request, created.id))

    def read(self, request: MemberRequest, record_id: UUID) -> R:
        return self._enriched(request.member, [get_record(request.member, self.model, record_id)])[0]

    def change(self, request: MemberRequest, record_id: UUID, payload: BaseModel) -> R:
        changes = payload.model_dump(exclude_unset=True)
        version = changes.pop("version")
        record = get_record(request.member, self.model, record_id)
        try:
            self.revise(record, actor=request.member, version=version, changes=changes)
        except StaleVersion as refusal:
            current = self.read(request, record_id)
            refusal.extra["current"] = self.schema_out.from_orm(current).model_dump(mode="json")
            raise
        return self.read(request, record_id)

    def _enriched(self, viewer: Member, records: Iterable[R]) -> Sequence[R]:
        found = tuple(records)
        if self.enrich and found:
            self.enrich(viewer, found)
        return found

    def _create_plainly(self, *, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft]) -> R:
        return create_record(self.model, actor=actor, values=values, links=links)


def _page_of(schema: type[RecordOut]) -> object:
    return Page.__class_getitem__(schema)


def _typed(view: Callable[..., object], name: str, parameters: Mapping[str, object]) -> Callable[..., object]:
    """The view as a function whose signature says this kind's schemas: Ninja reads it to parse and to document."""

    def operation(request: HttpRequest, **arguments: object) -> object:
        return view(request, **arguments)

    keyword = inspect.Parameter.KEYWORD_ONLY
    operation.__name__ = name
    cast("Any", operation).__signature__ = inspect.Signature(
        [
            inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            *(inspect.Parameter(each, keyword, annotation=annotation) for each, annotation in parameters.items()),
        ]
    )
    return operation
