from datetime import timedelta

import pytest
import time_machine
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.kinds import AttentionAsked
from truenorth.domains.graph.models import Link
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import facts
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.errors import RevisitInPast, SubjectNotDecidable
from truenorth.domains.prioritization.factories import candidate_of, decide, make_round, make_subject, on_day, score
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services import fire_due_triggers, move_round
from truenorth.domains.workspace.models import Member


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[AttentionAsked]:
    heard: list[AttentionAsked] = []
    monkeypatch.setitem(facts._listeners, AttentionAsked, [heard.append])
    return heard


def test_a_decision_keeps_the_score_as_it_stood(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "CRM button", 5, 8, 2, 5)
    move_round(scoring_round, actor=alice, to=RoundState.REVEALED)
    subject = candidate_of(scoring_round, "CRM button").node

    decision = decide(alice, subject.id)
    score(alice, scoring_round, "CRM button", 20)

    kept = Decision.objects.get(pk=decision.pk).basis["score"]
    assert (kept["score"], kept["rank"], kept["out_of"]) == (3.0, 1, 2)
    assert kept["parts"][0] == {"column": "user_value", "label": "User value", "mean": 5.0, "raters": 1}
    assert decision.title == "No to CRM button"
    assert Link.objects.filter(kind="derives_from", source=decision.node, target=subject).exists()


def test_an_open_round_leaves_no_score_in_a_decision(alice: Member) -> None:
    scoring_round = make_round(alice)
    score(alice, scoring_round, "CRM button", 5, 8, 2, 5)

    decision = decide(alice, candidate_of(scoring_round, "CRM button").node_id)

    assert decision.basis["score"] is None


def test_a_new_decision_supersedes_the_one_before(alice: Member) -> None:
    subject = make_subject(alice)
    first = decide(alice, subject.id, "not_now")
    second = decide(alice, subject.id, "yes", reason_code="strong_evidence")

    page = ClientOf(alice).get("/api/prioritization/decisions?in_force=true").json()

    assert [each["id"] for each in page["items"]] == [str(second.id)]
    assert second.supersedes_id == first.id
    ratio = ClientOf(alice).get("/api/prioritization/decisions/ratio").json()
    month = f"{alice.workspace.today():%Y-%m}"
    times = {"yes": 1, "no": 0, "not_now": 1, "merge_into": 0}
    assert ratio == {**times, "no_to_yes": 0.0, "months": [{"month": month, **times}]}


def test_a_decision_is_not_changed(alice: Member) -> None:
    decision = decide(alice, make_subject(alice).id)
    path = f"/api/prioritization/decisions/{decision.id}"

    answer = ClientOf(alice).patch(path, {"version": 1, "verdict": "yes"}, content_type="application/json")

    assert answer.status_code == 405
    assert ClientOf(alice).get(path).json()["verdict"] == "no"


def test_a_contributor_scores_but_does_not_decide(alice: Member, connie: Member) -> None:
    with pytest.raises(Forbidden):
        decide(connie, make_subject(alice).id)

    assert not Decision.objects.exists()


def test_a_decision_is_not_taken_on_a_decision(alice: Member) -> None:
    decision = decide(alice, make_subject(alice).id)

    with pytest.raises(SubjectNotDecidable):
        decide(alice, decision.id)

    assert Decision.objects.count() == 1


def test_a_decision_answers_the_requests_it_names(alice: Member) -> None:
    request, subject = make_subject(alice, "Button please"), make_subject(alice)

    decision = decide(alice, subject.id, answers_ids=[request.id])

    assert Link.objects.filter(kind="answers", source=decision.node, target=request).exists()


def test_the_owner_is_asked_once_when_the_day_to_look_again_has_come(
    alice: Member, bob: Member, asked: list[AttentionAsked]
) -> None:
    today = alice.workspace.today()
    decision = decide(alice, make_subject(alice).id, owner_id=bob.id, triggers=[on_day(today + timedelta(days=30))])

    assert fire_due_triggers() == 0
    with time_machine.travel(f"{today + timedelta(days=30)}T12:00Z", tick=False):
        assert fire_due_triggers() == 1
        assert fire_due_triggers() == 0

    assert [(each.node_id, each.member_id, each.reason) for each in asked] == [(decision.id, bob.id, "trigger_fired")]


def test_a_superseded_decision_asks_nobody(alice: Member, asked: list[AttentionAsked]) -> None:
    subject = make_subject(alice)
    today = alice.workspace.today()
    decide(alice, subject.id, "not_now", triggers=[on_day(today + timedelta(days=1))])
    decide(alice, subject.id, "yes")

    with time_machine.travel(f"{today + timedelta(days=2)}T12:00Z", tick=False):
        assert fire_due_triggers() == 0

    assert asked == []


def test_a_day_to_look_again_lies_ahead(alice: Member) -> None:
    with pytest.raises(RevisitInPast):
        decide(alice, make_subject(alice).id, triggers=[on_day(alice.workspace.today())])

    assert not Decision.objects.exists()


def test_the_register_takes_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(5):
        decide(alice, make_subject(alice, f"Wish {number}").id)
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/api/prioritization/decisions?sort=subject&verdict=no").json()

    assert page["total"] == 5
    assert len(queries) <= 9


def test_the_words_of_a_decision_stay_when_the_subject_is_renamed(alice: Member) -> None:
    subject = make_subject(alice)
    decision = decide(alice, subject.id)
    model = get_kind(subject.kind).model

    revise_record(
        get_record(alice, model, subject.id), actor=alice, version=subject.version, changes={"title": "Notes import"}
    )

    assert Decision.objects.get(pk=decision.pk).title == "No to CRM button"
