"""Properties as typed Arrow columns, written as JSON text a column at a time."""

import json
import math
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.accepting.combinations import combinations_of
from truenorth.engines.events.accepting.objects import (
    NOT_FINITE,
    NOT_OBJECT,
    TOO_DEEP,
    TOO_LARGE,
    is_deep,
    object_texts,
)
from truenorth.engines.events.accepting.schema import DEEPEST, LONGEST_OBJECT_BYTES
from truenorth.engines.events.accepting.sieve import Mask, Sieve, mask_of
from truenorth.engines.events.accepting.words import checked, is_text
from truenorth.engines.events.errors import EventRefused

TEXT = pa.large_string()
NO_NUMBER = "\x00"
"""Stands for NaN and the infinities while text is put together; JSON text never has the character itself."""

_TO_ESCAPE = r'["\\\x00-\x1f]'


def object_column(sieve: Sieve, column: pa.Array, *, field: str) -> pa.Array:
    """JSON text of a column of structs, maps or JSON texts; null for nothing. Rows that are unfit are dropped.

    A null in a struct is a property that the event does not have; a null in a map or a list is a JSON null.
    Raises EventRefused for any other type of column, or one with parts that JSON cannot have.

    >>> object_column(Sieve(2, first_row=0), pa.array([{"a": 1}, {"b": "x"}]), field="properties").to_pylist()
    ['{"a":1}', '{"b":"x"}']
    """
    kind = column.type
    if pa.types.is_null(kind):
        return column.cast(TEXT)
    if pa.types.is_dictionary(kind) or is_text(kind):
        return _of_texts(sieve, column, field=field)
    if pa.types.is_struct(kind) or pa.types.is_map(kind):
        return _of_objects(sieve, column, field=field)
    raise EventRefused(f"{NOT_OBJECT}, not {kind}", field=field)


def _of_texts(sieve: Sieve, column: pa.Array, *, field: str) -> pa.Array:
    """Each distinct text is read once."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    if not is_text(coded.dictionary.type):
        raise EventRefused(f"{NOT_OBJECT}, not {column.type}", field=field)
    texts, faults = object_texts(checked(coded.dictionary, field=field).to_pylist())
    if faults:
        codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
        for row in np.flatnonzero(np.isin(codes, list(faults))).tolist():
            fault = faults[int(codes[row])]
            sieve.drop_row(row, field=fault.field(field), reason=fault.reason)
    return pa.array(texts, TEXT).take(coded.indices)


def _of_objects(sieve: Sieve, column: pa.Array, *, field: str) -> pa.Array:
    """Each distinct combination of values is written once."""
    first, which = combinations_of(column)
    text = spelt(column if first.size == len(column) else column.take(pa.array(first)), field=field)
    for row in np.flatnonzero(mask_of(pc.match_substring(text, NO_NUMBER))[which]).tolist():
        sieve.drop_row(row, field=f"{field}.{_culprit(column[row].as_py())}", reason=NOT_FINITE)
    if _depth(column.type) > DEEPEST:
        sieve.drop(_deep(text)[which], field=field, reason=TOO_DEEP)
    lengths = pc.binary_length(text)
    if (pc.max(lengths).as_py() or 0) > LONGEST_OBJECT_BYTES:
        sieve.drop(mask_of(pc.greater(lengths, LONGEST_OBJECT_BYTES))[which], field=field, reason=TOO_LARGE)
    return pc.if_else(pc.equal(text, "{}"), pa.scalar(None, TEXT), text).take(pa.array(which))


def _deep(text: pa.Array) -> Mask:
    """Which of these objects are nested too deep."""
    return np.array([written is not None and is_deep(json.loads(written)) for written in text.to_pylist()], bool)


def _depth(kind: pa.DataType) -> int:
    return 1 + max((_depth(kind.field(at).type) for at in range(kind.num_fields)), default=-1)


def _culprit(value: object) -> str:
    """The first property with a number that is none; a map's value is a list of pairs."""
    pairs = dict(value) if isinstance(value, dict | list) else {}
    return next((str(name) for name, part in pairs.items() if _has_no_number(part)), "")


def _has_no_number(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, dict):
        return any(_has_no_number(part) for part in value.values())
    return isinstance(value, list | tuple) and any(_has_no_number(part) for part in value)


def spelt(column: pa.Array, *, field: str) -> pa.Array:
    """The JSON text of each value, null staying null; NO_NUMBER where a number is none. Raises EventRefused.

    >>> spelt(pa.array([[1.5, None], None]), field="properties").to_pylist()
    ['[1.5,null]', None]
    """
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return spelt(column.storage, field=field)
    if pa.types.is_dictionary(kind):
        return spelt(column.dictionary, field=field).take(column.indices)
    if is_text(kind):
        return _quoted(checked(column, field=field).cast(TEXT))
    for is_kind, write in _WAYS:
        if is_kind(kind):
            return write(column)
    for is_kind, gather in _NESTED:
        if is_kind(kind):
            return gather(column, field)
    raise EventRefused(f"has a {kind}, which JSON has not", field=field)


def _quoted(column: pa.Array) -> pa.Array:
    to_escape = pc.match_substring_regex(column, _TO_ESCAPE)
    if pc.any(to_escape).as_py():
        chosen = pc.fill_null(to_escape, False)  # noqa: FBT003 - Arrow's signature
        escaped = [json.dumps(text, ensure_ascii=False)[1:-1] for text in column.filter(chosen).to_pylist()]
        column = pc.replace_with_mask(column, chosen, pa.array(escaped, TEXT))
    return _joined('"', column, '"')


def _joined(*parts: pa.Array | str) -> pa.Array:
    """Parts of each row side by side; null when one of them is null."""
    exact = [pa.scalar(part, TEXT) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*exact, pa.scalar("", TEXT))


def _as_written(column: pa.Array) -> pa.Array:
    return column.cast(TEXT)


def _floats(column: pa.Array) -> pa.Array:
    """Each distinct number is written once, as Python writes it; by its bits, for -0.0 is not 0.0."""
    coded = column.cast(pa.float64()).view(pa.int64()).dictionary_encode()
    numbers = coded.dictionary.to_numpy().view(np.float64).tolist()
    texts = [repr(number) if math.isfinite(number) else NO_NUMBER for number in numbers]
    return pa.array(texts, TEXT).take(coded.indices)


def _instants(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us", kind.tz), safe=False)
    elif pa.types.is_time64(kind):
        column = column.cast(pa.time64("us"), safe=False)
    coded = column.dictionary_encode()
    return pa.array([f'"{value.isoformat()}"' for value in coded.dictionary.to_pylist()], TEXT).take(coded.indices)


def _list(column: pa.Array, field: str) -> pa.Array:
    return _joined("[", _gathered(column, lambda values: _or_null(spelt(values, field=field))), "]")


def _map(column: pa.Array, field: str) -> pa.Array:
    if not is_text(column.type.key_type):
        raise EventRefused(f"has {column.type.key_type} for names, which JSON has not", field=field)

    def pairs(entries: pa.Array) -> pa.Array:
        names, values = entries.flatten()
        return _joined(spelt(names, field=field), ":", _or_null(spelt(values, field=field)))

    return _joined("{", _gathered(column, pairs), "}")


def _gathered(column: pa.Array, write: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """The texts of a row's elements with commas between them."""
    plain = _plain_list(column)
    offsets = plain.offsets.to_numpy().astype(np.int64)
    texts = write(plain.values.slice(offsets[0], offsets[-1] - offsets[0]))
    mask = plain.is_null() if plain.null_count else None
    lists = pa.LargeListArray.from_arrays(pa.array(offsets - offsets[0]), texts, mask=mask)
    return pc.binary_join(lists, pa.scalar(",", TEXT))


def _plain_list(column: pa.Array) -> pa.Array:
    if pa.types.is_map(column.type) or pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return column
    return column.cast(pa.large_list(column.type.value_field))


def _or_null(text: pa.Array) -> pa.Array:
    return pc.fill_null(text, "null") if text.null_count else text


def _struct(column: pa.Array, field: str) -> pa.Array:
    kind = column.type
    pieces = [
        _joined(f",{json.dumps(kind.field(at).name, ensure_ascii=False)}:", spelt(part, field=field))
        for at, part in enumerate(column.flatten())
    ]
    nothing = pa.scalar("", TEXT)
    inside = (
        pc.binary_join_element_wise(*pieces, nothing, nothing, null_handling="replace", null_replacement="")
        if pieces
        else pa.array([""] * len(column), TEXT)
    )
    text = _joined(pc.binary_replace_slice(inside, start=0, stop=1, replacement="{"), "}")
    return pc.if_else(column.is_valid(), text, pa.scalar(None, TEXT)) if column.null_count else text


_WAYS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array], pa.Array]], ...] = (
    (pa.types.is_null, _as_written),
    (pa.types.is_boolean, _as_written),
    (pa.types.is_integer, _as_written),
    (pa.types.is_floating, _floats),
    (pa.types.is_timestamp, _instants),
    (pa.types.is_date, _instants),
    (pa.types.is_time, _instants),
)


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


_NESTED: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.Array, str], pa.Array]], ...] = (
    (_is_list, _list),
    (pa.types.is_map, _map),
    (pa.types.is_struct, _struct),
)
