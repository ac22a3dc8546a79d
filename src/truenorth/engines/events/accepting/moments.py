"""The time of an event, in whatever form it came, as microseconds since 1970 UTC."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.accepting.sieve import Mask, Sieve, mask_of
from truenorth.engines.events.accepting.words import REQUIRED, checked, is_text
from truenorth.engines.events.errors import EventRefused, EventsRefused
from truenorth.engines.events.times import EARLIEST, LATEST, micros

NO_MOMENT = "must be a datetime, ISO 8601 or epoch milliseconds"
OUT_OF_RANGE = "must lie between 1900 and 2200"

Micros = NDArray[np.int64]
Outcome = int | str
"""Microseconds, or the reason why there are none."""

_DAY = 86_400_000_000
_PER_UNIT = {"s": 1_000_000, "ms": 1000, "us": 1}
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"
_PLAIN = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]" + _CLOCK
_LOCAL = _PLAIN + "$"
_DIGITS = r"^-?\d{9,13}$"
_ZONED = _PLAIN + r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$"
_FORMS = (
    (_ZONED, pa.timestamp("us", "UTC"), 1),
    (_LOCAL, pa.timestamp("us"), 1),
    (_DIGITS, pa.int64(), 1000),
)


def moment(given: object) -> Outcome:
    """Microseconds of any Python value by the rule of `times.micros`, or the reason why there are none.

    >>> moment("2024-03-01T12:00:00Z"), moment(True), moment("3000-01-01")
    (1709294400000000, 'must be a datetime, ISO 8601 or epoch milliseconds', 'must lie between 1900 and 2200')
    """
    if not isinstance(given, str | int | float | dt.date):
        return NO_MOMENT if given is not None else REQUIRED
    if isinstance(given, str) and not given.strip():
        return REQUIRED
    try:
        return micros(given)
    except OverflowError:
        return OUT_OF_RANGE
    except EventsRefused as refusal:
        return OUT_OF_RANGE if "between" in refusal.reason.partition(", not ")[0] else NO_MOMENT


def time_column(sieve: Sieve, column: pa.Array) -> pa.Array:
    """int64 microseconds of a column of timestamps, dates, epoch milliseconds or texts; other rows are dropped.

    Raises EventRefused when the column's type is none of these.

    >>> time_column(Sieve(2, first_row=0), pa.array([1709294400000, 0])).to_pylist()
    [1709294400000000, 0]
    """
    sieve.drop(mask_of(column.is_null()), field="time", reason=REQUIRED)
    plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    for is_kind, read in _READERS:
        if is_kind(plain.type):
            return pa.array(read(sieve, plain))
    raise EventRefused(f"{NO_MOMENT}, not {column.type}", field="time")


def _int64(column: pa.Array) -> Micros:
    filled = pc.fill_null(column.cast(pa.int64()), 0)
    return np.asarray(filled.to_numpy(zero_copy_only=False), dtype=np.int64)


def _clamped(column: pa.Array) -> Micros:
    if pa.types.is_uint64(column.type):
        return _int64(pc.min_element_wise(column, pa.scalar(LATEST, pa.uint64()), skip_nulls=False))
    return _int64(column)


def _of_nothing(_: Sieve, column: pa.Array) -> Micros:
    return np.zeros(len(column), dtype=np.int64)


def _of_dates(sieve: Sieve, column: pa.Array) -> Micros:
    return _scaled(sieve, _int64(column.cast(pa.date32()).cast(pa.int32())), factor=_DAY)


def _of_integers(sieve: Sieve, column: pa.Array) -> Micros:
    return _scaled(sieve, _clamped(column), factor=1000)


def _scaled(sieve: Sieve, values: Micros, *, factor: int) -> Micros:
    """Values times a factor; those out of range are dropped before they could overflow."""
    outside = (values < EARLIEST // factor) | (values >= LATEST // factor)
    sieve.drop(outside, field="time", reason=OUT_OF_RANGE)
    return np.where(outside, 0, values) * np.int64(factor)


def _of_timestamps(sieve: Sieve, column: pa.Array) -> Micros:
    values = _int64(column)
    if column.type.unit == "ns":
        return _scaled(sieve, values // 1000, factor=1)
    return _scaled(sieve, values, factor=_PER_UNIT[column.type.unit])


def _of_floats(sieve: Sieve, column: pa.Array) -> Micros:
    filled = pc.fill_null(column.cast(pa.float64()), 0.0).to_numpy(zero_copy_only=False)
    finite = np.isfinite(filled)
    sieve.drop(~finite, field="time", reason=NO_MOMENT)
    bounded = np.clip(np.where(finite, filled, 0.0), -1e15, 1e15)
    return _scaled(sieve, np.rint(bounded * 1000).astype(np.int64), factor=1)


def _of_texts(sieve: Sieve, given: pa.Array) -> Micros:
    column = checked(given.cast(pa.large_string()) if pa.types.is_string_view(given.type) else given, field="time")
    found = np.zeros(len(column), dtype=np.int64)
    rest: Mask = ~mask_of(column.is_null())
    for pattern, kind, factor in _FORMS:
        if not rest.any():
            break
        plain = mask_of(pc.match_substring_regex(column, pattern)) & rest
        values = _cast(column, plain, kind)
        if values is not None:
            found[plain] = values * factor
            rest &= ~plain
    outside = ((found < EARLIEST) | (found >= LATEST)) & ~rest
    sieve.drop(outside, field="time", reason=OUT_OF_RANGE)
    return _settled(sieve, found, column, rest)


def _cast(column: pa.Array, plain: Mask, kind: pa.DataType) -> Micros | None:
    """Microseconds of the plain rows, or None when one of them is no day of the calendar."""
    chosen = column if plain.all() else column.filter(pa.array(plain))
    try:
        return _int64(pc.cast(chosen, kind))
    except pa.ArrowInvalid:
        return None


def _settled(sieve: Sieve, found: Micros, column: pa.Array, rest: Mask) -> Micros:
    """Fill the remaining rows of `found` from Python's own reading, one by one."""
    for row in np.flatnonzero(rest & sieve.good).tolist():
        outcome = moment(column[row].as_py())
        if isinstance(outcome, str):
            sieve.drop_row(row, field="time", reason=outcome)
        else:
            found[row] = outcome
    return found


_READERS: tuple[tuple[Callable[[pa.DataType], bool], Callable[[Sieve, pa.Array], Micros]], ...] = (
    (pa.types.is_timestamp, _of_timestamps),
    (pa.types.is_integer, _of_integers),
    (is_text, _of_texts),
    (pa.types.is_floating, _of_floats),
    (pa.types.is_date, _of_dates),
    (pa.types.is_null, _of_nothing),
)
