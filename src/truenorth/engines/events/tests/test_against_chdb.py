"""Funnels and retention of a real store against embedded ClickHouse's own functions, actor by actor."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.tests.funnels_in_sql import Depths, depths_of
from truenorth.engines.events.tests.histories_drawn import BEGIN_MS, DAY_MS, Drawn, draw, stored

chdb = pytest.importorskip("chdb", reason="chdb is in the dependency group 'bench' only")

STEPS = [("a", "b"), ("a", "a"), ("a", "b", "c"), ("a", "b", "a"), ("a", "a", "a", "b"), ("b", "a", "c", "a")]


def asked_of_clickhouse(statement: str, **parts: object) -> list[dict[str, Any]]:
    """ClickHouse's rows, in this process and in memory."""
    found: list[dict[str, Any]] = json.loads(str(chdb.query(statement.format_map(parts), "JSON")))["data"]
    return found


class Drawing:
    """What was drawn, in a store and in a file that ClickHouse reads."""

    def __init__(self, drawn: Drawn, folder: Path) -> None:
        self.drawn = drawn
        self.store: EventStore = stored(drawn, folder / "store")
        self.file = folder / "rows.parquet"
        pa.parquet.write_table(drawn.rows, self.file)

    def ask(self, statement: str, **parts: object) -> list[dict[str, Any]]:
        """ClickHouse's rows; `parts` fill the braces of the statement, {rows} is the file."""
        return asked_of_clickhouse(statement, rows=f"file('{self.file}', Parquet)", **parts)

    def depths(self, steps: Sequence[str], *, window_ms: int, mode: str) -> Depths:
        """Levels of windowFunnel above 0, by actor."""
        conditions = ", ".join(f"event = '{step}'" for step in steps)
        rows = self.ask(
            "SELECT actor, windowFunnel({window_ms}, '{mode}')(toUInt64(ms), {conditions}) AS depth FROM {rows} "
            "GROUP BY actor HAVING depth > 0",
            window_ms=window_ms,
            mode=mode,
            conditions=conditions,
        )
        return {row["actor"]: int(row["depth"]) for row in rows}


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    drawn = draw(21, actors=3000, step_ms=10_000, most_steps=4, ties=False)
    return Drawing(drawn, tmp_path_factory.mktemp("apart"))


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    drawn = draw(22, actors=2000, step_ms=10_000, most_steps=2, ties=True)
    return Drawing(drawn, tmp_path_factory.mktemp("tied"))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    """Histories in which an actor does nothing twice."""
    drawn = draw(23, actors=3000, step_ms=10_000, most_steps=3, ties=False, events="abcdx")
    seen: set[tuple[str, str]] = set()
    is_first = np.zeros(len(drawn.rows), np.bool_)
    for row, pair in enumerate(zip(*(drawn.rows.column(name).to_pylist() for name in ("actor", "event")), strict=True)):
        is_first[row] = pair not in seen
        seen.add(pair)
    return Drawing(Drawn(drawn.rows.filter(pa.array(is_first))), tmp_path_factory.mktemp("once"))


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    drawn = draw(24, actors=2000, step_ms=DAY_MS // 8, most_steps=20, ties=True, span_days=5)
    return Drawing(drawn, tmp_path_factory.mktemp("weeks"))


@pytest.mark.parametrize("window", [10, 60])
@pytest.mark.parametrize("steps", STEPS)
def test_depths_are_those_of_window_funnel_that_uses_an_event_once(
    apart: Drawing, steps: tuple[str, ...], window: int
) -> None:
    expected = apart.depths(steps, window_ms=window * 1000, mode="strict_once")

    assert depths_of(apart.store, Funnel(steps=steps, window=window, times=False)) == expected


@pytest.mark.parametrize("steps", [("a", "b"), ("a", "b", "c"), ("b", "c", "a", "d")])
def test_where_no_step_repeats_all_modes_that_allow_other_events_agree(apart: Drawing, steps: tuple[str, ...]) -> None:
    """Without equal times 'strict_increase' asks for nothing more, and without repeats no event could serve twice."""
    found = depths_of(apart.store, Funnel(steps=steps, window=60, times=False))

    assert found == apart.depths(steps, window_ms=60_000, mode="strict_once")
    assert found == apart.depths(steps, window_ms=60_000, mode="strict_increase")


@pytest.mark.parametrize("steps", STEPS)
def test_ties_as_the_steps_need_them_are_those_of_window_funnel(tied: Drawing, steps: tuple[str, ...]) -> None:
    """ClickHouse sorts equal times by the number of the step, which is what ties="step" promises."""
    expected = tied.depths(steps, window_ms=30_000, mode="strict_once")

    assert depths_of(tied.store, Funnel(steps=steps, window=30, ties="step", times=False)) == expected


@pytest.mark.parametrize("steps", STEPS)
def test_ties_in_order_of_arrival_lie_between_window_funnel_s_two_rules(tied: Drawing, steps: tuple[str, ...]) -> None:
    """ClickHouse knows no order of arrival: it takes equal times as the steps need them, or not at all.

    So an actor comes no deeper than with 'strict_once' and no less deep than with 'strict_increase', which drops
    what order of arrival keeps: a step in the same instant, but after the one before.
    """
    at_most = tied.depths(steps, window_ms=30_000, mode="strict_once")
    at_least = tied.depths(steps, window_ms=30_000, mode="strict_increase")

    found = depths_of(tied.store, Funnel(steps=steps, window=30, ties="arrival", times=False))

    assert found.keys() == at_most.keys()
    assert all(at_least[actor] <= depth <= at_most[actor] for actor, depth in found.items())
    assert at_least != found
    assert found != at_most or steps == ("a", "a"), "of two of a kind in one instant any one is the first"


@pytest.mark.parametrize("window", [20, 3600])
@pytest.mark.parametrize("steps", [("a", "b"), ("a", "b", "c"), ("c", "a", "b", "d")])
def test_strict_order_is_window_funnel_s_where_nothing_is_done_twice(
    once: Drawing, steps: tuple[str, ...], window: int
) -> None:
    """Elsewhere both mean something else by it: ClickHouse ends at the first break and lets a repeated step pass,
    while here a later entry may succeed and a repeated step is an event between.
    """
    expected = once.depths(steps, window_ms=window * 1000, mode="strict_order")

    assert depths_of(once.store, Funnel(steps=steps, window=window, order="strict", times=False)) == expected


def test_strict_order_and_repeats_differ_from_window_funnel_as_explained(tmp_path: Path) -> None:
    names = {"breaks, then succeeds": "axab", "repeats a step": "abbc"}
    rows = [
        (actor, event, BEGIN_MS + place * 1000)
        for actor, history in names.items()
        for place, event in enumerate(history)
    ]
    store = EventStore.open(tmp_path / "store", buckets=1)
    store.append([{"user_id": actor, "event": event, "time": ms} for actor, event, ms in rows])
    values = ", ".join(f"('{actor}', '{event}', {ms})" for actor, event, ms in rows)
    levels = asked_of_clickhouse(
        "SELECT actor, windowFunnel(60000, 'strict_order')(ms, event = 'a', event = 'b', event = 'c') AS depth "
        "FROM values('actor String, event String, ms UInt64', {values}) GROUP BY actor",
        values=values,
    )

    theirs = {row["actor"]: row["depth"] for row in levels}
    ours = depths_of(store, Funnel(steps=["a", "b", "c"], window=60, order="strict"))

    assert theirs == {"breaks, then succeeds": 1, "repeats a step": 3}
    assert ours == {"breaks, then succeeds": 2, "repeats a step": 2}


@pytest.mark.parametrize("days", [(1, 2, 3, 7)])
@pytest.mark.parametrize(("start", "returning"), [("a", "b"), ("a", "a")])
def test_retention_on_a_day_is_that_of_the_function_retention(
    weeks: Drawing, start: str, returning: str, days: tuple[int, ...]
) -> None:
    """`retention(c0, c1, …)` says for each actor whether c0 held, and whether c0 and ci did; here each is a day."""
    plan = Retention(start=start, returning=returning, periods=max(days) + 1, cohort="recurring")

    cohorts = weeks.store.query(plan).cohorts

    held = [f"retention({_days(entered, start, returning, days)}) AS h{entered}" for entered in range(len(cohorts))]
    sums = [f"sumForEach(h{entered}) AS h{entered}" for entered in range(len(cohorts))]
    [row] = weeks.ask(
        "SELECT {sums} FROM (SELECT {held} FROM {rows} GROUP BY actor)", sums=", ".join(sums), held=", ".join(held)
    )
    assert len(cohorts) > 10
    assert [[int(each) for each in row[f"h{entered}"]] for entered in range(len(cohorts))] == [
        [cohort.size, *(cohort.retained[after] for after in days)] for cohort in cohorts
    ]


def _days(entered: int, start: str, returning: str, days: tuple[int, ...]) -> str:
    """The start on a day, and the return so many days after."""
    day = f"intDiv(ms - {BEGIN_MS}, {DAY_MS})"
    returns = [f"{day} = {entered + after} AND event = '{returning}'" for after in days]
    return ", ".join([f"{day} = {entered} AND event = '{start}'", *returns])
