"""A file into a store: in bounded memory, from where the last run ended, and nothing twice."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, get_args
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.files import fingerprint_of
from truenorth.engines.events.importers.formats import Format, format_named
from truenorth.engines.events.importers.positions import Position, load_position, position_file, save_position
from truenorth.engines.events.importers.reading import Chunk, Reading, Reject, TimeUnit
from truenorth.engines.events.importers.refusals import RefusedRows
from truenorth.engines.events.importers.tabular import USUAL

InsertIds = Literal["row", "none"]
OnProgress = Callable[[int, float], None]
ALIASES: Mapping[str, str] = {"user_id": "user", "device_id": "device"}
BATCH_ROWS = 100_000
FINGERPRINT_LETTERS = 10


class RefusedEvent(Protocol):
    """A row of one `append` that the store did not take, counted from 0."""

    @property
    def row(self) -> int: ...
    @property
    def field(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Appended(Protocol):
    """What the store says of one `append`."""

    @property
    def accepted(self) -> int: ...
    @property
    def rejected(self) -> Sequence[RefusedEvent]: ...


class Store(Protocol):
    """The face of an event store that an import needs."""

    @property
    def path(self) -> Path: ...
    def append(self, events: pa.Table, /) -> Appended: ...
    def flush(self) -> Any: ...  # noqa: ANN401 - whatever the store says of it


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What one run of an import did, in rows of the file.

    `read` = `accepted` + `rejected`, of this run alone; `resumed_at` is the last row that earlier runs had dealt
    with, 0 for a first run. `duplicates` is None: the store drops repeated insert ids later, and the import does
    not count them. `rejects_file` is None while no row was refused.
    """

    read: int
    accepted: int
    rejected: int
    duplicates: int | None
    rejects_file: Path | None
    seconds: float
    resumed_at: int

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "duplicates": self.duplicates,
            "rejects_file": None if self.rejects_file is None else str(self.rejects_file),
            "seconds": round(self.seconds, 3),
            "resumed_at": self.resumed_at,
        }


def import_file(  # noqa: PLR0913 - one call, and every choice that changes what is taken in has its name in it
    store: Store,
    path: Path | str,
    *,
    format: str,  # noqa: A002 - the word that people type
    mapping: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
    rejects_path: Path | str | None = None,
    batch_rows: int = BATCH_ROWS,
    timezone: str = "UTC",
    time_unit: TimeUnit = "ms",
    delimiter: str | None = None,
    insert_ids: InsertIds = "row",
) -> ImportReport:
    """Take the events of a file into a store.

    `format` is a name in `formats.FORMATS`. `mapping` names the columns (keys, dotted paths) that hold "user",
    "device", "event", "time", "insert_id", "properties" or "user_properties"; the usual names need no mapping, and
    every other column becomes a property. Times are ISO 8601 or numbers of `time_unit` since 1970; those without a
    zone are in `timezone`. `delimiter` None finds the CSV's own. `on_progress` is called after every chunk with the
    rows dealt with and the share of the file, 0 to 1.

    A run that was interrupted goes on where the durable data end, and a finished one adds nothing when repeated:
    the position is kept in the store's folder `imports`, for this file as it is and these choices. Should it be
    lost, nothing doubles either: an event without an insert id gets one of the file's contents, the choices and
    its row ("9f86d08188:17"), and the store drops what it has. A file that has grown or changed is another file.
    With `insert_ids` "none" events stay as they are, at less cost on the disk, and only the position protects them:
    rows since the last checkpoint double when a run is killed.

    Refused rows stop nothing. They are written to `rejects_path`, by default beside the file as NAME.rejected.csv,
    or in the store's `imports` where that place cannot be written: row (from 1, without the header), field, reason
    and the row itself.

    Raises EventRefused, before anything is written, for a choice or a mapping that does not fit the file; and for a
    file that is damaged or cut short once the rows before the damage are taken in.

    >>> import tempfile
    >>> from types import SimpleNamespace
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "log.csv").write_text("who,event,time\\nada,signup,2024-03-01T12:00:00Z\\nada,,soon\\n")
    >>> taken = lambda table: SimpleNamespace(accepted=table.num_rows, rejected=())
    >>> store = SimpleNamespace(path=folder, append=taken, flush=lambda: None)
    >>> report = import_file(store, folder / "log.csv", format="csv", mapping={"user": "who"})
    >>> report.read, report.accepted, report.rejected, report.rejects_file.name
    (2, 1, 1, 'log.csv.rejected.csv')
    """
    begun = time.perf_counter()
    path, kind = Path(path), format_named(format)
    _check(batch_rows, timezone, time_unit, delimiter, insert_ids)
    named = _named(mapping or {}, kind)
    fingerprint = fingerprint_of(path)
    choices = _digest([fingerprint, kind.name, sorted(named.items()), timezone, time_unit])
    file = position_file(store.path, path, fingerprint)
    position = load_position(file, reading=choices)
    rejects = RefusedRows(
        Path(rejects_path) if rejects_path else path.with_name(path.name + ".rejected.csv"),
        instead=None if rejects_path else file.with_suffix(".rejected.csv"),
        kept_bytes=position.rejects_bytes,
    )
    reading = Reading(path, named, timezone, time_unit, delimiter, batch_rows, position.rows)
    prefix = f"{choices[:FINGERPRINT_LETTERS]}:" if insert_ids == "row" else None
    run = _Run(store, file, choices, position, rejects, prefix, reading)
    if not position.is_finished:
        run.through(kind, on_progress)
    return ImportReport(
        run.accepted + run.rejected, run.accepted, run.rejected, None, rejects.found(), time.perf_counter() - begun,
        position.rows,
    )  # fmt: skip


class _Run:
    """One run: chunks to the store, positions to the disk."""

    def __init__(
        self, store: Store, file: Path, choices: str, position: Position, rejects: RefusedRows, prefix: str | None,
        reading: Reading,
    ) -> None:  # fmt: skip
        self.accepted = 0
        self.rejected = 0
        self._store = store
        self._file = file
        self._choices = choices
        self._rejects = rejects
        self._prefix = prefix
        self._reading = reading
        self._done = self._kept = position.rows

    def through(self, kind: Format, on_progress: OnProgress | None) -> None:
        """All chunks of the file; what was read before damage is kept."""
        chunks = kind.read(self._reading)
        try:
            for chunk in chunks:
                self._take(chunk)
                if on_progress is not None:
                    on_progress(self._done, chunk.share)
        except EventRefused:
            if self._done > self._kept:
                self._checkpoint(is_finished=False)
            raise
        else:
            self._checkpoint(is_finished=True)
        finally:
            self._rejects.close()

    def _take(self, chunk: Chunk) -> None:
        refused = list(chunk.rejects)
        if chunk.table.num_rows:
            said = self._store.append(self._identified(chunk))
            self.accepted += said.accepted
            refused += [
                Reject(int(chunk.rows[each.row]), each.field, each.reason, chunk.raw(each.row))
                for each in said.rejected
            ]
        self.rejected += len(refused)
        self._rejects.add(sorted(refused, key=lambda each: each.row))
        self._done = chunk.end
        if self._done - self._kept >= self._reading.batch_rows:
            self._checkpoint(is_finished=False)

    def _identified(self, chunk: Chunk) -> pa.Table:
        if self._prefix is None or chunk.table.column("insert_id").null_count == 0:
            return chunk.table
        derived = pc.binary_join_element_wise(self._prefix, pa.array(chunk.rows).cast(pa.string()), "")
        at = chunk.table.column_names.index("insert_id")
        return chunk.table.set_column(at, "insert_id", pc.coalesce(chunk.table.column(at), derived))

    def _checkpoint(self, *, is_finished: bool) -> None:
        self._store.flush()
        self._rejects.settle()
        position = Position(self._done, self._rejects.size, is_finished)
        about = {"file": str(self._reading.path), "rejects": str(self._rejects.path)}
        save_position(self._file, position, reading=self._choices, about=about)
        self._kept = self._done


def _named(mapping: Mapping[str, str], kind: Format) -> dict[str, str]:
    named = {ALIASES.get(part, part): name for part, name in mapping.items() if name}
    if named and not kind.is_mapped:
        raise EventRefused(f"does not apply to {kind.name}, whose columns are known", field="mapping")
    for part in named:
        if part not in USUAL:
            raise EventRefused(f"may name {', '.join(USUAL)}, not {part!r}", field="mapping")
    return named


def _check(batch_rows: int, timezone: str, time_unit: str, delimiter: str | None, insert_ids: str) -> None:
    if batch_rows < 1:
        raise EventRefused(f"must be at least 1, not {batch_rows}", field="batch_rows")
    if time_unit not in get_args(TimeUnit):
        raise EventRefused(f"must be one of {', '.join(get_args(TimeUnit))}, not {time_unit!r}", field="time_unit")
    if insert_ids not in get_args(InsertIds):
        raise EventRefused(f"must be one of {', '.join(get_args(InsertIds))}, not {insert_ids!r}", field="insert_ids")
    if delimiter is not None and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise EventRefused(f"must be one character, not {delimiter!r}", field="delimiter")
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError) as error:
        raise EventRefused(f"must be a zone of the time-zone database, not {timezone!r}", field="timezone") from error


def _digest(choices: object) -> str:
    return hashlib.blake2b(json.dumps(choices).encode(), digest_size=20).hexdigest()
