"""Counts of sessions, against a plain reckoning."""

import datetime as dt
import json
import pickle
import statistics
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.sessions import Sessions, SessionsResult
from truenorth.engines.events.sessions.rows import MOST_NAMES, RARE, event_names

START = dt.datetime(2024, 3, 1, 22, tzinfo=dt.UTC)
Row = dict[str, Any]


def row(actor: str, minute: float, event: str = "view", **properties: object) -> Row:
    return {"actor": actor, "event": event, "time": START + dt.timedelta(minutes=minute), "properties": properties}


def ask(plan: Sessions, *buckets: Histories) -> SessionsResult:
    times = [int(moment) for each in buckets for part in (each.settled_time, each.recent_time) for moment in part]
    about = Provenance("g1", len(times), min(times, default=None), max(times, default=None))
    question = plan.question()
    partials = [pickle.loads(pickle.dumps(question.read(each, about))) for each in buckets]  # noqa: S301 - our own
    return question.answer(partials, about)


def test_sessions_count_on_the_day_they_begin() -> None:
    rows = [row("ada", 0, "open"), row("ada", 20), row("ada", 130, "open"), row("bob", 110, "open"), row("bob", 125)]
    result = ask(Sessions(), from_rows(rows))
    first, second = result.periods
    assert (first.begins, second.begins) == (dt.date(2024, 3, 1), dt.date(2024, 3, 2))
    assert (first.sessions, first.actors, first.events, first.bounces) == (2, 2, 4, 0)
    assert (second.sessions, second.actors, second.bounces, second.median_seconds) == (1, 1, 1, 0)
    assert (first.total_seconds, first.mean_seconds, first.median_seconds) == (2100, 1050, 1050)
    assert (result.overall.sessions, result.overall.actors, result.overall.sessions_per_actor) == (3, 2, 1.5)
    assert result.overall.median_seconds == 900


def test_entries_and_exits_are_the_first_and_last_events() -> None:
    rows = [row("ada", 0, "open"), row("ada", 5, "buy"), row("bob", 0, "open"), row("bob", 5), row("eve", 0, "buy")]
    result = ask(Sessions(top=2), from_rows(rows))
    assert [(each.event, each.sessions) for each in result.entries] == [("open", 2), ("buy", 1)]
    assert [(each.event, each.sessions) for each in result.exits] == [("buy", 2), ("view", 1)]


def test_filters_drop_rows_before_sessions_are_cut() -> None:
    rows = [row("ada", minute, bot=minute == 25) for minute in (0, 25, 50)]
    plain = ask(Sessions(), from_rows(rows))
    filtered = ask(Sessions(filters=[Filter(property="bot", value=False)]), from_rows(rows))
    assert (plain.overall.sessions, filtered.overall.sessions, filtered.overall.bounces) == (1, 2, 2)


def test_a_session_begun_before_since_is_left_out_and_one_that_lasts_past_until_is_whole() -> None:
    rows = [row("ada", minute) for minute in (0, 20, 40, 100, 120, 140)]
    plan = Sessions(since=START + dt.timedelta(minutes=10), until=START + dt.timedelta(minutes=110))
    result = ask(plan, from_rows(rows))
    assert (result.overall.sessions, result.overall.events, result.overall.total_seconds) == (1, 3, 2400)


def test_nothing_gives_an_empty_result() -> None:
    result = ask(Sessions(), from_rows([]))
    assert (result.periods, result.overall.sessions, result.overall.mean_seconds, result.entries) == ((), 0, None, ())
    assert ask(Sessions(since="2030-01-01"), from_rows([row("ada", 0)])).periods == ()


def test_the_result_is_ready_for_json_and_arrow_and_says_how_it_was_counted() -> None:
    result = ask(Sessions(gap="5m", session_property="session"), from_rows([row("ada", 0)]))
    assert json.loads(json.dumps(result.to_dict()))["overall"]["bounce_share"] == 1
    assert result.to_arrow().column("sessions").to_pylist() == [1]
    assert "no pause above 5 minutes" in result.method
    assert "session changes" in result.method
    assert result.method.endswith("snapshot g1.")


def test_a_breakdown_is_refused() -> None:
    with pytest.raises(PlanRefused) as refusal:
        Sessions(breakdown="plan")
    assert refusal.value.field == "breakdown"


def test_more_event_names_than_fit_leave_the_rarest_as_other() -> None:
    rows = [row("ada", 0, f"event {nth}") for nth in range(MOST_NAMES)]
    names = event_names(from_rows([*rows, row("ada", 0, "event 65535")]))
    assert len(names.texts) == MOST_NAMES
    assert names.texts[1:3] == ("event 65535", "event 0")
    assert [names.texts[code] for code in names.settled[-3:]] == [RARE, "event 65535", "event 65535"]


def slow(rows: list[Row], plan: Sessions) -> dict[Any, float]:
    """(day, measure) → value, by a plain loop."""
    sessions: list[list[Row]] = []
    for actor in sorted({each["actor"] for each in rows}):
        own = sorted((each for each in rows if each["actor"] == actor), key=lambda each: each["time"])
        for at, each in enumerate(own):
            is_new = (
                not at
                or (each["time"] - own[at - 1]["time"]).total_seconds() > plan.gap
                or (each["time"] - sessions[-1][0]["time"]).total_seconds() > plan.longest
            )
            sessions.append([each]) if is_new else sessions[-1].append(each)
    counts: dict[Any, float] = defaultdict(float)
    actors: dict[Any, set[str]] = {}
    lengths: dict[Any, list[float]] = {}
    for session in sessions:
        begun = session[0]["time"]
        if not (plan.since is None or plan.since <= begun) or not (plan.until is None or begun < plan.until):
            continue
        for key in (begun.date(), None):
            counts[key, "sessions"] += 1
            counts[key, "events"] += len(session)
            counts[key, "bounces"] += len(session) == 1
            actors.setdefault(key, set()).add(session[0]["actor"])
            lengths.setdefault(key, []).append((session[-1]["time"] - begun).total_seconds())
        counts["entry", session[0]["event"]] += 1
        counts["exit", session[-1]["event"]] += 1
    for key, values in lengths.items():
        counts[key, "total"], counts[key, "median"] = sum(values), statistics.median(values)
        counts[key, "actors"] = len(actors[key])
    return counts


RANGES = st.none() | st.tuples(st.integers(0, 2000), st.integers(2001, 4000))
ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4000), st.sampled_from(["x", "y"])), max_size=60)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(1, 300), st.integers(1, 900), RANGES, st.integers(0, 4000))
def test_sums_are_those_of_a_plain_loop_however_the_rows_are_stored(
    given_rows: list[tuple[str, int, str]], gap: int, longest: int, ends: tuple[int, int] | None, edge: int
) -> None:
    rows = [row(*each) for each in given_rows]
    since, until = (START + dt.timedelta(minutes=end) for end in sorted(ends)) if ends else (None, None)
    plan = Sessions(gap=gap * 60, longest=longest * 60, since=since, until=until)
    cut = START + dt.timedelta(minutes=edge)
    buckets = [
        from_rows(
            [each for each in rows if each["actor"] in actors and each["time"] < cut],
            recent=[each for each in rows if each["actor"] in actors and each["time"] >= cut],
        )
        for actors in ("a", "bc")
    ]
    result = ask(plan, *buckets)
    expected = slow(rows, plan)
    for figures in (*result.periods, result.overall):
        key = figures.begins
        got = (figures.sessions, figures.events, figures.bounces, figures.actors, figures.total_seconds)
        names = ("sessions", "events", "bounces", "actors", "total")
        assert got == tuple(expected[key, name] for name in names)
        assert (figures.median_seconds or 0) == expected[key, "median"]
    assert sum(each.sessions for each in result.periods) == result.overall.sessions
    for side, listed in (("entry", result.entries), ("exit", result.exits)):
        assert {each.event: each.sessions for each in listed} == {
            event: value for (kind, event), value in expected.items() if kind == side
        }


def test_times_are_kept_to_the_microsecond() -> None:
    times = (START, START + dt.timedelta(microseconds=3))
    rows = [{"actor": "ada", "event": "view", "time": moment} for moment in times]
    assert ask(Sessions(), from_rows(rows)).overall.total_seconds == pytest.approx(3e-6)
