"""What is in a store, by a fresh opening of it, against what was acknowledged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truenorth.engines.events import EventStore

Numbers = NDArray[np.int64]
Range = Sequence[int]
"""Two numbers of events, the second excluded."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts of events. `strange` ones were never sent; `faults` are what the store finds wrong with itself."""

    acknowledged: int
    recovered: int
    duplicates: int
    lost: int
    strange: int
    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        return not (self.duplicates or self.lost or self.strange or self.faults)

    def __str__(self) -> str:
        return (
            f"{self.acknowledged:,} acknowledged events, {self.recovered:,} recovered events, "
            f"{self.duplicates:,} duplicates, {self.lost:,} lost"
        )


def count_events(path: str | Path) -> int:
    """How many events a fresh opening of the store sees."""
    with EventStore.open(path) as store:
        return int(store.snapshot().about.events)


def read_back(path: str | Path) -> Numbers:
    """The number of every event that a fresh opening of the store sees, with repeats, ascending."""
    with EventStore.open(path) as store:
        snapshot = store.snapshot()
        state, segments = snapshot.state, snapshot.segments
        settled = [segments.read(segment, ["insert_id"]).column("insert_id") for segment in state.segments]
        texts = [each for column in (*settled, snapshot.arrivals.events.column("insert_id")) for each in column.chunks]
    numbers = pa.chunked_array([text.cast(pa.string()).cast(pa.int64()) for text in texts], pa.int64()).to_numpy()
    return np.sort(numbers)


def numbers_of(ranges: Iterable[Range]) -> Numbers:
    """All numbers of ranges."""
    return np.concatenate([np.empty(0, np.int64), *(np.arange(first, end) for first, end in ranges)])


def judge(path: str | Path, *, acknowledged: Iterable[Range], pending: Iterable[Range]) -> Verdict:
    """Read everything back, by segments and by hot columns, and compare it with what was acknowledged.

    What is `pending` was sent without an answer, and may be there or not.
    """
    answered = numbers_of(acknowledged)
    found = read_back(path)
    unique = np.unique(found)
    with EventStore.open(path) as store:
        faults = [f"{finding.file}: {finding.what}" for finding in store.verify()]
        counted = sum(store.info().event_names.values())
    if counted != found.size:
        faults.append(f"questions see {counted:,} events where {found.size:,} are")
    return Verdict(
        acknowledged=answered.size,
        recovered=unique.size,
        duplicates=found.size - unique.size,
        lost=int(np.setdiff1d(answered, unique).size),
        strange=int(np.setdiff1d(unique, np.concatenate([answered, numbers_of(pending)])).size),
        faults=tuple(faults),
    )
