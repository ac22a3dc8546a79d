"""CSV: a header, one row an event. Read in compiled code while the file is regular, row by row where it is not."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from numpy.typing import NDArray

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.files import Opened, cut_short, opened
from truenorth.engines.events.importers.irregular import NOT_UTF8, irregular_rows
from truenorth.engines.events.importers.reading import Chunk, Reading, Reject
from truenorth.engines.events.importers.tabular import USUAL, Place, Roles, chunk_of, raw_row, roles

BLOCK_BYTES = 4 * 1024 * 1024
HEADER_BYTES = 1024 * 1024
DELIMITERS = ",;\t|"
IRREGULAR_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, each of them once, and what stands between two cells."""

    names: tuple[str, ...]
    delimiter: str


def read_csv(
    reading: Reading, *, usual: Mapping[str, tuple[str, ...]] = USUAL, is_every_used: bool = False
) -> Iterator[Chunk]:
    """The chunks of a CSV file with a header, packed or not, from row `reading.skip` on.

    Every column that the mapping leaves over is a property, its values text; empty cells are absent. Rows with too
    few or too many cells, with bytes that are not UTF-8 or with a quote that never closes are refused one by one.
    Raises EventRefused before the first chunk for a mapping that does not fit the header, and after the last one
    for a file that is cut short.
    """
    with opened(reading.path) as file:
        header = header_of(file, reading.delimiter)
        if header is None:
            return
        parts = roles(header.names, reading.mapping, usual=usual, is_every_used=is_every_used)
        progress = _Progress(reading.skip)
        try:
            yield from _regular(file, header, parts, reading, progress)
        except pa.ArrowInvalid:
            progress.is_irregular = True
    if progress.is_irregular:
        yield from _again(parts, reading, progress)
    elif file.failure:
        raise cut_short(file)


@dataclass
class _Progress:
    """`done` is the last row handed over; with `is_irregular` the rest has to be read row by row."""

    done: int
    is_irregular: bool = False


def header_of(file: Opened, delimiter: str | None) -> Header | None:
    """The header, the stream then standing at the first row; None for an empty file.

    Without a `delimiter` it is the one of comma, semicolon, tab and bar that makes the most columns.
    """
    lines: list[str] = []

    def fed() -> Iterator[str]:
        while line := file.stream.readline(HEADER_BYTES):
            if len(line) == HEADER_BYTES or len(lines) > 1000:
                raise EventRefused("has no header within its first MiB", field=file.name)
            lines.append(line.decode("utf-8", "replace"))
            yield lines[-1]

    try:
        names = next((row for row in csv.reader(fed(), delimiter=delimiter or ",") if row), None)
    except csv.Error as error:
        raise EventRefused(f"has no header that can be read: {error}", field=file.name) from error
    if not names:
        return None
    found = delimiter or max(DELIMITERS, key="".join(lines).count)
    split = next((row for row in csv.reader(lines, delimiter=found) if row), names)
    return Header(_once(split), found)


def _once(names: Sequence[str]) -> tuple[str, ...]:
    taken: dict[str, None] = {}
    for at, name in enumerate(names, 1):
        wanted = name.strip() or f"column_{at}"
        taken[wanted if wanted not in taken else f"{wanted}_{at}"] = None
    return tuple(taken)


def _regular(file: Opened, header: Header, parts: Roles, reading: Reading, progress: _Progress) -> Iterator[Chunk]:
    if not file.stream.peek(1):
        return
    seen = 0
    for batch, is_last in _with_last(_batches(file.stream, header)):
        table = pa.Table.from_batches([batch])
        if is_last and _runs_on(table):
            table, progress.is_irregular = table.slice(0, table.num_rows - 1), True
        rows = np.arange(seen + 1, seen + table.num_rows + 1, dtype=np.int64)
        seen += table.num_rows
        yield from _slices(_Batch(*_decoded(table, rows), seen), file, parts, reading, progress)


def _batches(stream: IO[bytes], header: Header) -> Iterator[pa.RecordBatch]:
    """Cells as bytes. Raises pyarrow's ArrowInvalid at the first row that has too few or too many, or no end."""
    yield from pyarrow.csv.open_csv(
        stream,
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=BLOCK_BYTES, column_names=list(header.names)
        ),
        parse_options=pyarrow.csv.ParseOptions(delimiter=header.delimiter, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(header.names, pa.binary()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _with_last(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[pa.RecordBatch, bool]]:
    held: pa.RecordBatch | None = None
    for batch in batches:
        if held is not None:
            yield held, False
        held = batch if batch.num_rows or held is None else held
    if held is not None:
        yield held, True


def _runs_on(table: pa.Table) -> bool:
    """Whether the last cell of a file has several lines: it may be a quote that never closes."""
    return table.num_rows > 0 and b"\n" in (table.column(table.num_columns - 1)[-1].as_py() or b"")


def _decoded(table: pa.Table, rows: NDArray[np.int64]) -> tuple[pa.Table, NDArray[np.int64], list[Reject]]:
    """Bytes as text; rows that hold anything else than UTF-8 are refused."""
    try:
        return table.cast(pa.schema([(name, pa.string()) for name in table.column_names])), rows, []
    except pa.ArrowInvalid:
        is_text = np.ones(table.num_rows, np.bool_)
        for values in table.columns:
            is_text &= [_is_utf8(value) for value in values.to_pylist()]
    bad = np.flatnonzero(~is_text)
    rejects = [Reject(int(rows[at]), "row", NOT_UTF8, raw_row(table, int(at))) for at in bad]
    left, _, _ = _decoded(table.filter(pa.array(is_text)), rows[is_text])
    return left, rows[is_text], rejects


def _is_utf8(value: bytes | None) -> bool:
    try:
        return value is None or value.decode() is not None
    except UnicodeDecodeError:
        return False


@dataclass(frozen=True, eq=False, slots=True)
class _Batch:
    """Rows with their numbers, the ones refused between them, and the number of the last of either."""

    table: pa.Table
    rows: NDArray[np.int64]
    rejects: list[Reject]
    end: int


def _slices(batch: _Batch, file: Opened, parts: Roles, reading: Reading, progress: _Progress) -> Iterator[Chunk]:
    """The batch in chunks of at most `reading.batch_rows`, what was handed over before left out."""
    waiting = [each for each in batch.rejects if each.row > progress.done]
    first = int(np.searchsorted(batch.rows, progress.done, side="right"))
    starts = range(first, batch.rows.size, reading.batch_rows) or ([first] if waiting else [])
    for at in starts:
        until = min(at + reading.batch_rows, batch.rows.size)
        end = batch.end if until == batch.rows.size else int(batch.rows[until - 1])
        due = [each for each in waiting if each.row <= end]
        waiting = [each for each in waiting if each.row > end]
        place = Place(batch.rows[at:until], end, file.share())
        yield chunk_of(batch.table.slice(at, until - at), place, parts=parts, reading=reading, rejects=due)
        progress.done = end


def _again(parts: Roles, reading: Reading, progress: _Progress) -> Iterator[Chunk]:
    """The file from its begin, row by row, and handed over from where the regular way ended."""
    with opened(reading.path) as file:
        header = header_of(file, reading.delimiter)
        if header is None:
            return
        found = irregular_rows(file.stream, header.delimiter, len(header.names))
        while batch := _gathered(found, header.names, progress.done):
            yield from _slices(batch, file, parts, reading, progress)
        if file.failure:
            raise cut_short(file)


def _gathered(found: Iterator[tuple[int, list[str] | Reject]], names: Sequence[str], done: int) -> _Batch | None:
    """The next rows, those up to `done` left out; None at the end."""
    rows: list[int] = []
    cells: list[list[str]] = []
    bad: list[Reject] = []
    row = 0
    for row, each in islice(found, IRREGULAR_ROWS):
        if isinstance(each, Reject):
            bad.append(each)
        elif row > done:
            rows.append(row)
            cells.append(each)
    if not row:
        return None
    nothing = pa.scalar(None, pa.string())
    columns = zip(*cells, strict=True) if cells else [()] * len(names)
    texts = {name: pa.array(values, pa.string()) for name, values in zip(names, columns, strict=True)}
    table = pa.table({name: pc.if_else(pc.equal(each, ""), nothing, each) for name, each in texts.items()})
    return _Batch(table, np.array(rows, np.int64), bad, row)
