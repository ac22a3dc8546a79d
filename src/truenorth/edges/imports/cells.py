"""Cells of a table as values. Each refuses in words what it cannot read; an empty cell is None."""

import math
import re
from collections.abc import Collection
from datetime import UTC, date, datetime

from truenorth.edges.imports.errors import RowRefused

TRUE = {"true", "t", "yes", "y", "1"}
FALSE = {"false", "f", "no", "n", "0"}
NUMBER = re.compile(r"[+-]?(\d[\d_ \u00a0\u202f]*)?(\.\d+)?([eE][+-]?\d+)?")


def read_number(field: str, cell: str) -> float | None:
    text = cell.strip()
    if not text:
        return None
    if not text.isascii() or not NUMBER.fullmatch(text):
        raise RowRefused(field, f"{_quoted(text)} is not a number. Write it as 1234.5.")
    number = float(text.replace(" ", "").replace("_", ""))
    if not math.isfinite(number):
        raise RowRefused(field, f"{_quoted(text)} is too large.")
    return number


def read_whole_number(field: str, cell: str) -> int | None:
    number = read_number(field, cell)
    if number is None:
        return None
    if not number.is_integer() or abs(number) > 2**53:
        raise RowRefused(field, f"{_quoted(cell)} is not a whole number.")
    return int(number)


def read_flag(field: str, cell: str) -> bool | None:
    text = cell.strip().casefold()
    if not text:
        return None
    if text not in TRUE | FALSE:
        raise RowRefused(field, f"{_quoted(cell)} is neither true nor false.")
    return text in TRUE


def read_choice(field: str, cell: str, *, choices: Collection[str]) -> str | None:
    text = cell.strip().casefold().replace(" ", "_").replace("-", "_")
    if not text:
        return None
    if text not in choices:
        raise RowRefused(field, f"{_quoted(cell)} is none of {', '.join(choices)}.")
    return text


def read_instant(field: str, cell: str) -> datetime | None:
    """An ISO 8601 date or time; one without a zone is taken as UTC."""
    text = cell.strip()
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise RowRefused(field, f"{_quoted(text)} is not a time. Write it as 2026-03-31T14:30:00Z.") from None


def read_date(field: str, cell: str) -> date | None:
    text = cell.strip()
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise RowRefused(field, f"{_quoted(text)} is not a date. Write it as 2026-03-31.") from None


def _quoted(text: str) -> str:
    return repr(text[:60] + ("…" if len(text) > 60 else ""))
