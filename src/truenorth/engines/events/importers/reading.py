"""What every format takes and gives: a reading of a file, in chunks of canonical rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

TimeUnit = Literal["s", "ms", "us"]

CANONICAL: Mapping[str, pa.DataType] = {
    "event": pa.string(),
    "user_id": pa.string(),
    "device_id": pa.string(),
    "time": pa.timestamp("us", "UTC"),
    "insert_id": pa.string(),
    "properties": pa.string(),
    "user_properties": pa.string(),
}
"""The columns of every chunk; properties are JSON objects as text, or structs, null where there are none."""

LONGEST_RAW = 10_000
"""Characters of a refused row that are kept for who repairs it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read.

    `mapping` says which column or key holds "user", "device", "event", "time", "insert_id", "properties" or
    "user_properties"; what it does not name is found by its usual name. Times without a zone are in `timezone`;
    numbers count `time_unit` since 1970. Rows up to and including number `skip` are passed over.
    """

    path: Path
    mapping: Mapping[str, str]
    timezone: str = "UTC"
    time_unit: TimeUnit = "ms"
    delimiter: str | None = None
    batch_rows: int = 100_000
    skip: int = 0


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that is not taken in. `row` counts the rows of the file from 1, without a header."""

    row: int
    field: str
    reason: str
    raw: str


@dataclass(frozen=True, eq=False)
class Chunk:
    """Some rows of a file.

    `table` has the canonical columns; `rows` the number in the file of each of its rows, int64 ascending, and
    `raw(i)` what row `i` of the table looked like. `rejects` are rows that no event could be made of. `end` is the
    number of the last row that is dealt with, `share` how much of the file is, between 0 and 1.
    """

    table: pa.Table
    rows: NDArray[np.int64]
    rejects: Sequence[Reject]
    raw: Callable[[int], str]
    end: int
    share: float


Read = Callable[[Reading], Iterator[Chunk]]
