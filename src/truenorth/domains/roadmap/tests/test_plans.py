from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from conftest import ClientOf

from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.factories import make_round, score
from truenorth.domains.prioritization.models import Place
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services import add_candidates, move_round
from truenorth.domains.roadmap.errors import NothingToPlan, PlanAccepted, PlanOutdated
from truenorth.domains.roadmap.factories import make_initiative
from truenorth.domains.roadmap.models import Initiative, RoadmapPlan
from truenorth.domains.roadmap.services import accept_plan, add_dependency, draft_plan, revise_initiative, set_dates
from truenorth.domains.workspace.models import AuditRow, Member

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

WEEK = timedelta(weeks=1)


def _again(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_related("node", "team").get(pk=initiative.pk)


def _scored(actor: Member, numbers: dict[str, tuple[int, int]]) -> dict[str, Initiative]:
    """Initiatives on the board with their value, which stands in one column, and their effort in weeks."""
    made = {
        title: make_initiative(actor, title, horizon="next", effort_weeks=effort)
        for title, (_, effort) in numbers.items()
    }
    scoring = make_round(actor)
    add_candidates(scoring, actor=actor, ids=[each.id for each in made.values()])
    for title, (value, effort) in numbers.items():
        score(actor, scoring, title, value, 1, 1, effort)
    move_round(scoring, actor=actor, to=RoundState.REVEALED)
    return made


def _send(client: ClientOf, initiative: Initiative, **values: object) -> "Response":
    path = f"/api/roadmap/initiatives/{initiative.id}/dates"
    return client.patch(path, values, content_type="application/json")


def test_a_plan_puts_first_what_costs_most_to_delay_and_changes_nothing_yet(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    make_initiative(alice, "No size", horizon="next")

    plan = ClientOf(alice).post("/api/roadmap/plans", {}, content_type="application/json").json()

    today = alice.workspace.today()
    assert [(row["title"], row["starts_on"], row["target_on"]) for row in plan["rows"]] == [
        ("Tour", str(today), str(today + 3 * WEEK)),
        ("Theme", str(today + 3 * WEEK), str(today + 8 * WEEK)),
    ]
    assert [row["weight"] for row in plan["rows"]] == [15, 3]
    assert (plan["delay_cost"], plan["lower_bound"]) == (15 * 3 + 3 * 8, 15 * 3 + 3 * 8)
    assert plan["baselines"]["input_order"] == 3 * 5 + 15 * 8
    assert plan["unit"] == "points \u00d7 weeks"
    assert [each["title"] for each in plan["left_out"]] == ["No size"]
    assert _again(made["Tour"]).starts_on is None


def test_an_accepted_plan_gives_its_dates_once(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    plan = draft_plan(actor=alice)

    accept_plan(actor=alice, plan_id=plan.id, reason="For the second quarter")

    today = alice.workspace.today()
    assert (_again(made["Tour"]).starts_on, _again(made["Theme"]).target_on) == (today, today + 8 * WEEK)
    row = AuditRow.objects.get(target_id=made["Tour"].id, action="accept_plan")
    assert row.changes["reason"] == [None, "For the second quarter"]
    with pytest.raises(PlanAccepted):
        accept_plan(actor=alice, plan_id=plan.id)


def test_a_part_of_a_plan_may_be_accepted(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    plan = draft_plan(actor=alice)

    accept_plan(actor=alice, plan_id=plan.id, ids=[made["Theme"].id])

    assert _again(made["Tour"]).starts_on is None
    assert _again(made["Theme"]).starts_on == alice.workspace.today() + 3 * WEEK


def test_a_plan_whose_work_has_changed_is_refused_as_a_whole(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    plan = draft_plan(actor=alice)
    revise_initiative(made["Theme"], actor=alice, version=made["Theme"].version, changes={"effort_weeks": 9})

    with pytest.raises(PlanOutdated, match="Theme") as refusal:
        accept_plan(actor=alice, plan_id=plan.id)

    assert [each["title"] for each in refusal.value.extra["changed"]] == ["Theme"]
    assert _again(made["Tour"]).starts_on is None
    assert RoadmapPlan.objects.get().accepted_at is None


def test_nothing_to_plan_is_said_and_a_contributor_asks_for_none(alice: Member, connie: Member) -> None:
    with pytest.raises(NothingToPlan):
        draft_plan(actor=alice)
    make_initiative(alice, horizon="now", effort_weeks=2)
    with pytest.raises(Forbidden):
        draft_plan(actor=connie)

    assert not RoadmapPlan.objects.exists()


def test_a_drag_against_the_advice_takes_a_reason_and_keeps_its_price(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    client, today = ClientOf(alice), alice.workspace.today()
    dates = {"version": 1, "starts_on": str(today), "target_on": str(today + 5 * WEEK)}

    refused = _send(client, made["Theme"], **dates)

    assert (refused.status_code, refused.json()["code"]) == (422, "roadmap.against_advice")
    assert refused.json()["cost"] == 15 * 5 - 3 * 3
    assert _again(made["Theme"]).starts_on is None
    done = _send(client, made["Theme"], **dates, reason="We promised it at the fair.").json()
    assert done["price"]["words"] == "It costs 66.0 points \u00d7 weeks beside the plan: Tour 5.0 weeks later."
    kept = done["initiative"]["by_hand"]
    assert (kept["cost"], kept["by"]["name"], kept["reason"]) == (66, "Alice", "We promised it at the fair.")


def test_a_start_that_the_plan_advises_takes_no_reason_and_ends_what_was_by_hand(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    today = alice.workspace.today()
    set_dates(
        made["Theme"], actor=alice, version=1, starts_on=today, target_on=today + 5 * WEEK, reason="We promised it."
    )

    theme = _again(made["Theme"])
    set_dates(theme, actor=alice, version=theme.version, starts_on=today + 3 * WEEK, target_on=today + 8 * WEEK)

    assert _again(theme).by_hand is None


def test_what_waits_moves_along_and_a_stale_drag_loses_nothing(alice: Member) -> None:
    today = date(2026, 3, 2)
    tour = make_initiative(alice, "Tour", starts_on=today, target_on=today + WEEK)
    export = make_initiative(alice, "Export", starts_on=today + WEEK, target_on=today + 3 * WEEK)
    add_dependency(actor=alice, blocker_id=tour.id, blocked_id=export.id)
    client = ClientOf(alice)
    dates = {"starts_on": str(today + 2 * WEEK), "target_on": str(today + 3 * WEEK)}
    path = f"/api/roadmap/initiatives/{tour.id}/dates?starts_on={dates['starts_on']}&target_on={dates['target_on']}"

    preview = client.get(path).json()
    stale = _send(client, tour, version=7, **dates)
    done = _send(client, tour, version=1, **dates).json()

    assert [each["node"]["title"] for each in preview["moved"]] == ["Tour", "Export"]
    assert preview["price"] is None
    assert preview["note"] == "It has no effort, so that its price is not known."
    assert (stale.status_code, stale.json()["current"]["target_on"]) == (409, str(today + WEEK))
    assert done["moved"] == preview["moved"]
    moved = _again(export)
    assert (moved.starts_on, moved.target_on) == (today + 3 * WEEK, today + 5 * WEEK)
    row = AuditRow.objects.get(target_id=export.id, action="set_dates")
    assert row.changes["reason"] == [None, f"It waits for {tour.key}, Tour."]


def test_dependants_may_be_left_where_they_are(alice: Member) -> None:
    today = date(2026, 3, 2)
    tour = make_initiative(alice, "Tour", starts_on=today, target_on=today + WEEK)
    export = make_initiative(alice, "Export", starts_on=today + WEEK)
    add_dependency(actor=alice, blocker_id=tour.id, blocked_id=export.id)

    dates = {"starts_on": str(today), "target_on": str(today + 9 * WEEK)}
    done = _send(ClientOf(alice), tour, version=1, **dates, leaves_dependants=True).json()

    assert [each["node"]["title"] for each in done["moved"]] == ["Tour"]
    assert _again(export).starts_on == today + WEEK


def test_dates_that_cannot_be_are_refused_by_name_before_anybody_prices_them(alice: Member) -> None:
    made = _scored(alice, {"Theme": (1, 5), "Tour": (13, 3)})
    path = f"/api/roadmap/initiatives/{made['Tour'].id}/dates"

    refused = ClientOf(alice).get(f"{path}?starts_on=2030-03-02&target_on=2030-03-01")

    assert (refused.status_code, refused.json()["code"]) == (422, "roadmap.dates_reversed")
    assert list(refused.json()["fields"]) == ["target_on"]


def test_work_that_nothing_can_count_with_has_no_price_and_no_plan(alice: Member) -> None:
    made = _scored(alice, {"Tour": (13, 3)})
    Place.objects.update(score=1e300)
    client = ClientOf(alice)

    preview = client.get(f"/api/roadmap/initiatives/{made['Tour'].id}/dates?starts_on=2030-01-01")
    plan = client.post("/api/roadmap/plans", {}, content_type="application/json")

    assert preview.json()["note"].startswith("The work on the board cannot be put in sequence:")
    assert (plan.status_code, plan.json()["code"]) == (409, "roadmap.plan_refused")
    assert plan.json()["detail"].startswith("Tour: ")


def test_a_dependant_that_would_pass_its_deadline_refuses_the_whole_move(alice: Member) -> None:
    today = date(2026, 3, 2)
    tour = make_initiative(alice, "Tour", starts_on=today, target_on=today + WEEK)
    export = make_initiative(alice, "Export", starts_on=today + WEEK, deadline_on=today + 4 * WEEK)
    add_dependency(actor=alice, blocker_id=tour.id, blocked_id=export.id)

    answer = _send(ClientOf(alice), tour, version=1, starts_on=str(today), target_on=str(today + 9 * WEEK))

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"deadline_on"})
    assert answer.json()["detail"].startswith("Export: The deadline lies before the start")
    assert _again(tour).target_on == today + WEEK
