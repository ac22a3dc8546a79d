import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.ranking import FormulaRefused, RankingRefused, UnitRefused, custom_model, parse_unit
from truenorth.engines.ranking.formulas import parse_formula


def value(text: str, **columns: float) -> float:
    return float(parse_formula(text).at({key: np.asarray(number, np.float64) for key, number in columns.items()}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", 14),
        ("(a + b) * c", 20),
        ("a - b - c", -5),
        ("a / b / c", 2 / 3 / 4),
        ("-a + +b", 1),
        ("min(a, b, c) + max(a, b)", 5),
        ("abs(a - c)", 2),
        ("sqrt(c) + ln(1) + log10(100 * a / a) + power(a, b)", 12),
        ("1e1 * a + .5", 20.5),
        ("  a  ", 2),
    ],
)
def test_arithmetic_is_what_people_expect(text: str, expected: float) -> None:
    given = {key: number for key, number in {"a": 2, "b": 3, "c": 4}.items() if key in parse_formula(text).columns}
    assert value(text, **given) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "1 to 500"),
        ("a" * 501, 1, "1 to 500"),
        ("a + b)", 6, "read"),
        ("a +", 4, "read"),
        ("a + open(b)", 5, "no function 'open'"),
        ("a.b", 1, "cannot hold 'a.b'"),
        ("a ** b", 1, "cannot hold"),
        ("a // b", 1, "cannot hold"),
        ("a if b else c", 1, "cannot hold"),
        ("a; b", 2, "';'"),
        ("a[0]", 2, "'['"),
        ("__import__(a)", 1, "no function"),
        ("(lambda: a)()", 8, "':'"),
        ("a + 1e999", 5, "cannot hold"),
        ("a + True", 5, "cannot hold"),
        ("min(a)", 1, "2 or more"),
        ("sqrt(a, b)", 1, "it takes 1"),
        ("max(*a)", 5, "cannot hold"),
        ("1 + 2", 1, "no column"),
        ("(" * 300 + "a" + ")" * 150, 201, "read"),
        ("-" * 60 + "a", 42, "too deeply"),
        ("  a + ß", 7, "'ß'"),
    ],
)
def test_what_is_no_formula_is_refused_where_it_goes_wrong(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        parse_formula(text)
    assert words in refused.value.reason
    assert refused.value.position == position


def test_a_bomb_is_a_number_without_value_and_takes_no_time() -> None:
    assert not math.isfinite(value("power(power(power(a, 999), 999), 999)", a=9.0))
    with pytest.raises(FormulaRefused):
        parse_formula("9" * 400 + " * a")


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_refused(text: str) -> None:
    try:
        formula = parse_formula(text)
    except FormulaRefused as refused:
        assert 1 <= refused.position <= len(text) + 1  # noqa: PT017 - either end is right
    else:
        assert formula.columns


def test_columns_come_in_the_order_of_their_use_and_divisors_are_known() -> None:
    formula = parse_formula("(b + a) / (effort * 2 * risk) + b / (1 + c)")
    assert formula.columns == ("b", "a", "effort", "risk", "c")
    assert formula.divisors == ("effort", "risk")


UNITS = {
    "revenue": parse_unit("EUR/week"),
    "cost": parse_unit("EUR/week"),
    "fee": parse_unit("USD/week"),
    "weeks": parse_unit("week"),
    "any": None,
}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("revenue * weeks", "EUR"),
        ("(revenue - cost) / weeks", "EUR/week^2"),
        ("2 * revenue + max(cost, 0)", "EUR/week"),
        ("revenue / cost", "a number"),
        ("ln(revenue / cost)", "a number"),
        ("sqrt(weeks * weeks)", "week"),
        ("power(weeks, 2) / weeks", "week"),
        ("1 / weeks", "1/week"),
        ("-abs(revenue)", "EUR/week"),
    ],
)
def test_units_follow_the_arithmetic(text: str, unit: str) -> None:
    assert str(parse_formula(text, UNITS).unit) == unit


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("revenue + weeks", 11, "EUR/week and week cannot be added"),
        ("revenue - fee", 11, "EUR/week and USD/week cannot be subtracted"),
        ("1 + max(revenue, weeks)", 5, "cannot be compared"),
        ("ln(weeks)", 1, "week has no logarithm"),
        ("power(weeks, any)", 14, "must be a written number"),
    ],
)
def test_units_that_do_not_fit_are_refused_by_name_and_place(text: str, position: int, words: str) -> None:
    with pytest.raises(FormulaRefused) as refused:
        parse_formula(text, UNITS)
    assert words in refused.value.reason
    assert refused.value.position == position


def test_a_column_without_unit_fits_anywhere() -> None:
    assert parse_formula("any + weeks", UNITS).unit == parse_unit("week")
    assert parse_formula("any * weeks", UNITS).unit is None


@pytest.mark.parametrize("text", ["EUR//week", "", "week^x", "3 weeks", "/week"])
def test_a_unit_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(UnitRefused):
        parse_unit(text)


def test_a_custom_model_takes_free_numbers_and_names_itself() -> None:
    model = custom_model(" revenue / story_points ")
    assert model.name == "revenue / story_points"
    assert [(column.label, column.scale) for column in model.columns] == [("Revenue", None), ("Story points", None)]
    assert [column.key for column in model.costs] == ["story_points"]


def test_every_refusal_names_its_field() -> None:
    with pytest.raises(RankingRefused) as refused:
        custom_model("a +")
    assert str(refused.value) == "formula: at character 4, cannot be read on"
