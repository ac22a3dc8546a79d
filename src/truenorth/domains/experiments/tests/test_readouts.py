"""The readout with its switches, the conclusion that it allows, and planning: through the API."""

import json
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.experiments.factories import give_results, make_experiment
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.workspace.models import AuditRow, Member

ONBOARDING = {"control": (1000, 400, 200), "tour": (1000, 500, 202)}
A_WIN = {"control": (1000, 400, 200), "tour": (1000, 500, 300)}
SPLIT_OFF = {"control": (1300, 400, 200), "tour": (1000, 500, 300)}
Json = dict[str, Any]


def url(experiment: Experiment, part: str) -> str:
    return f"/api/experiments/experiments/{experiment.id}/{part}"


def readout(member: Member, experiment: Experiment, query: str = "") -> Json:
    answer = ClientOf(member).get(url(experiment, "readout") + query)
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def send(member: Member, method: str, path: str, body: Json) -> tuple[int, Any]:
    answer = ClientOf(member).generic(method, path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def conclude(member: Member, experiment: Experiment, outcome: str, **more: Any) -> tuple[int, Any]:
    version = get_record(member, Experiment, experiment.id).version
    return send(member, "POST", url(experiment, "conclude"), {"version": version, "outcome": outcome} | more)


@pytest.fixture
def read(alice: Member) -> Experiment:
    experiment = make_experiment(alice)
    give_results(alice, experiment, ONBOARDING)
    return experiment


def test_a_readout_says_what_is_better_what_is_open_and_what_may_be_concluded(vera: Member, read: Experiment) -> None:
    found = readout(vera, read)

    completion, retention = found["metrics"]
    assert (completion["label"], completion["effects"][0]["verdict"]) == ("completion", "better")
    assert completion["effects"][0]["effect"] == pytest.approx(0.25)
    assert retention["effects"][0]["sentence"].startswith("Undecided, not safe: ")
    assert [arm["n"] for arm in found["srm"]["arms"]] == [1000, 1000]
    decision = found["decision"]
    assert (decision["headline"], decision["ships"], decision["is_blocked"]) == ("Not a win", False, False)
    assert "retention is undecided" in decision["reason"]
    assert (found["segments"], found["has_covariate"], found["levels"]) == (["country", "device"], True, [])


def test_of_three_variants_the_one_that_wins_speaks_and_the_one_that_harms_is_named(alice: Member) -> None:
    experiment = make_experiment(alice)
    give_results(alice, experiment, {"control": (1000, 400, 200), "a": (1000, 500, 100), "b": (1000, 500, 300)})

    decision = readout(alice, experiment)["decision"]

    assert (decision["headline"], decision["variant"]) == ("b wins; a harms retention", "b")
    assert (decision["standing"], decision["is_planned"]) == ("win", True)
    assert [(each["variant"], each["standing"]) for each in decision["variants"]] == [("a", "no_win"), ("b", "win")]
    assert conclude(alice, experiment, "win")[0] == 200


def test_before_results_a_readout_lists_what_was_planned(vera: Member, alice: Member) -> None:
    found = readout(vera, make_experiment(alice))

    assert [(metric["name"], metric["is_read"], metric["effects"]) for metric in found["metrics"]] == [
        ("completion", False, []),
        ("retention", False, []),
    ]
    assert (found["srm"]["p_value"], found["decision"]["headline"]) == (None, "Nothing read yet")


def test_the_unit_of_an_effect_is_the_one_that_was_asked_for(vera: Member, read: Experiment) -> None:
    [relative, absolute] = (
        readout(vera, read, f"?effect={effect}")["metrics"][0]["effects"][0] for effect in ("relative", "absolute")
    )

    assert (relative["effect"], absolute["effect"]) == (pytest.approx(0.25), pytest.approx(0.1))
    assert absolute["low"] < absolute["effect"] < absolute["high"] < relative["high"]


def test_one_look_is_surer_than_any_number_of_looks_and_a_belief_has_no_p_value(vera: Member, read: Experiment) -> None:
    found = {
        method: readout(vera, read, f"?method={method}")["metrics"][1]["effects"][0]
        for method in ("fixed", "sequential", "bayesian")
    }

    assert found["sequential"]["low"] < found["fixed"]["low"]
    assert (found["fixed"]["p_value"] is None, found["bayesian"]["p_value"]) == (False, None)
    assert 0 < found["bayesian"]["chance_to_win"] < 1


def test_the_covariate_narrows_the_interval_until_it_is_switched_off(vera: Member, read: Experiment) -> None:
    errors = [
        readout(vera, read, f"?cuped={cuped}")["metrics"][1]["effects"][0]["computed"]["standard_error"]
        for cuped in ("on", "off")
    ]

    assert errors[0] < errors[1]


def test_a_segment_gives_each_level_its_split_and_its_metrics(vera: Member, read: Experiment) -> None:
    found = readout(vera, read, "?segment=device")

    assert [(level["level"], sum(arm["n"] for arm in level["srm"]["arms"])) for level in found["levels"]] == [
        ("phone", 1332),
        ("web", 668),
    ]
    assert all(metric["effects"][0]["n"] for level in found["levels"] for metric in level["metrics"])
    assert found["metrics"] == readout(vera, read)["metrics"]


@pytest.mark.parametrize(
    ("query", "field"),
    [("segment=planet", "segment"), ("method=magic", "method"), ("alpha=2", "alpha"), ("cuped=maybe", "cuped")],
)
def test_a_switch_that_is_none_is_refused_by_name(vera: Member, read: Experiment, query: str, field: str) -> None:
    answer = ClientOf(vera).get(url(read, "readout") + f"?{query}")

    assert answer.status_code == 422
    assert any(name.endswith(field) for name in answer.json()["fields"])


def test_a_margin_is_a_share_of_the_controls_value(alice: Member) -> None:
    narrow, wide = make_experiment(alice, margin=0.05), make_experiment(alice, margin=0.4)
    for experiment in (narrow, wide):
        give_results(alice, experiment, ONBOARDING)

    verdicts = [readout(alice, each)["metrics"][1]["effects"][0]["verdict"] for each in (narrow, wide)]
    assert verdicts == ["undecided", "not worse than the margin"]
    assert readout(alice, wide)["decision"]["headline"] == "A win"


def test_a_win_that_is_not_shown_is_refused_with_the_open_metric_named(alice: Member, read: Experiment) -> None:
    status, problem = conclude(alice, read, "win")

    assert (status, problem["code"]) == (409, "experiments.not_shown")
    assert "retention is undecided" in problem["detail"]
    assert get_record(alice, Experiment, read.id).outcome == ""


def test_what_is_no_win_may_be_concluded_with_its_reason(alice: Member, read: Experiment) -> None:
    status, concluded = conclude(alice, read, "no_win", reason="Finishing is not staying.")

    assert (status, concluded["state"], concluded["outcome"]) == (200, "ended", "no_win")
    assert concluded["outcome_reason"] == "Finishing is not staying."
    assert concluded["concluded_at"]
    [row] = AuditRow.objects.filter(target_id=read.id, changes__has_key="outcome")
    assert row.changes["outcome"] == ["", "no_win"]


def test_a_win_that_is_shown_is_concluded(alice: Member) -> None:
    experiment = make_experiment(alice)
    give_results(alice, experiment, A_WIN)

    assert conclude(alice, experiment, "win")[0] == 200


@pytest.mark.parametrize("outcome", ["win", "no_win"])
def test_nothing_is_concluded_from_a_split_that_is_off(alice: Member, outcome: str) -> None:
    experiment = make_experiment(alice)
    give_results(alice, experiment, SPLIT_OFF)

    assert readout(alice, experiment)["srm"]["is_blocking"]
    status, problem = conclude(alice, experiment, outcome)
    assert (status, problem["code"]) == (409, "experiments.split_off")
    assert conclude(alice, experiment, "inconclusive")[0] == 200


def test_nothing_is_concluded_before_anything_was_read(alice: Member) -> None:
    status, problem = conclude(alice, make_experiment(alice), "inconclusive")

    assert (status, problem["code"]) == (409, "experiments.nothing_read")


def test_a_stale_conclusion_is_refused(alice: Member, read: Experiment) -> None:
    status, _ = send(alice, "POST", url(read, "conclude"), {"version": 99, "outcome": "no_win"})

    assert status == 409
    assert get_record(alice, Experiment, read.id).outcome == ""


def test_new_results_and_running_again_take_a_conclusion_back(alice: Member, read: Experiment) -> None:
    conclude(alice, read, "no_win")
    give_results(alice, read, A_WIN)
    assert get_record(alice, Experiment, read.id).outcome == ""

    conclude(alice, read, "win")
    version = get_record(alice, Experiment, read.id).version
    body = {"version": version, "state": "running"}
    status, running = send(alice, "PATCH", f"/api/experiments/experiments/{read.id}", body)
    assert (status, running["outcome"], running["concluded_at"]) == (200, None, None)


def test_a_planned_split_decides_whether_the_split_is_off_and_stays_with_new_results(
    alice: Member, read: Experiment
) -> None:
    give_results(alice, read, SPLIT_OFF)

    status, variants = send(alice, "PUT", url(read, "weights"), {"weights": {"control": 1.3, "tour": 1}})

    assert status == 200
    assert [each["weight"] for each in variants] == [1.3, 1]
    assert not readout(alice, read)["srm"]["is_flagged"]


@pytest.mark.parametrize("weights", [{"moon": 1}, {"control": 0}, {"control": -1}, {}])
def test_a_split_that_is_none_is_refused(alice: Member, read: Experiment, weights: Json) -> None:
    assert send(alice, "PUT", url(read, "weights"), {"weights": weights})[0] == 422


def test_a_plan_gives_both_methods_in_users_and_days(vera: Member) -> None:
    goal = {"baseline": 0.4, "mde": 0.02, "effect": "absolute", "users_per_day": 1500}

    status, found = send(vera, "POST", "/api/experiments/planning", goal)

    assert status == 200
    assert [(plan["method"], plan["per_arm"], plan["days"]) for plan in found["plans"]] == [
        ("fixed", 9490, 13),
        ("sequential", 19859, 27),
    ]


def test_the_reverse_plan_says_what_so_many_users_would_see(vera: Member) -> None:
    status, found = send(vera, "POST", "/api/experiments/planning", {"baseline": 0.4, "users": 18980})

    assert status == 200
    assert found["plans"][0]["mde_absolute"] == pytest.approx(0.02, abs=1e-4)


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        ({"baseline": 0.4}, "mde"),
        ({"baseline": 0.4, "mde": 0.1, "users": 10}, "users"),
        ({"mde": 0.1}, "baseline"),
        ({"baseline": 2, "mde": 0.1}, "baseline"),
        ({"baseline": 0.4, "mde": 1e-10}, "mde"),
        ({"baseline": 0.4, "mde": 0.1, "shares": [1, 0]}, "shares"),
        ({"baseline": 0.4, "mde": 0.1, "users_per_day": 0}, "users_per_day"),
        ({"standard_deviation": -1, "mde": 0.1, "effect": "absolute"}, "standard_deviation"),
        ({"standard_deviation": 3, "mde": 0.1}, "baseline"),
    ],
)
def test_a_plan_without_an_answer_names_the_field(vera: Member, goal: Json, field: str) -> None:
    status, problem = send(vera, "POST", "/api/experiments/planning", goal)

    assert (status, list(problem["fields"])) == (422, [field])
