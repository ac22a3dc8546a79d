from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.graph.models import Record
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.workspace.models import Member, Team

NOT_NEGATIVE = [MinValueValidator(0)]


class Milestone(Record):
    objects: ClassVar[models.Manager["Milestone"]] = models.Manager()

    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")


class Initiative(Record):
    """A piece of work, from idea to outcome. Effort is in team-weeks; story points are what a backlog tool said."""

    objects: ClassVar[models.Manager["Initiative"]] = models.Manager()

    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State], default=State.IDEA)
    outcome = models.CharField(
        max_length=12, choices=[(o.value, o.value) for o in InitiativeOutcome], null=True, blank=True, default=None
    )
    horizon = models.CharField(
        max_length=8, choices=[(h.value, h.value) for h in Horizon], null=True, blank=True, default=None
    )
    position = models.PositiveIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(100)])
    starts_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="initiatives")
    project = models.CharField(max_length=120, blank=True, default="")
    effort_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    story_points = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    shipped_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.TextField(max_length=5000, blank=True, default="")
    overrides = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, outcome__isnull=False)
                | (~models.Q(state=State.CLOSED) & models.Q(outcome=None)),
                name="outcome_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["state", "horizon", "position"], name="initiative_on_board")]
