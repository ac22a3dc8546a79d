import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from conftest import ClientOf
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.roadmap.errors import InitiativeUnworded
from truenorth.domains.roadmap.factories import bring_to, make_initiative
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Happening, State, write_calendar
from truenorth.domains.roadmap.services import word_initiative
from truenorth.domains.strategy.factories import make_key_result
from truenorth.domains.workspace.errors import SharedViewUnknown
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_share_link, create_team

SECRETS = {
    "title": "Kill the CRM button for Mosaic",
    "body": "Internal: Mosaic pays 90,000 a year.",
    "project": "Falcon",
}


def _token(actor: Member, audience: str | None = None, days: int | None = None) -> str:
    options = {"audience": audience} if audience else {}
    return create_share_link(actor=actor, view="roadmap", options=options, days=days)[1]


def _publish(actor: Member, initiative: Initiative, title: str = "Quicker notes", words: str = "Copy less.") -> None:
    word_initiative(
        initiative, actor=actor, version=initiative.version, public_title=title, public_words=words, is_published=True
    )


def _secret(alice: Member, adam: Member) -> Initiative:
    """An initiative of whose every field somebody outside could learn something."""
    team = create_team(actor=adam, name="Skunkworks")
    dates = {
        "starts_on": date(2026, 7, 7),
        "target_on": date(2026, 8, 19),
        "not_before_on": date(2026, 7, 3),
        "deadline_on": date(2026, 9, 23),
    }
    people = {"owner_id": alice.id, "team_id": team.id}
    numbers = {"confidence": 37, "effort_weeks": 11.5, "story_points": 77.0}
    values: dict[str, Any] = {**SECRETS, **dates, **people, **numbers, "horizon": "now"}
    initiative = make_initiative(alice, **values)
    key_result = make_key_result(alice, title="Double the revenue")
    create_link(actor=alice, kind=LinkKind.CONTRIBUTES_TO, source=initiative.node, target=key_result.node)
    return Initiative.objects.select_related("node").get(pk=initiative.pk)


def test_customers_see_what_was_published_for_them_and_not_one_byte_more(alice: Member, adam: Member) -> None:
    initiative = _secret(alice, adam)
    _publish(alice, initiative)
    make_initiative(alice, "Nobody's business", horizon="next")
    token = _token(alice)

    with clock.pretend(datetime(2026, 3, 2, tzinfo=UTC)):  # no date of the answer's own is like one of the secrets
        answers = [Client().get(f"/api/public/roadmap/{token}{page}") for page in ("", "/embed")]

    [lane] = [each for each in answers[0].json()["lanes"] if each["items"]]
    assert lane == {
        "horizon": "now",
        "items": [{"title": "Quicker notes", "words": "Copy less.", "quarter": "Q3 2026", "shipped_month": ""}],
    }
    hidden = [
        *SECRETS.values(),
        *("Mosaic", "Alice", "alice", "Skunkworks", "Double the revenue", "Nobody", "37", "11.5", "77", initiative.key),
        *("2026-07", "2026-08", "2026-09", "confidence", "owner", "effort", "score", "key_result", str(initiative.id)),
    ]
    for answer in answers:
        raw = answer.content.decode()
        assert answer.status_code == 200
        assert [word for word in hidden if word in raw] == []
        assert "Quicker notes" in raw


def test_executives_and_the_house_see_more_and_never_what_is_no_business_of_a_link(alice: Member, adam: Member) -> None:
    initiative = _secret(alice, adam)
    for audience in ("executives", "internal"):
        raw = Client().get(f"/api/public/roadmap/{_token(alice, audience)}").content.decode()
        assert SECRETS["title"] in raw
        assert "2026-08-19" in raw
        for word in (SECRETS["body"], SECRETS["project"], "11.5", "77.0", "alice@", str(initiative.id)):
            assert word not in raw

    executive = Client().get(f"/api/public/roadmap/{_token(alice, 'executives')}")
    internal = Client().get(f"/api/public/roadmap/{_token(alice, 'internal')}").json()

    [item] = executive.json()["lanes"][0]["items"]
    assert (item["key_results"], item["confidence"], item["is_late"]) == (["Double the revenue"], 37, False)
    assert "Alice" not in executive.content.decode()
    assert internal["lanes"][0]["items"][0]["owner"] == "Alice"


def test_what_was_shipped_is_shown_with_its_month_and_no_day(alice: Member, adam: Member) -> None:
    shipped = bring_to(alice, _secret(alice, adam), State.SHIPPED)
    _publish(alice, shipped)

    answer = Client().get(f"/api/public/roadmap/{_token(alice)}").json()

    [item] = answer["shipped"]
    assert re.fullmatch(r"\d{4}-\d{2}", item["shipped_month"])
    assert all(lane["items"] == [] for lane in answer["lanes"])


def test_only_the_embedded_page_may_stand_in_another_one(alice: Member) -> None:
    embedded = Client().get(f"/api/public/roadmap/{_token(alice)}/embed")

    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "default-src 'none'" in embedded["Content-Security-Policy"]


def test_words_of_an_initiative_run_nowhere(alice: Member) -> None:
    initiative = make_initiative(alice, horizon="now")
    _publish(alice, initiative, title="<script>alert(1)</script>", words='"><img src=x onerror=alert(1)>')

    raw = Client().get(f"/api/public/roadmap/{_token(alice)}/embed").content.decode()

    assert "<script>" not in raw
    assert "<img" not in raw


def test_a_link_that_is_over_or_of_another_view_shows_nothing(alice: Member) -> None:
    token = _token(alice, days=1)
    other = create_share_link(actor=alice, view="not_doing")[1]

    with clock.pretend(clock.now() + timedelta(days=2)):
        assert Client().get(f"/api/public/roadmap/{token}").status_code == 404
        assert Client().get(f"/api/public/roadmap/{token}/embed").status_code == 404
    assert Client().get(f"/api/public/roadmap/{other}").status_code == 404


def test_an_audience_that_there_is_not_is_refused(alice: Member) -> None:
    with pytest.raises(SharedViewUnknown) as refusal:
        _token(alice, "everybody")

    assert set(refusal.value.fields) == {"options.audience"}


def test_what_has_no_public_title_is_not_published(alice: Member, connie: Member) -> None:
    initiative = make_initiative(alice)

    with pytest.raises(InitiativeUnworded):
        _publish(alice, initiative, title="")
    with pytest.raises(Forbidden):
        _publish(connie, initiative)

    assert Initiative.objects.get().published_at is None


def test_public_words_are_written_published_and_taken_back_and_a_stale_write_is_told(alice: Member) -> None:
    initiative, client = make_initiative(alice, horizon="now"), ClientOf(alice)
    path = f"/api/roadmap/initiatives/{initiative.id}/statement"
    words = {"public_title": "Quicker notes", "public_words": "Copy less."}

    done = client.put(path, {"version": 1, **words, "is_published": True}, content_type="application/json").json()
    stale = client.put(path, {"version": 1, **words}, content_type="application/json")
    client.put(path, {"version": 2, **words}, content_type="application/json")

    assert done["published_at"]
    assert (stale.status_code, stale.json()["current"]["public_title"]) == (409, "Quicker notes")
    assert Initiative.objects.get().published_at is None


def test_a_shared_roadmap_takes_a_fixed_number_of_queries(alice: Member) -> None:
    path = f"/api/public/roadmap/{_token(alice, 'internal')}"
    make_initiative(alice, horizon="now", owner_id=alice.id)
    with CaptureQueriesContext(connection) as few:
        Client().get(path)
    for number in range(5):
        make_initiative(alice, f"Work {number}", horizon="next", owner_id=alice.id)

    with CaptureQueriesContext(connection) as many:
        Client().get(path)

    assert len(many) == len(few)


def test_the_roadmap_leaves_as_markdown_and_as_a_calendar(alice: Member) -> None:
    make_initiative(
        alice, "Tour *now*", horizon="now", starts_on=date(2026, 3, 2), target_on=date(2026, 4, 1), confidence=60
    )
    make_initiative(alice, "An idea")
    client = ClientOf(alice)
    client.post("/api/roadmap/milestones", {"title": "Fair", "due_on": "2026-04-01"}, content_type="application/json")

    text = client.get("/api/roadmap/export.md?horizon=now").content.decode()
    calendar = client.get("/api/roadmap/export.ics").content.decode()

    assert "## Now\n\n- **Tour \\*now\\*** (INI-1): idea, 2 March 2026 to 1 April 2026, 60 % sure\n" in text
    assert "An idea" not in text
    assert "SUMMARY:Tour *now*\r\n" in calendar
    assert "DTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260402\r\n" in calendar
    assert calendar.count("BEGIN:VEVENT") == 2


def test_a_calendar_folds_long_lines_and_lets_no_title_end_an_event() -> None:
    title = "Straße, größer; \\ schöner\nEND:VEVENT " * 4
    happening = Happening(uid="1", title=title, from_on=date(2026, 3, 2), to_on=date(2026, 3, 2))

    text = write_calendar("Roadmap", [happening], stamp=clock.now())

    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert lines.count("END:VEVENT") == 1
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Straße\\, größer\\; \\\\ schöner\\nEND:VEVENT" in unfolded


def test_a_table_leaves_with_every_field_of_ones_own(alice: Member) -> None:
    client = ClientOf(alice)
    field = {"key": "tier", "label": "Tier", "kind": "text"}
    client.post("/api/roadmap/fields", field, content_type="application/json")
    make_initiative(alice, "Tour", custom_fields={"tier": "=gold"})

    header, row = client.get("/api/roadmap/initiatives/export.csv").content.decode().splitlines()

    assert header.split(",")[-1] == "field.tier"
    assert row.split(",")[-1] == "'=gold"
