"""Lines of JSON become canonical rows, one object a line; each format says what its keys mean."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.files import cut_short, members
from truenorth.engines.events.importers.irregular import LONGEST_LINE, NOT_UTF8, TOO_LONG
from truenorth.engines.events.importers.json_text import dumped, loaded
from truenorth.engines.events.importers.moments import moments, time_reason
from truenorth.engines.events.importers.reading import LONGEST_RAW, Chunk, Reading, Reject
from truenorth.engines.events.importers.tabular import canonical

CHUNK_BYTES = 32 * 1024 * 1024
CHECKED_ROWS = 1_000

Object = Mapping[str, Any]


@dataclass(slots=True)
class Row:
    """An event as its format gave it; ids and names may still be numbers, times anything."""

    event: object = None
    user: object = None
    device: object = None
    time: object = None
    insert_id: object = None
    properties: dict[str, Any] = field(default_factory=dict)
    user_properties: dict[str, Any] = field(default_factory=dict)


MakeRow = Callable[[Object], Row]
Clock = Callable[[pa.Array], pa.Array]
Check = Callable[[list[Object]], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a format makes of an object, how it reads a column of times, and what a time must be to be read."""

    make: MakeRow
    clock: Clock
    why: Callable[[object], str]


def recipe(make: MakeRow, reading: Reading) -> Recipe:
    """Times as the reading has them.

    >>> from pathlib import Path
    >>> recipe(Row, Reading(Path("log"), {})).clock(pa.array(["2024-03-01"])).cast(pa.int64()).to_pylist()
    [1709251200000000]
    """
    unit, zone = reading.time_unit, reading.timezone
    return Recipe(make, lambda texts: moments(texts, unit=unit, timezone=zone), time_reason(unit))


def read_lines(reading: Reading, made: Recipe, *, check: Check | None = None) -> Iterator[Chunk]:
    """The chunks of a file of JSON lines, packed or not, or of a ZIP of such files in order of their names.

    Rows are lines, counted over all files of an archive; empty ones count and are passed over. `check` sees the
    first objects, at most 1,000, and may refuse the file. Raises EventRefused after the last chunk when a file is
    cut short.
    """
    lines = _Counted(reading, made, check)
    damage: EventRefused | None = None
    for file in members(reading.path):
        for line in _lines(file.stream):
            lines.add(line)
            if lines.is_full:
                yield lines.chunk(file.share())
        if file.failure and damage is None:
            damage = cut_short(file)
    if lines.size:
        yield lines.chunk(1.0)
    if damage is not None:
        raise damage


def _lines(stream: Any) -> Iterator[bytes | None]:  # noqa: ANN401 - anything with a readline
    """Lines as they are, None for one that is too long to be kept."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        yield None


class _Counted:
    """Lines that wait to become a chunk."""

    def __init__(self, reading: Reading, made: Recipe, check: Check | None) -> None:
        self._check = check if reading.skip == 0 else None
        self.number = 0
        self._reading = reading
        self._made = made
        self._held: list[tuple[int, bytes | None]] = []
        self._bytes = 0

    @property
    def size(self) -> int:
        return len(self._held)

    @property
    def is_full(self) -> bool:
        return len(self._held) >= self._reading.batch_rows or self._bytes >= CHUNK_BYTES

    def add(self, line: bytes | None) -> None:
        self.number += 1
        if self.number > self._reading.skip and (line is None or not line.isspace()):
            self._held.append((self.number, line))
            self._bytes += len(line or b"")

    def chunk(self, share: float) -> Chunk:
        held, self._held, self._bytes = self._held, [], 0
        if self._check is not None:
            first = [each for _, each, _ in islice(parsed(held, []), CHECKED_ROWS)]
            self._check(first)
            self._check = None if first else self._check
        rejects: list[Reject] = []
        return chunk_of_objects(parsed(held, rejects), self._made, rejects=rejects, end=self.number, share=share)


Numbered = tuple[int, Object, bytes]


def parsed(held: Iterable[tuple[int, bytes | None]], rejects: list[Reject]) -> Iterator[Numbered]:
    """The objects of numbered lines; lines that hold none are added to `rejects`.

    >>> rejects = []
    >>> [number for number, _, _ in parsed([(1, b"{}"), (2, b"7")], rejects)], rejects[0].reason
    ([1], 'must be a JSON object')
    """
    for number, line in held:
        try:
            value = _loaded(line)
        except EventRefused as refused:
            rejects.append(Reject(number, "row", refused.reason, shown(line or b"")))
        else:
            yield number, value, line or b""


def _loaded(line: bytes | None) -> Object:
    if line is None:
        raise EventRefused(TOO_LONG, field="row")
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise EventRefused(NOT_UTF8, field="row") from error
    value = loaded(text)
    if not isinstance(value, dict):
        raise EventRefused("must be a JSON object", field="row")
    return value


def shown(line: bytes) -> str:
    """A line as a person can read it in the file of refused rows.

    >>> shown(bytes([97, 255, 10])).isascii()
    True
    """
    return line.decode("utf-8", "backslashreplace").rstrip("\r\n")[:LONGEST_RAW]


def chunk_of_objects(
    objects: Iterable[Numbered], made: Recipe, *, rejects: list[Reject], end: int, share: float
) -> Chunk:
    """The chunk of numbered objects; those that make no event are refused, each with its reason."""
    cells: list[tuple[str | None, ...]] = []
    kept: list[tuple[int, bytes]] = []
    for number, each, line in objects:
        try:
            cells.append(_cells(made.make(each)))
        except EventRefused as refused:
            rejects.append(Reject(number, refused.field, refused.reason, shown(line)))
        else:
            kept.append((number, line))
    columns = zip(*cells, strict=True) if cells else [()] * len(_COLUMNS)
    arrays = {name: pa.array(values, pa.string()) for name, values in zip(_COLUMNS, columns, strict=True)}
    given = arrays["time"]
    arrays["time"] = made.clock(given)
    return _timed(arrays, given, kept, made, rejects=rejects, end=end, share=share)


_COLUMNS = ("event", "user_id", "device_id", "time", "insert_id", "properties", "user_properties")


def _timed(
    arrays: dict[str, pa.Array],
    given: pa.Array,
    kept: list[tuple[int, bytes]],
    made: Recipe,
    *,
    rejects: list[Reject],
    end: int,
    share: float,
) -> Chunk:
    rows: NDArray[np.int64] = np.array([number for number, _ in kept], np.int64)
    table = canonical(arrays, rows.size)
    is_timed = pc.is_valid(arrays["time"]).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(~is_timed):
        number, line = kept[at]
        rejects.append(Reject(number, "time", made.why(given[int(at)].as_py()), shown(line)))
    left = [kept[at] for at in np.flatnonzero(is_timed)]
    return Chunk(table.filter(pa.array(is_timed)), rows[is_timed], rejects, lambda at: shown(left[at][1]), end, share)


def _cells(row: Row) -> tuple[str | None, ...]:
    return (
        plain_text(row.event, part="event"),
        plain_text(row.user, part="user_id"),
        plain_text(row.device, part="device_id"),
        time_text(row.time),
        plain_text(row.insert_id, part="insert_id"),
        _object_text(row.properties, part="properties"),
        _object_text(row.user_properties, part="user_properties"),
    )


def plain_text(value: object, *, part: str) -> str | None:
    """An id or a name as text, None when it is missing or empty; EventRefused for what is neither text nor number.

    >>> plain_text(7.0, part="user_id"), plain_text("", part="user_id")
    ('7', None)
    """
    if isinstance(value, str):
        return _whole_characters(value, part) or None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EventRefused(f"must be text or a number, not {str(value)[:200]!r}", field=part)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def time_text(value: object) -> str | None:
    """A time as text; numbers are padded, so that even a small one is told from a year.

    >>> time_text(1000), time_text("2024-03-01")
    ('0000001000', '2024-03-01')
    """
    if value is None or isinstance(value, str):
        return _whole_characters(value, "time") if value else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EventRefused(f"must be text or a number, not {str(value)[:200]!r}", field="time")
    return f"{value:010d}" if isinstance(value, int) else f"{value:017.6f}"


def _object_text(value: object, *, part: str) -> str | None:
    if not isinstance(value, dict):
        raise EventRefused(f"must be an object, not {str(value)[:200]!r}", field=part)
    if not value:
        return None
    try:
        text = dumped(value)
    except RecursionError as error:
        raise EventRefused("is nested too deep", field=part) from error
    except ValueError as error:
        raise EventRefused("holds a number that is too large", field=part) from error
    return _whole_characters(text, part)


def _whole_characters(text: str, part: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise EventRefused("holds half of a surrogate pair", field=part) from error
    return text
