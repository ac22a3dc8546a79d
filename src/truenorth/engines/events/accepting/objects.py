"""Properties as Python values or JSON text, written as the compact text of one JSON object."""

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from truenorth.engines.events.accepting.schema import DEEPEST, LONGEST_OBJECT_BYTES
from truenorth.engines.events.accepting.words import SURROGATE

NOT_OBJECT = "must be a JSON object"
NOT_FINITE = "must be a finite number: JSON has no other"
TOO_DEEP = f"is nested deeper than {DEEPEST}"
TOO_LARGE = "is longer than 16 MiB"
NOT_JSON = "must be JSON"


class Unfit(ValueError):
    """Properties that cannot be stored; `name` is the property at fault, or None for all of them."""

    def __init__(self, reason: str, *, name: str | None = None) -> None:
        self.reason = reason
        self.name = name
        super().__init__(reason)

    def field(self, column: str) -> str:
        """What a rejection names: "properties" or "properties.NAME"."""
        return column if self.name is None else f"{column}.{self.name.encode(errors='backslashreplace').decode()}"


def _plainer(value: object) -> object:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{NOT_JSON}, not {type(value).__name__}")


_WRITER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plainer)
_READER = json.JSONDecoder()
_SECRET = secrets.token_hex(16)
_BETWEEN = f',"{_SECRET}",'
BLOCK = 256
"""Values that are read and written at once; one that is unfit costs its block the slower way."""


def object_text(given: object) -> str | None:
    """The compact JSON of a mapping or of the text of a JSON object; None for nothing. Raises Unfit.

    Datetimes become ISO 8601 text; numpy's scalars and UUIDs become plain ones.

    >>> object_text({"plan": "pro", "seats": 3}), object_text(' {"a": [1, 2]} '), object_text("{}")
    ('{"plan":"pro","seats":3}', '{"a":[1,2]}', None)
    """
    found = _object(given)
    if not found:
        return None
    try:
        text = _WRITER.encode(found)
    except (TypeError, ValueError, RecursionError) as error:
        raise _blame(found, error) from error
    if _containers(text) > DEEPEST and is_deep(found):
        raise Unfit(TOO_DEEP)
    if not text.isascii():
        _check_characters(text, found)
    if len(text) * 4 > LONGEST_OBJECT_BYTES and len(text.encode()) > LONGEST_OBJECT_BYTES:
        raise Unfit(TOO_LARGE)
    return text


def _object(given: object) -> Mapping[str, object] | None:
    found = _parsed(given) if isinstance(given, str) else given
    if found is None:
        return None
    if not isinstance(found, Mapping):
        raise Unfit(NOT_OBJECT)
    if not all(isinstance(name, str) for name in found):
        raise Unfit(NOT_OBJECT)
    return found if isinstance(found, dict) else dict(found)


def _parsed(text: str) -> object:
    if not text or text.isspace():
        return None
    try:
        return _READER.decode(text)
    except RecursionError as error:
        raise Unfit(TOO_DEEP) from error
    except ValueError as error:
        raise Unfit(NOT_OBJECT) from error


def _blame(found: Mapping[str, object], error: Exception) -> Unfit:
    """The fault of the first property that cannot be written."""
    for name, value in found.items():
        try:
            _WRITER.encode(value)
        except (TypeError, ValueError, RecursionError) as fault:
            return _fault(fault, name)
    return _fault(error, None)


def _fault(error: Exception, name: str | None) -> Unfit:
    said = str(error)
    if isinstance(error, RecursionError) or "ircular" in said:
        return Unfit(TOO_DEEP)
    if "float" in said:
        return Unfit(NOT_FINITE, name=name)
    return Unfit(said if said.startswith(NOT_JSON) else NOT_JSON, name=name)


def _check_characters(text: str, found: Mapping[str, object]) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unfit(SURROGATE, name=_with_surrogate(found)) from error


def _with_surrogate(found: Mapping[str, object]) -> str | None:
    """The property whose value has one; None when a name has, for it could not be printed either."""
    for name, value in found.items():
        if is_torn(name):
            return None
        if is_torn(_WRITER.encode(value)):
            return name
    return None


def is_torn(text: str) -> bool:
    """Whether a text has a lone surrogate, and so no UTF-8.

    >>> is_torn("a"), is_torn(chr(0xD800))
    (False, True)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def is_deep(found: object) -> bool:
    """Whether more than 40 objects and lists lie inside one another.

    >>> is_deep({"a": 1})
    False
    """
    layer: list[object] = [found]
    for _ in range(DEEPEST + 1):
        layer = [item for item in layer if isinstance(item, Mapping | list | tuple)]
        if not layer:
            return False
        layer = [part for item in layer for part in _parts(item)]
    return True


def _parts(item: object) -> Iterable[object]:
    if isinstance(item, Mapping):
        return item.values()
    return item if isinstance(item, list | tuple) else ()


def object_texts(values: Sequence[object]) -> tuple[list[str | None], dict[int, Unfit]]:
    """`object_text` of many values, and the faults of those that have one, by place.

    >>> texts, faults = object_texts([{"a": 1}, None, "{", "{}"])
    >>> texts, {place: fault.reason for place, fault in faults.items()}
    (['{"a":1}', None, None, None], {2: 'must be a JSON object'})
    """
    faults: dict[int, Unfit] = {}
    if values.count(None) == len(values):
        return [None] * len(values), faults
    texts: list[str | None] = []
    for start in range(0, len(values), BLOCK):
        block = values[start : start + BLOCK]
        texts += _at_once(block) or _one_by_one(block, start, faults)
    return texts, faults


def _one_by_one(block: Sequence[object], start: int, faults: dict[int, Unfit]) -> list[str | None]:
    texts: list[str | None] = [None] * len(block)
    for place, value in enumerate(block):
        try:
            texts[place] = object_text(value)
        except Unfit as fault:
            faults[start + place] = fault
    return texts


def _at_once(block: Sequence[object]) -> list[str | None] | None:
    """The texts of a block of which all are fit; None when one may not be, or cannot be told apart from the next.

    The values are written as one list, and read as one, with a secret text between them. What somebody sends cannot
    have it, so that no value can pass for two, and no two for one.
    """
    try:
        found = _parsed_at_once(block)
        if not set(map(type, found)) <= {dict, type(None)}:
            return None
        "".join(chain.from_iterable(value for value in found if isinstance(value, dict)))  # are all names text?
        whole = _WRITER.encode([part for value in found for part in (_SECRET, value or None)][1:])
        whole.encode()
    except (TypeError, ValueError, RecursionError):
        return None
    texts = whole[1:-1].split(_BETWEEN)
    if len(texts) != len(block) or max(map(len, texts)) * 4 > LONGEST_OBJECT_BYTES:
        return None
    if _containers(whole) > DEEPEST and any(_containers(text) > DEEPEST for text in texts):
        return None
    return [None if text == "null" else text for text in texts]


def _containers(text: str) -> int:
    """No fewer than there are objects and lists inside one another."""
    return text.count("{") + text.count("[")


def _parsed_at_once(block: Sequence[object]) -> Sequence[object]:
    """The block with its JSON texts read. Raises ValueError when that cannot be told."""
    texts = [value for value in block if isinstance(value, str)]
    if not texts:
        return block
    parts = _READER.decode(f"[{_BETWEEN.join(texts)}]")
    if len(parts) != 2 * len(texts) - 1 or any(between != _SECRET for between in parts[1::2]):
        raise ValueError(NOT_OBJECT)
    found = iter(parts[::2])
    return [next(found) if isinstance(value, str) else value for value in block]
