"""Members that are kept: only what changed is read again."""

from pathlib import Path

import pytest

from truenorth.engines.events import Cohort, Did, EventsRefused, EventStore, Funnel
from truenorth.engines.events.cohorts.stored import CohortSet

BUYERS = Cohort(where=Did(event="buy"))


@pytest.fixture
def store(tmp_path: Path) -> EventStore:
    store = EventStore.open(tmp_path / "store", buckets=8)
    store.append([{"event": "buy" if n % 3 else "look", "user_id": f"u{n}", "time": n * 1000} for n in range(90)])
    store.compact()
    return store


def test_members_are_kept_and_refreshed_where_the_data_changed(store: EventStore) -> None:
    first = store.refresh_cohort("buyers", BUYERS)
    again = store.refresh_cohort("buyers", BUYERS)
    store.append([{"event": "buy", "user_id": "u0", "time": 200_000}])
    last = store.refresh_cohort("buyers", BUYERS)

    assert (first.members.size, len(first.recomputed)) == (60, 8)
    assert again.recomputed == ()
    assert (last.members.size, len(last.recomputed)) == (61, 1)
    assert CohortSet.open(store.cohort_folder("buyers")).size == 61


def test_a_funnel_counts_members_only(store: EventStore) -> None:
    found = store.query(Funnel(steps=["*"], members=BUYERS))

    assert found.steps[0].actors == 60


def test_an_erasure_forgets_kept_members(store: EventStore) -> None:
    store.refresh_cohort("buyers", BUYERS)

    store.erase(user="u1")

    assert not store.cohort_folder("buyers").exists()
    assert store.refresh_cohort("buyers", BUYERS).members.size == 59


@pytest.mark.parametrize("name", ["", "../out", "a/b", ".", "-x"])
def test_a_name_that_is_none_is_refused(store: EventStore, name: str) -> None:
    with pytest.raises(EventsRefused) as refusal:
        store.refresh_cohort(name, BUYERS)

    assert refusal.value.field == "name"
