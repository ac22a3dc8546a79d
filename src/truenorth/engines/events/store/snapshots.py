"""The store as one question reads it: a state of the manifest, and the log up to where it had come."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import StoreDamaged
from truenorth.engines.events.log import list_logs
from truenorth.engines.events.store.arrivals import Arrivals, code_column_of
from truenorth.engines.events.store.hot import HotBucket, Labelled
from truenorth.engines.events.store.kept import Kept, TailRead
from truenorth.engines.events.store.manifest import Manifest, Segment, State
from truenorth.engines.events.store.runs import NO_LABEL, UNFILLED, fill_in
from truenorth.engines.events.store.segments import Segments
from truenorth.engines.events.store.sorting import run_of
from truenorth.engines.events.store.tail import Stretch
from truenorth.engines.events.store.texts import unify
from truenorth.engines.events.store.views import view

PIECE_ROWS = 250_000
"""So many rows' raw texts are read at once when a property is used for the first time."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Nothing that happens to the store after it was taken changes what it shows."""

    folder: Path
    state: State
    tail: tuple[Stretch, ...]
    kept: Kept = field(default_factory=Kept)

    @cached_property
    def id(self) -> str:
        """What a caller may cache answers by: it changes whenever an event is added or taken away."""
        ends = ",".join(f"{stretch.log}:{stretch.end}" for stretch in self.tail if stretch.end > stretch.begin)
        return f"g{self.state.generation}" + (f"-{zlib.crc32(ends.encode()):08x}" if ends else "")

    @cached_property
    def segments(self) -> Segments:
        return Segments(self.folder, self.state.location)

    @cached_property
    def _read(self) -> TailRead:
        return self.kept.read(self.folder, self.state, self.tail, self.hot)

    @property
    def arrivals(self) -> Arrivals:
        """What is in the log and in no segment yet."""
        return self._read.arrivals

    def hot(self, bucket: int) -> HotBucket:
        """The hot columns of a bucket; empty where nothing has settled."""
        token = self.state.hot.get(bucket)
        if token is None:
            return HotBucket(None)
        return self.kept.hot.setdefault(token, HotBucket(self.folder / token))

    def column(self, bucket: int, key: str) -> Labelled:
        """A settled column, made from the segments when it is asked for the first time."""
        settled = self.hot(bucket)
        if not settled.has(key):
            with settled.adding():
                if not settled.has(key):
                    settled.add(key, *self._from_segments(bucket, key))
        return settled.column(key)

    @property
    def kept_columns(self) -> frozenset[str]:
        """Columns that compactions make anew."""
        return frozenset(("event", *self.state.hot_columns))

    def has_values(self, key: str) -> bool:
        """Whether any settled event has a value on a column that was read."""
        return any(self.hot(bucket).has(key) and len(self.column(bucket, key)[0]) > 1 for bucket in self.state.hot)

    def _from_segments(self, bucket: int, key: str) -> Labelled:
        """Piece by piece, so that no more of the raw texts than one piece's is in memory."""
        settled = self.hot(bucket)
        labels, codes = NO_LABEL, np.full(settled.size, UNFILLED, np.int32)
        for piece in _pieces(self.state.of_bucket(bucket)):
            tables = [self.segments.read(segment, ["actor", "time", *raw_columns(key)]) for segment in piece]
            labels, (_, found) = unify([(labels, codes[:0]), code_column_of(pa.concat_tables(tables), key)])
            begins = np.cumsum([0, *map(len, tables)])
            for segment, table, begin in zip(piece, tables, begins[:-1], strict=True):
                if not fill_in(settled, run_of(table, {}), found[begin : begin + len(table)], codes):
                    raise StoreDamaged("has rows that its bucket has not", field=segment.path)
        if (codes == UNFILLED).any():
            raise StoreDamaged("has rows that no segment has", field=str(settled.folder))
        return labels, codes

    def histories(self, bucket: int) -> Histories:
        """One bucket as questions read it."""
        views = self._read.views
        if bucket not in views:
            views[bucket] = view(bucket, self)
        return views[bucket].histories(self)

    @property
    def buckets(self) -> range:
        return range(self.state.buckets)

    @cached_property
    def about(self) -> Provenance:
        """How many events there are, and from when to when."""
        segments, times = self.state.segments, self.arrivals.times
        firsts = [segment.first_time for segment in segments] + ([int(times.min())] if times.size else [])
        lasts = [segment.last_time for segment in segments] + ([int(times.max())] if times.size else [])
        count = sum(segment.rows for segment in segments) + self.arrivals.size
        return Provenance(self.id, count, min(firsts, default=None), max(lasts, default=None))

    def tokens(self) -> Mapping[int, str]:
        """For each bucket, a text that changes whenever what the bucket shows changes."""
        touched = self.arrivals.touched()
        return {
            bucket: self.state.hot.get(bucket, "") + (f"+{self.id}" if bucket in touched else "")
            for bucket in self.buckets
        }


def _pieces(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """The segments in their order, some at a time."""
    piece, rows = list[Segment](), 0
    for segment in segments:
        if piece and rows + segment.rows > PIECE_ROWS:
            yield piece
            piece, rows = [], 0
        piece.append(segment)
        rows += segment.rows
    if piece:
        yield piece


def raw_columns(key: str) -> list[str]:
    """The columns of a segment from which a hot column is made."""
    fixed_ones = {"event": ["event"], "i:device": ["device_id"], "i:user": ["user_id"]}
    return fixed_ones.get(key) or (["properties"] if key.startswith("p:") else ["user_properties"])


def take_snapshot(folder: Path, manifest: Manifest, kept: Kept | None = None) -> Snapshot:
    """The store now. The log is looked at first, so that what a compaction takes meanwhile is seen once."""
    while True:
        before = {path.name: path.stat().st_size for path in list_logs(folder / "log")}
        state = manifest.read()
        tail = tuple(
            Stretch(name, state.consumed.get(name, 0), size)
            for name, size in sorted(before.items())
            if size > state.consumed.get(name, 0)
        )
        if all((folder / "log" / stretch.log).exists() for stretch in tail):
            return Snapshot(folder, state, tail, Kept() if kept is None else kept)
