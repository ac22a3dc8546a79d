"""What is broken is reported and never served; what can be made again is."""

import random
from pathlib import Path

import pyarrow.compute as pc
import pytest

from truenorth.engines.events import EventsRefused, EventStore, StoreBusy, StoreDamaged, StoreUnusable
from truenorth.engines.events.store.locking import store_lock
from truenorth.engines.events.store.tests.cases import draw, shown


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    store = EventStore.open(tmp_path / "store", buckets=2)
    store.append(draw(random.Random(1), 200))
    store.compact(grace_seconds=0)
    return store


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0x10
    path.write_bytes(data)


def test_a_whole_store_has_no_findings(store: EventStore) -> None:
    assert store.verify() == []


@pytest.mark.parametrize("at", [10, 400, -20])
def test_a_flipped_bit_in_a_segment_is_found(store: EventStore, at: int) -> None:
    segment = store.manifest.read().segments[0]

    flip(store.path / segment.path, at)

    assert [(finding.file, finding.mend) for finding in store.verify()] == [(segment.path, "lost")]


def test_a_flipped_bit_in_a_segment_is_not_served(store: EventStore) -> None:
    """A column that is not hot yet comes from the segments."""
    segment = store.manifest.read().segments[0]
    for at in range(40, 400, 30):
        flip(store.path / segment.path, at)

    with pytest.raises(StoreDamaged) as refusal:
        store.snapshot().histories(segment.bucket).column("p:n")

    assert refusal.value.field == segment.path


def test_a_truncated_segment_is_found(store: EventStore) -> None:
    segment = store.manifest.read().segments[0]
    path = store.path / segment.path

    path.write_bytes(path.read_bytes()[:-100])

    [finding] = store.verify()
    assert finding.what == f"has {segment.bytes - 100:,} bytes and not {segment.bytes:,}"


def test_hot_columns_are_made_again(store: EventStore) -> None:
    before = shown(store)
    token = store.manifest.read().hot[0]
    flip(store.path / token / "time.arrow", 400)
    (store.path / token / "event.arrow").unlink()

    again = EventStore.open(store.path)
    mended = again.repair()

    assert [finding.file for finding in mended] == [token]
    assert again.verify() == []
    assert shown(again) == before


def test_lost_hot_columns_are_made_again(store: EventStore) -> None:
    import shutil

    before = shown(store)
    shutil.rmtree(store.path / "hot")

    again = EventStore.open(store.path)
    again.repair()

    assert shown(again) == before


def test_a_damaged_stretch_of_log_is_skipped_and_reported(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=1)
    for day in range(1, 5):
        store.append([{"event": f"e{day}", "user_id": "ada", "time": f"2024-03-0{day}"}])
    store.close()
    [log] = (tmp_path / "store/log").glob("*.log")
    data = log.read_bytes()
    at = data.index(b"e2")
    log.write_bytes(data[:at] + b"??" + data[at + 2 :])

    again = EventStore.open(tmp_path / "store")
    again.compact(grace_seconds=0)

    assert [row[1] for row in shown(again)["ada"]] == ["e1", "e3", "e4"]
    [finding] = again.verify()
    assert (finding.file, finding.mend) == (f"log/{log.name}", "lost")
    assert log.exists(), "a damaged log is kept for whoever can read more of it"


def test_a_torn_tail_is_no_damage(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=1)
    store.append([{"event": "e1", "user_id": "ada", "time": "2024-03-01"}])
    store.close()
    [log] = (tmp_path / "store/log").glob("*.log")
    log.write_bytes(log.read_bytes() + log.read_bytes()[16:60])

    again = EventStore.open(tmp_path / "store")
    again.compact(grace_seconds=0)

    assert again.verify() == []
    assert [row[1] for row in shown(again)["ada"]] == ["e1"]


def test_a_second_compactor_waits_or_is_refused(store: EventStore) -> None:
    with store_lock(store.path), pytest.raises(StoreBusy):
        store.compact(wait=False)

    assert store.compact(wait=False).events == 0


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(StoreUnusable):
        EventStore.open(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreUnusable):
        EventStore.open(tmp_path / "file")
    with pytest.raises(StoreUnusable):
        EventStore.open(tmp_path / "file/below")


def test_files_that_nobody_names_are_swept(store: EventStore) -> None:
    import os

    stray = store.path / "segments/2024-01/0000-dead.parquet"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"half")
    os.utime(stray, (0, 0))

    store.compact(grace_seconds=0)

    assert not stray.exists()
    assert store.verify() == []


def test_a_person_is_erased_from_everything(store: EventStore, tmp_path: Path) -> None:
    secret = "only-hers-0123456789"
    sent = {
        "event": "e",
        "user_id": "ada",
        "device_id": "her-laptop",
        "time": "2024-01-05",
        "properties": {"n": secret},
    }
    store.append([sent, {"event": "e", "device_id": "her-laptop", "time": "2024-01-04"}])
    store.compact()
    store.append([{**sent, "time": "2024-02-05"}, {"event": "e", "user_id": "bo", "time": "2024-01-05"}])

    receipt = store.erase(user="ada")

    assert receipt.events == 3
    found = shown(store)
    assert "ada" not in found
    assert "$device:her-laptop" not in found
    assert [row[1] for row in found["bo"]] == ["e"]
    assert store.verify() == []
    left = [
        path
        for path in store.path.rglob("*")
        if path.is_file() and path.suffix != ".sqlite" and secret.encode() in path.read_bytes()
    ]
    assert left == []
    [kept] = store.manifest.receipts()
    assert kept["what"] == "user ada"


def test_an_event_and_a_property_are_erased(store: EventStore) -> None:
    before = shown(store)
    of_a = sum(row[1] == "a" for rows in before.values() for row in rows)
    with_n = sum(row[1] != "a" and row[2] is not None for rows in before.values() for row in rows)

    first, second = store.erase(event="a"), store.erase(property_="n")

    assert (first.events, second.events) == (of_a, with_n)
    after = shown(store)
    assert {row[1] for rows in after.values() for row in rows} == {"b", "c", "d"}
    assert {row[2] for rows in after.values() for row in rows} == {None}
    assert store.verify() == []


def test_one_thing_is_erased_at_a_time(store: EventStore) -> None:
    with pytest.raises(EventsRefused):
        store.erase()
    with pytest.raises(EventsRefused):
        store.erase(user="a", event="b")


def test_sql_sees_settled_and_arrived_events(store: EventStore) -> None:
    store.append([{"event": "late", "user_id": "ada", "time": "2024-03-01", "properties": {"n": 7}}])

    rows = store.sql("SELECT actor, properties->>'n' AS n FROM events WHERE event = 'late'").to_pylist()
    [total] = store.sql("SELECT count(*) AS n FROM events").to_pylist()

    assert rows == [{"actor": "ada", "n": "7"}]
    assert total["n"] == sum(len(found) for found in shown(store).values())


@pytest.mark.parametrize(
    "statement",
    [
        "COPY events TO '/tmp/x.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "DROP VIEW events",
        "SELECT 1; SELECT 2",
        "ATTACH '/tmp/x.db'",
        "SET enable_external_access = true",
        "nonsense",
    ],
)
def test_sql_reads_events_and_nothing_else(store: EventStore, statement: str) -> None:
    with pytest.raises(EventsRefused) as refusal:
        store.sql(statement)

    assert refusal.value.field == "sql"


def test_two_known_users_become_one_by_an_alias_only(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "store", buckets=3)
    store.append([{"event": "a", "user_id": "alice", "time": 1}, {"event": "b", "user_id": "legacy-7", "time": 2}])
    store.compact()
    assert set(shown(store)) == {"alice", "legacy-7"}

    store.alias("legacy-7", user="alice")

    assert [row[1] for row in shown(store)["alice"]] == ["a", "b", "$create_alias"]
    before = shown(store)
    store.compact()
    assert shown(store) == before
    assert pc.count(store.snapshot().histories(0).actors()).as_py() >= 0
