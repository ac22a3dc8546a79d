"""JSON values compared as the reference implementation (JavaScript) compares them."""

import json
import math
import re
from collections.abc import Mapping
from typing import Final

NUMBERS: Final = (int, float)
LISTS: Final = (list, tuple)
OBJECTS: Final = (dict, Mapping)  # dict first: asking the abstract class takes several times as long
_CONTAINERS: Final = (*LISTS, *OBJECTS)
_NUMBER = re.compile(r"[+-]?(?:Infinity|\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)")
_WORDS: dict[object, str] = {None: "null", True: "true", False: "false"}
_WHOLE_LIMIT = 1e21


def to_text(value: object) -> str:
    """What JavaScript's String() makes of a JSON value.

    >>> to_text(1.0), to_text(None), to_text(True), to_text(["a", 1])
    ('1', 'null', 'true', 'a,1')
    """
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, LISTS):
        return ",".join("" if item is None else to_text(item) for item in value)
    return "[object Object]" if isinstance(value, OBJECTS) else str(value)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE_LIMIT else repr(value)


def to_number(value: object) -> float:
    """What JavaScript's Number() makes of a JSON value: nothing is 0, words are NaN.

    >>> to_number(" 12 "), to_number(None), to_number("x")
    (12.0, 0.0, nan)
    """
    if isinstance(value, NUMBERS):
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, LISTS):
        return to_number(to_text(value))
    if not isinstance(value, str):
        return math.nan
    text = value.strip()
    if not text:
        return 0.0
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def is_truthy(value: object) -> bool:
    """JavaScript's truth: empty lists and objects are true.

    >>> is_truthy([]), is_truthy(""), is_truthy(0)
    (True, False, False)
    """
    if value:
        return not isinstance(value, float) or not math.isnan(value)
    return value is not None and isinstance(value, _CONTAINERS)


def is_same(one: object, other: object) -> bool:
    """Strict equality: 1 is 1.0, but neither is true or "1"; lists and objects are never the same.

    >>> is_same(1, 1.0), is_same(1, True), is_same("1", 1)
    (True, False, False)
    """
    if isinstance(one, str):
        return isinstance(other, str) and one == other
    if isinstance(one, bool) or isinstance(other, bool) or one is None:
        return one is other
    return isinstance(one, NUMBERS) and isinstance(other, NUMBERS) and one == other


def is_equal(one: object, other: object) -> bool:
    """Equality of structure, key order minded, as JSON.stringify on both sides tells it.

    >>> is_equal(["a", 1], ["a", 1.0]), is_equal({"a": 1}, {"a": 2})
    (True, False)
    """
    return _json(one) == _json(other)


def _json(value: object) -> str:
    return json.dumps(_whole(value), default=to_text)


def _whole(value: object) -> object:
    if isinstance(value, OBJECTS):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, LISTS):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_less(one: object, other: object) -> bool:
    """`one < other`: two strings by their UTF-16 units, anything else by number; NaN is never less.

    >>> is_less("a", "b"), is_less("8", 10), is_less(None, 1), is_less("x", 1)
    (True, True, True, False)
    """
    if isinstance(one, str) and isinstance(other, str):
        if one.isascii() and other.isascii():
            return one < other
        return one.encode("utf-16-be", "surrogatepass") < other.encode("utf-16-be", "surrogatepass")
    return to_number(one) < to_number(other)


def is_not_more(one: object, other: object) -> bool:
    """`one <= other`, compared as in is_less.

    >>> is_not_more("a", "a"), is_not_more(3, "2")
    (True, False)
    """
    if isinstance(one, str) and isinstance(other, str):
        return not is_less(other, one)
    return to_number(one) <= to_number(other)


def kind_of(value: object) -> str:
    """The JSON type's name.

    >>> kind_of(None), kind_of([]), kind_of(1.5)
    ('null', 'array', 'number')
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names: tuple[tuple[type | tuple[type, ...], str], ...] = (
        ((int, float), "number"),
        (str, "string"),
        ((list, tuple), "array"),
        (Mapping, "object"),
    )
    return next((name for types, name in names if isinstance(value, types)), "unknown")


def padded_version(value: object) -> str:
    """A version that sorts as text: numbers padded, a release after its pre-releases, build and leading v dropped.

    >>> padded_version("v1.2.3+build") == padded_version("1.2.3")
    True
    >>> padded_version("1.2.3-rc.1") < padded_version("1.2.3")
    True
    """
    text = to_text(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not text:
        text = "0"
    parts = re.split(r"[-.]", re.sub(r"\+.*$", "", text.removeprefix("v"), flags=re.DOTALL))
    if len(parts) == 3:
        parts.append("~")
    return "-".join(part.rjust(5) if re.fullmatch(r"[0-9]+", part) else part for part in parts)
