"""GA4's BigQuery export, as JSON lines or Parquet."""

from collections.abc import Iterator, Mapping
from typing import Any

from truenorth.engines.events.importers.from_parquet import is_parquet, read_objects
from truenorth.engines.events.importers.moments import moments, time_reason
from truenorth.engines.events.importers.reading import Chunk, Reading
from truenorth.engines.events.importers.records import Object, Recipe, Row, read_lines

_USED = frozenset(
    {
        "event_name", "event_timestamp", "event_date", "event_params", "user_id", "user_pseudo_id", "user_properties",
        "items", "event_previous_timestamp", "event_server_timestamp_offset", "event_bundle_sequence_id",
        "batch_event_index", "batch_ordering_id", "batch_page_id",
    }
)  # fmt: skip
_VALUES = ("string_value", "int_value", "float_value", "double_value")


def read_ga4(reading: Reading) -> Iterator[Chunk]:
    """The chunks of an export.

    `event_timestamp` counts microseconds; `user_pseudo_id` is the device. Parameters become properties under their
    own keys; what describes device, place, source, app and purchase becomes properties with dotted names, such as
    "device.category", and `items` stays a list. GA4 gives no insert ids. The reading's mapping and time zone do not
    apply.
    """
    made = Recipe(row_of, lambda texts: moments(texts, unit="us"), time_reason("us"))
    return read_objects(reading, made) if is_parquet(reading.path) else read_lines(reading, made)


def row_of(given: Object) -> Row:
    """A row of an exported event.

    >>> row = row_of({"event_name": "page_view", "event_params": [{"key": "n", "value": {"int_value": "3"}}]})
    >>> row.properties
    {'n': 3}
    """
    properties: dict[str, Any] = {}
    for key, value in given.items():
        if key not in _USED:
            _flatten(key, value, properties)
    if items := unwrapped(given.get("items")):
        properties["items"] = items
    return Row(
        event=given.get("event_name"),
        user=given.get("user_id"),
        device=given.get("user_pseudo_id"),
        time=_digits(given.get("event_timestamp")),
        properties=properties | _pairs(given.get("event_params")),
        user_properties=_pairs(given.get("user_properties")),
    )


def _flatten(name: str, value: object, into: dict[str, Any]) -> None:
    if isinstance(value, Mapping):
        for key, each in value.items():
            _flatten(f"{name}.{key}", each, into)
    elif value is not None and value != "":
        into[name] = value


def _pairs(pairs: object) -> dict[str, Any]:
    found = {}
    for pair in unwrapped(pairs):
        if isinstance(pair, Mapping) and isinstance(pair.get("key"), str):
            value = _value(pair.get("value"))
            if value is not None:
                found[pair["key"]] = value
    return found


def unwrapped(values: object) -> list[Any]:
    """A repeated field as a list, also where Parquet wraps it as {"list": [{"element": …}]}.

    >>> unwrapped({"list": [{"element": 1}]}), unwrapped(None)
    ([1], [])
    """
    if isinstance(values, Mapping):
        inner = values.get("list")
        return [each.get("element") if isinstance(each, Mapping) else each for each in inner or []]
    return list(values) if isinstance(values, list | tuple) else []


def _value(union: object) -> object:
    """The one value that is set; BigQuery's JSON writes whole numbers as text."""
    if not isinstance(union, Mapping):
        return union
    for kind in _VALUES:
        value = union.get(kind)
        if value is not None:
            return int(value) if kind == "int_value" and isinstance(value, str) and _is_whole(value) else value
    return None


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and len(text) < 20


def _digits(time: object) -> object:
    return int(time) if isinstance(time, str) and _is_whole(time) else time
