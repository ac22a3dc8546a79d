"""Each model against a table worked out by hand, and Kano against its published table."""

import pytest

from truenorth.engines.ranking import (
    COST_OF_DELAY,
    ICE,
    KANO,
    MODELS,
    MOSCOW,
    OPPORTUNITY,
    RICE,
    SAFE,
    WSJF,
    AnswerUnknown,
    Candidate,
    Model,
    kano_category,
    rank,
    tally_kano,
)
from truenorth.engines.ranking.kano import ANSWERS

TABLES = [
    (WSJF, [((8, 5, 2, 3), 5.0), ((13, 13, 8, 20), 1.7), ((1, 1, 1, 1), 3.0)]),
    (SAFE, [((8, 13, 3, 2), 12.0), ((5, 1, 1, 13), 7 / 13)]),
    (COST_OF_DELAY, [((12_000, 4), 3_000.0), ((900, 0.5), 1_800.0)]),
    (RICE, [((500, 2, 0.8, 4), 200.0), ((2_000, 0.25, 0.5, 0.5), 500.0)]),
    (ICE, [((8, 5, 3), 120.0), ((10, 10, 1), 100.0)]),
    (OPPORTUNITY, [((9, 4), 14.0), ((6, 8), 6.0), ((10, 0), 20.0)]),
    (KANO, [((4, 4), 8.0), ((4, 0), 4.0), ((-2, 4), 2.0)]),
    (MOSCOW, [((4,), 4.0), ((1,), 1.0)]),
]


@pytest.mark.parametrize(("model", "table"), TABLES, ids=[model.key for model, _ in TABLES])
def test_a_model_gives_the_scores_worked_out_by_hand(
    model: Model, table: list[tuple[tuple[float, ...], float]]
) -> None:
    items = [
        Candidate(str(n), str(n), {column.key: [x] for column, x in zip(model.columns, row, strict=True)})
        for n, (row, _) in enumerate(table)
    ]
    assert {one.id: one.score for one in rank(items, model)} == {
        str(n): pytest.approx(score) for n, (_, score) in enumerate(table)
    }


def test_every_model_has_a_table() -> None:
    assert {model.key for model, _ in TABLES} == set(MODELS)


def test_the_practices_four_aspects_are_three_gains_over_effort() -> None:
    assert [column.key for column in WSJF.gains] == ["user_value", "business_value", "risk_reduction"]
    assert [column.key for column in WSJF.costs] == ["effort"]


def test_the_cost_of_delay_is_money_per_week_by_weeks() -> None:
    assert str(COST_OF_DELAY.columns[0].unit) == "money/week"
    assert str(COST_OF_DELAY.formula.unit) == "money/week^2"


TABLE = """
Q A A A O
R I I I M
R I I I M
R I I I M
R R R R Q
"""


def test_kano_follows_the_five_by_five_table() -> None:
    letters = {"attractive": "A", "one-dimensional": "O", "must-be": "M", "indifferent": "I", "reverse": "R"}
    found = [[letters.get(kano_category(with_it, without), "Q") for without in ANSWERS] for with_it in ANSWERS]
    assert found == [line.split() for line in TABLE.strip().splitlines()]


def test_kano_counts_many_and_breaks_ties_for_what_is_a_must() -> None:
    tally = tally_kano([("neutral", "dislike"), ("like", "neutral"), ("like", "like")])
    assert (tally.category, tally.better, tally.worse) == ("must-be", 0.5, -0.5)
    assert tally.counts["questionable"] == 1
    assert tally_kano([]).category is None


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(AnswerUnknown):
        kano_category("love", "like")


def test_words_and_numbers_are_read_alike() -> None:
    priority, with_it = MOSCOW.columns[0], KANO.columns[0]
    assert [priority.read(text) for text in ("Must", " won't ", "WON\u2019T", "3")] == [4, 1, 1, 3]
    assert [with_it.read("like"), KANO.columns[1].read("like")] == [4, -2]
    with pytest.raises(AnswerUnknown, match="must, should, could, wont"):
        priority.read("maybe")
