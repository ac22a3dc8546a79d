"""Events as nobody should send them, and as somebody will."""

import datetime as dt
import multiprocessing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.events import EventStore, Filter
from truenorth.engines.events.cohorts import Cohort, HasProperty
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.journeys import Transitions
from truenorth.engines.events.lifecycle import Lifecycle
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.sessions import Sessions
from truenorth.engines.events.stickiness import Stickiness
from truenorth.engines.events.store.tests.cases import shown
from truenorth.engines.events.tests.other_processes import write_batches
from truenorth.engines.events.trends import Trend

DAY_MS = 86_400_000
MARCH_MS = 1_709_251_200_000


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    return EventStore.open(tmp_path / "store", buckets=2)


def actors_of(store: EventStore, plan: Funnel) -> list[int]:
    return [step.actors for step in store.query(plan).steps]


@pytest.mark.parametrize("is_folded", [False, True])
def test_events_from_1900_1970_and_2100_are_one_history(store: EventStore, *, is_folded: bool) -> None:
    """A hundred and thirty years of days in one answer."""
    store.append(
        [
            {"event": "a", "user_id": "ada", "time": "1970-01-01T00:00:00Z"},
            {"event": "b", "user_id": "ada", "time": "2100-02-28T23:59:59.999999Z"},
            {"event": "a", "user_id": "bo", "time": "1969-12-31T23:59:59.999999Z"},
            {"event": "c", "user_id": "bo", "time": "1970-01-01T00:00:00Z"},
            {"event": "a", "user_id": "cy", "time": "1900-01-01T00:00:00Z"},
            {"event": "b", "user_id": "cy", "time": "2199-12-31T23:59:59Z"},
        ]
    )
    if is_folded:
        store.compact(grace_seconds=0)

    assert actors_of(store, Funnel(steps=["a", "b"], window=48_000 * 86_400)) == [3, 1]
    assert actors_of(store, Funnel(steps=["a", "c"], window=1)) == [3, 1]
    days = dict(store.query(Trend(measure="uniques")).series[0].points)
    assert {day: count for day, count in days.items() if count} == {
        dt.date(1900, 1, 1): 1, dt.date(1969, 12, 31): 1, dt.date(1970, 1, 1): 2, dt.date(2100, 2, 28): 1,
        dt.date(2199, 12, 31): 1,
    }  # fmt: skip
    retention = store.query(Retention(start="a", periods=3))
    assert [(str(each.entered_on), each.retained) for each in retention.cohorts] == [
        ("1900-01-01", (1, 0, 0)),
        ("1969-12-31", (1, 1, 0)),
        ("1970-01-01", (1, 0, 0)),
    ]
    assert sum(each.new for each in store.query(Lifecycle(interval="month")).intervals) == 3
    assert store.query(Stickiness(interval="month")).levels[0].exactly == 0
    assert store.query(Sessions(interval="month")).overall.sessions == 5
    assert store.verify() == []


def test_a_name_of_64_kilobytes_is_a_name(store: EventStore) -> None:
    name = "é" * 32_768
    store.append([{"event": name, "user_id": "ada", "time": 0}, {"event": "b", "user_id": "ada", "time": 1}])

    before = actors_of(store, Funnel(steps=[name, "b"]))
    store.compact(grace_seconds=0)

    assert before == actors_of(store, Funnel(steps=[name, "b"])) == [1, 1]
    assert store.query(Transitions()).transitions[0].source == name


def test_10_000_different_properties_are_read_each(store: EventStore) -> None:
    """Half of them settled, and on one event all of them."""
    every = {f"p{number}": number for number in range(10_000)}
    rows = [
        {"event": "a", "user_id": f"u{number}", "time": number, "properties": {f"p{number}": "own"}}
        for number in range(10_000)
    ]
    store.append(rows[:5000])
    store.compact(grace_seconds=0)
    store.append([*rows[5000:], {"event": "a", "user_id": "all", "time": 1, "properties": every}])

    for number in (0, 4999, 5000, 9999):
        [step] = store.query(Funnel(steps=["a"], breakdown=f"p{number}")).breakdown[str(number)]
        assert step.actors == 1
        found = store.query(
            Cohort(where=HasProperty(filter=Filter(property=f"p{number}", value="own")), list_actors=True)
        )
        assert found.actors == (f"u{number}",)


NAMES = [
    "", " ", '"', "''", "\\", "/", "//", "~", "~1", "a/b", "a~b", "a.b", "$.a", "$", "*", "[0]", "0", "é", "日本語",
    "👩‍🚀", "a\nb", "%", "_", "null", "user", ":", "p:x", "\u0000", "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("is_folded", [False, True])
def test_properties_of_any_name_are_found_by_it(tmp_path: Path, *, is_folded: bool) -> None:
    store = EventStore.open(tmp_path / "one", buckets=1)
    properties = {name: f"value {at}" for at, name in enumerate(NAMES)}
    store.append(
        [
            {"event": "a", "user_id": "ada", "time": 0, "properties": properties, "user_properties": properties},
            {"event": "a", "user_id": "bo", "time": 0},
        ]
    )
    if is_folded:
        store.compact(grace_seconds=0)

    wrong = []
    for at, name in enumerate(NAMES):
        for written, other in ((name, f"user.{name}"), (f"user.{name}", name)):
            is_there = Filter(property=other, value=f"value {at}")
            by_value = store.query(Funnel(steps=["a"], breakdown=written)).breakdown
            filtered = store.query(Funnel(steps=["a"], times=False, filters=[is_there])).steps[0].actors
            if ({value: steps[0].actors for value, steps in by_value.items()}, filtered) != (
                {f"value {at}": 1, "(none)": 1},
                1,
            ):
                wrong.append(written)

    assert wrong == []


@pytest.mark.parametrize("name", [name for name in NAMES if name])
def test_a_property_of_any_name_is_erased_and_no_other(store: EventStore, name: str) -> None:
    """But for the nameless one, which `erase` takes for nothing given."""
    store.append([{"event": "a", "user_id": "ada", "time": 0, "properties": dict.fromkeys(NAMES, "v")}])

    receipt = store.erase(property_=name)

    assert receipt.events == 1
    [left] = store.sql("SELECT json_keys(properties) AS names FROM events").to_pylist()
    assert left["names"] == [each for each in NAMES if each != name]


@pytest.mark.parametrize("by", [{"breakdown": "plan"}, {"interval": "day"}])
def test_a_funnel_by_value_or_date_may_have_buckets_without_an_entry(store: EventStore, by: Mapping[str, Any]) -> None:
    store.append([{"event": "a", "user_id": "ada", "time": 0}, {"event": "b", "user_id": "bo", "time": 0}])
    store.append([{"event": "b", "user_id": f"u{number}", "time": 0} for number in range(20)])

    found = store.query(Funnel(steps=["a", "b"], **by))

    assert [step.actors for step in found.steps] == [1, 0]


def test_a_clock_that_goes_backwards_changes_no_order(store: EventStore) -> None:
    """Every event comes earlier than the one before it; a third of them after each compaction."""
    for part in range(3):
        store.append(
            [
                {"event": "abc"[number % 3], "user_id": "ada", "time": MARCH_MS - (100 * part + number) * 1000}
                for number in range(100)
            ]
        )
        store.compact(grace_seconds=0)

    times = [row[0] for row in shown(store)["ada"]]
    assert times == sorted(times)
    assert len(set(times)) == 300
    links = {(each.source, each.target): each.count for each in store.query(Transitions()).transitions}
    assert links == {("a", "c"): 99, ("c", "b"): 99, ("b", "a"): 99, ("a", "a"): 2}


def sent(day: float, insert_id: str = "i1", **more: Any) -> Mapping[str, Any]:
    return {"event": "a", "device_id": "d", "time": MARCH_MS + round(day * DAY_MS), "insert_id": insert_id, **more}


@pytest.mark.parametrize("how", ["at once", "restarted", "folded", "folded between", "folded and restarted"])
def test_an_insert_id_repeats_within_seven_days_and_not_after(store: EventStore, how: str) -> None:
    """Seven days to the millisecond are within; of a chain each is compared with those that were kept."""
    batches = [
        [sent(0), sent(3), sent(7), sent(7 + 1 / DAY_MS)],
        [sent(-7), sent(14), sent(30), sent(-15)],
        [sent(0, user_id="ada"), sent(0, "i2"), {**sent(0), "device_id": "other"}],
    ]
    for batch in batches:
        store.append(batch)
        if "restarted" in how:
            store.close()
            store = EventStore.open(store.path)
        if "folded" in how:
            store.compact(grace_seconds=0)
        if how == "folded between":
            store.append([sent(0)])

    found = sorted((row[0] // 1000 - MARCH_MS) / DAY_MS for rows in shown(store).values() for row in rows)

    kept = [-15, 0, 0, 0, 7 + 1 / DAY_MS, 30]
    assert found == pytest.approx(kept, abs=1e-12)
    assert store.snapshot().about.events == len(kept)


def test_a_repeat_that_is_dropped_takes_no_other_with_it(store: EventStore) -> None:
    store.append([sent(0)])
    store.compact(grace_seconds=0)

    store.append([sent(-7), sent(-8)])

    assert [(row[0] // 1000 - MARCH_MS) / DAY_MS for rows in shown(store).values() for row in rows] == [-8, 0]


def test_two_processes_write_at_once_and_nothing_is_lost_or_doubled(store: EventStore) -> None:
    spawning = multiprocessing.get_context("spawn")
    begin = spawning.Barrier(2)
    writers = [
        spawning.Process(target=write_batches, args=(str(store.path), writer, MARCH_MS, begin)) for writer in range(2)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join(120)

    assert [each.exitcode for each in writers] == [0, 0]
    counts = {"w0": 1200, "w1": 1200, "shared": 30}
    for _ in range(2):
        lines = store.query(Trend(interval="all", breakdown="$event")).series
        assert {line.breakdown: line.values()[0] for line in lines} == counts
        store.compact(grace_seconds=0)
    assert store.verify() == []
