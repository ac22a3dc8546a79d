"""A bucket whose actors are sessions, for any question: new spans over the same rows."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.asking.histories import Histories, Spans
from truenorth.engines.events.asking.letters import walk_of
from truenorth.engines.events.sessions.kernels import split
from truenorth.engines.events.sessions.plan import GAP_SECONDS, LONGEST_SECONDS
from truenorth.engines.events.sessions.rows import wide_codes
from truenorth.engines.events.times import MICROS, duration_seconds
from truenorth.engines.kernels import fixed

Longs = NDArray[np.int64]


def split_sessions(
    histories: Histories,
    *,
    gap_seconds: float = GAP_SECONDS,
    longest_seconds: float = LONGEST_SECONDS,
    session_property: str | None = None,
) -> Histories:
    """The same rows with a session for an actor, in the order of actors and times; no row is copied.

    A session ends where the next row comes more than `gap_seconds` later, or more than `longest_seconds` after the
    session's start, or where `session_property` has another value than it last had in the session; a missing
    value changes nothing. A session may reach from settled rows into recent ones. Its name is the actor's and its
    start, with `#2` and so on where an actor has several that start in one instant; actors without a row have no
    session. Raises PlanRefused for a duration that is none.

    >>> from truenorth.engines.events.asking.histories import from_rows
    >>> times = ["2024-03-01T12:00:00Z", "2024-03-01T12:30:00Z", "2024-03-01T13:00:01Z"]
    >>> sessions = split_sessions(from_rows([{"actor": "ada", "event": "view", "time": time} for time in times]))
    >>> sessions.actors().to_pylist(), sessions.spans.counts().tolist()
    (['ada 2024-03-01T12:00:00Z', 'ada 2024-03-01T13:00:01Z'], [2, 1])
    """
    gap = round(duration_seconds(gap_seconds, field="gap_seconds") * MICROS)
    longest = round(duration_seconds(longest_seconds, field="longest_seconds") * MICROS)
    keys = wide_codes(histories, None if session_property is None else column_of(session_property))
    inputs = (
        walk_of(histories),
        fixed(keys[0]),
        fixed(keys[1]),
        fixed(np.array([gap, longest, session_property is not None], np.int64)),
    )
    found = np.empty((split(*inputs, np.empty((0, 6), np.int64)), 6), np.int64)
    split(*inputs, found)
    columns = [np.ascontiguousarray(found[:, place]) for place in range(6)]
    owners, starts = columns[4], columns[5]
    return replace(histories, spans=Spans(*columns[:4]), name=lambda: _names(histories.actors(), owners, starts))


def _names(actors: pa.Array, owners: Longs, starts: Longs) -> pa.Array:
    written = pc.strftime(pa.array(starts, pa.timestamp("us")), format="%Y-%m-%dT%H:%M:%S")
    whole = pc.replace_substring_regex(written, r"\.0+$", "")
    repeats = pa.array([f"#{nth + 1}" if nth else "" for nth in _nth_at_once(owners, starts)], pa.string())
    names = pc.cast(pc.take(actors, pa.array(owners)), pa.string())
    return pc.binary_join_element_wise(
        pc.binary_join_element_wise(names, whole, " "), pa.scalar("Z"), repeats, pa.scalar("", pa.string())
    )


def _nth_at_once(owners: Longs, starts: Longs) -> list[int]:
    """For each session, how many before it have the same actor and start."""
    is_same = np.zeros(owners.size, np.bool_)
    is_same[1:] = (owners[1:] == owners[:-1]) & (starts[1:] == starts[:-1])
    places = np.arange(owners.size)
    firsts = np.maximum.accumulate(np.where(is_same, 0, places))
    found: list[int] = (places - firsts).tolist()
    return found
