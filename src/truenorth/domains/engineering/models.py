from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from truenorth.domains.engineering.rules import (
    NEAR_PERCENT,
    STALE_AFTER_DAYS,
    AdrStatus,
    ComponentSort,
    ConstraintSort,
    DebtPrice,
    DebtSort,
    DebtTrend,
    DependencySort,
    Limit,
    LimitStanding,
    Madr,
    Reading,
    RiskSeverity,
    RiskTerm,
    find_trend,
    judge_limit,
    name_madr,
    price_debt,
)
from truenorth.domains.graph.models import Node, Record
from truenorth.domains.kit import clock
from truenorth.domains.kit.ids import new_id
from truenorth.domains.workspace.models import ImportRun, Member, Team, Workspace, WorkspaceRow

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
NOT_NEGATIVE = [MinValueValidator(0)]
ABOVE_NOTHING = [MinValueValidator(1e-6), MaxValueValidator(1e6)]
REASON_LENGTH = 1000
MADR_ID = "madr:"
"""Before the file's name it makes the id under which a decision that came in is known again."""


class Component(Record):
    """A part of what is built. `type` and `lifecycle` are in the workspace's own words: service, production."""

    objects: ClassVar[models.Manager["Component"]] = models.Manager()

    sort = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ComponentSort], default=ComponentSort.COMPONENT
    )
    type = models.CharField(max_length=60, blank=True, default="")
    lifecycle = models.CharField(max_length=40, blank=True, default="")
    part_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    repository = models.CharField(max_length=300, blank=True, default="")


class ComponentDependency(models.Model):
    """One component needs or provides another. One that an import brought is gone when the import is undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Component, models.CASCADE, related_name="dependencies")
    target = models.ForeignKey(Component, models.CASCADE, related_name="dependants")
    sort = models.CharField(max_length=12, choices=[(s.value, s.value) for s in DependencySort])
    import_run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "sort"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="dependency_joins_two_components"),
        ]


class ConstraintManager(models.Manager["Constraint"]):
    """Whoever asks, a constraint is judged by the day of its workspace."""

    def get_queryset(self) -> models.QuerySet["Constraint"]:
        return super().get_queryset().select_related("node__workspace")


class Constraint(Record):
    """A limit that work runs into: an API quota, a size, a rule. `limit` and `used` are in `unit`."""

    objects: ClassVar[ConstraintManager] = ConstraintManager()

    sort = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ConstraintSort], default=ConstraintSort.OTHER
    )
    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="constraints")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    limit = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    used = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    unit = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    checked_on: "models.DateField[date | None, date | None]" = models.DateField(null=True, blank=True)
    near_percent = models.FloatField(default=NEAR_PERCENT, validators=PERCENT)
    stale_after_days = models.PositiveSmallIntegerField(default=STALE_AFTER_DAYS)

    @property
    def standing(self) -> LimitStanding:
        limit = Limit(
            limit=self.limit,
            used=self.used,
            checked_on=self.checked_on,
            near_percent=self.near_percent,
            stale_after_days=self.stale_after_days,
        )
        return judge_limit(limit, today=self.node.workspace.today())


class DebtManager(models.Manager["Debt"]):
    """Whoever asks, a debt is priced at the rate of its workspace."""

    def get_queryset(self) -> models.QuerySet["Debt"]:
        return super().get_queryset().select_related("node__workspace")


class Debt(Record):
    """Work that was put off. It costs `interest_hours` every week until `principal_days` of work repay it."""

    objects: ClassVar[DebtManager] = DebtManager()

    sort = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DebtSort], default=DebtSort.OTHER)
    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="debts")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    principal_days = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    interest_hours = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    hourly_rate = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)

    history: "tuple[DebtReading, ...]" = ()

    @property
    def currency(self) -> str:
        return self.node.workspace.currency

    @property
    def price(self) -> DebtPrice:
        """At the debt's own rate or else the workspace's."""
        rate = float(self.node.workspace.hourly_cost) if self.hourly_rate is None else self.hourly_rate
        return price_debt(interest_hours=self.interest_hours, principal_days=self.principal_days, hourly_rate=rate)

    @property
    def trend(self) -> DebtTrend:
        return find_trend(Reading(each.on, each.interest_hours) for each in self.history)


class DebtReading(models.Model):
    """What a debt was on a day. The latest one is what the debt says now."""

    debt = models.ForeignKey(Debt, models.CASCADE, related_name="readings")
    on: "models.DateField[date, date]" = models.DateField()
    principal_days = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    interest_hours = models.FloatField(validators=NOT_NEGATIVE)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]


class Slice(Record):
    """A thin part of an initiative that is worth shipping alone. Effort in team-weeks is P10, P50 and P90."""

    objects: ClassVar[models.Manager["Slice"]] = models.Manager()

    initiative = models.ForeignKey(Node, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    value_percent = models.FloatField(default=0, validators=PERCENT)
    effort_percent = models.FloatField(default=0, validators=PERCENT)
    effort_low_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    effort_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    effort_high_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    is_shipped = models.BooleanField(default=False)


class Adr(Record):
    """An architecture decision. Its body is the record as Markdown; what lists sort and filter by is read out of it."""

    objects: ClassVar[models.Manager["Adr"]] = models.Manager()

    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in AdrStatus], default=AdrStatus.PROPOSED
    )
    decided_on: "models.DateField[date | None, date | None]" = models.DateField(null=True, blank=True)

    @cached_property
    def document(self) -> Madr:
        return Madr(self.body)

    @property
    def file_name(self) -> str:
        """What it was called where it came from, or its number and title."""
        return self.node.external_id.removeprefix(MADR_ID) or name_madr(self.node.number, self.title)


class Estimate(WorkspaceRow):
    """Work that is done, here or before: what it was estimated at and what it took, in one unit.

    A team that the workspace does not have is kept by its name. One that an import brought leaves with it.
    """

    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    team_name = models.CharField(max_length=100, blank=True, default="")
    label = models.CharField(max_length=300, blank=True, default="")
    estimate = models.FloatField(validators=ABOVE_NOTHING)
    actual = models.FloatField(validators=ABOVE_NOTHING)
    unit = models.CharField(max_length=40, default="weeks")
    finished_on: "models.DateField[date | None, date | None]" = models.DateField(null=True, blank=True)
    external_id = models.CharField(max_length=200)
    import_run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "external_id"], name="estimate_external_id_once")]

    @property
    def team_words(self) -> str:
        return self.team.name if self.team else self.team_name


class Lexicon(models.Model):
    """The words that raise flags in a workspace, once somebody changed the ones that come along."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    terms = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)

    @property
    def risk_terms(self) -> list[RiskTerm]:
        return [RiskTerm(**{**each, "also": tuple(each["also"])}) for each in self.terms]


class RiskFlagDismissal(WorkspaceRow):
    """Somebody said why a flag is no worry here. It holds until what raised the flag grows graver."""

    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    severity = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RiskSeverity])
    reason = models.CharField(max_length=REASON_LENGTH)
    by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    at: "models.DateTimeField[datetime, datetime]" = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "key"], name="flag_dismissed_once")]
