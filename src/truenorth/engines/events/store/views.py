"""One bucket as questions read it: its hot columns, and what arrived since, woven into each actor's order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT
from truenorth.engines.events.asking.histories import Column, Histories, Postings, Spans, code_column
from truenorth.engines.events.asking.kernels import Longs
from truenorth.engines.events.asking.postings import Places, post
from truenorth.engines.events.store.arrivals import Arrivals, Move
from truenorth.engines.events.store.hot import HotBucket, Labelled
from truenorth.engines.events.store.kernels import carry_forward
from truenorth.engines.events.store.texts import unify
from truenorth.engines.kernels import fixed


class Source(Protocol):
    """Where columns come from. Rows of arrivals stay where they are while more of them come."""

    @property
    def arrivals(self) -> Arrivals: ...

    def hot(self, bucket: int) -> HotBucket: ...

    def column(self, bucket: int, key: str) -> Labelled:
        """A settled column, made ready where it was not."""


@dataclass(frozen=True, eq=False)
class _Piece:
    """Rows that stand among the recent ones, and whose and when they are."""

    bucket: int
    rows: Longs
    actors: Longs
    times: Longs


@dataclass(frozen=True, eq=False)
class View:
    """A bucket's actors and the rows of each.

    The recent ones are pieces, each of a bucket's hot columns or (bucket -1) of the arrivals, and the rows in it;
    `order` is that of all of them one after the other.
    """

    bucket: int
    names: pa.Array
    spans: Spans
    settled_time: Longs
    recent_time: Longs
    pieces: Sequence[tuple[int, Places]] = ()
    order: Places | None = None
    _columns: dict[str, Column] = field(default_factory=dict, repr=False)
    _posted: list[Postings] = field(default_factory=list, repr=False)

    def histories(self, source: Source) -> Histories:
        """The bucket, with its columns from there when they are asked for."""
        load, post_ = partial(self._column, source), partial(self._postings, source)
        return Histories(self.spans, self.settled_time, self.recent_time, load, lambda: self.names, self.bucket, post_)

    def _postings(self, source: Source) -> tuple[Postings, Postings]:
        if not self._posted:
            column = self._column(source, EVENT)
            self._posted.append(post(column.recent, len(column.labels), self.recent_time))
        return source.hot(self.bucket).postings, self._posted[0]

    def _column(self, source: Source, key: str) -> Column:
        if key not in self._columns:
            labels, codes = unify(
                [source.column(self.bucket, key), *(_codes(bucket, rows, key, source) for bucket, rows in self.pieces)]
            )
            woven = codes[0][:0] if self.order is None else np.concatenate(codes[1:])[self.order]
            self._columns[key] = _carried(key, self.spans, code_column(labels, codes[0], woven))
        return self._columns[key]


def view(bucket: int, source: Source) -> View:
    """The bucket with what arrived.

    An actor whose arrivals all come after what is settled keeps its settled rows where they are. Where they
    interleave, and where an actor turned out to be another, the settled rows are read among the recent ones.
    """
    settled, arrivals = source.hot(bucket), source.arrivals
    starts, ends = settled.starts[:-1], settled.starts[1:]
    leaving, coming = arrivals.moves_of(bucket)
    rows = arrivals.rows_of(bucket)
    if not (rows.size or leaving or coming):
        none = np.zeros(len(settled.names), np.int64)
        return View(bucket, settled.names, Spans(starts, ends, none, none), settled.times, np.empty(0, np.int64))
    names, actors = _name_actors(settled.names, arrivals, rows, [move.new for move in coming])
    pieces = [*_moved(coming, names, source.hot), _Piece(-1, rows, actors, arrivals.times[rows])]
    from_, to = (_extended(each, len(names)) for each in (starts, ends))
    hidden = np.zeros(len(names), np.bool_)
    gone = pc.drop_null(pc.index_in(pa.array([move.old for move in leaving], pa.string()), value_set=settled.names))
    hidden[gone.to_numpy(zero_copy_only=False)] = True
    woven = _interleaved(settled, pieces, hidden)
    pieces.insert(0, _own(bucket, settled, woven))
    hidden[woven] = True
    order, spans = _weave(pieces, from_, np.where(hidden, from_, to))
    times = np.concatenate([piece.times for piece in pieces])[order]
    kept = [(piece.bucket, piece.rows.astype(np.uint32)) for piece in pieces]
    return View(bucket, names, spans, settled.times, times, kept, order.astype(np.uint32))


def _carried(key: str, spans: Spans, column: Column) -> Column:
    """What is known of a user holds from the event that said it until one says otherwise."""
    if not key.startswith("u:"):
        return column
    settled, recent = (codes.astype(np.int32) for codes in (column.settled, column.recent))
    carry_forward(
        fixed(spans.settled_from),
        fixed(spans.settled_to),
        fixed(spans.recent_from),
        fixed(spans.recent_to),
        settled,
        recent,
    )
    return code_column(column.labels, settled, recent)


def _name_actors(settled: pa.Array, arrivals: Arrivals, rows: Longs, coming: Sequence[str]) -> tuple[pa.Array, Longs]:
    """All actors of the bucket, the settled first, and the place of each arrival's actor among them."""
    codes, inverse = np.unique(arrivals.actors[rows], return_inverse=True)
    arrived = pc.take(arrivals.names, pa.array(codes)).cast(pa.string())
    everyone = pc.unique(pa.concat_arrays([arrived, pa.array(coming, pa.string())])) if coming else arrived
    found = pc.index_in(everyone, value_set=settled)
    fresh = pc.filter(everyone, pc.is_null(found))
    places = pc.fill_null(found, -1).to_numpy().astype(np.int64)
    places[places < 0] = np.arange(len(settled), len(settled) + len(fresh))
    names = pa.concat_arrays([settled.cast(pa.string()), fresh])
    return names, places[inverse.reshape(-1)] if codes.size else np.empty(0, np.int64)


def _moved(coming: Sequence[Move], names: pa.Array, hot: Callable[[int], HotBucket]) -> list[_Piece]:
    pieces = []
    for move in coming:
        source = hot(move.from_bucket)
        place = pc.index(source.names, pa.scalar(move.old)).as_py()
        rows = np.arange(source.starts[place], source.starts[place + 1])
        target = pc.index(names, pa.scalar(move.new)).as_py()
        owner = np.full(rows.size, target, np.int64)
        pieces.append(_Piece(move.from_bucket, rows, owner, source.times[rows]))
    return pieces


def _extended(edges: Longs, size: int) -> Longs:
    return np.concatenate([edges, np.zeros(size - edges.size, np.int64)])


def _interleaved(settled: HotBucket, pieces: Sequence[_Piece], hidden: NDArray[np.bool_]) -> Longs:
    """Settled actors who have a row among the pieces from before their last settled one."""
    count = len(settled.names)
    earliest = np.full(hidden.size, np.iinfo(np.int64).max)
    for piece in pieces:
        np.minimum.at(earliest, piece.actors, piece.times)
    if not count:
        return np.empty(0, np.int64)
    last = settled.times[settled.starts[1:] - 1]
    return np.flatnonzero((earliest[:count] < last) & ~hidden[:count])


def _own(bucket: int, settled: HotBucket, actors: Longs) -> _Piece:
    """The settled rows of these actors."""
    counts = settled.starts[actors + 1] - settled.starts[actors]
    owners = np.repeat(actors, counts)
    begins = np.repeat(settled.starts[actors], counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    rows = begins + offsets
    return _Piece(bucket, rows, owners, settled.times[rows])


def _weave(pieces: Sequence[_Piece], from_: Longs, to: Longs) -> tuple[Longs, Spans]:
    """The order of the pieces' rows by actor and time (as the pieces come where equal), and everybody's spans."""
    actors = np.concatenate([piece.actors for piece in pieces])
    times = np.concatenate([piece.times for piece in pieces])
    order = np.lexsort((times, actors))
    edges = np.searchsorted(actors[order], np.arange(from_.size + 1)).astype(np.int64)
    return order, Spans(from_, to, edges[:-1], edges[1:])


def _codes(bucket: int, rows: Places, key: str, source: Source) -> Labelled:
    labels, codes = source.arrivals.column(key) if bucket < 0 else source.column(bucket, key)
    return labels, codes[rows]
