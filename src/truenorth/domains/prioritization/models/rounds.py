from functools import cached_property
from typing import ClassVar

from django.db import models

from truenorth.domains.graph.models import Node, Record
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.rules.rounds import DEFAULT_FORMULA, RoundState, in_words, model_of
from truenorth.domains.workspace.models import Member
from truenorth.engines.ranking import MODELS, Model

FORMULA_LENGTH = 500


class ScoringModel(Record):
    """A ready model by its key or a formula of one's own, in the words of this workspace.

    `columns` describes the formula's columns (key, label, scale or none, unit, and the measure that it `reads` of the
    records where people do not rate it); the body says what their numbers mean.
    """

    objects: ClassVar[models.Manager["ScoringModel"]] = models.Manager()

    formula = models.CharField(max_length=FORMULA_LENGTH, default=DEFAULT_FORMULA)
    columns = models.JSONField(default=list, blank=True)

    @cached_property
    def model(self) -> Model:
        return model_of(self.formula, self.columns, name=None if self.formula in MODELS else self.title)

    @property
    def formula_words(self) -> str:
        return in_words(self.model)

    @property
    def reads(self) -> dict[str, str]:
        """The columns whose numbers the records carry themselves, each with its measure."""
        return {column["key"]: column["reads"] for column in self.columns if column.get("reads")}


class ScoringRound(Record):
    objects: ClassVar[models.Manager["ScoringRound"]] = models.Manager()

    scoring_model = models.ForeignKey(ScoringModel, models.PROTECT, related_name="rounds")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in RoundState], default=RoundState.OPEN)
    is_by_column = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    capacity_weeks = models.FloatField(null=True, blank=True)
    capacity_count = models.PositiveIntegerField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    candidate_count: int = 0
    rater_count: int = 0

    @property
    def model(self) -> Model:
        return self.scoring_model.model

    @property
    def reads(self) -> dict[str, str]:
        return self.scoring_model.reads

    @property
    def rated(self) -> list[str]:
        """The columns that people rate."""
        return [column.key for column in self.model.columns if column.key not in self.reads]


class Standing(models.Model):
    """How far a round has come: `revision` grows with each write, `numbers_revision` with each that is public.

    What follows from the public numbers is kept here and in the Places; it holds for `computed_revision`.
    """

    scoring_round = models.OneToOneField(ScoringRound, models.CASCADE, primary_key=True, related_name="standing")
    revision = models.PositiveIntegerField(default=0)
    numbers_revision = models.PositiveIntegerField(default=0)
    computed_revision = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(null=True, blank=True)
    method = models.TextField(blank=True, default="")
    asks = models.JSONField(default=list, blank=True)
    findings = models.JSONField(default=list, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["computed_revision"],
                condition=~models.Q(computed_revision=models.F("numbers_revision")),
                name="stale_standings",
            )
        ]

    @property
    def is_stale(self) -> bool:
        return self.computed_revision != self.numbers_revision


class Turn(models.Model):
    """The time in which a column of a round takes private numbers: from its opening to its reveal, and anew."""

    scoring_round = models.ForeignKey(ScoringRound, models.CASCADE, related_name="turns")
    column = models.CharField(max_length=40)
    opened_at = models.DateTimeField(default=clock.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    reveals_at_end = models.BooleanField(default=False)
    revealed_at = models.DateTimeField(null=True, blank=True)
    is_revote = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring_round", "column"], name="turn_once_a_round")]
        indexes = [models.Index(fields=["ends_at"], condition=models.Q(revealed_at=None), name="running_turns")]


class Candidate(models.Model):
    """Something to rank in one round."""

    scoring_round = models.ForeignKey(ScoringRound, models.CASCADE, related_name="candidates")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring_round", "node"], name="candidate_once_a_round")]
        ordering: ClassVar[list[str]] = ["id"]


class Place(models.Model):
    """Where a candidate stands by the numbers that are public: made anew whenever they change.

    `rank` is by score, `position` by score and by hand. `cells` holds a summary for each revealed column, `swaps` the
    candidates just below it with the chance that they are really above.
    """

    candidate = models.OneToOneField(Candidate, models.CASCADE, primary_key=True, related_name="place")
    position = models.PositiveIntegerField(null=True)
    rank = models.PositiveIntegerField(null=True)
    score = models.FloatField(null=True)
    spread = models.FloatField(null=True)
    cost = models.FloatField(null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    p_top5 = models.FloatField(null=True)
    p_fits = models.FloatField(null=True)
    is_split = models.BooleanField(default=False)
    problem = models.CharField(max_length=300, blank=True, default="")
    cells = models.JSONField(default=dict)
    swaps = models.JSONField(default=dict)


class Rater(models.Model):
    """Somebody who was asked to score in a round: every column, or the named ones."""

    scoring_round = models.ForeignKey(ScoringRound, models.CASCADE, related_name="raters")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    columns = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scoring_round", "member"], name="rater_once_a_round")]
        ordering: ClassVar[list[str]] = ["id"]
