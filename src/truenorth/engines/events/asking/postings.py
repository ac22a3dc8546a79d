"""Rows by event, so that a question reads those that it names and passes over all others.

Postings hold the rows of a bucket in the order of their events, and in their own order within each. Lists are what a
question makes of them: of each of its conditions the rows that meet it, ascending.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import EVENT, column_of
from truenorth.engines.events.asking.filters import passing_codes
from truenorth.engines.events.asking.histories import Column, Histories, Postings, Spans
from truenorth.engines.events.asking.kernels import CODES, LONGS, OUT, WIDE, Longs
from truenorth.engines.events.asking.letters import Condition
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.kernels import fixed, kernel

Places = NDArray[np.uint32]

PLACES = types.Array(types.uint32, 1, "C", readonly=True)
_WRITTEN = types.Array(types.uint32, 1, "C")


class Listed(NamedTuple):
    """The settled or the recent rows of each condition, ascending, and the time of each beside it.

    Those of condition k lie at `begins[k]` to `ends[k]` of `rows` and `times`.
    """

    rows: Places
    times: Longs
    begins: Longs
    ends: Longs


class Lists(NamedTuple):
    """For each condition the rows that meet it."""

    settled: Listed
    recent: Listed


_types = cast("Any", types)
LISTED: Any = _types.NamedTuple((PLACES, LONGS, LONGS, LONGS), Listed)
LISTS: Any = _types.NamedUniTuple(LISTED, 2, Lists)


@kernel(*(types.void(codes, LONGS, OUT, _WRITTEN, OUT) for codes in (CODES, WIDE)))
def _post(codes: NDArray[Any], time: Longs, starts: Longs, rows: Places, times: Longs) -> None:
    """Fill `rows` and `times`; `starts[c]` is where code c begins, and in the end where it ends."""
    for row in range(codes.size):
        place = starts[codes[row]]
        rows[place], times[place] = row, time[row]
        starts[codes[row]] = place + 1


def post(codes: NDArray[Any], labels: int, time: Longs) -> Postings:
    """The postings of rows with these codes, below `labels`, and times."""
    ends = np.cumsum(np.bincount(codes, minlength=labels)).astype(np.int64)
    starts = np.concatenate([[0], ends[:-1]]).astype(np.int64)
    rows, times = np.empty(codes.size, np.uint32), np.empty(codes.size, np.int64)
    _post(fixed(codes), fixed(time), starts, rows, times)
    return Postings(np.concatenate([[0], ends]).astype(np.int64), rows, times)


def list_rows(histories: Histories, conditions: Sequence[Condition], filters: Sequence[Filter] = ()) -> Lists:
    """The rows that meet each condition and pass the filters.

    Where each condition names one event and nothing is filtered, these are the postings and nothing is copied.
    """
    column = histories.column(EVENT)
    settled, recent = _postings(histories, column)
    wanted = [
        _Wanted(
            _codes_of(column, condition),
            [
                (each, passing_codes(one, each))
                for one in (*filters, *condition.filters)
                for each in [histories.column(column_of(one.property))]
            ],
        )
        for condition in conditions
    ]
    return Lists(
        _listed(settled, wanted, histories.settled_time, lambda each: each.settled),
        _listed(recent, wanted, histories.recent_time, lambda each: each.recent),
    )


@kernel(types.void(LISTED, LONGS, LONGS, OUT))
def _first(listed: Listed, low: Longs, high: Longs, first: Longs) -> None:
    """Of the one list, each actor's first row from `low` on and before `high`, or `high`."""
    rows, place, end = listed.rows, listed.begins[0], listed.ends[0]
    for actor in range(low.size):
        if low[actor] < high[actor]:
            while place < end and np.int64(rows[place]) < low[actor]:
                place += 1
        is_there = place < end and low[actor] <= np.int64(rows[place]) < high[actor]
        first[actor] = np.int64(rows[place]) if is_there else high[actor]


def begun_at(histories: Histories, condition: Condition, filters: Sequence[Filter] = ()) -> Histories:
    """The same bucket from each actor's first row on that meets a condition; without one an actor has no rows."""
    if condition.events is None:
        return histories
    lists, spans = list_rows(histories, [condition], filters), histories.spans
    settled, recent = np.empty(spans.size, np.int64), np.empty(spans.size, np.int64)
    _first(lists.settled, fixed(spans.settled_from), fixed(spans.settled_to), settled)
    _first(lists.recent, fixed(spans.recent_from), fixed(spans.recent_to), recent)
    later = np.where(settled < spans.settled_to, spans.recent_from, recent)
    return replace(histories, spans=Spans(settled, spans.settled_to, later, spans.recent_to))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A condition in codes: those of its events, None for any, and which codes of other columns pass."""

    events: list[int] | None
    passing: list[tuple[Column, NDArray[np.bool_]]]

    @property
    def is_plain(self) -> bool:
        return self.events is not None and len(self.events) < 2 and not self.passing


def _listed(
    postings: Postings, wanted: Sequence[_Wanted], time: Longs, codes_of: Callable[[Column], NDArray[Any]]
) -> Listed:
    if all(each.is_plain for each in wanted):
        spans = [_span(postings, each.events[0]) if each.events else slice(0, 0) for each in wanted]
        bounds = np.array([(span.start, span.stop) for span in spans], np.int64).reshape(-1, 2).T
        return Listed(fixed(postings.rows), fixed(postings.times), fixed(bounds[0]), fixed(bounds[1]))
    parts = [_meeting(postings, each, time, codes_of) for each in wanted]
    ends = np.cumsum([rows.size for rows, _ in parts])
    begins = np.concatenate([[0], ends[:-1]])
    rows, times = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Listed(fixed(rows), fixed(times), fixed(begins), fixed(ends))


def _postings(histories: Histories, column: Column) -> tuple[Postings, Postings]:
    if histories.postings is not None:
        return histories.postings()
    labels = len(column.labels)
    return (
        post(column.settled, labels, histories.settled_time),
        post(column.recent, labels, histories.recent_time),
    )


def _codes_of(column: Column, condition: Condition) -> list[int] | None:
    """The codes of the condition's events that occur; None where any event will do."""
    if condition.events is None:
        return None
    return [code for code in map(column.code_of, dict.fromkeys(condition.events)) if code >= 0]


def _span(postings: Postings, code: int) -> slice:
    """Where the rows of a code lie; nowhere where it was not known yet when they were listed."""
    if code + 1 >= postings.starts.size:
        return slice(0, 0)
    return slice(int(postings.starts[code]), int(postings.starts[code + 1]))


def _meeting(
    postings: Postings, wanted: _Wanted, time: Longs, codes_of: Callable[[Column], NDArray[Any]]
) -> tuple[Places, Longs]:
    """The rows, ascending, that a condition wants, and their times."""
    rows, times = _of_events(postings, wanted.events, time)
    if not wanted.passing:
        return rows, times
    passed = np.ones(rows.size, np.bool_)
    for column, passes in wanted.passing:
        passed &= passes[codes_of(column)[rows]]
    return rows[passed], times[passed]


def _of_events(postings: Postings, codes: list[int] | None, time: Longs) -> tuple[Places, Longs]:
    if codes is None:
        return np.arange(time.size, dtype=np.uint32), time
    spans = [_span(postings, code) for code in codes]
    if len(spans) == 1:
        return postings.rows[spans[0]], postings.times[spans[0]]
    rows = np.concatenate([np.empty(0, np.uint32), *(postings.rows[span] for span in spans)])
    times = np.concatenate([np.empty(0, np.int64), *(postings.times[span] for span in spans)])
    order = np.argsort(rows, kind="stable")
    return rows[order], times[order]
