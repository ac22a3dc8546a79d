"""The lifecycle: the published case, a slow reading of the definitions, and what the answer looks like."""

import datetime as dt
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.lifecycle import Lifecycle, LifecycleResult
from truenorth.engines.events.times import micros

Row = dict[str, Any]
STATES = ("new", "returning", "resurrected", "dormant")
BASE = dt.datetime(2024, 1, 29, tzinfo=dt.UTC)


def ask(plan: Lifecycle, buckets: list[tuple[list[Row], list[Row]]]) -> LifecycleResult:
    times = [micros(row["time"]) for bucket in buckets for part in bucket for row in part]
    about = Provenance("g3-t0", len(times), min(times, default=None), max(times, default=None))
    question = plan.question()
    partials = [question.read(from_rows(settled, recent=recent), about) for settled, recent in buckets]
    return question.answer(partials, about)


def rows_on(days: list[int], actor: str = "ada", event: str = "open") -> list[Row]:
    return [{"actor": actor, "event": event, "time": f"2020-01-{day:02}T10:00:00Z"} for day in days]


def states_of(result: LifecycleResult) -> dict[str, list[int]]:
    return {
        state: [each.began_on.day for each in result.intervals for _ in range(getattr(each, state))] for state in STATES
    }


def test_the_published_case_has_its_states(shared: Path) -> None:
    case = json.loads((shared / "oracles/funnel_cases.json").read_text(encoding="utf-8"))["other"]["lifecycle"]
    result = ask(Lifecycle(event="open"), [(rows_on(case["active_days"]), [])])
    expected = {"resurrected" if name == "resurrecting" else name: days for name, days in case["expected"].items()}
    assert states_of(result) == expected
    assert [each.began_on.day for each in result.intervals] == list(range(case["range"][0], case["range"][1] + 1))


def test_activity_before_since_is_history() -> None:
    result = ask(Lifecycle(since="2020-01-12T15:00:00Z"), [(rows_on([3, 11, 12, 14]), [])])
    assert states_of(result) == {"new": [], "returning": [12], "resurrected": [14], "dormant": [13]}


def test_nothing_from_until_on_is_read() -> None:
    result = ask(Lifecycle(until="2020-01-12T09:00:00Z"), [(rows_on([11, 12, 14]), [])])
    assert states_of(result) == {"new": [11], "returning": [], "resurrected": [], "dormant": [12]}
    assert [each.is_over for each in result.intervals] == [True, False]


def test_an_actor_who_stays_away_is_dormant_once() -> None:
    result = ask(Lifecycle(as_of="2020-01-15"), [(rows_on([11]), [])])
    assert states_of(result) == {"new": [11], "returning": [], "resurrected": [], "dormant": [12]}
    assert [each.is_over for each in result.intervals] == [True, True, True, True, False]


def test_pulse_is_what_came_over_what_went() -> None:
    rows = rows_on([11, 13]) + rows_on([11], "bob") + rows_on([12, 13], "eve")
    assert [each.pulse for each in ask(Lifecycle(), [(rows, [])]).intervals] == [None, 0.5, None]


def random_rows(random: np.random.Generator) -> list[Row]:
    rows = [
        {
            "actor": f"a{actor}",
            "event": str(random.choice(["open", "close"])),
            "time": BASE + dt.timedelta(hours=int(random.integers(0, 24 * random.choice([9, 90])))),
            "properties": {"plan": str(random.choice(["pro", "free"]))},
        }
        for actor in range(40)
        for _ in range(random.integers(1, 15))
    ]
    return sorted(rows, key=lambda row: row["time"])


def in_buckets(random: np.random.Generator, rows: list[Row]) -> list[tuple[list[Row], list[Row]]]:
    by_actor = defaultdict(list)
    for row in rows:
        by_actor[row["actor"]].append(row)
    buckets: list[tuple[list[Row], list[Row]]] = [([], []), ([], [])]
    for number, theirs in enumerate(by_actor.values()):
        cut = int(random.integers(0, len(theirs) + 1))
        buckets[number % 2][0].extend(theirs[:cut])
        buckets[number % 2][1].extend(theirs[cut:])
    return buckets


def number_of(plan: Lifecycle, day: dt.datetime) -> int:
    if plan.interval == "month":
        return day.year * 12 + day.month
    ordinal = day.date().toordinal()
    return ordinal if plan.interval == "day" else (ordinal - (1 if plan.week_start == "monday" else 0)) // 7


def slowly(plan: Lifecycle, rows: list[Row]) -> list[tuple[int, int, int, int]]:
    visible = [
        row
        for row in rows
        if plan.event in (None, row["event"])
        and all(row["properties"]["plan"] in one.value for one in plan.filters)
        and (plan.until is None or row["time"] < plan.until)
    ]
    active = defaultdict(set)
    for row in visible:
        active[row["actor"]].add(number_of(plan, row["time"]))
    first = number_of(plan, plan.since or rows[0]["time"])
    last = number_of(
        plan, min(plan.until - dt.timedelta(microseconds=1), rows[-1]["time"]) if plan.until else rows[-1]["time"]
    )
    found = []
    for number in range(first, last + 1):
        now = [each for each in active.values() if number in each]
        new = sum(min(each) == number for each in now)
        returning = sum(number - 1 in each for each in now)
        dormant = sum(number - 1 in each and number not in each for each in active.values())
        found.append((new, returning, len(now) - new - returning, dormant))
    return found


@pytest.mark.parametrize("interval", ["day", "week", "month"])
@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"event": "open", "filters": (Filter(property="plan", value="pro"),)},
        {"since": BASE + dt.timedelta(days=4, hours=7), "until": BASE + dt.timedelta(days=66, hours=3)},
        {"since": BASE - dt.timedelta(days=40), "week_start": "sunday"},
        {"event": "never"},
    ],
    ids=str,
)
def test_states_are_those_of_the_slow_one(interval: str, choices: dict[str, Any]) -> None:
    for seed in range(4):
        random = np.random.default_rng(seed)
        rows = random_rows(random)
        plan = Lifecycle(interval=interval, **choices)
        result = ask(plan, in_buckets(random, rows))
        found = [tuple(getattr(each, state) for state in STATES) for each in result.intervals]
        assert found == slowly(plan, rows)


def test_local_days_begin_at_local_midnight() -> None:
    rows = [{"actor": "ada", "event": "open", "time": f"2024-03-{day}T22:30:00Z"} for day in ("30", "31")]
    result = ask(Lifecycle(timezone="Europe/Paris"), [(rows, [])])
    assert [(str(each.began_on), each.active) for each in result.intervals] == [
        ("2024-03-30", 1),
        ("2024-03-31", 0),
        ("2024-04-01", 1),
    ]


def test_a_store_without_events_has_no_intervals() -> None:
    result = ask(Lifecycle(), [([], [])])
    assert (result.intervals, result.to_arrow().num_rows) == ((), 0)


def test_the_answer_is_ready_for_json_and_for_arrow() -> None:
    result = ask(Lifecycle(), [(rows_on([11, 12]), [])])
    told = json.loads(json.dumps(result.to_dict()))
    assert told["intervals"][1] == {
        "began_on": "2020-01-12",
        "new": 0,
        "returning": 1,
        "resurrected": 0,
        "dormant": 0,
        "active": 1,
        "pulse": None,
        "is_over": False,
    }
    assert result.to_arrow()["returning"].to_pylist() == [0, 1]
    assert "snapshot g3-t0" in told["method"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"breakdown": "plan"}, "breakdown"), ({"interval": "hour"}, "interval"), ({"event": ""}, "event")],
)
def test_what_cannot_be_is_refused_with_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        Lifecycle(**given)
    assert refused.value.field == field
