from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.graph.models import Record
from truenorth.domains.kit import clock
from truenorth.domains.strategy.errors import TargetEqualsBaseline
from truenorth.domains.strategy.rules import (
    Direction,
    Standing,
    Status,
    direction_of,
    expected_progress,
    judge,
    lint_key_result,
)
from truenorth.domains.workspace.models import Member, Team, WorkspaceRow

SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]
NOTE_LENGTH = 10_000


class Cycle(Record):
    """A stretch of time for which goals are set: a quarter, half a year."""

    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="cycle_ends_after_it_starts"
            )
        ]


class Objective(Record):
    cycle = models.ForeignKey(Cycle, models.SET_NULL, null=True, blank=True, related_name="objectives")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")


class KeyResultManager(models.Manager["KeyResult"]):
    """Standing needs the cycle's dates and the workspace's time zone, whoever asks."""

    def get_queryset(self) -> models.QuerySet["KeyResult"]:
        return super().get_queryset().select_related("objective__cycle__node", "node__workspace")


class KeyResult(Record):
    """A number that should move from `baseline` to `target`; `current` is the value of the latest check-in."""

    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="key_results")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    baseline = models.FloatField()
    target = models.FloatField()
    current = models.FloatField()
    unit = models.CharField(max_length=30, blank=True, default="")
    confidence = models.FloatField(null=True, blank=True, validators=SHARE)
    checked_in_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[KeyResultManager] = KeyResultManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(target=models.F("baseline")), name="key_result_target_differs_from_baseline"
            )
        ]

    def clean(self) -> None:
        if self.target == self.baseline:
            raise ValidationError({"target": TargetEqualsBaseline.title})

    @property
    def direction(self) -> Direction:
        return direction_of(baseline=self.baseline, target=self.target)

    @property
    def progress(self) -> float:
        from truenorth.engines.forecasting import key_result_progress

        return key_result_progress(baseline=self.baseline, target=self.target, current=self.current)

    @property
    def cycle(self) -> Cycle | None:
        return self.objective.cycle if self.objective else None

    @property
    def expected_progress(self) -> float | None:
        cycle = self.cycle
        if cycle is None:
            return None
        return expected_progress(starts_on=cycle.starts_on, ends_on=cycle.ends_on, on=self.node.workspace.today())

    @property
    def standing(self) -> Standing:
        return judge(
            progress=self.progress,
            expected=self.expected_progress,
            confidence=self.confidence,
            is_checked_in=self.checked_in_at is not None,
        )

    @property
    def status(self) -> Status:
        return self.standing.status

    @property
    def status_reason(self) -> str:
        return self.standing.reason

    @property
    def hints(self) -> list[str]:
        return lint_key_result(self.title)


class CheckIn(WorkspaceRow):
    """Where a key result stood at a moment, and how sure its people were of reaching the target."""

    key_result = models.ForeignKey(KeyResult, models.CASCADE, related_name="check_ins")
    value = models.FloatField()
    confidence = models.FloatField(null=True, blank=True, validators=SHARE)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True, default="")
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["key_result", "-at"], name="check_in_latest_first")]
