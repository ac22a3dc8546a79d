"""Files of rows as batches of columns: CSV, plain or in gzip, and Parquet. Nothing is held but the batch."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from truenorth.engines.experiments.errors import FileRefused

BLOCK_BYTES = 2 << 20
HEAD_BYTES = 256 << 10
BATCH_ROWS = 64 << 10
CODED = pa.dictionary(pa.int32(), pa.string())
DELIMITERS = ",;\t|"
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of some columns; `first` is the place of its first row among the good ones, from zero."""

    columns: dict[str, pa.Array]
    first: int
    rows: int


@dataclass(slots=True)
class Table:
    """A file that can be read from its start again and again.

    `broken` holds the places of rows with too many or too few cells, which no batch has; it is complete when the
    batches have been read once. `is_text` says that every cell is text; the header takes `header_lines`.
    """

    source: Path | BinaryIO
    name: str
    columns: tuple[str, ...]
    is_text: bool
    delimiter: str = ","
    header_lines: int = 1
    broken: list[int] = field(default_factory=list)

    def batches(self, columns: Sequence[str], *, coded: Sequence[str] = ()) -> Iterator[Batch]:
        """The rows of the named columns, from the file's start; text of few values, `coded`, comes as a dictionary.

        Raises FileRefused.
        """
        first = 0
        with _refusing():
            for batch in self._read(list(dict.fromkeys([*coded, *columns])), set(coded) - set(columns)):
                yield Batch(dict(zip(batch.schema.names, batch.columns, strict=True)), first, batch.num_rows)
                first += batch.num_rows

    def row_numbers(self, places: NDArray[np.int64]) -> list[int]:
        """Places among the good rows as numbers that a spreadsheet shows: the first below a header of a line is 2."""
        broken = np.asarray(self.broken, dtype=np.int64)
        rows = places + np.searchsorted(broken - np.arange(broken.size), places, side="right")
        return [int(row) + 1 + self.header_lines for row in rows]

    def broken_rows(self) -> list[int]:
        """The numbers of the rows that no batch has, as a spreadsheet shows them."""
        return [place + 1 + self.header_lines for place in self.broken]

    def _read(self, columns: list[str], coded: set[str]) -> Iterator[pa.RecordBatch]:
        stream = _open(self.source)
        if not self.is_text:
            from pyarrow import parquet

            yield from parquet.ParquetFile(stream).iter_batches(batch_size=BATCH_ROWS, columns=columns)
            return
        from pyarrow import csv as arrow

        broken: list[int] = []

        def pass_over(row: Any) -> str:  # noqa: ANN401 - Arrow's own type, without stubs
            broken.append(row.number - 1 - self.header_lines)
            return "skip"

        yield from arrow.open_csv(
            stream,
            read_options=arrow.ReadOptions(
                block_size=BLOCK_BYTES,
                use_threads=False,
                column_names=self.columns,
                skip_rows=self.header_lines,
            ),
            parse_options=arrow.ParseOptions(
                delimiter=self.delimiter, newlines_in_values=True, invalid_row_handler=pass_over
            ),
            convert_options=arrow.ConvertOptions(
                include_columns=columns,
                column_types={name: CODED if name in coded else pa.string() for name in columns},
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
        self.broken = broken


def open_table(source: Path | BinaryIO, *, name: str = "") -> Table:
    """A file by what its first bytes say it is. Raises FileRefused.

    >>> open_table(io.BytesIO(b"user,variant\\nu1,a\\n")).columns
    ('user', 'variant')
    """
    named = name or (source.name if isinstance(source, Path) else "file")
    with _refusing():
        if _first_bytes(source) == _PARQUET:
            from pyarrow import parquet

            return Table(source, named, tuple(parquet.read_schema(_open(source)).names), is_text=False)
        head = _open(source).read(HEAD_BYTES)
    text = _decode(head)
    delimiter = max(DELIMITERS, key=text.lstrip().partition("\n")[0].count)
    columns, lines = _read_header(text, delimiter)
    return Table(source, named, columns, is_text=True, delimiter=delimiter, header_lines=lines)


def _first_bytes(source: Path | BinaryIO) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(4)
    source.seek(0)
    return source.read(4)


def _open(source: Path | BinaryIO) -> pa.NativeFile:
    compression = "gzip" if _first_bytes(source)[:2] == _GZIP else None
    if isinstance(source, Path):
        return pa.input_stream(str(source), compression=compression) if compression else pa.OSFile(str(source))
    source.seek(0)
    plain = pa.PythonFile(_Lent(source), mode="r")
    return pa.CompressedInputStream(plain, compression) if compression else plain


class _Lent:
    """An open file that Arrow may read and not close: that is its owner's to do."""

    closed = False

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.seek, self.tell = file.read, file.seek, file.tell
        self.readable = self.seekable = lambda: True

    def close(self) -> None:
        """Nothing."""


def _decode(head: bytes) -> str:
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError as error:
        raise FileRefused(f"is not UTF-8 text at byte {error.start:,}", field="file") from error


def _read_header(text: str, delimiter: str) -> tuple[tuple[str, ...], int]:
    """The columns' names, and how many lines they take with the empty ones before them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((cells for cells in reader if any(cell.strip() for cell in cells)), None)
    except csv.Error as error:
        raise FileRefused(f"has a header that cannot be read: {error}", field="file", row=1) from error
    if header is None:
        raise FileRefused("is empty", field="file")
    columns = [cell.strip() or f"column {place}" for place, cell in enumerate(header, start=1)]
    twice = next((name for name in columns if columns.count(name) > 1), None)
    if twice is not None:
        raise FileRefused(f"has the column {twice!r} twice", field="file", row=1)
    return tuple(columns), reader.line_num


@contextmanager
def _refusing() -> Iterator[None]:
    """Arrow's complaints as refusals."""
    try:
        yield
    except (pa.ArrowException, EOFError) as error:
        what = "is not UTF-8 text" if "UTF8" in str(error) else f"cannot be read: {str(error).splitlines()[0][:200]}"
        raise FileRefused(what, field="file") from error
    except OSError as error:
        raise FileRefused(f"cannot be unpacked or read: {str(error)[:200]}", field="file") from error
