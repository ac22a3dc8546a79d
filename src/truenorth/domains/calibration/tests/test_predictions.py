from datetime import timedelta

import pytest
import time_machine
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.calibration.errors import ForecastLate, PredictionAnswered, PredictionResolved
from truenorth.domains.calibration.factories import make_prediction
from truenorth.domains.calibration.models import Forecast, Resolution
from truenorth.domains.calibration.rules import PredictionOutcome, PredictionState, squared_error
from truenorth.domains.calibration.selectors import get_calibration, get_prediction, view_forecasts
from truenorth.domains.calibration.services import give_probability, resolve_prediction, revise_prediction
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.strategy.factories import make_key_result
from truenorth.domains.workspace.models import AuditRow, Member


def test_a_prediction_derives_from_what_it_is_about(alice: Member) -> None:
    key_result = make_key_result(alice)

    prediction = make_prediction(alice, subject=key_result.node, probability=0.7)

    assert (prediction.key, get_prediction(alice, prediction.id).state) == ("PRE-1", PredictionState.OPEN)
    [(_, subject)] = list_linked_nodes(alice, [prediction.id], kind=LinkKind.DERIVES_FROM)
    assert subject.id == key_result.id


def test_others_probabilities_are_sealed_until_one_has_given_ones_own(alice: Member, bob: Member) -> None:
    prediction = make_prediction(alice, probability=0.7)
    sealed = view_forecasts(bob, get_prediction(bob, prediction.id))
    assert (sealed.is_sealed, sealed.count, sealed.mean, sealed.forecasts) == (True, 1, None, [])

    give_probability(prediction.id, actor=bob, probability=0.4)

    seen = view_forecasts(bob, get_prediction(bob, prediction.id))
    assert [view.probability for view in seen.forecasts] == [0.7, 0.4]
    assert seen.mine == 0.4
    assert seen.mean == pytest.approx(0.55)


def test_the_audit_log_keeps_the_seal(alice: Member) -> None:
    prediction = make_prediction(alice, probability=0.7)

    row = AuditRow.objects.get(target_id=prediction.id, action="give_probability")

    assert row.changes == {}


def test_the_last_word_counts_and_the_earlier_ones_are_kept(alice: Member) -> None:
    prediction = make_prediction(alice, probability=0.7)
    give_probability(prediction.id, actor=alice, probability=0.5)

    view = view_forecasts(alice, get_prediction(alice, prediction.id))

    assert [each.probability for each in view.forecasts] == [0.5]
    assert Forecast.objects.count() == 2


def test_a_resolution_scores_everybody_and_is_final(alice: Member, bob: Member) -> None:
    prediction = make_prediction(alice, probability=0.9)
    give_probability(prediction.id, actor=bob, probability=0.6)

    resolve_prediction(
        prediction.id, actor=alice, outcome=PredictionOutcome.NO, reason="The interval stayed below zero."
    )

    resolved = get_prediction(alice, prediction.id)
    assert (resolved.state, resolved.outcome) == (PredictionState.RESOLVED, PredictionOutcome.NO)
    view = view_forecasts(alice, resolved)
    assert [each.brier for each in view.forecasts] == pytest.approx([0.81, 0.36])
    with pytest.raises(PredictionResolved):
        resolve_prediction(prediction.id, actor=alice, outcome=PredictionOutcome.YES, reason="No, it did.")
    with pytest.raises(PredictionResolved):
        give_probability(prediction.id, actor=alice, probability=0.1)
    with pytest.raises(PredictionResolved):
        revise_prediction(resolved, actor=alice, version=1, changes={"body": "Hindsight"})
    assert Resolution.objects.get().outcome == "no"
    assert Forecast.objects.count() == 2


def test_the_question_stays_as_it_was_once_somebody_else_has_answered(alice: Member, bob: Member) -> None:
    prediction = make_prediction(alice, probability=0.9)
    revise_prediction(prediction, actor=alice, version=1, changes={"title": "Completion rises by 10 %"})
    give_probability(prediction.id, actor=bob, probability=0.6)
    answered = get_prediction(alice, prediction.id)

    with pytest.raises(PredictionAnswered):
        revise_prediction(answered, actor=alice, version=2, changes={"title": "Completion rises"})
    revise_prediction(answered, actor=alice, version=2, changes={"body": "Measured on new accounts."})

    assert get_prediction(alice, prediction.id).title == "Completion rises by 10 %"


def test_no_probability_is_taken_after_the_day_and_the_seal_opens(alice: Member, bob: Member) -> None:
    prediction = make_prediction(alice, probability=0.9, days=1)

    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        with pytest.raises(ForecastLate):
            give_probability(prediction.id, actor=bob, probability=0.6)
        view = view_forecasts(bob, get_prediction(bob, prediction.id))

    assert (view.is_sealed, view.count) == (False, 1)


def test_a_viewer_neither_forecasts_nor_resolves(alice: Member, vera: Member, connie: Member) -> None:
    prediction = make_prediction(alice)

    with pytest.raises(Forbidden):
        give_probability(prediction.id, actor=vera, probability=0.5)
    with pytest.raises(Forbidden):
        resolve_prediction(prediction.id, actor=connie, outcome=PredictionOutcome.YES, reason="It did.")

    assert not Forecast.objects.exists()
    assert not Resolution.objects.exists()


def test_a_probability_lies_between_zero_and_one(alice: Member) -> None:
    prediction = make_prediction(alice)

    with pytest.raises(Invalid) as refusal:
        give_probability(prediction.id, actor=alice, probability=1.5)

    assert list(refusal.value.fields) == ["probability"]
    assert not Forecast.objects.exists()


def test_calibration_scores_people_and_leaves_the_unresolvable_out(alice: Member, bob: Member) -> None:
    for title, outcome, hers, his in (
        ("One", PredictionOutcome.YES, 0.9, 0.5),
        ("Two", PredictionOutcome.NO, 0.2, 0.5),
        ("Three", PredictionOutcome.UNRESOLVABLE, 0.9, 0.9),
    ):
        prediction = make_prediction(alice, title=title, probability=hers)
        give_probability(prediction.id, actor=bob, probability=his)
        resolve_prediction(prediction.id, actor=alice, outcome=outcome, reason="Measured.")
    make_prediction(alice, title="Four", probability=0.6)

    found = get_calibration(alice)

    assert (found.open_count, found.resolved_count, found.unresolvable_count, found.forecast_count) == (1, 3, 1, 4)
    assert [(person.member.name, round(person.brier, 4)) for person in found.people] == [
        ("Alice", 0.025),
        ("Bob", 0.25),
    ]
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.25 + 0.25) / 4)
    assert [each.count for each in found.bins] == [0, 1, 2, 0, 1]
    assert get_calibration(alice, member_id=bob.id).brier == pytest.approx(0.25)


def test_an_unresolvable_outcome_scores_nobody() -> None:
    assert squared_error(0.9, PredictionOutcome.UNRESOLVABLE) is None
    assert squared_error(0.9, None) is None


def test_the_whole_round_works_over_the_api(alice: Member, connie: Member) -> None:
    today = alice.workspace.today().isoformat()
    payload = {"title": "Retention rises", "resolve_by": today, "probability": 0.6}
    made = ClientOf(alice).post("/api/calibration/predictions", payload, content_type="application/json")
    path = f"/api/calibration/predictions/{made.json()['id']}"

    given = ClientOf(connie).post(f"{path}/forecasts", {"probability": 0.3}, content_type="application/json")
    resolution = {"outcome": "no", "reason": "Flat after six weeks."}
    resolved = ClientOf(alice).post(f"{path}/resolution", resolution, content_type="application/json")

    assert (made.status_code, given.status_code, resolved.status_code) == (201, 201, 201)
    assert resolved.json()["resolution"]["by"]["name"] == "Alice"
    assert resolved.json()["forecast_count"] == 2
    assert ClientOf(alice).get("/api/calibration/predictions?is_resolved=true").json()["total"] == 1
    assert ClientOf(alice).get("/api/calibration/predictions?outcome=yes").json()["total"] == 0
    summary = ClientOf(alice).get("/api/calibration/summary").json()
    assert [round(person["brier"], 2) for person in summary["people"]] == [0.09, 0.36]


def test_a_list_of_predictions_takes_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(4):
        make_prediction(alice, title=f"Question {number}", probability=0.5)
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/api/calibration/predictions").json()

    assert page["total"] == 4
    assert len(queries) <= 6
