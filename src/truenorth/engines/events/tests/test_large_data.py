"""One actor with a million events, a million actors with one, and more names than 16 bits count."""

import numpy as np
import pyarrow as pa
import pytest

from truenorth.engines.events import EventStore, Filter, PlanRefused
from truenorth.engines.events.cohorts import Cohort, Did
from truenorth.engines.events.funnels import Funnel
from truenorth.engines.events.journeys import Journey, Transitions
from truenorth.engines.events.lifecycle import Lifecycle
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.sessions import Sessions
from truenorth.engines.events.stickiness import Stickiness
from truenorth.engines.events.trends import Trend

MANY = 1_000_000
NAMES = 70_000
MARCH_MS = 1_709_251_200_000
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    """One busy actor with an event every 7 seconds, x and y in turn; a crowd who each open once, ten in one moment."""
    store = EventStore.open(tmp_path_factory.mktemp("large"), buckets=4)
    places = np.arange(MANY)
    busy = pa.table(
        {
            "event": pa.DictionaryArray.from_arrays(pa.array((places % 2).astype(np.int32)), pa.array(["x", "y"])),
            "user_id": pa.DictionaryArray.from_arrays(pa.array(np.zeros(MANY, np.int32)), pa.array(["busy"])),
            "time": pa.array(MARCH_MS + places * 7000),
        }
    )
    crowd = pa.table(
        {
            "event": pa.DictionaryArray.from_arrays(pa.array(np.zeros(MANY, np.int32)), pa.array(["open"])),
            "user_id": pa.array(places),
            "time": pa.array(MARCH_MS + places // 10 * 1000),
        }
    )
    for table in (busy, crowd):
        assert store.append(table).accepted == MANY
        store.compact(grace_seconds=0)
    return store


def test_a_million_events_of_one_actor_are_walked_once(store: EventStore) -> None:
    funnel = store.query(Funnel(steps=["x", "y", "x", "y"], window="1d"))
    totals = store.query(Funnel(steps=["x", "y"], window=7, count="totals"))
    ticks = store.query(Transitions(only=("x", "y")))
    filters = [Filter(property="$event", value=("x", "y"))]
    sessions = store.query(Sessions(interval="month", longest="1h", filters=filters))

    assert [step.actors for step in funnel.steps] == [1, 1, 1, 1]
    assert funnel.times is not None
    assert funnel.times.mean_seconds == 21
    assert [step.actors for step in totals.steps] == [MANY // 2, MANY // 2]
    assert {(each.source, each.target): each.count for each in ticks.transitions} == {
        ("x", "y"): MANY // 2,
        ("y", "x"): MANY // 2 - 1,
    }
    per_session = 3600 // 7 + 1
    assert sessions.overall.sessions == -(-MANY // per_session)


def test_a_million_actors_with_one_event_are_all_there(store: EventStore) -> None:
    uniques = store.query(Trend(event="open", measure="uniques", interval="all")).series[0].values()
    funnel = store.query(Funnel(steps=["open", "x"], window="7d", times=False))
    retention = store.query(Retention(start="open", periods=3))
    lifecycle = store.query(Lifecycle(event="open"))
    cohort = store.query(Cohort(where=Did(event="open")))
    stickiness = store.query(Stickiness(event="open"))

    assert uniques == (MANY,)
    assert [step.actors for step in funnel.steps] == [MANY, 0]
    assert [total.retained for total in retention.overall] == [MANY, 0, 0]
    assert sum(each.new for each in lifecycle.intervals) == MANY
    assert (cohort.size, cohort.out_of) == (MANY, MANY + 1)
    assert [(level.intervals, level.exactly) for level in stickiness.levels] == [(1, MANY)]


def test_late_events_of_a_million_actors_are_woven_in(store: EventStore) -> None:
    """The log's rows are seen beside two million settled ones."""
    late = store.append(
        [{"event": "late", "user_id": number, "time": MARCH_MS - 1000 + number} for number in range(0, MANY, 10_000)]
    )
    funnel = store.query(Funnel(steps=["late", "open"], window=100_000))

    assert late.accepted == 100
    assert [step.actors for step in funnel.steps] == [100, 100]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    """Each of 70,000 names twice, all in one bucket; an actor's next event is the one 1,000 names further on."""
    store = EventStore.open(tmp_path_factory.mktemp("named"), buckets=1)
    places = np.arange(2 * NAMES)
    table = pa.table(
        {
            "event": pa.array([f"e{place % NAMES}" for place in places.tolist()]),
            "user_id": pa.array(places % 1000),
            "time": pa.array(MARCH_MS + places * 1000),
            "properties": pa.array([f'{{"page":"/{place % NAMES}"}}' for place in places.tolist()]),
        }
    )
    store.append(table.slice(0, NAMES + 10))
    store.compact(grace_seconds=0)
    store.append(table.slice(NAMES + 10))
    return store


@pytest.mark.parametrize("is_folded", [False, True])
def test_more_names_than_16_bits_count_are_told_apart(named: EventStore, *, is_folded: bool) -> None:
    if is_folded:
        named.compact(grace_seconds=0)
    column = named.snapshot().histories(0).column("event")
    assert (len(column.labels), str(column.settled.dtype)) == (NAMES + 1, "int32")

    for number in (0, 65_534, 65_535, 65_536, NAMES - 1):
        after = (number + 1000) % NAMES
        funnel = named.query(Funnel(steps=[f"e{number}", f"e{after}"], window=1000))
        assert [step.actors for step in funnel.steps] == [1, 1]
        assert named.query(Trend(event=f"e{number}", interval="all")).series[0].values() == (2,)
    [none] = named.query(Trend(event="e70000", interval="all")).series[0].values()
    assert not none
    retention = named.query(Retention(start="e65600", returning="e66600", period="hour", periods=2))
    assert retention.overall[0].retained == 1


def test_journeys_refuse_more_names_than_they_tell_apart(named: EventStore) -> None:
    for plan in (Journey(from_event="e69999", depth=1), Transitions(limit=5)):
        with pytest.raises(PlanRefused) as refusal:
            named.query(plan)

        assert refusal.value.field == "events"


def test_a_breakdown_by_more_values_than_16_bits_count_is_exact(named: EventStore) -> None:
    by_page = named.query(Funnel(steps=["*"], breakdown="page", count="totals")).breakdown
    trend = named.query(Trend(breakdown="page", interval="all", limit=3)).series

    assert len(by_page) == NAMES
    assert {steps[0].actors for steps in by_page.values()} == {2}
    assert [line.values() for line in trend] == [(2,), (2,), (2,), (2 * NAMES - 6,)]
