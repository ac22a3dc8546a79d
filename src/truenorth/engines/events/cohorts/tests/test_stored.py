"""Stored cohorts: read again only what changed, and never half of anything."""

import fcntl
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts import Cohort, Did, DidNot
from truenorth.engines.events.cohorts.stored import CohortSet, Refreshed, refresh
from truenorth.engines.events.errors import StoreBusy, StoreDamaged, StoreUnusable
from truenorth.engines.events.times import MICROS, micros

DAY = 86_400 * MICROS
BUYERS = Cohort(where=Did(event="buy"))
RECENT = Cohort(where=Did(event="buy", within="2d"))


class Data:
    """Buckets whose token is how often they were written."""

    def __init__(self, **actors: str) -> None:
        self.rows: dict[int, list[dict[str, Any]]] = {0: [], 1: [], 2: []}
        self.loaded: list[int] = []
        for actor, event in actors.items():
            self.add(actor, event)

    def add(self, actor: str, event: str, *, day: int = 0) -> None:
        rows = self.rows[int(actor[1:]) % 3]
        rows.append({"actor": actor, "event": event, "time": f"2024-03-{day + 1:02d}"})

    def buckets(self) -> dict[int, tuple[str, Callable[[], Histories]]]:
        return {bucket: (str(len(rows)), partial(self.load, bucket)) for bucket, rows in self.rows.items()}

    def load(self, bucket: int) -> Histories:
        self.loaded.append(bucket)
        return from_rows(self.rows[bucket], bucket=bucket)

    def about(self, last_day: int = 0) -> Provenance:
        first = micros("2024-03-01")
        return Provenance("g1", 1, first, first + last_day * DAY)

    def refresh(self, folder: Path, plan: Cohort = BUYERS, *, last_day: int = 0) -> Refreshed:
        return refresh(plan, buckets=self.buckets(), about=self.about(last_day), folder=folder)


def names(members: CohortSet) -> list[str]:
    return sorted(name for bucket in members.buckets for name in members.names(bucket).to_pylist())


def test_a_first_refresh_reads_every_bucket_and_stores_the_members(tmp_path: Path) -> None:
    data = Data(u0="buy", u1="buy", u2="look")

    found = data.refresh(tmp_path / "cohort")

    assert found.recomputed == (0, 1, 2)
    assert (names(found.members), found.members.size) == (["u0", "u1"], 2)
    assert CohortSet.open(tmp_path / "cohort") == found.members


def test_only_buckets_whose_token_changed_are_read_again(tmp_path: Path) -> None:
    data = Data(u0="buy", u1="buy", u2="look")
    data.refresh(tmp_path)
    data.loaded.clear()
    data.add("u2", "buy")

    found = data.refresh(tmp_path, last_day=5)

    assert (found.recomputed, data.loaded) == ((2,), [2])
    assert names(found.members) == ["u0", "u1", "u2"]


def test_nothing_is_read_where_nothing_changed(tmp_path: Path) -> None:
    data = Data(u0="buy")
    data.refresh(tmp_path)

    assert data.refresh(tmp_path).recomputed == ()


def test_all_is_read_again_where_the_last_days_have_moved(tmp_path: Path) -> None:
    data = Data(u0="buy", u1="look")
    assert names(data.refresh(tmp_path, RECENT).members) == ["u0"]
    assert data.refresh(tmp_path, RECENT).recomputed == ()

    found = data.refresh(tmp_path, RECENT, last_day=3)

    assert (found.recomputed, names(found.members)) == ((0, 1, 2), [])


def test_the_last_days_of_an_inner_cohort_move_too(tmp_path: Path) -> None:
    data = Data(u0="buy")
    plan = Cohort(where=Did(event="buy"), members=RECENT, as_of="2024-03-09")
    data.refresh(tmp_path, plan)

    assert data.refresh(tmp_path, plan, last_day=1).recomputed == (0, 1, 2)


def test_all_is_read_again_for_another_plan(tmp_path: Path) -> None:
    data = Data(u0="buy", u1="look")
    data.refresh(tmp_path)

    found = data.refresh(tmp_path, Cohort(where=DidNot(event="buy")))

    assert (found.recomputed, names(found.members)) == ((0, 1, 2), ["u1"])


def test_buckets_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    data = Data(u0="buy", u1="buy")
    data.refresh(tmp_path)
    del data.rows[1]

    assert names(data.refresh(tmp_path).members) == ["u0"]


def test_a_reader_of_the_set_before_still_finds_its_files_and_older_ones_go(tmp_path: Path) -> None:
    data = Data(u0="buy")
    sets = []
    for _ in range(4):
        data.add("u3", "buy")
        sets.append(data.refresh(tmp_path).members)

    assert sets[-2].names(0).to_pylist() == ["u0", "u3"]
    assert len(list(tmp_path.glob("bucket-*.arrow"))) == 4
    with pytest.raises(StoreUnusable):
        sets[0].names(0)


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"gone wrong")])
def test_a_lost_or_damaged_file_is_reported_and_made_anew(tmp_path: Path, harm: Callable[[Path], object]) -> None:
    data = Data(u0="buy")
    before = data.refresh(tmp_path).members
    harm(tmp_path / before.buckets[0].file)
    with pytest.raises((StoreDamaged, StoreUnusable)):
        before.names(0)

    found = data.refresh(tmp_path)

    assert (found.recomputed, names(found.members)) == ((0,), ["u0"])


@pytest.mark.parametrize("text", [b"{", b"[]", b'{"format": 1}', b'{"format": 9}'])
def test_an_unreadable_head_is_reported_and_made_anew(tmp_path: Path, text: bytes) -> None:
    data = Data(u0="buy")
    data.refresh(tmp_path)
    (tmp_path / "head.json").write_bytes(text)
    with pytest.raises((StoreDamaged, StoreUnusable)):
        CohortSet.open(tmp_path)

    assert data.refresh(tmp_path).recomputed == (0, 1, 2)


def test_what_fails_halfway_leaves_the_set_as_it_was(tmp_path: Path) -> None:
    data = Data(u0="buy")
    data.refresh(tmp_path)

    def fail() -> Histories:
        raise StoreDamaged("is broken", field="segment")

    buckets = {**data.buckets(), 0: ("new", lambda: from_rows([], bucket=0)), 1: ("new", fail)}
    with pytest.raises(StoreDamaged):
        refresh(BUYERS, buckets=buckets, about=data.about(), folder=tmp_path)

    assert names(CohortSet.open(tmp_path)) == ["u0"]


def test_a_second_refresh_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)

        with pytest.raises(StoreBusy):
            Data(u0="buy").refresh(tmp_path)


def test_a_stored_set_masks_the_actors_of_a_bucket(tmp_path: Path) -> None:
    data = Data(u0="buy", u3="look")
    members = data.refresh(tmp_path).members

    assert members.mask(data.load(0)).tolist() == [True, False]
    assert members.mask(from_rows([{"actor": "u9", "event": "buy", "time": "2024-03-01"}], bucket=9)).tolist() == [
        False
    ]
