"""Actors that are no people: accounts, workspaces, anything whose key a property holds."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.histories import Column, Histories, Spans, code_column

Longs = NDArray[np.int64]


def rows_between(begins: Longs, ends: Longs) -> Longs:
    """All rows of these stretches, one after the other.

    >>> rows_between(np.array([3, 9]), np.array([5, 10]))
    array([3, 4, 9])
    """
    counts = ends - begins
    before = np.repeat(np.cumsum(counts) - counts, counts)
    rows: Longs = np.repeat(begins, counts) + np.arange(counts.sum()) - before
    return rows


def regroup(buckets: Sequence[Histories], key: str) -> Histories:
    """All events that have a value on a column, as the histories of these values; the others are left out.

    Holds the rows in memory. Equal times of different people stand in the order of their names.
    """
    from truenorth.engines.events.store.texts import unify

    places = [_places(histories, key) for histories in buckets]
    labels, owners = unify([_none(), *(_picked(h, key, at) for h, at in zip(buckets, places, strict=True))])
    times = np.concatenate([_times(h, at) for h, at in zip(buckets, places, strict=True)])
    owner = np.concatenate(owners)
    order = np.lexsort((_people(buckets, places), times, owner))
    edges = np.searchsorted(owner[order], np.arange(1, len(labels) + 1)).astype(np.int64)
    none = np.zeros(len(labels) - 1, np.int64)

    def load(wanted: str) -> Column:
        parts = [_picked(h, wanted, at) for h, at in zip(buckets, places, strict=True)]
        names, codes = unify([_none(), *parts])
        return code_column(names, np.concatenate(codes)[order], np.empty(0, np.int32))

    spans = Spans(edges[:-1], edges[1:], none, none)
    return Histories(spans, times[order], np.empty(0, np.int64), load, lambda: labels[1:])


def _none() -> tuple[pa.Array, NDArray[np.int32]]:
    return pa.array([None], pa.string()), np.empty(0, np.int32)


def _places(histories: Histories, key: str) -> tuple[Longs, Longs]:
    """Settled and recent rows that belong to somebody and have a value."""
    column, spans = histories.column(key), histories.spans
    settled = rows_between(spans.settled_from, spans.settled_to)
    recent = rows_between(spans.recent_from, spans.recent_to)
    return settled[column.settled[settled] != 0], recent[column.recent[recent] != 0]


def _people(buckets: Sequence[Histories], places: Sequence[tuple[Longs, Longs]]) -> Longs:
    """For each row its person's place among all people's names."""
    names = pa.concat_arrays([histories.actors().cast(pa.string()) for histories in buckets])
    rank = np.empty(len(names), np.int64)
    rank[pc.sort_indices(names).to_numpy()] = np.arange(len(names))
    firsts = np.cumsum([0, *(histories.size for histories in buckets)])
    found = [_owners(h, at) + first for h, at, first in zip(buckets, places, firsts[:-1], strict=True)]
    people: Longs = rank[np.concatenate(found)]
    return people


def _owners(histories: Histories, at: tuple[Longs, Longs]) -> Longs:
    """Whose each row is, in the order of the bucket's actors."""
    spans = histories.spans
    settled = _spread(spans.settled_from, spans.settled_to, histories.settled_time.size)
    recent = _spread(spans.recent_from, spans.recent_to, histories.recent_time.size)
    return np.concatenate([settled[at[0]], recent[at[1]]])


def _spread(begins: Longs, ends: Longs, rows: int) -> Longs:
    spread = np.zeros(rows, np.int64)
    spread[rows_between(begins, ends)] = np.repeat(np.arange(begins.size), ends - begins)
    return spread


def _picked(histories: Histories, key: str, at: tuple[Longs, Longs]) -> tuple[pa.Array, NDArray[np.int32]]:
    column = histories.column(key)
    return column.labels, np.concatenate([column.settled[at[0]], column.recent[at[1]]]).astype(np.int32)


def _times(histories: Histories, at: tuple[Longs, Longs]) -> Longs:
    return np.concatenate([histories.settled_time[at[0]], histories.recent_time[at[1]]])
