from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from truenorth.domains.experiments.factories import make_experiment
from truenorth.domains.experiments.models import MetricResult
from truenorth.domains.experiments.selectors import list_metrics
from truenorth.domains.workspace.models import Member

FIRST, NOW = "0001_initial", "0002_sums_by_level"


def go(name: str) -> StateApps:
    """The database as it was at a migration, with its models."""
    target = [("experiments", name)]
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def back_again() -> Iterator[None]:
    yield
    go(NOW)


@pytest.mark.django_db(transaction=True)
def test_sums_of_before_are_kept_and_margins_become_shares_of_the_control(
    transactional_db: None, alice: Member, back_again: None
) -> None:
    experiment = make_experiment(alice, margin=0.01)
    before = go(FIRST)
    metric = before.get_model("experiments", "Metric").objects.get(experiment_id=experiment.pk, name="retention")
    variants = [
        before.get_model("experiments", "Variant").objects.create(
            experiment_id=experiment.pk, name=name, is_control=name == "control", units=1000
        )
        for name in ("control", "tour")
    ]
    for variant, ones in zip(variants, (200, 210), strict=True):
        before.get_model("experiments", "MetricResult").objects.create(
            metric=metric, variant=variant, n=1000, sum=ones, sum_squares=ones
        )
    before.get_model("experiments", "Metric").objects.filter(name="completion").update(margin=0.02)

    go(NOW)

    sums = MetricResult.objects.filter(metric_id=metric.pk).order_by("variant__name").values_list("sums", flat=True)
    assert list(sums) == [
        {"n": 1000.0, "sum": 200.0, "sum_squares": 200.0},
        {"n": 1000.0, "sum": 210.0, "sum_squares": 210.0},
    ]
    margins = {each.name: each.margin for each in list_metrics(experiment)}
    assert margins == {"completion": None, "retention": pytest.approx(0.05)}
