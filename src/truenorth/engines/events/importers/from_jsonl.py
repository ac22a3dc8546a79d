"""JSON lines: one object a line, its keys named as a CSV's columns are, or by dotted paths."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.reading import Chunk, Reading
from truenorth.engines.events.importers.records import Object, Row, read_lines, recipe
from truenorth.engines.events.importers.tabular import USUAL, listed

_ABSENT = object()
_WHO_AND_WHEN = ("event", "user", "device", "time", "insert_id")


def read_jsonl(reading: Reading) -> Iterator[Chunk]:
    """The chunks of a file of JSON lines.

    Keys that the mapping leaves over are properties, beside those in the `properties` object, which win. Raises
    EventRefused before the first chunk when none of the first 1,000 objects has a key that the mapping names.
    """
    return read_lines(reading, recipe(row_maker(reading.mapping), reading), check=_check(reading.mapping))


def row_maker(mapping: Mapping[str, str]) -> Callable[[Object], Row]:
    """What makes a row of an object, by a mapping of parts to keys.

    >>> row_maker({"user": "who.id"})({"event": "signup", "who": {"id": 7}, "plan": "pro"}).properties
    {'who': {'id': 7}, 'plan': 'pro'}
    """
    names = {part: (mapping[part],) if part in mapping else usual for part, usual in USUAL.items()}
    used = frozenset(name for each in names.values() for name in each)
    event, user, device, time, insert_id = (_getter(names[part]) for part in _WHO_AND_WHEN)
    inner, known = _getter(names["properties"]), _getter(names["user_properties"])

    def make(given: Object) -> Row:
        properties = _object(inner(given), "properties")
        if left := given.keys() - used:
            beside = {key: value for key, value in given.items() if key in left and value is not None}
            properties = beside | properties
        who = (event(given), user(given), device(given), time(given), insert_id(given))
        return Row(*who, properties, _object(known(given), "user_properties"))

    return make


def _getter(names: tuple[str, ...]) -> Callable[[Object], Any]:
    if len(names) == 1:
        name = names[0]
        return (lambda given: value_at(given, name)) if "." in name else (lambda given: given.get(name))
    return lambda given: next((value for name in names if (value := value_at(given, name)) is not None), None)


def value_at(given: Object, name: str) -> Any:  # noqa: ANN401 - any JSON
    """The value of a key, or at the end of a dotted path; None when there is none.

    >>> value_at({"a": {"b": 1}, "a.c": 2}, "a.b"), value_at({"a": {"b": 1}, "a.c": 2}, "a.c")
    (1, 2)
    """
    found = _at(given, name)
    return None if found is _ABSENT else found


def _at(given: Object, name: str) -> object:
    if name in given:
        return given[name]
    at: object = given
    for key in name.split("."):
        if not isinstance(at, Mapping) or key not in at:
            return _ABSENT
        at = at[key]
    return at


def _object(value: object, part: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise EventRefused(f"must be an object, not {str(value)[:200]!r}", field=part)
    return value


def _check(mapping: Mapping[str, str]) -> Callable[[list[Object]], None]:
    def check(objects: list[Object]) -> None:
        for part, name in mapping.items():
            if objects and all(_at(each, name) is _ABSENT for each in objects):
                keys = sorted({key for each in objects for key in each})
                raise EventRefused(f"names the key {name!r}, which the lines lack; {_keys(keys)}", field=part)

    return check


def _keys(keys: list[str]) -> str:
    return listed(keys).replace("columns", "keys")
