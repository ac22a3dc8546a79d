from datetime import date

import pytest
from conftest import ClientOf

from truenorth.domains.discovery.models import Attendance, Participant, Session
from truenorth.domains.discovery.selectors import get_coverage
from truenorth.domains.discovery.services import create_session, revise_session, set_attendance
from truenorth.domains.graph.errors import ReferenceMissing
from truenorth.domains.graph.services import create_record
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.models import AuditRow, Member


def test_a_session_says_who_was_there_and_which_function_was_missing(alice: Member, bob: Member) -> None:
    nora = create_record(Participant, actor=alice, values={"title": "Nora", "consent": "anonymous"})

    session = create_session(
        actor=alice,
        values={"title": "Field session 7", "participant_ids": [nora.id], "attendee_ids": [alice.id, bob.id]},
    )

    assert [each.title for each in session.participants] == ["Nora"]
    assert session.missing_functions == ["design"]


def test_a_member_is_remembered_in_the_function_they_had_that_day(alice: Member, bob: Member) -> None:
    session = create_session(actor=alice, values={"title": "Call", "attendee_ids": [bob.id]})
    Member.objects.filter(pk=bob.pk).update(function="sales")

    set_attendance(session, actor=alice, member_ids=[alice.id, bob.id])

    assert sorted(Attendance.objects.values_list("function", flat=True)) == ["engineering", "product"]


def test_attendance_leaves_an_audit_row(alice: Member, bob: Member) -> None:
    session = create_session(actor=alice, values={"title": "Call"})

    set_attendance(session, actor=alice, member_ids=[bob.id])

    row = AuditRow.objects.filter(target_id=session.id).latest("created_at")
    assert row.changes == {"attendees": [[], ["Bob"]]}


def test_a_stranger_attends_nothing(alice: Member, charlie: Member) -> None:
    with pytest.raises(ReferenceMissing):
        create_session(actor=alice, values={"title": "Call", "attendee_ids": [charlie.id]})

    assert not Session._default_manager.exists()


def test_a_viewer_changes_no_attendance(alice: Member, vera: Member) -> None:
    session = create_session(actor=alice, values={"title": "Call", "attendee_ids": [alice.id]})

    with pytest.raises(Forbidden):
        set_attendance(session, actor=vera, member_ids=[])

    assert [each.member_id for each in Attendance.objects.all()] == [alice.id]


def test_people_left_out_of_a_change_stay(alice: Member) -> None:
    session = create_session(actor=alice, values={"title": "Call", "attendee_ids": [alice.id]})

    revised = revise_session(session, actor=alice, version=1, changes={"minutes": 42})

    assert (revised.minutes, len(revised.attendees)) == (42, 1)


def test_coverage_counts_the_sessions_of_a_date_range(alice: Member, bob: Member, vera: Member) -> None:
    for day, people in ((1, [alice, bob]), (10, [alice]), (20, [bob])):
        create_session(
            actor=alice,
            values={"title": "Call", "held_on": date(2026, 2, day), "attendee_ids": [each.id for each in people]},
        )

    view = get_coverage(vera, since=date(2026, 2, 5), until=date(2026, 2, 28))

    assert (view.trio.sessions, view.trio.product, view.trio.engineering, view.trio.whole_trio) == (2, 1, 1, 0)
    last = {person.name: person.last_on for person in view.people}
    assert last["Bob"] == date(2026, 2, 20)
    assert last["Vera"] is None


def test_a_list_by_who_took_part_holds_a_session_once_whoever_else_was_there(alice: Member, bob: Member) -> None:
    nora, jonas = [create_record(Participant, actor=alice, values={"title": name}) for name in ("Nora", "Jonas")]
    everybody = {"participant_ids": [nora.id, jonas.id], "attendee_ids": [alice.id, bob.id]}
    create_session(actor=alice, values={"title": "All of us", **everybody})
    create_session(actor=alice, values={"title": "Without them"})

    for narrowed in (f"participant_id={nora.id}", f"attendee_id={bob.id}"):
        page = ClientOf(alice).get(f"/api/discovery/sessions?{narrowed}").json()
        assert [each["title"] for each in page["items"]] == ["All of us"]
        assert page["total"] == 1
