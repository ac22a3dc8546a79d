from datetime import datetime
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.calibration import rules
from truenorth.domains.graph.models import Node, Record
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member, WorkspaceRow

REASON_LENGTH = 10_000


class PredictionManager(models.Manager["Prediction"]):
    """A prediction is judged by its forecasts and its resolution, whoever asks."""

    def get_queryset(self) -> models.QuerySet["Prediction"]:
        return (
            super()
            .get_queryset()
            .select_related("resolution__by__user", "node__workspace")
            .prefetch_related(models.Prefetch("forecasts", Forecast.objects.select_related("member__user")))
        )


class Prediction(Record):
    """A statement that will turn out true or not by a day; members say how probable it is."""

    subject = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="+")
    resolve_by = models.DateField()

    objects: ClassVar[PredictionManager] = PredictionManager()

    @property
    def found_resolution(self) -> "Resolution | None":
        return getattr(self, "resolution", None)

    @property
    def outcome(self) -> rules.PredictionOutcome | None:
        resolution = self.found_resolution
        return rules.PredictionOutcome(resolution.outcome) if resolution else None

    @property
    def state(self) -> rules.PredictionState:
        return rules.state_of(
            resolve_by=self.resolve_by,
            is_resolved=self.found_resolution is not None,
            today=self.node.workspace.today(),
        )

    @property
    def standing_forecasts(self) -> list["Forecast"]:
        """Each member's last word."""
        rows = {(row.member_id, row.at): row for row in self.forecasts.all()}
        given = [rules.Forecast(row.member_id, row.probability, row.at) for row in rows.values()]
        return [rows[each.member_id, each.at] for each in rules.standing_forecasts(given)]


class Forecast(WorkspaceRow):
    """A probability somebody gave. Rows are added, never changed: a member's last one counts."""

    prediction = models.ForeignKey(Prediction, models.CASCADE, related_name="forecasts")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    probability = models.FloatField(validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at"]


class Resolution(WorkspaceRow):
    """What happened, said once. Never changed."""

    prediction = models.OneToOneField(Prediction, models.CASCADE, related_name="resolution")
    outcome = models.CharField(max_length=12, choices=[(o.value, o.value) for o in rules.PredictionOutcome])
    reason = models.TextField(max_length=REASON_LENGTH)
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
