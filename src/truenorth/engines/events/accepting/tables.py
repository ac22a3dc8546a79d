"""Events as Arrow tables: checked a column at a time."""

from collections.abc import Iterator

import pyarrow as pa

from truenorth.engines.events.accepting.columns import Given, sift
from truenorth.engines.events.accepting.mappings import UNKNOWN
from truenorth.engines.events.accepting.moments import time_column
from truenorth.engines.events.accepting.schema import BATCH_ROWS, FIELDS, Accepted
from truenorth.engines.events.accepting.sieve import Sieve, halved
from truenorth.engines.events.accepting.spelling import object_column
from truenorth.engines.events.accepting.words import NOBODY, REQUIRED, text_column
from truenorth.engines.events.errors import EventRefused


def take_table(table: pa.Table) -> Iterator[Accepted]:
    """What is taken of each chunk of a table. Raises EventRefused for a column that no event has, or of no use.

    >>> table = pa.table({"event": ["signup"], "user_id": [7], "time": [1709294400000]})
    >>> [part.rows for part in take_table(table)]
    [1]
    """
    _check_columns(table.column_names)
    first_row = 0
    for batch in _chunks(table):
        sieve = Sieve(batch.num_rows, first_row=first_row)
        columns = sift(sieve, _Columns(batch))
        yield Accepted(sieve.batches(columns), sieve.rejected())
        first_row += batch.num_rows


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
