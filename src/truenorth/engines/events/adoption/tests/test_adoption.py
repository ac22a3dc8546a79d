"""Breadth, frequency and first uses, by hand and against a plain reckoning."""

import datetime as dt
import json
import pickle
import statistics
from collections import Counter
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.adoption import Adoption, AdoptionResult
from truenorth.engines.events.adoption import reading as adoption_reading
from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused

START = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
Row = dict[str, Any]
Interval = Literal["day", "week", "month"]


def row(actor: str, event: str, hour: float = 0, **properties: object) -> Row:
    return {"actor": actor, "event": event, "time": START + dt.timedelta(hours=hour), "properties": properties}


def ask(plan: Adoption, *buckets: Histories) -> AdoptionResult:
    times = [int(moment) for each in buckets for part in (each.settled_time, each.recent_time) for moment in part]
    about = Provenance("g1", len(times), min(times, default=None), max(times, default=None))
    question = plan.question()
    partials = [pickle.loads(pickle.dumps(question.read(each, about))) for each in buckets]  # noqa: S301 - our own
    return question.answer(partials, about)


def test_breadth_is_a_share_of_active_actors_and_frequency_is_of_users() -> None:
    rows = [row("a", "x"), row("a", "x", 1), row("a", "x", 30), row("b", "y"), row("c", "x"), row("d", "y")]
    result = ask(Adoption(events=["x"]), from_rows(rows[:3]), from_rows(rows[3:]))
    (x,) = result.events
    assert (result.active, x.actors, x.uses, x.days) == (4, 2, 4, 3)
    assert (x.breadth, x.frequency, x.days_used) == (0.5, 2.0, 1.5)


def test_quadrants_part_at_the_medians() -> None:
    uses = {"core": ("abc", 4), "occasional": ("abc", 1), "power": ("a", 4), "low": ("b", 1)}
    rows = [
        row(actor, event, hour) for event, (actors, count) in uses.items() for actor in actors for hour in range(count)
    ]
    result = ask(Adoption(), from_rows(rows))
    assert [(each.event, each.quadrant) for each in result.events] == [
        ("core", "core"),
        ("occasional", "occasional"),
        ("power", "power"),
        ("low", "low"),
    ]
    assert result.median_breadth == pytest.approx(2 / 3)
    assert result.median_frequency == 2.5


def test_adopters_used_it_for_the_first_time_ever() -> None:
    rows = [row("a", "x", -24 * 7), row("a", "x", 1), row("b", "x", 2), row("b", "x", 200), row("c", "x", 24 * 8)]
    (x,) = ask(Adoption(since=START), from_rows(rows)).events
    assert [(str(each.begins), each.actors) for each in x.adopters] == [("2024-03-04", 1), ("2024-03-11", 1)]
    assert (x.actors, x.uses) == (3, 4)


def test_days_are_those_of_the_time_zone() -> None:
    rows = [row("a", "x", 4), row("a", "x", 6)]
    plans = (Adoption(), Adoption(timezone="America/New_York"))
    assert [ask(plan, from_rows(rows)).events[0].days for plan in plans] == [1, 2]


def test_named_events_that_nobody_used_are_listed() -> None:
    result = ask(Adoption(events=["x", "nothing"]), from_rows([row("a", "x")]))
    assert [(each.event, each.actors, each.breadth, each.frequency) for each in result.events] == [
        ("x", 1, 1.0, 1.0),
        ("nothing", 0, 0.0, 0.0),
    ]


def test_only_the_hundred_events_with_most_users_are_listed() -> None:
    rows = [row(actor, f"event {nth:03}") for nth in range(120) for actor in ("ab" if nth >= 60 else "a")]
    result = ask(Adoption(), from_rows(rows))
    assert len(result.events) == 100
    assert result.events[0].event == "event 060"
    assert "The 100 events with the most users of 120." in result.method


def test_filters_drop_rows() -> None:
    rows = [row("a", "x", bot=True), row("b", "x", bot=False)]
    result = ask(Adoption(filters=[Filter(property="bot", value=False)]), from_rows(rows))
    assert (result.active, result.events[0].actors) == (1, 1)


def test_nothing_gives_an_empty_result() -> None:
    result = ask(Adoption(), from_rows([]))
    assert (result.events, result.active, result.median_breadth) == ((), 0, None)
    (x,) = ask(Adoption(events=["x"], since="2030-01-01"), from_rows([row("a", "x")])).events
    assert (x.actors, x.adopters) == (0, ())


def test_the_result_is_ready_for_json_and_arrow() -> None:
    result = ask(Adoption(), from_rows([row("a", "x")]))
    assert json.loads(json.dumps(result.to_dict()))["events"][0]["adopters"] == [{"begins": "2024-03-04", "actors": 1}]
    assert result.to_arrow().column("adopters").to_pylist() == [[{"begins": dt.date(2024, 3, 4), "actors": 1}]]
    assert result.method.endswith("snapshot g1.")


@pytest.mark.parametrize(
    ("given_plan", "field"),
    [
        ({"events": [f"event {nth}" for nth in range(101)]}, "events"),
        ({"events": ["x", "x"]}, "events"),
        ({"breakdown": "plan"}, "breakdown"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(given_plan: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refusal:
        Adoption(**given_plan)
    assert refusal.value.field == field


def test_more_cells_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adoption_reading, "MOST_CELLS", 1)
    with pytest.raises(PlanRefused, match="interval is too short"):
        ask(Adoption(), from_rows([row("a", "x")]))


ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 1000)), max_size=60)
RANGES = st.none() | st.tuples(st.integers(0, 500), st.integers(501, 1000))


@settings(max_examples=80, deadline=None)
@given(ROWS, RANGES, st.integers(0, 1000), st.sampled_from(["day", "week", "month"]))
def test_sums_are_those_of_a_plain_loop_however_the_rows_are_stored(
    given_rows: list[tuple[str, str, int]], ends: tuple[int, int] | None, edge: int, interval: Interval
) -> None:
    rows = [row(*each) for each in given_rows]
    since, until = (START + dt.timedelta(hours=end) for end in ends) if ends else (None, None)
    plan = Adoption(since=since, until=until, interval=interval, events=["x", "z"])
    cut = START + dt.timedelta(hours=edge)
    buckets = [
        from_rows(
            [each for each in rows if each["actor"] in actors and each["time"] < cut],
            recent=[each for each in rows if each["actor"] in actors and each["time"] >= cut],
        )
        for actors in ("ac", "b")
    ]
    result = ask(plan, *buckets)
    ranged = [each for each in rows if (not since or each["time"] >= since) and (not until or each["time"] < until)]
    active = {each["actor"] for each in ranged}
    assert result.active == len(active)
    for listed in result.events:
        uses = [each for each in ranged if each["event"] == listed.event]
        users = {each["actor"] for each in uses}
        assert (listed.uses, listed.actors) == (len(uses), len(users))
        assert listed.days == len({(each["actor"], each["time"].date()) for each in uses})
        firsts = {
            actor: min(each["time"] for each in rows if each["actor"] == actor and each["event"] == listed.event)
            for actor in users
        }
        found = Counter(_begins(first, interval) for first in firsts.values() if not since or first >= since)
        assert {each.begins: each.actors for each in listed.adopters if each.actors} == found
    assert {each.event for each in result.events} == {"x", "z"}
    assert result.median_frequency == statistics.median(each.frequency for each in result.events)


def _begins(moment: dt.datetime, interval: Interval) -> dt.date:
    day = moment.date()
    if interval == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if interval == "month" else day
