from uuid import UUID

from ninja import Query, Router, Status

from truenorth.domains.calibration import schemas, selectors, services
from truenorth.domains.calibration.kinds import PREDICTION
from truenorth.domains.calibration.models import Prediction
from truenorth.domains.calibration.selectors import Calibration, ForecastsView
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["calibration"])

RecordRoutes(
    router,
    PREDICTION,
    Prediction,
    schema_in=schemas.PredictionIn,
    schema_patch=schemas.PredictionPatch,
    schema_out=schemas.PredictionOut,
    filters=schemas.PredictionFilters,
    create=services.create_prediction,
    revise=services.revise_prediction,
)


@router.get(
    "/predictions/{prediction_id}/forecasts",
    response={200: schemas.ForecastsOut} | REFUSALS,
    operation_id="list_forecasts",
)
def list_forecasts(request: MemberRequest, prediction_id: UUID) -> ForecastsView:
    return selectors.view_forecasts(request.member, selectors.get_prediction(request.member, prediction_id))


@router.post(
    "/predictions/{prediction_id}/forecasts",
    response={201: schemas.ForecastsOut} | REFUSALS,
    operation_id="give_probability",
)
def give_probability(request: MemberRequest, prediction_id: UUID, payload: schemas.ForecastIn) -> Status[ForecastsView]:
    prediction = services.give_probability(prediction_id, actor=request.member, probability=payload.probability)
    return Status(201, selectors.view_forecasts(request.member, prediction))


@router.post(
    "/predictions/{prediction_id}/resolution",
    response={201: schemas.PredictionOut} | REFUSALS,
    operation_id="resolve_prediction",
)
def resolve_prediction(
    request: MemberRequest, prediction_id: UUID, payload: schemas.ResolutionIn
) -> Status[Prediction]:
    resolved = services.resolve_prediction(
        prediction_id, actor=request.member, outcome=payload.outcome, reason=payload.reason
    )
    return Status(201, resolved)


@router.get("/summary", response={200: schemas.CalibrationOut} | REFUSALS, operation_id="get_calibration")
def get_calibration(request: MemberRequest, filters: Query[schemas.CalibrationFilters]) -> Calibration:
    """Brier scores and the calibration curve over everything resolved yes or no."""
    return selectors.get_calibration(request.member, member_id=filters.member_id)
