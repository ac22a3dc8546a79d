"""What waits for what."""

from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.kit.schemas import REFUSALS
from truenorth.domains.roadmap import schemas, selectors, services
from truenorth.domains.workspace.auth import MemberRequest

router = Router()


@router.get(
    "/dependencies", response={200: list[schemas.InitiativeDependencyOut]} | REFUSALS, operation_id="list_dependencies"
)
def list_dependencies(request: MemberRequest, query: Query[schemas.DependenciesIn]) -> list[selectors.DependencyView]:
    """Every dependency between two initiatives, or those of one."""
    return selectors.list_dependencies(request.member, of=query.of)


@router.post("/dependencies", response={201: schemas.InitiativeDependencyOut} | REFUSALS, operation_id="add_dependency")
def add_dependency(request: MemberRequest, payload: schemas.InitiativeDependencyIn) -> Status[selectors.DependencyView]:
    link = services.add_dependency(actor=request.member, **payload.model_dump())
    return Status(201, selectors.view_links([link])[0])


@router.delete("/dependencies/{dependency_id}", response={204: None} | REFUSALS, operation_id="remove_dependency")
def remove_dependency(request: MemberRequest, dependency_id: UUID) -> Status[None]:
    services.remove_dependency(actor=request.member, dependency_id=dependency_id)
    return Status(204, None)
