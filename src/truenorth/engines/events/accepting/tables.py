"""Events as Arrow tables: checked a column at a time."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow as pa

from truenorth.engines.events.accepting.columns import Given, sift
from truenorth.engines.events.accepting.mappings import UNKNOWN
from truenorth.engines.events.accepting.moments import time_column
from truenorth.engines.events.accepting.schema import BATCH_ROWS, FIELDS, Accepted
from truenorth.engines.events.accepting.sieve import Sieve, halved
from truenorth.engines.events.accepting.spelling import object_column
from truenorth.engines.events.accepting.words import NOBODY, REQUIRED, text_column
from truenorth.engines.events.errors import EventRefused

THREADS = 2
"""Chunks of a large table that are checked side by side; Arrow's functions hold no lock of the interpreter."""


def take_table(table: pa.Table) -> Iterator[Accepted]:
    """What is taken of each chunk of a table. Raises EventRefused for a column that no event has, or of no use.

    >>> table = pa.table({"event": ["signup"], "user_id": [7], "time": [1709294400000]})
    >>> [part.rows for part in take_table(table)]
    [1]
    """
    _check_columns(table.column_names)
    if table.num_rows <= BATCH_ROWS:
        yield from (_taken(batch, first_row) for first_row, batch in _numbered(table))
        return
    with ThreadPoolExecutor(THREADS) as threads:
        begun: deque[Future[Accepted]] = deque()
        for first_row, batch in _numbered(table):
            begun.append(threads.submit(_taken, batch, first_row))
            if len(begun) > 2 * THREADS:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def _numbered(table: pa.Table) -> Iterator[tuple[int, pa.RecordBatch]]:
    first_row = 0
    for batch in _chunks(table):
        yield first_row, batch
        first_row += batch.num_rows


def _taken(batch: pa.RecordBatch, first_row: int) -> Accepted:
    sieve = Sieve(batch.num_rows, first_row=first_row)
    columns = sift(sieve, _Columns(batch))
    return Accepted(sieve.batches(columns), sieve.rejected())


def _check_columns(names: list[str]) -> None:
    for at, name in enumerate(names):
        if name not in FIELDS:
            raise EventRefused(UNKNOWN, field=name)
        if name in names[:at]:
            raise EventRefused("is given twice", field=name)
    if not {"user_id", "device_id"} & set(names):
        raise EventRefused(NOBODY, field="user_id")
    for name in ("event", "time"):
        if name not in names:
            raise EventRefused(REQUIRED, field=name)


def _chunks(table: pa.Table) -> Iterator[pa.RecordBatch]:
    for start in range(0, table.num_rows, BATCH_ROWS):
        part = table.slice(start, BATCH_ROWS)
        whole = part if max(column.num_chunks for column in part.columns) == 1 else part.combine_chunks()
        for batch in whole.to_batches():
            yield from halved(batch)


class _Columns(Given):
    """Columns of Arrow arrays; a column that is not there is null everywhere."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._rows = batch.num_rows
        self._columns = dict(zip(batch.schema.names, batch.columns, strict=True))

    def _column(self, field: str) -> pa.Array:
        column = self._columns.get(field)
        if column is None:
            return pa.nulls(self._rows)
        return column.storage if isinstance(column.type, pa.BaseExtensionType) else column

    def words(self, sieve: Sieve, field: str, *, takes_integers: bool) -> pa.Array:
        return text_column(sieve, self._column(field), field=field, takes_integers=takes_integers)

    def moments(self, sieve: Sieve) -> pa.Array:
        return time_column(sieve, self._column("time"))

    def objects(self, sieve: Sieve, field: str) -> pa.Array:
        return object_column(sieve, self._column(field), field=field)
