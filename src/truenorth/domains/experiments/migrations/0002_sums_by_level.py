from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import truenorth.domains.kit.ids

KINDS = ["proportion", "mean", "ratio", "quantile"]
OUTCOMES = ["win", "no_win", "inconclusive"]


def gather_sums(apps: Any, schema_editor: Any) -> None:
    """Three columns become the engine's sums by name."""
    MetricResult = apps.get_model("experiments", "MetricResult")
    for result in MetricResult.objects.iterator():
        result.sums = {"n": float(result.n), "sum": result.sum, "sum_squares": result.sum_squares}
        result.save(update_fields=["sums"])


def share_margins(apps: Any, schema_editor: Any) -> None:
    """A margin in the metric's unit becomes a share of the control's value.

    Where nothing was read of a control, or it is zero, the share is not known: the margin is taken out, so that no harm
    at all is accepted until somebody states it anew.
    """
    Metric = apps.get_model("experiments", "Metric")
    MetricResult = apps.get_model("experiments", "MetricResult")
    for metric in Metric.objects.filter(margin__isnull=False).iterator():
        control = MetricResult.objects.filter(metric=metric, variant__is_control=True, n__gt=0).first()
        value = abs(control.sum / control.n) if control else 0.0
        metric.margin = metric.margin / value if value else None
        metric.save(update_fields=["margin"])


class Migration(migrations.Migration):

    dependencies = [("experiments", "0001_initial")]

    operations = [
        migrations.AddField("experiment", "results_quality", models.JSONField(blank=True, default=list)),
        migrations.AddField(
            "experiment",
            "outcome",
            models.CharField(blank=True, choices=[(each, each) for each in OUTCOMES], default="", max_length=12),
        ),
        migrations.AddField("experiment", "outcome_reason", models.TextField(blank=True, default="")),
        migrations.AddField("experiment", "concluded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("metric", "covariate", models.CharField(blank=True, default="", max_length=401)),
        migrations.AlterField(
            "metric",
            "kind",
            models.CharField(choices=[(each, each) for each in KINDS], default="proportion", max_length=12),
        ),
        migrations.AddField("metricresult", "segment", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("metricresult", "level", models.CharField(blank=True, default="", max_length=200)),
        migrations.AddField("metricresult", "sums", models.JSONField(default=dict), preserve_default=False),
        migrations.RunPython(gather_sums, migrations.RunPython.noop),
        migrations.RunPython(share_margins, migrations.RunPython.noop),
        migrations.RemoveField("metricresult", "n"),
        migrations.RemoveField("metricresult", "sum"),
        migrations.RemoveField("metricresult", "sum_squares"),
        migrations.RemoveConstraint("metricresult", "one_result_each"),
        migrations.AddConstraint(
            "metricresult",
            models.UniqueConstraint(fields=("metric", "variant", "segment", "level"), name="one_result_each"),
        ),
        migrations.CreateModel(
            name="LevelUnits",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=truenorth.domains.kit.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("segment", models.CharField(max_length=200)),
                ("level", models.CharField(max_length=200)),
                ("units", models.PositiveBigIntegerField()),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="levels",
                        to="experiments.variant",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "levelunits",
            models.UniqueConstraint(fields=("variant", "segment", "level"), name="level_once_each"),
        ),
    ]
