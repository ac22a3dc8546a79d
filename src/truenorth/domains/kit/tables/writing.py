"""CSV out: what is on screen, as a file that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([as_cell(row.get(column)) for column in columns])
    return out.getvalue()


def as_cell(value: object) -> str:
    """One value as text. Text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        name = value.get("name") or value.get("title")
        counts = [f"{count} {of}" for of, count in value.items() if isinstance(count, int) and count]
        return as_cell(name or ", ".join(counts))
    if isinstance(value, list | tuple):
        return as_cell("; ".join(as_cell(item) for item in value))
    if isinstance(value, str) and value.startswith(RUNS_AS_FORMULA):
        return "'" + value
    return str(value)
