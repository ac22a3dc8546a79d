"""The same records in other shapes, and the views that people saved."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router, Status
from pydantic import BaseModel

from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.roadmap.errors import RowStale
from truenorth.domains.roadmap.models import CustomField, Initiative, SavedView, TeamCapacity
from truenorth.domains.workspace.auth import MemberRequest

router = Router()


def select(
    request: MemberRequest, filters: schemas.InitiativeFilters, sort: str = "-created_at"
) -> QuerySet[Initiative]:
    """The initiatives that a list or another shape is made of."""
    return filters.filter(selectors.list_initiatives(request.member, where=filters.where, sort=sort))


@router.get("/timeline", response={200: schemas.TimelineOut} | REFUSALS, operation_id="get_timeline")
def get_timeline(
    request: MemberRequest, filters: Query[schemas.InitiativeFilters], query: Query[schemas.StretchIn]
) -> selectors.Timeline:
    """What has dates, with its dependencies and the milestones."""
    return selectors.get_timeline(request.member, select(request, filters), from_on=query.from_on, to_on=query.to_on)


@router.get("/swimlanes", response={200: schemas.SwimlanesOut} | REFUSALS, operation_id="get_swimlanes")
def get_swimlanes(
    request: MemberRequest, filters: Query[schemas.InitiativeFilters], query: Query[schemas.SwimlanesIn]
) -> selectors.Swimlanes:
    """Now, next and later for each objective, team or segment."""
    return selectors.get_swimlanes(request.member, select(request, filters), by=query.by)


@router.get("/capacity", response={200: list[schemas.TeamBarsOut]} | REFUSALS, operation_id="list_capacity")
def list_capacity(
    request: MemberRequest, filters: Query[schemas.InitiativeFilters], query: Query[schemas.CapacityIn]
) -> list[selectors.TeamBars]:
    """Planned effort against capacity, by team and period, in team-weeks."""
    begins = query.from_on or request.member.workspace.today()
    selection = select(request, filters)
    return selectors.list_capacity(request.member, selection, from_on=begins, length=query.length, count=query.count)


@router.get("/capacity/{team_id}", response={200: schemas.TeamCapacityOut} | REFUSALS, operation_id="get_team_capacity")
def get_team_capacity(request: MemberRequest, team_id: UUID) -> TeamCapacity:
    return selectors.get_capacity(request.member, team_id)


@router.put("/capacity/{team_id}", response={200: schemas.TeamCapacityOut} | REFUSALS, operation_id="set_team_capacity")
def set_team_capacity(request: MemberRequest, team_id: UUID, payload: schemas.TeamCapacityIn) -> TeamCapacity:
    try:
        services.set_capacity(actor=request.member, team_id=team_id, **payload.model_dump())
    except RowStale as refusal:
        _tell(refusal, schemas.TeamCapacityOut, selectors.get_capacity(request.member, team_id))
        raise
    return selectors.get_capacity(request.member, team_id)


@router.get("/fields", response={200: list[schemas.CustomFieldOut]} | REFUSALS, operation_id="list_custom_fields")
def list_fields(request: MemberRequest) -> QuerySet[CustomField]:
    """The fields that this workspace gives its initiatives."""
    return selectors.list_fields(request.member)


@router.post("/fields", response={201: schemas.CustomFieldOut} | REFUSALS, operation_id="create_custom_field")
def create_field(request: MemberRequest, payload: schemas.CustomFieldIn) -> Status[CustomField]:
    return Status(201, services.create_field(actor=request.member, **payload.model_dump()))


@router.patch(
    "/fields/{field_id}", response={200: schemas.CustomFieldOut} | REFUSALS, operation_id="revise_custom_field"
)
def revise_field(request: MemberRequest, field_id: UUID, payload: schemas.CustomFieldPatch) -> CustomField:
    try:
        return services.revise_field(actor=request.member, field_id=field_id, **_changes(payload))
    except RowStale as refusal:
        _tell(refusal, schemas.CustomFieldOut, selectors.get_field(request.member, field_id))
        raise


@router.delete("/fields/{field_id}", response={204: None} | REFUSALS, operation_id="remove_custom_field")
def remove_field(request: MemberRequest, field_id: UUID) -> Status[None]:
    """The field goes with all its values."""
    services.remove_field(actor=request.member, field_id=field_id)
    return Status(204, None)


@router.get("/views", response={200: list[schemas.SavedViewOut]} | REFUSALS, operation_id="list_saved_views")
def list_views(request: MemberRequest) -> QuerySet[SavedView]:
    """One's own views and those that are shared."""
    return selectors.list_views(request.member)


@router.post("/views", response={201: schemas.SavedViewOut} | REFUSALS, operation_id="save_view")
def save_view(request: MemberRequest, payload: schemas.SavedViewIn) -> Status[SavedView]:
    return Status(201, services.save_view(actor=request.member, values=_plain(payload)))


@router.get("/views/{view_id}", response={200: schemas.SavedViewOut} | REFUSALS, operation_id="get_saved_view")
def get_view(request: MemberRequest, view_id: UUID) -> SavedView:
    return selectors.get_view(request.member, view_id)


@router.patch("/views/{view_id}", response={200: schemas.SavedViewOut} | REFUSALS, operation_id="revise_saved_view")
def revise_view(request: MemberRequest, view_id: UUID, payload: schemas.SavedViewPatch) -> SavedView:
    try:
        return services.revise_view(actor=request.member, view_id=view_id, **_changes(payload))
    except RowStale as refusal:
        _tell(refusal, schemas.SavedViewOut, selectors.get_view(request.member, view_id))
        raise


@router.delete("/views/{view_id}", response={204: None} | REFUSALS, operation_id="remove_saved_view")
def remove_view(request: MemberRequest, view_id: UUID) -> Status[None]:
    services.remove_view(actor=request.member, view_id=view_id)
    return Status(204, None)


def _plain(payload: BaseModel) -> dict[str, Any]:
    """As JSON keeps it; filters that nobody set are left out."""
    values = payload.model_dump(mode="json")
    if values.get("filters") is not None:
        values["filters"] = payload.model_dump(mode="json", include={"filters"}, exclude_defaults=True).get(
            "filters", {}
        )
    return values


def _changes(payload: BaseModel) -> dict[str, Any]:
    given = {name: value for name, value in _plain(payload).items() if name in payload.model_fields_set}
    version = given.pop("version")
    return {"version": version, "changes": {name: value for name, value in given.items() if value is not None}}


def _tell(refusal: RowStale, schema: type[Any], current: object) -> None:
    """What is here now, beside the refusal."""
    refusal.extra["current"] = schema.from_orm(current).model_dump(mode="json")
