from datetime import date
from typing import ClassVar

from django.db import models

from truenorth.domains.graph.models import TITLE_LENGTH, Node, Record
from truenorth.domains.kit import clock
from truenorth.domains.kit.readings import find_measure
from truenorth.domains.prioritization.models.rounds import ScoringRound
from truenorth.domains.prioritization.rules.decisions import Channel, ReasonCode, Statement, Verdict
from truenorth.domains.prioritization.rules.triggers import (
    Side,
    TriggerKind,
    await_day,
    await_reading,
    name_reading,
    report_day,
    report_reading,
)
from truenorth.domains.workspace.models import Member, Workspace


class Decision(Record):
    """Yes, no, not now or merge into, said to one record, with what was known on the day."""

    objects: ClassVar[models.Manager["Decision"]] = models.Manager()

    subject = models.ForeignKey(Node, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=[(v.value, v.value) for v in Verdict])
    merged_into = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="+")
    reason_code = models.CharField(max_length=30, choices=[(r.value, r.value) for r in ReasonCode])
    reason = models.TextField(max_length=5000)
    decided_on = models.DateField()
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    scoring_round = models.ForeignKey(ScoringRound, models.SET_NULL, null=True, blank=True, related_name="decisions")
    supersedes = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    basis = models.JSONField(default=dict, blank=True)
    public_title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    public_words = models.TextField(max_length=5000, blank=True, default="")
    public_revisit = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)

    told_count: int = 0

    @property
    def revisit_on(self) -> date | None:
        """The first day on which it is looked at again, whatever happens until then."""
        return min((trigger.on for trigger in self.triggers.all() if trigger.on), default=None)

    @property
    def waits_for(self) -> list[str]:
        """What makes it be looked at again, of the triggers that have not fired."""
        return [trigger.words for trigger in self.triggers.all() if trigger.fired_at is None]

    @property
    def statement(self) -> Statement:
        return Statement(self.public_title, self.public_words, self.public_revisit, self.published_at)


class Trigger(models.Model):
    """What makes a decision to be looked at again: a day, or a reading that comes to a threshold. It fires once."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="triggers")
    on = models.DateField(null=True, blank=True)
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=40, blank=True, default="")
    qualifier = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="+")
    side = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Side], default=Side.AT_LEAST)
    threshold = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    value_then = models.FloatField(null=True, blank=True)
    fired_at = models.DateTimeField(null=True, blank=True)
    fired_value = models.FloatField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on__isnull=False, node=None, threshold=None)
                | models.Q(on=None, node__isnull=False, threshold__isnull=False),
                name="trigger_is_day_or_reading",
            )
        ]
        indexes = [models.Index(fields=["node"], condition=models.Q(fired_at=None), name="open_triggers_of_a_node")]

    @property
    def kind(self) -> TriggerKind:
        return TriggerKind.DATE if self.on else TriggerKind.READING

    @property
    def reading_name(self) -> str:
        if self.node is None:
            return ""
        measure = find_measure(self.node.workspace_id, self.node.kind, self.measure)
        return name_reading(
            label=measure.label if measure else self.measure,
            key=self.node.key,
            title=self.node.title,
            qualifier=self.qualifier.title if self.qualifier else "",
        )

    @property
    def words(self) -> str:
        """What it waits for."""
        if self.on:
            return await_day(self.on)
        return await_reading(self.reading_name, side=Side(self.side), threshold=self.threshold or 0, unit=self.unit)

    @property
    def report(self) -> str:
        """What made it fire."""
        if self.on:
            return report_day(self.decision.subject.title)
        return report_reading(
            self.reading_name,
            value=self.fired_value or 0,
            side=Side(self.side),
            threshold=self.threshold or 0,
            unit=self.unit,
        )


class Contradiction(models.Model):
    """A record that came to speak against a decision in force: found once, and then dismissed in words or answered."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="contradictions")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    words = models.CharField(max_length=500)
    found_at = models.DateTimeField(default=clock.now)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    dismissed_words = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints = [models.UniqueConstraint(fields=["decision", "node"], name="contradicted_once_by_each")]


class Told(models.Model):
    """Somebody who asked was told of a decision: by whom, how and in which words."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="told")
    request = models.ForeignKey(Node, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True, default="")
    address = models.EmailField(max_length=254, blank=True, default="")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    subject = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField(max_length=20_000, blank=True, default="")
    told_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-told_at", "-id"]


class Watch(models.Model):
    """Up to when the news of a workspace was held against its decisions."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    seen_at = models.DateTimeField()
