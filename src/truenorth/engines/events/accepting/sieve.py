"""Which rows of a chunk are still good, and why the others are not."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.accepting.schema import BATCH_BYTES, BATCH_ROWS, FIELDS, SCHEMA, Rejected

Mask = NDArray[np.bool_]


def mask_of(booleans: pa.Array) -> Mask:
    """A writable numpy mask of a boolean array; null is False.

    >>> mask_of(pa.array([True, None])).tolist()
    [True, False]
    """
    filled = pc.fill_null(booleans, False) if booleans.null_count else booleans  # noqa: FBT003 - Arrow's signature
    return np.array(filled.to_numpy(zero_copy_only=False), dtype=bool)


class Sieve:
    """The rows of one chunk; a row keeps the first reason for which it was dropped."""

    def __init__(self, rows: int, *, first_row: int) -> None:
        self.good: Mask = np.ones(rows, dtype=bool)
        self._first_row = first_row
        self._rejected: dict[int, Rejected] = {}

    def drop(self, bad: Mask, *, field: str, reason: str) -> None:
        """Drop the rows of a mask."""
        if bad.any():
            for row in np.flatnonzero(bad & self.good).tolist():
                self.drop_row(row, field=field, reason=reason)

    def drop_row(self, row: int, *, field: str, reason: str) -> None:
        """Drop one row of the chunk."""
        if self.good[row]:
            self.good[row] = False
            self._rejected[row] = Rejected(self._first_row + row, field, reason)

    def rejected(self) -> list[Rejected]:
        """What was dropped, by row."""
        return [self._rejected[row] for row in sorted(self._rejected)]

    def batches(self, columns: Mapping[str, pa.Array]) -> list[pa.RecordBatch]:
        """The good rows as batches of SCHEMA that keep to the limits of a batch."""
        kept = pa.RecordBatch.from_arrays([columns[name] for name in FIELDS], names=list(FIELDS))
        if not self.good.all():
            kept = kept.filter(pa.array(self.good))
        return [_canonical(part) for part in halved(kept)]


def halved(batch: pa.RecordBatch) -> list[pa.RecordBatch]:
    """A batch, or halves of it that keep to the limits; no empty ones.

    >>> [part.num_rows for part in halved(pa.record_batch({"a": range(100_000)}))]
    [50000, 50000]
    """
    rows = batch.num_rows
    if rows <= 1 or (rows <= BATCH_ROWS and batch.nbytes <= BATCH_BYTES):
        return [batch] if rows else []
    return [*halved(batch.slice(0, rows // 2)), *halved(batch.slice(rows // 2))]


def _canonical(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [
        column if column.type == field.type else column.cast(field.type)
        for column, field in zip(batch.columns, SCHEMA, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)
