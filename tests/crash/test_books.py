"""The judge finds what is missing, what is there twice and what nobody sent; else its word is worth nothing."""

from pathlib import Path

from tests.crash.checking import count_events, judge
from tests.crash.killing import Books
from tests.crash.writing import event_of
from truenorth.engines.events import EventStore


def test_what_is_missing_twice_there_or_strange_is_counted(tmp_path: Path) -> None:
    with EventStore.open(tmp_path / "store", buckets=2) as store:
        store.append([event_of(number) for number in range(10)])
        store.append([event_of(number) | {"device_id": "another"} for number in (3, 4)])
        store.compact()
        store.append([event_of(number) for number in (5, 20)])

    verdict = judge(tmp_path / "store", acknowledged=[(0, 15)], pending=[(15, 18)])

    assert count_events(tmp_path / "store") == 13
    assert (verdict.acknowledged, verdict.recovered, verdict.faults) == (15, 11, ())
    assert (verdict.lost, verdict.duplicates, verdict.strange) == (5, 2, 1)
    assert not verdict.is_good


def test_what_was_not_acknowledged_is_pending_until_it_is() -> None:
    books = Books()

    books.enter(["born 1", "ready", "b 0 10", "b 10 20", "a 0 10", "a 10 20", "b 20 25", "b 25 30", "dead -9"])
    assert (books.acknowledged, books.pending, books.next_number) == ([(0, 20)], [(20, 25), (25, 30)], 30)
    books.enter(["born 2", "b 20 25", "b 25 30", "a 20 25", "dead -9"])
    assert (books.acknowledged, books.pending, books.next_number) == ([(0, 25)], [(25, 30)], 30)
