"""From merged cells to a result: lines, their names, and the sentences that say what they mean."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.times import micros
from truenorth.engines.events.trends.grid import Grid
from truenorth.engines.events.trends.measuring import Floats, moving_mean, values_of
from truenorth.engines.events.trends.parts import Merged
from truenorth.engines.events.trends.plan import LETTERS, Trend
from truenorth.engines.events.trends.result import Bucket, TrendLine, TrendResult, Value
from truenorth.engines.events.trends.words import method_of

NONE = "(none)"
OTHER = "Other"
REST = "\0rest"
"""The slot of all values that have none of their own; no property's value is this text."""
MOST_TIMES = 10
"""From here on "frequency" does not tell numbers of times apart."""
TIMES = (*(str(times) for times in range(1, MOST_TIMES)), f"{MOST_TIMES}+")
PREVIOUS = " (previous)"
Table = tuple[Floats, Sequence[str | None]]


def compose(
    plan: Trend, found: Sequence[tuple[Grid, Merged]], labels: Sequence[str | None], about: Provenance
) -> TrendResult:
    """The result: the range's lines and then the previous range's."""
    shown = [_shown(label, labels) for label in labels] if plan.breakdown is not None else [None]
    incomplete, ignored = None, 0
    for grid, merged in found:
        if not grid.is_previous:
            incomplete = _incomplete(plan, grid, about)
            ignored = merged.ignored
    tables = [list(_tables(plan, grid, merged, shown)) for grid, merged in found]
    order = _order(tables[0][0][0], labels) if tables and plan.breakdown is not None else None
    lines = tuple(
        chain.from_iterable(_lines(plan, grid, table, order) for (grid, _), table in zip(found, tables, strict=True))
    )
    if not found and plan.breakdown is None:
        lines = tuple(TrendLine(name, None, ()) for name in names_of(plan))
    method = method_of(plan, ignored=ignored, incomplete_from=incomplete, has_rest=REST in labels)
    return TrendResult(lines, incomplete, ignored, f"{method} {about.words()}", about.snapshot)


def _incomplete(plan: Trend, grid: Grid, about: Provenance) -> Bucket | None:
    as_of = micros(plan.as_of) if plan.as_of else about.last_time
    at = None if as_of is None else grid.first_incomplete(as_of)
    return None if at is None else grid.buckets()[at]


def names_of(plan: Trend) -> tuple[str, ...]:
    """What the lines are called: the formula, or each series' label or events; the letter before equal ones.

    >>> names_of(Trend(series=["signup", "signup", None]))
    ('A: signup', 'B: signup', 'any event')
    """
    if plan.formula is not None:
        return (plan.formula.strip(),)
    names = [one.label or (" or ".join(one.events() or ("any event",))) for one in plan.lines()]
    return tuple(f"{LETTERS[place]}: {name}" if names.count(name) > 1 else name for place, name in enumerate(names))


def _order(values: Floats, labels: Sequence[str | None]) -> list[int]:
    """The slots, those with the largest sum of values first, then by text; the rest last."""
    sums = np.nansum(values, axis=0).tolist()
    return sorted(range(len(labels)), key=lambda slot: (labels[slot] == REST, -sums[slot], labels[slot] or ""))


def _lines(plan: Trend, grid: Grid, tables: Sequence[Table], order: Sequence[int] | None) -> Iterator[TrendLine]:
    buckets = grid.buckets()
    for name, (values, breakdowns) in zip(names_of(plan), tables, strict=True):
        smooth = values if plan.moving is None else moving_mean(values, plan.moving)
        for slot in range(len(breakdowns)) if order is None else order:
            points = tuple(zip(buckets, map(_plain, smooth[:, slot].tolist()), strict=True))
            yield TrendLine(name + PREVIOUS * grid.is_previous, breakdowns[slot], points, grid.is_previous)


def _tables(plan: Trend, grid: Grid, merged: Merged, shown: Sequence[str | None]) -> Iterator[Table]:
    """Points by slots of each series, or of the formula, with what the slots are."""
    formula = plan.parsed()
    series = plan.lines()
    if formula is not None:
        yield formula.at([values_of(plan, number, merged, grid) for number in range(len(series))]), shown
        return
    for number, one in enumerate(series):
        if one.measure == "frequency":
            times = merged.cells["times", number][:, :, 0]
            yield times.astype(np.float64), TIMES
        else:
            yield values_of(plan, number, merged, grid), shown


def _shown(label: str | None, labels: Sequence[str | None]) -> str:
    """A value's name; a value that is itself called Other keeps it, and the rest is told apart."""
    if label == REST:
        return OTHER if OTHER not in labels else f"{OTHER} (all others)"
    return NONE if label is None else label


def _plain(value: float) -> Value:
    if np.isnan(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
