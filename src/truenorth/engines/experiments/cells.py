"""Columns of cells as numbers, as codes and as hashes."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.experiments.errors import PlanRefused
from truenorth.engines.experiments.kernels import hash_units
from truenorth.engines.kernels import fixed

WORDS = {"true": 1.0, "false": 0.0, "t": 1.0, "f": 0.0, "yes": 1.0, "no": 0.0}
MISSING = {"", "na", "n/a", "nan", "null", "none"}
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column as numbers: NaN where a cell is empty or `bad` (no finite number)."""

    values: Floats
    bad: Mask

    @property
    def missing(self) -> Mask:
        return np.isnan(self.values) & ~self.bad


def read_numbers(column: pa.Array, *, name: str) -> Numbers:
    """Cells as numbers; TRUE and FALSE are 1 and 0, NA and the like are missing. Raises PlanRefused.

    >>> read = read_numbers(pa.array(["1.5", "TRUE", "", "abc"]), name="spend")
    >>> read.values, read.bad
    (array([1.5, 1. , nan, nan]), array([False, False, False,  True]))
    """
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return _read_texts(column)
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_decimal(column.type)):
        raise PlanRefused(f"reads {name!r}, a column of {column.type} and not of numbers", field="metric")
    return _finite(_as_floats(column.cast(pa.float64(), safe=False)))


def _read_texts(column: pa.Array) -> Numbers:
    try:
        return _finite(_as_floats(column.cast(pa.float64())))
    except pa.ArrowInvalid:
        return _read_mixed(pc.utf8_trim_whitespace(column))


def _read_mixed(column: pa.Array) -> Numbers:
    """Numbers by the batch, whatever else there is by the word."""
    is_plain = pc.fill_null(pc.match_substring_regex(column, _NUMBER), fill_value=False)
    nothing = pa.scalar(None, column.type)
    plain = pc.utf8_ltrim(pc.if_else(is_plain, column, nothing), characters="+")
    read = _finite(_as_floats(plain.cast(pa.float64())))
    words = pc.if_else(is_plain, nothing, column).dictionary_encode()
    texts = [text.casefold() for text in words.dictionary.to_pylist()]
    is_bad = np.array([text not in WORDS and text not in MISSING for text in texts], dtype=np.bool_)
    value = np.array([WORDS.get(text, np.nan) for text in texts], dtype=np.float64)
    places = np.flatnonzero(words.indices.is_valid().to_numpy(zero_copy_only=False))
    which = words.indices.drop_null().to_numpy(zero_copy_only=False)
    values, bad = read.values.copy(), read.bad.copy()
    values[places] = value[which]
    bad[places] = is_bad[which]
    return Numbers(values, bad)


def _as_floats(column: pa.Array) -> Floats:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _finite(values: Floats) -> Numbers:
    bad = np.isinf(values)
    return Numbers(np.where(bad, np.nan, values) if bad.any() else values, bad)


def read_codes(column: pa.Array, known: dict[str, int], *, adds: bool) -> Codes:
    """Each cell's number in `known`; -1 for an empty one and, unless it `adds`, for a name that is not known.

    >>> known = {"a": 0}
    >>> read_codes(pa.array(["b", "a", None, " b "]), known, adds=True), known
    (array([ 1,  0, -1,  1]), {'a': 0, 'b': 1})
    """
    encoded = column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()
    names = [str(name).strip() for name in encoded.dictionary.to_pylist()]
    for name in names if adds else ():
        if name:
            known.setdefault(name, len(known))
    codes = np.array([*(known.get(name, -1) for name in names), -1], dtype=np.int64)
    places = encoded.indices
    if places.null_count:
        places = pc.fill_null(places, fill_value=len(names))
    return np.asarray(codes[places.to_numpy(zero_copy_only=False)], dtype=np.int64)


def read_hashes(column: pa.Array) -> NDArray[np.uint64]:
    """128 bits for each cell, shape (rows, 2), spaces around it aside; zeros where it is empty.

    >>> hashes = read_hashes(pa.array(["u1", " u1", "u2", ""]))
    >>> bool((hashes[0] == hashes[1]).all()), bool((hashes[0] == hashes[2]).all()), hashes[3].tolist()
    (True, False, [0, 0])
    """
    texts = pc.fill_null(column.cast(pa.string()), fill_value="")
    _, offsets, data = texts.buffers()
    hashes = np.zeros((len(texts), 2), dtype=np.uint64)
    if len(texts) and data is not None:
        ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
        hash_units(fixed(ends), fixed(np.frombuffer(data, dtype=np.uint8)), hashes)
    return hashes
