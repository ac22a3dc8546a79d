from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from truenorth.domains.discovery.services import begin_tests
from truenorth.domains.experiments.errors import MoveNotAllowed, NoControl, NoMetrics, TooFewVariants
from truenorth.domains.experiments.kinds import ResultsRecorded
from truenorth.domains.experiments.models import Experiment, Metric, MetricResult, Variant
from truenorth.domains.experiments.rules import (
    MOVES,
    ExperimentState,
    MetricKind,
    MetricRole,
    Readout,
    Tally,
)
from truenorth.domains.experiments.selectors import get_readout, list_metrics, list_tested_hypotheses, list_variants
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, check_fields, record


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPlan:
    """A metric as it is meant to be read, fixed before its results come in."""

    name: str
    kind: MetricKind = MetricKind.PROPORTION
    role: MetricRole = MetricRole.SECONDARY
    is_lower_better: bool = False
    margin: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What an uploaded file adds up to."""

    tally: Tally
    control: str
    unit: str
    file_name: str
    digest: str
    kinds: Mapping[str, MetricKind] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


def revise_experiment(instance: Experiment, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Experiment:
    """Change fields; the state only along its allowed moves."""
    wanted = changes.get("state", instance.state)
    if wanted != instance.state and wanted not in MOVES[ExperimentState(instance.state)]:
        raise MoveNotAllowed(f"{instance.state} → {wanted}", fields={"state": MoveNotAllowed.title})
    with transaction.atomic():
        revised = revise_record(instance, actor=actor, version=version, changes=changes)
        _begin_tests(actor, revised)
    return revised


@transaction.atomic
def plan_metrics(*, actor: Member, experiment: Experiment, plans: Sequence[MetricPlan]) -> list[Metric]:
    """Say which metrics count and how. Metrics with results keep them; planned ones without are replaced."""
    require_editor(actor)
    names = [plan.name for plan in plans]
    if len(set(names)) != len(names):
        raise Invalid(fields={"metrics": "Two metrics have the same name."})
    existing = {metric.name: metric for metric in list_metrics(experiment)}
    before = {name: _words_of(metric) for name, metric in existing.items()}
    for name, metric in existing.items():
        if name not in names and not metric.results.exists():
            metric.delete()
    for position, plan in enumerate(plans):
        metric = existing.get(plan.name) or Metric(experiment=experiment, name=plan.name)
        metric.role, metric.is_lower_better, metric.margin = plan.role, plan.is_lower_better, plan.margin
        metric.position = position
        if metric.name not in existing or not metric.results.exists():
            metric.kind = plan.kind
        check_fields(metric)
        metric.save()
    planned = list(list_metrics(experiment))
    after = {metric.name: _words_of(metric) for metric in planned}
    _record(actor, experiment, "plan_metrics", {"metrics": (before, after)})
    return planned


@transaction.atomic
def record_results(*, actor: Member, experiment: Experiment, results: Results) -> Readout:
    """Replace the results of an experiment by those of a file, all or none."""
    require_editor(actor)
    check_results(results)
    experiment = Experiment.objects.select_for_update().select_related("node").get(pk=experiment.pk)
    before, state = experiment.results_file, experiment.state
    variants = _replace_variants(experiment, results)
    _replace_metric_results(experiment, results, variants)
    experiment.unit = results.unit[:100]
    experiment.results_file = results.file_name[-255:]
    experiment.results_digest = results.digest
    experiment.results_at = clock.now()
    if experiment.state == ExperimentState.DRAFT:
        experiment.state = ExperimentState.RUNNING
    experiment.save()
    _begin_tests(actor, experiment)
    readout = get_readout(experiment)
    _record(
        actor,
        experiment,
        "record_results",
        {
            "results_file": (before, experiment.results_file),
            "state": (state, experiment.state),
            "units": (None, sum(results.tally.units.values())),
            "verdict": (None, readout.verdict.headline),
        },
    )
    facts.announce(
        ResultsRecorded(
            experiment_id=experiment.id,
            headline=readout.verdict.headline,
            is_win=readout.verdict.is_win,
            actor_id=actor.id,
        )
    )
    return readout


def _begin_tests(actor: Member, experiment: Experiment) -> None:
    """Once the experiment runs, the thresholds of what it tests stay where they are."""
    if experiment.state != ExperimentState.DRAFT:
        begin_tests(actor=actor, hypothesis_ids=list_tested_hypotheses(actor, experiment))


def check_results(results: Results) -> None:
    """Whether a readout can be made of these results at all."""
    found = sorted(results.tally.units)
    if len(found) < 2:
        raise TooFewVariants(fields={"variant": f"The file has {found or 'no variants'}."})
    if results.control not in found:
        raise NoControl(fields={"control": f"{results.control!r} is not among {', '.join(found[:20])}."})
    if not results.tally.metrics:
        raise NoMetrics(fields={"metrics": NoMetrics.title})


def _replace_variants(experiment: Experiment, results: Results) -> dict[str, Variant]:
    weights = {v.name: v.weight for v in list_variants(experiment)} | dict(results.weights)
    experiment.variants.all().delete()
    created = Variant.objects.bulk_create(
        [
            Variant(
                experiment=experiment,
                name=name,
                is_control=name == results.control,
                weight=weights.get(name, 1),
                units=units,
            )
            for name, units in results.tally.units.items()
        ]
    )
    return {variant.name: variant for variant in created}


def _replace_metric_results(experiment: Experiment, results: Results, variants: Mapping[str, Variant]) -> None:
    known = {metric.name: metric for metric in list_metrics(experiment)}
    MetricResult.objects.filter(metric__experiment=experiment).delete()
    rows = []
    for position, name in enumerate(results.tally.metrics):
        kind = results.kinds.get(name) or results.tally.kind_of(name)
        metric = known.get(name) or Metric(experiment=experiment, name=name[:200], position=len(known) + position)
        metric.kind = kind
        metric.save()
        for variant, of_metric in results.tally.sums.items():
            sums = of_metric[name]
            rows.append(
                MetricResult(
                    metric=metric,
                    variant=variants[variant],
                    n=sums.n,
                    sum=sums.sum,
                    sum_squares=sums.sum_squares,
                )
            )
    MetricResult.objects.bulk_create(rows)


def _words_of(metric: Metric) -> str:
    parts = [metric.role, metric.kind, "lower is better" if metric.is_lower_better else ""]
    margin = f"margin {metric.margin:g}" if metric.margin is not None else ""
    return ", ".join(part for part in [*parts, margin] if part)


def _record(actor: Member, experiment: Experiment, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    entry = Entry(
        action=action,
        target_kind="experiment",
        target_id=experiment.id,
        target_title=experiment.title,
        changes=changes,
    )
    record(actor, entry)
