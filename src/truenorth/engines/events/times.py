"""Instants as microseconds since 1970 UTC, and durations as people write them."""

import datetime as dt
import math
import re
from collections.abc import Mapping

from truenorth.engines.events.errors import EventsRefused, PlanRefused

MICROS = 1_000_000
"""Microseconds in a second; every time in the engine is an int64 of them."""

SECONDS: Mapping[str, int] = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
LONGEST_SECONDS = 200 * 366 * 86_400
EARLIEST = int(dt.datetime(1900, 1, 1, tzinfo=dt.UTC).timestamp()) * MICROS
LATEST = int(dt.datetime(2200, 1, 1, tzinfo=dt.UTC).timestamp()) * MICROS

_DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w|sec|min|second|minute|hour|day|week|hr)s?\s*", re.IGNORECASE)


def duration_seconds(given: str | float | dt.timedelta, *, field: str = "window") -> float:
    """Seconds of "7d", "30 min", 3600 or a timedelta; above zero.

    >>> duration_seconds("7d"), duration_seconds(90), duration_seconds("1.5 h")
    (604800.0, 90.0, 5400.0)
    >>> duration_seconds("soon")
    Traceback (most recent call last):
    truenorth.engines.events.errors.PlanRefused: window must be a duration such as '7d', '30m' or seconds, not 'soon'
    """
    seconds = _seconds(given)
    if seconds is None:
        raise PlanRefused(f"must be a duration such as '7d', '30m' or seconds, not {given!r}", field=field)
    if not 0 < seconds <= LONGEST_SECONDS:
        raise PlanRefused(f"must lie between a moment and 200 years, not {given!r}", field=field)
    return seconds


def _seconds(given: object) -> float | None:
    if isinstance(given, dt.timedelta):
        return given.total_seconds()
    if isinstance(given, str):
        found = _DURATION.fullmatch(given)
        return float(found[1]) * SECONDS[found[2][0].lower()] if found else _finite(given)
    return _finite(given) if isinstance(given, int | float) and not isinstance(given, bool) else None


def _finite(given: str | float) -> float | None:
    try:
        number = float(given)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def duration_words(seconds: float) -> str:
    """A duration as people say it, in the largest unit of which it is a whole number.

    >>> duration_words(604800), duration_words(5400), duration_words(1), duration_words(0.5)
    ('7 days', '90 minutes', '1 second', '0.5 seconds')
    """
    for name, size in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            return _plural(seconds / size, name)
    return _plural(seconds, "second")


def _plural(number: float, name: str) -> str:
    return f"{number:,g} {name}" + ("" if number == 1 else "s")


def micros(given: str | float | dt.date | dt.datetime, *, field: str = "time") -> int:
    """Microseconds since 1970 of a datetime, an ISO 8601 text, or epoch milliseconds (a number, or digits).

    Without a zone it is UTC; a date is its first moment. Raises EventsRefused outside of 1900 to 2200.

    >>> micros("2024-03-01T12:00:00Z"), micros(1709294400000), micros("2024-03-01T14:00:00+02:00")
    (1709294400000000, 1709294400000000, 1709294400000000)
    """
    try:
        found = _micros(given)
    except OverflowError:
        found = LATEST
    if found is None:
        raise EventsRefused(f"must be a datetime, ISO 8601 or epoch milliseconds, not {given!r}", field=field)
    if not EARLIEST <= found < LATEST:
        raise EventsRefused(f"must lie between 1900 and 2200, not {given!r}", field=field)
    return found


def _micros(given: object) -> int | None:
    if isinstance(given, dt.datetime):
        aware = given if given.tzinfo else given.replace(tzinfo=dt.UTC)
        return (aware - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    if isinstance(given, dt.date):
        return _micros(dt.datetime(given.year, given.month, given.day, tzinfo=dt.UTC))
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float):
        return round(given * 1000) if math.isfinite(given) else None
    if not isinstance(given, str):
        return None
    return _from_text(given.strip())


def _from_text(text: str) -> int | None:
    if text.lstrip("-").replace(".", "", 1).isdecimal():
        digits = text.lstrip("-").partition(".")[0]
        return round(float(text) * 1000) if len(digits) > 8 or digits == "0" else None
    try:
        return _micros(dt.datetime.fromisoformat(text))
    except ValueError:
        return None


def instant(moment: int) -> dt.datetime:
    """The UTC datetime of a moment in microseconds.

    >>> instant(1709294400000000).isoformat()
    '2024-03-01T12:00:00+00:00'
    """
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=moment)
