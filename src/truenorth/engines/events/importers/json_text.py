"""Columns become JSON objects as text, a column at a time: each distinct value is spelled once."""

import datetime as dt
import decimal
import json
import math
from collections.abc import Sequence
from json.encoder import encode_basestring
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.errors import EventRefused


def _null(_: str) -> None:
    return None


_READER = json.JSONDecoder(parse_constant=_null)
_WRITER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False)
_ESCAPED = r'["\\\x00-\x1f]'


def properties_of(columns: Sequence[tuple[str, pa.Array]], *, more: "Inside | None" = None) -> pa.Array:
    """The properties of each row, as a struct of its columns or as the text of JSON objects.

    Missing values are left out. Text stays text. Numbers that are none (NaN, infinity) are missing. `more` is a
    further object in each row, and its value wins over that of a column of the same name.

    >>> properties_of([("plan", pa.array(["pro", None])), ("n", pa.array([float("nan"), 2.5]))]).to_pylist()
    [{'plan': 'pro', 'n': None}, {'plan': None, 'n': 2.5}]
    """
    plain = [(name, _finite(values)) for name, values in columns]
    if more is None and all(_is_json(values.type) for _, values in plain):
        return pa.StructArray.from_arrays([values for _, values in plain], [name for name, _ in plain])
    pieces = [_piece(name, values) for name, values in plain]
    if more is None:
        return _braced(pieces)
    if more.names.isdisjoint(name for name, _ in columns):
        return _braced([*pieces, more.texts])
    return _merged(_braced(pieces), _braced([more.texts]))


def _finite(values: pa.Array) -> pa.Array:
    if not pa.types.is_floating(values.type):
        return values
    wide = values.cast(pa.float64())
    return pc.if_else(pc.is_finite(wide), wide, pa.scalar(None, pa.float64()))


def _is_json(kind: pa.DataType) -> bool:
    """Whether the store reads values of a type as they are, whatever they are."""
    plain = (pa.types.is_null, pa.types.is_string, pa.types.is_integer, pa.types.is_boolean, pa.types.is_floating)
    timed = (pa.types.is_timestamp, pa.types.is_date)
    if pa.types.is_dictionary(kind):
        return bool(pa.types.is_string(kind.value_type))
    return any(is_kind(kind) for is_kind in (*plain, *timed))


def _braced(pieces: Sequence[pa.Array]) -> pa.Array:
    begun = [pc.binary_join_element_wise(",", piece, "") for piece in pieces]
    inner = pc.binary_join_element_wise(*begun, "", "", null_handling="replace", null_replacement="")
    whole = pc.binary_join_element_wise(pc.binary_replace_slice(inner, start=0, stop=1, replacement="{"), "}", "")
    return pc.if_else(pc.equal(inner, ""), pa.scalar(None, pa.string()), whole)


def _merged(under: pa.Array, over: pa.Array) -> pa.Array:
    both = zip(under.to_pylist(), over.to_pylist(), strict=True)
    found = [json.loads(low or "{}") | json.loads(high or "{}") for low, high in both]
    return pa.array([dumped(each) if each else None for each in found], pa.string())


def _piece(name: str, values: pa.Array) -> pa.Array:
    key = encode_basestring(name) + ":"
    kind = values.type
    if pa.types.is_string(kind):
        return _quoted(key, values)
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return _joined(key, values.cast(pa.string()))
    coded = values if pa.types.is_dictionary(kind) else _encoded(values)
    spelled = pa.array([_spelled(value) for value in coded.dictionary.to_pylist()], pa.string())
    return _joined(key, spelled.take(coded.indices))


def _encoded(values: pa.Array) -> pa.DictionaryArray:
    try:
        return pc.dictionary_encode(values)
    except pa.ArrowNotImplementedError:
        return pa.DictionaryArray.from_arrays(pa.array(np.arange(len(values), dtype=np.int32)), values)


def _joined(key: str, spelled: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise(key, spelled, "")


def _quoted(key: str, texts: pa.Array) -> pa.Array:
    special = pc.fill_null(pc.match_substring_regex(texts, _ESCAPED), fill_value=False)
    if not pc.any(special).as_py():
        return pc.binary_join_element_wise(key + '"', texts, '"', "")
    escaped = pa.array([encode_basestring(text)[1:-1] for text in texts.filter(special).to_pylist()], pa.string())
    return pc.binary_join_element_wise(key + '"', pc.replace_with_mask(texts, special, escaped), '"', "")


def _spelled(value: object) -> str | None:
    return None if (plain := plain_value(value)) is None else dumped(plain)


def plain_value(value: object) -> object:
    """A value of any column as JSON has it: moments as ISO 8601, decimals as numbers, bytes as text, NaN as none.

    >>> plain_value([float("nan"), b"x", dt.date(2024, 3, 1)])
    [None, 'x', '2024-03-01']
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(each) for each in value]
    return _as_plain(value)


def _as_plain(value: object) -> object:
    if isinstance(value, decimal.Decimal):
        return plain_value(int(value) if value.is_finite() and value == value.to_integral_value() else float(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def dumped(value: object) -> str:
    """JSON on one line, without spaces, other alphabets as they are. Raises ValueError for NaN and the infinities.

    >>> dumped({"näme": [1, None]})
    '{"näme":[1,null]}'
    """
    return _WRITER.encode(value)


def loaded(text: str) -> object:
    """The value of a JSON text; NaN and the infinities, which are not JSON, are null.

    Raises EventRefused for what is no JSON, or nested too deep to read.

    >>> loaded('{"a": NaN}')
    {'a': None}
    """
    try:
        value: object = _READER.decode(text)
    except RecursionError as error:
        raise EventRefused("is nested too deep", field="json") from error
    except ValueError as error:
        raise EventRefused(f"is not JSON: {error}", field="json") from error
    return value


class Inside(NamedTuple):
    """The insides of JSON objects: `texts` without their braces, `reasons` by row where it is none, `names` in all."""

    texts: pa.Array
    reasons: dict[int, str]
    names: frozenset[str]


_Found = tuple[str | None, str | None, frozenset[str]]
_NONE: frozenset[str] = frozenset()


def insides(values: pa.Array) -> Inside:
    """The insides of a column of JSON objects: text of them, or structs and maps.

    >>> insides(pa.array(['{"a": 1}', "{}", "7", None]))[0].to_pylist()
    ['"a":1', None, None, None]
    """
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if not pa.types.is_string(values.type):
        found = [_inside_of(value) for value in values.to_pylist()]
        return _collected(found, np.arange(len(found)))
    coded = pc.dictionary_encode(values)
    found = [_inside_of_text(text) for text in coded.dictionary.to_pylist()]
    codes = pc.fill_null(coded.indices, fill_value=-1).to_numpy(zero_copy_only=False)
    return _collected(found, codes)


def _collected(found: list[_Found], codes: NDArray[Any]) -> Inside:
    texts = pa.array([text for text, _, _ in found], pa.string())
    chosen = texts.take(pa.array(codes, mask=codes < 0))
    bad = {code: reason for code, (_, reason, _) in enumerate(found) if reason}
    reasons = {row: bad[code] for row, code in enumerate(codes.tolist()) if code in bad} if bad else {}
    return Inside(chosen, reasons, _NONE.union(*(names for _, _, names in found)))


def _inside_of_text(text: str) -> _Found:
    try:
        value = loaded(text)
    except EventRefused as refused:
        return None, f"must be a JSON object, and {refused.reason}", _NONE
    return _inside_of(value)


def _inside_of(value: object) -> _Found:
    if isinstance(value, list) and value and all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        value = dict(value)
    if value is None:
        return None, None, _NONE
    if not isinstance(value, dict):
        return None, f"must be a JSON object, not {str(value)[:200]!r}", _NONE
    try:
        kept = {key: plain_value(each) for key, each in value.items() if each is not None}
        text = dumped(kept)[1:-1]
        text.encode()
    except RecursionError:
        return None, "is nested too deep", _NONE
    except UnicodeEncodeError:
        return None, "holds half of a surrogate pair", _NONE
    return text or None, None, frozenset(kept)
