"""Thousands of small histories drawn by chance, in a store and in DuckDB, for the tests that compare the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events import EventStore

BEGIN_MS = 1_709_251_200_000
"""2024-03-01T00:00:00Z: the month in which Europe's clocks change."""
DAY_MS = 86_400_000
EVENTS = "aaabbbccdxyz"
PLANS = ("free", "pro", "team", None)

Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Drawn:
    """Rows in order of arrival.

    `rows` has actor, event, ms, seq (the place in the order of arrival), n (a whole number or null), v (a multiple of
    a half or null), plan and account (texts or null).
    """

    rows: pa.Table

    @property
    def actors(self) -> int:
        return pc.count_distinct(self.rows.column("actor")).as_py()  # type: ignore[no-any-return]

    def table(self, begin: int = 0, end: int | None = None) -> pa.Table:
        """The rows from `begin` to `end` as a store takes them."""
        rows = self.rows.slice(begin, None if end is None else end - begin)
        return pa.table(
            {
                "event": rows.column("event"),
                "user_id": rows.column("actor"),
                "time": rows.column("ms"),
                "properties": _json(rows, ("n", "v", "plan", "account")),
            }
        )


def _json(rows: pa.Table, names: Sequence[str]) -> pa.Array:
    parts = []
    for name in names:
        column = rows.column(name).combine_chunks()
        quote = '"' if pa.types.is_string(column.type) else ""
        parts.append(pc.binary_join_element_wise(f'"{name}":{quote}', column.cast(pa.string()), quote, ""))
    always = pc.binary_join_element_wise('"seq":', rows.column("seq").combine_chunks().cast(pa.string()), "")
    inner = pc.binary_join_element_wise(always, *parts, ",", null_handling="skip")
    return pc.binary_join_element_wise("{", inner, "}", "")


def draw(
    seed: int,
    *,
    actors: int,
    step_ms: int,
    most_steps: int,
    ties: bool,
    span_days: int = 0,
    most_events: int = 10,
    events: str = EVENTS,
) -> Drawn:
    """Histories of 1 to `most_events` events; times are multiples of `step_ms`.

    Two times of an actor are 1 to `most_steps` steps apart, with `ties` also none. `span_days` shifts each actor's
    history by up to so many days. Rows arrive in an order of chance.
    """
    dice = np.random.default_rng(seed)
    counts = dice.integers(1, most_events + 1, actors)
    owner = np.repeat(np.arange(actors), counts)
    paces = dice.integers(0 if ties else 1, most_steps + 1, owner.size) * step_ms
    walked = np.cumsum(paces)
    walked -= np.repeat(walked[np.concatenate([[0], np.cumsum(counts)[:-1]])], counts)
    shifts = dice.integers(0, span_days * DAY_MS // step_ms + 1, actors) * step_ms
    times = BEGIN_MS + walked + shifts[owner]
    order = dice.permutation(owner.size)
    rows = {
        "actor": pa.array([f"u{each}" for each in owner[order].tolist()]),
        "event": pa.array(np.array(list(events))[dice.integers(0, len(events), owner.size)]),
        "ms": pa.array(times[order]),
        "seq": pa.array(np.arange(owner.size)),
        "n": pa.array(dice.integers(0, 6, owner.size), mask=dice.random(owner.size) < 0.15),
        "v": pa.array(dice.integers(-20, 200, owner.size) / 2 + 0.25, mask=dice.random(owner.size) < 0.15),
        "plan": pc.take(pa.array(PLANS, pa.string()), pa.array(dice.integers(0, len(PLANS), owner.size))),
        "account": pa.array(
            [f"acc{each}" for each in (owner[order] % 97).tolist()], mask=dice.random(owner.size) < 0.1
        ),
    }
    return Drawn(pa.table(rows))


def stored(drawn: Drawn, folder: Path, *, buckets: int = 4) -> EventStore:
    """A store that holds the rows: two thirds of them settled, in two compactions, and the rest in its log."""
    store = EventStore.open(folder, buckets=buckets)
    size = len(drawn.rows)
    for begin, end in ((0, size // 3), (size // 3, 2 * size // 3)):
        assert store.append(drawn.table(begin, end)).rejected == ()
        store.compact(grace_seconds=0)
    assert store.append(drawn.table(2 * size // 3)).rejected == ()
    store.flush()
    return store


def asked(drawn: Drawn, statement: str, **parts: object) -> list[tuple[Any, ...]]:
    """DuckDB's answer over `rows`: as drawn, and `moment`, and `pos`, the place in the actor's history, from 1.

    `parts` fill the braces of the statement.
    """
    with duckdb.connect(":memory:", config={"threads": "2"}) as session:
        session.execute("LOAD icu; SET TimeZone = 'UTC'")
        session.register("drawn", drawn.rows)
        session.execute(
            "CREATE TABLE rows AS SELECT *, make_timestamp(ms * 1000) AS moment, "
            "row_number() OVER (PARTITION BY actor ORDER BY ms, seq) AS pos FROM drawn"
        )
        return session.sql(statement.format_map(parts)).fetchall()
