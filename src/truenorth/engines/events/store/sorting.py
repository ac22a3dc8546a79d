"""Rows of segments in the order in which they are kept."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.store.arrivals import Arrivals, code_column_of, insert_hashes
from truenorth.engines.events.store.hot import Rows
from truenorth.engines.events.store.segments import SCHEMA
from truenorth.engines.events.store.texts import code_texts
from truenorth.engines.events.times import MICROS


def segment_rows(arrivals: Arrivals, bucket: int) -> pa.Table:
    """A bucket's arrivals as rows of a segment, in order of arrival."""
    rows = arrivals.rows_of(bucket)
    events = arrivals.events.take(pa.array(rows))
    codes, inverse = np.unique(arrivals.actors[rows], return_inverse=True)
    names = pc.take(arrivals.names, pa.array(codes)).cast(pa.string())
    actor = pa.DictionaryArray.from_arrays(pa.array(inverse.reshape(-1).astype(np.int32)), names)
    columns = {"actor": actor, "time": events.column("time").cast(SCHEMA.field("time").type)}
    for name in ("event", "user_id", "device_id"):
        columns[name] = events.column(name).dictionary_encode()
    for name in ("insert_id", "properties", "user_properties"):
        columns[name] = events.column(name)
    return pa.table(columns).cast(SCHEMA)


def by_actor(table: pa.Table) -> pa.Table:
    """Rows by actor and time, as they come where equal."""
    return table.unify_dictionaries().combine_chunks().take(pa.array(order_of(table)))


def order_of(table: pa.Table) -> NDArray[np.int64]:
    """The order by actor and time, as the rows come where equal."""
    names, codes = code_texts(table.column("actor"))
    place = np.empty(len(names), np.int64)
    place[pc.sort_indices(names).to_numpy()] = np.arange(len(names))
    order: NDArray[np.int64] = np.lexsort((table.column("time").cast(pa.int64()).to_numpy(), place[codes]))
    return order


def by_month(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each UTC month, in the order in which they are."""
    seconds = table.column("time").cast(pa.int64()).to_numpy() // MICROS
    months = seconds.astype("datetime64[s]").astype("datetime64[M]")
    for month in np.unique(months):
        yield str(month), table.filter(pa.array(months == month))


def columns_of_rows(table: pa.Table, keys: Sequence[str]) -> Rows:
    """Sorted rows of a segment as hot rows with these columns."""
    names, codes = code_texts(table.column("actor"))
    used = np.unique(codes)  # a dictionary may hold names that no row has
    order = pc.sort_indices(pc.take(names, pa.array(used))).to_numpy()
    place = np.full(len(names), -1, np.int64)
    place[used[order]] = np.arange(used.size)
    actors = place[codes]
    starts = np.searchsorted(actors, np.arange(used.size + 1)).astype(np.int64)
    times = table.column("time").cast(pa.int64()).to_numpy()
    columns = {key: code_column_of(table, key) for key in keys}
    ordered = pc.take(names, pa.array(used[order])).cast(pa.string())
    return Rows(ordered, starts, times, columns, insert_hashes(table))
