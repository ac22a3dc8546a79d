import json
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.prioritization.factories import candidate_of, make_round
from truenorth.domains.prioritization.models import Score, ScoringModel
from truenorth.domains.prioritization.rules import ModelRefused, in_words, model_of
from truenorth.domains.prioritization.services import create_scoring_model, revise_round, save_scores
from truenorth.domains.workspace.models import Member
from truenorth.engines.ranking import MODELS

VALUE_PER_WEEK = [
    {"key": "revenue", "label": "Revenue asking", "unit": "EUR"},
    {"key": "weeks", "label": "Work", "unit": "week"},
]


def test_every_ready_model_is_found_by_its_key() -> None:
    assert [model_of(key).key for key in MODELS] == list(MODELS)


def test_a_formula_of_ones_own_reads_in_the_words_of_its_columns() -> None:
    model = model_of("2 * revenue / weeks", VALUE_PER_WEEK)

    assert in_words(model) == "2 \u00d7 Revenue asking ÷ Work"
    assert [column.key for column in model.costs] == ["weeks"]


@pytest.mark.parametrize(
    ("formula", "columns", "field"),
    [
        ("__import__('os').system('true')", [], "formula"),
        ("(" * 300 + "a" + ")" * 100, [], "formula"),
        ("power(9, power(9, power(9, power(9, 9))))", [], "formula"),
        ("a +", [], "formula"),
        ("", [], "formula"),
        ("revenue + weeks", VALUE_PER_WEEK, "formula"),
        ("revenue / days", VALUE_PER_WEEK, "formula"),
        ("revenue / 2", VALUE_PER_WEEK, "columns.weeks"),
        ("a", [{"key": "a", "label": "A", "scale": [3, 1]}], "columns.a"),
        ("a", [{"key": "a", "label": "A", "unit": "EUR//week"}], "columns.a"),
        ("a", [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}], "columns.a"),
        ("wsjf", [{"key": "effort", "label": "Effort", "scale": [1, 2]}], "columns.effort"),
        ("wsjf", [{"key": "beauty", "label": "Beauty"}], "columns.beauty"),
        ("+".join("abcdefghijk"), [], "formula"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_by_field(
    alice: Member, formula: str, columns: list[dict[str, Any]], field: str
) -> None:
    body = {"title": "Ours", "formula": formula, "columns": columns}

    answer = ClientOf(alice).post("/api/prioritization/scoring-models", body, content_type="application/json")

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not ScoringModel.objects.exists()


def test_a_ready_model_takes_the_labels_and_units_of_the_workspace(alice: Member) -> None:
    words = [{"key": "effort", "label": "Team weeks", "unit": "week", "scale": None}]
    model = create_scoring_model(actor=alice, values={"title": "WSJF", "formula": "wsjf", "columns": words})

    answer = ClientOf(alice).get(f"/api/prioritization/scoring-models/{model.id}").json()

    shown = answer["columns"][3]
    assert (shown["label"], shown["unit"], shown["scale"][0], shown["is_cost"]) == ("Team weeks", "week", 1, True)
    assert answer["formula_words"] == "(User value + Business value + Risk reduction) ÷ Team weeks"


def test_a_description_that_is_no_model_says_which_part() -> None:
    with pytest.raises(ModelRefused) as refusal:
        model_of("revenue + weeks", VALUE_PER_WEEK)

    assert refusal.value.field == "formula"
    assert "cannot be added" in refusal.value.reason


@pytest.mark.parametrize("value", [0, -1, 1e13, 1e-12])
def test_a_free_column_that_divides_takes_no_zero_and_nothing_absurd(alice: Member, value: float) -> None:
    scoring_round = make_round(alice)
    model = create_scoring_model(
        actor=alice, values={"title": "Value", "formula": "revenue / weeks", "columns": VALUE_PER_WEEK}
    )
    revise_round(scoring_round, actor=alice, version=scoring_round.version, changes={"scoring_model_id": model.id})
    candidate = candidate_of(scoring_round, "Guided tour")
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}/candidates/{candidate.id}/scores"

    answer = ClientOf(alice).put(path, json.dumps({"values": {"weeks": value}}), content_type="application/json")
    save_scores(scoring_round, actor=alice, candidate_id=candidate.id, values={"weeks": 2.5, "revenue": 1200.5})

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["values.weeks"])
    assert Score.objects.get(column="weeks").value == 2.5


@pytest.mark.parametrize("text", ["NaN", "Infinity", '"8"', "1e400"])
def test_what_is_no_number_is_no_score(alice: Member, text: str) -> None:
    scoring_round = make_round(alice)
    candidate = candidate_of(scoring_round, "Guided tour")
    path = f"/api/prioritization/scoring-rounds/{scoring_round.id}/candidates/{candidate.id}/scores"

    answer = ClientOf(alice).put(path, f'{{"values": {{"effort": {text}}}}}', content_type="application/json")

    assert answer.status_code in (400, 422) or text == '"8"'
    assert not Score.objects.exclude(value=8).exists()
