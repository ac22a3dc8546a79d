import pytest
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.strategy.factories import make_key_result, make_objective
from truenorth.domains.workspace.models import Member


def test_a_key_result_is_made_and_checked_in_over_the_api(alice: Member, connie: Member) -> None:
    objective = make_objective(alice)
    payload = {"title": "Set-up finished", "objective_id": objective.id, "baseline": 36, "target": 48, "unit": "%"}

    made = ClientOf(alice).post("/api/strategy/key-results", payload, content_type="application/json")
    assert made.status_code == 201
    path = f"/api/strategy/key-results/{made.json()['id']}"
    checked = ClientOf(connie).post(f"{path}/check-ins", {"value": 42}, content_type="application/json")

    assert checked.status_code == 201
    found = ClientOf(alice).get(path).json()
    assert (found["current"], found["progress"], found["direction"]) == (42, 0.5, "up")
    assert found["cycle"]["title"] == "This quarter"
    assert ClientOf(alice).get(f"{path}/check-ins").json()[0]["by"]["name"] == "Connie"


@pytest.mark.parametrize("field", ["current", "confidence"])
def test_a_value_is_not_patched_past_its_check_ins(alice: Member, field: str) -> None:
    key_result = make_key_result(alice)

    answer = ClientOf(alice).patch(
        f"/api/strategy/key-results/{key_result.id}", {"version": 1, field: 0.5}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]


def test_equal_ends_are_refused_by_name(alice: Member) -> None:
    objective = make_objective(alice)
    payload = {"title": "Flat", "objective_id": objective.id, "baseline": 5, "target": 5}

    answer = ClientOf(alice).post("/api/strategy/key-results", payload, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (422, "strategy.target_equals_baseline")


def test_a_cycle_lists_its_key_results_in_a_fixed_number_of_queries(alice: Member) -> None:
    objective = make_objective(alice)
    for number in range(3):
        make_key_result(alice, objective=objective, title=f"Figure {number}")
    make_key_result(alice)
    client = ClientOf(alice)
    path = f"/api/strategy/key-results?cycle_id={objective.cycle_id}"
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path).json()

    assert page["total"] == 3
    assert len(queries) <= 6
