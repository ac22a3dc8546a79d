from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.discovery.kinds import SESSION
from truenorth.domains.discovery.models import Attendance, Participant, Participation, Session
from truenorth.domains.graph.errors import ReferenceMissing
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_role
from truenorth.domains.workspace.selectors import list_members
from truenorth.domains.workspace.services import Entry, record

PEOPLE = ("participant_ids", "attendee_ids")


@transaction.atomic
def create_session(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Session:
    own = {name: value for name, value in values.items() if name not in PEOPLE}
    created = create_record(Session, actor=actor, values=own, links=links)
    _set_people(created, actor=actor, values=values)
    return created


@transaction.atomic
def revise_session(session: Session, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Session:
    own = {name: value for name, value in changes.items() if name not in PEOPLE}
    revised = revise_record(session, actor=actor, version=version, changes=own)
    _set_people(revised, actor=actor, values=changes)
    return revised


@transaction.atomic
def set_attendance(session: Session, *, actor: Member, member_ids: Collection[UUID]) -> None:
    """Say which members were in a session; who stays keeps the function they came in."""
    require_role(actor, SESSION.writer)
    wanted = set(member_ids)
    members = {member.id: member for member in list_members(actor).filter(pk__in=wanted)}
    there = {each.member_id: each.member for each in session.attendances.select_related("member__user")}
    if wanted - members.keys() - there.keys():
        raise ReferenceMissing(fields={"attendee_ids": "There is no such member in this workspace."})
    if wanted == there.keys():
        return
    session.attendances.exclude(member_id__in=wanted).delete()
    arriving = [members[each] for each in wanted - there.keys()]
    Attendance.objects.bulk_create(Attendance(session=session, member=m, function=m.function) for m in arriving)
    now = [(members | there)[each].name for each in wanted]
    _record(actor, session, attendees=(sorted(m.name for m in there.values()), sorted(now)))


def _set_people(session: Session, *, actor: Member, values: Mapping[str, Any]) -> None:
    if values.get("participant_ids") is not None:
        _set_participants(session, actor=actor, participant_ids=values["participant_ids"])
    if values.get("attendee_ids") is not None:
        set_attendance(session, actor=actor, member_ids=values["attendee_ids"])


def _set_participants(session: Session, *, actor: Member, participant_ids: Collection[UUID]) -> None:
    wanted = set(participant_ids)
    participants = {each.id: each for each in list_records(actor, Participant).filter(pk__in=wanted)}
    if wanted - participants.keys():
        raise ReferenceMissing(fields={"participant_ids": "There is no such participant in this workspace."})
    there = {
        each.participant_id: each.participant for each in session.participations.select_related("participant__node")
    }
    if wanted == there.keys():
        return
    session.participations.exclude(participant_id__in=wanted).delete()
    arriving = wanted - there.keys()
    Participation.objects.bulk_create(Participation(session=session, participant_id=each) for each in arriving)
    now = sorted(each.title for each in participants.values())
    _record(actor, session, participants=(sorted(each.title for each in there.values()), now))


def _record(actor: Member, session: Session, **changes: tuple[list[str], list[str]]) -> None:
    record(
        actor,
        Entry(
            action="update",
            target_kind=SESSION.name,
            target_id=session.id,
            target_title=session.title,
            changes=changes,
        ),
    )
