"""The event engine's loads for `events.py`: in bulk, and in durable batches as a server would take them in."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from _events_data import BEGIN_MS, make_events, read_tables
from _events_measure import Clock, Peak

from truenorth.engines.events import EventStore

PROPERTIES = ("plan", "country", "device")
INGEST_BATCHES, INGEST_ROWS = 200, 1_000


def load(home: Path, events: int, store: str) -> dict[str, Any]:
    """Fill the store `plain` (no properties), `full`, or `tail` (its newest events stay in the log); what it took."""
    folder = home / store
    shutil.rmtree(folder, ignore_errors=True)
    _warm_up()
    settled = events - (tail_of(events) if store == "tail" else 0)
    into = EventStore.open(folder)
    peak, appending, compacting = Peak(), Clock(), Clock()
    with peak.watching():
        for table in _tables(home, events, store, range(settled)):
            with appending.running():
                into.append(table)
        with appending.running():
            into.flush()
        with compacting.running():
            into.compact(grace_seconds=0)
    for table in _tables(home, events, store, range(settled, events)):
        into.append(table)
    into.close()
    info = into.info()
    if info.events != events:
        raise SystemExit(f"{store} holds {info.events:,} events and not {events:,}")
    return {
        "events": settled,
        "append": vars(appending),
        "compact": vars(compacting),
        "peak_mb": peak.mb,
        "cold_bytes": info.segment_bytes / settled,
        "hot_bytes": info.hot_bytes / settled,
    }


def tail_of(events: int) -> int:
    """How many events stay in the log."""
    return min(2_000_000, events // 25)


def _tables(home: Path, events: int, store: str, rows: range) -> Iterator[pa.Table]:
    begin = 0
    for table in read_tables(make_events(home, events)):
        low, high = max(rows.start - begin, 0), min(rows.stop - begin, table.num_rows)
        begin += table.num_rows
        if low < high:
            yield _as_given(table.slice(low, high - low), with_properties=store == "full")


def _as_given(table: pa.Table, *, with_properties: bool) -> pa.Table:
    """A table as a caller would hand it over: plain text for names and ids, times with their unit."""
    columns = {
        "event": table["event"].cast(pa.string()),
        "user_id": pc.binary_join_element_wise("u", table["user"].cast(pa.string()), ""),
        "time": table["time"].cast(pa.timestamp("ms")),
    }
    if with_properties:
        values = [table[name].combine_chunks().cast(pa.string()) for name in PROPERTIES]
        columns["properties"] = pa.StructArray.from_arrays(values, list(PROPERTIES))
    return pa.table(columns)


def ingest(home: Path, events: int) -> dict[str, Any]:
    """Batches of dictionaries, each durable before the next, as a server would take them in."""
    wanted = min(INGEST_BATCHES * INGEST_ROWS, events // 5)
    table = next(read_tables(make_events(home, events))).slice(0, wanted)
    rows = [
        {
            "event": row["event"],
            "user_id": f"u{row['user']}",
            "time": row["time"],
            "insert_id": f"{place:032x}",
            "properties": {name: row[name] for name in PROPERTIES},
        }
        for place, row in enumerate(table.to_pylist())
    ]
    clock = Clock()
    with tempfile.TemporaryDirectory(dir=home) as folder, EventStore.open(folder) as store:
        for begin in range(0, len(rows), INGEST_ROWS):
            batch = rows[begin : begin + INGEST_ROWS]
            with clock.running():
                store.append(batch)
                store.flush()
    return {"events": len(rows), **vars(clock)}


def _warm_up() -> None:
    """Kernels are compiled, or taken from where they were kept, outside of the clock."""
    with tempfile.TemporaryDirectory() as folder, EventStore.open(folder) as store:
        time = pa.array([BEGIN_MS + at for at in range(1000)], pa.timestamp("ms"))
        values = pa.StructArray.from_arrays([pa.array(["x"] * 1000)], ["plan"])
        store.append(pa.table({"event": ["a"] * 1000, "user_id": ["u"] * 1000, "time": time, "properties": values}))
        store.compact()
