"""Is the store whole, and what can be made again where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from truenorth.engines.events.errors import StoreDamaged
from truenorth.engines.events.log import Damage, list_logs, read_frames
from truenorth.engines.events.store.compaction import rows_of_bucket
from truenorth.engines.events.store.hot import check_bucket, write_bucket
from truenorth.engines.events.store.identity import read_identity
from truenorth.engines.events.store.locking import store_lock
from truenorth.engines.events.store.manifest import Change, Manifest, State
from truenorth.engines.events.store.segments import Segments
from truenorth.engines.events.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. `mend` is "rebuild" where `repair` makes it again, "lost" where nothing can."""

    file: str
    what: str
    mend: str


def verify(folder: Path, manifest: Manifest) -> list[Finding]:
    """Every checksum and every count of the store; empty when all is well."""
    found = [Finding("manifest.sqlite", what, "lost") for what in manifest.check()]
    state = manifest.read()
    found += _examine_segments(folder, state)
    found += _examine_hot(folder, state)
    found += _examine_identity(folder, state)
    found += _examine_log(folder, state)
    known = {(finding.file, finding.what) for finding in found}
    for path, offset, length, reason in manifest.damage():
        what = _describe(offset, length, reason)
        if (f"log/{path}", what) not in known:
            found.append(Finding(f"log/{path}", what, "lost"))
    return found


def repair(folder: Path, manifest: Manifest) -> list[Finding]:
    """Make again what can be made from the segments: hot columns. Returns what was mended.

    A segment or a stretch of log whose checksum is wrong is not mended: `verify` goes on reporting it.
    """
    mended = []
    with store_lock(folder):
        state = manifest.read()
        for finding in _examine_hot(folder, state):
            bucket = next(bucket for bucket, token in state.hot.items() if finding.file == token)
            try:
                rows = rows_of_bucket(Snapshot(folder, state, ()), bucket)
            except StoreDamaged:
                continue  # the segment itself is reported, and is the older fault
            token = write_bucket(folder, bucket, rows, list(rows.columns))
            manifest.apply(Change(hot={bucket: token}))
            mended.append(finding)
    return mended


def _examine_segments(folder: Path, state: State) -> Iterator[Finding]:
    segments = Segments(folder, state.location)
    for segment in state.segments:
        what = segments.check(segment)
        if what:
            yield Finding(segment.path, what, "lost")


def _examine_hot(folder: Path, state: State) -> Iterator[Finding]:
    for bucket, token in state.hot.items():
        rows = sum(segment.rows for segment in state.of_bucket(bucket))
        problems = check_bucket(folder / token, rows)
        if problems:
            yield Finding(token, "; ".join(problems), "rebuild")


def _examine_identity(folder: Path, state: State) -> Iterator[Finding]:
    try:
        read_identity(folder, state.identity)
    except StoreDamaged as error:
        yield Finding(state.identity, error.reason, "lost")


def _examine_log(folder: Path, state: State) -> Iterator[Finding]:
    for path in list_logs(folder / "log"):
        for found in read_frames(path, start_offset=state.consumed.get(path.name, 0)):
            if isinstance(found, Damage) and not found.is_torn_tail:
                yield Finding(f"log/{path.name}", _describe(found.offset, found.length, found.reason), "lost")


def _describe(offset: int, length: int, reason: str) -> str:
    return f"bytes {offset:,} to {offset + length:,} cannot be read: {reason}"
