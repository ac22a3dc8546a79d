"""Events as mappings: a chunk of them becomes columns, and the columns are checked."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter

import numpy as np
import pyarrow as pa

from truenorth.engines.events.accepting.columns import Given, sift
from truenorth.engines.events.accepting.moments import moment, time_column
from truenorth.engines.events.accepting.objects import is_torn, object_texts
from truenorth.engines.events.accepting.schema import BATCH_ROWS, FIELDS, Accepted
from truenorth.engines.events.accepting.sieve import Sieve
from truenorth.engines.events.accepting.words import NOT_ID, NOT_TEXT, SURROGATE, TOO_LONG, drop_longest, without_blanks

UNKNOWN = "is an unknown field"
NOT_MAPPING = "must be a mapping"

_KNOWN = frozenset(FIELDS)
_NOTHING: Mapping[str, object] = {}
_TEXT = pa.large_string()
_LONGEST_INTEGER_BITS = 4096
_WAYS = (
    (str, _TEXT),
    (int, pa.int64()),
    (float, pa.float64()),
    (dt.datetime, pa.timestamp("us", "UTC")),
)


def take_mappings(events: Iterable[object]) -> Iterator[Accepted]:
    """What is taken of each chunk of mappings.

    >>> [part.rows for part in take_mappings([{"event": "signup", "user_id": 7, "time": 1709294400000}])]
    [1]
    """
    left = iter(events)
    first_row = 0
    while rows := list(islice(left, BATCH_ROWS)):
        yield _take_chunk(rows, first_row)
        first_row += len(rows)


def _take_chunk(rows: Sequence[object], first_row: int) -> Accepted:
    sieve = Sieve(len(rows), first_row=first_row)
    events = _mappings(sieve, rows)
    seen: set[object] = set().union(*events)
    if not seen <= _KNOWN:
        _drop_unknown(sieve, events)
    columns = sift(sieve, Values(len(rows), {field: _values(events, field) for field in FIELDS if field in seen}))
    return Accepted(sieve.batches(columns), sieve.rejected())


def _mappings(sieve: Sieve, rows: Sequence[object]) -> list[Mapping[str, object]]:
    events = [row if isinstance(row, dict | Mapping) else _NOTHING for row in rows]
    if _NOTHING in events:
        for at, row in enumerate(rows):
            if events[at] is _NOTHING:
                sieve.drop_row(at, field="event", reason=f"{NOT_MAPPING}, not {type(row).__name__}")
    return events


def _drop_unknown(sieve: Sieve, events: Sequence[Mapping[str, object]]) -> None:
    for row, event in enumerate(events):
        if not _KNOWN.issuperset(event):
            unknown = next(name for name in event if name not in _KNOWN)
            sieve.drop_row(row, field=_printable(unknown), reason=UNKNOWN)


def _values(events: Sequence[Mapping[str, object]], field: str) -> list[object]:
    try:
        return list(map(itemgetter(field), events))
    except KeyError:
        return [event.get(field) for event in events]


def _printable(name: object) -> str:
    return str(name).encode(errors="backslashreplace").decode()


class Values(Given):
    """Columns of Python values."""

    def __init__(self, rows: int, values: Mapping[str, list[object]]) -> None:
        self._rows = rows
        self.values = values

    def words(self, sieve: Sieve, field: str, *, takes_integers: bool) -> pa.Array:
        if field not in self.values:
            return pa.nulls(self._rows, _TEXT)
        text = _words(sieve, self.values[field], field=field, takes_integers=takes_integers)
        drop_longest(sieve, text, field=field)
        return text

    def moments(self, sieve: Sieve) -> pa.Array:
        return _moments(sieve, self.values.get("time", [None] * self._rows))

    def objects(self, sieve: Sieve, field: str) -> pa.Array:
        if field not in self.values:
            return pa.nulls(self._rows, _TEXT)
        texts, faults = object_texts(self.values[field])
        for row, fault in faults.items():
            sieve.drop_row(row, field=fault.field(field), reason=fault.reason)
        return pa.array(texts, _TEXT)


def _words(sieve: Sieve, values: Sequence[object], *, field: str, takes_integers: bool) -> pa.Array:
    if set(map(type, values)) <= {str, type(None)}:
        try:
            return without_blanks(pa.array(values, _TEXT))
        except UnicodeEncodeError:
            pass
    texts: list[str | None] = [None] * len(values)
    for row, value in enumerate(values):
        text, reason = _word(value, takes_integers=takes_integers)
        if reason is None:
            texts[row] = text
        else:
            sieve.drop_row(row, field=field, reason=reason)
    return without_blanks(pa.array(texts, _TEXT))


def _word(value: object, *, takes_integers: bool) -> tuple[str | None, str | None]:
    """The text of a value, or the reason why there is none."""
    if value is None:
        return None, None
    if isinstance(value, str):
        return (None, SURROGATE) if is_torn(value) else (str(value), None)
    if takes_integers and isinstance(value, int | np.integer) and not isinstance(value, bool):
        return (str(value), None) if int(value).bit_length() <= _LONGEST_INTEGER_BITS else (None, TOO_LONG)
    return None, f"{NOT_ID if takes_integers else NOT_TEXT}, not {type(value).__name__}"


def _moments(sieve: Sieve, values: Sequence[object]) -> pa.Array:
    kinds = set(map(type, values)) - {type(None)}
    for kind, arrow in _WAYS:
        if kinds == {kind}:
            try:
                return time_column(sieve, pa.array(values, arrow))
            except (UnicodeEncodeError, OverflowError, pa.ArrowInvalid):
                break
    found = np.zeros(len(values), dtype=np.int64)
    for row, value in enumerate(values):
        outcome = moment(value)
        if isinstance(outcome, str):
            sieve.drop_row(row, field="time", reason=outcome)
        else:
            found[row] = outcome
    return pa.array(found)
