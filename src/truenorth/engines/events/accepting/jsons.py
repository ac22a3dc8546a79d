"""Events as JSON text: decoded straight into columns; a text that has an odd value is read again, value by value."""

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.accepting.columns import sift
from truenorth.engines.events.accepting.mappings import Values, take_mappings
from truenorth.engines.events.accepting.objects import NOT_JSON, TOO_DEEP, TOO_LARGE, is_deep
from truenorth.engines.events.accepting.schema import (
    BATCH_ROWS,
    DEEPEST,
    FIELDS,
    LONGEST_OBJECT_BYTES,
    Accepted,
    Rejected,
)
from truenorth.engines.events.accepting.sieve import Sieve, mask_of
from truenorth.engines.events.errors import EventRefused

NOT_LIST = "must be a list"


class _Event(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """What most events look like; anything else, right or wrong, is for `take_mappings` to judge."""

    event: str | None = None
    user_id: str | int | None = None
    device_id: str | int | None = None
    time: int | float | str | None = None
    insert_id: str | int | None = None
    properties: dict[str, object] | None = None
    user_properties: dict[str, object] | None = None


Text = bytes | bytearray | memoryview | msgspec.Raw

_EVENTS = msgspec.json.Decoder(list[_Event])
_LINES = msgspec.json.Decoder(_Event)
_ENCODER = msgspec.json.Encoder()
_ODD = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_READ = {field: attrgetter(field) for field in FIELDS}


def accept_json(text: Text) -> Accepted:
    """What is taken of the text of a JSON list of events, each as `accept` takes a mapping.

    Also takes NaN and the infinities where Python's reader does, so that only the rows that have them are rejected.
    Raises EventRefused where it is no JSON, or no list.

    >>> accept_json(b'[{"event": "signup", "user_id": 7, "time": 1709294400000}, {"event": 5}]').rejected
    [Rejected(row=1, field='event', reason='must be text, not int')]
    """
    try:
        events = _EVENTS.decode(text)
    except _ODD:
        return _take_slowly(_list_of(bytes(text)))
    return _take(events)


def accept_json_lines(text: bytes) -> Accepted:
    """What is taken of a JSON text with an event a line; blank lines do not count, and a line of none is rejected.

    >>> accept_json_lines(b'{"event": "signup", "user_id": 7, "time": 1709294400000}\\n{"event"').rejected
    [Rejected(row=1, field='event', reason='must be JSON')]
    """
    try:
        events = _LINES.decode_lines(text)
    except _ODD:
        return _take_lines(text)
    return _take(events) if len(events) == _count_lines(text) else _take_lines(text)


def _count_lines(text: bytes) -> int:
    stripped = text.strip()
    return stripped.count(b"\n") + 1 if stripped else 0


def _take(events: Sequence[_Event]) -> Accepted:
    return _joined(
        _take_chunk(events[first_row : first_row + BATCH_ROWS], first_row)
        for first_row in range(0, len(events), BATCH_ROWS)
    )


def _take_chunk(events: Sequence[_Event], first_row: int) -> Accepted:
    sieve = Sieve(len(events), first_row=first_row)
    columns = sift(sieve, _Decoded(len(events), {field: list(map(_READ[field], events)) for field in FIELDS}))
    return Accepted(sieve.batches(columns), sieve.rejected())


class _Decoded(Values):
    """Columns of what JSON was decoded into: properties have no value that JSON has not."""

    def objects(self, sieve: Sieve, field: str) -> pa.Array:
        values = self.values[field]
        if values.count(None) == len(values):
            return pa.nulls(len(values), pa.large_string())
        text = pa.array([_ENCODER.encode(value) if value else None for value in values], pa.large_binary())
        text = text.cast(pa.large_string())
        containers = pc.add(pc.count_substring(text, "{"), pc.count_substring(text, "["))
        for row in np.flatnonzero(mask_of(pc.greater(containers, DEEPEST))).tolist():
            if is_deep(values[row]):
                sieve.drop_row(row, field=field, reason=TOO_DEEP)
        too_large = mask_of(pc.greater(pc.binary_length(text), LONGEST_OBJECT_BYTES))
        sieve.drop(too_large, field=field, reason=TOO_LARGE)
        return text


def _list_of(text: bytes) -> list[object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        reason = TOO_DEEP if isinstance(error, RecursionError) else f"{NOT_JSON}: {error}"
        raise EventRefused(reason, field="events") from error
    if not isinstance(found, list):
        raise EventRefused(f"{NOT_LIST}, not {type(found).__name__}", field="events")
    return found


def _take_lines(text: bytes) -> Accepted:
    rows, broken = list[object](), set[int]()
    for line in filter(bytes.strip, text.split(b"\n")):
        try:
            rows.append(json.loads(line))
        except (ValueError, RecursionError):
            broken.add(len(rows))
            rows.append(None)
    taken = _take_slowly(rows)
    rejected = [Rejected(each.row, each.field, NOT_JSON) if each.row in broken else each for each in taken.rejected]
    return Accepted(taken.batches, rejected)


def _take_slowly(rows: Iterable[object]) -> Accepted:
    return _joined(take_mappings(rows))


def _joined(parts: Iterable[Accepted]) -> Accepted:
    taken = list(parts)
    return Accepted(
        [batch for part in taken for batch in part.batches],
        [rejected for part in taken for rejected in part.rejected],
    )
