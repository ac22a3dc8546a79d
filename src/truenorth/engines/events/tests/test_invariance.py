"""What must not change an answer does not: the calendar's place, the actors' names, how events came, and how often."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from truenorth.engines.events import EventStore, Filter
from truenorth.engines.events.funnels import Exclusion, Funnel, Step
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.tests.histories_drawn import DAY_MS, Drawn, draw
from truenorth.engines.events.tests.plans_asked import PLANS, answer, answers, differences

FUNNELS = [
    Funnel(steps=["a", "b", "c"], window="8h"),
    Funnel(steps=["a", "b"], window="3h", breakdown="plan"),
    Funnel(steps=["a", "b"], window="3h", order="strict", ties="step"),
    Funnel(steps=["a", "b", "c"], window="8h", order="unordered", count="totals"),
    Funnel(
        steps=["a", Step("d", optional=True), Step("b", filters=[Filter(property="n", operator="gte", value=2)])],
        window="6h",
        exclusions=[Exclusion("x", to_step=3)],
        entry="latest",
    ),
]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return draw(71, actors=600, step_ms=DAY_MS // 48, most_steps=6, ties=True, span_days=9)


@pytest.fixture(scope="module")
def store(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return holding(tmp_path_factory.mktemp("invariance"), drawn.table())


def holding(folder: Path, *parts: pa.Table, buckets: int = 4) -> EventStore:
    """A store with one append for each part, folded once in the middle."""
    store = EventStore.open(folder / "store", buckets=buckets)
    for at, part in enumerate(parts):
        assert store.append(part).rejected == ()
        if at == len(parts) // 2:
            store.compact(grace_seconds=0)
    return store


def changed(drawn: Drawn, **columns: pa.Array) -> pa.Table:
    """The rows as a store takes them, with other columns."""
    rows = drawn.rows
    for name, column in columns.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return Drawn(rows).table()


@pytest.mark.parametrize("days", [-400, 7 * 365])
def test_a_shift_of_all_times_by_days_shifts_no_count(
    store: EventStore, drawn: Drawn, days: int, tmp_path: Path
) -> None:
    moved = holding(tmp_path, changed(drawn, ms=pc.add(drawn.rows.column("ms"), days * DAY_MS)))

    for plan in FUNNELS:
        assert differences(answer(moved, plan), answer(store, plan)) == []
    retention = [each.query(Retention(start="a", periods=6)).overall for each in (moved, store)]
    assert retention[0] == retention[1]


def test_other_names_for_the_actors_change_nothing(store: EventStore, drawn: Drawn, tmp_path: Path) -> None:
    """They land in other buckets and in another order; only what lists the names themselves is left out."""
    known = pc.unique(drawn.rows.column("actor"))
    shuffled = np.random.default_rng(73).permutation(len(known))
    places = pc.index_in(drawn.rows.column("actor"), value_set=known)
    renamed = holding(tmp_path, changed(drawn, actor=pc.take(known.take(pa.array(shuffled)), places)))
    names = [name for name, plan in PLANS.items() if name != "cohort" and plan.actor != "account"]

    assert differences(answers(renamed, *names), answers(store, *names)) == []


@pytest.mark.parametrize("buckets", [1, 7])
def test_how_many_buckets_there_are_changes_nothing(
    store: EventStore, drawn: Drawn, buckets: int, tmp_path: Path
) -> None:
    names = [name for name, plan in PLANS.items() if plan.actor != "account"]
    other = holding(tmp_path, drawn.table(), buckets=buckets)

    assert differences(answers(other, *names), answers(store, *names)) == []


def test_events_that_come_in_many_appends_are_the_same(store: EventStore, drawn: Drawn, tmp_path: Path) -> None:
    table = drawn.table()
    cuts = [0, 1, 2, 150, 151, 900, 2000, len(table)]
    names = [name for name, plan in PLANS.items() if plan.actor != "account"]

    split = holding(tmp_path, *(table.slice(at, end - at) for at, end in pairwise(cuts)))

    assert differences(answers(split, *names), answers(store, *names)) == []


@pytest.mark.parametrize("plan", [plan for plan in FUNNELS if plan.order != "strict"])
def test_an_event_that_no_step_names_changes_no_funnel(
    store: EventStore, drawn: Drawn, plan: Funnel, tmp_path: Path
) -> None:
    """It must lie within the range of the rest: the last event decides whose window is over."""
    noise = drawn.table().slice(0, 1500)
    noisy = holding(tmp_path, drawn.table(), noise.set_column(0, "event", pa.array(["noise"] * len(noise))))

    assert differences(answer(noisy, plan), answer(store, plan)) == []


def test_the_same_events_sent_again_are_not_counted_again(store: EventStore, drawn: Drawn, tmp_path: Path) -> None:
    table = drawn.table()
    table = table.append_column("insert_id", pa.array([f"i{row}" for row in range(len(table))]))
    dice = np.random.default_rng(72)
    again = [table.take(pa.array(dice.integers(0, len(table), 400))) for _ in range(2)]
    names = [name for name, plan in PLANS.items() if plan.actor != "account"]

    repeated = holding(tmp_path, table, again[0], table, again[1])

    assert repeated.snapshot().about.events == len(table)
    assert differences(answers(repeated, *names), answers(store, *names)) == []
    repeated.compact(grace_seconds=0)
    assert differences(answers(repeated, *names), answers(store, *names)) == []
