"""Answers in one form, so that engines can be compared: rows of SQL here, results of plans beside the plans."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Rows = Sequence[Sequence[Any]]
TOP_PATHS = 20


def _funnel(rows: Rows) -> list[int]:
    return [int(count) for count in rows[0]]


def _by_value(rows: Rows) -> dict[str, list[int]]:
    return {row[0]: [int(count) for count in row[1:]] for row in rows}


def _retention(rows: Rows) -> list[list[int]]:
    return sorted([int(number) for number in row] for row in rows)


def _weekly(rows: Rows) -> list[list[Any]]:
    return sorted([int(week), plan, int(count)] for week, plan, count in rows)


def _journeys(rows: Rows) -> list[list[Any]]:
    return top_paths([[int(row[0]), *(name or "" for name in row[1:])] for row in rows])


def _convert(rows: Rows) -> list[Any]:
    count, mean, median = rows[0]
    return rounded(int(count), mean, median)


TOLD: Mapping[str, Callable[[Rows], Any]] = {
    "funnel": _funnel,
    "funnel_times": _funnel,
    "funnel_country": _by_value,
    "funnel_filter": _funnel,
    "retention": _retention,
    "weekly": _weekly,
    "journeys": _journeys,
    "convert": _convert,
    "tail": _funnel,
    "tail_grown": _funnel,
}


def digest(told: object) -> str:
    """A short hash that is equal where the answers are."""
    text = json.dumps(told, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def rounded(count: int, mean: float, median: float) -> list[Any]:
    """Seconds to the hundredth, since sums in other orders differ in their last digits."""
    return [count, f"{mean:.2f}", f"{median:.2f}"]


def top_paths(paths: list[list[Any]]) -> list[list[Any]]:
    """The commonest paths; of those that share the last place none, since which of them are listed is chance."""
    ordered = sorted(paths, key=lambda path: (-path[0], path[1:]))
    if len(ordered) <= TOP_PATHS:
        return ordered
    return [path for path in ordered[:TOP_PATHS] if path[0] > ordered[TOP_PATHS][0]]
