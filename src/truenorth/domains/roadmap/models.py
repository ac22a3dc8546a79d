from datetime import date
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.graph.models import TITLE_LENGTH, Record
from truenorth.domains.roadmap.rules import (
    Cadence,
    Definition,
    FieldKind,
    Frozen,
    Horizon,
    InitiativeOutcome,
    State,
    ViewShape,
    read_items,
)
from truenorth.domains.workspace.models import Member, Team, WorkspaceRow

USUAL = Cadence()
IS_DATED = models.Q(starts_on__isnull=False) | models.Q(target_on__isnull=False)
NOT_NEGATIVE = [MinValueValidator(0)]


class Milestone(Record):
    objects: ClassVar[models.Manager["Milestone"]] = models.Manager()

    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")


class Initiative(Record):
    """A piece of work, from idea to outcome. Effort is in team-weeks, as P10, P50 and P90; story points are what a
    backlog tool said.

    `starts_on` and `target_on` are what is planned; `not_before_on` and `deadline_on` are what a plan has to keep to.
    `by_hand` says who put it elsewhere than the plan advises, why, and what that costs.
    """

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
    not_before_on = models.DateField(null=True, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="initiatives")
    project = models.CharField(max_length=120, blank=True, default="")
    effort_low_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    effort_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    effort_high_weeks = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    story_points = models.FloatField(null=True, blank=True, validators=NOT_NEGATIVE)
    shipped_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.TextField(max_length=5000, blank=True, default="")
    public_title = models.CharField(max_length=TITLE_LENGTH, blank=True, default="")
    public_words = models.TextField(max_length=5000, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    overrides = models.JSONField(default=list, blank=True)
    custom_fields = models.JSONField(default=dict, blank=True)
    by_hand = models.JSONField(null=True, blank=True, default=None)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, outcome__isnull=False)
                | (~models.Q(state=State.CLOSED) & models.Q(outcome=None)),
                name="outcome_when_closed",
            ),
            # Few of a long backlog have a place or a date or were begun: which, an index of those alone says at once.
            # They are unique for the sake of SQLite, which takes them in place of the key's own only then.
            models.UniqueConstraint(
                fields=["node"], condition=models.Q(horizon__isnull=False), name="initiative_placed"
            ),
            models.UniqueConstraint(fields=["node"], condition=IS_DATED, name="initiative_dated"),
            models.UniqueConstraint(fields=["node"], condition=~models.Q(state=State.IDEA), name="initiative_begun"),
        ]
        indexes = [models.Index(fields=["state", "horizon", "position"], name="initiative_on_board")]


class ReviewCadence(WorkspaceRow):
    """How often a workspace looks at what stands in each horizon, in days."""

    now_days = models.PositiveSmallIntegerField(default=USUAL.now_days)
    next_days = models.PositiveSmallIntegerField(default=USUAL.next_days)
    later_days = models.PositiveSmallIntegerField(default=USUAL.later_days)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_cadence_a_workspace")]

    @property
    def cadence(self) -> Cadence:
        return Cadence(self.now_days, self.next_days, self.later_days)


class CustomField(WorkspaceRow):
    """A field that a workspace gives its initiatives. Its key stays; values lie in the initiatives, under the key."""

    key = models.CharField(max_length=40)
    label = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in FieldKind])
    options = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="custom_field_once")]

    @property
    def definition(self) -> Definition:
        return Definition(self.key, FieldKind(self.kind), tuple(self.options))


class SavedView(WorkspaceRow):
    """A way of looking at the roadmap, for oneself or for everybody: what it narrows down to and in which shape."""

    name = models.CharField(max_length=100)
    shape = models.CharField(max_length=12, choices=[(s.value, s.value) for s in ViewShape])
    filters = models.JSONField(default=dict, blank=True)
    sort = models.CharField(max_length=60, blank=True, default="")
    options = models.JSONField(default=dict, blank=True)
    owner = models.ForeignKey(Member, models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)


class RoadmapSnapshot(WorkspaceRow):
    """The roadmap as it stood, frozen. `month` is set where the calendar asked for it, once for each."""

    taken_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True, default="")
    month = models.CharField(max_length=7, blank=True, default="")
    item_count = models.PositiveIntegerField(default=0)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "month"], condition=~models.Q(month=""), name="one_snapshot_a_month"
            )
        ]
        indexes = [models.Index(fields=["workspace", "-created_at"], name="snapshots_newest_first")]

    @property
    def frozen(self) -> list[Frozen]:
        return read_items(self.items)


class TeamCapacity(WorkspaceRow):
    """How many things a team does at a time, and from when until when it is away: `{"from_on", "to_on", "words"}`."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="+")
    seats = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(100)])
    absences = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    @property
    def spans(self) -> list[tuple[date, date]]:
        return [(date.fromisoformat(each["from_on"]), date.fromisoformat(each["to_on"])) for each in self.absences]


class RoadmapPlan(WorkspaceRow):
    """An order of work that the engine proposed, with the versions it was made from; it holds once it is accepted."""

    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    from_on = models.DateField()
    scope = models.JSONField(default=dict)
    unit = models.CharField(max_length=60, blank=True, default="")
    proposal = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True, default="")
