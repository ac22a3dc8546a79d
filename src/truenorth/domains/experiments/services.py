from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from truenorth.domains.discovery.services import begin_tests
from truenorth.domains.experiments.errors import (
    MoveNotAllowed,
    NoMetrics,
    NothingRead,
    NotShown,
    PlanUnusable,
    SplitOff,
    TooFewVariants,
    UnknownVariant,
)
from truenorth.domains.experiments.kinds import ResultsRecorded
from truenorth.domains.experiments.models import Experiment, LevelUnits, Metric, MetricResult, Variant
from truenorth.domains.experiments.rules import (
    MOVES,
    ExperimentOutcome,
    ExperimentState,
    MetricKind,
    MetricRole,
    Verdict,
)
from truenorth.domains.experiments.selectors import (
    get_verdict,
    list_metrics,
    list_tested_hypotheses,
    list_variants,
)
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import Entry, check_fields, record
from truenorth.engines.experiments import Goal, Measured, PlanRefused, Size, Summary, plan_sizes, split_sums

NOT_CONCLUDED: Mapping[str, Any] = {"outcome": "", "outcome_reason": "", "concluded_at": None}


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

    summary: Summary
    unit: str
    file_name: str
    digest: str


def revise_experiment(instance: Experiment, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Experiment:
    """Change fields; the state only along its allowed moves. One that runs again is not concluded any more."""
    wanted = changes.get("state", instance.state)
    if wanted != instance.state and wanted not in MOVES[ExperimentState(instance.state)]:
        raise MoveNotAllowed(f"{instance.state} → {wanted}", fields={"state": MoveNotAllowed.title})
    reopened = NOT_CONCLUDED if instance.outcome and wanted == ExperimentState.RUNNING else {}
    with transaction.atomic():
        revised = revise_record(instance, actor=actor, version=version, changes={**changes, **reopened})
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
    _record(actor, experiment, "plan_metrics", _changed(before, after))
    return planned


@transaction.atomic
def plan_weights(*, actor: Member, experiment: Experiment, weights: Mapping[str, float]) -> list[Variant]:
    """Say how the variants were meant to be split."""
    require_editor(actor)
    variants = {variant.name: variant for variant in list_variants(experiment)}
    for name in weights:
        if name not in variants:
            there = ", ".join(variants) or "none"
            raise UnknownVariant(fields={"weights": f"{name[:60]!r} is not among the variants: {there}."})
    before = {name: variant.weight for name, variant in variants.items()}
    after = {**before, **weights}
    if sum(weight > 0 for weight in after.values()) < 2:
        raise Invalid(fields={"weights": "Two variants at least must have a weight above zero."})
    for name, variant in variants.items():
        variant.weight = after[name]
    Variant.objects.bulk_update(variants.values(), ["weight"])
    _record(actor, experiment, "plan_weights", _changed(before, after))
    return list(list_variants(experiment))


@transaction.atomic
def record_results(*, actor: Member, experiment: Experiment, results: Results) -> Verdict:
    """Replace the results of an experiment by those of a file, all or none. What was concluded is taken back."""
    require_editor(actor)
    check_results(results)
    experiment = Experiment.objects.select_for_update().select_related("node").get(pk=experiment.pk)
    before, state = experiment.results_file, experiment.state
    variants = _replace_variants(experiment, results.summary)
    _replace_metric_results(experiment, results.summary, variants)
    _describe_results(experiment, results)
    experiment.save()
    _begin_tests(actor, experiment)
    verdict = get_verdict(experiment)
    _record(
        actor,
        experiment,
        "record_results",
        {
            "results_file": (before, experiment.results_file),
            "state": (state, experiment.state),
            "units": (None, int(results.summary.users[0].sum())),
            "verdict": (None, verdict.headline),
        },
    )
    facts.announce(
        ResultsRecorded(
            experiment_id=experiment.id, headline=verdict.headline, is_win=verdict.is_win, actor_id=actor.id
        )
    )
    return verdict


def _describe_results(experiment: Experiment, results: Results) -> None:
    experiment.unit = results.unit[:100]
    experiment.results_file = results.file_name[-255:]
    experiment.results_digest = results.digest
    experiment.results_quality = [problem.to_dict() for problem in results.summary.problems]
    experiment.results_at = clock.now()
    for name, value in NOT_CONCLUDED.items():
        setattr(experiment, name, value)
    if experiment.state == ExperimentState.DRAFT:
        experiment.state = ExperimentState.RUNNING


@transaction.atomic
def conclude_experiment(
    *, actor: Member, experiment: Experiment, version: int, outcome: ExperimentOutcome, reason: str
) -> Experiment:
    """End an experiment with what it showed. A win must be shown, and neither is concluded from unsound data."""
    require_editor(actor)
    experiment = Experiment.objects.select_for_update().select_related("node").get(pk=experiment.pk)
    _check_conclusion(get_verdict(experiment), outcome, is_read=experiment.results_at is not None)
    changes = {
        "state": ExperimentState.ENDED,
        "outcome": outcome,
        "outcome_reason": reason,
        "concluded_at": clock.now(),
    }
    return revise_record(experiment, actor=actor, version=version, changes=changes)


def _check_conclusion(verdict: Verdict, outcome: ExperimentOutcome, *, is_read: bool) -> None:
    if not is_read:
        raise NothingRead
    if outcome == ExperimentOutcome.INCONCLUSIVE:
        return
    if verdict.is_blocked:
        raise SplitOff(verdict.sentence, fields={"outcome": verdict.sentence})
    if outcome == ExperimentOutcome.WIN and not verdict.is_win:
        raise NotShown(verdict.sentence, fields={"outcome": verdict.sentence})


def plan_experiment(goal: Goal) -> Sequence[Size]:
    """How many users and days; nothing is stored."""
    try:
        return plan_sizes(goal)
    except PlanRefused as refusal:
        sentence = f"{refusal.field} {refusal.reason}."
        raise PlanUnusable(sentence, fields={refusal.field: sentence}) from refusal


def _begin_tests(actor: Member, experiment: Experiment) -> None:
    """Once the experiment runs, the thresholds of what it tests stay where they are."""
    if experiment.state != ExperimentState.DRAFT:
        begin_tests(actor=actor, hypothesis_ids=list_tested_hypotheses(actor, experiment))


def check_results(results: Results) -> None:
    """Whether a readout can be made of these results at all."""
    if len(results.summary.arms) < 2:
        raise TooFewVariants(fields={"variant": f"The file has {results.summary.arms or 'no variants'}."})
    if not results.summary.metrics:
        raise NoMetrics(fields={"metrics": NoMetrics.title})


def _replace_variants(experiment: Experiment, summary: Summary) -> list[Variant]:
    """The arms in their order; the split that was planned for a name stays."""
    experiment.variants.all().delete()
    variants = Variant.objects.bulk_create(
        [
            Variant(experiment=experiment, name=name, is_control=place == 0, weight=weight, units=int(n))
            for place, (name, weight, n) in enumerate(zip(summary.arms, summary.weights, summary.users[0], strict=True))
        ]
    )
    LevelUnits.objects.bulk_create(
        [
            LevelUnits(variant=variant, segment=cell.segment, level=cell.level, units=int(n))
            for cell, users in zip(summary.cells, summary.users, strict=True)
            for variant, n in zip(variants, users, strict=True)
            if cell.segment
        ],
        batch_size=1_000,
    )
    return variants


def _replace_metric_results(experiment: Experiment, summary: Summary, variants: Sequence[Variant]) -> None:
    known = {metric.name: metric for metric in list_metrics(experiment)}
    MetricResult.objects.filter(metric__experiment=experiment).delete()
    rows: list[MetricResult] = []
    for position, measured in enumerate(summary.metrics):
        name = measured.metric.name[:200]
        metric = known.get(name) or Metric(experiment=experiment, name=name, position=len(known) + position)
        metric.kind = MetricKind(measured.metric.kind or "mean")
        metric.covariate = "/".join(column for key, column in measured.metric.variables.items() if key in "xw")
        metric.is_lower_better = metric.is_lower_better or measured.metric.is_lower_better
        metric.save()
        rows += _results_of(metric, measured, summary, variants)
    MetricResult.objects.bulk_create(rows, batch_size=1_000)


def _results_of(
    metric: Metric, measured: Measured, summary: Summary, variants: Sequence[Variant]
) -> list[MetricResult]:
    return [
        MetricResult(
            metric=metric,
            variant=variant,
            segment=cell.segment,
            level=cell.level,
            sums=split_sums(measured.moments, row, column),
        )
        for row, cell in enumerate(summary.cells)
        for column, variant in enumerate(variants)
    ]


def _words_of(metric: Metric) -> str:
    parts = [metric.role, metric.kind, "lower is better" if metric.is_lower_better else ""]
    margin = f"margin {metric.margin:.4g} of the control" if metric.margin is not None else ""
    return ", ".join(part for part in [*parts, margin] if part)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs, by name; None where there was or is nothing."""
    pairs = {name: (before.get(name), after.get(name)) for name in (*before, *after)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _record(actor: Member, experiment: Experiment, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    entry = Entry(
        action=action,
        target_kind="experiment",
        target_id=experiment.id,
        target_title=experiment.title,
        changes=changes,
    )
    record(actor, entry)
