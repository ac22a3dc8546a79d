from uuid import UUID

from ninja import Router

from truenorth.domains.experiments import schemas, selectors, services
from truenorth.domains.experiments.kinds import EXPERIMENT
from truenorth.domains.experiments.models import Experiment, Metric
from truenorth.domains.experiments.rules import Readout
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.workspace.auth import MemberRequest

router = Router(tags=["experiments"])

RecordRoutes(
    router,
    EXPERIMENT,
    Experiment,
    schema_in=schemas.ExperimentIn,
    schema_patch=schemas.ExperimentPatch,
    schema_out=schemas.ExperimentOut,
    filters=schemas.ExperimentFilters,
    revise=services.revise_experiment,
)


@router.get(
    "/experiments/{experiment_id}/metrics",
    response={200: list[schemas.MetricOut]} | REFUSALS,
    operation_id="list_metrics",
)
def list_metrics(request: MemberRequest, experiment_id: UUID) -> list[Metric]:
    return list(selectors.list_metrics(selectors.get_experiment(request.member, experiment_id)))


@router.put(
    "/experiments/{experiment_id}/metrics",
    response={200: list[schemas.MetricOut]} | REFUSALS,
    operation_id="plan_metrics",
)
def plan_metrics(request: MemberRequest, experiment_id: UUID, payload: schemas.MetricsIn) -> list[Metric]:
    experiment = selectors.get_experiment(request.member, experiment_id)
    plans = [services.MetricPlan(**metric.model_dump()) for metric in payload.metrics]
    return services.plan_metrics(actor=request.member, experiment=experiment, plans=plans)


@router.get(
    "/experiments/{experiment_id}/readout",
    response={200: schemas.ReadoutOut} | REFUSALS,
    operation_id="get_readout",
)
def get_readout(request: MemberRequest, experiment_id: UUID) -> Readout:
    return selectors.get_readout(selectors.get_experiment(request.member, experiment_id))
