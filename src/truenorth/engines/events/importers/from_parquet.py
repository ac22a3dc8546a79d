"""Parquet: named columns as in CSV, values with their types."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.json_text import dumped, plain_value
from truenorth.engines.events.importers.reading import Chunk, Reading
from truenorth.engines.events.importers.records import Numbered, Recipe, chunk_of_objects
from truenorth.engines.events.importers.tabular import USUAL, Place, chunk_of, roles

OBJECT_ROWS = 10_000


def read_parquet(
    reading: Reading, *, usual: Mapping[str, tuple[str, ...]] = USUAL, is_every_used: bool = False
) -> Iterator[Chunk]:
    """The chunks of a Parquet file, from row `reading.skip` on.

    A `properties` column may hold JSON text, structs or maps; every other column that the mapping leaves over is a
    property. Mapped names may be dotted paths into structs. Raises EventRefused for a file that is no Parquet, or
    to which the mapping does not fit, before the first chunk; and for a damaged part once what is before it has
    been handed over.
    """
    with _opened(reading.path) as file:
        parts = roles(file.schema_arrow.names, reading.mapping, usual=usual, is_every_used=is_every_used)
        for table, place in _tables(file, reading, reading.batch_rows):
            yield chunk_of(table, place, parts=parts, reading=reading)


def read_objects(reading: Reading, made: Recipe) -> Iterator[Chunk]:
    """The chunks of a Parquet file whose rows are read as objects, as a format of JSON lines reads them."""
    with _opened(reading.path) as file:
        for table, place in _tables(file, reading, min(OBJECT_ROWS, reading.batch_rows)):
            objects: Iterator[Numbered] = (
                (int(number), each, dumped(each).encode("utf-8", "replace"))
                for number, each in zip(place.rows, map(_plain, table.to_pylist()), strict=True)
            )
            yield chunk_of_objects(objects, made, rejects=[], end=place.end, share=place.share)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain_value(value) for name, value in row.items()}


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does.

    >>> is_parquet(Path(__file__))
    False
    """
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[pq.ParquetFile]:
    try:
        with pq.ParquetFile(path) as file:
            yield file
    except (pa.ArrowInvalid, OSError) as error:
        raise EventRefused(f"is no Parquet file that can be read: {error}", field=path.name) from error


def _tables(file: pq.ParquetFile, reading: Reading, size: int) -> Iterator[tuple[pa.Table, Place]]:
    counts = [file.metadata.row_group(at).num_rows for at in range(file.metadata.num_row_groups)]
    begins = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    first = max(0, int(np.searchsorted(begins, reading.skip, side="right")) - 1)
    done = int(begins[first])
    for batch in file.iter_batches(batch_size=size, row_groups=list(range(first, len(counts)))):
        table = pa.Table.from_batches([batch])
        left = table.slice(max(0, reading.skip - done))
        done += table.num_rows
        if left.num_rows:
            rows = np.arange(done - left.num_rows + 1, done + 1, dtype=np.int64)
            yield left, Place(rows, done, done / max(1, int(begins[-1])))
