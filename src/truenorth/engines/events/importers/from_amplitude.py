"""Amplitude's export: a ZIP of packed JSON lines, or one of the files within."""

from collections.abc import Iterator, Mapping
from typing import Any

from truenorth.engines.events.importers.moments import moments, time_reason
from truenorth.engines.events.importers.reading import Chunk, Reading
from truenorth.engines.events.importers.records import Object, Recipe, Row, read_lines

REFUSED_IDS = frozenset(
    {
        "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown", "empty", "", "{}", "[]", "lmy47d",
        "0", "-1", "00000000-0000-0000-0000-000000000000",
    }
)  # fmt: skip
"""Ids that stand for nobody, in any case; whoever has one has none."""

KEPT = (
    "session_id", "platform", "os_name", "os_version", "device_type", "device_family", "device_carrier",
    "device_brand", "device_manufacturer", "device_model", "language", "country", "region", "city", "dma",
    "location_lat", "location_lng", "version_name", "start_version", "library", "paying",
)  # fmt: skip
"""What becomes a property under its own name, beside the event's properties, which win. The address (`ip_address`)
and the bookkeeping of the upload do not."""


def read_amplitude(reading: Reading) -> Iterator[Chunk]:
    """The chunks of an export.

    `event_time` is UTC; `$insert_id`, or else `uuid`, tells a repeated event. The groups of an event become
    properties "group:TYPE": the one member's name, or a list of several. `group_properties` stay under that name. A
    session of -1 is none, and ids that stand for nobody (`REFUSED_IDS`) are missing. The reading's mapping and
    time zone do not apply.
    """
    return read_lines(reading, Recipe(row_of, moments, time_reason("ms")))


def row_of(given: Object) -> Row:
    """A row of an exported event.

    >>> row_of({"event_type": "open", "user_id": "None", "groups": {"company": ["acme"]}}).properties
    {'group:company': 'acme'}
    """
    kept = {key: given[key] for key in KEPT if given.get(key) not in (None, "")}
    if kept.get("session_id") in (-1, "-1"):
        del kept["session_id"]
    groups = {f"group:{kind}": _member(names) for kind, names in _mapping(given.get("groups")).items()}
    told = _mapping(given.get("group_properties"))
    properties = kept | groups | ({"group_properties": told} if told else {}) | _mapping(given.get("event_properties"))
    return Row(
        event=given.get("event_type"),
        user=someone(given.get("user_id")),
        device=someone(given.get("device_id")),
        time=given.get("event_time"),
        insert_id=given.get("$insert_id") or given.get("uuid"),
        properties=properties,
        user_properties=_mapping(given.get("user_properties")),
    )


def someone(name: object) -> object:
    """An id, or None for one that stands for nobody.

    >>> someone("u1"), someone("NULL"), someone(0)
    ('u1', None, None)
    """
    return None if str(name).strip().lower() in REFUSED_IDS else name


def _member(names: object) -> object:
    return names[0] if isinstance(names, list) and len(names) == 1 else names


def _mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return dict(value) if isinstance(value, Mapping) else {}
