"""A report to share: one file, nothing loaded from elsewhere, every word of the data escaped."""

import html
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from truenorth.cli.experiment.printing import comparisons_of, decision_words, metric_rows
from truenorth.engines.experiments import Analysis, CellReadout, PlanRefused

_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}
.warn{border-left:4px solid #c60;padding:.5rem 1rem;background:#c601}
svg text{font:12px system-ui,sans-serif;fill:currentColor}
svg line{stroke:currentColor} svg .zero{stroke-dasharray:3 3;opacity:.5} svg circle{fill:currentColor}
""".strip()


def write_report(found: Analysis, file: Path, *, title: str) -> None:
    """HTML or Markdown by the file's ending. Raises PlanRefused."""
    makers = {".html": _as_html, ".htm": _as_html, ".md": _as_markdown}
    make = makers.get(file.suffix.lower())
    if make is None:
        raise PlanRefused(f"{file.name!r} must end in .html or .md", field="report")
    try:
        file.write_text(make(found, title), encoding="utf-8")
    except OSError as error:
        raise PlanRefused(f"{file.name!r} cannot be written: {error.strerror}", field="report") from error


def _sections(found: Analysis) -> list[tuple[str, list[dict[str, Any]]]]:
    """Headings with their tables, in the order of the report."""
    split = [
        {"variant": name, "users": f"{int(n):,}"} for name, n in zip(found.summary.arms, found.whole.users, strict=True)
    ]
    faults = [
        {"problem": each.name, "count": f"{each.count:,}", "what": each.sentence} for each in found.summary.problems
    ]
    levels = [(f"{cell.cell.segment}: {cell.cell.level}", _cells(cell)) for cell in found.cells[1:]]
    return [("Metrics", _cells(found.whole)), ("Users", split), ("Data quality", faults), *levels]


def _cells(cell: CellReadout) -> list[dict[str, Any]]:
    return [
        {name: f"{value:,.4g}" if isinstance(value, float) else value or "" for name, value in row.items()}
        for row in metric_rows(cell)
    ]


def _warning(found: Analysis) -> str:
    balance = found.whole.balance
    if balance is None or not balance.flag:
        return ""
    return f"The users are not split as planned (p = {balance.p_value:.2g}). Find the cause before you read any effect."


def _as_markdown(found: Analysis, title: str) -> str:
    lines = [f"# {_escape(title)}", "", f"**{_escape(decision_words(found))}**", ""]
    if warning := _warning(found):
        lines += [f"> {warning}", ""]
    for heading, rows in _sections(found):
        if rows:
            lines += [f"## {_escape(heading)}", "", *_markdown_table(rows), ""]
    return "\n".join([*lines, _escape(found.method), ""])


def _markdown_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    names = list(rows[0])
    head = [" | ".join(names), " | ".join("---" for _ in names)]
    body = [" | ".join(_escape(str(row[name])) for name in names) for row in rows]
    return [f"| {line} |" for line in [*head, *body]]


def _escape(text: str) -> str:
    """Text that Markdown and the HTML in it take as text."""
    plain = html.escape(" ".join(text.split()), quote=False)
    return "".join(f"\\{letter}" if letter in "\\`*_[]|#!~" else letter for letter in plain)


def _as_html(found: Analysis, title: str) -> str:
    warning = _warning(found)
    parts = [
        "<!doctype html>",
        f'<html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title><style>{_STYLE}</style>',
        f"<h1>{html.escape(title)}</h1><p><strong>{html.escape(decision_words(found))}</strong></p>",
        f'<p class="warn">{html.escape(warning)}</p>' if warning else "",
        _figure(found),
        *(f"<h2>{html.escape(heading)}</h2>{_html_table(rows)}" for heading, rows in _sections(found) if rows),
        f"<p>{html.escape(found.method)}</p></html>",
    ]
    return "\n".join(part for part in parts if part)


def _html_table(rows: Sequence[Mapping[str, Any]]) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row.values()) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _figure(found: Analysis) -> str:
    """The intervals asked for, drawn to one scale."""
    spans = [
        (f"{each.metric.name}, {each.variant}", float(ends.low), float(each.shown.effect), float(ends.high))
        for each in comparisons_of(found.whole)
        for ends in [each.shown.interval]
    ]
    drawn = [span for span in spans if all(map(math.isfinite, span[1:]))]
    reach = max((abs(end) for span in drawn for end in span[1:]), default=0.0)
    if not reach or (found.question.scale == "absolute" and len({span[0] for span in drawn}) > 1):
        return ""
    return "".join(
        [
            f'<svg role="img" aria-label="Intervals of the effects" viewBox="0 0 700 {len(drawn) * 30 + 10}">',
            f'<line class="zero" x1="450" x2="450" y1="0" y2="{len(drawn) * 30}"/>',
            *(_mark(span, place * 30 + 15, reach) for place, span in enumerate(drawn)),
            "</svg>",
        ]
    )


def _mark(span: tuple[str, float, float, float], y: int, reach: float) -> str:
    name, *ends = span
    low, middle, high = (450 + 240 * end / reach for end in ends)
    return (
        f'<text x="0" y="{y + 4}">{html.escape(name)}</text><line x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>'
        f'<circle cx="{middle:.1f}" cy="{y}" r="4"/>'
    )
