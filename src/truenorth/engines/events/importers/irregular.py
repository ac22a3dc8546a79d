"""CSV that is not regular, row by row: one bad row is one refusal, and the next line begins a new row."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from truenorth.engines.events.importers.reading import LONGEST_RAW, Reject

LONGEST_ROW_LINES = 1_000
LONGEST_LINE = 4 * 1024 * 1024
NOT_UTF8 = "holds bytes that are not UTF-8"
NEVER_CLOSED = "has a quote that never closes"
TOO_LONG = f"is longer than {LONGEST_LINE:,} bytes"


class _RowOpenError(Exception):
    """Within quotes, and no more lines to close them."""


class _Lines:
    """Lines as the CSV reader asks for them; those of the row at hand can be given back."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self.taken: list[bytes] = []
        self.is_text = True
        self._source = source
        self._returned: deque[bytes] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= LONGEST_ROW_LINES:
            raise _RowOpenError
        line = self._returned.popleft() if self._returned else next(self._source, None)
        if line is None:
            if self.taken:
                raise _RowOpenError
            raise StopIteration
        self.taken.append(line)
        try:
            return line.decode()
        except UnicodeDecodeError:
            self.is_text = False
            return line.decode("utf-8", "backslashreplace")

    def begin(self) -> None:
        """The next line is the first of a row."""
        self.taken.clear()
        self.is_text = True

    def give_back(self) -> None:
        """All lines of the row but its first."""
        self._returned.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def irregular_rows(source: Iterable[bytes], delimiter: str, width: int) -> Iterator[tuple[int, list[str] | Reject]]:
    """Numbered rows of `width` cells each, or why they are none; empty lines do not count.

    A row over several lines that does not close within 1,000 of them, or that has another width, is refused as its
    first line, and its second line begins the next row.

    >>> [type(row).__name__ for _, row in irregular_rows([b'a,b', b'"c,d', b'e,f'], ",", 2)]
    ['list', 'Reject', 'list']
    """
    lines = _Lines(long_lines(source))
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    while True:
        lines.begin()
        cells, reason = _next(reader, width)
        if reason is None and not cells:
            if cells is None:
                return
            continue
        number += 1
        if reason is None and lines.is_text:
            yield number, cells or []
        else:
            yield number, _reject(number, reason, lines)


def _reject(number: int, reason: str | None, lines: _Lines) -> Reject:
    if reason is not None:
        lines.give_back()
    raw = b"".join(lines.taken).decode("utf-8", "backslashreplace").rstrip("\r\n")[:LONGEST_RAW]
    return Reject(number, "row", reason or NOT_UTF8, raw)


def _next(reader: Iterator[list[str]], width: int) -> tuple[list[str] | None, str | None]:
    """The next row, or why it is none; neither at the end."""
    try:
        cells = next(reader, None)
    except _RowOpenError:
        return None, NEVER_CLOSED
    except csv.Error as error:
        return None, f"is no CSV: {error}"
    if not cells or len(cells) == width:
        return cells, None
    return cells, f"must be {width} cells, not {len(cells)}"


def long_lines(source: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a stream, held to a length that fits in memory: what is beyond becomes lines of its own.

    >>> list(long_lines([b"a", b"b"]))
    [b'a', b'b']
    """
    readline = getattr(source, "readline", None)
    if readline is None:
        yield from source
        return
    while line := readline(LONGEST_LINE):
        yield line
