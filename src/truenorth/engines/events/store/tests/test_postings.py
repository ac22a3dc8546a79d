"""Rows by event are made when a question first wants them, kept up by compactions, and checked as all else is."""

import random
from pathlib import Path

import pytest

from truenorth.engines.events import EventStore, Funnel
from truenorth.engines.events.store.tests.cases import draw

PLAN = Funnel(steps=["a", "b"], window="7d")


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    store = EventStore.open(tmp_path / "store", buckets=2)
    store.append(draw(random.Random(1), 200))
    store.compact(grace_seconds=0)
    return store


def postings(store: EventStore) -> list[Path]:
    return sorted(store.path.glob("hot/*/postings.arrow"))


def test_nothing_is_made_before_a_question_wants_it(store: EventStore) -> None:
    assert postings(store) == []

    store.query(PLAN)

    assert len(postings(store)) == 2


def test_a_compaction_keeps_up_what_was_wanted(store: EventStore) -> None:
    before = store.query(PLAN)
    store.append(draw(random.Random(2), 100))
    answered = store.query(PLAN)

    store.compact(grace_seconds=0)

    assert len(postings(store)) == 2
    assert store.verify() == []
    assert store.query(PLAN).steps == answered.steps != before.steps


def test_a_flipped_bit_is_found_and_what_is_mended_answers_the_same(store: EventStore) -> None:
    before = store.query(PLAN)
    path = postings(store)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    [finding] = store.verify()
    assert finding.mend == "rebuild"
    store.repair()

    assert store.verify() == []
    assert EventStore.open(store.path).query(PLAN).steps == before.steps


def test_postings_of_another_length_are_found(store: EventStore) -> None:
    store.query(PLAN)
    first, second = postings(store)
    first.write_bytes(second.read_bytes())

    [finding] = store.verify()

    assert finding.what == f"has {_rows(store, 1)} rows and not {_rows(store, 0)}"


def _rows(store: EventStore, bucket: int) -> int:
    return store.snapshot().histories(bucket).settled_time.size
