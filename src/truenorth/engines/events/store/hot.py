"""Hot columns: a bucket's events of all months, merged in the order in which questions read them, memory-mapped.

A cache of the segments: anything here can be made again. One folder a generation of a bucket, one Arrow IPC file
a column; times are int64 microseconds, everything else is coded by a dictionary whose first entry is null. Rows by
event (postings) are made when a question first wants them, and kept up from then on.

A generation is one run, or, while a long compaction goes on, several: what was there before by hard links, and what
came since. So adding to a bucket costs what is added, and a generation goes away without a thought of the others.
"""

import fcntl
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Postings
from truenorth.engines.events.asking.kernels import Longs
from truenorth.engines.events.asking.postings import post
from truenorth.engines.events.errors import StoreDamaged
from truenorth.engines.events.store.files import make_folder, read_columns, write_columns, write_whole
from truenorth.engines.events.store.memory import give_back
from truenorth.engines.events.store.runs import NOBODY, Codes, Hashes, Labelled, Run, Woven, code_kind

__all__ = ["HotBucket", "Labelled", "Stored", "add_run", "check_bucket", "file_of", "read_column", "write_bucket"]

_INDEX = "whole.json"
"""Names the runs of a generation; written last."""

_POSTINGS = "postings.arrow"


@dataclass(frozen=True, eq=False)
class Stored:
    """A run in those files of a folder whose names begin with `prefix`."""

    folder: Path
    prefix: str

    def path(self, name: str) -> Path:
        """The file of this name."""
        return self.folder / f"{self.prefix}{name}"

    def _values(self, name: str) -> pa.Array:
        return read_columns(self.path(name)).column(0)

    @cached_property
    def names(self) -> pa.Array:
        return self._values("actors.arrow")

    @cached_property
    def starts(self) -> Longs:
        starts: Longs = self._values("starts.arrow").to_numpy()
        return starts

    @cached_property
    def times(self) -> Longs:
        return self._of_rows("time.arrow")

    @cached_property
    def inserts(self) -> Hashes | None:
        return self._of_rows("insert.arrow") if self.path("insert.arrow").exists() else None

    def _of_rows(self, name: str) -> NDArray[Any]:
        values: NDArray[Any] = self._values(name).to_numpy()
        if values.size != self.starts[-1]:
            raise StoreDamaged(f"has {values.size} rows and not {self.starts[-1]}", field=str(self.path(name)))
        return values

    @cached_property
    def gone(self) -> pa.Array:
        return self._values("gone.arrow") if self.path("gone.arrow").exists() else NOBODY

    def column(self, key: str) -> Labelled:
        return read_column(self.path(file_of(key)), int(self.starts[-1]))


@dataclass(frozen=True, eq=False)
class HotBucket:
    """The hot columns of one generation, opened and not read until used; of none, empty ones. It is a run itself."""

    folder: Path | None
    gone: pa.Array = field(default_factory=lambda: NOBODY)
    _opened: dict[str, Labelled] = field(default_factory=dict)

    @cached_property
    def runs(self) -> tuple[Stored, ...]:
        """What the generation consists of, in order of arrival."""
        return tuple(Stored(self.folder, prefix) for prefix in _prefixes(self.folder)) if self.folder else ()

    @cached_property
    def _run(self) -> Run:
        return self.runs[0] if len(self.runs) == 1 else Woven(self.runs)

    @property
    def names(self) -> pa.Array:
        """Actors, sorted by name."""
        return self._run.names

    @property
    def starts(self) -> Longs:
        """`starts[actor]` to `starts[actor + 1]` are an actor's rows."""
        return self._run.starts

    @property
    def times(self) -> Longs:
        return self._run.times

    @property
    def inserts(self) -> Hashes | None:
        """A hash of each row's insert id, 0 where it has none; None where no row has one."""
        return self._run.inserts

    @property
    def size(self) -> int:
        return int(self.starts[-1])

    def _added(self, key: str) -> Path | None:
        """The file of a column in the order of all rows, where there is one."""
        path = None if self.folder is None else self.folder / file_of(key)
        return path if path is not None and path.exists() else None

    def has(self, key: str) -> bool:
        if key in self._opened or self._added(key) is not None:
            return True
        return all(run.path(file_of(key)).exists() for run in self.runs)

    def column(self, key: str) -> Labelled:
        """Labels and codes (uint16 or int32) of a column that is there."""
        if key not in self._opened:
            added = self._added(key)
            self._opened[key] = self._run.column(key) if added is None else read_column(added, self.size)
        return self._opened[key]

    def add(self, key: str, labels: pa.Array, codes: Codes) -> None:
        """Write one more column, in the order of the rows."""
        if self.folder is not None:
            _write_column(self.folder / file_of(key), key, (labels, codes))

    @property
    def is_posted(self) -> bool:
        """Whether questions wanted its rows by event, those of a run of it included."""
        return self.folder is not None and any(self.folder.glob(f"*{_POSTINGS}"))

    @cached_property
    def postings(self) -> Postings:
        """The rows by event; made where they were not."""
        path = None if self.folder is None else self.folder / _POSTINGS
        if path is None:
            return _post(self)
        if not path.exists():
            with self.adding():
                if not path.exists():
                    _write_postings(path, _post(self))
        return _read_postings(path, self.size)

    @contextmanager
    def adding(self) -> Iterator[None]:
        """Alone among all processes, so that a column is made once; what that took goes back to the system."""
        if self.folder is None:
            yield
            return
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        give_back()


def file_of(key: str) -> str:
    """The file of a column: names of properties may be long and hold anything.

    >>> file_of("event")
    'event.arrow'
    """
    return f"{key}.arrow" if key.isalpha() else f"{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}.arrow"


def _prefixes(folder: Path) -> list[str]:
    try:
        return list(json.loads((folder / _INDEX).read_bytes()).get("runs", [""]))
    except (OSError, ValueError) as error:
        raise StoreDamaged("was not written to its end", field=str(folder)) from error


def read_column(path: Path, rows: int) -> Labelled:
    """A column of so many rows, memory-mapped."""
    coded = read_columns(path).column(0)
    if len(coded) != rows:
        raise StoreDamaged(f"has {len(coded)} rows and not {rows}", field=str(path))
    return coded.dictionary, coded.indices.to_numpy()


def _post(run: Run) -> Postings:
    labels, codes = run.column("event")
    return post(codes, len(labels), run.times)


def _write_postings(path: Path, postings: Postings) -> None:
    """A list of rows and one of times for each event."""
    columns = {"row": postings.rows, "time": postings.times}
    offsets = pa.array(postings.starts)
    write_columns(
        path, {name: pa.LargeListArray.from_arrays(offsets, pa.array(each)) for name, each in columns.items()}
    )


def _read_postings(path: Path, rows: int) -> Postings:
    held = read_columns(path)
    row, moment = held.column("row"), held.column("time")
    if len(row.values) != rows:
        raise StoreDamaged(f"has {len(row.values)} rows and not {rows}", field=str(path))
    return Postings(row.offsets.to_numpy(), row.values.to_numpy(), moment.values.to_numpy())


def check_bucket(folder: Path, rows: int) -> list[str]:
    """What is wrong with a generation that should have this many rows: what cannot be read, checksums, counts."""
    found, keys = list[str](), set[str]()
    for path in sorted(folder.glob("*.arrow")):
        try:
            held = read_columns(path).schema.metadata or {}
        except StoreDamaged as error:
            found.append(f"{path.name} {error.reason}")
            continue
        keys |= {held[b"column"].decode()} if b"column" in held else set()
    return found or _miscounted(HotBucket(folder), rows, keys)


def _miscounted(hot: HotBucket, rows: int, keys: Iterable[str]) -> list[str]:
    try:
        counts = {"times": hot.times.size} | ({} if hot.inserts is None else {"insert ids": hot.inserts.size})
        counts |= {key: hot.column(key)[1].size for key in keys if hot.has(key)}
        counts |= {"postings": hot.postings.rows.size} if hot.is_posted else {}
    except StoreDamaged as error:
        return [error.reason]
    return [f"has {count:,} {what} and not {rows:,}" for what, count in counts.items() if count != rows]


def _write_column(path: Path, key: str, column: Labelled) -> None:
    labels, codes = column
    coded = pa.DictionaryArray.from_arrays(pa.array(codes.astype(code_kind(labels), copy=False)), labels)
    write_columns(path, {"value": coded}, {"column": key})


def write_bucket(root: Path, bucket: int, run: Run, keys: Sequence[str], *, is_posted: bool = False) -> str:
    """Write a run with these columns, and its rows by event, as a generation; the token that names its folder."""
    token = _new_token(bucket)
    _write_run(Stored(root / token, ""), run, keys)
    if is_posted:
        _write_postings(root / token / _POSTINGS, _post(run))
    _write_index(root / token, [""])
    return token


def add_run(root: Path, bucket: int, settled: HotBucket, run: Run, keys: Sequence[str]) -> str:
    """Write a generation of what is settled and one more run after it; its token."""
    token = _new_token(bucket)
    folder = root / token
    make_folder(folder)
    prefixes = [f"{at:04d}-" for at in range(len(settled.runs) + 1)]
    for kept, prefix in zip(settled.runs, prefixes, strict=False):
        for path in kept.folder.glob(f"{kept.prefix}*.arrow"):
            (folder / f"{prefix}{path.name.removeprefix(kept.prefix)}").hardlink_to(path)
    _write_run(Stored(folder, prefixes[-1]), run, keys)
    _write_index(folder, prefixes)
    return token


def _new_token(bucket: int) -> str:
    return f"hot/{bucket:04d}-{uuid.uuid4().hex}"


def _write_index(folder: Path, prefixes: Sequence[str]) -> None:
    write_whole(folder / _INDEX, json.dumps({"runs": prefixes}).encode())


def _write_run(place: Stored, run: Run, keys: Sequence[str]) -> None:
    write_columns(place.path("actors.arrow"), {"name": run.names})
    write_columns(place.path("starts.arrow"), {"row": pa.array(run.starts)})
    write_columns(place.path("time.arrow"), {"time": pa.array(run.times)})
    if run.inserts is not None and run.inserts.any():
        write_columns(place.path("insert.arrow"), {"hash": pa.array(run.inserts)})
    if len(run.gone):
        write_columns(place.path("gone.arrow"), {"name": run.gone})
    for key in keys:
        _write_column(place.path(file_of(key)), key, run.column(key))
