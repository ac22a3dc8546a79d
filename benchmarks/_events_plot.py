"""CPU of each question by the number of events, for every size that was measured."""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from _events_report import QUESTIONS, ours

FEWEST_EVENTS = 1_000_000
"""Smaller runs only try the benchmark."""
COLUMNS = 3
PANELS = {question: name for question, name in QUESTIONS.items() if question != "tail_grown"}
LINES = {"truenorth": "#1f6f54", "sum": "#8a8f98", "chdb": "#c98a1b", "duckdb": "#5b6ee1"}
NAMES = {"truenorth": "truenorth", "sum": "summing the columns", "chdb": "chDB", "duckdb": "DuckDB"}

Sizes = Sequence[Mapping[str, Any]]


def plot(bench: Path) -> str:
    """Draw what lies in the folder's results; says where, or why not."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        return "matplotlib is not installed: no plot"
    found = [json.loads(path.read_text(encoding="utf-8")) for path in bench.glob("events-*/results.json")]
    sizes = sorted((one for one in found if one["events"] >= FEWEST_EVENTS), key=lambda one: one["events"])
    if not sizes:
        return f"no size of {FEWEST_EVENTS:,} events or more was measured: no plot"
    mpl.use("Agg")
    _draw(sizes, bench / "events.png")
    return f"plot: {(bench / 'events.png').relative_to(bench.parent.parent)}, of {len(sizes)} sizes"


def _draw(sizes: Sizes, path: Path) -> None:
    from matplotlib import pyplot

    rows = math.ceil(len(PANELS) / COLUMNS)
    figure, grid = pyplot.subplots(rows, COLUMNS, figsize=(12, 3.2 * rows), sharex=True, sharey=True, squeeze=False)
    events = [one["events"] / 1e6 for one in sizes]
    panels = list(grid.flat)
    for panel, (question, name) in zip(panels, PANELS.items(), strict=False):
        for line, color in LINES.items():
            panel.plot(events, _seconds(sizes, question, line), "o-", color=color, label=NAMES[line], markersize=4)
        panel.set(title=name.rstrip(" ¹²"), xscale="log", yscale="log")
        panel.title.set_fontsize(9)
        panel.grid(visible=True, which="major", alpha=0.25)
        panel.set_xticks(events, [f"{one:g} M" for one in events])
        panel.minorticks_off()
    for panel in panels[len(PANELS) :]:
        panel.set_visible(False)
    figure.supylabel("CPU seconds")
    figure.supxlabel("events")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="upper center", ncols=len(LINES), frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.96))
    figure.savefig(path, dpi=150)
    pyplot.close(figure)


def _seconds(sizes: Sizes, question: str, line: str) -> list[float]:
    return [_of(one, question, line) for one in sizes]


def _of(found: Mapping[str, Any], question: str, line: str) -> float:
    if line == "sum":
        return float(found["sum_cpu_seconds"])
    if line == "truenorth":
        return float(ours(found, question)["cpu_seconds"])
    return float(found["questions"][question].get(line, {"cpu_seconds": math.nan})["cpu_seconds"])
