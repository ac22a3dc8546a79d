"""The store against a slow model of what it promises: order, repeats, identity, whatever is folded when."""

import random
from pathlib import Path

import pytest

from truenorth.engines.events import EventStore, Trend
from truenorth.engines.events.store.hot import file_of
from truenorth.engines.events.store.tests.cases import DAY_MS, Event, by_time, draw, expected, shown


@pytest.mark.parametrize("seed", range(12))
def test_a_store_shows_what_was_sent_whenever_it_is_folded(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store = EventStore.open(tmp_path / "store", buckets=dice.choice([1, 3, 16]))
    sent: list[Event] = []

    for _ in range(6):
        batch = draw(dice, dice.randrange(1, 60))
        assert store.append(batch).rejected == ()
        sent += batch
        if dice.random() < 0.3:
            store.close()
            store = EventStore.open(tmp_path / "store")
        before = shown(store)
        if dice.random() < 0.6:
            store.compact(grace_seconds=0)
        assert shown(store) == before
        assert by_time(before) == by_time(expected(sent))


@pytest.mark.parametrize("seed", range(5))
def test_events_keep_their_order_of_arrival_where_times_are_equal(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store = EventStore.open(tmp_path / "store", buckets=2)
    sent: list[Event] = []

    for _ in range(5):
        batch = [
            {"event": dice.choice("abc"), "user_id": f"u{dice.randrange(3)}", "time": dice.randrange(40) * DAY_MS}
            for _ in range(dice.randrange(1, 40))
        ]
        store.append(batch)
        sent += batch
        if dice.random() < 0.5:
            store.compact()
        assert shown(store) == expected(sent)


def test_a_store_is_whole_after_everything(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=4)
    for seed in range(8):
        store.append(draw(random.Random(seed), 50))
        store.compact(grace_seconds=0)

    assert store.verify() == []


def test_a_small_store_has_few_segments_though_it_spans_many_years(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=2)

    for round_ in range(6):
        store.append(
            [{"event": "a", "user_id": f"u{day % 7}", "time": day * 9 * DAY_MS + round_} for day in range(800)]
        )
        store.compact()

    assert len(store.manifest.read().segments) <= 2 * 3
    assert sum(len(rows) for rows in shown(store).values()) == 4800


def test_a_property_that_was_asked_for_stays_hot(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=2)
    store.append(draw(random.Random(1), 100))
    store.compact()

    store.query(Trend(event="a", breakdown="n"))
    store.query(Trend(event="a", breakdown="mistyped"))
    store.append(draw(random.Random(2), 100))
    store.compact()

    state = store.manifest.read()
    assert state.hot_columns == ("p:n",)
    assert all((store.path / token / file_of("p:n")).exists() for token in state.hot.values())
    assert store.verify() == []
