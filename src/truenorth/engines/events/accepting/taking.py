"""The door through which every event comes in."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from truenorth.engines.events.accepting.mappings import take_mappings
from truenorth.engines.events.accepting.schema import Accepted
from truenorth.engines.events.accepting.tables import take_table
from truenorth.engines.events.errors import EventRefused

NOT_EVENTS = "must be an iterable of mappings, or a table of Arrow's"


def accept(events: Iterable[Mapping[str, object]] | pa.Table | pa.RecordBatch) -> Accepted:
    """Events in canonical form, as batches of at most 65,536 rows, and the ones that are none, with the reason.

    An event has `event` (its name), `user_id` or `device_id` or both (text, or an integer, which becomes text;
    blank is missing), `time` (datetime, date, ISO 8601 text, or epoch milliseconds as a number or digits; without
    a zone it is UTC; from 1900 to 2200), and may have `insert_id`, `properties` and `user_properties` (a mapping, or
    the text of a JSON object; nested at most 40 deep). A mapping with an unknown key is rejected; of a row only the
    first fault is named. Also takes whatever hands over an Arrow stream (`__arrow_c_stream__`).

    Raises EventRefused, naming the column, when a table has one that no event has, or of a type from which nothing
    can be read; and when `events` is no collection of events.

    >>> given = [{"event": "signup", "user_id": 7, "time": "2024-03-01T12:00:00Z"}, {"event": "signup", "user_id": 7}]
    >>> taken = accept(given)
    >>> taken.batches[0].column("time").to_pylist(), [str(rejected) for rejected in taken.rejected]
    ([1709294400000000], ['row 1: time is required'])
    """
    parts = list(_parts(events))
    return Accepted(
        [batch for part in parts for batch in part.batches],
        [rejected for part in parts for rejected in part.rejected],
    )


def accept_stream(events: Iterable[Mapping[str, object]] | pa.Table | pa.RecordBatch | Accepted) -> Iterator[Accepted]:
    """As `accept`, a chunk at a time, so that events without end need no memory; what was accepted before is whole.

    >>> given = ({"event": "tick", "device_id": "d", "time": 1709294400000 + at} for at in range(100_000))
    >>> [part.rows for part in accept_stream(given)]
    [65536, 34464]
    """
    return _parts(events)


def _parts(events: object) -> Iterator[Accepted]:
    if isinstance(events, Accepted):
        return iter([events])
    if isinstance(events, pa.RecordBatch):
        return take_table(pa.Table.from_batches([events]))
    if hasattr(events, "__arrow_c_stream__"):
        return take_table(events if isinstance(events, pa.Table) else pa.table(events))
    if isinstance(events, Mapping | str | bytes) or not isinstance(events, Iterable):
        raise EventRefused(f"{NOT_EVENTS}, not {type(events).__name__}", field="events")
    return take_mappings(events)
