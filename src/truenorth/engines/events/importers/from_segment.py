"""The warehouse tables of Segment and RudderStack, as CSV or Parquet."""

from collections.abc import Iterator, Mapping

from truenorth.engines.events.importers.from_csv import read_csv
from truenorth.engines.events.importers.from_parquet import is_parquet, read_parquet
from truenorth.engines.events.importers.reading import Chunk, Reading

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event": ("event_text", "event"),
    "user": ("user_id",),
    "device": ("anonymous_id",),
    "time": ("timestamp", "original_timestamp", "sent_at", "received_at"),
    "insert_id": ("message_id", "id"),
    "properties": (),
    "user_properties": (),
}
"""What a warehouse calls who, what and when; the first that a row has a value for counts."""


def read_segment(reading: Reading) -> Iterator[Chunk]:
    """The chunks of a `tracks` table or of an event's own table.

    The name is `event_text` as it was sent, or else `event`; the time is `timestamp`, which the warehouse corrected
    for the clock of the device, or else `original_timestamp`, `sent_at`, `received_at`; `message_id` or `id` tells a
    repeated event. Every other column, `context_…` too, is a property.
    """
    if is_parquet(reading.path):
        return read_parquet(reading, usual=COLUMNS, is_every_used=True)
    return read_csv(reading, usual=COLUMNS, is_every_used=True)
