"""Answers as tables on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table

MOST_CELLS = 12
SHORTEST_TITLE = 12
SHARES = ("conversion", "conversion_from_previous", "rate", "share", "breadth", "bounce_share")
HEADINGS = {"conversion_from_previous": "from previous", "in_window": "in window", "entered_on": "entered"}
UNITS = ((86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def print_answer(answer: Mapping[str, Any]) -> None:
    """Every list of records in an answer becomes a table; the method stands below."""
    console = Console(markup=False)
    for name, value in _for_eyes(answer).items():
        if name in ("method", "snapshot") or value in (None, [], (), {}):
            continue
        if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(value[0], Mapping):
            console.print(_table(name, value, console))
        elif isinstance(value, Mapping) and all(isinstance(each, Mapping | list | tuple) for each in value.values()):
            for key, each in value.items():
                print_answer({f"{name} {key}": each})
        elif isinstance(value, Mapping):
            shown = (f"{_heading(key)} {_cell(key, each)}" for key, each in value.items())
            console.print(f"{name}: {', '.join(shown)}", highlight=False)
        else:
            console.print(f"{_heading(name)}: {_cell(name, value)}", highlight=False)
    if answer.get("method"):
        console.print(str(answer["method"]), style="dim", highlight=False)


def _for_eyes(answer: Mapping[str, Any]) -> dict[str, Any]:
    """A point a line, and a star at every cell that is not over."""
    shown = dict(answer)
    if "series" in shown:
        lines = [(line, bucket, value) for line in shown.pop("series") for bucket, value in line["points"]]
        split = any(line.get("breakdown") is not None for line, _, _ in lines)
        shown["points"] = [
            {
                "series": line["label"],
                "value of": line.get("breakdown") if split else None,
                "from": bucket,
                "value": value,
            }
            for line, bucket, value in lines
        ]
    if "cohorts" in shown:
        shown["cohorts"] = [
            {
                "entered_on": cohort["entered_on"],
                "size": cohort["size"],
                "retained (* not mature)": [
                    f"{count}{'' if is_over else '*'}"
                    for count, is_over in zip(cohort["retained"], cohort["mature"], strict=True)
                ],
            }
            for cohort in shown["cohorts"]
        ]
    return shown


def _table(title: str, records: Sequence[Mapping[str, Any]], console: Console) -> Table:
    names = [name for name in records[0] if any(record.get(name) is not None for record in records)]
    table = Table(title=title, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for name in names:
        is_number = all(isinstance(record.get(name), int | float | None) for record in records)
        table.add_column(_heading(name), justify="right" if is_number else "left", overflow="fold")
    for record in records:
        table.add_row(*(_cell(name, record.get(name)) for name in names))
    if "title" in names:
        _cut_titles(table, table.columns[names.index("title")], console)
    return table


def _cut_titles(table: Table, titles: Column, console: Console) -> None:
    """On a narrow terminal the titles give way, so that every row keeps its line and its numbers."""
    titles.no_wrap, titles.overflow = True, "ellipsis"
    longest = max(cell_len(str(each)) for each in titles.cells)
    endless = console.options.update(max_width=10 * console.width + longest)
    excess = Measurement.get(console, endless, table).maximum - console.width
    if excess > 0:
        titles.max_width = max(SHORTEST_TITLE, longest - excess)


def _heading(name: str) -> str:
    return HEADINGS.get(name, name.removesuffix("_seconds").replace("_", " "))


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        shown = " ".join(_cell(name, each) for each in value[:MOST_CELLS])
        return shown + (" …" if len(value) > MOST_CELLS else "")
    return _number(name, value) if isinstance(value, int | float) else str(value)


def _number(name: str, value: float) -> str:
    if name in SHARES:
        return f"{value:.1%}"
    if name.endswith("_seconds"):
        return duration_words(value)
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def duration_words(seconds: float) -> str:
    """A duration by its two largest units."""
    if seconds < 60:
        return f"{seconds:.3g} s"
    words: list[str] = []
    left = round(seconds)
    for size, unit in UNITS:
        if left >= size and len(words) < 2:
            words.append(f"{left // size} {unit}")
            left %= size
        elif words:
            break
    return " ".join(words)
