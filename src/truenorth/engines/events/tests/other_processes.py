"""What tests let other processes do to a store; it imports little, since each process does so anew."""

from typing import Any

from truenorth.engines.events import EventStore
from truenorth.engines.events.store.compaction import Compactor


def compact_in_rounds(folder: str, round_rows: int, is_ready: Any) -> None:  # noqa: ANN401 - an Event has no public type
    """Compact the store in small steps; tells `is_ready` when it begins."""
    store = EventStore.open(folder)
    is_ready.set()
    Compactor(store.path, store.manifest, round_rows=round_rows).run(grace_seconds=900)


def write_batches(folder: str, writer: int, first_ms: int, begin: Any) -> None:  # noqa: ANN401 - nor has a Barrier
    """Thirty batches: of each 40 events `w0` (or `w1`), and one with an insert id that the other writer sends too."""
    store = EventStore.open(folder)
    begin.wait(60)
    for batch in range(30):
        store.append(
            [
                {"event": f"w{writer}", "user_id": f"u{number % 50}", "time": first_ms + (batch * 40 + number) * 1000}
                for number in range(40)
            ]
        )
        store.append([{"event": "shared", "device_id": "d", "time": first_ms, "insert_id": f"both {batch}"}])
        if batch % 10 == 9:
            store.flush()
        if batch == 15 and writer == 0:
            store.compact()
    store.close()
