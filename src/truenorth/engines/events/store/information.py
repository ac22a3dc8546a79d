"""How large the store is, and of what."""

from dataclasses import dataclass
from pathlib import Path

from truenorth.engines.events.store.snapshots import Snapshot
from truenorth.engines.events.times import instant


@dataclass(frozen=True, slots=True)
class StoreInfo:
    """Sizes in bytes; `waiting_events` are in the log and in no segment yet."""

    path: str
    location: str
    snapshot: str
    events: int
    waiting_events: int
    actors: int
    first_time: str | None
    last_time: str | None
    buckets: int
    segments: int
    segment_bytes: int
    hot_bytes: int
    log_bytes: int
    hot_columns: tuple[str, ...]
    event_names: dict[str, int]


def describe(snapshot: Snapshot, *, hot_columns: tuple[str, ...]) -> StoreInfo:
    """What a snapshot holds; counts every event by its name."""
    state, about = snapshot.state, snapshot.about
    actors, names = _count(snapshot)
    return StoreInfo(
        path=str(snapshot.folder),
        location=state.location or "local",
        snapshot=snapshot.id,
        events=about.events,
        waiting_events=snapshot.arrivals.size,
        actors=actors,
        first_time=None if about.first_time is None else instant(about.first_time).isoformat(),
        last_time=None if about.last_time is None else instant(about.last_time).isoformat(),
        buckets=state.buckets,
        segments=len(state.segments),
        segment_bytes=sum(segment.bytes for segment in state.segments),
        hot_bytes=sum(_bytes(snapshot.folder / token) for token in state.hot.values()),
        log_bytes=_bytes(snapshot.folder / "log"),
        hot_columns=hot_columns,
        event_names=names,
    )


def _count(snapshot: Snapshot) -> tuple[int, dict[str, int]]:
    import numpy as np

    from truenorth.engines.events.asking.groups import rows_between

    actors, names = 0, dict[str, int]()
    for bucket in snapshot.buckets:
        histories = snapshot.histories(bucket)
        column, spans = histories.column("event"), histories.spans
        actors += int(np.count_nonzero(spans.counts()))
        settled = column.settled[rows_between(spans.settled_from, spans.settled_to)]
        counts = np.bincount(settled, minlength=len(column.labels))
        counts += np.bincount(column.recent, minlength=len(column.labels))
        for name, count in zip(column.labels.to_pylist(), counts.tolist(), strict=True):
            if count:
                names[name] = names.get(name, 0) + count
    return actors, dict(sorted(names.items(), key=lambda pair: (-pair[1], pair[0])))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
