"""A letter says exactly which conditions its row meets."""

import random
from typing import Any

import numpy as np
import pytest

from truenorth.engines.events import Filter, PlanRefused
from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Histories, encode_column, from_rows
from truenorth.engines.events.asking.letters import Condition, Letters, spell, steps_of

NOT_TWO = Filter(property="n", operator="is_not", value=2)


def rows(seed: int, count: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)
    return [
        {
            "actor": str(dice.randrange(9)),
            "event": dice.choice("abcde"),
            "time": at * 1000,
            "properties": {"n": dice.randrange(4)} | ({"m": dice.randrange(3)} if dice.random() < 0.8 else {}),
        }
        for at in range(count)
    ]


def meant(letters: Letters, histories: Histories) -> list[list[bool]]:
    codes = [*letters.settled, *letters.recent]
    assert len(codes) == histories.settled_time.size + histories.recent_time.size
    return [letters.meets[letters.lut[code]].tolist() for code in codes]


@pytest.mark.parametrize("repeats", [1, 40])
@pytest.mark.parametrize("seed", range(4))
def test_letters_say_what_each_row_meets(seed: int, repeats: int) -> None:
    drawn = rows(seed, 300)
    settled, recent = drawn[:200], drawn[200:]
    histories = from_rows(settled, recent=recent)
    conditions = [
        Condition(("a",), (Filter(property="n", value=1),)),
        Condition(("a", "b")),
        Condition(
            None, (Filter(property="m", operator="gte", value=1), Filter(property="n", operator="is_not", value=2))
        ),
    ] * repeats

    found = meant(spell(histories, conditions, [Filter(property="n", operator="lte", value=2)]), histories)

    ordered = [row for part in (settled, recent) for row in sorted(part, key=lambda row: (row["actor"], row["time"]))]
    assert found == [_met(row) * repeats for row in ordered]


def _met(row: dict[str, Any]) -> list[bool]:
    event, n, m = row["event"], row["properties"]["n"], row["properties"].get("m", -1)
    is_seen = n <= 2
    return [is_seen and event == "a" and n == 1, is_seen and event in "ab", is_seen and m >= 1 and n != 2]


def test_an_event_that_nobody_sent_meets_nothing() -> None:
    histories = from_rows(rows(1, 20))

    letters = spell(histories, [Condition(("nobody sent this",))])

    assert not any(any(row) for row in meant(letters, histories))


def test_steps_of_a_letter_come_last_first() -> None:
    histories = from_rows([{"actor": "ada", "event": "a", "time": 0}])

    letters = spell(histories, [Condition(("a",)), Condition(None), Condition(("b",))])

    starts, steps = steps_of(letters)
    letter = int(letters.lut[letters.settled[0]])
    assert steps[starts[letter] : starts[letter + 1]].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("operator", "value", "passing"),
    [
        ("is", ["5", "x"], ["5", "x"]),
        ("is", 5, ["5"]),
        ("is_not", "5", [None, "x", "5.5", "true"]),
        ("contains", "5", ["5", "5.5"]),
        ("not_contains", "5", [None, "x", "true"]),
        ("starts_with", "t", ["true"]),
        ("ends_with", ".5", ["5.5"]),
        ("matches", "^[0-9]+$", ["5"]),
        ("gt", 5, ["5.5"]),
        ("gte", 5, ["5", "5.5"]),
        ("lt", 5.5, ["5"]),
        ("lte", 5.5, ["5", "5.5"]),
        ("between", [5.2, 6], ["5.5"]),
        ("set", (), ["5", "x", "5.5", "true"]),
        ("not_set", (), [None]),
        ("is", True, ["true"]),
    ],
)
def test_filters_let_through_what_they_say(operator: str, value: object, passing: list[str | None]) -> None:
    column = encode_column([5, "x", None, 5.5, True], [])

    flags = passing_codes(Filter(property="p", operator=operator, value=value), column)

    labels = column.labels.to_pylist()
    assert {labels[code] for code in np.flatnonzero(flags)} == set(passing)


@pytest.mark.parametrize(("operator", "value"), [("gt", "many"), ("matches", "(")])
def test_a_filter_that_cannot_be_is_refused(operator: str, value: object) -> None:
    with pytest.raises(PlanRefused) as refusal:
        passing_codes(Filter(property="p", operator=operator, value=value), encode_column([1], []))

    assert refusal.value.field == "filters.value"
