"""Funnels of a real store against paths joined in SQL, actor by actor."""

import statistics

import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.tests.funnels_in_sql import depth_of, depths_by_sql, depths_of, seconds_by_sql, totals
from truenorth.engines.events.tests.histories_drawn import Drawn, asked, draw, stored

STEP_MS = 10_000
"""Windows below are multiples of it too, so that many paths hit them exactly."""

STEPS = [
    ("a", "b"),
    ("a", "a"),
    ("a", "b", "c"),
    ("a", "b", "a"),
    ("a", "a", "a", "b"),
    ("a", "*", "b"),
    ("*", "*"),
    ("d",),
]
WINDOWS_S = [10, 60]


@pytest.fixture(scope="module")
def apart() -> Drawn:
    return draw(11, actors=3000, step_ms=STEP_MS, most_steps=4, ties=False)


@pytest.fixture(scope="module")
def tied() -> Drawn:
    return draw(12, actors=3000, step_ms=STEP_MS, most_steps=2, ties=True)


@pytest.fixture(scope="module")
def store(apart: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(apart, tmp_path_factory.mktemp("apart"))


@pytest.fixture(scope="module")
def tied_store(tied: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(tied, tmp_path_factory.mktemp("tied"))


@pytest.mark.parametrize("window", WINDOWS_S)
@pytest.mark.parametrize("steps", STEPS)
def test_depths_are_those_of_the_longest_joined_path(
    store: EventStore, apart: Drawn, steps: tuple[str, ...], window: int
) -> None:
    expected = depths_by_sql(apart, steps, window_ms=window * 1000)

    plan = Funnel(steps=steps, window=window, times=False)

    assert depths_of(store, plan) == expected
    assert [step.actors for step in store.query(plan).steps] == totals(expected, len(steps))


@pytest.mark.parametrize("entry", ["longest", "latest"])
def test_which_of_the_deepest_paths_is_taken_changes_no_depth(store: EventStore, apart: Drawn, entry: str) -> None:
    expected = depths_by_sql(apart, ("a", "b", "c"), window_ms=60_000)

    assert depths_of(store, Funnel(steps=["a", "b", "c"], window=60, entry=entry)) == expected


@pytest.mark.parametrize("steps", [("a", "b"), ("a", "b", "c"), ("a", "a", "b"), ("a", "*", "c"), ("*", "*", "a")])
def test_strict_order_is_a_path_of_neighbouring_rows(
    store: EventStore, tied_store: EventStore, apart: Drawn, tied: Drawn, steps: tuple[str, ...]
) -> None:
    plan = Funnel(steps=steps, window=50, order="strict", times=False)

    assert depths_of(store, plan) == depths_by_sql(apart, steps, window_ms=50_000, is_strict=True)
    assert depths_of(tied_store, plan) == depths_by_sql(tied, steps, window_ms=50_000, is_strict=True)


@pytest.mark.parametrize("steps", STEPS)
def test_equal_times_stand_in_order_of_arrival(tied_store: EventStore, tied: Drawn, steps: tuple[str, ...]) -> None:
    """Over settled rows and the log's alike; `seq` is the place in which a row was appended."""
    expected = depths_by_sql(tied, steps, window_ms=30_000)

    assert depths_of(tied_store, Funnel(steps=steps, window=30, times=False)) == expected


@pytest.mark.parametrize("steps", [("a", "b"), ("a", "b", "c"), ("a", "a"), ("a", "b", "a")])
def test_equal_times_can_stand_as_the_steps_need_them(
    tied_store: EventStore, tied: Drawn, steps: tuple[str, ...]
) -> None:
    """Then a row comes after another unless it is earlier; it only must not be one that the path already has."""
    joins = []
    for at in range(1, len(steps)):
        apart = " AND ".join(f"s{at}.pos <> s{before}.pos" for before in range(at))
        joins.append(
            f"LEFT JOIN rows s{at} ON s{at}.actor = s0.actor AND s{at}.event = '{steps[at]}' AND {apart} "
            f"AND s{at}.ms >= s{at - 1}.ms AND s{at}.ms - s0.ms <= 30000"
        )
    rows = asked(
        tied,
        "SELECT s0.actor, max({depth}) FROM rows s0 {joins} WHERE s0.event = '{first}' GROUP BY s0.actor",
        depth=depth_of(len(steps)),
        joins=" ".join(joins),
        first=steps[0],
    )

    assert depths_of(tied_store, Funnel(steps=steps, window=30, ties="step", times=False)) == dict(rows)


@pytest.mark.parametrize("steps", [("a", "b"), ("a", "b", "c"), ("a", "a", "b"), ("c", "c", "c")])
@pytest.mark.parametrize("window", [20, 3600])
def test_in_any_order_as_many_steps_are_done_as_different_rows_meet_them(
    store: EventStore, apart: Drawn, steps: tuple[str, ...], window: int
) -> None:
    wanted = {name: steps.count(name) for name in steps}
    done = " + ".join(f"least({times}, count(*) FILTER (o.event = '{name}'))" for name, times in wanted.items())
    names = ", ".join(f"'{name}'" for name in wanted)
    rows = asked(
        apart,
        "SELECT actor, max(done) FROM (SELECT e.actor, e.pos, {done} AS done FROM rows e JOIN rows o "
        "ON o.actor = e.actor AND o.pos >= e.pos AND o.ms <= e.ms + {window_ms} WHERE e.event IN ({names}) "
        "GROUP BY e.actor, e.pos) GROUP BY actor",
        done=done,
        window_ms=window * 1000,
        names=names,
    )

    assert depths_of(store, Funnel(steps=steps, window=window, order="unordered", times=False)) == dict(rows)


@pytest.mark.parametrize("window", [30, 3600])
def test_with_entry_first_only_the_first_entry_counts(store: EventStore, apart: Drawn, window: int) -> None:
    rows = asked(
        apart,
        "WITH firsts AS (SELECT actor, min(pos) AS pos, min(ms) AS ms FROM rows WHERE event = 'a' GROUP BY actor), "
        "second AS (SELECT f.actor, f.ms, min(r.pos) AS pos FROM firsts f JOIN rows r ON r.actor = f.actor "
        "AND r.event = 'b' AND r.pos > f.pos AND r.ms <= f.ms + {window_ms} GROUP BY ALL), "
        "third AS (SELECT s.actor FROM second s JOIN rows r ON r.actor = s.actor AND r.event = 'c' AND r.pos > s.pos "
        "AND r.ms <= s.ms + {window_ms} GROUP BY ALL) "
        "SELECT actor, 1 + (actor IN (SELECT actor FROM second))::INT + (actor IN (SELECT actor FROM third))::INT "
        "FROM firsts",
        window_ms=window * 1000,
    )

    assert depths_of(store, Funnel(steps=["a", "b", "c"], window=window, entry="first", times=False)) == dict(rows)


def test_times_are_those_of_the_deepest_path_that_began_first(store: EventStore, apart: Drawn) -> None:
    steps = ("a", "b", "c")
    expected = seconds_by_sql(apart, steps, window_ms=60_000)

    found = store.query(Funnel(steps=steps, window=60)).steps[1:]

    for step, seconds in zip(found, expected, strict=True):
        assert step.actors == len(seconds)
        assert step.mean_seconds == pytest.approx(statistics.fmean(seconds), rel=1e-12)
        assert step.median_seconds == statistics.median(seconds)


def test_a_breakdown_by_the_value_at_entry_is_the_funnel_of_each_path(store: EventStore, apart: Drawn) -> None:
    rows = asked(
        apart,
        "WITH paths AS (SELECT s0.actor, coalesce(s0.plan, '(none)') AS plan, 1 + (s1.pos IS NOT NULL)::INT AS depth "
        "FROM rows s0 LEFT JOIN rows s1 ON s1.actor = s0.actor AND s1.event = 'b' AND s1.pos > s0.pos "
        "AND s1.ms <= s0.ms + 30000 WHERE s0.event = 'a' "
        "QUALIFY row_number() OVER (PARTITION BY s0.actor ORDER BY depth DESC, s0.pos) = 1) "
        "SELECT plan, count(*), count(*) FILTER (depth = 2) FROM paths GROUP BY plan",
    )

    found = store.query(Funnel(steps=["a", "b"], window=30, breakdown="plan")).breakdown

    assert {value: tuple(step.actors for step in steps) for value, steps in found.items()} == {
        plan: tuple(counts) for plan, *counts in rows
    }


@pytest.mark.parametrize("interval", ["hour", "day"])
def test_over_time_an_actor_counts_once_in_each_interval_in_which_it_entered(
    store: EventStore, apart: Drawn, interval: str
) -> None:
    rows = asked(
        apart,
        "WITH paths AS (SELECT s0.actor, date_trunc('{interval}', s0.moment) AS entered, "
        "max(1 + (s1.pos IS NOT NULL)::INT) AS depth FROM rows s0 LEFT JOIN rows s1 ON s1.actor = s0.actor "
        "AND s1.event = 'b' AND s1.pos > s0.pos AND s1.ms <= s0.ms + 30000 WHERE s0.event = 'a' GROUP BY ALL) "
        "SELECT entered, count(*), count(*) FILTER (depth = 2) FROM paths GROUP BY entered",
        interval=interval,
    )

    found = store.query(Funnel(steps=["a", "b"], window=30, interval=interval)).over_time

    counts = [tuple(step.actors for step in steps) for steps in found.values()]
    assert counts == [tuple(each) for _, *each in sorted(rows)]
