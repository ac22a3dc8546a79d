"""Paths by hand."""

import datetime as dt
import json
import pickle
from typing import Any

import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.journeys import Journey, JourneyResult, Transitions

START = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
Row = dict[str, Any]


def walk(actor: str, events: str, *, minutes: float = 1, begin: float = 0) -> list[Row]:
    """One event a letter, `minutes` apart; a digit after it is its page."""
    rows: list[Row] = []
    for letter in events:
        if letter.isdigit():
            rows[-1]["properties"] = {"page": letter}
            continue
        time = START + dt.timedelta(minutes=begin + minutes * len(rows))
        rows.append({"actor": actor, "event": letter, "time": time, "properties": {}})
    return rows


def ask(plan: Journey, *buckets: Histories) -> JourneyResult:
    question, about = plan.question(), Provenance("g1", 0, None, None)
    partials = [pickle.loads(pickle.dumps(question.read(each, about))) for each in buckets]  # noqa: S301 - our own
    return question.answer(partials, about)


def paths(plan: Journey, *rows: list[Row]) -> dict[str, int]:
    return {"".join(path.steps): path.count for path in ask(plan, *(from_rows(each) for each in rows)).paths}


def test_after_a_start_come_the_next_steps_and_paths_overlap() -> None:
    assert paths(Journey(from_event="s", depth=2), walk("ada", "xsabsc")) == {"sab": 1, "sc": 1}
    assert paths(Journey(from_event="s", depth=3), walk("ada", "sasb")) == {"sasb": 1, "sb": 1}


def test_before_an_end_come_the_steps_that_led_to_it() -> None:
    assert paths(Journey(to_event="s", depth=2), walk("ada", "abcsds"), walk("bob", "s")) == {
        "bcs": 1,
        "sds": 1,
        "s": 1,
    }


def test_between_two_events_the_last_start_before_the_end_counts() -> None:
    plan = Journey(from_event="s", to_event="e", depth=3)
    result = ask(plan, from_rows(walk("ada", "sasbeeesabcdese")))
    assert {"".join(path.steps): path.count for path in result.paths} == {"sbe": 1, "se": 1}
    assert (result.starts, result.total, result.distinct) == (4, 2, 2)


def test_an_event_may_lead_to_itself() -> None:
    assert paths(Journey(from_event="s", to_event="s"), walk("ada", "sasbs")) == {"sas": 1, "sbs": 1}


def test_repeats_are_one_step_unless_asked_for() -> None:
    rows = walk("ada", "ssaab")
    assert paths(Journey(from_event="s", depth=2), rows) == {"sab": 1}
    assert paths(Journey(from_event="s", depth=2, collapse_repeats=False), rows) == {"ssa": 1, "saa": 1}


def test_an_actor_counts_once_with_its_first_start_in_range() -> None:
    rows = walk("ada", "sasbsc")
    assert paths(Journey(from_event="s", depth=1, count="actors"), rows) == {"sa": 1}
    since = START + dt.timedelta(minutes=1)
    assert paths(Journey(from_event="s", depth=1, count="actors", since=since), rows) == {"sb": 1}
    assert paths(Journey(to_event="s", depth=1, count="actors", since=since), rows) == {"as": 1}


def test_an_actor_between_two_events_counts_with_its_first_start_that_arrives() -> None:
    plan = Journey(from_event="s", to_event="e", depth=2, count="actors")
    result = ask(plan, from_rows(walk("ada", "sabcsxese")))
    assert [path.steps for path in result.paths] == [("s", "x", "e")]
    assert (result.starts, result.total) == (1, 1)


def test_the_window_is_inclusive_and_measured_from_the_anchor() -> None:
    rows = walk("ada", "sabe")
    assert paths(Journey(from_event="s", window="2m"), rows) == {"sab": 1}
    assert paths(Journey(to_event="e", window="2m"), rows) == {"abe": 1}
    assert paths(Journey(from_event="s", to_event="e", window="3m"), rows) == {"sabe": 1}
    assert paths(Journey(from_event="s", to_event="e", window=179), rows) == {}


def test_paths_do_not_cross_a_session_and_hidden_events_keep_it_going() -> None:
    rows = [*walk("ada", "shab", minutes=20), *walk("ada", "sc", begin=200, minutes=31)]
    assert paths(Journey(from_event="s", sessions=True, hide=("h",)), rows) == {"sab": 1, "s": 1}
    assert paths(Journey(from_event="s", sessions=True, session_gap="31m", hide=("h",)), rows) == {"sab": 1, "sc": 1}
    filtered = Journey(from_event="s", sessions=True, filters=[Filter(property="$event", operator="is_not", value="h")])
    assert paths(filtered, rows) == {"s": 2}


def test_only_these_events_are_in_sight_and_the_anchors() -> None:
    assert paths(Journey(from_event="s", only=("b", "d")), walk("ada", "sabcd")) == {"sbd": 1}
    assert paths(Journey(from_event="s", hide=("a", "c")), walk("ada", "sabcd")) == {"sbd": 1}


def test_by_a_property_steps_of_one_event_are_told_apart() -> None:
    result = ask(Journey(from_event="s", by="page"), from_rows(walk("ada", "s1v1v2v2va")))
    assert [path.steps for path in result.paths] == [
        ("s · 1", "v · 1", "v · 2", "v · (none)", "a · (none)"),
    ]


def test_rare_steps_are_other_over_all_buckets() -> None:
    rows = [walk("a", "sxe"), walk("b", "sxe"), walk("c", "sye"), walk("d", "sze")]
    assert paths(Journey(from_event="s", depth=1, top=1), *rows) == {"sOther": 2, "sx": 2}
    assert paths(Journey(from_event="s", to_event="e", top=1), *rows) == {"sOthere": 2, "sxe": 2}


def test_links_add_up_in_each_column_with_those_who_leave() -> None:
    plan = Journey(from_event="s", depth=2, top=1)
    result = ask(plan, from_rows([*walk("a", "sab"), *walk("b", "sab"), *walk("c", "sa"), *walk("d", "sc")]))
    assert [(each.position, each.source, each.target, each.count) for each in result.transitions] == [
        (0, "s", "a", 3),
        (0, "s", "Other", 1),
        (1, "a", "b", 2),
        (1, "Other", "(end)", 1),
        (1, "a", "(end)", 1),
    ]


def test_links_to_an_end_have_negative_columns_and_a_begin() -> None:
    result = ask(Journey(to_event="e", depth=2), from_rows([*walk("a", "abe"), *walk("b", "be")]))
    assert [(each.position, each.source, each.target, each.count) for each in result.transitions] == [
        (-1, "b", "e", 2),
        (-2, "(begin)", "b", 1),
        (-2, "a", "b", 1),
    ]


def test_paths_are_limited_and_the_total_is_not() -> None:
    result = ask(Journey(from_event="s", depth=1, limit=2), from_rows([*walk("a", "sxsysz"), *walk("b", "sz")]))
    assert [("".join(path.steps), path.count) for path in result.paths] == [("sz", 2), ("sx", 1)]
    assert (result.total, result.distinct, result.starts) == (4, 3, 4)


def test_the_result_is_ready_for_json_and_arrow_and_says_what_it_counts() -> None:
    result = ask(Journey(from_event="s", window="1h", sessions=True), from_rows(walk("ada", "sab")))
    assert json.loads(json.dumps(result.to_dict()))["paths"] == [{"steps": ["s", "a", "b"], "count": 1}]
    assert result.to_arrow().to_pylist() == [{"steps": ["s", "a", "b"], "count": 1, "share": 1.0}]
    assert result.transitions_to_arrow().num_rows == 3
    assert "Paths of up to 4 steps after each s" in result.method
    assert "within 1 hour" in result.method
    assert result.method.endswith("snapshot g1.")


def test_nothing_gives_an_empty_result() -> None:
    for plan in (Journey(from_event="s"), Journey(to_event="s", by="page")):
        result = ask(plan, from_rows([]), from_rows(walk("ada", "abc")))
        assert (result.paths, result.transitions, result.total, result.starts) == ((), (), 0, 0)
    assert ask(Journey(from_event="s")).paths == ()


@pytest.mark.parametrize("sessions", [False, True])
def test_a_tree_outgrows_its_first_room(*, sessions: bool) -> None:
    rows = [row for actor in range(300) for row in walk(f"{actor:03}", f"s{actor % 10}" + "abcdefghij"[actor // 30 :])]
    rows += [
        {"actor": f"{nth:04}", "event": name, "time": START + dt.timedelta(seconds=at), "properties": {}}
        for nth in range(1500, 8500)
        for at, name in enumerate(("s", f"x{nth}", f"y{nth}"))
    ]
    result = ask(Journey(from_event="s", depth=2, limit=10_000, top=1000, sessions=sessions), from_rows(rows))
    assert (result.total, sum(path.count for path in result.paths)) == (7300, 7300)


@pytest.mark.parametrize("names", [3, 1500])
def test_transitions_are_counted_among_few_names_and_many(names: int) -> None:
    rows = [
        {"actor": f"{nth}", "event": f"{name % names}", "time": START + dt.timedelta(seconds=at), "properties": {}}
        for nth in range(1500)
        for at, name in enumerate((nth, nth + 1, nth + 2))
    ]
    question, about = Transitions(limit=10_000).question(), Provenance("g1", 0, None, None)
    result = question.answer([question.read(from_rows(rows), about)], about)
    assert (result.total, result.distinct) == (3000, names)
    assert {each.count for each in result.transitions} == {3000 // names}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "from_event"),
        ({"from_event": "s", "hide": ("s",)}, "hide"),
        ({"from_event": "s", "breakdown": "plan"}, "breakdown"),
        ({"from_event": "s", "depth": 21}, "depth"),
        ({"from_event": "s", "window": "soon"}, "window"),
    ],
)
def test_a_journey_that_cannot_be_is_refused(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refusal:
        Journey(**given)
    assert refusal.value.field == field


def test_transitions_take_no_breakdown() -> None:
    with pytest.raises(PlanRefused, match="breakdown"):
        Transitions(breakdown="plan")
