"""Rows of segments in the order in which they are kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.store.arrivals import Arrivals, code_column_of, insert_hashes
from truenorth.engines.events.store.runs import NOBODY, Labelled, Rows
from truenorth.engines.events.store.segments import SCHEMA
from truenorth.engines.events.store.texts import code_texts, used_texts
from truenorth.engines.events.times import MICROS

SMALL_ROWS = 32_768
"""A segment of fewer rows is small: it is kept together with others where that can be."""


def segment_rows(arrivals: Arrivals, bucket: int) -> pa.Table:
    """A bucket's arrivals as rows of a segment, by actor and time, in order of arrival where equal.

    Their columns are SCHEMA's, but for properties, which stay coded where they came so.
    """
    rows = arrivals.rows_of(bucket)
    times = arrivals.times[rows]
    actor = used_texts(arrivals.names, arrivals.actors[rows])
    order = _order(actor.dictionary, actor.indices.to_numpy(), times)
    columns = {"actor": actor.take(pa.array(order)), "time": pa.array(times[order], SCHEMA.field("time").type)}
    for name, (names, codes) in arrivals.ids.items():
        columns[name] = used_texts(names, codes[rows][order])
    rows = rows[order]
    for name in ("insert_id", "properties", "user_properties"):
        columns[name] = _chosen(arrivals.events.column(name), rows)
    fields = [field.with_type(columns[field.name].type) for field in SCHEMA]
    return pa.Table.from_arrays([columns[field.name] for field in fields], schema=pa.schema(fields))


def _chosen(column: pa.ChunkedArray, rows: NDArray[np.int64]) -> pa.Array | pa.ChunkedArray:
    """These rows of a column of text, coded where it is."""
    if column.null_count == len(column):
        return pa.nulls(rows.size, pa.string())
    if pa.types.is_dictionary(column.type):
        texts, codes = code_texts(column)
        return used_texts(texts, codes[rows])
    return column.take(pa.array(rows))


def by_actor(table: pa.Table) -> pa.Table:
    """Rows by actor and time, as they come where equal."""
    return table.unify_dictionaries().combine_chunks().take(pa.array(order_of(table)))


def order_of(table: pa.Table) -> NDArray[np.int64]:
    """The order by actor and time, as the rows come where equal."""
    return _order(*code_texts(table.column("actor")), table.column("time").cast(pa.int64()).to_numpy())


def _order(names: pa.Array, codes: NDArray[np.int32], times: NDArray[np.int64]) -> NDArray[np.int64]:
    place = np.empty(len(names), np.int32)
    place[pc.sort_indices(names).to_numpy()] = np.arange(len(names), dtype=np.int32)
    order: NDArray[np.int64] = np.lexsort((times, place[codes]))
    return order


def by_months(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each UTC month, in the order in which they are, under the month's name.

    Months that follow one another and have few rows stay together, under the name of the first.
    """
    seconds = table.column("time").cast(pa.int64()).to_numpy() // MICROS
    months, which, counts = np.unique(
        seconds.astype("datetime64[s]").astype("datetime64[M]"), return_inverse=True, return_counts=True
    )
    part_of_month = _gathered(counts)
    part_of_row = part_of_month[which.reshape(-1)]
    for part in range(int(part_of_month.max(initial=-1)) + 1):
        first = months[int(np.argmax(part_of_month == part))]
        yield str(first), table if len(part_of_month) == 1 else table.filter(pa.array(part_of_row == part))


def _gathered(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """In which part each month is; a part is closed when it has enough rows, or a large month follows."""
    parts = np.zeros(counts.size, np.int64)
    part, rows = 0, 0
    for month, count in enumerate(counts.tolist()):
        if rows >= SMALL_ROWS or (rows and count >= SMALL_ROWS):
            part, rows = part + 1, 0
        parts[month] = part
        rows += count
    return parts


def columns_of_rows(table: pa.Table, keys: Sequence[str], *, gone: pa.Array = NOBODY) -> Rows:
    """Sorted rows of a segment as a run with these columns, before which these actors went elsewhere."""
    columns = {key: code_column_of(table, key) for key in keys}
    return replace(run_of(table, columns), inserts=insert_hashes(table), gone=gone)


def run_of(table: pa.Table, columns: Mapping[str, Labelled]) -> Rows:
    """Sorted rows, of which only `actor` and `time` are read, as a run with columns that were made before."""
    actor = used_texts(*code_texts(table.column("actor")))  # a dictionary may hold names that no row has
    order = pc.sort_indices(actor.dictionary)
    place = np.empty(len(order), np.int64)
    place[order.to_numpy()] = np.arange(len(order))
    actors = place[actor.indices.to_numpy()]
    starts = np.searchsorted(actors, np.arange(len(order) + 1)).astype(np.int64)
    times = table.column("time").cast(pa.int64()).to_numpy()
    return Rows(pc.take(actor.dictionary, order), starts, times, columns)
