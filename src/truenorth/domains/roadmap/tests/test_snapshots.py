from datetime import UTC, date, datetime, timedelta

import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.engineering.services import create_slice
from truenorth.domains.graph.services import archive_nodes, revise_record
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.roadmap.factories import bring_to, go, make_initiative
from truenorth.domains.roadmap.models import Initiative, RoadmapSnapshot
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.roadmap.selectors import compare_snapshots, freeze_roadmap
from truenorth.domains.roadmap.services import move_initiative, take_monthly_snapshots, take_snapshot
from truenorth.domains.workspace.models import AuditRow, Member


def _again(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_related("node").get(pk=initiative.pk)


def _words(viewer: Member, snapshot: RoadmapSnapshot) -> list[str]:
    return [each.words for each in compare_snapshots(viewer, snapshot, None).changes]


def test_a_snapshot_keeps_what_the_roadmap_said_whatever_happens_later(alice: Member) -> None:
    tour = make_initiative(alice, "Tour", horizon="now", target_on=date(2026, 6, 1), owner_id=alice.id, confidence=60)
    make_initiative(alice, "An idea without a place")
    snapshot = take_snapshot(actor=alice, reason="Before the board")
    changes = {"title": "Guided tour", "target_on": None}
    revise_record(tour, actor=alice, version=tour.version, changes=changes)

    kept = ClientOf(alice).get(f"/api/roadmap/snapshots/{snapshot.id}").json()

    assert (kept["reason"], kept["taken_by"]["name"], kept["item_count"]) == ("Before the board", "Alice", 1)
    [item] = kept["items"]
    assert (item["title"], item["horizon"], item["position"], item["target_on"]) == ("Tour", "now", 1, "2026-06-01")
    assert (item["owner"]["name"], item["confidence"], item["state"]) == ("Alice", 60, "idea")
    assert AuditRow.objects.filter(target_id=snapshot.id, action="create").exists()


def test_what_became_of_the_roadmap_is_told_with_the_reasons_on_record(alice: Member) -> None:
    tour, export = make_initiative(alice, "Tour", horizon="next"), make_initiative(alice, "Export", horizon="next")
    crm, stays = make_initiative(alice, "CRM button", horizon="later"), make_initiative(alice, "Stays", horizon="later")
    old = make_initiative(alice, "Old", horizon="later")
    snapshot = take_snapshot(actor=alice)

    move_initiative(tour, actor=alice, horizon=Horizon.NOW, reason="Five seen copying by hand.")
    decision = decide(alice, crm.id, "no")
    bring_to(alice, export, State.SHIPPED)
    go(alice, export, State.CLOSED, outcome=InitiativeOutcome.WIN, reason="Both rose.", override_reason="Known.")
    make_initiative(alice, "Import", horizon="now")
    create_slice(actor=alice, values={"title": "Thin", "initiative_id": stays.id, "value_percent": 80})
    archive_nodes(actor=alice, ids=[old.id])

    assert _words(alice, snapshot) == [
        "Tour: next → now, because: Five seen copying by hand.",
        "Import: new in now.",
        "Export: idea → closed as win, because: Both rose.",
        "Stays: slices changed.",
        f"CRM button: later → no place, because: {decision.key}: The need is fewer re-typed notes.",
        f"CRM button: idea → closed as dropped, because: {decision.key}: The need is fewer re-typed notes.",
        "Old: left the roadmap, was in later.",
    ]


def test_a_card_put_first_is_the_only_one_that_moved(alice: Member) -> None:
    first, *_, last = [make_initiative(alice, name, horizon="next") for name in ("A", "B", "C", "D")]
    snapshot = take_snapshot(actor=alice)

    move_initiative(last, actor=alice, horizon=Horizon.NEXT, index=0, reason="A contract names it.")

    assert _words(alice, snapshot) == ["D: earlier in next, because: A contract names it."]
    move_initiative(_again(last), actor=alice, horizon=Horizon.NEXT, index=3)
    move_initiative(_again(first), actor=alice, horizon=Horizon.NEXT, index=0)
    assert _words(alice, snapshot) == []


def test_two_snapshots_differ_by_what_happened_between_them_and_by_nothing_since(alice: Member) -> None:
    began = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with clock.pretend(began):
        tour = make_initiative(alice, "Tour", horizon="later")
        first = take_snapshot(actor=alice)
    with clock.pretend(began + timedelta(days=1)):
        move_initiative(tour, actor=alice, horizon=Horizon.NEXT, reason="First reason")
    with clock.pretend(began + timedelta(days=2)):
        second = take_snapshot(actor=alice)
    with clock.pretend(began + timedelta(days=3)):
        move_initiative(_again(tour), actor=alice, horizon=Horizon.NOW, reason="Second reason")

    answer = ClientOf(alice).get(f"/api/roadmap/diff?before={first.id}&after={second.id}").json()

    assert [each["words"] for each in answer["changes"]] == ["Tour: later → next, because: First reason."]
    assert (answer["counts"], answer["after"]["id"]) == ({"moved": 1}, str(second.id))
    assert answer["changes"][0]["by"] == "Alice"
    assert answer["changes"][0]["details"] == [{"field": "horizon", "before": "later", "after": "next"}]
    assert _words(alice, second) == ["Tour: next → now, because: Second reason."]
    assert compare_snapshots(alice, first, first).changes == []


def test_a_reason_said_later_stands_beside_the_change_in_every_comparison_that_shows_it(alice: Member) -> None:
    client = ClientOf(alice)
    tour = make_initiative(alice, "Tour", horizon="now", confidence=40)
    first = take_snapshot(actor=alice)
    revise_record(tour, actor=alice, version=tour.version, changes={"confidence": 70})
    second = take_snapshot(actor=alice)

    def say(reason: str, **values: object) -> int:
        body = {"initiative_id": str(tour.id), "kind": "confidence", "reason": reason} | values
        path = f"/api/roadmap/snapshots/{first.id}/reasons"
        return client.post(path, body, content_type="application/json").status_code

    assert say("Four of five finished it.", after=str(second.id)) == 204
    assert say("It was never moved.", kind="moved") == 404
    assert say("") == 422
    revise_record(_again(tour), actor=alice, version=_again(tour).version, changes={"confidence": 20})

    [earlier] = compare_snapshots(alice, first, second).changes
    assert (earlier.words, earlier.by) == (
        "Tour: confidence 40 % → 70 %, because: Four of five finished it.",
        "Alice",
    )
    assert _words(alice, second) == ["Tour: confidence 70 % → 20 %."]


def test_the_calendar_takes_one_snapshot_a_month_of_a_workspace_that_has_a_roadmap(
    alice: Member, charlie: Member
) -> None:
    with clock.pretend(datetime(2026, 3, 31, 12, tzinfo=UTC)):
        make_initiative(alice, "Tour", horizon="now")
        assert [take_monthly_snapshots(), take_monthly_snapshots()] == [1, 0]
    with clock.pretend(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        assert take_monthly_snapshots() == 1

    kept = RoadmapSnapshot.objects.order_by("created_at")
    assert [(each.month, each.taken_by, each.item_count) for each in kept] == [
        ("2026-03", None, 1),
        ("2026-04", None, 1),
    ]
    assert not RoadmapSnapshot.objects.filter(workspace=charlie.workspace).exists()


def test_a_contributor_takes_no_snapshot_and_a_stranger_sees_none(
    alice: Member, connie: Member, charlie: Member
) -> None:
    snapshot = take_snapshot(actor=alice)

    with pytest.raises(Forbidden):
        take_snapshot(actor=connie)

    assert RoadmapSnapshot.objects.count() == 1
    assert (
        ClientOf(charlie).get(f"/api/roadmap/diff?before={snapshot.id}").json()["code"] == "roadmap.snapshot_not_found"
    )


def test_a_large_roadmap_is_frozen_in_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(2):
        make_initiative(alice, f"Work {number}", horizon="now", owner_id=alice.id)
    with CaptureQueriesContext(connection) as few:
        freeze_roadmap(alice)
    for number in range(6):
        made = make_initiative(alice, f"More {number}", horizon="next", owner_id=alice.id)
        create_slice(actor=alice, values={"title": "Thin", "initiative_id": made.id, "value_percent": 80})

    with CaptureQueriesContext(connection) as many:
        assert len(freeze_roadmap(alice)) == 8

    assert len(many) == len(few)
