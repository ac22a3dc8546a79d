from datetime import date, timedelta

import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.engineering.errors import RangeRefused
from truenorth.domains.graph.rules import LinkKind, Step
from truenorth.domains.graph.selectors import get_chain, list_records
from truenorth.domains.graph.services import create_link
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.roadmap.errors import DatesReversed, GateNotMet, MoveNotAllowed, ReasonMissing
from truenorth.domains.roadmap.factories import (
    bring_to,
    give_evidence,
    go,
    make_hypothesis,
    make_initiative,
    run_experiment,
)
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.roadmap.selectors import list_lane
from truenorth.domains.roadmap.services import create_initiative, move_initiative, revise_initiative
from truenorth.domains.workspace.models import AuditRow, Member


def _lane(viewer: Member, horizon: Horizon) -> list[str]:
    return [initiative.title for initiative in list_lane(viewer, horizon)]


def test_a_commitment_needs_a_hypothesis_with_a_threshold_and_evidence(alice: Member) -> None:
    initiative = make_initiative(alice)
    go(alice, initiative, State.CANDIDATE)
    with pytest.raises(GateNotMet) as refusal:
        go(alice, initiative, State.COMMITTED)
    assert [each["code"] for each in refusal.value.extra["missing"]] == ["evidence", "hypothesis"]
    assert Initiative.objects.get().state == "candidate"

    make_hypothesis(alice, initiative, threshold=40.0)
    give_evidence(alice, initiative)
    committed = go(alice, initiative, State.COMMITTED)

    assert (committed.state, committed.overrides) == ("committed", [])


def test_the_gate_is_overridden_by_name_and_the_record_says_so(alice: Member) -> None:
    initiative = make_initiative(alice)
    go(alice, initiative, State.CANDIDATE)

    go(alice, initiative, State.COMMITTED, override_reason="The contract names it.")

    [override] = ClientOf(alice).get(f"/api/roadmap/initiatives/{initiative.id}").json()["overrides"]
    assert (override["by"]["name"], override["reason"]) == ("Alice", "The contract names it.")
    assert len(override["missing"]) == 2
    assert "overrides" in AuditRow.objects.get(target_id=initiative.id, changes__has_key="overrides").changes


def test_a_bet_that_nothing_measured_is_not_closed_as_a_win(alice: Member) -> None:
    initiative = bring_to(alice, make_initiative(alice), State.SHIPPED)
    path = f"/api/roadmap/initiatives/{initiative.id}/state"
    payload = {"version": initiative.version, "to": "closed", "outcome": "win", "reason": "Completion is up 15 %."}

    answer = ClientOf(alice).post(path, payload, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "roadmap.gate_not_met")
    assert answer.json()["missing"][0]["code"] == "measured"
    closed = go(alice, initiative, State.CLOSED, outcome=InitiativeOutcome.REDIRECT, reason="Retention did not move.")
    assert (closed.state, closed.outcome, closed.close_reason) == ("closed", "redirect", "Retention did not move.")


def test_a_rise_of_the_primary_metric_is_no_win_while_the_long_term_metric_is_undecided(alice: Member) -> None:
    initiative = bring_to(alice, make_initiative(alice), State.SHIPPED)
    run_experiment(alice, initiative, retention=201)

    with pytest.raises(GateNotMet, match="retention is undecided"):
        go(alice, initiative, State.CLOSED, outcome=InitiativeOutcome.WIN, reason="Completion is up.")
    assert Initiative.objects.get().state == "shipped"
    closed = go(
        alice,
        initiative,
        State.CLOSED,
        outcome=InitiativeOutcome.WIN,
        reason="Completion is up.",
        override_reason="The board asked for it.",
    )

    assert closed.overrides[-1]["missing"][0].startswith("Tour test: Not a win.")


def test_a_win_that_the_long_term_metric_confirms_is_recorded(alice: Member) -> None:
    initiative = bring_to(alice, make_initiative(alice), State.SHIPPED)
    run_experiment(alice, initiative, retention=280)

    closed = go(alice, initiative, State.CLOSED, outcome=InitiativeOutcome.WIN, reason="Both rose.")

    assert (closed.outcome, [each["to"] for each in closed.overrides]) == ("win", ["committed"])


def test_a_step_that_is_not_on_the_map_is_refused_and_names_the_ones_that_are(alice: Member) -> None:
    initiative = make_initiative(alice)

    with pytest.raises(MoveNotAllowed, match=r"From idea it goes to candidate, closed \(dropped\)"):
        go(alice, initiative, State.BUILDING)
    with pytest.raises(ReasonMissing):
        go(alice, initiative, State.CLOSED, outcome=InitiativeOutcome.DROPPED)

    assert Initiative.objects.get().state == "idea"


def test_a_contributor_neither_moves_nor_changes_an_initiative(alice: Member, connie: Member) -> None:
    initiative = make_initiative(alice)

    with pytest.raises(Forbidden):
        move_initiative(initiative, actor=connie, horizon=Horizon.NOW)
    with pytest.raises(Forbidden):
        go(connie, initiative, State.CANDIDATE)

    kept = Initiative.objects.get()
    assert (kept.horizon, kept.state) == (None, "idea")


def test_a_card_moves_and_its_neighbours_make_room(alice: Member) -> None:
    for title in ("First", "Second", "Third"):
        make_initiative(alice, title, horizon="next")
    moved = Initiative.objects.select_related("node").get(node__title="Third")

    client = ClientOf(alice)
    path = f"/api/roadmap/initiatives/{moved.id}/move"
    client.post(path, {"horizon": "next", "index": 0}, content_type="application/json")
    assert _lane(alice, Horizon.NEXT) == ["Third", "First", "Second"]

    client.post(
        path, {"horizon": "now", "index": 5, "reason": "Five seen copying by hand."}, content_type="application/json"
    )

    assert (_lane(alice, Horizon.NOW), _lane(alice, Horizon.NEXT)) == (["Third"], ["First", "Second"])
    newest = client.get("/api/roadmap/changes").json()[0]
    assert newest["changes"]["horizon"] == ["next", "now"]
    assert newest["changes"]["reason"] == [None, "Five seen copying by hand."]


def test_a_yes_commits_when_the_gate_is_met_and_else_makes_a_candidate(alice: Member) -> None:
    bare, backed = make_initiative(alice, "Bare"), make_initiative(alice, "Backed")
    make_hypothesis(alice, backed, threshold=40.0)
    give_evidence(alice, backed)

    for initiative in (bare, backed):
        decide(alice, initiative.id, "yes", reason_code="goal_fit")

    states = {each.title: each.state for each in list_records(alice, Initiative)}
    assert states == {"Bare": "candidate", "Backed": "committed"}


def test_a_no_drops_the_initiative_and_keeps_the_reason(alice: Member) -> None:
    initiative = make_initiative(alice, "CRM button", horizon="later")

    decision = decide(alice, initiative.id, "no")

    dropped = Initiative.objects.get()
    assert (dropped.state, dropped.outcome, dropped.horizon) == ("closed", "dropped", None)
    assert dropped.close_reason == f"{decision.key}: The need is fewer re-typed notes."
    board = ClientOf(alice).get("/api/roadmap/board").json()
    assert [each["subject"]["title"] for each in board["declined"]] == ["CRM button"]
    assert all(lane["cards"] == [] for lane in board["lanes"])


def test_the_chain_shows_the_place_on_the_roadmap_and_the_outcome(alice: Member) -> None:
    initiative = make_initiative(alice, horizon="now")
    open_chain = {step.step: step for step in get_chain(alice, initiative.id)}
    shipped = bring_to(alice, initiative, State.SHIPPED)
    go(alice, shipped, State.CLOSED, outcome=InitiativeOutcome.NO_WIN, reason="Nobody used it.")
    chain = {step.step: step for step in get_chain(alice, initiative.id)}

    assert open_chain[Step.ROADMAP].label == "Now"
    assert open_chain[Step.OUTCOME].state == "hollow"
    assert (chain[Step.ROADMAP].label, chain[Step.OUTCOME].label) == ("Shipped", "no win")


def test_a_target_before_the_start_is_refused(alice: Member) -> None:
    today = date(2026, 3, 2)
    dates = {"starts_on": today, "target_on": today - timedelta(days=1)}

    with pytest.raises(DatesReversed):
        create_initiative(actor=alice, values={"title": "Tour", **dates})
    assert not Initiative.objects.exists()

    initiative = make_initiative(alice, starts_on=today)
    with pytest.raises(DatesReversed):
        revise_initiative(initiative, actor=alice, version=1, changes={"target_on": today - timedelta(days=1)})
    assert Initiative.objects.get().target_on is None


def test_a_patch_changes_no_state(alice: Member) -> None:
    initiative = make_initiative(alice)

    answer = ClientOf(alice).patch(
        f"/api/roadmap/initiatives/{initiative.id}", {"version": 1, "state": "shipped"}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert Initiative.objects.get().state == "idea"


def test_the_board_takes_a_fixed_number_of_queries(alice: Member) -> None:
    first, *others = [make_initiative(alice, f"Work {n}", horizon="now", owner_id=alice.id) for n in range(6)]
    for other in others:
        create_link(actor=alice, kind=LinkKind.BLOCKS, source=first.node, target=other.node)
    decide(alice, make_initiative(alice, "CRM button").id, "not_now")
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as queries:
        board = client.get("/api/roadmap/board").json()

    assert [card["blocked_by"][0]["title"] for card in board["lanes"][0]["cards"][1:]] == ["Work 0"] * 5
    assert board["unplaced"] == []
    assert len(queries) <= 12


def test_the_list_of_initiatives_takes_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(5):
        make_initiative(alice, f"Work {number}", owner_id=alice.id, horizon="later")
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/api/roadmap/initiatives?sort=owner&horizon=later").json()

    assert page["total"] == 5
    assert len(queries) <= 6


def test_an_effort_range_lies_around_the_likely_effort_or_is_refused(alice: Member) -> None:
    made = make_initiative(alice, effort_low_weeks=2, effort_weeks=4, effort_high_weeks=9)

    with pytest.raises(RangeRefused) as refusal:
        revise_initiative(made, actor=alice, version=1, changes={"effort_weeks": 10})

    assert list(refusal.value.fields) == ["effort_high_weeks"]
    assert Initiative.objects.get().effort_weeks == 4
