from datetime import date, timedelta
from uuid import UUID

import pytest

from truenorth.domains.roadmap.rules import (
    Crew,
    Definition,
    FieldKind,
    FieldRefused,
    PeriodLength,
    Planned,
    Stretch,
    list_periods,
    measure,
    read_condition,
    read_value,
    stretch_of,
)

OLGA = UUID(int=1)
TIER = Definition("tier", FieldKind.SELECT, ("gold", "silver"))
FIELDS = {
    "tier": TIER,
    **{kind.value: Definition(kind.value, kind) for kind in FieldKind if kind is not FieldKind.SELECT},
}
MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("text", "Any words", "Any words"),
        ("number", 5, 5.0),
        ("date", "2026-03-02", "2026-03-02"),
        ("tier", "gold", "gold"),
        ("person", str(OLGA), str(OLGA)),
        ("url", "https://example.org/a?b=1", "https://example.org/a?b=1"),
    ],
)
def test_a_value_that_fits_is_kept(field: str, value: object, kept: object) -> None:
    assert read_value(FIELDS[field], value, people=frozenset({OLGA})) == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 5),
        ("text", "x" * 1001),
        ("number", "5"),
        ("number", True),
        ("number", float("nan")),
        ("number", 1e16),
        ("date", "2 March"),
        ("date", "0001-01-01"),
        ("date", 20260302),
        ("tier", "bronze"),
        ("tier", ["gold"]),
        ("person", str(UUID(int=2))),
        ("person", "Olga"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "http://[bad"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field: str, value: object) -> None:
    with pytest.raises(FieldRefused):
        read_value(FIELDS[field], value, people=frozenset({OLGA}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour:is:red", "no field 'colour'"),
        ("tier:contains:go", "tier takes empty, filled, is, is_not"),
        ("number:at_least:many", "no number"),
        ("date:at_most:soon", "no date"),
        ("tier", "not ''"),
    ],
)
def test_a_condition_that_does_not_fit_says_why(text: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words):
        read_condition(text, FIELDS, people=frozenset())


def test_a_condition_may_hold_colons_in_its_value() -> None:
    assert read_condition("url:is:https://example.org", FIELDS, people=frozenset()).value == "https://example.org"


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (PeriodLength.WEEK, [(MONDAY, MONDAY + timedelta(days=6)), (MONDAY + timedelta(days=7), date(2026, 3, 15))]),
        (PeriodLength.MONTH, [(date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))]),
        (PeriodLength.QUARTER, [(date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))]),
    ],
)
def test_periods_follow_the_calendar(length: PeriodLength, expected: list[tuple[date, date]]) -> None:
    found = list_periods(MONDAY + timedelta(days=2), length, 2)

    assert [(each.from_on, each.to_on) for each in found] == expected


def test_the_last_quarter_is_followed_by_the_first_of_the_next_year() -> None:
    found = list_periods(date(2026, 11, 5), PeriodLength.QUARTER, 2)

    assert found == [
        Stretch(date(2026, 10, 1), date(2026, 12, 31)),
        Stretch(date(2027, 1, 1), date(2027, 3, 31)),
    ]


def test_effort_is_spread_over_its_days_and_absences_take_from_capacity() -> None:
    weeks = list_periods(MONDAY, PeriodLength.WEEK, 3)
    crew = Crew("web", seats=2, absences=((MONDAY + timedelta(days=7), MONDAY + timedelta(days=9)),))
    work = [
        Planned("a", Stretch(MONDAY, MONDAY + timedelta(days=13)), 4.0),
        Planned("b", Stretch(MONDAY + timedelta(days=7), MONDAY + timedelta(days=7)), None),
    ]

    bars = measure(work, crew, weeks)

    assert [bar.planned_weeks for bar in bars] == [2.0, 2.0, 0.0]
    assert [bar.capacity_weeks for bar in bars] == [2.0, pytest.approx(2 * 4 / 7), 2.0]
    assert [bar.unsized for bar in bars] == [0, 1, 0]
    assert [list(bar.ids) for bar in bars] == [["a"], ["a", "b"], []]


def test_work_without_a_target_takes_as_long_as_its_effort() -> None:
    assert stretch_of(MONDAY, None, 2.0) == Stretch(MONDAY, MONDAY + timedelta(days=13))
    assert stretch_of(MONDAY, MONDAY + timedelta(days=7), 2.0) == Stretch(MONDAY, MONDAY + timedelta(days=6))
    assert stretch_of(None, MONDAY, 2.0) is None
