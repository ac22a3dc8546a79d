from datetime import timedelta
from typing import Any

import pytest
import time_machine
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.kinds import AttentionAsked
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import archive_nodes, create_link, create_record, trash_nodes
from truenorth.domains.kit import clock, facts
from truenorth.domains.prioritization.errors import MergeTargetRefused, RevisitInPast, TriggerMet, TriggerUnreadable
from truenorth.domains.prioritization.factories import decide, make_subject, on_day, on_reading
from truenorth.domains.prioritization.models import Decision, Trigger
from truenorth.domains.prioritization.rules import Side, amount, is_met
from truenorth.domains.prioritization.services import fire_due_triggers
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import remove_member


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[AttentionAsked]:
    heard: list[AttentionAsked] = []
    monkeypatch.setitem(facts._listeners, AttentionAsked, [heard.append])
    return heard


def _record(actor: Member, kind: str, **values: object) -> Any:  # noqa: ANN401 - a record of whichever kind
    return create_record(get_kind(kind).model, actor=actor, values={"title": kind.title(), **values})


def _vote(actor: Member, target: Any) -> None:  # noqa: ANN401 - a record of whichever kind
    source = _record(actor, "feedback", body="Me too")
    create_link(actor=actor, kind=LinkKind.SUPPORTS, source=source.node, target=target.node)


def _key_result(actor: Member) -> Any:  # noqa: ANN401 - a record of a domain above
    return _record(actor, "key_result", baseline=0, target=10, current=0, unit="%")


def test_at_least_and_at_most_include_the_threshold() -> None:
    assert [is_met(value, side=Side.AT_LEAST, threshold=5) for value in (4.9, 5, 6)] == [False, True, True]
    assert [is_met(value, side=Side.AT_MOST, threshold=5) for value in (4.9, 5, 6)] == [True, True, False]


def test_an_amount_is_read_with_its_unit() -> None:
    assert [amount(1, "votes"), amount(20, "votes"), amount(1_200_000, "EUR"), amount(46.5, "%"), amount(3, "")] == [
        "1 vote",
        "20 votes",
        "1,200,000 EUR",
        "46.5 %",
        "3",
    ]


def test_a_vote_by_a_link_fires_at_once_and_only_once(alice: Member, asked: list[AttentionAsked]) -> None:
    request = _record(alice, "request", ask="A button")
    decision = decide(alice, request.id, "not_now", triggers=[on_reading("votes", 3)])

    _vote(alice, request)
    assert asked == []
    _vote(alice, request)
    _vote(alice, request)
    assert fire_due_triggers() == 0

    assert [(each.node_id, each.member_id, each.note) for each in asked] == [
        (decision.id, alice.id, "Votes of REQ-1 Request came to 3 votes; the trigger is at least 3.")
    ]


def test_what_lies_further_away_fires_by_the_clock(alice: Member, asked: list[AttentionAsked]) -> None:
    opportunity, request = _record(alice, "opportunity"), _record(alice, "request", ask="A button")
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=opportunity.node, target=request.node)
    decide(alice, opportunity.id, triggers=[on_reading("votes", 2)])
    _vote(alice, request)

    assert asked == []
    assert (fire_due_triggers(), fire_due_triggers(), len(asked)) == (1, 0, 1)


def test_a_key_result_fires_in_the_check_in_that_brings_it_there(alice: Member, asked: list[AttentionAsked]) -> None:
    key_result = _key_result(alice)
    decide(alice, make_subject(alice).id, triggers=[on_reading("value", 7, node_id=key_result.id)])
    path = f"/api/strategy/key-results/{key_result.id}/check-ins"

    for value in (5, 7.5):
        assert ClientOf(alice).post(path, {"value": value}, content_type="application/json").status_code == 201

    assert [each.note for each in asked] == ["Value of KR-1 Key_Result came to 7.5 %; the trigger is at least 7."]


def test_a_trigger_may_wait_for_a_fall(alice: Member, asked: list[AttentionAsked]) -> None:
    key_result = _record(alice, "key_result", baseline=50, target=90, current=50)
    decide(alice, make_subject(alice).id, triggers=[on_reading("value", 40, node_id=key_result.id, side=Side.AT_MOST)])
    path = f"/api/strategy/key-results/{key_result.id}/check-ins"

    ClientOf(alice).post(path, {"value": 39}, content_type="application/json")

    assert len(asked) == 1


def test_a_threshold_that_is_met_already_is_refused_with_what_it_reads_now(alice: Member) -> None:
    request = _record(alice, "request", ask="A button")
    body = {"subject_id": str(request.id), "verdict": "no", "reason_code": "other", "reason": "No."}
    triggers = [{"kind": "reading", "measure": "votes", "threshold": 1}]

    answer = ClientOf(alice).post(
        "/api/prioritization/decisions", {**body, "triggers": triggers}, content_type="application/json"
    )

    assert (answer.status_code, answer.json()["code"]) == (422, TriggerMet.code)
    assert answer.json()["fields"] == {"triggers.0.threshold": "It stands at 1 vote: the threshold is met already."}
    assert not Decision.objects.exists()


def test_a_trigger_names_the_field_that_is_wrong(alice: Member, charlie: Member) -> None:
    request, segment = _record(alice, "request", ask="A button"), _record(alice, "segment")
    theirs = _record(charlie, "request", ask="Another")
    wrong = {
        "triggers.0.on": {"kind": "date"},
        "triggers.0.node_id": on_reading("votes", 9, node_id=theirs.id),
        "triggers.0.measure": on_reading("applause", 9),
        "triggers.0.threshold": {"kind": "reading", "measure": "votes"},
        "triggers.0.qualifier_id": on_reading("segment_accounts", 9),
    }
    for field, trigger in wrong.items():
        with pytest.raises(TriggerUnreadable) as refusal:
            decide(alice, request.id, triggers=[trigger])
        assert list(refusal.value.fields) == [field]
    for qualifier in (request, theirs):
        with pytest.raises(TriggerUnreadable):
            decide(alice, request.id, triggers=[on_reading("segment_accounts", 9, qualifier_id=qualifier.id)])
    with pytest.raises(TriggerUnreadable):
        decide(alice, request.id, triggers=[on_reading("votes", 9, qualifier_id=segment.id)])
    with pytest.raises(RevisitInPast):
        decide(alice, request.id, triggers=[on_day(alice.workspace.today())])

    assert not Decision.objects.exists()
    assert not Trigger.objects.exists()


def test_what_is_out_of_force_never_fires(alice: Member, asked: list[AttentionAsked]) -> None:
    tomorrow = alice.workspace.today() + timedelta(days=1)
    gone, stored, passed = (make_subject(alice, title) for title in ("Gone", "Stored", "Passed"))
    trash_nodes(actor=alice, ids=[decide(alice, gone.id, triggers=[on_day(tomorrow)]).id])
    archive_nodes(actor=alice, ids=[decide(alice, stored.id, triggers=[on_day(tomorrow)]).id])
    decide(alice, passed.id, triggers=[on_day(tomorrow)])
    decide(alice, passed.id, "yes")

    with time_machine.travel(f"{tomorrow}T12:00Z", tick=False):
        assert fire_due_triggers() == 0

    assert asked == []


def test_who_owns_the_workspace_is_called_for_an_owner_who_left(
    olga: Member, alice: Member, bob: Member, asked: list[AttentionAsked]
) -> None:
    tomorrow = alice.workspace.today() + timedelta(days=1)
    decide(alice, make_subject(alice).id, owner_id=bob.id, triggers=[on_day(tomorrow)])
    remove_member(actor=olga, member_id=bob.id)

    with time_machine.travel(f"{tomorrow}T12:00Z", tick=False):
        assert fire_due_triggers() == 1

    assert [each.member_id for each in asked] == [olga.id]


def test_a_later_decision_empties_the_inbox_of_the_owner(alice: Member) -> None:
    request = _record(alice, "request", ask="A button")
    decide(alice, request.id, "no", triggers=[on_reading("votes", 2)])
    _vote(alice, request)
    inbox = "/api/home/inbox"
    assert ClientOf(alice).get(inbox).json()["total"] == 1

    decide(alice, request.id, "yes")

    assert ClientOf(alice).get(inbox).json()["total"] == 0


def test_a_hundred_triggers_are_read_with_as_many_questions_as_two(alice: Member) -> None:
    def wait_for(count: int) -> int:
        for _ in range(count):
            request = _record(alice, "request", ask="A button")
            decide(alice, request.id, triggers=[on_reading("votes", 9), on_reading("revenue", 9)])
        with CaptureQueriesContext(connection) as queries:
            assert fire_due_triggers() == 0
        return len(queries)

    few = wait_for(2)

    assert wait_for(20) == few <= 14


def test_the_measures_of_a_record_are_told_with_what_they_read_now(alice: Member) -> None:
    request = _record(alice, "request", ask="A button")

    measures = ClientOf(alice).get(f"/api/prioritization/measures?node_id={request.id}").json()

    assert [(each["name"], each["qualifier"], each["value"], each["unit"]) for each in measures] == [
        ("votes", "", 1, "votes"),
        ("revenue", "", 0, "EUR"),
        ("segment_accounts", "segment", None, ""),
    ]
    assert ClientOf(alice).get(f"/api/prioritization/measures?node_id={make_subject(alice).id}").json() == []


def test_a_measure_that_needs_a_qualifier_is_read_once_one_is_named(alice: Member) -> None:
    request, segment = _record(alice, "request", ask="A button"), _record(alice, "segment")

    address = f"/api/prioritization/measures?node_id={request.id}&qualifier_id={segment.id}"
    measures = {each["name"]: each for each in ClientOf(alice).get(address).json()}

    assert [measures[name]["value"] for name in ("votes", "segment_accounts")] == [1, 0]
    unknown = f"/api/prioritization/measures?node_id={request.id}&qualifier_id={request.id}"
    assert {each["name"]: each["value"] for each in ClientOf(alice).get(unknown).json()}["segment_accounts"] is None


def test_the_register_lists_what_came_due_and_is_still_in_force(alice: Member) -> None:
    waiting, due, past = (make_subject(alice) for _ in range(3))
    decide(alice, waiting.id, triggers=[on_day(alice.workspace.today() + timedelta(days=9))])
    came_due, superseded = (
        decide(alice, each.id, triggers=[on_day(alice.workspace.today() + timedelta(days=1))]) for each in (due, past)
    )
    with time_machine.travel(clock.now() + timedelta(days=3)):
        fire_due_triggers()
    decide(alice, past.id, "yes")

    def list_keys(wanted: str) -> set[str]:
        found = ClientOf(alice).get(f"/api/prioritization/decisions?is_due={wanted}").json()
        return {each["key"] for each in found["items"]}

    assert list_keys("true") == {came_due.key}
    assert superseded.key in list_keys("false")
    assert len(list_keys("false")) == 3


def test_what_is_merged_votes_for_what_it_goes_into(alice: Member) -> None:
    button, export = (_record(alice, "request", ask=ask, title=ask) for ask in ("A button", "An export"))
    _vote(alice, button)

    decision = decide(alice, button.id, "merge_into", merged_into_id=export.id)

    votes = f"/api/discovery/requests/{export.id}"
    assert (decision.title, ClientOf(alice).get(votes).json()["votes"]) == ("A button goes into An export", 3)
    assert ClientOf(alice).get(f"/api/discovery/requests/{button.id}").json()["answers"][0]["state"] == "Merged"
    decide(alice, button.id, "no")
    assert ClientOf(alice).get(votes).json()["votes"] == 1


def test_work_that_is_merged_explains_what_it_goes_into(alice: Member) -> None:
    old, new = make_subject(alice, "Old"), make_subject(alice, "New")
    decide(alice, old.id, "merge_into", merged_into_id=new.id)

    upstream = ClientOf(alice).get(f"/api/graph/{new.id}/why").json()["upstream"]

    assert [each["node"]["title"] for each in upstream] == ["Old"]


def test_a_merge_needs_another_record_to_go_into(alice: Member, charlie: Member) -> None:
    subject, decision = make_subject(alice), decide(alice, make_subject(alice).id)
    for into in (None, subject.id, decision.id, make_subject(charlie).id):
        with pytest.raises(MergeTargetRefused) as refusal:
            decide(alice, subject.id, "merge_into", merged_into_id=into)
        assert list(refusal.value.fields) == ["merged_into_id"]
    with pytest.raises(MergeTargetRefused):
        decide(alice, subject.id, "no", merged_into_id=make_subject(alice).id)

    assert Decision.objects.count() == 1


def test_a_merge_in_a_circle_is_refused_whole(alice: Member) -> None:
    old, new = make_subject(alice, "Old"), make_subject(alice, "New")
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=old, target=new)
    body = {"subject_id": str(old.id), "verdict": "merge_into", "merged_into_id": str(new.id)}

    answer = ClientOf(alice).post(
        "/api/prioritization/decisions",
        {**body, "reason_code": "other", "reason": "The same."},
        content_type="application/json",
    )

    assert (answer.status_code, list(answer.json()["fields"])) == (409, ["merged_into_id"])
    assert not Decision.objects.exists()
