"""The face of the store."""

import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa

from truenorth.engines.events.accepting import Accepted, Rejected, accept_stream
from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.errors import EventsRefused, PlanRefused, StoreFull, StoreUnusable
from truenorth.engines.events.log import LogWriter
from truenorth.engines.events.store.files import disk_errors, make_folder
from truenorth.engines.events.store.manifest import Manifest

if TYPE_CHECKING:
    from truenorth.engines.events.cohorts import Cohort
    from truenorth.engines.events.cohorts.stored import Refreshed
    from truenorth.engines.events.store.compaction import CompactionReport
    from truenorth.engines.events.store.erasure import Receipt
    from truenorth.engines.events.store.examination import Finding
    from truenorth.engines.events.store.information import StoreInfo
    from truenorth.engines.events.store.snapshots import Snapshot

_COHORT_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}", re.IGNORECASE)

BUCKETS = 16
MOST_BUCKETS = 4096


class Executor(Protocol):
    """What reads the buckets of a snapshot and adds them up."""

    def ask(self, snapshot: "Snapshot", question: Any) -> Any: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True)
class AppendReport:
    """What became of the events of one append. `rejected` says row (from 0), field and reason."""

    accepted: int
    rejected: tuple[Rejected, ...]


class EventStore:
    """A folder of events. Any number of processes may append and ask at once; one at a time compacts.

    >>> import tempfile
    >>> from truenorth.engines.events import Funnel
    >>> store = EventStore.open(tempfile.mkdtemp())
    >>> report = store.append([
    ...     {"event": "signup", "user_id": "ada", "time": "2024-03-01T09:00:00Z"},
    ...     {"event": "activate", "user_id": "ada", "time": "2024-03-02T09:00:00Z"},
    ...     {"event": "signup", "user_id": "bo", "time": "2024-03-01T10:00:00Z"},
    ... ])
    >>> store.flush()
    >>> [step.actors for step in store.query(Funnel(steps=["signup", "activate"], window="7d")).steps]
    [2, 1]
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest
        self._writer: LogWriter | None = None
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._pid = os.getpid()
        self._kept: set[str] = set()

    @classmethod
    def open(cls, path: str | Path, *, buckets: int = BUCKETS, location: str = "") -> Self:
        """The store in a folder, made when missing.

        `buckets` and `location` count only when it is made: into how many parts actors are spread (more for more
        machines), and where closed segments lie (empty: in the folder; else a URL that pyarrow.fs knows, such as
        s3://bucket/prefix). Raises StoreUnusable where the folder cannot be made or is something else.
        """
        folder = Path(path).expanduser().resolve()
        if not 1 <= buckets <= MOST_BUCKETS:
            raise EventsRefused(f"must lie between 1 and {MOST_BUCKETS:,}, not {buckets}", field="buckets")
        with disk_errors(folder):
            is_strange = folder.is_dir() and not (folder / "manifest.sqlite").exists() and _has_other_files(folder)
            if is_strange or (folder.exists() and not folder.is_dir()):
                raise StoreUnusable("is no event store and not empty", field="path")
            make_folder(folder)
            (folder / "log").mkdir(exist_ok=True)
        return cls(folder, Manifest(folder, buckets=buckets, location=location))

    def append(
        self, events: Iterable[Mapping[str, Any]] | pa.Table | pa.RecordBatch | Accepted, *, durable: bool = False
    ) -> AppendReport:
        """Take events in. What is wrong with a row is in the report; the others are accepted.

        `event`, `time` (datetime, ISO 8601 or epoch milliseconds), `user_id` and/or `device_id`, and where there are
        `insert_id` (events without one are never merged), `properties` and `user_properties`; or what
        `accept_json` made of them. Accepted events are seen by questions at once, and are durable after `flush`, or
        on return where `durable` asks for it: then it is certain even if another thread closes the store meanwhile.
        Raises StoreFull when there is no room: of more than 65,536 events the first may be in, and it says how many.
        """
        writer = self._log()
        accepted, rejected = 0, list[Rejected]()
        try:
            for part in accept_stream(events):
                for batch in part.batches:
                    writer.append(batch)
                    accepted += batch.num_rows
                rejected += part.rejected
        except StoreFull as error:
            if not accepted:
                raise
            raise StoreFull(f"is full; the first {accepted:,} events that were good are taken", field="path") from error
        if durable:
            writer.flush()
        return AppendReport(accepted, tuple(rejected))

    def flush(self) -> None:
        """Everything appended is durable. Many threads that flush at once share one write to the disk."""
        if self._writer is not None and self._pid == os.getpid():
            self._writer.flush()

    def waiting_events(self) -> int:
        """How many events are in the log and in no segment yet; reads the heads of their frames and nothing else."""
        from truenorth.engines.events.store.tail import count_events

        return count_events(self.path, self.snapshot().tail)

    def compact(self, *, wait: bool = True, grace_seconds: float | None = None) -> "CompactionReport":
        """Fold what arrived into segments. Questions are right before, meanwhile and after.

        Where another process compacts, waits for it, or raises StoreBusy when `wait` is False. Files that are no
        longer needed are deleted after `grace_seconds`, for the sake of questions that still read them.
        """
        from truenorth.engines.events.store.compaction import GRACE_SECONDS, Compactor

        self.flush()
        if self._writer is not None and self._pid == os.getpid():
            self._writer.roll()
        grace = GRACE_SECONDS if grace_seconds is None else grace_seconds
        return Compactor(self.path, self.manifest).run(wait=wait, grace_seconds=grace)

    def query(self, plan: Plan, *, executor: Executor | None = None) -> Any:  # noqa: ANN401 - the plan's result
        """Answer a plan on the store as it is now. Keeps no answer: `snapshot().id` is the key for a cache.

        `executor` reads the buckets; by default threads of this process.
        """
        from truenorth.engines.events.executors import Threads
        from truenorth.engines.events.executors.reading import columns_used

        snapshot, question = self.snapshot(), plan.question()
        answer = (executor or Threads()).ask(snapshot, question)
        for key in columns_used(question) - snapshot.kept_columns - self._kept:
            if snapshot.has_values(key):
                self.manifest.keep_hot(key)
                self._kept.add(key)
        return answer

    def snapshot(self) -> "Snapshot":
        """The store as it is now; the same object while nothing changes."""
        from truenorth.engines.events.store.snapshots import take_snapshot

        with self._lock:
            before = self._snapshot
            taken = take_snapshot(self.path, self.manifest, None if before is None else before.kept)
            if before is not None and taken.id == before.id:
                return before
            taken.kept.forget_all_but(taken.state)
            self._snapshot = taken
            return taken

    def refresh_cohort(self, name: str, cohort: "Cohort") -> "Refreshed":
        """Keep a cohort's members in the store under a name, and bring them up to date: only what changed is read.

        `name` is letters, digits and hyphens. `CohortSet.open(store.cohort_folder(name))` reads them.
        """
        from truenorth.engines.events.cohorts.stored import refresh
        from truenorth.engines.events.executors.reading import actors_of, is_of_groups

        if is_of_groups(cohort):
            raise PlanRefused("must be user or session for members that are kept", field="actor")
        snapshot = self.snapshot()
        loads = {
            bucket: (token, partial(actors_of, snapshot, cohort, bucket)) for bucket, token in snapshot.tokens().items()
        }
        return refresh(cohort, buckets=loads, about=snapshot.about, folder=self.cohort_folder(name))

    def cohort_folder(self, name: str) -> Path:
        """Where a cohort's members are kept."""
        if not _COHORT_NAME.fullmatch(name):
            raise EventsRefused(f"must be letters, digits and hyphens, not {name!r}", field="name")
        return self.path / "cohorts" / name

    def info(self) -> "StoreInfo":
        """How much there is, from when to when, and how much room it takes."""
        from truenorth.engines.events.store.information import describe

        return describe(self.snapshot(), hot_columns=self.manifest.read().hot_columns)

    def verify(self) -> "list[Finding]":
        """Every checksum and count; what is wrong, empty when all is well."""
        from truenorth.engines.events.store.examination import verify

        return verify(self.path, self.manifest)

    def repair(self) -> "list[Finding]":
        """Make again what can be made from the segments; what was mended."""
        from truenorth.engines.events.store.examination import repair

        return repair(self.path, self.manifest)

    def erase(
        self,
        *,
        user: str | None = None,
        device: str | None = None,
        event: str | None = None,
        property_: str | None = None,
    ) -> "Receipt":
        """Take a person, a device that is nobody's, an event or a property out of everything, at once and for good."""
        from truenorth.engines.events.store.erasure import erase

        self.close()
        return erase(self.path, self.manifest, user=user, device=device, event=event, property_=property_)

    def sql(self, statement: str) -> pa.Table:
        """One SELECT over the view `events`, see `sql.run_sql`."""
        from truenorth.engines.events.sql import run_sql

        return run_sql(self.snapshot(), statement)

    def alias(self, other: str, *, user: str) -> None:
        """`other`, a user's id of before, is from now on another name of `user`, for all of its events.

        Two users become one by this and by nothing else.
        """

        from truenorth.engines.events.store.identity import ALIAS_EVENT

        moment = time.time_ns() // 1_000_000
        self.append([{"event": ALIAS_EVENT, "user_id": user, "time": moment, "properties": {"alias": other}}])

    def close(self) -> None:
        """Flush, and let the log's file go."""
        writer, self._writer = self._writer, None
        if writer is not None and self._pid == os.getpid():
            writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _log(self) -> LogWriter:
        with self._lock:
            if self._writer is None or self._pid != os.getpid():
                self._writer = LogWriter(self.path / "log")
                self._pid = os.getpid()
            return self._writer


def _has_other_files(folder: Path) -> bool:
    return any(entry.name not in ("log", "manifest.sqlite-wal", "manifest.sqlite-shm") for entry in folder.iterdir())
