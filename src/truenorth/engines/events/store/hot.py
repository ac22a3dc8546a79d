"""Hot columns: a bucket's events of all months, merged in the order in which questions read them, memory-mapped.

A cache of the segments: anything here can be made again. One folder a generation of a bucket, one Arrow IPC file
a column; times are int64 microseconds, everything else is coded by a dictionary whose first entry is null.
"""

import fcntl
import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import Longs, fixed
from truenorth.engines.events.errors import StoreDamaged
from truenorth.engines.events.store.files import read_columns, write_columns, write_whole
from truenorth.engines.events.store.kernels import gather, merge_runs

Codes = NDArray[Any]
Hashes = NDArray[np.uint64]
Labelled = tuple[pa.Array, Codes]


@dataclass(frozen=True, eq=False)
class Rows:
    """Sorted rows in memory: `names` of the actors sorted, `starts[actor]` to `starts[actor + 1]` their rows."""

    names: pa.Array
    starts: Longs
    times: Longs
    columns: dict[str, Labelled]
    inserts: Hashes | None = None


@dataclass(frozen=True, eq=False)
class HotBucket:
    """The hot columns of one generation, opened and not read until used."""

    folder: Path | None
    _opened: dict[str, Labelled] = field(default_factory=dict)

    @cached_property
    def _actors(self) -> pa.RecordBatch:
        return (
            read_columns(self.folder / "actors.arrow")
            if self.folder
            else pa.record_batch({"name": pa.array([], pa.string())})
        )

    @property
    def names(self) -> pa.Array:
        """Actors, sorted by name."""
        return self._actors.column("name")

    @cached_property
    def starts(self) -> Longs:
        """`starts[actor]` to `starts[actor + 1]` are an actor's rows."""
        if self.folder is None:
            return np.zeros(1, np.int64)
        starts: Longs = read_columns(self.folder / "starts.arrow").column(0).to_numpy()
        return starts

    @cached_property
    def times(self) -> Longs:
        if self.folder is None:
            return np.empty(0, np.int64)
        times: Longs = read_columns(self.folder / "time.arrow").column(0).to_numpy()
        if times.size != self.starts[-1]:
            raise StoreDamaged(f"has {times.size} times and not {self.starts[-1]}", field=str(self.folder))
        return times

    @cached_property
    def inserts(self) -> Hashes | None:
        """A hash of each row's insert id, 0 where it has none; None where no row has one."""
        if self.folder is None or not (self.folder / "insert.arrow").exists():
            return None
        inserts: Hashes = read_columns(self.folder / "insert.arrow").column(0).to_numpy()
        return inserts

    @property
    def size(self) -> int:
        return int(self.starts[-1])

    def has(self, key: str) -> bool:
        return self.folder is None or key in self._opened or (self.folder / file_of(key)).exists()

    def column(self, key: str) -> Labelled:
        """Labels and codes (uint16 or int32) of a column that is there."""
        if self.folder is None:
            return pa.array([None], pa.string()), np.empty(0, np.uint16)
        if key not in self._opened:
            coded = read_columns(self.folder / file_of(key)).column(0)
            codes = coded.indices.to_numpy()
            if codes.size != self.size:
                raise StoreDamaged(f"has {codes.size} rows and not {self.size}", field=str(self.folder / file_of(key)))
            self._opened[key] = (coded.dictionary, codes)
        return self._opened[key]

    def add(self, key: str, labels: pa.Array, codes: Codes) -> None:
        """Write one more column, in the order of the rows."""
        if self.folder is not None:
            write_columns(self.folder / file_of(key), {"value": _coded(labels, codes)}, {"column": key})

    @contextmanager
    def adding(self) -> Iterator[None]:
        """Alone among all processes, so that a column is made once."""
        if self.folder is None:
            yield
            return
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def file_of(key: str) -> str:
    """The file of a column: names of properties may be long and hold anything.

    >>> file_of("event")
    'event.arrow'
    """
    return f"{key}.arrow" if key.isalpha() else f"{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}.arrow"


def check_bucket(folder: Path, rows: int) -> list[str]:
    """What is wrong with a generation that should have this many rows: what cannot be read, checksums, counts."""
    found = [] if (folder / "whole.json").exists() else ["was not written to its end"]
    for path in sorted(folder.glob("*.arrow")):
        try:
            batch = read_columns(path)
        except StoreDamaged as error:
            found.append(f"{path.name} {error.reason}")
            continue
        if batch.num_rows != rows and path.name not in ("actors.arrow", "starts.arrow"):
            found.append(f"{path.name} has {batch.num_rows:,} rows and not {rows:,}")
    return found


def _coded(labels: pa.Array, codes: Codes) -> pa.Array:
    kind = np.uint16 if len(labels) <= 65_536 else np.int32
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(kind, copy=False)), labels)


def merge(old: HotBucket, dropped: NDArray[np.bool_], new: Rows) -> Rows:
    """The old rows, without those of the dropped actors, and the new ones, in order; every column that both have."""
    old_places, new_places, names = _place_actors(old.names, dropped, new.names)
    none = np.zeros(len(names), np.int64)
    old_from, old_to, new_from, new_to = none.copy(), none.copy(), none.copy(), none.copy()
    kept = old_places >= 0
    old_from[old_places[kept]], old_to[old_places[kept]] = old.starts[:-1][kept], old.starts[1:][kept]
    new_from[new_places], new_to[new_places] = new.starts[:-1], new.starts[1:]
    sources = np.empty(int((old_to - old_from).sum() + new.times.size), np.int64)
    starts = np.empty(len(names) + 1, np.int64)
    merge_runs(
        fixed(old_from),
        fixed(old_to),
        fixed(old.times),
        fixed(new_from),
        fixed(new_to),
        fixed(new.times),
        sources,
        starts,
    )
    order = fixed(sources)
    columns = {key: _merge_column(old.column(key), new.columns[key], order) for key in new.columns}
    return Rows(names, starts, _gather(old.times, new.times, order), columns, _merge_inserts(old, new, order))


def _place_actors(old: pa.Array, dropped: NDArray[np.bool_], new: pa.Array) -> tuple[Longs, Longs, pa.Array]:
    """Where the old and the new actors stand among all, by name; -1 for the dropped."""
    import pyarrow.compute as pc

    kept = pc.filter(old, pa.array(~dropped)) if dropped.any() else old
    fresh = pc.filter(new, pc.invert(pc.is_in(new, value_set=kept)))
    together = pa.concat_arrays([kept.cast(pa.string()), fresh.cast(pa.string())])
    order = pc.sort_indices(together) if len(fresh) else None
    names = together if order is None else pc.take(together, order)
    places = np.empty(len(names), np.int64)
    places[np.arange(len(names)) if order is None else order.to_numpy()] = np.arange(len(names))
    old_places = np.full(len(old), -1, np.int64)
    old_places[~dropped] = places[: len(kept)]
    return old_places, pc.index_in(new, value_set=names).to_numpy(zero_copy_only=False).astype(np.int64), names


def _merge_column(old: Labelled, new: Labelled, order: Longs) -> Labelled:
    from truenorth.engines.events.store.texts import unify

    labels, (first, second) = unify([old, new])
    kind = np.uint16 if len(labels) <= 65_536 else np.int32
    return labels, _gather(first.astype(kind, copy=False), second.astype(kind, copy=False), order).astype(np.int32)


def _merge_inserts(old: HotBucket, new: Rows, order: Longs) -> Hashes | None:
    if old.inserts is None and new.inserts is None:
        return None
    first = np.zeros(old.size, np.uint64) if old.inserts is None else old.inserts
    second = np.zeros(new.times.size, np.uint64) if new.inserts is None else new.inserts
    return _gather(first, second, order)


def _gather(old: NDArray[Any], new: NDArray[Any], order: Longs) -> NDArray[Any]:
    gathered = np.empty(order.size, new.dtype)
    gather(fixed(old), fixed(new), order, gathered)
    return gathered


def write_bucket(root: Path, bucket: int, rows: Rows) -> str:
    """Write a generation of a bucket; the token that names its folder."""
    token = f"hot/{bucket:04d}-{uuid.uuid4().hex}"
    folder = root / token
    write_columns(folder / "actors.arrow", {"name": rows.names})
    write_columns(folder / "starts.arrow", {"row": pa.array(rows.starts)})
    write_columns(folder / "time.arrow", {"time": pa.array(rows.times)})
    if rows.inserts is not None and rows.inserts.any():
        write_columns(folder / "insert.arrow", {"hash": pa.array(rows.inserts)})
    for key, (labels, codes) in rows.columns.items():
        write_columns(folder / file_of(key), {"value": _coded(labels, codes)}, {"column": key})
    write_whole(
        folder / "whole.json", json.dumps({"rows": int(rows.times.size), "columns": sorted(rows.columns)}).encode()
    )
    return token
