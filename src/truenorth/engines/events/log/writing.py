"""The writer: appends frames, and makes them durable for many threads at once."""

import os
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from truenorth.engines.events.accepting import SCHEMA
from truenorth.engines.events.errors import EventRefused, StoreFull, StoreUnusable
from truenorth.engines.events.log.frames import LONGEST_COUNT, body_of, frame_of
from truenorth.engines.events.log.outlet import Outlet, is_full, is_too_long, open_outlet

ROLL_BYTES = 64 * 1024 * 1024
FIELD = "log"


class LogWriter:
    """Appends batches of events to a folder's log, in files of its own; for any number of threads.

    `append` writes, `flush` makes everything appended before the call durable, and only then may it be acknowledged.
    A file is begun with the first append and, past `roll_bytes`, with the next one. Frames are stamped with
    nanoseconds that never go back and never overlap: the clock's, or the number after the last event's.

    When there is no room, `append` takes nothing and raises StoreFull; when the folder cannot be written it raises
    StoreUnusable; a later append tries anew. When the disk fails to make bytes durable, nobody knows which of them it
    has: the writer then refuses every later call, and what was not acknowledged must be sent again to a new writer.

    >>> import tempfile
    >>> batch = pa.RecordBatch.from_pylist([{"event": "signup", "user_id": "u", "time": 0}], SCHEMA)
    >>> with tempfile.TemporaryDirectory() as folder, LogWriter(folder) as writer:
    ...     writer.append(batch)
    ...     writer.flush()
    ...     writer.path.suffix
    '.log'
    """

    def __init__(self, folder: str | Path, *, roll_bytes: int = ROLL_BYTES) -> None:
        self.folder = Path(folder)
        self._roll_bytes = roll_bytes
        self._next_stamp = 0
        self._is_closed = False
        self._start_over()
        _WRITERS.add(self)

    def _start_over(self) -> None:
        """Begin as if nothing had been written: at first, and in the child of a fork, which owns none of it."""
        self._gate = threading.Condition()
        self._outlet: Outlet | None = None
        self._written = 0
        self._durable = 0
        self._is_syncing = False
        self._fault: tuple[type[StoreUnusable], str] | None = None
        self._process = os.getpid()

    def leave_parent(self) -> None:
        """Let go of the parent's file in the child of a fork; the parent keeps it, and its lock."""
        if self._outlet is not None:
            self._outlet.close()
        self._start_over()

    @property
    def path(self) -> Path | None:
        """The file being written; None before the first append, and after `roll`."""
        return None if self._outlet is None else self._outlet.path

    def append(self, batch: pa.RecordBatch) -> None:
        """Write one frame of a batch of SCHEMA; an empty one writes nothing.

        Raises StoreFull, StoreUnusable; EventRefused for another schema or more than 2**32 - 1 rows.
        """
        if not batch.schema.equals(SCHEMA) or batch.num_rows > LONGEST_COUNT:
            raise EventRefused("must be a batch of accepted events", field="batch")
        if not batch.num_rows:
            return
        body = body_of(batch)
        with self._entered():
            stamp = max(self._next_stamp, time.time_ns())
            self._next_stamp = stamp + body.count
            outlet = self._open()
            self._write(outlet, frame_of(body, stamp))
            if outlet.size >= self._roll_bytes:
                self._finish(outlet)

    def flush(self) -> None:
        """Return once everything appended before the call is durable. Raises StoreUnusable."""
        with self._entered():
            wanted = self._written
            while self._durable < wanted:
                self._check()
                if self._is_syncing:
                    self._gate.wait()
                else:
                    self._lead()

    def roll(self) -> None:
        """Make everything durable and end the file, which then counts as no longer written to."""
        with self._entered():
            if self._outlet is not None:
                self._finish(self._outlet)

    def close(self) -> None:
        """Make everything durable and end the file; later calls but this one raise StoreUnusable."""
        with self._gate:
            if self._is_closed:
                return
            try:
                if self._outlet is not None and self._fault is None:
                    self._finish(self._outlet)
            finally:
                self._is_closed = True
                if self._outlet is not None:
                    self._outlet.close()
                    self._outlet = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _entered(self) -> Iterator[None]:
        if self._process != os.getpid():
            self.leave_parent()
        with self._gate:
            self._check()
            yield

    def _check(self) -> None:
        if self._fault is not None:
            kind, reason = self._fault
            raise kind(reason, field=FIELD)
        if self._is_closed:
            raise StoreUnusable("is closed", field=FIELD)

    def _open(self) -> Outlet:
        if self._outlet is None:
            try:
                self._outlet = open_outlet(self.folder)
            except OSError as error:
                raise refusal_of(error) from error
        return self._outlet

    def _write(self, outlet: Outlet, frame: bytes) -> None:
        try:
            outlet.write(frame)
        except OSError as error:
            if outlet.is_ragged or (is_too_long(error) and not outlet.is_bare):
                self._finish(outlet)
            raise refusal_of(error) from error
        self._written += len(frame)

    def _lead(self) -> None:
        """Make durable what is written by now, for everybody who waits; others may append meanwhile."""
        outlet, written = self._outlet, self._written
        if outlet is None:
            return
        self._is_syncing = True
        try:
            with _let_go(self._gate):
                outlet.sync()
            self._durable = max(self._durable, written)
        except OSError as error:
            self._poison(error)
        finally:
            self._is_syncing = False
            self._gate.notify_all()

    def _finish(self, outlet: Outlet) -> None:
        while self._is_syncing:
            self._gate.wait()
        if self._outlet is not outlet:
            return
        self._check()
        try:
            outlet.sync()
        except OSError as error:
            self._poison(error)
            self._check()
        outlet.close()
        self._outlet = None
        self._durable = self._written
        self._gate.notify_all()

    def _poison(self, error: OSError) -> None:
        reason = f"could not be made durable ({error.strerror}): what was not acknowledged must be sent again"
        self._fault = (StoreFull if is_full(error) else StoreUnusable, reason)


def refusal_of(error: OSError) -> StoreUnusable:
    """What a writer raises for what the system said.

    >>> import errno
    >>> refusal_of(OSError(errno.ENOSPC, "No space left on device"))
    StoreFull('log has no room left (No space left on device); nothing of this was taken')
    """
    if is_full(error):
        return StoreFull(f"has no room left ({error.strerror}); nothing of this was taken", field=FIELD)
    return StoreUnusable(f"cannot be written ({error.strerror}); nothing of this was taken", field=FIELD)


@contextmanager
def _let_go(gate: threading.Condition) -> Iterator[None]:
    gate.release()
    try:
        yield
    finally:
        gate.acquire()


_WRITERS: "weakref.WeakSet[LogWriter]" = weakref.WeakSet()


def _after_fork() -> None:
    for writer in list(_WRITERS):
        writer.leave_parent()


os.register_at_fork(after_in_child=_after_fork)
