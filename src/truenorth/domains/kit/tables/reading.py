"""A CSV file as a stream of rows. A bad row is named and passed over; what leaves no row certain refuses the file."""

import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from truenorth.domains.kit.tables.errors import (
    ColumnsRepeated,
    FieldTooLong,
    FileNotText,
    HeaderUnreadable,
    QuoteLeftOpen,
    TableEmpty,
    TooManyColumns,
)
from truenorth.domains.kit.tables.sources import UNLIMITED, Limits, open_text

DELIMITERS = ",;\t|"
LONGEST_FIELD = 4_000_000
LONGEST_LINE = 16_000_000
MOST_COLUMNS = 2_000
SNIFFED_ROWS = 20
HEAD_CHARACTERS = 64 * 1024

csv.field_size_limit(LONGEST_FIELD)


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    number: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: Iterator[Row | BadRow]


def read_table(file: BinaryIO, *, limits: Limits = UNLIMITED, gathers_repeats: bool = False) -> Table:
    """The header at once, the rows as they are asked for.

    Columns of the same name are refused, or gathered into one, whose cells then hold a line for each that has text.
    """
    records = _open_records(file, limits)
    header = _read_header(records)
    columns = tuple(dict.fromkeys(header))
    if len(columns) < len(header) and not gathers_repeats:
        raise _repeated(header)
    return Table(columns, _read_rows(header, records))


def count_rows(file: BinaryIO, *, limits: Limits = UNLIMITED) -> int:
    """How many rows `read_table` gives, the bad ones too. It reads the file to its end and keeps none of it."""
    records = _open_records(file, limits)
    _read_header(records)
    return sum(1 for _, record in records if record)


def read_row(number: int, columns: Sequence[str], record: Sequence[str]) -> Row | BadRow:
    """One record under its columns, or what makes it impossible to store."""
    if len(record) != len(columns):
        return BadRow(number, "", f"It has {len(record)} fields; the header has {len(columns)}.")
    for column, cell in zip(columns, record, strict=True):
        fault = _fault_in(cell)
        if fault:
            return BadRow(number, column, fault)
    cells = dict(zip(columns, record, strict=True))
    return Row(number, cells if len(cells) == len(columns) else _gather(columns, record))


def name_columns(header: Sequence[str]) -> tuple[str, ...]:
    """The columns by their names, one that is empty by its place, and one that came before as it was spelled then."""
    if len(header) > MOST_COLUMNS:
        detail = f"It has {len(header)}; the most is {MOST_COLUMNS}."
        raise TooManyColumns(detail, fields={"file": detail})
    named = [name or f"column {place}" for place, name in enumerate(header, start=1)]
    fault = next(filter(None, map(_fault_in, named)), "")
    if fault:
        raise _unreadable(fault)
    spelled = {name.casefold(): name for name in reversed(named)}
    return tuple(spelled[name.casefold()] for name in named)


def _open_records(file: BinaryIO, limits: Limits) -> Iterator[tuple[int, list[str] | csv.Error]]:
    text = open_text(file, limits=limits)
    head = _read_head(text)
    return _read_records(itertools.chain(head, _lines(text)), delimiter=_find_delimiter(head))


def _read_head(text: TextIO) -> list[str]:
    lines: list[str] = []
    size = 0
    for line in _lines(text):
        lines.append(line)
        size += len(line)
        if size >= HEAD_CHARACTERS:
            break
    return lines


def _lines(text: TextIO) -> Iterator[str]:
    while True:
        try:
            line = text.readline(LONGEST_LINE)
        except UnicodeError:
            detail = "It starts as UTF-16 and goes on as something else."
            raise FileNotText(detail, fields={"file": detail}) from None
        if not line:
            return
        if len(line) == LONGEST_LINE:
            raise _too_long(f"A line has more than {LONGEST_LINE:,} characters.")
        yield line


def _find_delimiter(head: Sequence[str]) -> str:
    """The delimiter under which the first rows agree best on more than one column."""

    def agreement(delimiter: str) -> tuple[float, int]:
        rows: list[list[str]] = []
        try:
            rows.extend(row for row in itertools.islice(csv.reader(head, delimiter=delimiter), SNIFFED_ROWS) if row)
        except csv.Error:
            return (0, 0)
        width = len(rows[0]) if rows else 0
        if width < 2:
            return (0, 0)
        return (sum(len(row) == width for row in rows) / len(rows), width)

    return max(DELIMITERS, key=agreement)


def _read_records(lines: Iterator[str], *, delimiter: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for number in itertools.count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            _refuse_if_lost(error, number)
            yield number, error


def _refuse_if_lost(error: csv.Error, number: int) -> None:
    """After these errors nobody can say where the next row starts."""
    if "field larger" in str(error):
        raise _too_long(f"Row {number} has a field of more than {LONGEST_FIELD:,} characters.")
    if "unexpected end" in str(error):
        detail = f"The quotation mark opened in row {number} is never closed."
        raise QuoteLeftOpen(detail, fields={"file": detail})


def _too_long(detail: str) -> FieldTooLong:
    return FieldTooLong(detail, fields={"file": detail})


def _read_header(records: Iterator[tuple[int, list[str] | csv.Error]]) -> tuple[str, ...]:
    for _, record in records:
        if isinstance(record, csv.Error):
            raise _unreadable(f"Its quotation marks do not match ({record}).")
        if any(cell.strip() for cell in record):
            return name_columns([cell.strip() for cell in record])
    raise TableEmpty(fields={"file": TableEmpty.title})


def _unreadable(detail: str) -> HeaderUnreadable:
    return HeaderUnreadable(detail, fields={"file": detail})


def _repeated(header: Sequence[str]) -> ColumnsRepeated:
    repeated = sorted(name for name, count in Counter(header).items() if count > 1)
    detail = "Repeated: " + ", ".join(repeated[:10]) + "."
    return ColumnsRepeated(detail, fields={"file": detail})


def _read_rows(columns: Sequence[str], records: Iterator[tuple[int, list[str] | csv.Error]]) -> Iterator[Row | BadRow]:
    for number, record in records:
        if isinstance(record, csv.Error):
            yield BadRow(number, "", f"Its quotation marks do not match ({record}).")
        elif record:
            yield read_row(number, columns, record)


def _gather(columns: Sequence[str], record: Sequence[str]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for column, cell in zip(columns, record, strict=True):
        cells.setdefault(column, []).append(cell)
    return {column: "\n".join(filter(None, found)) for column, found in cells.items()}


def _fault_in(cell: str) -> str:
    """What makes this text impossible to store, in words; empty where nothing does."""
    if "\0" in cell:
        return f"Character {cell.index(chr(0)) + 1} is NUL, which text cannot hold."
    if cell.isascii():
        return ""
    for place, character in enumerate(cell, start=1):
        if "\ud800" <= character <= "\udfff":
            byte = f"0x{ord(character) - 0xDC00:02X}" if "\udc80" <= character <= "\udcff" else "here"
            return f"Byte {byte} at character {place} is not UTF-8. Save the file as UTF-8."
    return ""
