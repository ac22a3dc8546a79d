from uuid import UUID

from ninja import Query, Router

from truenorth.domains.experiments import schemas, selectors, services
from truenorth.domains.experiments.kinds import EXPERIMENT
from truenorth.domains.experiments.models import Experiment, Metric, Variant
from truenorth.domains.experiments.rules import Readout
from truenorth.domains.graph.routes import REFUSALS, RecordRoutes
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.engines.experiments import Goal, Question

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


@router.put(
    "/experiments/{experiment_id}/weights",
    response={200: list[schemas.VariantOut]} | REFUSALS,
    operation_id="plan_weights",
)
def plan_weights(request: MemberRequest, experiment_id: UUID, payload: schemas.WeightsIn) -> list[Variant]:
    experiment = selectors.get_experiment(request.member, experiment_id)
    return services.plan_weights(actor=request.member, experiment=experiment, weights=payload.weights)


@router.get(
    "/experiments/{experiment_id}/readout",
    response={200: schemas.ReadoutOut} | REFUSALS,
    operation_id="get_readout",
)
def get_readout(request: MemberRequest, experiment_id: UUID, asked: Query[schemas.ReadoutIn]) -> Readout:
    question = Question(
        method=asked.method,
        scale=asked.effect,
        alpha=asked.alpha,
        correction=asked.correction,
        cuped=asked.cuped == "on",
    )
    experiment = selectors.get_experiment(request.member, experiment_id)
    return selectors.get_readout(experiment, question, segment=asked.segment)


@router.post(
    "/experiments/{experiment_id}/conclude",
    response={200: schemas.ExperimentOut} | REFUSALS,
    operation_id="conclude_experiment",
)
def conclude_experiment(request: MemberRequest, experiment_id: UUID, payload: schemas.ConclusionIn) -> Experiment:
    """End it with what it showed. Refused while the data are not sound; a win, while it is not shown."""
    return services.conclude_experiment(
        actor=request.member,
        experiment=selectors.get_experiment(request.member, experiment_id),
        version=payload.version,
        outcome=payload.outcome,
        reason=payload.reason,
    )


@router.post("/planning", response={200: schemas.PlanningOut} | REFUSALS, operation_id="plan_experiment")
def plan_experiment(request: MemberRequest, payload: schemas.GoalIn) -> dict[str, object]:  # noqa: ARG001 - nothing is stored
    """How many users and days, for one look and for any number of looks; or what so many users would see."""
    asked = payload.model_dump(exclude={"kind"})
    return {"plans": services.plan_experiment(Goal(**asked))}
