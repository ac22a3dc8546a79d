from datetime import timedelta
from typing import Any

import pytest
import time_machine
from conftest import ClientOf
from django.core.cache import cache
from django.test import Client

from truenorth.domains.graph.services import archive_nodes, trash_nodes
from truenorth.domains.kit import clock
from truenorth.domains.prioritization.factories import decide, make_subject, on_day
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.workspace.models import Member, ShareLink

WORDS = {"title": "No CRM button", "words": "The import does it without typing.", "revisit": "When teams ask again"}


@pytest.fixture(autouse=True)
def no_guesses_of_other_tests() -> None:
    cache.clear()


def _path(decision: Decision) -> str:
    return f"/api/prioritization/decisions/{decision.id}"


def _put(member: Member, decision: Decision, version: int, **values: str) -> Any:  # noqa: ANN401 - the client's answer
    body = {"version": version, **{f"public_{name}": value for name, value in (WORDS | values).items()}}
    return ClientOf(member).put(f"{_path(decision)}/statement", body, content_type="application/json")


def _move(member: Member, decision: Decision, to: str, version: int) -> Any:  # noqa: ANN401 - the client's answer
    return ClientOf(member).post(f"{_path(decision)}/{to}", {"version": version}, content_type="application/json")


def _publish(member: Member, decision: Decision, **values: str) -> None:
    assert _put(member, decision, 1, **values).status_code == 200
    assert _move(member, decision, "publish", 2).status_code == 200


def _share(member: Member, **values: object) -> str:
    body = {"view": "not_doing", **values}
    made = ClientOf(member).post("/api/workspace/share-links", body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["url"].endswith(f"/public/not-doing/{made.json()['token']}")
    return str(made.json()["token"])


def _read(token: str) -> Any:  # noqa: ANN401 - the client's answer
    return Client().get(f"/api/public/not-doing/{token}")


def test_the_public_list_shows_what_is_published_and_nothing_else(alice: Member) -> None:
    today = alice.workspace.today()
    subject = make_subject(alice, "Secret subject")
    decision = decide(
        alice,
        subject.id,
        "not_now",
        reason="Secret reason",
        body="Secret body",
        triggers=[on_day(today + timedelta(days=30))],
    )
    decide(alice, make_subject(alice, "Unpublished").id)
    _publish(alice, decision)
    token = _share(alice, name="Secret name")

    answer = _read(token)

    assert answer.json() == {
        "workspace": alice.workspace.name,
        "items": [{**WORDS, "verdict": "not_now", "month": f"{today:%Y-%m}"}],
    }
    private = [decision.key, subject.key, str(decision.id), str(subject.id), str(alice.id), "Secret", "Alice"]
    assert [each for each in private if each in answer.content.decode()] == []
    assert not ShareLink.objects.filter(token_hash=token).exists()


def test_a_yes_a_superseded_and_a_stored_decision_are_not_shown(alice: Member) -> None:
    subjects = [make_subject(alice, title) for title in ("Passed", "Stored", "Gone", "Taken back")]
    passed, stored, gone, back = (decide(alice, subject.id) for subject in subjects)
    for decision in (passed, stored, gone, back):
        _publish(alice, decision)
    assert len(_read(_share(alice)).json()["items"]) == 4

    decide(alice, subjects[0].id)
    archive_nodes(actor=alice, ids=[stored.id])
    trash_nodes(actor=alice, ids=[gone.id])
    assert _move(alice, back, "unpublish", 3).status_code == 200

    assert _read(_share(alice)).json()["items"] == []
    yes = decide(alice, make_subject(alice).id, "yes")
    assert _put(alice, yes, 1).status_code == 200
    assert _move(alice, yes, "publish", 2).json()["code"] == "prioritization.statement_not_for_yes"
    assert _move(alice, passed, "publish", 3).json()["code"] == "prioritization.decision_superseded"


def test_nothing_is_published_before_it_is_written(alice: Member) -> None:
    decision = decide(alice, make_subject(alice).id)
    blank = _move(alice, decision, "publish", 1)

    assert (blank.status_code, list(blank.json()["fields"])) == (422, ["public_title", "public_words"])
    _publish(alice, decision)
    emptied = _put(alice, decision, 3, words="")
    assert (emptied.status_code, list(emptied.json()["fields"])) == (422, ["public_words"])
    assert Decision.objects.get().public_words == WORDS["words"]


def test_a_stale_statement_is_refused_with_the_current_one(alice: Member, bob: Member) -> None:
    decision = decide(alice, make_subject(alice).id)
    _put(alice, decision, 1)

    stale = _put(bob, decision, 1, title="Mine")

    assert (stale.status_code, stale.json()["current"]["statement"]["title"]) == (409, WORDS["title"])
    assert _move(bob, decision, "publish", 1).status_code == 409
    assert Decision.objects.get().published_at is None


def test_an_unknown_an_expired_and_a_revoked_link_answer_alike(alice: Member) -> None:
    expired, revoked = _share(alice, days=1), _share(alice)
    links = ClientOf(alice).get("/api/workspace/share-links").json()
    [newest, _] = links
    assert ClientOf(alice).delete(f"/api/workspace/share-links/{newest['id']}").status_code == 204
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        answers = [_read(token) for token in ("unknown", expired, revoked)]
        assert ClientOf(alice).get("/api/workspace/share-links").json() == []

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert len({each.content for each in answers}) == 1


def test_guessing_a_link_is_stopped(alice: Member) -> None:
    token = _share(alice)
    answers = [_read(f"guess-{number}").status_code for number in range(25)]

    assert (answers[0], answers[-1], _read(token).status_code) == (404, 429, 429)


def test_a_link_names_a_view_that_can_be_shared(alice: Member) -> None:
    client = ClientOf(alice)

    for body, field in (({"view": "everything"}, "view"), ({"view": "not_doing", "options": {"a": "b"}}, "options")):
        answer = client.post("/api/workspace/share-links", body, content_type="application/json")
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not ShareLink.objects.exists()


def test_a_link_shows_the_workspace_that_shared_it(alice: Member, charlie: Member) -> None:
    _publish(alice, decide(alice, make_subject(alice).id))

    assert _read(_share(charlie)).json() == {"workspace": charlie.workspace.name, "items": []}
