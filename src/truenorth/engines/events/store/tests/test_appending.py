"""An append that asks to be durable is on the disk when it returns, or says that it is not."""

import errno
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.events import EventStore, StoreUnusable
from truenorth.engines.events.accepting import accept_json


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EventStore]:
    with EventStore.open(tmp_path / "store", buckets=2) as opened:
        yield opened


def event(number: int) -> dict[str, Any]:
    return {"event": "tick", "user_id": f"u{number}", "time": 1_709_294_400_000 + number, "insert_id": str(number)}


def sync_as(monkeypatch: pytest.MonkeyPatch, sync: Callable[[int], None]) -> None:
    monkeypatch.setattr("truenorth.engines.events.log.outlet.sync_file", sync)


def test_a_durable_append_is_synced_before_it_returns(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = list[int]()
    sync_as(monkeypatch, lambda handle: synced.append(os.fstat(handle).st_size))

    store.append([event(1)])
    assert synced == []
    store.append([event(2)], durable=True)

    [log] = (store.path / "log").glob("*.log")
    assert synced == [log.stat().st_size]


def test_what_a_disk_would_not_sync_is_refused_until_the_store_is_opened_anew(
    store: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        sync_as(broken, fail)
        with pytest.raises(StoreUnusable, match="must be sent again"):
            store.append([event(1)], durable=True)
    with pytest.raises(StoreUnusable, match="must be sent again"):
        store.append([event(2)], durable=True)
    store.close()

    again = EventStore.open(store.path)
    assert again.append([event(1), event(2)], durable=True).accepted == 2
    again.compact(grace_seconds=0)
    assert again.info().events == 2


def test_an_append_during_a_close_is_in_the_store_or_refused(store: EventStore) -> None:
    def append(number: int) -> bool:
        try:
            store.append([event(number)], durable=True)
        except StoreUnusable:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        said = threads.map(append, range(200))
        for _ in range(20):
            store.close()
        acknowledged = {f"u{number}" for number, is_in in enumerate(said) if is_in}
    store.close()

    held = {row["user_id"] for row in store.sql("SELECT user_id FROM events").to_pylist()}
    assert acknowledged
    assert acknowledged <= held


def test_what_was_accepted_before_is_appended_as_it_is(store: EventStore) -> None:
    taken = accept_json(b'[{"event": "tick", "user_id": "u", "time": 1709294400000}, {"event": "tick"}]')

    report = store.append(taken)

    assert (report.accepted, [str(each) for each in report.rejected]) == (
        1,
        ["row 1: user_id or device_id is required"],
    )


def test_events_wait_until_a_compaction(store: EventStore) -> None:
    assert store.waiting_events() == 0
    store.append([event(1), event(2)])
    store.append([event(3)])

    assert store.waiting_events() == 3
    store.compact(grace_seconds=0)

    assert store.waiting_events() == 0
