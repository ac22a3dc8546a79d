"""Whatever is folded, moved, reopened or erased meanwhile, an answer stays the same."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.journeys import Transitions
from truenorth.engines.events.store.compaction import Compactor
from truenorth.engines.events.store.manifest import Change, Manifest
from truenorth.engines.events.tests.histories_drawn import BEGIN_MS, DAY_MS, Drawn, draw
from truenorth.engines.events.tests.other_processes import compact_in_rounds
from truenorth.engines.events.tests.plans_asked import FEW, PLANS, answer, answers, differences

PARTS = 6
ROUND_ROWS = 800
Answers = Mapping[str, Any]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Several times an actor are equal, but none are equal between the people of one account."""
    many = draw(61, actors=800, step_ms=DAY_MS // 8, most_steps=20, ties=True, span_days=5)
    people = pc.cast(pc.utf8_slice_codeunits(many.rows.column("actor"), 1), pa.int64())
    at = many.rows.schema.get_field_index("ms")
    return Drawn(many.rows.set_column(at, "ms", pc.add(many.rows.column("ms"), people)))


@pytest.fixture(scope="module")
def parts(drawn: Drawn) -> Sequence[pa.Table]:
    return sent(drawn, anonymous=0.4)


@pytest.fixture(scope="module")
def expected(parts: Sequence[pa.Table], tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return answers(filled(tmp_path_factory.mktemp("expected"), parts))


def sent(drawn: Drawn, *, anonymous: float) -> Sequence[pa.Table]:
    """The rows as clients send them: with a device, some before anybody has signed in on it, and some of them twice."""
    dice = np.random.default_rng(62)
    table = drawn.table()
    size = len(table)
    users = table.column("user_id")
    seen = pc.index_in(users, value_set=pc.unique(users)).to_numpy()
    is_last = np.zeros(size, np.bool_)
    is_last[size - 1 - np.unique(seen[::-1], return_index=True)[1]] = True
    is_hidden = (dice.random(size) < anonymous) & ~is_last
    table = table.set_column(1, "user_id", pc.if_else(pa.array(is_hidden), pa.scalar(None, pa.string()), users))
    table = table.append_column("device_id", pc.binary_join_element_wise("d-", users, ""))
    table = table.append_column("insert_id", pa.array([f"i{row}" for row in range(size)]))
    length = -(-size // PARTS)
    whole = [table.slice(begin, length) for begin in range(0, size, length)]
    earlier = [whole[0], *whole[:-1]]
    return [
        pa.concat_tables([part, before.take(pa.array(dice.integers(0, length, 50)))])
        for part, before in zip(whole, earlier, strict=True)
    ]


def filled(folder: Path, parts: Sequence[pa.Table]) -> EventStore:
    store = EventStore.open(folder / "store", buckets=4)
    for part in parts:
        assert store.append(part).rejected == ()
    store.close()
    return store


class Watched(Manifest):
    """A manifest that calls somebody whenever it has changed."""

    changed: Callable[[], None]

    def apply(self, change: Change, *, now: float | None = None) -> int:
        generation = super().apply(change, now=now)
        self.changed()
        return generation


def test_anonymous_events_count_as_their_owner_s(drawn: Drawn, expected: Answers, tmp_path: Path) -> None:
    """The same events with every user known from the start."""
    assert differences(answers(filled(tmp_path, sent(drawn, anonymous=0))), expected) == []


def test_answers_are_the_same_after_every_step_of_a_compaction(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts)
    asked: list[Answers] = []
    watched = Watched(store.path, buckets=4, location="")
    watched.changed = lambda: asked.append(answers(store, *FEW))

    report = Compactor(store.path, watched, round_rows=ROUND_ROWS).run(grace_seconds=900)

    assert report.repeats > 0 < report.moved_actors
    assert len(asked) >= PARTS - 1
    assert [differences(found, _few(expected)) for found in asked] == [[] for _ in asked]


class CutOffError(Exception):
    """Stands for the end of the process that compacts."""


def test_answers_are_the_same_after_a_compaction_that_was_cut_off(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    """What it had done stays done, in runs of hot columns that the next one makes one of."""
    store = filled(tmp_path, parts)
    watched = Watched(store.path, buckets=4, location="")
    left = iter(range(3))

    def cut_off() -> None:
        if next(left, None) is None:
            raise CutOffError

    watched.changed = cut_off
    with pytest.raises(CutOffError):
        Compactor(store.path, watched, round_rows=ROUND_ROWS).run(grace_seconds=0)

    assert runs_of(store) == {4}
    assert differences(answers(EventStore.open(store.path)), expected) == []
    assert EventStore.open(store.path).verify() == []

    store.compact(grace_seconds=0)

    assert runs_of(store) == {1}
    assert differences(answers(store), expected) == []
    assert store.verify() == []


def test_runs_that_were_left_are_made_one_without_new_events(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts)
    watched = Watched(store.path, buckets=4, location="")
    watched.changed = lambda: None
    unsettled = Compactor(store.path, watched, round_rows=ROUND_ROWS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compactor, "_settle", lambda _: None)
        unsettled.run(grace_seconds=0)
    assert min(runs_of(store)) > 1

    store.compact(grace_seconds=0)

    assert runs_of(store) == {1}
    assert differences(answers(store), expected) == []


def runs_of(store: EventStore) -> set[int]:
    snapshot = store.snapshot()
    return {len(snapshot.hot(bucket).runs) for bucket in snapshot.state.hot}


def test_answers_are_the_same_after_a_compaction_and_on_reopening(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts)

    Compactor(store.path, store.manifest, round_rows=ROUND_ROWS).run(grace_seconds=0)

    assert differences(answers(store), expected) == []
    assert differences(answers(EventStore.open(store.path)), expected) == []
    assert store.verify() == []


def test_answers_are_the_same_when_half_is_folded_in_between(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts[: PARTS // 2])
    answers(store, *FEW)
    store.compact(grace_seconds=0)
    for part in parts[PARTS // 2 :]:
        store.append(part)

    assert differences(answers(store), expected) == []


def _few(expected: Answers) -> Answers:
    return {name: expected[name] for name in FEW}


def test_answers_are_the_same_while_another_process_compacts(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts)
    spawning = multiprocessing.get_context("spawn")
    is_ready = spawning.Event()
    other = spawning.Process(target=compact_in_rounds, args=(str(store.path), ROUND_ROWS, is_ready))
    found: list[tuple[str, list[str]]] = []

    def ask() -> None:
        names = _endlessly(FEW)
        is_ready.wait(60)
        while other.is_alive() or len(found) < len(FEW):
            time.sleep(0.1)
            name = next(names)
            found.append((store.snapshot().id, differences(answers(store, name), {name: expected[name]})))

    other.start()
    reader = Thread(target=ask)
    reader.start()
    other.join(60)
    reader.join(60)

    assert other.exitcode == 0
    assert [where for _, where in found if where] == []
    assert len({snapshot for snapshot, _ in found}) > 1, "nothing changed meanwhile: the test has seen nothing"


def _endlessly(names: Sequence[str]) -> Iterator[str]:
    while True:
        yield from names


def test_answers_are_the_same_after_an_erasure_of_something_else(
    parts: Sequence[pa.Table], expected: Answers, tmp_path: Path
) -> None:
    store = filled(tmp_path, parts)
    when = BEGIN_MS + 3 * DAY_MS
    store.append(
        [
            {"user_id": "mallory", "device_id": "hers", "event": "a", "time": when, "properties": {"n": 3, "v": 7}},
            {"device_id": "hers", "event": "c", "time": when + 1, "user_properties": {"plan": "pro"}},
            {"user_id": "u1", "event": "by mistake", "time": when},
        ]
    )
    assert differences(answers(store), expected) != []

    store.erase(user="mallory")
    store.erase(event="by mistake")
    store.erase(property_="seq")

    assert differences(answers(store), expected) == []
    assert store.verify() == []


def test_answers_of_groups_stay_the_same_where_times_of_their_people_are_equal(tmp_path: Path) -> None:
    tied = draw(63, actors=400, step_ms=DAY_MS // 8, most_steps=6, ties=True, span_days=1)
    half = len(tied.rows) // 2
    store = filled(tmp_path, [tied.table(0, half), tied.table(half)])
    plan = Transitions(actor="account", limit=1000)
    before = answer(store, plan)

    store.compact(grace_seconds=0)

    assert differences(answer(store, plan), before) == []


def test_no_plan_answers_with_nothing(expected: Answers) -> None:
    """Else the tests above would compare emptiness with emptiness."""
    assert expected.keys() == PLANS.keys()
    assert all(len(str(found)) > 150 for found in expected.values())
