"""A cohort's members kept on disk, bucket by bucket, and brought up to date where the data changed.

A folder holds `head.json` and an Arrow IPC file of names for each bucket. Files are written under new names and the
head is replaced last, so that a reader or a crash sees the old set or the new one; files of the set before the
newest stay until the refresh after, for readers that still hold its head.
"""

import fcntl
import json
import uuid
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts.plan import Cohort
from truenorth.engines.events.errors import StoreBusy, StoreDamaged, StoreUnusable
from truenorth.engines.events.times import micros

FORMAT = 1
HEAD, LOCK = "head.json", ".lock"
Load = Callable[[], Histories]
_SCHEMA = pa.schema([pa.field("actor", pa.string(), nullable=False)])


@dataclass(frozen=True, slots=True)
class StoredBucket:
    """The members of one bucket: `token` is the state of the data from which they came, `crc` that of the file."""

    token: str
    file: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class CohortSet:
    """The stored members of a cohort.

    `moments` are the instants, microseconds, on which the members depend: empty unless a condition asks for the
    last so many days. `snapshot` is the one of the last refresh.
    """

    folder: Path
    plan: Cohort
    moments: tuple[int, ...]
    snapshot: str
    buckets: Mapping[int, StoredBucket]

    @classmethod
    def open(cls, folder: Path) -> "CohortSet":
        """The newest set of a folder. Raises StoreUnusable where there is none, StoreDamaged where it is unreadable."""
        from truenorth.engines.events.store.files import disk_errors

        with disk_errors(folder / HEAD):
            text = (folder / HEAD).read_bytes()
        try:
            head = json.loads(text)
            if head["format"] != FORMAT:
                raise StoreUnusable(f"holds a cohort of format {head['format']!r}, not {FORMAT}", field="folder")
            buckets = {int(bucket): StoredBucket(**stored) for bucket, stored in head["buckets"].items()}
            return cls(folder, Cohort(**head["plan"]), tuple(head["moments"]), head["snapshot"], buckets)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            if isinstance(error, StoreUnusable):
                raise
            raise StoreDamaged(f"holds an unreadable {HEAD}", field="folder") from error

    @property
    def size(self) -> int:
        """How many members."""
        return sum(stored.size for stored in self.buckets.values())

    def names(self, bucket: int) -> pa.Array:
        """The members of a bucket, strings; none where the bucket is not known. Raises StoreDamaged."""
        from truenorth.engines.events.store.files import disk_errors

        stored = self.buckets.get(bucket)
        if stored is None:
            return pa.array([], pa.string())
        with disk_errors(self.folder / stored.file):
            data = (self.folder / stored.file).read_bytes()
        if zlib.crc32(data) != stored.crc:
            raise StoreDamaged(f"holds {stored.file}, whose checksum is wrong", field="folder")
        return pa.ipc.open_file(data).read_all()["actor"].combine_chunks()

    def mask(self, histories: Histories) -> NDArray[np.bool_]:
        """Which of a bucket's actors are stored as members, shape (actors,)."""
        found = pc.is_in(histories.actors().cast(pa.string()), value_set=self.names(histories.bucket))
        return np.asarray(found.to_numpy(zero_copy_only=False), np.bool_)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The set after a refresh, and which buckets were read for it."""

    members: CohortSet
    recomputed: tuple[int, ...]


def refresh(plan: Cohort, *, buckets: Mapping[int, tuple[str, Load]], about: Provenance, folder: Path) -> Refreshed:
    """Bring the stored members of a cohort up to date.

    `buckets` holds, for every bucket, a token that changes whenever the bucket's data do, and what loads its
    histories; only buckets with a new token are loaded. All are where the plan is another than before, or where it
    asks for the last so many days and that moment moved. Damaged or lost files count as never written. Buckets
    that are no longer given are forgotten. Raises StoreBusy while another process refreshes the folder.
    """
    with _held(folder):
        known = _known(folder)
        moments = _moments(plan, about)
        is_same = (
            known is not None and known.plan.model_dump_json() == plan.model_dump_json() and known.moments == moments
        )
        kept = known.buckets if known is not None and is_same else {}
        state: dict[int, StoredBucket] = {}
        recomputed: list[int] = []
        for bucket, (token, load) in sorted(buckets.items()):
            stored = kept.get(bucket)
            if stored is None or stored.token != token or not _is_whole(folder, stored):
                stored = _compute(plan, token, load(), about, folder)
                recomputed.append(bucket)
            state[bucket] = stored
        members = CohortSet(folder, plan, moments, about.snapshot, state)
        _write_head(members)
        _sweep(folder, [members, *([known] if known else [])])
        return Refreshed(members, tuple(recomputed))


def _moments(plan: Cohort, about: Provenance) -> tuple[int, ...]:
    """The moments on which the members of a cohort, and of its own cohort, depend."""
    if not plan.depends_on_as_of:
        return ()
    own = micros(plan.as_of) if plan.as_of is not None else about.last_time or 0
    return (own, *(_moments(plan.members, about) if isinstance(plan.members, Cohort) else ()))


def _known(folder: Path) -> CohortSet | None:
    try:
        return CohortSet.open(folder) if (folder / HEAD).exists() else None
    except (StoreDamaged, StoreUnusable):
        return None


def _is_whole(folder: Path, stored: StoredBucket) -> bool:
    try:
        return zlib.crc32((folder / stored.file).read_bytes()) == stored.crc
    except FileNotFoundError:
        return False


def _compute(plan: Cohort, token: str, histories: Histories, about: Provenance, folder: Path) -> StoredBucket:
    from truenorth.engines.events.cohorts.members import member_mask
    from truenorth.engines.events.store.files import write_whole

    mask = pa.array(member_mask(plan, histories, about))
    names = histories.actors().cast(pa.string()).filter(mask)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, _SCHEMA) as writer:
        writer.write_batch(pa.record_batch([names], schema=_SCHEMA))
    data = sink.getvalue().to_pybytes()
    file = f"bucket-{histories.bucket:05d}-{uuid.uuid4().hex[:12]}.arrow"
    write_whole(folder / file, data)
    return StoredBucket(token, file, len(names), zlib.crc32(data))


def _write_head(members: CohortSet) -> None:
    from truenorth.engines.events.store.files import write_whole

    head = {
        "format": FORMAT,
        "plan": members.plan.model_dump(mode="json"),
        "moments": list(members.moments),
        "snapshot": members.snapshot,
        "buckets": {str(bucket): asdict(stored) for bucket, stored in members.buckets.items()},
    }
    write_whole(members.folder / HEAD, json.dumps(head, indent=1).encode())


def _sweep(folder: Path, named_by: list[CohortSet]) -> None:
    named = {stored.file for members in named_by for stored in members.buckets.values()}
    for path in [*folder.glob("bucket-*.arrow"), *folder.glob(".bucket-*"), *folder.glob(f".{HEAD}.*")]:
        if path.name not in named:
            path.unlink(missing_ok=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    from truenorth.engines.events.store.files import disk_errors

    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy("is being refreshed by another process", field="folder") from error
        yield
