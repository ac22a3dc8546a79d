"""Which rows of typed columns are equal, so that each of few combinations of values is written once."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.accepting.words import is_text

Rows = NDArray[np.int64]

_MOST = 1 << 62


def combinations_of(column: pa.Array) -> tuple[Rows, Rows]:
    """The first row of each combination of values, and the combination of each row.

    Where they are many, or of types that cannot be told apart quickly, each row counts as one of its own.

    >>> first, which = combinations_of(pa.array([{"a": 1}, {"a": 1}, {"a": 2}, {"a": 1}]))
    >>> first.tolist(), which.tolist()
    ([0, 2], [0, 0, 1, 0])
    """
    rows = np.arange(len(column))
    which, count = np.zeros(len(column), np.int64), 1
    for part in _parts(column):
        coded = _coded(part)
        if coded is None or count * (len(coded.dictionary) + 1) > _MOST:
            return rows, rows
        which *= len(coded.dictionary) + 1
        which += pc.fill_null(coded.indices.cast(pa.int64()), len(coded.dictionary)).to_numpy()
        together = pa.array(which).dictionary_encode()
        which, count = together.indices.to_numpy().astype(np.int64), len(together.dictionary)
        if count > len(column) // 2:
            return rows, rows
    first = np.empty(count if len(column) else 0, np.int64)
    first[which[::-1]] = rows[::-1]
    return first, which


def _parts(column: pa.Array) -> list[pa.Array]:
    """The columns that a column of structs consists of, and where a struct is missing."""
    if not pa.types.is_struct(column.type):
        return [column]
    own = [column.is_valid()] if column.null_count else []
    return [*own, *(part for field in column.flatten() for part in _parts(field))]


def _coded(column: pa.Array) -> pa.DictionaryArray | None:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column
    if pa.types.is_floating(kind):
        column = column.cast(pa.float64()).view(pa.int64())  # by its bits, for -0.0 is not 0.0
    return column.dictionary_encode() if any(is_kind(kind) for is_kind in _TOLD_APART) else None


_TOLD_APART: tuple[Callable[[pa.DataType], bool], ...] = (
    lambda kind: is_text(kind) and not pa.types.is_string_view(kind),
    pa.types.is_boolean,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_timestamp,
    pa.types.is_date,
    pa.types.is_time,
)
