"""A CSV file as a table: its columns by their keys, its rows by the numbers that a spreadsheet shows."""

import csv
import gzip
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

UNIT = re.compile(r"\[([^\]]+)\]\s*$")


class TableRefused(ValueError):
    """A file that is no table, or a cell that cannot be read; named by row and column."""

    def __init__(self, reason: str, *, field: str, item: str | None = None) -> None:
        super().__init__(f"{field}: {reason}" if item is None else f"{item}, {field}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; its number is the one that a spreadsheet shows."""

    number: int
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return f"row {self.number}"

    def filled(self, key: str) -> str:
        """What stands in the cell. Raises TableRefused where nothing does."""
        if not self.cells[key]:
            raise TableRefused("is empty", field=key, item=self.name)
        return self.cells[key]


@dataclass(frozen=True, slots=True)
class Table:
    """The headers as they are written, by their keys, and the rows."""

    headers: dict[str, str]
    rows: list[Row]

    @property
    def names(self) -> str:
        return ", ".join(self.headers)

    def find(self, name: str) -> str:
        """The key of a column. Raises TableRefused where there is none."""
        if (key := key_of(name)) not in self.headers:
            raise TableRefused(f"is not in the header, which has {self.names}", field=name)
        return key


def key_of(name: str) -> str:
    """A header as formulas write it: small letters, _ for whatever is not a letter or a digit, no unit."""
    return re.sub(r"\W+", "_", UNIT.sub("", name).strip().lower()).strip("_")


def read_table(file: Path) -> Table:
    """Read a file whose cells are divided by commas, semicolons or tabs; .gz as it is. Raises TableRefused."""
    lines = csv.reader(io.StringIO(text := _text(file), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        filled = [(number, cells) for number, cells in enumerate(lines, start=1) if any(map(str.strip, cells))]
    except csv.Error as error:
        raise TableRefused(f"is not CSV: {error}", field="file", item=f"line {lines.line_num}") from error
    if not filled:
        raise TableRefused("is empty", field="file")
    headers = _headers(filled[0][1])
    rows = [_row(number, cells, headers) for number, cells in filled[1:]]
    if not rows:
        raise TableRefused("has a header and no rows", field="file")
    return Table(headers, rows)


def _text(file: Path) -> str:
    try:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefused(f"is not UTF-8 text at byte {error.start:,}", field="file") from error
    except (OSError, EOFError) as error:
        raise TableRefused(f"cannot be unpacked: {error}", field="file") from error


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _headers(header: Sequence[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for place, name in enumerate(header, start=1):
        key = key_of(name) or f"column_{place}"
        if key in headers:
            raise TableRefused("stands twice in the header", field=key, item="row 1")
        headers[key] = name
    return headers


def _row(number: int, cells: Sequence[str], headers: dict[str, str]) -> Row:
    if len(cells) != len(headers):
        raise TableRefused(f"has {len(cells)} cells, the header {len(headers)}", field="file", item=f"row {number}")
    return Row(number, dict(zip(headers, map(str.strip, cells), strict=True)))
