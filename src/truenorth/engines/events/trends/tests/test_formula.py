"""Formulas: what they compute, and what they refuse."""

import numpy as np
import pytest

from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.trends.formula import parse_formula

A, B = np.array([1.0, 4.0, np.nan]), np.array([2.0, 0.0, 3.0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A + B * 2", [5, 4, None]),
        ("-(A - 1) / 2", [0, -1.5, None]),
        ("A / B", [0.5, None, None]),
        ("B / 0", [None, None, None]),
        ("0 / B", [0, None, 0]),
        ("min(A, B, 3)", [1, 0, None]),
        ("max(A, B)", [2, 4, None]),
        ("abs(A - 5)", [4, 1, None]),
        ("sqrt(A)", [1, 2, None]),
        ("sqrt(-A)", [None, None, None]),
        ("ln(B)", [np.log(2), None, np.log(3)]),
        ("log10(A * 10)", [1, np.log10(40), None]),
        ("power(A, 2)", [1, 16, None]),
        ("power(10, 400) + A", [None, None, None]),
        ("cumsum(B)", [2, 2, 5]),
        ("cumsum(A)", [1, 5, 5]),
        ("7", [7, 7, 7]),
        ("1e3 + .5", [1000.5, 1000.5, 1000.5]),
    ],
)
def test_a_formula_computes_point_by_point(text: str, expected: list[float | None]) -> None:
    found = parse_formula(text, series=2).at([A, B])

    np.testing.assert_allclose(found, [np.nan if one is None else one for one in expected])


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "A +", "A B", "C", "a", "AB", "A ** 2", "A // 2", "A % 2", "A if B else A", "A and B", "A < B",
        "lambda: 1", "A.real", "A[0]", "(A, B)", "[A]", "'A'", "min(A)", "power(A)", "sqrt(A, B)", "min(A, key=B)",
        "open(A)", "__import__(A)", "min(*A)", "cumsum", "1j", "True", "1e999", "9" * 400, "A; B", "A\nB", "A # B",
        "A" * 501, "(" * 150 + "A" + ")" * 150 + "(", "-" * 450 + "A", "abs(" * 60 + "A" + ")" * 60,
    ],
)  # fmt: skip
def test_a_formula_that_is_none_is_refused_by_the_field_formula(text: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        parse_formula(text, series=2)

    assert refused.value.field == "formula"


def test_a_refused_formula_says_what_is_wrong() -> None:
    with pytest.raises(PlanRefused, match="names C, and there are only the series A to B"):
        parse_formula("A + C", series=2)
