import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.ranking import (
    ICE,
    RICE,
    SAFE,
    WSJF,
    Candidate,
    ColumnUnknown,
    DivisorNotPositive,
    ItemRepeated,
    Model,
    RankingRefused,
    RatingNotFinite,
    ScoreUndefined,
    custom_model,
    rank,
)
from truenorth.engines.ranking.models import FIBONACCI


def wsjf(key: str, *numbers: float, title: str = "") -> Candidate:
    columns = ("user_value", "business_value", "risk_reduction", "effort")
    return Candidate(key, title or key, {name: [number] for name, number in zip(columns, numbers, strict=True)})


def test_a_hand_computed_table_is_ranked() -> None:
    ranked = rank([wsjf("a", 8, 5, 2, 3), wsjf("b", 3, 1, 1, 1), wsjf("c", 13, 13, 8, 20)], WSJF)
    assert [(one.id, one.rank, one.score) for one in ranked] == [("a", 1, 5.0), ("b", 1, 5.0), ("c", 3, 1.7)]


def test_the_score_comes_from_the_column_means_not_from_the_members_scores() -> None:
    ratings = {
        "user_value": [8.0, 2.0],
        "business_value": [5.0],
        "risk_reduction": [2.0],
        "effort": [1.0, 3.0, 8.0],
    }
    one = rank([Candidate("a", "A", ratings)], WSJF)[0]
    assert one.score == pytest.approx((5 + 5 + 2) / 4)
    assert [(part.mean, part.raters) for part in one.parts] == [(5, 2), (5, 1), (2, 1), (4, 3)]
    effort_sd, value_sd = math.sqrt(13), math.sqrt(18)
    assert one.spread == pytest.approx(math.hypot(value_sd / 4, 3.0 * effort_sd / 4))


def test_an_item_not_fully_rated_stands_last_and_says_what_is_missing() -> None:
    half = Candidate("h", "Half", {"user_value": [20], "effort": []})
    first, last = rank([half, wsjf("a", 1, 1, 1, 20)], WSJF)
    assert (first.id, last.score, last.rank) == ("a", None, None)
    assert last.missing == ("business_value", "risk_reduction", "effort")
    assert [part.column for part in last.parts] == ["user_value"]


def test_equal_scores_share_a_rank_and_stand_by_title() -> None:
    ranked = rank([wsjf("z", 5, 5, 5, 5, title="B"), wsjf("y", 1, 1, 1, 1, title="A"), wsjf("x", 1, 1, 1, 3)], WSJF)
    assert [(one.id, one.rank) for one in ranked] == [("y", 1), ("z", 1), ("x", 3)]


def test_ties_are_seen_through_the_last_digits_of_a_float() -> None:
    third = {"impact": [0.1], "confidence": [3.0], "ease": [1.0]}
    other = {"impact": [0.3], "confidence": [1.0], "ease": [1.0]}
    assert [one.rank for one in rank([Candidate("a", "A", third), Candidate("b", "B", other)], ICE)] == [1, 1]


@pytest.mark.parametrize(
    ("model", "numbers", "score"),
    [(SAFE, (8, 5, 3, 2), 8.0), (RICE, (500, 2, 0.8, 4), 200.0), (ICE, (8, 5, 3), 120.0)],
)
def test_other_models_follow_their_formula(model: Model, numbers: tuple[float, ...], score: float) -> None:
    ratings = {column.key: [number] for column, number in zip(model.columns, numbers, strict=True)}
    assert rank([Candidate("a", "A", ratings)], model)[0].score == pytest.approx(score)


@pytest.mark.parametrize(
    ("ratings", "refusal", "field"),
    [
        ({"effort": [0]}, DivisorNotPositive, "effort"),
        ({"effort": [3, -2]}, DivisorNotPositive, "effort"),
        ({"effort": [float("nan")]}, RatingNotFinite, "effort"),
        ({"effort": [float("inf")]}, RatingNotFinite, "effort"),
        ({"joy": [1]}, ColumnUnknown, "joy"),
    ],
)
def test_a_wrong_rating_is_refused_by_column(
    ratings: dict[str, list[float]], refusal: type[RankingRefused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        rank([Candidate("a", "A", ratings)], WSJF)
    assert (refused.value.field, refused.value.item) == (field, "a")


@pytest.mark.parametrize("effort", [0, -2])
def test_a_divisor_must_be_positive(effort: float) -> None:
    ratings = {"reach": [1.0], "impact": [1.0], "confidence": [1.0], "effort": [effort]}
    with pytest.raises(DivisorNotPositive):
        rank([Candidate("a", "A", ratings)], RICE)


def test_a_formula_without_a_value_is_refused_with_its_numbers() -> None:
    model = custom_model("ln(reach) / (effort - 2)")
    with pytest.raises(ScoreUndefined) as refused:
        rank([Candidate("a", "A", {"reach": [3.0], "effort": [2.0]})], model)
    assert (refused.value.field, refused.value.item) == ("formula", "a")
    assert "reach 3, effort 2" in refused.value.reason


def test_an_extreme_candidate_rescales_nobody() -> None:
    rows = [(3.0, 2.0, 1.0), (5.0, 1.0, 2.0)]
    items = [
        Candidate(str(n), str(n), dict(zip(("impact", "confidence", "ease"), ([x] for x in row), strict=True)))
        for n, row in enumerate(rows)
    ]
    before = {one.id: one.score for one in rank(items, ICE)}
    extreme = Candidate("x", "X", {"impact": [1e12], "confidence": [1e9], "ease": [1.0]})
    assert {one.id: one.score for one in rank([*items, extreme], ICE) if one.id != "x"} == before


def test_an_empty_list_ranks_nobody() -> None:
    assert rank([], WSJF) == []


def test_one_id_twice_is_refused() -> None:
    with pytest.raises(ItemRepeated):
        rank([wsjf("a", 1, 1, 1, 1), wsjf("a", 2, 2, 2, 2)], WSJF)


RATINGS = st.lists(st.sampled_from(FIBONACCI), min_size=1, max_size=4)
CANDIDATES = st.lists(st.tuples(RATINGS, RATINGS, RATINGS, RATINGS), min_size=1, max_size=8)


def candidates(rows: list[tuple[list[float], ...]]) -> list[Candidate]:
    keys = [column.key for column in WSJF.columns]
    return [Candidate(str(n), str(n), dict(zip(keys, row, strict=True))) for n, row in enumerate(rows)]


@settings(max_examples=40, deadline=None)
@given(CANDIDATES, st.randoms(use_true_random=False))
def test_neither_the_order_of_items_nor_of_raters_matters(
    rows: list[tuple[list[float], ...]], dice: random.Random
) -> None:
    shuffled = [
        Candidate(one.id, one.title, {key: dice.sample(list(r), len(r)) for key, r in one.ratings.items()})
        for one in candidates(rows)
    ]
    dice.shuffle(shuffled)
    before = {one.id: (one.rank, one.score) for one in rank(candidates(rows), WSJF)}
    assert {one.id: (one.rank, one.score) for one in rank(shuffled, WSJF)} == before


@settings(max_examples=40, deadline=None)
@given(CANDIDATES)
def test_a_dominated_item_changes_nobody_above_it(rows: list[tuple[list[float], ...]]) -> None:
    before = {one.id: one.rank for one in rank(candidates(rows), WSJF)}
    worst = wsjf("worst", 1, 1, 1, 20, title="~")
    after = rank([*candidates(rows), worst], WSJF)
    assert {one.id: one.rank for one in after if one.id != "worst"} == before


@settings(max_examples=40, deadline=None)
@given(CANDIDATES, st.sampled_from([0.1, 0.5, 3.0, 1000.0]))
def test_a_column_in_another_unit_with_its_weight_changed_alike_changes_no_rank(
    rows: list[tuple[list[float], ...]], factor: float
) -> None:
    plain = custom_model("(2 * user_value + business_value + risk_reduction) / effort")
    scaled = custom_model(f"({2 / factor} * user_value + business_value + risk_reduction) / effort")
    items = candidates(rows)
    other = [
        Candidate(one.id, one.title, {**one.ratings, "user_value": [n * factor for n in one.ratings["user_value"]]})
        for one in items
    ]
    assert [(one.id, one.rank) for one in rank(other, scaled)] == [(one.id, one.rank) for one in rank(items, plain)]
