from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from truenorth.domains.experiments.models import Experiment, Metric, MetricResult, Variant
from truenorth.domains.experiments.rules import (
    Arm,
    ExperimentState,
    Measure,
    MetricKind,
    MetricRole,
    Reading,
    Readout,
    Verdict,
    read_results,
)
from truenorth.domains.graph.registry import Bearing, StepMark
from truenorth.domains.graph.rules import LinkKind, StepState
from truenorth.domains.graph.selectors import get_record, list_linked_nodes, list_records, walk_from
from truenorth.domains.workspace.models import Member
from truenorth.engines.statistics import Moments


@dataclass(frozen=True, slots=True)
class ExperimentVerdict:
    """What an experiment allows to say about whatever it was run for."""

    experiment_id: UUID
    title: str
    verdict: Verdict


def get_experiment(viewer: Member, experiment_id: UUID) -> Experiment:
    return get_record(viewer, Experiment, experiment_id)


def find_by_digest(viewer: Member, digest: str) -> Experiment | None:
    return list_records(viewer, Experiment).filter(results_digest=digest).first()


def list_variants(experiment: Experiment) -> QuerySet[Variant]:
    return experiment.variants.all()


def list_metrics(experiment: Experiment) -> QuerySet[Metric]:
    return experiment.metrics.all()


def get_readout(experiment: Experiment) -> Readout:
    """Computed anew from the stored sums at every call."""
    arms = [
        Arm(name=v.name, is_control=v.is_control, weight=v.weight, units=v.units) for v in list_variants(experiment)
    ]
    sums: dict[UUID, dict[str, Moments]] = {}
    for result in MetricResult.objects.filter(metric__experiment=experiment).select_related("variant"):
        moments = Moments(n=result.n, sum=result.sum, sum_squares=result.sum_squares)
        sums.setdefault(result.metric_id, {})[result.variant.name] = moments
    measures = [
        Measure(
            name=metric.name,
            kind=MetricKind(metric.kind),
            role=MetricRole(metric.role),
            is_lower_better=metric.is_lower_better,
            margin=metric.margin,
            sums=sums.get(metric.id, {}),
        )
        for metric in list_metrics(experiment)
    ]
    return read_results(arms, measures)


def list_verdicts(viewer: Member, node_id: UUID) -> list[ExperimentVerdict]:
    """The verdicts of every experiment run for a node: its own tests and those of the claims it was built on."""
    walks, nodes = walk_from(viewer, [node_id])
    walk = walks.get(node_id)
    met = [*walk.upstream, *walk.downstream] if walk else []
    ids = [each for each in met if nodes[each].kind == "experiment"]
    experiments = list_records(viewer, Experiment).filter(pk__in=ids, node__archived_at=None)
    return [ExperimentVerdict(e.id, e.title, get_readout(e).verdict) for e in experiments]


def list_tested_hypotheses(viewer: Member, experiment: Experiment) -> list[UUID]:
    pairs = list_linked_nodes(viewer, [experiment.id], kind=LinkKind.TESTS)
    return [node.id for _, node in pairs if node.kind == "hypothesis"]


def describe_states(ids: list[UUID]) -> Mapping[UUID, str]:
    words = {
        ExperimentState.DRAFT: "Draft",
        ExperimentState.RUNNING: "Running",
        ExperimentState.ENDED: "Ended",
    }
    states = Experiment.objects.filter(pk__in=ids).values_list("pk", "state")
    return {pk: words[ExperimentState(state)] for pk, state in states}


def weigh_results(ids: list[UUID]) -> Mapping[UUID, Bearing]:
    """What the results say of whatever was tested: a win, or harm; one that is undecided says nothing."""
    read = Experiment.objects.filter(pk__in=ids, results_at__isnull=False)
    bearings = {experiment.id: _weigh(get_readout(experiment)) for experiment in read}
    return {node_id: bearing for node_id, bearing in bearings.items() if bearing}


def _weigh(readout: Readout) -> Bearing | None:
    if readout.verdict.is_win:
        return Bearing.HOLDS
    effects = (effect for metric in readout.metrics for effect in metric.effects)
    is_worse = any(effect.reading == Reading.WORSE for effect in effects)
    return Bearing.FAILS if is_worse and not readout.split.is_flagged else None


def mark_metrics(ids: list[UUID]) -> Mapping[UUID, StepMark]:
    """The chain's metric step: experiments that measured something, half while a metric is still unread."""
    found = Experiment.objects.filter(pk__in=ids, metrics__isnull=False).annotate(
        declared=Count("metrics", distinct=True),
        read=Count("metrics__results__metric", distinct=True),
    )
    return {
        e.pk: StepMark(
            f"{e.read} of {e.declared}" if e.read < e.declared else str(e.read),
            StepState.HALF if e.read < e.declared else StepState.FILLED,
        )
        for e in found
    }
