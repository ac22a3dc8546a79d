import gzip
from uuid import UUID

import pytest
from conftest import ClientOf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.discovery.factories import CALL, make_document, make_highlight, make_hypothesis
from truenorth.domains.discovery.models import Document
from truenorth.domains.discovery.services import (
    begin_test,
    create_feedback,
    create_insight,
    create_request,
    create_session,
    create_tag,
    set_tags,
)
from truenorth.domains.workspace.models import Member

JSON = "application/json"
AT_MOST_QUERIES = 18


def test_a_pasted_transcript_becomes_a_document_and_its_words_a_highlight(connie: Member) -> None:
    client = ClientOf(connie)

    document = client.post("/api/discovery/documents", {"title": "Call", "body": CALL}, content_type=JSON).json()
    turns = client.get(f"/api/discovery/documents/{document['id']}/turns").json()
    made = client.post(
        "/api/discovery/highlights",
        {"document_id": document["id"], "start": turns[1]["begin"], "end": turns[1]["end"], "strength": "observed"},
        content_type=JSON,
    )

    assert made.status_code == 201
    assert (made.json()["quote"], made.json()["mark"]) == ("Opens the client list, then a spreadsheet.", "did")
    [listed] = client.get(f"/api/discovery/documents/{document['id']}/highlights").json()
    assert listed["id"] == made.json()["id"]
    assert client.get(f"/api/discovery/documents/{document['id']}").json()["highlight_count"] == 1


def test_an_uploaded_transcript_becomes_a_document(connie: Member) -> None:
    file = SimpleUploadedFile("call.vtt.gz", gzip.compress(CALL.encode()))

    answer = ClientOf(connie).post("/api/discovery/transcripts", {"file": file, "title": "Field session 7"})

    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["format"]) == ("Field session 7", "webvtt")


def test_a_bad_upload_is_refused_by_line(connie: Member) -> None:
    file = SimpleUploadedFile("call.vtt", b"WEBVTT\n\n00:04.000 -> 00:09.000\nlost")

    answer = ClientOf(connie).post("/api/discovery/transcripts", {"file": file})

    assert answer.status_code == 422
    assert answer.json()["fields"]["file"].startswith("line 4")
    assert not Document._default_manager.exists()


def test_an_insight_is_made_from_selected_highlights_in_one_call(alice: Member) -> None:
    highlight = make_highlight(make_document(alice), actor=alice)

    made = ClientOf(alice).post(
        "/api/discovery/insights", {"title": "Own data first", "evidence_ids": [str(highlight.id)]}, content_type=JSON
    )

    assert made.json()["evidence"] == {
        "observed": 0,
        "told": 1,
        "asked": 0,
        "internal": 0,
        "against": 0,
        "total": 1,
        "strongest": "told",
    }


def test_the_evidence_of_a_claim_is_listed_with_its_summary(alice: Member) -> None:
    highlight = make_highlight(make_document(alice), actor=alice)
    insight = create_insight(actor=alice, values={"title": "Own data first", "evidence_ids": [highlight.id]})

    evidence = ClientOf(alice).get(f"/api/discovery/evidence/{insight.id}").json()

    assert evidence["summary"]["told"] == 1
    assert evidence["pieces"][0]["text"] == "I closed it."


def test_a_moved_threshold_is_refused_as_a_problem(alice: Member) -> None:
    hypothesis = begin_test(make_hypothesis(alice), actor=alice)

    answer = ClientOf(alice).patch(
        f"/api/discovery/hypotheses/{hypothesis.id}",
        {"version": 2, "threshold": 1},
        content_type=JSON,
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "discovery.threshold_fixed")


def test_another_workspace_sees_no_document(alice: Member, charlie: Member) -> None:
    document = make_document(alice)
    client = ClientOf(charlie)

    for path in ("", "/turns", "/highlights"):
        assert client.get(f"/api/discovery/documents/{document.id}{path}").status_code == 404


def test_attendance_is_set_by_its_route(alice: Member, bob: Member) -> None:
    session = create_session(actor=alice, values={"title": "Call"})

    answer = ClientOf(alice).put(
        f"/api/discovery/sessions/{session.id}/attendance",
        {"member_ids": [str(bob.id)]},
        content_type=JSON,
    )

    assert answer.json()["attendees"] == [{"id": str(bob.id), "name": "Bob", "function": "engineering"}]
    assert answer.json()["missing_functions"] == ["product", "design"]


@pytest.mark.parametrize(
    "plural",
    [
        "studies",
        "sessions",
        "participants",
        "accounts",
        "segments",
        "documents",
        "highlights",
        "feedback",
        "requests",
        "tags",
        "insights",
        "opportunities",
        "hypotheses",
    ],
)
def test_a_list_asks_the_database_no_more_for_more_records(alice: Member, plural: str) -> None:
    client = ClientOf(alice)
    tag = create_tag(actor=alice, values={"title": "Tour"})
    _fill(alice, tag_id=tag.id)
    few = _queries(client, plural)
    for _ in range(3):
        _fill(alice, tag_id=tag.id)

    assert _queries(client, plural) <= max(few, 1) <= AT_MOST_QUERIES


def _fill(actor: Member, *, tag_id: UUID) -> None:
    document = make_document(actor)
    highlight = make_highlight(document, actor=actor)
    set_tags(highlight.node, actor=actor, tag_ids=[tag_id])
    create_insight(actor=actor, values={"title": "Own data first", "evidence_ids": [highlight.id]})
    create_session(actor=actor, values={"title": "Call", "attendee_ids": [actor.id]})
    create_feedback(actor=actor, values={"body": "Hm.", "tag_ids": [tag_id]})
    create_request(actor=actor, values={"ask": "A button"})
    make_hypothesis(actor)


def _queries(client: ClientOf, plural: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/api/discovery/{plural}").status_code == 200
    return len(queries)
