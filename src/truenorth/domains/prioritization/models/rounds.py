from typing import ClassVar

from django.db import models

from truenorth.domains.graph.models import Node, Record
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.rules.rounds import SCALE, Formula, RoundState, in_words, model_of
from truenorth.domains.workspace.models import Member


class ScoringModel(Record):
    """A formula in the words of this workspace: the body says what a 1 and a 20 mean here."""

    objects: ClassVar[models.Manager["ScoringModel"]] = models.Manager()

    formula = models.CharField(max_length=20, choices=[(f.value, f.value) for f in Formula], default=Formula.WSJF)

    @property
    def formula_words(self) -> str:
        return in_words(model_of(self.formula))


class ScoringRound(Record):
    objects: ClassVar[models.Manager["ScoringRound"]] = models.Manager()

    scoring_model = models.ForeignKey(ScoringModel, models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in RoundState], default=RoundState.OPEN)
    due_on = models.DateField(null=True, blank=True)
    capacity_weeks = models.FloatField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    @property
    def candidate_count(self) -> int:
        return len(self.candidates.all())

    @property
    def rater_count(self) -> int:
        return len(self.raters.all())


class Candidate(models.Model):
    """Something to rank in one round."""

    scoring_round = models.ForeignKey(ScoringRound, models.CASCADE, related_name="candidates")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring_round", "node"], name="candidate_once_a_round")]
        ordering: ClassVar[list[str]] = ["id"]


class Rater(models.Model):
    """Somebody who was asked to score in a round: every column, or the named ones."""

    scoring_round = models.ForeignKey(ScoringRound, models.CASCADE, related_name="raters")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    columns = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring_round", "member"], name="rater_once_a_round")]
        ordering: ClassVar[list[str]] = ["id"]


class Score(models.Model):
    """One member's number for one column of one candidate."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="scores")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    column = models.CharField(max_length=40)
    value = models.PositiveSmallIntegerField()
    scored_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "member", "column"], name="score_once"),
            models.CheckConstraint(condition=models.Q(value__in=SCALE), name="score_on_scale"),
        ]


class ScoreReason(models.Model):
    """Why a member scored a candidate as they did; private until the round is revealed, like the score."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="reasons")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="score_reason_once")]
