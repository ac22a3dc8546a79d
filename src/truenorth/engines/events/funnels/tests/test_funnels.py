"""Funnels by hand: what plans refuse, what results hold, and the choices that change an answer."""

import datetime as dt
import json
import subprocess
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from truenorth.engines.events.asking.histories import Column, Histories, Spans, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.funnels import Exclusion, Funnel, FunnelResult, Step

BASE = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
HOUR = 3_600


def rows_of(word: str, *, actor: str = "ada", apart: int = 1, **properties: Any) -> list[dict[str, Any]]:
    return [
        {
            "actor": actor,
            "event": letter,
            "time": BASE + dt.timedelta(seconds=at * apart),
            "properties": properties,
        }
        for at, letter in enumerate(word)
    ]


def ask(plan: Funnel, *buckets: Histories) -> FunnelResult:
    times = np.concatenate([np.append(bucket.settled_time, bucket.recent_time) for bucket in buckets])
    about = Provenance("g1-t2", times.size, int(times.min()), int(times.max())) if times.size else None
    about = about or Provenance("g1-t2", 0, None, None)
    question = plan.question()
    return question.answer([question.read(bucket, about) for bucket in buckets], about)


def counts(plan: Funnel, word: str) -> list[int]:
    return [step.actors for step in ask(plan, from_rows(rows_of(word))).steps]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"steps": []}, "steps"),
        ({"steps": [Step("a", optional=True), "b"]}, "steps"),
        ({"steps": ["a"], "window": 0}, "window"),
        ({"steps": ["a", "b"], "exclusions": [Exclusion("x", to_step=3)]}, "exclusions"),
        ({"steps": ["a", "b", "c"], "order": "unordered", "exclusions": [Exclusion("x")]}, "exclusions"),
        ({"steps": ["a", Step("b", optional=True)], "order": "unordered"}, "steps"),
        ({"steps": ["a", "b"], "attribution": "step:3"}, "attribution"),
        ({"steps": ["a", "b"], "attribution": "middle"}, "attribution"),
        ({"steps": ["a"], "hold_constant": ["cart", "cart"]}, "hold_constant"),
        ({"steps": ["a"], "order": "sideways"}, "order"),
        ({"steps": ["a"], "interval": "fortnight"}, "interval"),
        ({"steps": ["a"], "nothing": 1}, "nothing"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_the_name_of_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        Funnel(**given)
    assert refused.value.field.split(".")[0] == field


def test_an_exclusion_must_lie_between_two_steps_and_name_an_event() -> None:
    with pytest.raises(PlanRefused, match="from_step"):
        Exclusion("x", from_step=2, to_step=2)
    with pytest.raises(PlanRefused, match="event"):
        Exclusion("*")
    with pytest.raises(PlanRefused, match="any_of"):
        Step("*", any_of=["a"])


def test_a_plan_survives_json_and_is_hashable() -> None:
    plan = Funnel(
        steps=["a", Step("b", any_of=["c"], filters=[Filter(property="plan", value="pro")]), "*"],
        exclusions=[Exclusion("x", to_step=3)],
        window="2h",
        breakdown="plan",
        attribution="step:2",
    )
    again = Funnel(**json.loads(plan.model_dump_json()))
    assert again == plan
    assert hash(again) == hash(plan)
    assert [step.name for step in plan.steps] == ["a", "b or c", "*"]


def test_a_plan_loads_no_compiler() -> None:
    code = "import sys, truenorth.engines.events.funnels as f; f.Funnel(steps=['a']); assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_hundred_steps_are_as_good_as_two() -> None:
    names = [f"e{at}" for at in range(100)]
    rows = [{"actor": "ada", "event": name, "time": BASE + dt.timedelta(seconds=at)} for at, name in enumerate(names)]
    for choice in ({}, {"times": False}, {"order": "strict"}, {"order": "unordered"}, {"ties": "step"}):
        result = ask(Funnel(steps=names, **choice), from_rows(rows[:60], recent=rows[60:]))
        assert [step.actors for step in result.steps] == [1] * 100
    assert ask(Funnel(steps=names), from_rows(rows[:60])).steps[60].dropped == 0
    assert ask(Funnel(steps=names), from_rows(rows[:60])).steps[60].in_window == 1


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, [1, 1]),
        ({"entry": "latest"}, [1, 1]),
        ({"ties": "step"}, [1, 1]),
        ({"order": "strict"}, [1, 1]),
        ({"order": "unordered"}, [1, 1]),
        ({"count": "totals"}, [0, 0]),
        ({"count": "totals", "on_exclusion": "end_attempt"}, [2, 1]),
    ],
)
def test_very_many_entries_of_one_actor_cost_no_more_than_its_rows(choice: dict[str, Any], expected: list[int]) -> None:
    word = "a" * 200_000 + "x" * 1_000 + "a" * 100_000 + "b"
    labels = pa.array([None, "a", "b", "x"])
    column = Column(labels, np.array([" abx".index(letter) for letter in word], np.uint16), np.empty(0, np.uint16))
    spans = Spans(*(np.array([at]) for at in (0, len(word), 0, 0)))
    time = np.arange(len(word), dtype=np.int64)
    many = Histories(spans, time, np.empty(0, np.int64), {"event": column}.__getitem__, lambda: pa.array(["ada"]))
    plan = Funnel(steps=["a", "b"], exclusions=[Exclusion("x")], **choice)
    assert [step.actors for step in ask(plan, many).steps] == expected


def test_the_window_is_inclusive_and_measured_from_the_entry() -> None:
    rows = from_rows(rows_of("abc", apart=10))
    assert [step.actors for step in ask(Funnel(steps=["a", "b", "c"], window=20), rows).steps] == [1, 1, 1]
    assert [step.actors for step in ask(Funnel(steps=["a", "b", "c"], window=19), rows).steps] == [1, 1, 0]


def test_an_actor_is_in_window_until_the_window_of_its_path_is_over() -> None:
    rows = from_rows([*rows_of("a", actor="ada"), *rows_of("zzzzzzzzzzz", actor="bob", apart=HOUR)])
    for times in (True, False):
        still = ask(Funnel(steps=["a", "b"], window="10h", times=times), rows).steps[1]
        over = ask(Funnel(steps=["a", "b"], window="9h", times=times), rows).steps[1]
        later = ask(Funnel(steps=["a", "b"], window="10h", as_of="2024-03-09", times=times), rows).steps[1]
        assert [(each.in_window, each.dropped) for each in (still, over, later)] == [(1, 0), (0, 1), (0, 1)]


def test_the_earliest_or_the_latest_entry_gives_the_seconds() -> None:
    rows = from_rows([row for row, keep in zip(rows_of("a..a..b", apart=10), "1001001", strict=True) if keep == "1"])
    seconds = {
        entry: ask(Funnel(steps=["a", "b"], entry=entry), rows).steps[1].mean_seconds
        for entry in ("longest", "latest", "first")
    }
    assert seconds == {"longest": 60.0, "latest": 30.0, "first": 60.0}


def test_the_first_entry_alone_may_fall_short() -> None:
    word = "a.........ab"
    assert counts(Funnel(steps=["a", "b"], window=5, entry="first"), word) == [1, 0]
    assert counts(Funnel(steps=["a", "b"], window=5), word) == [1, 1]


@pytest.mark.parametrize(
    ("word", "remove", "end_attempt"),
    [("axb", [0, 0], [1, 0]), ("axab", [1, 1], [1, 1]), ("aax", [0, 0], [1, 0]), ("ab", [1, 1], [1, 1])],
)
def test_an_exclusion_removes_the_actor_or_ends_the_attempt(
    word: str, remove: list[int], end_attempt: list[int]
) -> None:
    plan = Funnel(steps=["a", "b"], exclusions=[Exclusion("x")])
    assert counts(plan, word) == remove
    assert counts(plan.model_copy(update={"on_exclusion": "end_attempt"}), word) == end_attempt


@pytest.mark.parametrize(("seconds", "expected"), [((0, 1, 31), [1, 0]), ((0, 31, 32), [1, 0])])
def test_an_earlier_or_later_clean_entry_keeps_the_actor(seconds: tuple[int, ...], expected: list[int]) -> None:
    events = ("a", "x", "a") if seconds[1] == 1 else ("a", "a", "x")
    rows = [
        {"actor": "ada", "event": event, "time": BASE + dt.timedelta(seconds=at)}
        for event, at in zip(events, seconds, strict=True)
    ]
    plan = Funnel(steps=["a", "b"], window=10, exclusions=[Exclusion("x")])
    assert [step.actors for step in ask(plan, from_rows(rows)).steps] == expected


def test_an_exclusion_may_carry_filters() -> None:
    rows = [*rows_of("a"), *rows_of(".x", kind="soft")[1:], *rows_of("..b")[2:]]
    plan = Funnel(steps=["a", "b"], exclusions=[Exclusion("x", filters=[Filter(property="kind", value="hard")])])
    assert [step.actors for step in ask(plan, from_rows(rows)).steps] == [1, 1]


def test_attempts_do_not_overlap_and_an_excluding_event_begins_none() -> None:
    totals = Funnel(steps=["a", "b"], count="totals")
    ended = Funnel(steps=["a", "b"], count="totals", exclusions=[Exclusion("a")], on_exclusion="end_attempt")
    assert counts(ended, "aaab") == [2, 1]
    assert counts(totals, "aaab") == [1, 1]
    assert counts(totals, "ababa") == [3, 2]
    assert counts(Funnel(steps=["a", "a"], count="totals"), "aaaa") == [2, 2]
    assert counts(Funnel(steps=["a", "b"], count="totals", exclusions=[Exclusion("x")]), "axbab") == [1, 1]
    assert counts(Funnel(steps=["a", "b"], count="totals", order="strict"), "a.abab") == [3, 2]
    assert counts(Funnel(steps=["a", "b"], count="totals", order="unordered"), "baabb") == [3, 2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("ab", "axb", "ab"), [3, 2]), (("ba", "a", "xa"), [3, 1]), (("abx",), [1, 1])],
)
def test_in_any_order_an_exclusion_takes_the_path_back_to_step_one(words: tuple[str, ...], expected: list[int]) -> None:
    rows = [row for at, word in enumerate(words) for row in rows_of(word, actor=f"a{at}")]
    plan = Funnel(steps=["a", "b"], order="unordered", exclusions=[Exclusion("x")])
    assert [step.actors for step in ask(plan, from_rows(rows)).steps] == expected


def test_in_any_order_rows_change_places_where_one_could_fill_several_steps() -> None:
    plan = Funnel(steps=["*", "a", "a"], order="unordered")
    assert counts(plan, "aaz") == [1, 1, 1]
    assert counts(plan, "aza") == [1, 1, 1]
    assert counts(plan, "azz") == [1, 1, 0]


def test_events_of_one_instant_change_places_where_steps_need_it() -> None:
    plan = Funnel(steps=["a", "*", "b"], ties="step")
    rows = from_rows(rows_of("bza", apart=0))
    assert [step.actors for step in ask(plan, rows).steps] == [1, 1, 1]
    by_arrival = ask(plan.model_copy(update={"ties": "arrival"}), rows)
    assert [step.actors for step in by_arrival.steps] == [1, 0, 0]


def test_an_optional_step_in_one_instant_is_counted_and_never_required() -> None:
    plan = Funnel(steps=["a", Step("o", optional=True), "b"], ties="step")
    assert [step.actors for step in ask(plan, from_rows(rows_of("boa", apart=0))).steps] == [1, 1, 1]
    assert [step.actors for step in ask(plan, from_rows(rows_of("ba", apart=0))).steps] == [1, 0, 1]


def test_steps_after_an_optional_one_relate_to_the_one_before_it() -> None:
    rows = [row for at, word in enumerate(["aob", "ab", "a"]) for row in rows_of(word, actor=f"a{at}", apart=10)]
    result = ask(Funnel(steps=["a", Step("o", optional=True), "b"], as_of="2030-01-01"), from_rows(rows))
    optional, last = result.steps[1:]
    assert (optional.actors, optional.dropped, optional.conversion_from_previous) == (1, 2, 1 / 3)
    assert (last.actors, last.dropped, last.conversion_from_previous, last.mean_seconds) == (2, 1, 2 / 3, 15.0)


def test_a_held_property_makes_units_of_actor_and_value() -> None:
    rows = [*rows_of("a", cart=1), *rows_of(".b", cart=2)[1:], *rows_of("..b")[2:], *rows_of("...a", cart=2)[3:]]
    plan = Funnel(steps=["a", "b"], hold_constant=["cart"])
    result = ask(plan, from_rows(rows))
    assert [step.actors for step in result.steps] == [2, 0]
    assert "pairs of actor and cart" in result.method


@pytest.mark.parametrize(
    ("attribution", "expected"),
    [
        ("entry", {"pro": [1, 1], "(none)": [1, 0]}),
        ("last", {"free": [1, 1], "(none)": [1, 0]}),
        ("step:2", {"free": [1, 1], "(did not reach)": [1, 0]}),
    ],
)
def test_the_breakdown_takes_the_value_at_the_attributed_step(attribution: str, expected: dict[str, list[int]]) -> None:
    ada = from_rows([*rows_of("a", plan="pro"), *rows_of(".b", plan="free")[1:]])
    bob = from_rows(rows_of("a", actor="bob"))
    result = ask(Funnel(steps=["a", "b"], breakdown="plan", attribution=attribution), ada, bob)
    assert {value: [step.actors for step in steps] for value, steps in result.breakdown.items()} == expected


def test_times_describe_the_way_from_entry_to_the_last_step() -> None:
    rows = [row for at in range(1, 10) for row in rows_of("ab", actor=f"a{at}", apart=at * 10)]
    result = ask(Funnel(steps=["a", "b"]), from_rows(rows))
    times = result.times
    assert times is not None
    assert (times.mean_seconds, times.median_seconds, times.p10_seconds, times.p90_seconds) == (50, 50, 18, 82)
    assert sum(times.bin_counts) == 9
    assert (times.bin_edges_seconds[0], times.bin_edges_seconds[-1]) == (0.0, 90.0)
    assert ask(Funnel(steps=["a", "b"], times=False), from_rows(rows)).times is None


def test_a_result_is_ready_for_json_and_for_arrow() -> None:
    rows = from_rows(rows_of("ab", plan="pro"))
    result = ask(Funnel(steps=["a", "b"], breakdown="plan", interval="day"), rows)
    found = json.loads(json.dumps(result.to_dict()))
    assert found["steps"][1]["actors"] == 1
    assert list(found["breakdown"]) == ["pro"]
    assert list(found["over_time"]) == ["2024-03-01"]
    assert found["snapshot"] == "g1-t2"
    assert result.to_arrow().num_rows == 6
    assert "7 days" in result.method
    assert "snapshot g1-t2" in result.method


@pytest.mark.parametrize("choice", [{}, {"times": False}, {"order": "unordered"}, {"breakdown": "plan"}])
def test_nothing_gives_zeros(choice: dict[str, Any]) -> None:
    result = ask(Funnel(steps=["a", "b"], interval="day" if not choice else None, **choice), from_rows([]))
    assert [(step.actors, step.conversion, step.mean_seconds) for step in result.steps] == [(0, 0.0, None)] * 2
    assert result.times is None
    nobody = Funnel(steps=["a", "b"]).question().answer([], Provenance("g0", 0, None, None))
    assert [step.actors for step in nobody.steps] == [0, 0]


def test_entries_lie_between_since_and_until_and_later_steps_may_not() -> None:
    rows = from_rows(rows_of("aab", apart=HOUR))
    plan = Funnel(steps=["a", "b"], since="2024-03-01T00:30:00Z", until="2024-03-01T02:00:00Z")
    assert ask(plan, rows).steps[1].mean_seconds == HOUR
    none = Funnel(steps=["a", "b"], since="2024-03-01T02:00:00Z")
    assert [step.actors for step in ask(none, rows).steps] == [0, 0]
