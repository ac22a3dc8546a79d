from uuid import UUID

from django.db.models import QuerySet
from ninja import Router, Status

from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.strategy import schemas, selectors, services
from truenorth.domains.strategy.kinds import CYCLE, KEY_RESULT, OBJECTIVE
from truenorth.domains.strategy.models import CheckIn, Cycle, KeyResult, Objective
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["strategy"])

RecordRoutes(
    router,
    CYCLE,
    Cycle,
    schema_in=schemas.CycleIn,
    schema_patch=schemas.CyclePatch,
    schema_out=schemas.CycleOut,
    create=services.create_cycle,
    revise=services.revise_cycle,
)
RecordRoutes(
    router,
    OBJECTIVE,
    Objective,
    schema_in=schemas.ObjectiveIn,
    schema_patch=schemas.ObjectivePatch,
    schema_out=schemas.ObjectiveOut,
    filters=schemas.ObjectiveFilters,
)
RecordRoutes(
    router,
    KEY_RESULT,
    KeyResult,
    schema_in=schemas.KeyResultIn,
    schema_patch=schemas.KeyResultPatch,
    schema_out=schemas.KeyResultOut,
    filters=schemas.KeyResultFilters,
    create=services.create_key_result,
    revise=services.revise_key_result,
)


@router.get(
    "/key-results/{key_result_id}/check-ins",
    response={200: list[schemas.CheckInOut]} | REFUSALS,
    operation_id="list_check_ins",
)
def list_check_ins(request: MemberRequest, key_result_id: UUID) -> QuerySet[CheckIn]:
    key_result = selectors.get_key_result(request.member, key_result_id)
    return selectors.list_check_ins(request.member, key_result_ids=[key_result.id])


@router.post(
    "/key-results/{key_result_id}/check-ins",
    response={201: schemas.CheckInOut} | REFUSALS,
    operation_id="check_in",
)
def check_in(request: MemberRequest, key_result_id: UUID, payload: schemas.CheckInIn) -> Status[CheckIn]:
    return Status(201, services.check_in(key_result_id, actor=request.member, **payload.model_dump()))
