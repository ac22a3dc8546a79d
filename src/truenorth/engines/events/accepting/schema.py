"""The canonical form of an event, and what becomes of those that cannot be brought into it."""

from dataclasses import dataclass

import pyarrow as pa

SCHEMA = pa.schema(
    [
        pa.field("event", pa.string(), nullable=False),
        pa.field("user_id", pa.string()),
        pa.field("device_id", pa.string()),
        pa.field("time", pa.int64(), nullable=False),
        pa.field("insert_id", pa.string()),
        pa.field("properties", pa.string()),
        pa.field("user_properties", pa.string()),
    ]
)
"""One accepted event a row: `time` in microseconds since 1970 UTC, properties as the text of a JSON object or null."""

FIELDS = tuple(SCHEMA.names)
BATCH_ROWS = 65_536
"""Rows in a batch, at most."""
BATCH_BYTES = 64 * 1024 * 1024
"""Bytes in a batch, at most, unless it is a single row."""
LONGEST_TEXT_BYTES = 1024 * 1024
"""Bytes of an event's name or of an id, at most."""
LONGEST_OBJECT_BYTES = 16 * 1024 * 1024
"""Bytes of the text of an event's properties, at most."""
DEEPEST = 40
"""Objects and lists inside one another in properties, the outermost counted, at most."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An event that was not taken: `row` counts from 0 in the order given, `field` is what is wrong with it.

    >>> str(Rejected(row=3, field="time", reason="is required"))
    'row 3: time is required'
    """

    row: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.field} {self.reason}"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Batches of SCHEMA in the order given, and the events left out of them, by row."""

    batches: list[pa.RecordBatch]
    rejected: list[Rejected]

    @property
    def rows(self) -> int:
        """How many events were taken."""
        return sum(batch.num_rows for batch in self.batches)
