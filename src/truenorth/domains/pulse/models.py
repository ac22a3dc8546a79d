from datetime import datetime
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from truenorth.domains.graph.models import Record
from truenorth.domains.kit import clock
from truenorth.domains.pulse.rules import MatterSort
from truenorth.domains.workspace.models import Member, WorkspaceRow

NOTE_LENGTH = 20_000
WORDS_LENGTH = 500


def _note() -> "models.TextField[str, str]":
    return models.TextField(max_length=NOTE_LENGTH, blank=True, default="")


class Pulse(Record):
    """What changed over some days, for everybody. Once published it reads the same for ever."""

    objects: ClassVar[models.Manager["Pulse"]] = models.Manager()

    from_on = models.DateField()
    to_on = models.DateField()
    objectives = _note()
    wins = _note()
    challenges = _note()
    concerns = _note()
    actions = _note()
    decisions = _note()
    learned = _note()
    content = models.JSONField(null=True, blank=True, editable=False, encoder=DjangoJSONEncoder)
    markdown = models.TextField(blank=True, default="", editable=False)
    published_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True, editable=False
    )
    published_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(to_on__gte=models.F("from_on")), name="pulse_ends_after_start")
        ]

    @property
    def state(self) -> str:
        return "published" if self.published_at else "draft"


class Matter(WorkspaceRow):
    """A concern or an action. It stays on every Pulse until somebody closes it."""

    sort = models.CharField(max_length=10, choices=[(s.value, s.value) for s in MatterSort])
    words = models.CharField(max_length=WORDS_LENGTH)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    raised_at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.TextField(max_length=NOTE_LENGTH, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["workspace", "closed_at"], name="matter_open_first")]
