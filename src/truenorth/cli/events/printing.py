"""Answers as tables on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

MOST_CELLS = 12


def print_answer(answer: Mapping[str, Any]) -> None:
    """Every list of records in an answer becomes a table; the method stands below."""
    console = Console()
    for name, value in answer.items():
        if isinstance(value, Sequence) and not isinstance(value, str) and value and isinstance(value[0], Mapping):
            console.print(_table(name, value))
        elif isinstance(value, Mapping) and value:
            console.print(f"{name}: " + ", ".join(f"{key} {_cell(each)}" for key, each in value.items()))
        elif name not in ("method", "snapshot") and value not in (None, [], (), {}):
            console.print(f"{name}: {_cell(value)}")
    console.print(str(answer.get("method", "")), style="dim", highlight=False)


def _table(title: str, records: Sequence[Mapping[str, Any]]) -> Table:
    names = [name for name in records[0] if any(record.get(name) is not None for record in records)]
    table = Table(title=title, title_justify="left", box=None, header_style="bold")
    for name in names:
        is_number = all(isinstance(record.get(name), int | float | None) for record in records)
        table.add_column(name.replace("_", " "), justify="right" if is_number else "left")
    for record in records:
        table.add_row(*(_cell(record.get(name)) for name in names))
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = " ".join(_cell(each) for each in value[:MOST_CELLS])
        return shown + (" …" if len(value) > MOST_CELLS else "")
    return str(value)
