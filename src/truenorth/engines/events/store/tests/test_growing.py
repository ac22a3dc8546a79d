"""A log that grows between questions: what was read once is not read again, and shows the same as if it were."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.log import Damage, Frame
from truenorth.engines.events.store import kept, tail
from truenorth.engines.events.store.tail import Logged, Stretch
from truenorth.engines.events.store.tests.cases import DAY_MS, by_time, draw, expected, shown


@pytest.mark.parametrize("seed", range(6))
def test_a_growing_log_shows_what_it_shows_when_read_at_once(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store = EventStore.open(tmp_path / "store", buckets=dice.choice([1, 3, 16]))
    other = EventStore.open(tmp_path / "store")

    for _ in range(12):
        dice.choice([store, other]).append(draw(dice, dice.randrange(1, 6)))
        if dice.random() < 0.2:
            store.alias(f"u{dice.randrange(5)}", user=f"u{dice.randrange(5)}")
        if dice.random() < 0.1:
            other.compact(grace_seconds=0)
        if dice.random() < 0.8:
            assert shown(store) == shown(EventStore.open(tmp_path / "store"))

    before = shown(store)
    other.compact(grace_seconds=0)
    assert by_time(shown(store)) == by_time(before)


@pytest.mark.parametrize("seed", range(4))
def test_a_growing_log_shows_what_was_sent(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    store, sent = EventStore.open(tmp_path / "store", buckets=2), draw(dice, 60)

    for at, event in enumerate(sent):
        store.append([event])
        assert by_time(shown(store)) == by_time(expected(sent[: at + 1]))


def test_a_log_is_read_once_however_often_it_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = EventStore.open(tmp_path / "store", buckets=4)
    read: list[Stretch] = []

    def read_logged(folder: Path, stretches: Sequence[Stretch]) -> list[Logged[Frame]]:
        read.extend(stretches)
        return tail.read_logged(folder, stretches)

    monkeypatch.setattr(kept, "read_logged", read_logged)
    for day in range(20):
        store.append([{"event": "a", "user_id": f"u{day % 7}", "time": day * DAY_MS}])
        assert sum(len(rows) for rows in shown(store).values()) == day + 1

    assert sum(each.end - each.begin for each in read) == sum(each.stat().st_size for each in _logs(store))


def test_a_frame_that_comes_late_takes_its_place_by_its_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two writers stamp their frames and then write them: the one that was stamped first may be seen last."""
    first, second = (EventStore.open(tmp_path / "store", buckets=2) for _ in range(2))
    first.append([{"event": "a", "user_id": "ada", "time": 0}])
    second.append([{"event": "b", "user_id": "ada", "time": 0}])
    both = tail.read_logged

    def without_the_first(folder: Path, stretches: Sequence[Stretch], damage: list[Damage] | None = None) -> object:
        return both(folder, stretches, damage)[1:]

    store = EventStore.open(tmp_path / "store")
    monkeypatch.setattr(kept, "read_logged", without_the_first)
    assert [row[1] for row in shown(store)["ada"]] == ["b"]
    monkeypatch.setattr(kept, "read_logged", both)
    first.append([{"event": "c", "user_id": "ada", "time": 0}])

    assert [row[1] for row in shown(store)["ada"]] == ["a", "b", "c"]


def test_a_repeat_under_the_other_name_of_a_user_is_found_among_the_settled(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=4)
    event = {"event": "a", "user_id": "legacy-7", "time": DAY_MS, "insert_id": "i1"}
    store.append([event])
    store.compact()

    store.alias("legacy-7", user="alice")
    store.append([event])

    assert [row[1] for row in shown(store)["alice"]] == ["a", "$create_alias"]


def _logs(store: EventStore) -> list[Path]:
    return sorted((store.path / "log").glob("*.log"))
