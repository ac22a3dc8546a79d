from typing import ClassVar

from django.db import models

from truenorth.domains.kit import clock
from truenorth.domains.prioritization.models.rounds import Candidate
from truenorth.domains.workspace.models import Member

WORDS_LENGTH = 1000
PRIVATE = models.Q(revealed_at=None)
PUBLIC = models.Q(revealed_at__isnull=False)
CURRENT = models.Q(superseded_at=None)


class Score(models.Model):
    """One member's number for one column of one candidate.

    It is private until `revealed_at`. A re-vote that is revealed supersedes the numbers before it, which stay as
    history. `version` is the round's revision at which the number was given.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="scores")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    column = models.CharField(max_length=40)
    value = models.FloatField()
    version = models.PositiveIntegerField(default=1)
    scored_at = models.DateTimeField(default=clock.now)
    revealed_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "member", "column"], condition=PRIVATE, name="private_score_once"
            ),
            models.UniqueConstraint(
                fields=["candidate", "member", "column"], condition=PUBLIC & CURRENT, name="public_score_once"
            ),
        ]


class ScoreReason(models.Model):
    """Why a member scored a candidate as they did; private until a column they rated is revealed."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="reasons")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    words = models.CharField(max_length=WORDS_LENGTH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "member"], name="score_reason_once")]


class Cell(models.Model):
    """What counts for one column of one candidate beside what people gave.

    The number that was `read` of the record itself takes the place of a mean; what the group `agreed` on overrules
    either. It may also vote again.
    """

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="group_cells")
    column = models.CharField(max_length=40)
    reopened_at = models.DateTimeField(null=True, blank=True)
    read = models.FloatField(null=True, blank=True)
    agreed = models.FloatField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    agreed_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "column"], name="cell_once")]


class Note(models.Model):
    """What was said in the talk about a candidate, or about one of its columns."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="notes")
    column = models.CharField(max_length=40, blank=True, default="")
    words = models.CharField(max_length=2 * WORDS_LENGTH)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]


class Override(models.Model):
    """A candidate placed by hand, with the reason and what it costs beside the order of the scores."""

    candidate = models.OneToOneField(Candidate, models.CASCADE, primary_key=True, related_name="override")
    place = models.PositiveIntegerField()
    reason = models.CharField(max_length=WORDS_LENGTH)
    price = models.FloatField(null=True)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
