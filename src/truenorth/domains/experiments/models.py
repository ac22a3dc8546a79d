from typing import ClassVar

from django.db import models

from truenorth.domains.experiments.rules import ExperimentOutcome, ExperimentState, MetricKind, MetricRole
from truenorth.domains.graph.models import Record
from truenorth.domains.kit.ids import new_id
from truenorth.domains.workspace.models import Member


class Experiment(Record):
    objects: ClassVar[models.Manager["Experiment"]] = models.Manager()

    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in ExperimentState], default=ExperimentState.DRAFT
    )
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=100, blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    results_file = models.CharField(max_length=255, blank=True, default="")
    results_digest = models.CharField(max_length=64, blank=True, default="")
    results_at = models.DateTimeField(null=True, blank=True)
    results_quality = models.JSONField(default=list, blank=True)
    outcome = models.CharField(
        max_length=12, blank=True, default="", choices=[(o.value, o.value) for o in ExperimentOutcome]
    )
    outcome_reason = models.TextField(blank=True, default="")
    concluded_at = models.DateTimeField(null=True, blank=True)


class ExperimentRow(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Variant(ExperimentRow):
    """One arm. `weight` is its intended share, relative to the others'; `units` is how many were observed."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="variants")
    name = models.CharField(max_length=200)
    is_control = models.BooleanField(default=False)
    weight = models.FloatField(default=1)
    units = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["experiment", "name"], name="variant_name_once"),
            models.UniqueConstraint(
                fields=["experiment"], condition=models.Q(is_control=True), name="one_control_each"
            ),
        ]
        ordering = ["-is_control", "name"]


class LevelUnits(ExperimentRow):
    """How many units of a variant a level of a segment has."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="levels")
    segment = models.CharField(max_length=200)
    level = models.CharField(max_length=200)
    units = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["variant", "segment", "level"], name="level_once_each")]


class Metric(ExperimentRow):
    """What an experiment measures. `margin` is the largest harm that still counts as none, a share of the control's."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=12, choices=[(k.value, k.value) for k in MetricKind], default=MetricKind.PROPORTION
    )
    role = models.CharField(
        max_length=12, choices=[(r.value, r.value) for r in MetricRole], default=MetricRole.SECONDARY
    )
    is_lower_better = models.BooleanField(default=False)
    margin = models.FloatField(null=True, blank=True)
    covariate = models.CharField(max_length=401, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "name"], name="metric_name_once")]
        ordering = ["position", "name"]


class MetricResult(ExperimentRow):
    """The sums of one metric over one variant's units, or those of a level: all that any readout needs.

    `sums` are the fields of the engine's moments by name. Without segment and level they are the whole's.
    """

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="results")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="results")
    segment = models.CharField(max_length=200, blank=True, default="")
    level = models.CharField(max_length=200, blank=True, default="")
    sums = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["metric", "variant", "segment", "level"], name="one_result_each")
        ]
