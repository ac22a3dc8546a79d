"""Experiments with results for tests, made by the services."""

import hashlib
import io
from collections.abc import Mapping

from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import MetricRole
from truenorth.domains.experiments.services import MetricPlan, Results, plan_metrics, record_results
from truenorth.domains.graph.services import create_record
from truenorth.domains.workspace.models import Member
from truenorth.engines.experiments import Plan, parse_metric, summarize

Arms = Mapping[str, tuple[int, int, int]]
"""People, how many complete, how many stay; by variant, the control first."""


def make_experiment(actor: Member, *, margin: float | None = 0.05) -> Experiment:
    """A draft that is meant to lift completion and must not cost retention."""
    experiment = create_record(Experiment, actor=actor, values={"title": "Tour against tutorial"})
    plans = [
        MetricPlan(name="completion", role=MetricRole.PRIMARY),
        MetricPlan(name="retention", role=MetricRole.LONG_TERM, margin=margin),
    ]
    plan_metrics(actor=actor, experiment=experiment, plans=plans)
    return experiment


def give_results(actor: Member, experiment: Experiment, arms: Arms) -> None:
    """Results with two segments, and for retention a covariate that goes with it."""
    rows = [
        f"{arm}{n},{arm},{int(n < completed)},{int(n < kept)},{n % 3 + 2 * (n < people // 5)},"
        f"{('DE', 'US')[n % 2]},{('web', 'phone', 'phone')[n % 3]}"
        for arm, (people, completed, kept) in arms.items()
        for n in range(people)
    ]
    file = io.BytesIO("\n".join(["user,arm,completion,retention,visits,country,device", *rows]).encode())
    plan = Plan(
        unit="user",
        variant="arm",
        control=next(iter(arms)),
        metrics=(parse_metric("completion"), parse_metric("retention:covariate=visits")),
        segments=("country", "device"),
    )
    digest = hashlib.sha256(file.getvalue()).hexdigest()
    results = Results(summary=summarize(file, plan), unit="user", file_name="tour.csv", digest=digest)
    record_results(actor=actor, experiment=experiment, results=results)
