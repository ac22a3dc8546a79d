from uuid import UUID

import pytest
from conftest import ClientOf
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.discovery.models import Account, Feedback, Request
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, create_record
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.roadmap.errors import NotShipped
from truenorth.domains.roadmap.factories import bring_to, make_initiative
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import State
from truenorth.domains.roadmap.selectors import draft_shipped_letter, list_shipped
from truenorth.domains.roadmap.services import word_initiative
from truenorth.domains.workspace.models import Member


def _ask(actor: Member, initiative: Initiative, ask: str, account: str = "") -> Node:
    account_id = create_record(Account, actor=actor, values={"title": account}).id if account else None
    request = create_record(Request, actor=actor, values={"title": ask, "ask": ask, "account_id": account_id})
    create_link(actor=actor, kind=LinkKind.ANSWERS, source=initiative.node, target=request.node)
    return request.node


def _letter(viewer: Member, initiative: Initiative, request_id: UUID) -> str:
    current = Initiative.objects.select_related("node").get(pk=initiative.pk)
    return draft_shipped_letter(viewer, current, request_id=request_id).letter.words


def test_what_was_shipped_names_who_asked_and_is_yet_to_be_told(alice: Member) -> None:
    tour = make_initiative(alice, "Tour")
    request = _ask(alice, tour, "Show me around", "Mosaic")
    supporter = create_record(Feedback, actor=alice, values={"title": "Me too", "body": "Me too"})
    create_link(actor=alice, kind=LinkKind.SUPPORTS, source=supporter.node, target=request)
    for initiative in (tour, make_initiative(alice, "Nobody asked")):
        bring_to(alice, initiative, State.SHIPPED)
    decision = decide(alice, tour.id, "yes", reason_code="goal_fit")
    client = ClientOf(alice)

    [month] = client.get("/api/roadmap/changelog").json()

    shipped = {item["initiative"]["title"]: item for item in month["items"]}
    assert month["month"] == f"{alice.workspace.today():%Y-%m}"
    assert [(each["node"]["title"], each["account"], each["told_at"]) for each in shipped["Tour"]["asked"]] == [
        ("Show me around", "Mosaic", None),
        ("Me too", "", None),
    ]
    assert (shipped["Tour"]["to_tell"], shipped["Nobody asked"]["asked"]) == (2, [])
    assert shipped["Tour"]["decision"]["id"] == str(decision.id)


def test_a_letter_is_drafted_sent_under_the_decision_and_remembered(alice: Member) -> None:
    tour = make_initiative(alice, "Tour")
    request = _ask(alice, tour, "Show me around", "Mosaic")
    shipped = bring_to(alice, tour, State.SHIPPED)
    decision = decide(alice, tour.id, "yes", reason_code="goal_fit")
    word_initiative(
        shipped,
        actor=alice,
        version=shipped.version,
        public_title="A guided tour",
        public_words="It shows the first steps.",
        is_published=True,
    )
    client = ClientOf(alice)

    letter = client.get(f"/api/roadmap/initiatives/{tour.id}/shipped-letter?request_id={request.id}").json()
    sent = {"address": "nora@mosaic.example", "request_id": str(request.id)}
    sent |= {"subject": letter["subject"], "words": letter["words"]}
    path = f"/api/prioritization/decisions/{decision.id}/letter"
    assert client.post(path, sent, content_type="application/json").status_code == 201

    assert letter["subject"] == "It is there: A guided tour"
    assert letter["words"].startswith(
        "Hello Mosaic,\n\nYou asked us for this: “Show me around”\n\n“A guided tour” is there"
    )
    assert "It shows the first steps." in letter["words"]
    assert mail.outbox[0].to == ["nora@mosaic.example"]
    [month] = list_shipped(alice)
    assert month.items[0].asked[0].told_at is not None
    assert month.items[0].to_tell == 0


def test_a_letter_names_no_other_customer(alice: Member) -> None:
    tour = make_initiative(alice, "The tour for Globex")
    request = _ask(alice, tour, "Show me around", "Mosaic")
    create_record(Account, actor=alice, values={"title": "Globex"})
    bring_to(alice, tour, State.SHIPPED)

    assert "Globex" not in _letter(alice, tour, request.id)


def test_there_is_no_letter_about_what_was_not_shipped(alice: Member) -> None:
    tour = make_initiative(alice, "Tour")
    request = _ask(alice, tour, "Show me around")

    with pytest.raises(NotShipped):
        _letter(alice, tour, request.id)


def test_the_changelog_takes_a_fixed_number_of_queries(alice: Member) -> None:
    def add(number: int) -> None:
        made = make_initiative(alice, f"Work {number}", owner_id=alice.id)
        _ask(alice, made, f"Wish {number}", f"Account {number}")
        bring_to(alice, made, State.SHIPPED)

    add(0)
    with CaptureQueriesContext(connection) as few:
        list_shipped(alice)
    for number in range(1, 5):
        add(number)

    with CaptureQueriesContext(connection) as many:
        assert len(list_shipped(alice)[0].items) == 5

    assert len(many) == len(few)
