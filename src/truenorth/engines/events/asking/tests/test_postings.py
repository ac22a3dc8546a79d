"""Lists hold exactly the rows that meet a condition, and spans begin where the first of them lies."""

import random
from typing import Any

import numpy as np
import pytest

from truenorth.engines.events import Filter
from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.postings import Listed, begun_at, list_rows, post

NOT_TWO = Filter(property="n", operator="is_not", value=2)
CONDITIONS = [
    [Condition(("a",)), Condition(("b",))],
    [Condition(("a",)), Condition(("missing",))],
    [Condition(("a", "c", "a")), Condition(None)],
    [Condition(("a",), (NOT_TWO,)), Condition(("b", "d"))],
    [Condition(())],
]


def drawn(seed: int, *, recent: int) -> Histories:
    dice = random.Random(seed)
    rows: list[dict[str, Any]] = [
        {"actor": str(dice.randrange(9)), "event": dice.choice("abcde"), "time": at * 1000, "properties": {"n": at % 4}}
        for at in range(300)
    ]
    return from_rows(rows[recent:], recent=[row | {"time": row["time"] + 10**6} for row in rows[:recent]])


def meeting(histories: Histories, condition: Condition, *, side: str, filters: tuple[Filter, ...]) -> list[int]:
    """Row by row."""
    event = histories.column("event")
    names = event.labels.to_pylist()
    found = []
    for row, code in enumerate(getattr(event, side)):
        is_named = condition.events is None or names[code] in condition.events
        tests = [(histories.column("p:n"), one) for one in (*filters, *condition.filters)]
        if is_named and all(passing_codes(one, column)[getattr(column, side)[row]] for column, one in tests):
            found.append(row)
    return found


def rows_in(listed: Listed, k: int) -> list[int]:
    rows: list[int] = listed.rows[listed.begins[k] : listed.ends[k]].tolist()
    return rows


@pytest.mark.parametrize("filters", [(), (NOT_TWO,)])
@pytest.mark.parametrize("conditions", CONDITIONS)
@pytest.mark.parametrize("recent", [0, 120])
def test_lists_hold_the_rows_that_meet_each_condition(
    recent: int, conditions: list[Condition], filters: tuple[Filter, ...]
) -> None:
    histories = drawn(1, recent=recent)

    lists = list_rows(histories, conditions, filters)

    for side, listed, times in (
        ("settled", lists.settled, histories.settled_time),
        ("recent", lists.recent, histories.recent_time),
    ):
        for k, condition in enumerate(conditions):
            expected = meeting(histories, condition, side=side, filters=filters)
            assert rows_in(listed, k) == expected
            assert listed.times[listed.begins[k] : listed.ends[k]].tolist() == times[expected].tolist()


def test_an_event_that_came_after_the_settled_rows_were_listed_has_none_of_them() -> None:
    histories = from_rows(
        [{"actor": "ada", "event": "a", "time": 1}], recent=[{"actor": "ada", "event": "z", "time": 2}]
    )
    old = post(histories.column("event").settled, 2, histories.settled_time)
    new = post(histories.column("event").recent, 3, histories.recent_time)
    kept = Histories(
        histories.spans,
        histories.settled_time,
        histories.recent_time,
        histories.load,
        histories.name,
        0,
        lambda: (old, new),
    )

    lists = list_rows(kept, [Condition(("z",))])

    assert (rows_in(lists.settled, 0), rows_in(lists.recent, 0)) == ([], [0])


@pytest.mark.parametrize("recent", [0, 120])
@pytest.mark.parametrize("condition", [Condition(("a",)), Condition(("a", "e"), (NOT_TWO,)), Condition(("missing",))])
def test_spans_begin_at_each_actors_first_such_row(recent: int, condition: Condition) -> None:
    histories = drawn(2, recent=recent)
    first = np.full(histories.size, 10**9)
    shift = histories.settled_time.size
    rows = [(row, "settled") for row in meeting(histories, condition, side="settled", filters=())]
    rows += [(row + shift, "recent") for row in meeting(histories, condition, side="recent", filters=())]

    begun = begun_at(histories, condition).spans

    spans = histories.spans
    for actor in range(histories.size):
        mine = [*range(spans.settled_from[actor], spans.settled_to[actor])]
        mine += [row + shift for row in range(spans.recent_from[actor], spans.recent_to[actor])]
        first[actor] = min((row for row, _ in rows if row in mine), default=10**9)
        left = [*range(begun.settled_from[actor], begun.settled_to[actor])]
        left += [row + shift for row in range(begun.recent_from[actor], begun.recent_to[actor])]
        assert left == [row for row in mine if row >= first[actor]]


def test_of_any_event_the_first_row_is_every_actors_first() -> None:
    histories = drawn(3, recent=50)

    assert begun_at(histories, Condition(None)) is histories
