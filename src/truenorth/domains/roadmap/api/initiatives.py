from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.graph.schemas import RecordFilters, SortIn
from truenorth.domains.graph.selectors import get_record, read_counted_page
from truenorth.domains.kit.pagination import PageIn
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.roadmap.kinds import INITIATIVE, MILESTONE
from truenorth.domains.roadmap.models import Initiative, Milestone
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.domains.workspace.models import AuditRow, Member

router = Router()


class InitiativeRoutes(RecordRoutes[Initiative]):
    """The list is narrowed down and sorted by fields of one's own as well."""

    def select(self, viewer: Member, filters: RecordFilters, sort: SortIn) -> QuerySet[Initiative]:
        return filters.filter(selectors.list_initiatives(viewer, where=_where(filters), sort=sort.sort))

    def read_page(
        self, found: QuerySet[Initiative], filters: RecordFilters, page: PageIn
    ) -> tuple[Sequence[Initiative], int]:
        """Fields of one's own are dear to look into: what meets conditions on them is counted as it is found."""
        if not _where(filters):
            return super().read_page(found, filters, page)
        return read_counted_page(found, offset=page.offset, limit=page.limit)

    def tabulate(
        self, viewer: Member, records: Iterable[Initiative]
    ) -> tuple[Sequence[str], Iterable[Mapping[str, Any]]]:
        """Every field of one's own in a column of its own, after the others."""
        columns, rows = super().tabulate(viewer, records)
        own = {f"field.{key}": key for key in selectors.list_fields(viewer).values_list("key", flat=True)}
        kept = [name for name in columns if name not in ("custom_fields", "overrides", "by_hand")]
        return [*kept, *own], (
            {**row, **{name: row["custom_fields"].get(key) for name, key in own.items()}} for row in rows
        )


def _where(filters: RecordFilters) -> Sequence[str]:
    return filters.where if isinstance(filters, schemas.InitiativeFilters) else ()


InitiativeRoutes(
    router,
    INITIATIVE,
    Initiative,
    schema_in=schemas.InitiativeIn,
    schema_patch=schemas.InitiativePatch,
    schema_out=schemas.InitiativeOut,
    filters=schemas.InitiativeFilters,
    create=services.create_initiative,
    revise=services.revise_initiative,
)
RecordRoutes(
    router,
    MILESTONE,
    Milestone,
    schema_in=schemas.MilestoneIn,
    schema_patch=schemas.MilestonePatch,
    schema_out=schemas.MilestoneOut,
    filters=schemas.MilestoneFilters,
)


@router.get("/board", response={200: schemas.BoardOut} | REFUSALS, operation_id="get_board")
def get_board(request: MemberRequest, query: Query[schemas.BoardIn]) -> selectors.Board:
    """Now, next and later, what has no place yet, and what was said no to."""
    return selectors.get_board(request.member, team_id=query.team_id, owner_id=query.owner_id)


@router.get("/changes", response={200: list[schemas.ChangeOut]} | REFUSALS, operation_id="list_roadmap_changes")
def list_changes(request: MemberRequest, query: Query[schemas.ChangesIn]) -> list[AuditRow]:
    """What moved on the roadmap lately, newest first."""
    return selectors.list_changes(request.member, limit=query.limit)


@router.post(
    "/initiatives/{initiative_id}/move",
    response={200: schemas.InitiativeOut} | REFUSALS,
    operation_id="move_initiative",
)
def move_initiative(request: MemberRequest, initiative_id: UUID, payload: schemas.MoveIn) -> Initiative:
    services.move_initiative(
        _initiative(request, initiative_id),
        actor=request.member,
        horizon=payload.horizon,
        index=payload.index,
        reason=payload.reason,
    )
    return _initiative(request, initiative_id)


@router.get(
    "/initiatives/{initiative_id}/moves",
    response={200: list[schemas.MoveOut]} | REFUSALS,
    operation_id="list_initiative_moves",
)
def list_moves(request: MemberRequest, initiative_id: UUID) -> list[selectors.MoveView]:
    """The states that this initiative may go to, and what each still asks for."""
    return selectors.list_move_views(request.member, _initiative(request, initiative_id))


@router.post(
    "/initiatives/{initiative_id}/state",
    response={200: schemas.InitiativeOut} | REFUSALS,
    operation_id="change_initiative_state",
)
def change_state(request: MemberRequest, initiative_id: UUID, payload: schemas.StateIn) -> Initiative:
    services.change_state(
        _initiative(request, initiative_id),
        actor=request.member,
        version=payload.version,
        to=payload.to,
        outcome=payload.outcome,
        reason=payload.reason,
        override_reason=payload.override_reason,
    )
    return _initiative(request, initiative_id)


def _initiative(request: MemberRequest, initiative_id: UUID) -> Initiative:
    return get_record(request.member, Initiative, initiative_id)
