from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import create_link, create_record, revise_record, trash_nodes
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.prioritization.models import Contradiction
from truenorth.domains.prioritization.rules import Piece, Verdict
from truenorth.domains.prioritization.rules.contradictions import find_contradictions as compare
from truenorth.domains.prioritization.services import find_contradictions
from truenorth.domains.workspace.models import Member

NOS = [Verdict.NO, Verdict.NOT_NOW, Verdict.MERGE_INTO]


def _words(verdict: Verdict, piece: Piece, *, then: str | None = None) -> str:
    known = {} if then is None else {piece.id: then}
    return compare(verdict, then=known, now=[piece]).get(piece.id, "")


def _piece(**values: Any) -> Piece:
    return Piece(id=uuid4(), name="Highlight HL-1 “I did”", **values)


def test_a_yes_is_contradicted_by_what_refutes_it_since_and_by_a_test_that_failed() -> None:
    assert _words(Verdict.YES, _piece(refutes_since=True, is_against=True)).endswith("refutes what it rests on.")
    assert _words(Verdict.YES, _piece(bearing="fails")).endswith("came out against it.")
    assert _words(Verdict.YES, _piece(bearing="fails"), then="fails") == ""
    assert _words(Verdict.YES, _piece(bearing="observed")) == ""
    assert _words(Verdict.YES, _piece(is_against=True)) == ""


@pytest.mark.parametrize("verdict", NOS)
def test_a_no_is_contradicted_by_firm_evidence_that_is_new_and_by_a_test_that_holds(verdict: Verdict) -> None:
    assert _words(verdict, _piece(bearing="observed")).endswith("was observed and is new.")
    assert _words(verdict, _piece(bearing="told")).endswith("was told at first hand and is new.")
    assert _words(verdict, _piece(bearing="holds"), then="").endswith("came out in its favour.")
    assert _words(verdict, _piece(bearing="told"), then="told") == ""
    assert _words(verdict, _piece(bearing="asked")) == ""
    assert _words(verdict, _piece(bearing="told", is_against=True, refutes_since=True)) == ""


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_refutes_the_decision_itself_contradicts_any(verdict: Verdict) -> None:
    piece = _piece(is_against=True, refutes_since=True, refutes_decision=True)

    assert _words(verdict, piece).endswith("refutes the decision.")


def _record(actor: Member, kind: str, **values: object) -> Node:
    return create_record(get_kind(kind).model, actor=actor, values={"title": kind.title(), **values}).node


def _hypothesis(actor: Member) -> Node:
    return _record(actor, "hypothesis", threshold=15)


def _settle(actor: Member, hypothesis: Node, state: str) -> None:
    record = get_record(actor, get_kind("hypothesis").model, hypothesis.id)
    revise_record(record, actor=actor, version=record.version, changes={"state": state})


def _initiative(actor: Member, hypothesis: Node) -> Node:
    initiative = _record(actor, "initiative", title="Tour")
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=initiative, target=hypothesis)
    return initiative


def _inbox(member: Member) -> list[str]:
    return [item["sentence"] for item in ClientOf(member).get("/api/home/inbox").json()["items"]]


def test_a_refuted_hypothesis_alarms_the_owner_of_a_yes_once(alice: Member) -> None:
    hypothesis = _hypothesis(alice)
    decision = decide(alice, _initiative(alice, hypothesis).id, "yes")
    assert find_contradictions() == 0

    _settle(alice, hypothesis, "refuted")

    assert (find_contradictions(), find_contradictions()) == (1, 0)
    assert _inbox(alice) == ["It is time to look at it again. Hypothesis HYP-1 “Hypothesis” came out against it."]
    [shown] = ClientOf(alice).get(f"/api/prioritization/decisions/{decision.id}").json()["contradictions"]
    assert (shown["node"]["key"], shown["dismissed_at"]) == ("HYP-1", None)


def test_what_was_refuted_on_the_day_is_no_news(alice: Member) -> None:
    hypothesis = _hypothesis(alice)
    _settle(alice, hypothesis, "refuted")
    decide(alice, _initiative(alice, hypothesis).id, "yes")

    assert find_contradictions() == 0


def test_a_refuting_link_since_alarms(alice: Member) -> None:
    hypothesis = _hypothesis(alice)
    early, late = _record(alice, "feedback", body="No"), _record(alice, "feedback", body="Never")
    create_link(actor=alice, kind=LinkKind.REFUTES, source=early, target=hypothesis)
    decide(alice, _initiative(alice, hypothesis).id, "yes")
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        create_link(actor=alice, kind=LinkKind.REFUTES, source=late, target=hypothesis)
        assert find_contradictions() == 1

    assert Contradiction.objects.get().words == "Feedback FB-2 “Feedback” refutes what it rests on."


def test_firm_evidence_since_alarms_the_owner_of_a_no(alice: Member) -> None:
    request = _record(alice, "request", ask="A button")
    decide(alice, request.id, "no")
    for strength in ("asked", "told", "observed"):
        source = _record(alice, "feedback", title=strength, body=strength, strength=strength)
        create_link(actor=alice, kind=LinkKind.SUPPORTS, source=source, target=request)

    assert find_contradictions() == 2
    assert (
        _inbox(alice)
        == [
            "It is time to look at it again. Feedback FB-2 “told” was told at first hand and is new. "
            "Feedback FB-3 “observed” was observed and is new."
        ]
        or len(_inbox(alice)) == 1
    )


def test_a_validated_hypothesis_alarms_the_owner_of_a_not_now(alice: Member) -> None:
    hypothesis = _hypothesis(alice)
    decide(alice, _initiative(alice, hypothesis).id, "not_now")
    _settle(alice, hypothesis, "supported")

    assert find_contradictions() == 1


def test_a_dismissal_keeps_its_words_and_empties_the_inbox(alice: Member, bob: Member) -> None:
    hypothesis = _hypothesis(alice)
    decision = decide(alice, _initiative(alice, hypothesis).id, "yes")
    _settle(alice, hypothesis, "refuted")
    find_contradictions()
    path = f"/api/prioritization/decisions/{decision.id}/contradictions/{Contradiction.objects.get().id}/dismiss"

    answer = ClientOf(bob).post(path, {"dismissed_words": "It was the wrong segment."}, content_type="application/json")
    again = ClientOf(alice).post(path, {"dismissed_words": "Twice."}, content_type="application/json")

    assert (answer.status_code, answer.json()["dismissed_by"]["name"], again.status_code) == (200, "Bob", 409)
    assert Contradiction.objects.get().dismissed_words == "It was the wrong segment."
    assert (_inbox(alice), find_contradictions()) == ([], 0)
    listed = "/api/prioritization/decisions?is_contradicted="
    assert [ClientOf(alice).get(listed + value).json()["total"] for value in ("true", "false")] == [0, 1]


def test_a_superseding_decision_answers_the_alarm(alice: Member) -> None:
    hypothesis = _hypothesis(alice)
    initiative = _initiative(alice, hypothesis)
    decide(alice, initiative.id, "yes")
    _settle(alice, hypothesis, "refuted")
    find_contradictions()
    assert len(_inbox(alice)) == 1

    decide(alice, initiative.id, "no")

    assert (_inbox(alice), find_contradictions()) == ([], 0)


def test_evidence_in_the_trash_speaks_against_nothing(alice: Member) -> None:
    request = _record(alice, "request", ask="A button")
    decide(alice, request.id, "no")
    source = _record(alice, "feedback", body="I did", strength="observed")
    create_link(actor=alice, kind=LinkKind.SUPPORTS, source=source, target=request)
    trash_nodes(actor=alice, ids=[source.id])

    assert find_contradictions() == 0


def test_a_workspace_without_news_is_left_alone(alice: Member) -> None:
    decide(alice, _record(alice, "request", ask="A button").id, "no")
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        find_contradictions()
    with (
        time_machine.travel(clock.now() + timedelta(hours=2), tick=False),
        CaptureQueriesContext(connection) as queries,
    ):
        assert find_contradictions() == 0

    assert len(queries) == 1


def test_many_decisions_are_held_against_the_news_with_as_many_questions_as_few(alice: Member) -> None:
    def look_through(count: int) -> int:
        for _ in range(count):
            decide(alice, _initiative(alice, _hypothesis(alice)).id, "yes")
        with CaptureQueriesContext(connection) as queries:
            assert find_contradictions() == 0
        return len(queries)

    look_through(1)

    assert look_through(1) == look_through(10)
