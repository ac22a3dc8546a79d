import smtplib
from datetime import date
from typing import Any

import pytest
import time_machine
from conftest import ClientOf
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, create_record
from truenorth.domains.prioritization.factories import decide, on_day, on_reading
from truenorth.domains.prioritization.models import Told
from truenorth.domains.prioritization.rules import LetterFacts, ReasonCode, Verdict, compose_letter
from truenorth.domains.workspace.models import AuditRow, Member


def _facts(**values: Any) -> LetterFacts:
    given: dict[str, Any] = {
        "verdict": Verdict.NO,
        "decided_on": date(2026, 11, 26),
        "reason_code": ReasonCode.NEED_MET_OTHERWISE,
        "reason": "The import brings your clients in without typing",
        "name": "Nora",
        "account": "Mosaic Studio",
        "asked": "A button that sends a client to our CRM",
        "seen": {"observed": 2, "told": 1, "asked": 12, "internal": 3, "": 5},
        "sender": "Alice",
        "workspace": "Larkspur",
    }
    return LetterFacts(**(given | values))


def test_a_no_is_told_with_its_reason_and_what_was_seen() -> None:
    letter = compose_letter(
        _facts(work=["Client import"], again=["on 1 March 2027", "when it has been asked for 20 times"])
    )

    assert letter.subject == "Your request: A button that sends a client to our CRM"
    assert (
        letter.words
        == """Hello Nora,

Thank you for asking us for this: “A button that sends a client to our CRM”

On 26 November 2026 we decided not to do it. The need behind it is met in another way. The import brings your clients \
in without typing.

By then we had seen it happen twice, heard one first-hand account of it and been given twelve wishes and opinions on it.

What we work on for the same need is “Client import”.

We look at it again on 1 March 2027 or when it has been asked for 20 times.

Kind regards
Alice
Larkspur"""
    )


def test_a_not_now_says_when_it_is_looked_at_again() -> None:
    letter = compose_letter(
        _facts(
            verdict=Verdict.NOT_NOW,
            reason_code=ReasonCode.BLOCKED,
            reason="The mail service has to be replaced first.",
            seen={"told": 1},
            again=["when enough of our customers ask for it"],
        )
    )

    assert (
        letter.words
        == """Hello Nora,

Thank you for asking us for this: “A button that sends a client to our CRM”

On 26 November 2026 we decided not to do it for now. Something else has to come before it. The mail service has to be \
replaced first.

By then we had heard one first-hand account of it.

We look at it again when enough of our customers ask for it.

Kind regards
Alice
Larkspur"""
    )


def test_a_merge_says_what_it_goes_into() -> None:
    letter = compose_letter(
        _facts(verdict=Verdict.MERGE_INTO, reason_code=ReasonCode.OTHER, into="Client import", seen={})
    )

    assert (
        letter.words
        == """Hello Nora,

Thank you for asking us for this: “A button that sends a client to our CRM”

On 26 November 2026 we decided to take it up together with “Client import”. The import brings your clients in without \
typing. What you told us goes with it.

Kind regards
Alice
Larkspur"""
    )


def test_a_yes_names_the_work() -> None:
    letter = compose_letter(
        _facts(
            verdict=Verdict.YES,
            reason_code=ReasonCode.STRONG_EVIDENCE,
            reason="Half a morning goes into it!",
            seen={"observed": 1},
            work=["CRM button", "CRM sync"],
        )
    )

    assert (
        letter.words
        == """Hello Nora,

Thank you for asking us for this: “A button that sends a client to our CRM”

On 26 November 2026 we decided to do it. What we saw and heard speaks for it. Half a morning goes into it!

By then we had seen it happen once.

The work on it is “CRM button” and “CRM sync”.

Kind regards
Alice
Larkspur"""
    )


def test_a_letter_says_nothing_of_what_the_record_does_not_hold() -> None:
    letter = compose_letter(_facts(name="", account="", asked="", seen={}, reason_code=ReasonCode.OTHER, reason="No."))

    assert letter.subject == "Our decision of 26 November 2026"
    assert letter.words == "Hello,\n\nOn 26 November 2026 we decided not to do it. No.\n\nKind regards\nAlice\nLarkspur"


def test_another_customers_name_leaves_the_house_in_no_letter() -> None:
    letter = compose_letter(
        _facts(
            verdict=Verdict.MERGE_INTO,
            reason="oak & co. asked for the import first.",
            into="Import for Oak & Co",
            work=["Oak & Co", "Oaken desks"],
            private_names=["Oak & Co", "Mosaic Studio", "Nora", "It"],
        )
    )

    assert letter.left_out == ["reason", "into", "work"]
    assert "oak & co" not in letter.words.casefold()
    assert "together with other work. The need behind it is met in another way. What you told us" in letter.words
    assert "What we work on for the same need is “Oaken desks”." in letter.words


def test_a_long_request_is_quoted_by_its_beginning() -> None:
    letter = compose_letter(_facts(asked="A button " * 60))

    assert letter.subject == "Your request: A button A button A button A button A button A button A…"
    assert "for this: “A button A button" in letter.words
    assert "A button A…”\n" in letter.words


def _record(actor: Member, kind: str, **values: object) -> Node:
    return create_record(get_kind(kind).model, actor=actor, values={"title": kind.title(), **values}).node


def _nora_asks(actor: Member, **values: object) -> Node:
    account = _record(actor, "account", title="Mosaic Studio")
    nora = _record(actor, "participant", title="Nora", email="nora@mosaic.example", account_id=account.id, **values)
    return _record(actor, "request", title="CRM button", ask="A CRM button, please", participant_id=nora.id)


def test_the_draft_is_written_from_the_record(alice: Member) -> None:
    with time_machine.travel("2026-11-26T12:00Z", tick=False):
        request = _nora_asks(alice)
        feedback = _record(alice, "feedback", body="We type it twice at Oak", strength="told")
        _record(alice, "account", title="Oak")
        create_link(actor=alice, kind=LinkKind.SUPPORTS, source=feedback, target=request)
        work = _record(alice, "initiative", title="Client import")
        create_link(actor=alice, kind=LinkKind.ANSWERS, source=work, target=request)
        decision = decide(
            alice, request.id, "not_now", triggers=[on_day(date(2027, 3, 1)), on_reading("revenue", 50_000)]
        )

    draft = ClientOf(alice).get(f"/api/prioritization/decisions/{decision.id}/letter").json()

    assert (draft["request"]["key"], draft["address"], draft["left_out"]) == ("REQ-1", "nora@mosaic.example", [])
    assert draft["subject"] == "Your request: A CRM button, please"
    assert (
        draft["words"]
        == """Hello Nora,

Thank you for asking us for this: “A CRM button, please”

On 26 November 2026 we decided not to do it for now. The need behind it is met in another way. The need is fewer \
re-typed notes.

By then we had heard one first-hand account of it.

What we work on for the same need is “Client import”.

We look at it again on 1 March 2027 or when enough of our customers ask for it.

Kind regards
Alice
Larkspur"""
    )


def test_the_draft_to_somebody_who_asked_too_is_in_their_words(alice: Member) -> None:
    request = _nora_asks(alice)
    feedback = _record(alice, "feedback", body="Me too!")
    create_link(actor=alice, kind=LinkKind.SUPPORTS, source=feedback, target=request)
    decision = decide(alice, request.id)
    path = f"/api/prioritization/decisions/{decision.id}"

    askers = ClientOf(alice).get(f"{path}/askers").json()
    draft = ClientOf(alice).get(f"{path}/letter?request_id={feedback.id}").json()
    stray = ClientOf(alice).get(f"{path}/letter?request_id={_record(alice, 'request', ask='Else').id}")

    assert [(each["request"]["key"], each["name"], each["account"]) for each in askers["items"]] == [
        ("REQ-1", "Nora", "Mosaic Studio"),
        ("FB-1", "", ""),
    ]
    assert draft["words"].startswith("Hello,\n\nThank you for asking us for this: “Me too!”")
    assert (stray.status_code, list(stray.json()["fields"])) == (422, ["request_id"])


def test_who_asked_for_what_is_decided_on_is_found_by_the_links_of_either(alice: Member) -> None:
    answered, supporting, linked, stray = (
        _record(alice, "request", ask=ask) for ask in ("One", "Two", "Three", "Four")
    )
    work = _record(alice, "initiative", title="Client import")
    create_link(actor=alice, kind=LinkKind.ANSWERS, source=work, target=answered)
    create_link(actor=alice, kind=LinkKind.SUPPORTS, source=supporting, target=work)
    decision = decide(alice, work.id)
    client, path = ClientOf(alice), f"/api/prioritization/decisions/{decision.id}"

    create_link(actor=alice, kind=LinkKind.ANSWERS, source=decision.node, target=linked)
    found = [each["words"] for each in client.get(f"{path}/askers").json()["items"]]

    assert found == ["One", "Three", "Two"]
    assert "“One”" in client.get(f"{path}/letter").json()["words"]
    assert client.get(f"{path}/letter?request_id={stray.id}").status_code == 422


def test_those_who_asked_are_listed_with_as_many_questions_for_ten_as_for_two(alice: Member) -> None:
    request = _nora_asks(alice)
    decision = decide(alice, request.id)
    client, path = ClientOf(alice), f"/api/prioritization/decisions/{decision.id}/askers"

    def ask(count: int) -> int:
        for _ in range(count):
            source = _record(alice, "feedback", body="Me too!")
            create_link(actor=alice, kind=LinkKind.SUPPORTS, source=source, target=request)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    assert ask(1) == ask(8) <= 20


def test_who_withdrew_consent_is_not_written_to(alice: Member) -> None:
    decision = decide(alice, _nora_asks(alice, consent="withdrawn").id)

    draft = ClientOf(alice).get(f"/api/prioritization/decisions/{decision.id}/letter").json()

    assert (draft["name"], draft["address"]) == ("Nora", "")


def _letter(request: Node, **values: object) -> dict[str, object]:
    sent = {"name": "Nora", "address": "nora@mosaic.example", "subject": "Your\nrequest", "words": "Hello Nora"}
    return {"request_id": str(request.id), **sent, **values}


def test_a_letter_that_is_sent_is_kept_with_its_words(alice: Member) -> None:
    request = _nora_asks(alice)
    path = f"/api/prioritization/decisions/{decide(alice, request.id).id}"
    client = ClientOf(alice)

    answer = client.post(f"{path}/letter", _letter(request), content_type="application/json")

    [letter] = mail.outbox
    assert (answer.status_code, letter.to, letter.reply_to, letter.subject, letter.body) == (
        201,
        ["nora@mosaic.example"],
        [alice.email],
        "Your request",
        "Hello Nora",
    )
    [told] = client.get(f"{path}/told").json()["items"]
    assert (told["channel"], told["name"], told["words"], told["by"]["name"]) == ("sent", "Nora", "Hello Nora", "Alice")
    assert client.get(path).json()["told_count"] == 1
    assert client.get(f"{path}/askers").json()["items"][0]["told_at"] == told["told_at"]


@pytest.mark.parametrize(
    ("error", "status", "fields"),
    [
        (smtplib.SMTPRecipientsRefused({"nora@mosaic.example": (550, b"unknown")}), 422, ["address"]),
        (smtplib.SMTPServerDisconnected("gone"), 409, []),
        (ConnectionRefusedError(), 409, []),
    ],
)
def test_a_letter_that_the_server_refuses_is_not_kept(
    alice: Member, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, fields: list[str]
) -> None:
    def refuse(_: EmailMessage) -> int:
        raise error

    request = _nora_asks(alice)
    decision = decide(alice, request.id)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    before = AuditRow.objects.count()

    answer = ClientOf(alice).post(
        f"/api/prioritization/decisions/{decision.id}/letter", _letter(request), content_type="application/json"
    )

    assert (answer.status_code, list(answer.json()["fields"])) == (status, fields)
    assert (Told.objects.count(), AuditRow.objects.count()) == (0, before)


def test_an_address_that_is_none_is_refused(alice: Member) -> None:
    request = _nora_asks(alice)
    path = f"/api/prioritization/decisions/{decide(alice, request.id).id}/letter"

    answer = ClientOf(alice).post(path, _letter(request, address="nora at home"), content_type="application/json")

    assert (answer.status_code, list(answer.json()["fields"]), mail.outbox) == (422, ["address"], [])


def test_what_was_told_by_mouth_is_noted(alice: Member, connie: Member) -> None:
    request = _nora_asks(alice)
    path = f"/api/prioritization/decisions/{decide(alice, request.id).id}/told"

    noted = ClientOf(connie).post(path, {"name": "Nora", "channel": "spoken"}, content_type="application/json")
    sent = ClientOf(connie).post(path, {"name": "Nora", "channel": "sent"}, content_type="application/json")

    assert (noted.status_code, noted.json()["by"]["name"]) == (201, "Connie")
    assert (sent.status_code, list(sent.json()["fields"]), Told.objects.count()) == (422, ["channel"], 1)
