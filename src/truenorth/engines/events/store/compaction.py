"""Folding the log into segments and hot columns.

Every step writes its files first and then replaces the manifest's state in one transaction. A crash before it leaves
files that nobody names, and a later compaction sweeps them; the events are still in the log.

A long log is folded in rounds. Each adds a run to the hot columns of the buckets that it touches; when all are done,
the runs of a bucket become one, so that each event is written a few times however long the log was.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.log import Damage, is_writer_alive, remove_log
from truenorth.engines.events.log import sweep as sweep_logs
from truenorth.engines.events.store.arrivals import CODED, Arrivals, CodeTexts, receive, table_of
from truenorth.engines.events.store.files import disk_errors
from truenorth.engines.events.store.hot import HotBucket, add_run, write_bucket
from truenorth.engines.events.store.identity import Identity, read_identity, write_identity
from truenorth.engines.events.store.leveling import groups_to_merge
from truenorth.engines.events.store.locking import store_lock
from truenorth.engines.events.store.manifest import Change, Manifest, Segment, State
from truenorth.engines.events.store.runs import Rows, Woven
from truenorth.engines.events.store.segments import SCHEMA, Segments
from truenorth.engines.events.store.snapshots import Snapshot, take_snapshot
from truenorth.engines.events.store.sorting import by_actor, by_months, columns_of_rows, segment_rows
from truenorth.engines.events.store.tail import Round, Stretch, read_batches, rounds_of
from truenorth.engines.events.store.texts import code_repeated

ROUND_ROWS = 4_000_000
"""Events of one step; what a compaction holds in memory grows with it."""

GRACE_SECONDS = 900.0
"""How long files that left the state stay for questions that still read them."""

THREADS = 2

_CODED: Mapping[str, CodeTexts] = {**CODED, **dict.fromkeys(("properties", "user_properties"), code_repeated)}


@dataclass(slots=True)
class CompactionReport:
    """What a compaction did."""

    events: int = 0
    repeats: int = 0
    moved_actors: int = 0
    segments_written: int = 0
    segments_merged: int = 0
    damage: list[Damage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Compactor:
    """Compacts the store in `folder`; one at a time, whoever calls."""

    folder: Path
    manifest: Manifest
    round_rows: int = ROUND_ROWS

    def run(self, *, wait: bool = True, grace_seconds: float = GRACE_SECONDS) -> CompactionReport:
        """Fold all of the log that is there when it begins, merge small segments, and sweep."""
        report = CompactionReport()
        with store_lock(self.folder, wait=wait), disk_errors(self.folder):
            snapshot = take_snapshot(self.folder, self.manifest)
            for part, events, is_last in self._read_ahead(snapshot.tail, report):
                self._fold(part, events, report, is_last=is_last)
            self._settle()
            self._consume(snapshot.tail, report)
            self._merge_segments(report)
            self.sweep(grace_seconds)
        return report

    def _read_ahead(self, tail: Sequence[Stretch], report: CompactionReport) -> Iterator[tuple[Round, pa.Table, bool]]:
        """The rounds of the log, their events, and whether it is the last; while one is folded, the next is read."""

        def read(part: Round) -> pa.Table:
            return table_of(read_batches(self.folder, part.stretches, report.damage), _CODED)

        with ThreadPoolExecutor(1) as ahead:
            before: tuple[Round, Future[pa.Table]] | None = None
            for part in rounds_of(self.folder, tail, self.round_rows):
                following = (part, ahead.submit(read, part))
                if before is not None:
                    yield before[0], before[1].result(), False
                before = following
            if before is not None:
                yield before[0], before[1].result(), True

    def _fold(self, part: Round, events: pa.Table, report: CompactionReport, *, is_last: bool) -> None:
        """One step: these events become segments and hot columns, and their stretch of log is consumed."""
        state = self.manifest.read()
        snapshot = Snapshot(self.folder, state, ())
        known = read_identity(self.folder, state.identity)
        arrivals = receive(events, known=known, buckets=state.buckets, hot=partial(self._hot, state))
        change = Change(consumed={stretch.log: stretch.end for stretch in part.stretches})
        if _differs(known, arrivals.identity):
            change.identity = write_identity(self.folder, arrivals.identity)

        def fold(bucket: int) -> Change:
            return self._fold_bucket(snapshot, arrivals, bucket, is_last=is_last)

        with ThreadPoolExecutor(THREADS) as threads:
            for done in threads.map(fold, arrivals.touched()):
                change.added += done.added
                change.dropped += done.dropped
                change.hot |= done.hot
        self.manifest.apply(change)
        report.events += arrivals.size
        report.repeats += arrivals.repeats
        report.moved_actors += len(arrivals.moves)
        report.segments_written += len(change.added)

    def _hot(self, state: State, bucket: int) -> HotBucket:
        """The hot columns of a bucket, opened anew: what they take in memory goes with them."""
        token = state.hot.get(bucket)
        return HotBucket(None if token is None else self.folder / token)

    def _fold_bucket(self, snapshot: Snapshot, arrivals: Arrivals, bucket: int, *, is_last: bool) -> Change:
        change = Change()
        leaving, coming = arrivals.moves_of(bucket)
        gone = pa.array([move.old for move in leaving], pa.string())
        for segment in snapshot.state.of_bucket(bucket) if leaving else ():
            _rewrite(snapshot.segments, segment, gone, change)
        moved = [_rows_of_actor(snapshot, move.from_bucket, move.old, move.new) for move in coming]
        rows = segment_rows(arrivals, bucket)
        if moved:
            rows = by_actor(pa.concat_tables([*moved, rows.cast(SCHEMA)]))
        for month, part in by_months(rows):
            change.added.append(snapshot.segments.write(part, bucket=bucket, month=month))
        new = columns_of_rows(rows, _keys(snapshot.state), gone=gone)
        change.hot[bucket] = self._with_run(snapshot, bucket, new, is_last=is_last)
        return change

    def _with_run(self, snapshot: Snapshot, bucket: int, new: Rows, *, is_last: bool) -> str:
        """A generation of what is settled and this: one run where no more is to come, else one run more."""
        settled, keys = self._hot(snapshot.state, bucket), _keys(snapshot.state)
        if not is_last or len(settled.runs) > 1:
            return add_run(self.folder, bucket, settled, new, keys)
        _make_columns(snapshot, bucket, settled, keys)
        return write_bucket(self.folder, bucket, Woven([settled, new]), keys, is_posted=settled.is_posted)

    def _settle(self) -> None:
        """Make one run of each bucket that a long compaction, this one or one that was cut off, left in several."""
        state = self.manifest.read()
        snapshot = Snapshot(self.folder, state, ())

        def settle(bucket: int) -> str:
            hot = self._hot(state, bucket)
            _make_columns(snapshot, bucket, hot, _keys(state))
            return write_bucket(self.folder, bucket, hot, _keys(state), is_posted=hot.is_posted)

        apart = [bucket for bucket in state.hot if len(self._hot(state, bucket).runs) > 1]
        with ThreadPoolExecutor(THREADS) as threads:
            hot = dict(zip(apart, threads.map(settle, apart), strict=True))
        if hot:
            self.manifest.apply(Change(hot=hot))

    def _consume(self, tail: Sequence[Stretch], report: CompactionReport) -> None:
        """Logs that were read to their end, of writers that are gone, are no longer needed; damaged ones are kept."""
        read = dict(self.manifest.read().consumed) | {stretch.log: stretch.end for stretch in tail}
        whole = {log: size for log, size in read.items() if self._is_over(log, size)}
        real = [each for each in report.damage if not each.is_torn_tail]
        damage = [(each.path.name, each.offset, each.length, each.reason) for each in real]
        damaged = {each.path.name for each in real}
        spent = [log for log in whole if log not in damaged]
        if whole or damage:
            self.manifest.apply(Change(consumed=whole, spent_logs=spent, damage=damage))

    def _is_over(self, log: str, size: int) -> bool:
        path = self.folder / "log" / log
        return path.exists() and not is_writer_alive(path) and path.stat().st_size == size

    def _merge_segments(self, report: CompactionReport) -> None:
        state = self.manifest.read()
        segments = Segments(self.folder, state.location)
        change = Change()
        chosen = [group for bucket in range(state.buckets) for group in groups_to_merge(state.of_bucket(bucket))]
        with ThreadPoolExecutor(THREADS) as threads:
            for group, merged in zip(chosen, threads.map(lambda g: _merged(segments, g), chosen), strict=True):
                change.dropped += group
                change.added += merged
        if change.added:
            self.manifest.apply(change)
            report.segments_merged += len(change.dropped)

    def sweep(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Delete files that left the state long enough ago, and files of steps that never came to an end."""
        sweep_logs(self.folder / "log")
        now = time.time()
        state = self.manifest.read()
        segments = Segments(self.folder, state.location)
        gone = self.manifest.removed_before(now - grace_seconds)
        for path in gone:
            _delete(self.folder, segments, path)
        self.manifest.forget_removed(gone)
        kept = {segment.path for segment in state.segments} | set(state.hot.values()) | {state.identity}
        kept |= set(self.manifest.removed_before(now))
        for path, written in _all_files(self.folder, segments).items():
            if path not in kept and now - written > max(grace_seconds, 60.0):
                _delete(self.folder, segments, path)


def _differs(known: Identity, learned: Identity) -> bool:
    return not (
        known.devices.equals(learned.devices)
        and known.owners.equals(learned.owners)
        and known.former == learned.former
        and known.aliases == learned.aliases
    )


def _rewrite(segments: Segments, segment: Segment, gone: pa.Array, change: Change) -> None:
    """The segment without these actors, where it has any of them."""
    is_gone = pc.is_in(segments.read(segment, ["actor"]).column("actor").cast(pa.string()), value_set=gone)
    if not pc.any(is_gone).as_py():
        return
    change.dropped.append(segment)
    kept = segments.read(segment).filter(pc.invert(is_gone))
    if len(kept):
        change.added.append(_again(segments.write(kept, bucket=segment.bucket, month=segment.month), segment))


def _again(new: Segment, old: Segment) -> Segment:
    from dataclasses import replace

    return replace(new, rank=old.rank)


def _rows_of_actor(snapshot: Snapshot, bucket: int, old: str, new: str) -> pa.Table:
    """All settled rows of an actor, under another name, in order of arrival."""
    found = []
    for segment in snapshot.state.of_bucket(bucket):
        table = snapshot.segments.read(segment)
        rows = table.filter(pc.equal(table.column("actor").cast(pa.string()), old))
        if len(rows):
            name = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(rows), np.int32)), pa.array([new]))
            found.append(rows.set_column(0, SCHEMA.field("actor"), name).cast(SCHEMA))
    return pa.concat_tables(found) if found else SCHEMA.empty_table()


def _keys(state: State) -> tuple[str, ...]:
    """The hot columns that compactions make."""
    return ("event", *state.hot_columns)


def _make_columns(snapshot: Snapshot, bucket: int, settled: HotBucket, keys: Sequence[str]) -> None:
    """Make the settled columns that are not there yet."""
    for key in keys:
        if not settled.has(key):
            snapshot.column(bucket, key)


def _merged(segments: Segments, group: Sequence[Segment]) -> list[Segment]:
    table = by_actor(pa.concat_tables([segments.read(segment) for segment in group]).cast(SCHEMA))
    written = [segments.write(part, bucket=group[0].bucket, month=month) for month, part in by_months(table)]
    return [_again(segment, group[-1]) for segment in written]


def _delete(folder: Path, segments: Segments, path: str) -> None:
    import shutil

    if path.startswith("segments/"):
        segments.delete(path)
    elif path.startswith("hot/"):
        shutil.rmtree(folder / path, ignore_errors=True)
    elif path.startswith("log/"):
        remove_log(folder / path)
    else:
        (folder / path).unlink(missing_ok=True)


def _all_files(folder: Path, segments: Segments) -> dict[str, float]:
    """What a step may have left behind, and when it was written."""
    own = [path for part in ("hot", "identity") for path in folder.glob(f"{part}/*")]
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime for path in own} | segments.list_files()


def rows_of_bucket(snapshot: Snapshot, bucket: int) -> Rows:
    """A bucket's hot rows, made from its segments alone."""
    found = [snapshot.segments.read(segment) for segment in snapshot.state.of_bucket(bucket)]
    table = by_actor(pa.concat_tables(found).cast(SCHEMA) if found else SCHEMA.empty_table())
    return columns_of_rows(table, _keys(snapshot.state))
