from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from truenorth.domains.discovery.rules import (
    Consent,
    DocumentForm,
    EvidenceSummary,
    HypothesisState,
    Mark,
    SessionForm,
    Strength,
    ThresholdSide,
    is_fixed_late,
    missing_functions,
)
from truenorth.domains.graph.models import Node, Record
from truenorth.domains.graph.selectors import NodeSummary
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member

FIVE_STEPS = [MinValueValidator(1), MaxValueValidator(5)]
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
STRENGTHS = [(s.value, s.value) for s in Strength]


class Segment(Record):
    """A kind of customer."""


class Account(Record):
    segment = models.ForeignKey(Segment, models.SET_NULL, null=True, blank=True, related_name="accounts")
    website = models.CharField(max_length=300, blank=True, default="")
    annual_revenue = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


class Participant(Record):
    """A person of a customer who takes part in research."""

    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="participants")
    role = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    consent = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Consent], default=Consent.UNKNOWN)


class Study(Record):
    """A question and the sessions held to answer it."""

    question = models.CharField(max_length=500, blank=True, default="")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)


class Session(Record):
    study = models.ForeignKey(Study, models.SET_NULL, null=True, blank=True, related_name="sessions")
    form = models.CharField(
        max_length=20, choices=[(f.value, f.value) for f in SessionForm], default=SessionForm.INTERVIEW
    )
    held_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")

    @property
    def participants(self) -> list[Participant]:
        return [each.participant for each in self.participations.all()]

    @property
    def attendees(self) -> list["Attendance"]:
        return list(self.attendances.all())

    @property
    def missing_functions(self) -> list[str]:
        return missing_functions(each.function for each in self.attendees)


class Attendance(models.Model):
    """A member who sat in a session, in the function they had that day."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    function = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="attended_once")]


class Participation(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="participations")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "participant"], name="took_part_once")]


class Document(Record):
    """A transcript or a note. Its text is the body of its node; the turns say who spoke which part of it."""

    form = models.CharField(
        max_length=20, choices=[(f.value, f.value) for f in DocumentForm], default=DocumentForm.TRANSCRIPT
    )
    session = models.ForeignKey(Session, models.SET_NULL, null=True, blank=True, related_name="documents")
    file_name = models.CharField(max_length=255, blank=True, default="")
    format = models.CharField(max_length=20, blank=True, default="")

    highlight_count: int = 0


class Turn(models.Model):
    """One person's uninterrupted words: characters `begin` to `end` of the document's text."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="turns")
    index = models.PositiveIntegerField()
    begin = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    speaker = models.CharField(max_length=200, blank=True, default="")
    start_ms = models.PositiveIntegerField(null=True, blank=True)
    end_ms = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "index"], name="turn_index_once")]
        ordering = ["document", "index"]

    @property
    def text(self) -> str:
        return self.document.body[self.begin : self.end]


class Tagged(Record):
    """Base of the evidence that carries tags, set by the selector that reads it."""

    class Meta:
        abstract = True

    tags: tuple["Tag", ...] = ()


class Highlight(Tagged):
    """A quote: characters `start` to `end` of a document's text, and how firm it is as evidence."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="highlights")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(max_length=10_000)
    strength = models.CharField(max_length=20, choices=STRENGTHS)
    mark = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Mark])
    speaker = models.CharField(max_length=200, blank=True, default="")
    start_ms = models.PositiveIntegerField(null=True, blank=True)
    end_ms = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="highlight_marks_something")
        ]


class Feedback(Tagged):
    """What a customer wrote unasked: a ticket, a review, an answer to a survey. The text is the node's body."""

    source = models.CharField(max_length=100, blank=True, default="")
    strength = models.CharField(max_length=20, choices=STRENGTHS, default=Strength.ASKED)
    rating = models.FloatField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="feedback")
    theme = models.CharField(max_length=100, blank=True, default="", db_index=True)


class Request(Record):
    """What somebody asked for, apart from what they need and the workflow it must fit."""

    ask = models.TextField(max_length=5_000)
    need = models.TextField(max_length=5_000, blank=True, default="")
    workflow = models.TextField(max_length=5_000, blank=True, default="")
    strength = models.CharField(max_length=20, choices=STRENGTHS, default=Strength.ASKED)
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.SET_NULL, null=True, blank=True, related_name="requests")

    votes: int = 1
    answers: tuple[NodeSummary, ...] = ()


class Tag(Record):
    """A word for evidence; its body is the definition."""

    uses: int = 0


class Tagging(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    node = models.ForeignKey(Node, models.CASCADE, related_name="+")
    created_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "node"], name="tagged_once")]


class Insight(Record):
    """A claim that cites its evidence."""

    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")

    evidence: EvidenceSummary = EvidenceSummary()


class Opportunity(Record):
    """A need worth meeting, in the customer's words. Frequency and severity are on five steps."""

    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    segment = models.ForeignKey(Segment, models.SET_NULL, null=True, blank=True, related_name="opportunities")
    frequency = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)
    reach_percent = models.FloatField(null=True, blank=True, validators=PERCENT)
    severity = models.PositiveSmallIntegerField(null=True, blank=True, validators=FIVE_STEPS)

    evidence: EvidenceSummary = EvidenceSummary()


class Hypothesis(Record):
    """A belief that can fail: it holds when the metric comes out on the right side of the threshold."""

    belief = models.TextField(max_length=2_000, blank=True, default="")
    owner = models.ForeignKey(Member, models.SET_NULL, null=True, blank=True, related_name="+")
    metric = models.CharField(max_length=200, blank=True, default="")
    direction = models.CharField(
        max_length=20, choices=[(d.value, d.value) for d in ThresholdSide], default=ThresholdSide.AT_LEAST
    )
    threshold = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    threshold_fixed_at = models.DateTimeField(null=True, blank=True)
    test_began_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in HypothesisState], default=HypothesisState.UNTESTED
    )

    evidence: EvidenceSummary = EvidenceSummary()

    @property
    def is_threshold_late(self) -> bool:
        return is_fixed_late(fixed_at=self.threshold_fixed_at, test_began_at=self.test_began_at)
