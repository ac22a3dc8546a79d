"""Stickiness: the published case, a slow reading of the definition, and what the answer looks like."""

import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.stickiness import Stickiness, StickinessResult
from truenorth.engines.events.times import micros

Row = dict[str, Any]
BASE = dt.datetime(2024, 1, 29, tzinfo=dt.UTC)


def ask(plan: Stickiness, buckets: list[tuple[list[Row], list[Row]]]) -> StickinessResult:
    times = [micros(row["time"]) for bucket in buckets for part in bucket for row in part]
    about = Provenance("g3-t0", len(times), min(times, default=None), max(times, default=None))
    question = plan.question()
    partials = [question.read(from_rows(settled, recent=recent), about) for settled, recent in buckets]
    return question.answer(partials, about)


def exactly_of(result: StickinessResult) -> dict[int, int]:
    return {level.intervals: level.exactly for level in result.levels if level.exactly}


@pytest.mark.parametrize("interval", ["day", "week", "month"])
def test_the_published_case_has_its_counts(shared: Path, interval: str) -> None:
    case = json.loads((shared / "oracles/funnel_cases.json").read_text(encoding="utf-8"))["other"]["stickiness"]
    since, last = (dt.date.fromisoformat(day) for day in case["range"])
    rows = [
        {"actor": actor, "event": "open", "time": f"2020-01-{day:02}T12:00:00Z"}
        for actor, days in case["active_days"].items()
        for day in days
    ]
    until = last + dt.timedelta(days=1)
    result = ask(Stickiness(interval=interval, week_start="sunday", since=since, until=until), [(rows, [])])
    expected = {int(number): actors for number, actors in case["expected"][f"{interval}_exact"].items()}
    assert exactly_of(result) == expected
    assert result.intervals == {"day": 10, "week": 3, "month": 1}[interval]


def random_rows(random: np.random.Generator) -> list[Row]:
    rows = [
        {
            "actor": f"a{actor}",
            "event": str(random.choice(["open", "close"])),
            "time": BASE + dt.timedelta(hours=int(random.integers(0, 24 * random.choice([9, 90])))),
            "properties": {"plan": str(random.choice(["pro", "free"]))},
        }
        for actor in range(40)
        for _ in range(random.integers(1, 25))
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


def number_of(plan: Stickiness, day: dt.datetime) -> int:
    if plan.interval == "month":
        return day.year * 12 + day.month
    ordinal = day.date().toordinal()
    return ordinal if plan.interval == "day" else (ordinal - (1 if plan.week_start == "monday" else 0)) // 7


def slowly(plan: Stickiness, rows: list[Row]) -> dict[int, int]:
    active = defaultdict(set)
    for row in rows:
        is_meant = plan.event in (None, row["event"])
        is_meant &= all(row["properties"]["plan"] in one.value for one in plan.filters)
        is_meant &= (plan.since is None or row["time"] >= plan.since) and (
            plan.until is None or row["time"] < plan.until
        )
        if is_meant:
            active[row["actor"]].add(number_of(plan, row["time"]))
    return dict(Counter(len(each) for each in active.values()))


@pytest.mark.parametrize("interval", ["day", "week", "month"])
@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"event": "open", "filters": (Filter(property="plan", value="pro"),)},
        {"since": BASE + dt.timedelta(days=4, hours=7), "until": BASE + dt.timedelta(days=66, hours=3)},
        {"since": BASE - dt.timedelta(days=40), "until": BASE + dt.timedelta(days=400), "week_start": "sunday"},
        {"event": "never"},
    ],
    ids=str,
)
def test_counts_are_those_of_the_slow_one(interval: str, choices: dict[str, Any]) -> None:
    for seed in range(4):
        random = np.random.default_rng(seed)
        rows = random_rows(random)
        plan = Stickiness(interval=interval, **choices)
        result = ask(plan, in_buckets(random, rows))
        expected = slowly(plan, rows)
        assert exactly_of(result) == expected
        assert result.actors == sum(expected.values())
        for level in result.levels:
            assert level.at_least == sum(actors for number, actors in expected.items() if number >= level.intervals)


def test_a_range_without_events_has_no_levels() -> None:
    rows = [{"actor": "ada", "event": "open", "time": "2020-01-01"}]
    result = ask(Stickiness(since="2021-01-01"), [(rows, [])])
    assert (result.levels, result.intervals, result.actors) == ((), 0, 0)


def test_a_store_without_events_has_no_levels() -> None:
    result = ask(Stickiness(), [([], [])])
    assert (result.levels, result.intervals, result.to_arrow().num_rows) == ((), 0, 0)


def test_the_answer_is_ready_for_json_and_for_arrow() -> None:
    rows = [{"actor": "ada", "event": "open", "time": f"2020-01-0{day}"} for day in (1, 2)]
    result = ask(Stickiness(), [(rows, [])])
    told = json.loads(json.dumps(result.to_dict()))
    assert told["levels"] == [
        {"intervals": 1, "exactly": 0, "at_least": 1},
        {"intervals": 2, "exactly": 1, "at_least": 1},
    ]
    assert result.to_arrow()["at_least"].to_pylist() == [1, 1]
    assert "snapshot g3-t0" in told["method"]


@pytest.mark.parametrize(
    ("given", "field"),
    [({"breakdown": "plan"}, "breakdown"), ({"interval": "hour"}, "interval"), ({"event": ""}, "event")],
)
def test_what_cannot_be_is_refused_with_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        Stickiness(**given)
    assert refused.value.field == field
