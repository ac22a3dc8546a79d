"""Times of many shapes become microseconds, a column at a time."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.reading import TimeUnit
from truenorth.engines.events.times import EARLIEST, LATEST, micros

MICROS_IN = {"s": 1_000_000, "ms": 1_000, "us": 1}
MOST_DIGITS = {"s": 12, "ms": 15, "us": 18}
NAMES = {"s": "epoch seconds", "ms": "epoch milliseconds", "us": "epoch microseconds"}

_WHOLE = r"^[+-]?\d+$"
_DECIMAL = r"^[+-]?\d+\.\d*$"
_DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?)"
_LOCAL = _DATE + _CLOCK + r"?$"
_ZONED = _DATE + _CLOCK + r"(Z|[+-]\d{2}(:?\d{2})?)$"
_UTC = pa.timestamp("us", "UTC")
_WALL = pa.timestamp("us")


def moments(values: pa.Array, *, unit: TimeUnit = "ms", timezone: str = "UTC") -> pa.Array:
    """A column of times as timestamps of microseconds in UTC, null where there is none to be made.

    Text is ISO 8601 or digits; as in `times.micros`, up to eight digits count as epoch milliseconds only where they
    are "0", so that a year is not taken for a moment of 1970. Numbers count `unit`. What has no zone is in
    `timezone`: an hour that occurs twice is its first, one that never occurs becomes the moment after the gap, and
    after 2037 summer time is not counted.
    Times outside of 1900 to 2200 are null. Raises EventRefused for a column that cannot hold times.

    >>> moments(pa.array(["2024-03-01 12:00:00", "1709294400000", "soon"])).cast(pa.int64()).to_pylist()
    [1709294400000000, 1709294400000000, None]
    """
    kind = values.type
    if pa.types.is_dictionary(kind):
        return moments(values.cast(kind.value_type), unit=unit, timezone=timezone)
    if pa.types.is_timestamp(kind):
        return _of_timestamps(values, timezone)
    if pa.types.is_date(kind):
        return _placed(values.cast(_WALL), timezone)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _utc(_scaled(values.cast(pa.float64()) if pa.types.is_decimal(kind) else values, unit))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _of_texts(values.cast(pa.string()), unit, timezone)
    if pa.types.is_null(kind):
        return values.cast(_UTC)
    raise EventRefused(f"must be a column of times, not of {kind}", field="time")


def wall_moments(seconds: pa.Array, *, timezone: str) -> pa.Array:
    """Numbers of microseconds that count the wall clock of a zone, as moments in UTC.

    >>> wall_moments(pa.array([1709294400000000]), timezone="Europe/Paris").cast(pa.int64()).to_pylist()
    [1709290800000000]
    """
    return _placed(_within(seconds).cast(_WALL), timezone)


def _of_timestamps(values: pa.Array, timezone: str) -> pa.Array:
    try:
        whole = values.cast(pa.timestamp("us", values.type.tz), safe=False)
    except pa.ArrowInvalid:
        return pa.nulls(len(values), _UTC)
    return _utc(whole.cast(pa.int64())) if values.type.tz else _placed(whole, timezone)


def _of_texts(texts: pa.Array, unit: TimeUnit, timezone: str) -> pa.Array:
    trimmed = pc.utf8_trim_whitespace(texts)
    named = pc.replace_substring_regex(trimmed, pattern=r" (UTC|GMT)$", replacement="Z")
    local = _cast(named, _LOCAL, _WALL)
    if local.null_count == 0:
        return _placed(local, timezone)
    zoned = _cast(named, _ZONED, _UTC)
    if zoned.null_count == 0:
        return _within_moments(zoned)
    numbers = _of_digits(trimmed, unit)
    known = pc.coalesce(_within_moments(zoned), _placed(local, timezone), _utc(numbers))
    return _one_by_one(known, named, timezone) if known.null_count > texts.null_count else known


def _only(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.if_else(pc.match_substring_regex(texts, pattern), texts, pa.scalar(None, pa.string()))


def _cast(texts: pa.Array, pattern: str, kind: pa.DataType) -> pa.Array:
    """The texts of a shape, as times; if only one of them is no date (30 February), all are left to `_one_by_one`."""
    try:
        return _only(texts, pattern).cast(kind)
    except pa.ArrowInvalid:
        return pa.nulls(len(texts), kind)


def _of_digits(texts: pa.Array, unit: TimeUnit) -> pa.Array:
    digits = pc.utf8_ltrim(pc.replace_substring_regex(texts, pattern=r"\..*$", replacement=""), characters="+-")
    lengths = pc.utf8_length(digits)
    fits = pc.less_equal(lengths, MOST_DIGITS[unit])
    if unit == "ms":
        fits = pc.and_(fits, pc.or_(pc.greater(lengths, 8), pc.equal(digits, "0")))
    chosen = pc.if_else(fits, texts, pa.scalar(None, pa.string()))
    whole = pc.utf8_ltrim(_only(chosen, _WHOLE), characters="+").cast(pa.int64())
    if pc.any(pc.match_substring(chosen, ".")).as_py():
        parts = pc.utf8_ltrim(_only(chosen, _DECIMAL), characters="+").cast(pa.float64())
        return pc.coalesce(_scaled(whole, unit), _scaled(parts, unit))
    return _scaled(whole, unit)


def _scaled(numbers: pa.Array, unit: TimeUnit) -> pa.Array:
    """Numbers of a unit as microseconds; what lies outside of 1900 to 2200 is null before it can overflow."""
    factor = MICROS_IN[unit]
    low, high = EARLIEST // factor, LATEST // factor
    is_within = pc.and_(pc.greater_equal(numbers, low), pc.less(numbers, high))
    kept = pc.if_else(is_within, numbers, pa.scalar(None, numbers.type))
    if pa.types.is_floating(numbers.type):
        return pc.round(pc.multiply(kept.cast(pa.float64()), float(factor))).cast(pa.int64())
    return pc.multiply(kept.cast(pa.int64()), factor)


def _within(numbers: pa.Array) -> pa.Array:
    is_within = pc.and_(pc.greater_equal(numbers, EARLIEST), pc.less(numbers, LATEST))
    return pc.if_else(is_within, numbers, pa.scalar(None, pa.int64()))


def _utc(numbers: pa.Array) -> pa.Array:
    return _within(numbers).cast(_UTC)


def _within_moments(known: pa.Array) -> pa.Array:
    return _utc(known.cast(pa.int64()))


def _placed(wall: pa.Array, timezone: str) -> pa.Array:
    """Wall-clock times of a zone as moments."""
    kept = _within(wall.cast(pa.int64())).cast(_WALL)
    placed = pc.assume_timezone(kept, timezone, ambiguous="earliest", nonexistent="latest")
    return _within_moments(placed.cast(_UTC))


def _one_by_one(known: pa.Array, texts: pa.Array, timezone: str) -> pa.Array:
    """What no column-wide reading understood, each on its own: week dates, long fractions, days that are none."""
    at = np.flatnonzero(pc.and_(pc.is_null(known), pc.is_valid(texts)).to_numpy(zero_copy_only=False))
    found = [_parsed(text) for text in texts.take(pa.array(at)).to_pylist()]
    zoned = np.array([is_zoned for _, is_zoned in found], np.bool_)
    numbers = pa.array([number for number, _ in found], pa.int64())
    placed = pc.if_else(pa.array(zoned), _utc(numbers), wall_moments(numbers, timezone=timezone))
    mask = np.zeros(len(known), np.bool_)
    mask[at] = True
    return pc.replace_with_mask(known, pa.array(mask), placed)


def _parsed(text: str) -> tuple[int | None, bool]:
    """Microseconds, and whether the text named a zone."""
    if text.isdecimal() and len(text) != 8:
        return None, False
    try:
        moment = dt.datetime.fromisoformat(text)
        return micros(moment), moment.tzinfo is not None
    except (ValueError, OverflowError):
        return None, False


def time_reason(unit: TimeUnit) -> Callable[[object], str]:
    """Says of a value why it is no time.

    >>> time_reason("ms")("soon")
    "must be ISO 8601 or epoch milliseconds between 1900 and 2200, not 'soon'"
    """
    return lambda value: (
        "is missing"
        if value is None
        else f"must be ISO 8601 or {NAMES[unit]} between 1900 and 2200, not {str(value)[:200]!r}"
    )
