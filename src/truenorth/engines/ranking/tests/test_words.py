"""Lint, the reasons in words, and duels: they say what the records hold, and nothing else."""

import random
import re
from collections.abc import Mapping

import pytest

from truenorth.engines.ranking import (
    ICE,
    MOSCOW,
    SAFE,
    WSJF,
    Candidate,
    Evidence,
    ItemUnknown,
    Model,
    OutOfRange,
    Ranked,
    Record,
    custom_model,
    duel,
    lint,
    rank,
    why_before,
)

KEYS = [column.key for column in WSJF.columns]


def listed(rows: Mapping[str, tuple[float, ...]], model: Model = WSJF) -> list[Candidate]:
    keys = [column.key for column in model.columns]
    return [
        Candidate(title, title, {key: [x] for key, x in zip(keys, row, strict=True)}) for title, row in rows.items()
    ]


def pair(first: tuple[float, ...], second: tuple[float, ...], model: Model = WSJF) -> tuple[Ranked, Ranked]:
    one, other = rank(listed({"Guided tour": first, "CRM button": second}, model), model)
    return one, other


# Lint


def test_a_list_scored_by_the_rules_has_nothing_to_say() -> None:
    rows = {"a": (8.0, 1.0, 2.0, 3.0), "b": (1.0, 13.0, 1.0, 5.0), "c": (3.0, 2.0, 5.0, 1.0), "d": (2.0, 3.0, 1.0, 8.0)}
    assert lint(listed(rows), WSJF) == []


def test_numbers_off_the_scale_are_named_with_their_item() -> None:
    found = lint(listed({"a": (4.0, 1.0, 1.0, 1.0), "b": (1.0, 1.0, 1.0, 40.0)}), WSJF)
    assert [(each.rule, each.columns, each.item) for each in found] == [
        ("off_scale", ("user_value",), "a"),
        ("off_scale", ("effort",), "b"),
    ]
    assert found[0].words == "User value of a is 4; the scale is 1, 2, 3, 5, 8, 13, 20."


def test_a_column_without_its_smallest_number_is_told() -> None:
    found = lint(listed({"a": (1.0, 1.0, 1.0, 2.0), "b": (2.0, 1.0, 3.0, 3.0)}), WSJF)
    assert [(each.rule, each.columns) for each in found] == [("no_smallest", ("effort",))]


def test_columns_begun_together_are_told_and_one_alone_is_not() -> None:
    items = [
        Candidate("a", "A", {"user_value": [1], "business_value": [1]}),
        Candidate("b", "B", {"user_value": [2]}),
        Candidate("c", "C", {}),
    ]
    found = [each for each in lint(items, WSJF) if each.rule == "one_column_at_a_time"]
    assert [each.columns for each in found] == [("user_value", "business_value")]
    assert "User value (1 missing), Business value (2 missing)" in found[0].words
    assert not [each for each in lint(items[1:], WSJF) if each.rule == "one_column_at_a_time"]


def test_a_column_where_all_is_high_is_inflated() -> None:
    rows = {str(n): (x, float(1 + n % 3), 1.0, 1.0) for n, x in enumerate([20.0, 13.0, 20.0, 1.0, 13.0])}
    found = [each for each in lint(listed(rows), WSJF) if each.rule == "inflated"]
    assert [each.columns for each in found] == [("user_value",)]
    assert found[0].words.startswith("4 of 5 candidates have 13 or more in User value")


def test_columns_that_rise_together_are_told_as_double_counting() -> None:
    rows = {str(n): (x, x, float((3, 1, 2, 1)[n]), 1.0) for n, x in enumerate([1.0, 5.0, 8.0, 20.0])}
    found = [each for each in lint(listed(rows), WSJF) if each.rule == "double_counting"]
    assert [each.columns for each in found] == [("user_value", "business_value")]
    assert "correlation 1.00 over 4 candidates" in found[0].words


def test_free_numbers_and_words_have_no_scale_to_break() -> None:
    assert lint(listed({"a": (7.3, 0.5, 400.0), "b": (70.0, 9.0, 1.0)}, ICE), ICE) == []
    assert lint(listed({str(n): (4.0,) for n in range(5)}, MOSCOW), MOSCOW) == []
    assert lint([], WSJF) == []


# Why X before Y


def test_the_reason_reads_as_a_person_writes_and_says_all_that_is_on_record() -> None:
    tour, button = pair((13, 8, 5, 3), (5, 13, 2, 5))
    records = {
        "Guided tour": Record(evidence=[Evidence("observed", 6), Evidence("told", 1)]),
        "CRM button": Record(
            evidence=[Evidence("asked", 2), Evidence("internal", 1)],
            constraints=["the CRM allows 60 calls a minute."],
        ),
    }
    assert why_before(tour, button, WSJF, records=records, swap=0.031) == (
        "“Guided tour” comes before “CRM button”: by WSJF it scores 8.7, the other 4. "
        "It has the lower effort (3 against 5) and the higher user value (13 against 5). "
        "“CRM button” has the higher business value (13 against 8), and that does not outweigh it. "
        "For “Guided tour”, 6 people were watched at it and one person told how it happened to them. "
        "For “CRM button”, 2 people said so when asked and one colleague thinks so. "
        "“CRM button” has a constraint: the CRM allows 60 calls a minute. "
        "The order is firm: with a notch of noise “CRM button” stands above in 3 % of the draws."
    )


def test_one_column_that_makes_most_of_it_is_called_so() -> None:
    words = why_before(*pair((8, 5, 3, 1), (5, 5, 2, 13)), WSJF)
    assert words.endswith("It has the lower effort (1 against 13).")
    words = why_before(*pair((20, 5, 8, 2), (2, 5, 1, 2)), WSJF)
    assert words.endswith(
        "It has the higher user value (20 against 2), which makes most of the difference, and the higher risk "
        "reduction (8 against 1)."
    )


def test_equal_scores_put_neither_first() -> None:
    words = why_before(*pair((3, 3, 3, 3), (1, 1, 1, 1)), WSJF, swap=0.4)
    assert words == "“CRM button” and “Guided tour” score the same by WSJF, 3: the numbers put neither first."


def test_a_shaky_order_is_called_shaky() -> None:
    one, other = pair((5, 3, 2, 2), (3, 3, 3, 2))
    assert "The order is not firm" in why_before(one, other, WSJF, swap=0.41)
    assert "The order is fairly firm" in why_before(one, other, WSJF, swap=0.12)
    assert "draws" not in why_before(one, other, WSJF)


def test_no_evidence_is_said_only_of_those_with_a_record() -> None:
    one, other = pair((5, 3, 2, 2), (3, 3, 3, 2))
    assert "evidence" not in why_before(one, other, WSJF)
    records = {"Guided tour": Record(), "CRM button": Record()}
    assert "No evidence is on record for “Guided tour” and “CRM button”." in why_before(
        one, other, WSJF, records=records
    )


@pytest.mark.parametrize("seed", range(40))
def test_every_number_in_the_reason_is_one_of_the_records(seed: int) -> None:
    dice = random.Random(seed)
    rows = [tuple(dice.choice([1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0]) for _ in range(4)) for _ in range(2)]
    one, other = pair(rows[0], rows[1])
    records = {"Guided tour": Record(evidence=[Evidence("observed", 41)]), "CRM button": Record(constraints=["x"])}
    words = why_before(one, other, WSJF, records=records, swap=0.17)
    known = {f"{x:g}" for row in rows for x in row} | {"41", "17"}
    known |= {
        f"{round(one.score or 0, 1):g}",
        f"{round(other.score or 0, 1):g}",
        f"{one.score:.2g}",
        f"{other.score:.2g}",
    }
    assert set(re.findall(r"\d+(?:\.\d+)?", words)) <= known


def test_the_later_one_does_not_come_before_and_an_unrated_one_has_no_place() -> None:
    one, other = pair((5, 3, 2, 2), (3, 3, 3, 2))
    with pytest.raises(OutOfRange):
        why_before(other, one, WSJF)
    half = rank([Candidate("h", "Half", {"effort": [1]})], WSJF)[0]
    with pytest.raises(ItemUnknown):
        why_before(one, half, WSJF)


def test_a_formula_of_ones_own_is_called_by_its_text() -> None:
    model = custom_model("revenue / points")
    one, other = pair((900, 3), (800, 8), model)
    assert why_before(one, other, model) == (
        "“Guided tour” comes before “CRM button”: by revenue / points it scores 300, the other 100. "
        "It has the lower points (3 against 8)."
    )


# Duels


BOTH = {
    "Report": (8.0, 5.0, 2.0, 3.0, 13.0, 1.0, 3.0),
    "Tax rule": (3.0, 2.0, 2.0, 3.0, 5.0, 20.0, 3.0),
    "Theme": (5.0, 3.0, 1.0, 3.0, 8.0, 1.0, 3.0),
}
COLUMNS = (*KEYS, "user_business_value", "time_criticality", "job_size")


def both() -> list[Candidate]:
    return [Candidate(t, t, {key: [x] for key, x in zip(COLUMNS, row, strict=True)}) for t, row in BOTH.items()]


def test_a_deadline_that_one_model_cannot_see_is_the_reason() -> None:
    found = duel(both(), WSJF, SAFE)
    assert [(each.title, each.first_rank, each.second_rank) for each in found] == [
        ("Tax rule", 3, 1),
        ("Report", 1, 2),
        ("Theme", 2, 3),
    ]
    assert "SAFe WSJF counts time criticality, where it stands better than 2 of the other 2 (20; the median is 1)" in (
        found[0].reason
    )
    assert (
        "WSJF counts user value, where it stands better than 2 of the other 2 (8; the median is 5)" in found[1].reason
    )


def test_a_model_against_itself_has_no_differences_and_half_rated_candidates_stay_out() -> None:
    assert duel(both(), WSJF, WSJF) == []
    half = Candidate("h", "Half", {"user_value": [20.0]})
    assert {each.id for each in duel([half, *both()], WSJF, SAFE)} == set(BOTH)


def test_same_columns_put_together_otherwise_are_said_to_be() -> None:
    product, total = custom_model("a * b", name="Product"), custom_model("a + b", name="Sum")
    items = listed({"Even": (3.0, 3.0), "Odd": (1.0, 6.0)}, product)
    reasons = [each.reason for each in duel(items, product, total)]
    assert reasons[0] == "“Even”: both count the same columns, Product as a * b, Sum as a + b."
