from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.graph.models import Node, Record
from truenorth.domains.workspace.models import Member, Team

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Component(Record):
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    repository = models.CharField(max_length=300, blank=True, default="")


class Constraint(Record):
    """A limit that work runs into: an API quota, a size, a rule. `limit` and `used` are in `unit`."""

    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="constraints")
    limit = models.FloatField(null=True, blank=True)
    used = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True, default="")
    source = models.CharField(max_length=300, blank=True, default="")
    checked_on = models.DateField(null=True, blank=True)


class Debt(Record):
    """Work that was put off. It costs `interest_hours` every week until `principal_days` of work repay it."""

    component = models.ForeignKey(Component, models.SET_NULL, null=True, blank=True, related_name="debts")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    principal_days = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])
    interest_hours = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0)])


class Slice(Record):
    """A thin part of an initiative that is worth shipping alone."""

    initiative = models.ForeignKey(Node, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    value_percent = models.FloatField(default=0, validators=PERCENT)
    effort_percent = models.FloatField(default=0, validators=PERCENT)
    is_shipped = models.BooleanField(default=False)
