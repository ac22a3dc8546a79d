"""Feedback that names a request is a vote for it, and a vote may be the one that a decision waits for."""

import json
from typing import Any
from uuid import UUID

from conftest import ClientOf
from django.core.files.base import ContentFile

from truenorth.domains.discovery.models import Feedback, Request
from truenorth.domains.discovery.selectors import count_votes
from truenorth.domains.discovery.services import create_request
from truenorth.domains.graph.models import Link
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import trash_nodes
from truenorth.domains.workspace.models import Member


def _request(actor: Member, ask: str = "A CRM button") -> Request:
    return create_request(actor=actor, values={"ask": ask})


def _upload(member: Member, rows: str, **options: object) -> Any:  # noqa: ANN401 - whatever JSON the route answers
    file = ContentFile(f"id,text,account,request\n{rows}".encode(), name="votes.csv")
    answer = ClientOf(member).post("/api/imports/feedback", {"file": file, "options": json.dumps(options)})
    assert answer.status_code == 200, answer.content
    return answer.json()


def _votes(request: Request) -> int:
    return count_votes([request.id])[request.id][0]


def _decide(member: Member, request: Request, trigger: dict[str, object]) -> str:
    body = {
        "subject_id": str(request.id),
        "verdict": "not_now",
        "reason_code": "weak_evidence",
        "reason": "Two teams asked.",
        "triggers": [trigger],
    }
    made = ClientOf(member).post("/api/prioritization/decisions", body, content_type="application/json")
    assert made.status_code == 201, made.content
    return str(made.json()["id"])


def _inbox(member: Member) -> list[tuple[str, str]]:
    items = ClientOf(member).get("/api/home/inbox").json()["items"]
    return [(item["node"]["id"], item["sentence"]) for item in items]


def test_a_row_names_its_request_by_key_or_title(connie: Member) -> None:
    request = _request(connie)

    report = _upload(connie, f"1,CRM please,Oak,{request.key.lower()}\n2,Me too,,a  crm button\n3,Nice,,\n")

    assert (report["created"], report["detail"]) == (3, {"accounts": 1, "votes": 2})
    assert _votes(request) == 3


def test_an_unknown_or_ambiguous_request_keeps_the_row_out(connie: Member) -> None:
    _request(connie, "Export")
    _request(connie, "Export")

    report = _upload(connie, "1,One,,REQ-99\n2,Two,,Export\n3,Three,,\n")

    assert [(each["row"], each["field"], each["message"]) for each in report["errors"]] == [
        (2, "request", "There is no request with the key or title 'REQ-99'."),
        (3, "request", "2 requests have the title 'Export'."),
    ]
    assert (report["created"], Link.objects.count()) == (1, 0)


def test_a_dry_run_counts_the_votes_and_casts_none(connie: Member) -> None:
    request = _request(connie)

    report = _upload(connie, f"1,CRM please,,{request.key}\n", dry_run=True)

    assert (report["created"], report["detail"]) == (1, {"votes": 1})
    assert (_votes(request), list_records(connie, Feedback).count()) == (1, 0)


def test_the_same_file_again_casts_no_vote_and_its_undoing_takes_them_back(connie: Member) -> None:
    request = _request(connie)
    first = _upload(connie, f"1,CRM please,,{request.key}\n2,Me too,,{request.key}\n")
    again = _upload(connie, f"1,CRM please,,{request.key}\n2,Me too,,{request.key}\n")

    assert (again["created"], again["unchanged"], again["detail"], _votes(request)) == (0, 2, {}, 3)
    assert ClientOf(connie).post(f"/api/imports/{first['run_id']}/undo").status_code == 200
    assert _votes(request) == 1
    assert _upload(connie, f"1,CRM please,,{request.key}\n")["created"] == 1
    assert _votes(request) == 2


def test_the_import_that_crosses_the_threshold_calls_the_owner(alice: Member, connie: Member) -> None:
    request = _request(connie)
    decision_id = _decide(alice, request, {"kind": "reading", "measure": "votes", "threshold": 4})

    _upload(connie, f"1,CRM please,,{request.key}\n2,Me too,,{request.key}\n")
    assert _inbox(alice) == []
    _upload(connie, f"3,And me,,{request.key}\n4,Us too,,{request.key}\n")
    _upload(connie, f"5,Hello?,,{request.key}\n")

    sentence = "It is time to look at it again. Votes of REQ-1 A CRM button came to 5 votes; the trigger is at least 4."
    assert _inbox(alice) == [(decision_id, sentence)]
    [trigger] = ClientOf(alice).get(f"/api/prioritization/decisions/{decision_id}").json()["triggers"]
    assert (trigger["value_then"], trigger["fired_value"], trigger["words"]) == (
        1,
        5,
        "Votes of REQ-1 A CRM button: at least 4 votes",
    )
    assert trigger["fired_at"]


def test_votes_for_what_a_trashed_decision_waited_for_call_nobody(alice: Member, connie: Member) -> None:
    request = _request(connie)
    decision_id = _decide(alice, request, {"kind": "reading", "measure": "votes", "threshold": 2})
    trash_nodes(actor=alice, ids=[UUID(decision_id)])

    _upload(connie, f"1,CRM please,,{request.key}\n")

    assert _inbox(alice) == []


def test_revenue_and_a_segment_count_accounts_once(alice: Member, connie: Member) -> None:
    client = ClientOf(alice)

    def make(kind: str, **values: object) -> str:
        made = client.post(f"/api/discovery/{kind}", values, content_type="application/json")
        assert made.status_code == 201, made.content
        return str(made.json()["id"])

    agencies = make("segments", title="Agencies")
    make("accounts", title="Oak", segment_id=agencies, annual_revenue=30_000)
    make("accounts", title="Elm", segment_id=agencies, annual_revenue=20_000)
    make("accounts", title="Ash", annual_revenue=5_000)
    request = _request(connie)
    money = _decide(alice, request, {"kind": "reading", "measure": "revenue", "threshold": 50_000})
    other = _request(connie, "Export")
    in_segment = {"kind": "reading", "measure": "segment_accounts", "qualifier_id": agencies, "threshold": 2}
    accounts = _decide(alice, request=other, trigger={**in_segment, "node_id": str(request.id)})

    _upload(connie, f"1,One,Oak,{request.key}\n2,Two,Oak,{request.key}\n3,Three,Ash,{request.key}\n")
    assert _inbox(alice) == []
    _upload(connie, f"4,Four,Elm,{request.key}\n")

    told = dict(_inbox(alice))
    assert told[money].endswith(
        "Revenue asking of REQ-1 A CRM button came to 55,000 EUR; the trigger is at least 50,000."
    )
    assert told[accounts].endswith(
        "Accounts asking (Agencies) of REQ-1 A CRM button came to 2 accounts; the trigger is at least 2."
    )
