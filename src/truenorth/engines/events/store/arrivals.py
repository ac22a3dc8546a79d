"""Events of the log that are in no segment yet: without repeats, and given to their actors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.accepting import SCHEMA
from truenorth.engines.events.asking.columns import EVENT
from truenorth.engines.events.asking.kernels import Longs
from truenorth.engines.events.store.growing import Growing
from truenorth.engines.events.store.hot import HotBucket
from truenorth.engines.events.store.identity import DEVICE, Identity, Resolved, resolve
from truenorth.engines.events.store.kernels import find_known, find_repeats
from truenorth.engines.events.store.runs import Labelled, code_kind
from truenorth.engines.events.store.texts import (
    code_texts,
    coded_texts,
    extract_property,
    hash_columns,
    labelled,
    unify,
    whole,
)
from truenorth.engines.events.times import MICROS
from truenorth.engines.kernels import fixed

REPEATS_WITHIN = 7 * 86_400 * MICROS
"""The same insert id on the same device is the same event when its times are at most this far apart."""

CodeTexts = Callable[[pa.ChunkedArray], pa.Array | pa.ChunkedArray]
CODED: Mapping[str, CodeTexts] = dict.fromkeys(("event", "user_id", "device_id"), coded_texts)
"""Columns that always repeat themselves."""

_MOST_PIECES = 64
"""Tables that came one after the other are copied into one when they are so many."""

_NULLS = 65_536

OpenHot = Callable[[int], HotBucket]


@dataclass(frozen=True, eq=False)
class Move:
    """A settled actor who turned out to be another."""

    old: str
    new: str
    from_bucket: int
    to_bucket: int


@dataclass(frozen=True, eq=False)
class Arrivals:
    """Rows in order of arrival: `events` are the columns of SCHEMA but for `time`. `names` lie in `buckets`."""

    events: pa.Table
    moments: Growing[np.int64]
    names: pa.Array
    owners: Growing[np.int32]
    buckets: NDArray[np.int32]
    moves: tuple[Move, ...]
    identity: Identity
    inserts: NDArray[np.uint64]
    repeats: int
    coded: dict[str, tuple[pa.Array, Growing[Any]]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.events)

    @property
    def times(self) -> Longs:
        return self.moments.values

    @property
    def actors(self) -> NDArray[np.int32]:
        """Each row's place in `names`."""
        return self.owners.values

    @cached_property
    def ids(self) -> Mapping[str, Labelled]:
        """The distinct texts of `event`, `user_id` and `device_id`, and each row's place among them, -1 where null."""
        return {name: code_texts(self.events.column(name)) for name in CODED}

    @cached_property
    def _homes(self) -> NDArray[np.uint16]:
        """Each row's bucket."""
        return self.buckets.astype(np.uint16)[self.actors]

    def rows_of(self, bucket: int) -> Longs:
        """The rows of a bucket, in order of arrival."""
        rows: Longs = np.flatnonzero(self._homes == bucket)
        return rows

    def moves_of(self, bucket: int) -> tuple[list[Move], list[Move]]:
        """Who leaves the bucket, and who comes into it."""
        leaving = [move for move in self.moves if move.from_bucket == bucket]
        return leaving, [move for move in self.moves if move.to_bucket == bucket]

    def touched(self) -> set[int]:
        """Buckets in which something changes."""
        moved = {bucket for move in self.moves for bucket in (move.from_bucket, move.to_bucket)}
        return moved | set(np.unique(self.buckets[self.actors]).tolist())

    def column(self, key: str) -> Labelled:
        """Labels that begin with null, and a code a row."""
        with self._lock:
            if key not in self.coded:
                labels, codes = code_column_of(self.events, key)
                self.coded[key] = labels, Growing.of(codes.astype(code_kind(labels)))
            labels, grown = self.coded[key]
            return labels, grown.values


def code_column_of(events: pa.Table, key: str) -> Labelled:
    """A column of raw events by its key: the event's name, a raw id, or one property of many."""
    raw = {EVENT: "event", "i:device": "device_id", "i:user": "user_id"}
    if key in raw:
        return labelled(events.column(raw[key]))
    kind, _, name = key.partition(":")
    return extract_property(events.column("properties" if kind == "p" else "user_properties"), name)


def bucket_of(names: pa.Array, buckets: int) -> NDArray[np.int32]:
    """The bucket of each actor: a stable hash of the name."""
    return (hash_columns(names) % np.uint64(buckets)).astype(np.int32)


def receive(table: pa.Table, *, known: Identity, buckets: int, hot: OpenHot) -> Arrivals:
    """Make arrivals of raw events (see `table_of`), which come in order of arrival, on top of what is settled."""
    return grow(nothing(known), table, buckets=buckets, hot=hot)[0]


def grow(before: Arrivals, table: pa.Table, *, buckets: int, hot: OpenHot) -> tuple[Arrivals, set[int]]:
    """The arrivals with these raw events after them, and the buckets in which something changes by that.

    Rows that were there stay where they are. A repeat of a settled event is dropped, looked for among the rows of the
    actors that the event's device or user ever was; and of those that repeat one another the first stays.
    """
    known = before.identity
    hashes = insert_hashes(table)
    count = len(table)
    resolved = resolve(table, known)
    if hashes.any():
        table, hashes = _without(table, hashes, _settled_repeats(table, hashes, resolved, known, buckets, hot))
        table, hashes = _without(table, hashes, _repeats(before, table, hashes))
        resolved = resolve(table, known) if len(table) < count else resolved
    names, owners, codes = _name_actors(before, resolved)
    homes = _homes_of(names, before, buckets)
    moves = _retargeted(before.moves, resolved.moves, buckets) + _settled_moves(resolved.moves, buckets, hot)
    changed = bucket_of(pa.array([*resolved.moves, *resolved.moves.values()], pa.string()), buckets)
    grown = Arrivals(
        _appended(before.events, table.drop_columns("time")),
        before.moments.then(_times(table)),
        names,
        owners.then(codes),
        homes,
        moves,
        resolved.identity,
        _appended_hashes(before.inserts, hashes),
        before.repeats + count - len(table),
        {key: _appended_codes(*coded, code_column_of(table, key)) for key, coded in dict(before.coded).items()},
    )
    return grown, set(np.unique(np.concatenate([homes[codes], changed])).tolist())


def _name_actors(before: Arrivals, resolved: Resolved) -> tuple[pa.Array, Growing[np.int32], NDArray[np.int32]]:
    """The names of all actors, and among them the actors of the rows that were there and of those that come."""
    names, owners = before.names, before.owners
    renamed = pc.index_in(names, value_set=pa.array(list(resolved.moves), pa.string())) if resolved.moves else None
    if renamed is not None and renamed.null_count < len(names):
        targets = pc.take(pa.array(list(resolved.moves.values()), pa.string()), renamed)
        coded = pc.coalesce(targets, names).dictionary_encode()
        names, owners = coded.dictionary, Growing.of(coded.indices.to_numpy()[owners.values])
    coming = resolved.names
    place_of_known = pc.index_in(names, value_set=coming)
    known = np.flatnonzero(pc.is_valid(place_of_known).to_numpy(zero_copy_only=False))
    place = np.full(len(coming), -1, np.int32)
    place[pc.drop_null(place_of_known).to_numpy(zero_copy_only=False)] = known
    fresh = np.flatnonzero(place < 0)
    place[fresh] = np.arange(len(names), len(names) + fresh.size)
    return pa.concat_arrays([names, pc.take(coming, pa.array(fresh))]), owners, place[resolved.codes]


def _homes_of(names: pa.Array, before: Arrivals, buckets: int) -> NDArray[np.int32]:
    """The bucket of each actor; those of names that were there before are known."""
    known = len(before.names)
    if not names[:known].equals(before.names):
        return bucket_of(names, buckets)
    return np.concatenate([before.buckets, bucket_of(names[known:], buckets)])


def _appended(before: pa.Table, table: pa.Table) -> pa.Table:
    if not len(before) or not len(table):
        return table if len(table) else before
    together = pa.concat_tables([before, table])
    return together if together.column(0).num_chunks < _MOST_PIECES else _gathered(together, CODED)


def _appended_hashes(before: NDArray[np.uint64], hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Both; zeros that nobody wrote take no memory."""
    if before.any() or hashes.any():
        return np.concatenate([before, hashes])
    return np.zeros(before.size + hashes.size, np.uint64)


def _appended_codes(labels: pa.Array, before: Growing[Any], coming: Labelled) -> tuple[pa.Array, Growing[Any]]:
    labels, (_, codes) = unify([(labels, before.values[:0]), coming])
    kind = code_kind(labels)
    wide_enough = before if before.values.dtype == kind else Growing.of(before.values.astype(kind))
    return labels, wide_enough.then(codes)


def table_of(batches: Sequence[pa.RecordBatch], coded: Mapping[str, CodeTexts] = CODED) -> pa.Table:
    """The log's batches as one table in few pieces, with these columns coded once."""
    return _gathered(pa.Table.from_batches(batches, SCHEMA), coded)


def _gathered(table: pa.Table, coded: Mapping[str, CodeTexts]) -> pa.Table:
    if not len(table):
        return table
    return pa.table({name: _in_one_piece(coded.get(name, _plain), table.column(name)) for name in table.column_names})


def _in_one_piece(code: CodeTexts, column: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """A column that nobody wrote is a small piece again and again, which takes no memory."""
    if column.null_count < len(column):
        return _plain(code(column))
    piece = _plain(code(column.slice(0, _NULLS)))
    times, rest = divmod(len(column), _NULLS)
    return pa.chunked_array([*[piece] * times, piece.slice(0, rest)], piece.type)


def _plain(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def nothing(known: Identity) -> Arrivals:
    """No arrivals."""
    return Arrivals(
        events=SCHEMA.empty_table().drop_columns("time"),
        moments=Growing.of(np.empty(0, np.int64)),
        names=pa.array([], pa.string()),
        owners=Growing.of(np.empty(0, np.int32)),
        buckets=np.empty(0, np.int32),
        moves=(),
        identity=known,
        inserts=np.empty(0, np.uint64),
        repeats=0,
    )


def insert_hashes(table: pa.Table) -> NDArray[np.uint64]:
    """A hash of who sent the event and its insert id; 0 where it has none."""
    inserts = table.column("insert_id")
    if inserts.null_count == len(table):
        return np.zeros(len(table), np.uint64)
    devices = table.column("device_id")
    senders = pc.coalesce(whole(devices), whole(table.column("user_id")))
    kind = pc.if_else(pc.is_valid(devices), "d", "u").cast(pa.string())
    hashes = hash_columns(kind, senders, inserts)
    hashes[hashes == 0] = 1
    hashes[pc.is_null(inserts).to_numpy()] = 0
    return hashes


def _times(table: pa.Table) -> Longs:
    moments = table.column("time").cast(pa.int64())  # the same memory where they lie in one piece
    times: Longs = moments.chunk(0).to_numpy() if moments.num_chunks == 1 else moments.to_numpy()
    return times


def _repeats(before: Arrivals, table: pa.Table, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Rows that repeat one that was there, or one another."""
    earlier = _rows_with(before.inserts, hashes)
    hashes = np.concatenate([before.inserts[earlier], hashes])
    times = np.concatenate([before.times[earlier], _times(table)])
    repeated = np.zeros(hashes.size, np.bool_)
    order = np.argsort(hashes, kind="stable")
    find_repeats(fixed(hashes), fixed(times), fixed(order), REPEATS_WITHIN, repeated)
    return repeated[earlier.size :]


def _rows_with(inserts: NDArray[np.uint64], wanted: NDArray[np.uint64]) -> Longs:
    """The rows whose hash is one of the wanted; 0 stands for no id."""
    if not inserts.size or not inserts.any():
        return np.empty(0, np.int64)
    some = np.unique(wanted[wanted > 0])
    if not some.size:
        return np.empty(0, np.int64)
    place = np.minimum(np.searchsorted(some, inserts), some.size - 1)
    return np.flatnonzero(some[place] == inserts)


def _without(
    table: pa.Table, hashes: NDArray[np.uint64], dropped: NDArray[np.bool_]
) -> tuple[pa.Table, NDArray[np.uint64]]:
    return (table.filter(pa.array(~dropped)), hashes[~dropped]) if dropped.any() else (table, hashes)


def _settled_repeats(
    table: pa.Table, hashes: NDArray[np.uint64], resolved: Resolved, known: Identity, buckets: int, hot: OpenHot
) -> NDArray[np.bool_]:
    """Rows that are in a segment already."""
    repeated = np.zeros(len(table), np.bool_)
    with_id = np.flatnonzero(hashes)
    order = fixed(with_id[np.argsort(hashes[with_id], kind="stable")])
    suspects = _suspects(table.take(pa.array(with_id)), resolved, with_id, known)
    homes = bucket_of(suspects, buckets)
    for bucket in np.unique(homes).tolist():
        here = pc.filter(suspects, pa.array(homes == bucket))
        for run in hot(bucket).runs:
            if run.inserts is None:
                continue
            actors = pc.drop_null(pc.index_in(here, value_set=run.names)).to_numpy(zero_copy_only=False)
            find_known(
                fixed(hashes),
                fixed(_times(table)),
                order,
                fixed(run.starts[actors]),
                fixed(run.starts[actors + 1]),
                fixed(run.times),
                fixed(run.inserts),
                REPEATS_WITHIN,
                repeated,
            )
    return repeated


def _suspects(table: pa.Table, resolved: Resolved, rows: Longs, known: Identity) -> pa.Array:
    """Every actor under whom an event with one of these ids may have settled."""
    devices = code_texts(table.column("device_id"))[0]
    names = [pc.take(resolved.names, pa.array(np.unique(resolved.codes[rows]))), code_texts(table.column("user_id"))[0]]
    if len(devices):
        names.append(pc.binary_join_element_wise(pa.scalar(DEVICE), devices, "").cast(pa.string()))
        names.append(pc.take(known.owners, pc.drop_null(pc.index_in(devices, value_set=known.devices))))
    if known.former:
        former = (owner for device in devices.to_pylist() for owner in known.former.get(device, ()))
        names.append(pa.array(list(former), pa.string()))
    return pc.unique(pa.concat_arrays([each.cast(pa.string()) for each in names]))


def _retargeted(moves: Sequence[Move], later: Mapping[str, str], buckets: int) -> tuple[Move, ...]:
    """Moves to somebody who turned out to be another go to that other."""
    found = []
    for move in moves:
        new = later.get(move.new)
        home = move.to_bucket if new is None else int(bucket_of(pa.array([new]), buckets)[0])
        found.append(move if new is None else replace(move, new=new, to_bucket=home))
    return tuple(found)


def _settled_moves(moves: Mapping[str, str], buckets: int, hot: OpenHot) -> tuple[Move, ...]:
    """Of those who turned out to be others, the ones that have settled rows."""
    if not moves:
        return ()
    old, new = pa.array(list(moves), pa.string()), pa.array(list(moves.values()), pa.string())
    homes, targets = bucket_of(old, buckets), bucket_of(new, buckets)
    is_settled = np.zeros(len(old), np.bool_)
    for bucket in np.unique(homes).tolist():
        here = homes == bucket
        found = pc.is_in(pc.filter(old, pa.array(here)), value_set=hot(bucket).names)
        is_settled[here] = found.to_numpy(zero_copy_only=False)
    pairs = list(moves.items())
    return tuple(Move(*pairs[at], int(homes[at]), int(targets[at])) for at in np.flatnonzero(is_settled))
