"""Published matrices, and the retention of two real event logs."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pyarrow import csv

from truenorth.engines.events.asking.histories import Column, Histories, Spans, from_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.retention import Retention, RetentionResult
from truenorth.engines.events.times import MICROS

Case = dict[str, Any]
BASE = dt.datetime(2024, 3, 4, tzinfo=dt.UTC)
MATRICES = (
    "R1_recurring_day",
    "R2_recurring_day_on_or_after",
    "R3_different_events",
    "R4_min_occurrences_2",
    "R7_week_sunday_start",
)
FIRST_TOUCHES = ("R6a_first_touch_on", "R6b_first_touch_on_or_after")
LOGS = (("events_git_project", "patch_authored"), ("events_martialarts_se", "signup"))


@pytest.fixture
def case(shared: Path) -> Callable[[str], Case]:
    cases = json.loads((shared / "oracles/funnel_cases.json").read_text(encoding="utf-8"))["retention_cases"]
    by_id: dict[str, Case] = {one["id"]: one for one in cases}
    return by_id.__getitem__


def ask(plan: Retention, rows: list[dict[str, Any]]) -> RetentionResult:
    times = [int(row["time"].timestamp()) * MICROS for row in rows]
    question = plan.question()
    about = Provenance("g1-t0", len(rows), min(times), max(times))
    return question.answer([question.read(from_rows(rows), about)], about)


def rows_of(case: Case) -> list[dict[str, Any]]:
    base = dt.datetime.fromisoformat(case["base"]) if "base" in case else BASE
    return [
        {"actor": user, "event": event, "time": base + dt.timedelta(seconds=seconds)}
        for user, events in case["users"].items()
        for seconds, event in events
    ]


def plan_of(case: Case) -> Retention:
    return Retention(
        start=case["start"],
        returning=case["ret"],
        periods=case["intervals"],
        period=case["period"],
        week_start=case.get("week_start", "monday"),
        kind=case["mode"],
        cohort=case["cohort"],
        min_occurrences=case.get("min_occurrences", 1),
    )


@pytest.mark.parametrize("name", MATRICES)
def test_recurring_matrices_are_the_published_ones(case: Callable[[str], Case], name: str) -> None:
    one = case(name)
    rows = rows_of(one)
    length = dt.timedelta(days=7 if one["period"] == "week" else 1)
    base = (dt.datetime.fromisoformat(one["base"]) if "base" in one else BASE).date()
    found = {cohort.entered_on: cohort.retained for cohort in ask(plan_of(one), rows).cohorts}
    for index, expected in enumerate(one["expected"]):
        row = found.get(base + index * length, (0,) * one["intervals"])
        assert list(row[: len(expected)]) == expected


@pytest.mark.parametrize("name", FIRST_TOUCHES)
def test_first_touch_matrices_are_the_published_ones(case: Callable[[str], Case], name: str) -> None:
    one = case(name)
    cohorts = ask(plan_of(one), rows_of(one)).cohorts
    assert {str(at): list(cohort.retained) for at, cohort in enumerate(cohorts)} == one["expected_rows"]


def test_a_cell_is_mature_once_its_calendar_day_has_begun(case: Callable[[str], Case]) -> None:
    one = case("R6a_first_touch_on")
    cohorts = ask(plan_of(one), rows_of(one)).cohorts
    assert [cohort.mature for cohort in cohorts] == [(True, True, True), (True, True, False)]


@pytest.mark.parametrize(("rounding", "day"), [("hour", 1), ("exact", 0)])
def test_hours_rounded_down_make_23_hours_a_day(rounding: str, day: int) -> None:
    rows = [
        {"actor": "u1", "event": "start", "time": BASE + dt.timedelta(hours=17, minutes=59)},
        {"actor": "u1", "event": "return", "time": BASE + dt.timedelta(days=1, hours=17)},
    ]
    plan = Retention(start="start", returning="return", periods=3, clock="rolling", rounding=rounding)
    (cohort,) = ask(plan, rows).cohorts
    assert cohort.retained == ((1, 1, 0) if day else (1, 0, 0))


def log_of(path: Path) -> Histories:
    table = csv.read_csv(
        path, convert_options=csv.ConvertOptions(column_types={"timestamp": pa.timestamp("us", "UTC")})
    )
    times = table["timestamp"].cast(pa.int64()).to_numpy()
    users, events = (pc.dictionary_encode(table[name].combine_chunks()) for name in ("user_id", "event"))
    owners = users.indices.to_numpy()
    order = np.lexsort((times, owners))
    edges = np.searchsorted(owners[order], np.arange(len(users.dictionary) + 1)).astype(np.int64)
    nothing = np.zeros(len(users.dictionary), np.int64)
    labels = pa.concat_arrays([pa.array([None], pa.string()), events.dictionary.cast(pa.string())])
    codes = (events.indices.to_numpy()[order] + 1).astype(np.uint16)
    return Histories(
        Spans(edges[:-1], edges[1:], nothing, nothing),
        times[order],
        np.empty(0, np.int64),
        lambda _: Column(labels, codes, np.empty(0, np.uint16)),
        lambda: users.dictionary.cast(pa.string()),
    )


@pytest.fixture(scope="module")
def logs() -> dict[str, Histories]:
    return {}


@pytest.mark.parametrize(("log", "start"), LOGS)
@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("calendar", {}),
        ("rolling24h", {"clock": "rolling"}),
        ("unbounded", {"kind": "on_or_after"}),
    ],
)
def test_real_logs_are_retained_as_two_other_programs_found(
    shared: Path, logs: dict[str, Histories], log: str, start: str, name: str, choices: dict[str, Any]
) -> None:
    if log not in logs:
        logs[log] = log_of(shared / f"data/{log}.csv.gz")
    histories = logs[log]
    expected = json.loads((shared / "data/oracles.json").read_text(encoding="utf-8"))[log]["retention"]
    times = histories.settled_time
    about = Provenance("g1-t0", times.size, int(times.min()), int(times.max()))
    plan = Retention(start=start, **choices)
    question = plan.question()
    overall = question.answer([question.read(histories, about)], about).overall
    found = {f"day_{total.period}": total for total in overall}
    assert overall[0].eligible == expected["cohort_users"]
    for day in ("day_1", "day_7", "day_30"):
        total = found[day]
        assert {"retained": total.retained, "eligible": total.eligible} == _counts(expected[day][name])
        assert total.rate == pytest.approx(expected[day][name]["rate"], rel=1e-12)


def _counts(expected: dict[str, float]) -> dict[str, float]:
    return {name: expected[name] for name in ("retained", "eligible")}


def test_cohorts_of_a_real_log_add_up_to_all_its_actors(shared: Path) -> None:
    histories = log_of(shared / "data/events_git_project.csv.gz")
    times: Iterable[int] = histories.settled_time.tolist()
    about = Provenance("g1-t0", histories.settled_time.size, min(times), max(times))
    question = Retention(start="patch_authored", period="month", periods=13).question()
    result = question.answer([question.read(histories, about)], about)
    assert sum(cohort.size for cohort in result.cohorts) == 2_667
    assert all(cohort.size == cohort.retained[0] > 0 for cohort in result.cohorts)
