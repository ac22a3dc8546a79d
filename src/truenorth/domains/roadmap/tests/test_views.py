from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.discovery.models import Account, Opportunity, Request, Segment
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, create_record
from truenorth.domains.roadmap.factories import bring_to, make_initiative
from truenorth.domains.roadmap.models import Initiative, SavedView, TeamCapacity
from truenorth.domains.roadmap.rules import State
from truenorth.domains.roadmap.selectors import views
from truenorth.domains.roadmap.services import add_dependency
from truenorth.domains.strategy.factories import make_key_result
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_team

MONDAY = date(2026, 3, 2)
WEEK = timedelta(weeks=1)


def _derive(actor: Member, initiative: Initiative, source: Node) -> None:
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=initiative.node, target=source)


def _lanes(answer: dict[str, list[dict[str, object]]]) -> dict[str, dict[str, list[str]]]:
    """The titles in each lane, by the lane's title and the horizon; empty cells left out."""
    titles = {item["id"]: str(item["title"]) for item in answer["items"]}
    return {
        lane["group"]["title"] if lane["group"] else "": {  # type: ignore[index]
            cell: [titles[each] for each in lane[cell]]  # type: ignore[attr-defined]
            for cell in ("now", "next", "later", "unplaced")
            if lane[cell]
        }
        for lane in answer["lanes"]
    }


def test_the_timeline_shows_what_has_dates_in_sight_with_what_waits_for_what(alice: Member) -> None:
    tour = make_initiative(alice, "Tour", starts_on=MONDAY, target_on=MONDAY + 2 * WEEK)
    export = make_initiative(alice, "Export", starts_on=MONDAY + WEEK)
    make_initiative(alice, "Long ago", starts_on=MONDAY - 9 * WEEK, target_on=MONDAY - 8 * WEEK)
    make_initiative(alice, "No dates")
    add_dependency(actor=alice, blocker_id=tour.id, blocked_id=export.id)
    client = ClientOf(alice)
    client.post("/api/roadmap/milestones", {"title": "Fair", "due_on": "2026-04-01"}, content_type="application/json")

    shown = client.get(f"/api/roadmap/timeline?from_on={MONDAY}&to_on={MONDAY + 4 * WEEK}").json()

    assert [item["title"] for item in shown["items"]] == ["Tour", "Export"]
    assert [(each["blocked"]["title"], each["violated_days"]) for each in shown["dependencies"]] == [("Export", 7)]
    assert [each["title"] for each in shown["milestones"]] == ["Fair"]
    assert (shown["total"], shown["undated"]) == (2, 1)


def test_what_is_more_than_can_be_shown_is_counted(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN_AT_MOST", 2)
    for number in range(3):
        make_initiative(alice, f"Work {number}", horizon="now", starts_on=MONDAY + number * WEEK)
    client = ClientOf(alice)

    timeline, lanes = (client.get(f"/api/roadmap/{path}").json() for path in ("timeline", "swimlanes?by=team"))

    assert [item["title"] for item in timeline["items"]] == ["Work 0", "Work 1"]
    assert (timeline["total"], lanes["total"], len(lanes["items"])) == (3, 3, 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite says in these words how it goes about a query")
@pytest.mark.parametrize(
    ("path", "indexes"),
    [("board", {"initiative_placed", "initiative_begun"}), ("timeline", {"initiative_dated"})],
)
def test_the_few_of_a_long_backlog_are_found_by_an_index(alice: Member, path: str, indexes: set[str]) -> None:
    asked: list[tuple[str, Sequence[str]]] = []

    def note(execute: Callable[..., object], sql: str, values: Sequence[str], *rest: object) -> object:
        asked.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(note):
        ClientOf(alice).get(f"/api/roadmap/{path}")

    assert indexes <= {word for sql, values in asked for step in _explain(sql, values) for word in step.split()}


def _explain(sql: str, values: Sequence[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return [step for *_, step in cursor.fetchall()]


def test_lanes_by_team_have_a_lane_for_those_of_none(alice: Member, adam: Member) -> None:
    web = create_team(actor=adam, name="Web")
    make_initiative(alice, "Tour", horizon="now", team_id=web.id)
    make_initiative(alice, "Export", horizon="next", team_id=web.id)
    bring_to(alice, make_initiative(alice, "Import"), State.COMMITTED)
    make_initiative(alice, "An idea")

    answer = ClientOf(alice).get("/api/roadmap/swimlanes?by=team").json()

    assert _lanes(answer) == {"Web": {"now": ["Tour"], "next": ["Export"]}, "": {"unplaced": ["Import"]}}


def test_lanes_by_objective_follow_the_key_results_that_work_contributes_to(alice: Member) -> None:
    key_result = make_key_result(alice)
    tour, other = make_initiative(alice, "Tour", horizon="now"), make_initiative(alice, "Other", horizon="now")
    create_link(actor=alice, kind=LinkKind.CONTRIBUTES_TO, source=tour.node, target=key_result.node)

    answer = ClientOf(alice).get("/api/roadmap/swimlanes?by=objective").json()

    assert _lanes(answer) == {"The first week counts": {"now": ["Tour"]}, "": {"now": ["Other"]}}
    assert other.title == "Other"


def test_lanes_by_segment_follow_the_opportunities_and_the_accounts_that_asked(alice: Member) -> None:
    small, large = (create_record(Segment, actor=alice, values={"title": name}) for name in ("Small", "Large"))
    opportunity = create_record(Opportunity, actor=alice, values={"title": "Lost users", "segment_id": small.id})
    account = create_record(Account, actor=alice, values={"title": "Mosaic", "segment_id": large.id})
    request = create_record(Request, actor=alice, values={"title": "A tour", "ask": "A tour", "account_id": account.id})
    tour, theme = make_initiative(alice, "Tour", horizon="now"), make_initiative(alice, "Theme", horizon="later")
    _derive(alice, tour, opportunity.node)
    _derive(alice, tour, request.node)
    _derive(alice, theme, request.node)

    answer = ClientOf(alice).get("/api/roadmap/swimlanes?by=segment").json()

    assert _lanes(answer) == {"Large": {"now": ["Tour"], "later": ["Theme"]}, "Small": {"now": ["Tour"]}}


@pytest.mark.parametrize("by", ["team", "objective", "segment"])
def test_lanes_take_a_fixed_number_of_queries(alice: Member, by: str) -> None:
    key_result = make_key_result(alice)
    client, path = ClientOf(alice), f"/api/roadmap/swimlanes?by={by}"

    def add(number: int) -> None:
        made = make_initiative(alice, f"Work {number}", horizon="now", owner_id=alice.id)
        create_link(actor=alice, kind=LinkKind.CONTRIBUTES_TO, source=made.node, target=key_result.node)

    add(0)
    with CaptureQueriesContext(connection) as few:
        client.get(path)
    for number in range(1, 6):
        add(number)
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(many) == len(few)


def test_capacity_bars_hold_planned_effort_against_what_a_team_can_do(alice: Member, adam: Member) -> None:
    web = create_team(actor=adam, name="Web")
    make_initiative(alice, starts_on=MONDAY, target_on=MONDAY + 2 * WEEK, effort_weeks=4, team_id=web.id)
    client, path = ClientOf(alice), f"/api/roadmap/capacity/{web.id}"
    absence = {"from_on": str(MONDAY), "to_on": str(MONDAY + timedelta(days=6)), "words": "Offsite"}

    made = client.put(path, {"version": 0, "seats": 2, "absences": [absence]}, content_type="application/json").json()
    bars = client.get(f"/api/roadmap/capacity?from_on={MONDAY}&length=week&count=3").json()[0]
    stale = client.put(path, {"version": 0, "seats": 3}, content_type="application/json")

    assert (made["version"], made["absences"]) == (1, [absence])
    assert [(bar["planned_weeks"], bar["capacity_weeks"]) for bar in bars["bars"]] == [(2, 0), (2, 2), (0, 2)]
    assert (stale.status_code, stale.json()["current"]["seats"]) == (409, 2)
    assert TeamCapacity.objects.get().seats == 2


def test_an_absence_that_ends_before_it_starts_is_refused(alice: Member, adam: Member) -> None:
    web = create_team(actor=adam, name="Web")
    absence = {"from_on": "2026-03-09", "to_on": "2026-03-02"}

    answer = ClientOf(alice).put(
        f"/api/roadmap/capacity/{web.id}",
        {"version": 0, "seats": 1, "absences": [absence]},
        content_type="application/json",
    )

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"absences.0.to_on"})
    assert not TeamCapacity.objects.exists()


def test_a_saved_view_is_ones_own_until_it_is_shared(alice: Member, bob: Member, vera: Member) -> None:
    client = ClientOf(alice)
    values = {
        "name": "Now",
        "shape": "table",
        "filters": {"horizon": ["now"]},
        "sort": "-title",
        "options": {"columns": ["key"]},
    }
    view = client.post("/api/roadmap/views", values, content_type="application/json").json()
    path = f"/api/roadmap/views/{view['id']}"

    hidden = ClientOf(bob).get(path)
    shared = client.patch(path, {"version": 1, "is_shared": True}, content_type="application/json").json()
    renamed = ClientOf(bob).patch(path, {"version": 2, "name": "Ours"}, content_type="application/json").json()
    stale = client.patch(path, {"version": 2, "name": "Mine"}, content_type="application/json")

    assert (view["filters"], view["owner"]["name"]) == ({"horizon": ["now"]}, "Alice")
    assert (hidden.status_code, hidden.json()["code"]) == (404, "roadmap.view_not_found")
    assert (shared["is_shared"], renamed["name"]) == (True, "Ours")
    assert (stale.status_code, stale.json()["current"]["name"]) == (409, "Ours")
    assert [each["name"] for each in ClientOf(vera).get("/api/roadmap/views").json()] == ["Ours"]
    assert ClientOf(bob).delete(path).status_code == 403
    assert client.delete(path).status_code == 204


def test_a_viewer_saves_a_view_for_themselves_and_for_nobody_else(vera: Member) -> None:
    client = ClientOf(vera)
    values = {"name": "Mine", "shape": "board"}

    own = client.post("/api/roadmap/views", values, content_type="application/json")
    shared = client.post("/api/roadmap/views", {**values, "is_shared": True}, content_type="application/json")

    assert (own.status_code, shared.status_code) == (201, 403)
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"filters": {"horizon": ["soon"]}}, "filters.horizon.0"),
        ({"filters": {"colour": "red"}}, "filters.colour"),
        ({"filters": {"where": ["tier:is:gold"]}}, "where"),
        ({"sort": "colour"}, "sort"),
    ],
)
def test_a_view_that_no_list_would_take_is_refused(alice: Member, values: dict[str, object], field: str) -> None:
    answer = ClientOf(alice).post(
        "/api/roadmap/views", {"name": "Mine", "shape": "table", **values}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert any(field in name for name in answer.json()["fields"]), answer.json()
    assert not SavedView.objects.exists()
