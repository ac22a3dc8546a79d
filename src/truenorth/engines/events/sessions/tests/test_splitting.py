"""A bucket cut into sessions holds the same rows, each once."""

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.sessions.splitting import split_sessions

START = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
Row = dict[str, Any]


def row(actor: str, minute: float, *, event: str = "view", session: str | None = None) -> Row:
    properties = {} if session is None else {"session": session}
    return {"actor": actor, "event": event, "time": START + dt.timedelta(minutes=minute), "properties": properties}


def rows_of(histories: Histories) -> list[list[int]]:
    """For each actor its times, settled and then recent."""
    spans = histories.spans
    return [
        [
            *histories.settled_time[spans.settled_from[at] : spans.settled_to[at]].tolist(),
            *histories.recent_time[spans.recent_from[at] : spans.recent_to[at]].tolist(),
        ]
        for at in range(spans.size)
    ]


def minutes_of(histories: Histories) -> list[list[float]]:
    begin = int(START.timestamp()) * 1_000_000
    return [[(moment - begin) / 60e6 for moment in moments] for moments in rows_of(histories)]


def slow_sessions(rows: list[Row], *, gap: float, longest: float, keyed: bool) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    for actor in sorted({each["actor"] for each in rows}):
        own = sorted((each for each in rows if each["actor"] == actor), key=lambda each: each["time"])
        last_key = None
        for at, each in enumerate(own):
            minute = (each["time"] - START).total_seconds() / 60
            key = each["properties"].get("session") if keyed else None
            current = found[-1][1] if at else []
            is_other = key is not None and last_key is not None and key != last_key
            if not current or minute - current[-1] > gap or minute - current[0] > longest or is_other:
                found.append((actor, [minute]))
                last_key = key
            else:
                current.append(minute)
                last_key = key if key is not None else last_key
    return found


def test_a_pause_of_exactly_the_gap_is_no_cut_and_one_more_second_is() -> None:
    sessions = split_sessions(from_rows([row("ada", at) for at in (0, 30, 60 + 1 / 60)]), gap_seconds=1800)
    assert minutes_of(sessions) == [[0, 30], [pytest.approx(60 + 1 / 60)]]


def test_a_session_ends_when_it_has_lasted_the_longest() -> None:
    sessions = split_sessions(from_rows([row("ada", at) for at in range(0, 200, 20)]), longest_seconds=3600)
    assert minutes_of(sessions) == [[0, 20, 40, 60], [80, 100, 120, 140], [160, 180]]


def test_a_changed_session_property_cuts_and_a_missing_one_does_not() -> None:
    given_ids = ("a", None, "a", "b", None, "a")
    histories = from_rows([row("ada", at, session=session) for at, session in enumerate(given_ids)])
    assert minutes_of(split_sessions(histories, session_property="session")) == [[0, 1, 2], [3, 4], [5]]


def test_a_session_reaches_from_settled_rows_into_recent_ones() -> None:
    histories = from_rows([row("ada", 0), row("ada", 100)], recent=[row("ada", 110), row("ada", 200), row("bob", 5)])
    sessions = split_sessions(histories)
    assert minutes_of(sessions) == [[0], [100, 110], [200], [5]]
    assert sessions.actors().to_pylist() == [
        "ada 2024-03-01T12:00:00Z",
        "ada 2024-03-01T13:40:00Z",
        "ada 2024-03-01T15:20:00Z",
        "bob 2024-03-01T12:05:00Z",
    ]


def test_names_keep_fractions_and_tell_sessions_of_one_instant_apart() -> None:
    histories = from_rows([row("ada", 0.0001, session="a"), row("ada", 0.0001, session="b")])
    names = split_sessions(histories, session_property="session").actors().to_pylist()
    assert names == ["ada 2024-03-01T12:00:00.006000Z", "ada 2024-03-01T12:00:00.006000Z#2"]


def test_columns_and_times_are_shared_and_not_copied() -> None:
    histories = from_rows([row("ada", 0), row("ada", 100)])
    sessions = split_sessions(histories)
    assert np.shares_memory(sessions.settled_time, histories.settled_time)
    assert sessions.column("event") is histories.column("event")


def test_actors_without_rows_have_no_session() -> None:
    histories = from_rows([row("ada", 0), row("bob", 100)]).only(np.array([False, True]))
    assert split_sessions(histories).actors().to_pylist() == ["bob 2024-03-01T13:40:00Z"]
    assert split_sessions(from_rows([])).size == 0


def test_a_gap_of_nothing_is_refused() -> None:
    with pytest.raises(PlanRefused, match="gap_seconds"):
        split_sessions(from_rows([]), gap_seconds=0)


ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 400), st.sampled_from([None, None, "x", "y"])), max_size=40
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 60), st.integers(1, 120), st.sampled_from([None, "session"]), st.integers(0, 400))
def test_sessions_are_those_of_a_plain_loop_however_the_rows_are_stored(
    given_rows: list[tuple[str, int, str | None]], gap: int, longest: int, key: str | None, edge: int
) -> None:
    rows = [row(actor, minute, session=session) for actor, minute, session in given_rows]
    settled = [each for each in rows if each["time"] < START + dt.timedelta(minutes=edge)]
    recent = [each for each in rows if each["time"] >= START + dt.timedelta(minutes=edge)]
    sessions = split_sessions(
        from_rows(settled, recent=recent),
        gap_seconds=gap * 60,
        longest_seconds=longest * 60,
        session_property=key,
    )
    expected = slow_sessions(rows, gap=gap, longest=longest, keyed=key is not None)
    assert minutes_of(sessions) == [minutes for _, minutes in expected]
    assert [name.partition(" ")[0] for name in sessions.actors().to_pylist()] == [actor for actor, _ in expected]
