"""Who the product is for, who was asked, and who was there."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from ninja import Field, Schema

from truenorth.domains.discovery.models import Attendance, Participation
from truenorth.domains.discovery.rules import (
    Consent,
    SessionForm,
)
from truenorth.domains.graph.schemas import NodeRefOut, RecordFilters, RecordIn, RecordOut
from truenorth.domains.kit.schemas import SchemaIn, as_patch
from truenorth.domains.workspace.rules import Function
from truenorth.domains.workspace.schemas import PersonOut

OF_A_SESSION = 200


class SegmentIn(RecordIn):
    pass


SegmentPatch = as_patch(SegmentIn, "SegmentPatch")


class SegmentOut(RecordOut):
    pass


class AccountIn(RecordIn):
    segment_id: UUID | None = None
    website: str = Field("", max_length=300)
    annual_revenue: float | None = Field(None, ge=0, lt=1e12, allow_inf_nan=False)


AccountPatch = as_patch(AccountIn, "AccountPatch")


class AccountOut(RecordOut):
    segment: NodeRefOut | None
    website: str
    annual_revenue: float | None


class AccountFilters(RecordFilters):
    segment_id: UUID | None = None


class ParticipantIn(RecordIn):
    account_id: UUID | None = None
    role: str = Field("", max_length=100)
    email: str = Field("", max_length=254)
    consent: Consent = Consent.UNKNOWN


ParticipantPatch = as_patch(ParticipantIn, "ParticipantPatch")


class ParticipantOut(RecordOut):
    account: NodeRefOut | None
    role: str
    email: str
    consent: Consent


class ParticipantFilters(RecordFilters):
    account_id: UUID | None = None
    consent: Consent | None = None


class StudyIn(RecordIn):
    question: str = Field("", max_length=500)
    owner_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None


StudyPatch = as_patch(StudyIn, "StudyPatch")


class StudyOut(RecordOut):
    question: str
    owner: PersonOut | None
    starts_on: date | None
    ends_on: date | None


class StudyFilters(RecordFilters):
    owner_id: UUID | None = None


class SessionIn(RecordIn):
    study_id: UUID | None = None
    form: SessionForm = SessionForm.INTERVIEW
    held_on: date | None = None
    minutes: int | None = Field(None, ge=0, le=10_000)
    place: str = Field("", max_length=200)
    participant_ids: list[UUID] = Field(default_factory=list, max_length=OF_A_SESSION)
    attendee_ids: list[UUID] = Field(default_factory=list, max_length=OF_A_SESSION)


SessionPatch = as_patch(SessionIn, "SessionPatch")


class AttendeeOut(Schema):
    """A member who was there, in the function they had that day."""

    id: UUID
    name: str
    function: Function

    @staticmethod
    def resolve_id(attendance: Attendance) -> UUID:
        return attendance.member.id

    @staticmethod
    def resolve_name(attendance: Attendance) -> str:
        return attendance.member.name


class SessionOut(RecordOut):
    study: NodeRefOut | None
    form: SessionForm
    held_on: date | None
    minutes: int | None
    place: str
    participants: list[NodeRefOut]
    attendees: list[AttendeeOut]
    missing_functions: list[Function]


class SessionFilters(RecordFilters):
    study_id: UUID | None = None
    form: SessionForm | None = None
    participant_id: UUID | None = None
    attendee_id: UUID | None = None

    def filter_participant_id(self, value: UUID | None) -> Q:
        return Q(pk__in=Participation.objects.filter(participant_id=value).values("session_id")) if value else Q()

    def filter_attendee_id(self, value: UUID | None) -> Q:
        return Q(pk__in=Attendance.objects.filter(member_id=value).values("session_id")) if value else Q()


class AttendanceIn(SchemaIn):
    member_ids: list[UUID] = Field(max_length=OF_A_SESSION)


class CoverageTrioOut(Schema):
    sessions: int
    product: int
    design: int
    engineering: int
    whole_trio: int


class CustomerContactOut(Schema):
    id: UUID
    name: str
    function: Function
    sessions: int
    last_on: date | None


class CoverageOut(Schema):
    trio: CoverageTrioOut
    people: list[CustomerContactOut]
