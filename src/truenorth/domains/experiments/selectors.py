from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import Count, QuerySet

from truenorth.domains.experiments.errors import UnknownSegment
from truenorth.domains.experiments.models import Experiment, LevelUnits, Metric, MetricResult, Variant
from truenorth.domains.experiments.rules import (
    ROLES,
    ExperimentState,
    MetricKind,
    MetricRole,
    PlannedMetric,
    Readout,
    Verdict,
    conclude,
    label_metrics,
    show,
)
from truenorth.domains.graph.registry import Bearing, StepMark
from truenorth.domains.graph.rules import LinkKind, StepState
from truenorth.domains.graph.selectors import get_record, list_linked_nodes, list_records, walk_from
from truenorth.domains.workspace.models import Member
from truenorth.engines.experiments import (
    WHOLE,
    Analysis,
    Cell,
    Measured,
    Problem,
    Question,
    Summary,
    join_sums,
    read,
)
from truenorth.engines.experiments import Metric as EngineMetric

BY_DEFAULT = Question()
"""What rules: the readout that a conclusion, a gate and a Pulse rest on, whatever else somebody looks at."""


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
    """In the order of the plan, also where results are counted: grouping loses a model's own ordering."""
    return experiment.metrics.order_by("position", "name")


def list_segments(experiment: Experiment) -> list[str]:
    found = LevelUnits.objects.filter(variant__experiment=experiment)
    return sorted(found.values_list("segment", flat=True).distinct())


def find_summary(
    experiment: Experiment, *, segment: str = "", labels: Mapping[str, str] | None = None
) -> Summary | None:
    """The stored sums of the whole and of a segment's levels; None: nothing was read. `labels` rename metrics."""
    variants = list(list_variants(experiment))
    if experiment.results_at is None or len(variants) < 2:
        return None
    cells, users = _load_cells(variants, segment)
    metrics = list(list_metrics(experiment))
    sums = _load_sums(experiment, segment)
    named = labels or {metric.name: metric.name for metric in metrics}
    measured = [
        Measured(
            _as_planned(metric, named[metric.name]),
            join_sums([[sums.get((metric.id, variant.id, cell), {}) for variant in variants] for cell in cells]),
        )
        for metric in metrics
    ]
    return Summary(
        arms=tuple(variant.name for variant in variants),
        weights=tuple(variant.weight for variant in variants),
        cells=cells,
        users=users,
        metrics=tuple(measured),
        problems=tuple(Problem.from_dict(kept) for kept in experiment.results_quality),
    )


def _load_cells(variants: Sequence[Variant], segment: str) -> tuple[tuple[Cell, ...], np.ndarray]:
    rows = LevelUnits.objects.filter(variant__in=variants, segment=segment)
    units = {(row.variant_id, row.level): row.units for row in rows}
    levels = sorted({level for _, level in units})
    counts = [[units.get((variant.id, level), 0) for variant in variants] for level in levels]
    whole = [variant.units for variant in variants]
    return (WHOLE, *(Cell(segment, level) for level in levels)), np.array([whole, *counts], dtype=np.int64)


def _load_sums(experiment: Experiment, segment: str) -> Mapping[tuple[UUID, UUID, Cell], Mapping[str, float]]:
    results = MetricResult.objects.filter(metric__experiment=experiment, segment__in={"", segment})
    return {(each.metric_id, each.variant_id, Cell(each.segment, each.level)): each.sums for each in results}


def _as_planned(metric: Metric, name: str) -> EngineMetric:
    return EngineMetric(
        name=name,
        value=metric.name,
        kind=MetricKind(metric.kind).value,
        covariate=metric.covariate or None,
        role=ROLES[MetricRole(metric.role)],
        margin=metric.margin,
        is_lower_better=metric.is_lower_better,
    )


def find_analysis(experiment: Experiment, question: Question = BY_DEFAULT, *, segment: str = "") -> Analysis | None:
    """Computed anew from the stored sums at every call; its metrics are named in words."""
    labels = label_metrics([metric.name for metric in list_metrics(experiment)])
    summary = find_summary(experiment, segment=segment, labels=labels)
    return read(summary, question) if summary and summary.metrics else None


def get_verdict(experiment: Experiment) -> Verdict:
    return conclude(find_analysis(experiment))


def get_readout(experiment: Experiment, question: Question = BY_DEFAULT, *, segment: str = "") -> Readout:
    """The readout that was asked for. Raises UnknownSegment."""
    segments = list_segments(experiment)
    if segment and segment not in segments:
        there = ", ".join(segments) or "none"
        raise UnknownSegment(fields={"segment": f"{segment[:60]!r} is not among the segments: {there}."})
    planned = _list_planned(experiment)
    return show(
        find_analysis(experiment, question, segment=segment),
        planned,
        asked=question,
        segment=segment,
        segments=segments,
        labels=label_metrics([metric.name for metric in planned]),
    )


def _list_planned(experiment: Experiment) -> list[PlannedMetric]:
    metrics = list_metrics(experiment).annotate(result_count=Count("results"))
    return [
        PlannedMetric(
            name=metric.name,
            kind=MetricKind(metric.kind),
            role=MetricRole(metric.role),
            is_lower_better=metric.is_lower_better,
            margin=metric.margin,
            covariate=metric.covariate or None,
            is_read=metric.result_count > 0,
        )
        for metric in metrics
    ]


def list_verdicts(viewer: Member, node_id: UUID) -> list[ExperimentVerdict]:
    """The verdicts of every experiment run for a node: its own tests and those of the claims it was built on."""
    walks, nodes = walk_from(viewer, [node_id])
    walk = walks.get(node_id)
    met = [*walk.upstream, *walk.downstream] if walk else []
    ids = [each for each in met if nodes[each].kind == "experiment"]
    experiments = list_records(viewer, Experiment).filter(pk__in=ids, node__archived_at=None)
    return [ExperimentVerdict(e.id, e.title, get_verdict(e)) for e in experiments]


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
    experiments = Experiment.objects.filter(pk__in=ids, results_at__isnull=False)
    bearings = {experiment.id: _weigh(get_verdict(experiment)) for experiment in experiments}
    return {node_id: bearing for node_id, bearing in bearings.items() if bearing}


def _weigh(verdict: Verdict) -> Bearing | None:
    if verdict.is_win:
        return Bearing.HOLDS
    return Bearing.FAILS if verdict.is_harm else None


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
