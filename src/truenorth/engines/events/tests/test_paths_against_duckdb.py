"""Transitions, sessions, lifecycle, stickiness and cohorts of a real store against SQL."""

import statistics
from collections.abc import Mapping
from typing import Any

import pytest

from truenorth.engines.events import EventStore, Filter
from truenorth.engines.events.cohorts import (
    All,
    Cohort,
    Criterion,
    Did,
    DidNot,
    FirstSeen,
    HasProperty,
    PropertyDistinct,
    PropertySum,
    Sequence,
    WithinDates,
    WithinFirst,
    WithinLast,
)
from truenorth.engines.events.journeys import Transitions
from truenorth.engines.events.lifecycle import Lifecycle
from truenorth.engines.events.sessions import Sessions
from truenorth.engines.events.stickiness import Stickiness
from truenorth.engines.events.tests.histories_drawn import DAY_MS, Drawn, asked, draw, stored

MINUTES_10 = DAY_MS // 144


@pytest.fixture(scope="module")
def close() -> Drawn:
    """Pauses of up to 70 minutes in steps of 10: many come to the second with a session's end."""
    return draw(51, actors=2000, step_ms=MINUTES_10, most_steps=7, ties=True, span_days=2, most_events=14)


@pytest.fixture(scope="module")
def close_store(close: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(close, tmp_path_factory.mktemp("close"))


@pytest.fixture(scope="module")
def far() -> Drawn:
    """Histories of some weeks."""
    return draw(52, actors=2000, step_ms=DAY_MS // 4, most_steps=24, ties=True, span_days=6)


@pytest.fixture(scope="module")
def far_store(far: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(far, tmp_path_factory.mktemp("far"))


def pairs(store: EventStore, plan: Transitions) -> dict[tuple[str, str], int]:
    return {(each.source, each.target): each.count for each in store.query(plan).transitions}


COUNTED = "SELECT event, after, count(*) FROM ({pairs}) WHERE after IS NOT NULL AND pause <= {window_ms} GROUP BY ALL"
NEXT = (
    "SELECT event, lead(event) OVER w AS after, lead(ms) OVER w - ms AS pause FROM {rows} "
    "WINDOW w AS (PARTITION BY {by} ORDER BY pos)"
)
EVER_MS = 10**12


def pairs_by_sql(
    drawn: Drawn, *, rows: str = "rows", by: str = "actor", window_ms: int = EVER_MS, before: str = ""
) -> dict[tuple[str, str], int]:
    found = asked(drawn, before + COUNTED, pairs=NEXT.format(rows=rows, by=by), window_ms=window_ms)
    return {(source, target): count for source, target, count in found}


def test_transitions_are_rows_and_their_next(close_store: EventStore, close: Drawn) -> None:
    assert pairs(close_store, Transitions()) == pairs_by_sql(close)


def test_transitions_within_a_window_of_what_is_in_sight(close_store: EventStore, close: Drawn) -> None:
    expected = pairs_by_sql(
        close, rows="(FROM rows WHERE event NOT IN ('x', 'y') AND n >= 2)", window_ms=30 * 60 * 1000
    )
    filters = [Filter(property="n", operator="gte", value=2)]

    assert pairs(close_store, Transitions(hide=("x", "y"), window="30m", filters=filters)) == expected


def test_transitions_of_collapsed_repeats(close_store: EventStore, close: Drawn) -> None:
    kept = "(FROM rows QUALIFY event IS DISTINCT FROM lag(event) OVER (PARTITION BY actor ORDER BY pos))"

    assert pairs(close_store, Transitions(collapse_repeats=True)) == pairs_by_sql(close, rows=kept)


def test_transitions_of_groups_follow_time_across_people(close_store: EventStore, close: Drawn) -> None:
    """Compared by their number alone: equal times of different people stand in an order that nothing promises."""
    [(count,)] = asked(
        close,
        "SELECT sum(times - 1)::INT FROM (SELECT count(*) AS times FROM rows WHERE account IS NOT NULL "
        "GROUP BY account)",
    )

    assert close_store.query(Transitions(actor="account")).total == count


BY_GAP = (
    "WITH cuts AS (SELECT *, coalesce(ms - lag(ms) OVER w > 1800000, true)::INT AS cut FROM rows "
    "WINDOW w AS (PARTITION BY actor ORDER BY pos)), "
    "numbered AS (SELECT *, sum(cut) OVER (PARTITION BY actor ORDER BY pos) AS session FROM cuts), "
    "sessions AS (SELECT actor, session, min(ms) AS begun, max(ms) AS over, count(*) AS events, "
    "arg_min(event, pos) AS entry, arg_max(event, pos) AS exit FROM numbered GROUP BY actor, session) "
)
BY_GAP_AND_LENGTH = (
    "WITH RECURSIVE walked AS (SELECT actor, pos, ms, event, ms AS begun, 1 AS session FROM rows WHERE pos = 1 "
    "UNION ALL SELECT r.actor, r.pos, r.ms, r.event, if(cut, r.ms, w.begun), w.session + cut::INT FROM walked w JOIN "
    "(SELECT * FROM rows) r ON r.actor = w.actor AND r.pos = w.pos + 1, "
    "LATERAL (SELECT r.ms - w.ms > 1800000 OR r.ms - w.begun > 3600000 AS cut)), "
    "sessions AS (SELECT actor, session, min(ms) AS begun, max(ms) AS over, count(*) AS events, "
    "arg_min(event, pos) AS entry, arg_max(event, pos) AS exit FROM walked GROUP BY actor, session) "
)


@pytest.mark.parametrize(("longest", "sessions"), [("400d", BY_GAP), ("1h", BY_GAP_AND_LENGTH)])
def test_sessions_by_day(close_store: EventStore, close: Drawn, longest: str, sessions: str) -> None:
    rows = asked(
        close,
        "{sessions} SELECT make_timestamp(begun * 1000)::DATE, count(*), count(DISTINCT actor), sum(events), "
        "count(*) FILTER (events = 1), sum(over - begun) / 1000, median(over - begun) / 1000 FROM sessions GROUP BY 1 "
        "ORDER BY 1",
        sessions=sessions,
    )
    ends = asked(close, "{sessions} SELECT exit, count(*) FROM sessions GROUP BY 1", sessions=sessions)

    found = close_store.query(Sessions(gap="30m", longest=longest))

    assert [
        (day.begins, day.sessions, day.actors, day.events, day.bounces, day.total_seconds, day.median_seconds)
        for day in found.periods
    ] == rows
    assert {each.event: each.sessions for each in found.exits} == dict(ends)


def test_sessions_as_actors_are_those_of_the_question_of_sessions(close_store: EventStore, close: Drawn) -> None:
    expected = pairs_by_sql(close, rows="(FROM numbered)", by="actor, session", before=BY_GAP)

    assert pairs(close_store, Transitions(actor="session")) == expected


@pytest.mark.parametrize("interval", ["day", "week", "month"])
@pytest.mark.parametrize("event", [None, "a"])
def test_lifecycle_has_one_state_an_actor_and_interval(
    far_store: EventStore, far: Drawn, interval: str, event: str | None
) -> None:
    rows = asked(
        far,
        "WITH spans AS (SELECT unnest(generate_series(date_trunc('{interval}', min(moment)), "
        "date_trunc('{interval}', max(moment)), INTERVAL 1 {interval})) AS begun FROM rows), "
        "active AS (SELECT DISTINCT actor, date_trunc('{interval}', moment) AS begun FROM rows "
        "WHERE {chosen}), "
        "was AS (SELECT actor, begun, lag(begun) OVER w AS before, lead(begun) OVER w AS after FROM active "
        "WINDOW w AS (PARTITION BY actor ORDER BY begun)), "
        "gone AS (SELECT begun + INTERVAL 1 {interval} AS begun, count(*) AS dormant FROM was WHERE after IS NULL "
        "OR after > begun + INTERVAL 1 {interval} GROUP BY 1), "
        "states AS (SELECT begun, count(*) FILTER (before IS NULL) AS fresh, "
        "count(*) FILTER (before = begun - INTERVAL 1 {interval}) AS again, "
        "count(*) FILTER (before < begun - INTERVAL 1 {interval}) AS back FROM was GROUP BY begun) "
        "SELECT s.begun::DATE, coalesce(fresh, 0), coalesce(again, 0), coalesce(back, 0), coalesce(dormant, 0) "
        "FROM spans s LEFT JOIN states USING (begun) LEFT JOIN gone USING (begun) ORDER BY 1",
        interval=interval,
        chosen="true" if event is None else f"event = {event!r}",
    )

    found = far_store.query(Lifecycle(interval=interval, event=event)).intervals

    assert [(each.began_on, each.new, each.returning, each.resurrected, each.dormant) for each in found] == rows


@pytest.mark.parametrize("interval", ["day", "week"])
def test_stickiness_counts_active_intervals(far_store: EventStore, far: Drawn, interval: str) -> None:
    rows = asked(
        far,
        "SELECT days, count(*) FROM (SELECT count(DISTINCT date_trunc('{interval}', moment)) AS days FROM rows "
        "WHERE event = 'b' GROUP BY actor) GROUP BY days ORDER BY 1",
        interval=interval,
    )

    found = far_store.query(Stickiness(event="b", interval=interval))

    assert [(level.intervals, level.exactly) for level in found.levels if level.exactly] == rows
    assert [level.at_least for level in found.levels] == [
        sum(count for days, count in rows if days >= level.intervals) for level in found.levels
    ]


SINCE, UNTIL = "2024-03-05T06:00:00Z", "2024-03-12T12:00:00Z"
COHORTS: Mapping[str, tuple[Criterion, str]] = {
    "at least twice": (Did(event="a", at_least=2), "count(*) FILTER (event = 'a') >= 2"),
    "exactly once": (Did(event="a", at_least=1, at_most=1), "count(*) FILTER (event = 'a') = 1"),
    "at most twice": (Did(event="b", at_least=0, at_most=2), "count(*) FILTER (event = 'b') <= 2"),
    "any event": (Did(event=None, at_least=6), "count(*) >= 6"),
    "never": (DidNot(event="a"), "count(*) FILTER (event = 'a') = 0"),
    "filtered": (
        Did(event="a", filters=[Filter(property="plan", value="pro")]),
        "count(*) FILTER (event = 'a' AND plan = 'pro') >= 1",
    ),
    "in a range": (
        Did(event="a", at_least=2, within=WithinDates(since=SINCE, until=UNTIL)),
        f"count(*) FILTER (event = 'a' AND moment >= '{SINCE[:-1]}' AND moment < '{UNTIL[:-1]}') >= 2",
    ),
    "lately": (
        Did(event="a", within=WithinLast(window="20d")),
        "count(*) FILTER (event = 'a' AND moment > (SELECT max(moment) FROM rows) - INTERVAL 20 DAY) >= 1",
    ),
    "at first": (
        Did(event="b", within=WithinFirst(window="2d")),
        "count(*) FILTER (event = 'b' AND ms < begun + 2 * 86400000) >= 1",
    ),
    "sum": (PropertySum(event="a", property="v", value=80), "coalesce(sum(v) FILTER (event = 'a'), 0) >= 80"),
    "distinct": (PropertyDistinct(property="n", operator="gt", value=3), "count(DISTINCT n) > 3"),
    "last known": (
        HasProperty(filter=Filter(property="plan", value="team")),
        "arg_max(plan, pos) FILTER (plan IS NOT NULL) = 'team'",
    ),
    "first seen": (
        FirstSeen(event="a", since=SINCE, until=UNTIL),
        f"coalesce(min(moment) FILTER (event = 'a') >= '{SINCE[:-1]}' "
        f"AND min(moment) FILTER (event = 'a') < '{UNTIL[:-1]}', false)",
    ),
    "both": (
        All(of=(Did(event="a"), DidNot(event="b"))),
        "count(*) FILTER (event = 'a') >= 1 AND count(*) FILTER (event = 'b') = 0",
    ),
}


@pytest.mark.parametrize("name", COHORTS)
def test_members_are_those_whose_rows_meet_the_condition(far_store: EventStore, far: Drawn, name: str) -> None:
    where, having = COHORTS[name]
    rows = asked(
        far,
        "SELECT actor FROM (SELECT *, min(ms) OVER (PARTITION BY actor) AS begun FROM rows) GROUP BY actor "
        "HAVING {having} ORDER BY actor",
        having=having,
    )

    found = far_store.query(Cohort(where=where, list_actors=True))

    assert sorted(found.actors) == [actor for (actor,) in rows]
    assert found.out_of == far.actors


def test_a_sequence_is_a_funnel_of_its_last_step(far_store: EventStore, far: Drawn) -> None:
    rows = asked(
        far,
        "SELECT DISTINCT x.actor FROM rows x JOIN rows y ON y.actor = x.actor AND y.pos > x.pos AND y.event = 'b' "
        "JOIN rows z ON z.actor = x.actor AND z.pos > y.pos AND z.event = 'a' AND z.ms - x.ms <= 3 * 86400000 "
        "WHERE x.event = 'a' ORDER BY 1",
    )

    found = far_store.query(Cohort(where=Sequence(steps=["a", "b", "a"], window="3d"), list_actors=True))

    assert sorted(found.actors) == [actor for (actor,) in rows]


def test_members_limit_another_question(far_store: EventStore, far: Drawn) -> None:
    rows: list[tuple[Any, ...]] = asked(
        far,
        "WITH members AS (SELECT actor FROM rows GROUP BY actor HAVING count(*) FILTER (event = 'a') >= 2) "
        "SELECT days FROM (SELECT count(DISTINCT moment::DATE) AS days FROM rows WHERE actor IN (FROM members) "
        "GROUP BY actor)",
    )

    found = far_store.query(Stickiness(members=Cohort(where=Did(event="a", at_least=2))))

    assert sum(level.at_least for level in found.levels) == sum(days for (days,) in rows)
    assert found.actors == len(rows)
    assert statistics.fmean(days for (days,) in rows) > 1
