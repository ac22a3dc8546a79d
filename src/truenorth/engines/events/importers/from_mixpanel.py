"""Mixpanel's raw export: one object a line, everything within `properties`."""

import hashlib
from collections.abc import Iterator

import pyarrow as pa

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.moments import moments, time_reason, wall_moments
from truenorth.engines.events.importers.reading import Chunk, Reading
from truenorth.engines.events.importers.records import Clock, Object, Recipe, Row, plain_text, read_lines

DEVICE = "$device:"
_USED = frozenset({"time", "distinct_id", "$insert_id", "$user_id", "$device_id"})
_MOST_SECONDS = 100_000_000_000


def read_mixpanel(reading: Reading) -> Iterator[Chunk]:
    """The chunks of an export.

    `time` counts seconds, or milliseconds where the export was asked for them. Projects from before 2023 count the
    wall clock of their own zone: name it as the reading's `timezone`. The ids are `$user_id` and `$device_id` where
    there are any; else `distinct_id`, a device when it begins with "$device:". As the export is not deduplicated,
    and `$insert_id` is unique only together with event, `distinct_id` and time, the insert id is it and a hash of
    the four. The reading's mapping does not apply.
    """
    return read_lines(reading, Recipe(row_of, _clock(reading.timezone), time_reason("s")))


def _clock(timezone: str) -> Clock:
    def clock(texts: pa.Array) -> pa.Array:
        at = moments(texts, unit="us", timezone=timezone)
        return at if timezone == "UTC" else wall_moments(at.cast(pa.int64()), timezone=timezone)

    return clock


def row_of(given: Object) -> Row:
    """A row of an exported event.

    >>> row = row_of({"event": "open", "properties": {"time": 5, "distinct_id": "$device:d1", "plan": "pro"}})
    >>> row.device, row.user, row.properties
    ('d1', None, {'plan': 'pro'})
    """
    inner = given.get("properties")
    if not isinstance(inner, dict):
        raise EventRefused("must be an object", field="properties")
    user, device = _who(inner)
    properties = {key: value for key, value in inner.items() if key not in _USED and value is not None}
    return Row(
        event=given.get("event"),
        user=user,
        device=device,
        time=_micros(inner.get("time")),
        insert_id=_insert_id(given.get("event"), inner),
        properties=properties,
    )


def _who(inner: Object) -> tuple[object, object]:
    user, device = inner.get("$user_id"), inner.get("$device_id")
    if user or device:
        return user, device
    name = plain_text(inner.get("distinct_id"), part="user_id") or ""
    return (None, name.removeprefix(DEVICE)) if name.startswith(DEVICE) else (name, None)


def _micros(time: object) -> object:
    if isinstance(time, str) and time.isdecimal() and len(time) < 20:
        time = int(time)
    if isinstance(time, bool) or not isinstance(time, int | float) or not abs(time) < 1e15:
        return time
    return round(time * (1_000_000 if abs(time) < _MOST_SECONDS else 1_000))


def _insert_id(event: object, inner: Object) -> str | None:
    given = inner.get("$insert_id")
    if not given:
        return None
    key = "\x00".join(str(each) for each in (event, inner.get("distinct_id"), inner.get("time"), given))
    return f"{given}:{hashlib.blake2b(key.encode('utf-8', 'replace'), digest_size=4).hexdigest()}"
