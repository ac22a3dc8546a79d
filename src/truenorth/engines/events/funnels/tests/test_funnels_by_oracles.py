"""Facts restated from public test suites and documentation: sequences of events and the numbers they must give."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels import Exclusion, Funnel, FunnelResult, Step
from truenorth.engines.events.funnels.members import members
from truenorth.engines.events.times import micros

BASE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
OPENING = "2024-03-01T15:10:00Z"
ONE_ROW_FILLS_SEVERAL_STEPS = {"W5"}
"""There one row alone is expected to fill three steps; here it fills one."""

Case = dict[str, Any]


def histories_of(case: Case) -> Histories:
    key = case.get("group_by")
    rows = []
    for user, events in case["users"].items():
        for seconds, name, *properties in events:
            held = properties[0] if properties else {}
            actor = held.get(key) if key else user
            if actor is not None:
                moment = BASE + dt.timedelta(seconds=seconds)
                rows.append({"actor": actor, "event": name, "time": moment, "properties": held})
    return from_rows(rows)


def about(histories: Histories) -> Provenance:
    times = histories.settled_time
    return Provenance("g1", times.size, int(times.min(initial=0)), int(times.max(initial=0)))


def plan_of(case: Case, **more: Any) -> Funnel:
    optional, first = case.get("optional_steps", []), case.get("first_time_steps", [])
    return Funnel(
        steps=[Step(name, optional=at in optional, first_time=at in first) for at, name in enumerate(case["steps"], 1)],
        window=case["window_s"],
        order=case["order"],
        exclusions=[Exclusion(**one) for one in case.get("exclusions", [])],
        breakdown=case.get("breakdown"),
        ties="step" if "same_timestamp" in case["id"] else "arrival",
        entry="latest",
        **more,
    )


def ask(plan: Funnel, histories: Histories) -> FunnelResult:
    question = plan.question()
    return question.answer([question.read(histories, about(histories))], about(histories))


def cases(shared: Path, kind: str) -> list[Case]:
    known = json.loads((shared / "oracles/funnel_cases.json").read_text(encoding="utf-8"))[kind]
    found: list[Case] = known["cases"] if kind == "clickhouse_window_funnel" else known
    return found


def counts_of(result: FunnelResult) -> list[int]:
    return [step.actors for step in result.steps]


def test_every_known_case_gives_its_counts_with_and_without_times(shared: Path) -> None:
    known = [case for case in cases(shared, "funnel_cases") if "counts" in case["expected"]]
    assert len(known) >= 20
    for case in known:
        for entry in ("latest", "longest"):
            for times in (True, False):
                plan = plan_of(case, times=times).model_copy(update={"entry": entry})
                assert counts_of(ask(plan, histories_of(case))) == case["expected"]["counts"], (case["id"], entry)


def test_every_known_case_names_its_members(shared: Path) -> None:
    known = [case for case in cases(shared, "funnel_cases") if "members" in case["expected"]]
    assert len(known) == 5
    for case in known:
        histories = histories_of(case)
        reached = members(plan_of(case), histories, about(histories))
        for number, names in enumerate(case["expected"]["members"], 1):
            assert [name for name, level in reached if level >= number] == names, case["id"]


def test_every_known_case_takes_its_seconds(shared: Path) -> None:
    known = [case for case in cases(shared, "funnel_cases") if "avg_s" in case["expected"]]
    assert len(known) == 3
    for case in known:
        result = ask(plan_of(case), histories_of(case))
        assert [step.mean_seconds for step in result.steps[1:]] == case["expected"]["avg_s"], case["id"]


def test_a_known_strict_case_breaks_down(shared: Path) -> None:
    [case] = [case for case in cases(shared, "funnel_cases") if "by_breakdown" in case["expected"]]
    result = ask(plan_of(case), histories_of(case))
    counts = {value: [step.actors for step in steps] for value, steps in result.breakdown.items()}
    assert counts == case["expected"]["by_breakdown"]
    for value, [seconds] in case["expected"]["avg_s_by_breakdown"].items():
        assert result.breakdown[value][1].mean_seconds == seconds


def test_a_known_case_is_counted_on_each_day_of_entry(shared: Path) -> None:
    [case] = [case for case in cases(shared, "funnel_cases") if "over_time" in case["expected"]]
    result = ask(plan_of(case, interval="day"), histories_of(case))
    assert [day.toordinal() - BASE.toordinal() + 1 for day in result.over_time] == [1, 5, 20]
    converted = [day.toordinal() - BASE.toordinal() + 1 for day, steps in result.over_time.items() if steps[1].actors]
    assert converted == case["expected"]["over_time"]["converted_days"]


def test_a_window_is_elapsed_seconds_across_a_change_of_the_clocks(shared: Path) -> None:
    [case] = [case for case in cases(shared, "funnel_cases") if case["id"] == "F23_unordered_across_dst"]
    begin = micros(OPENING) / 1e6 - BASE.timestamp()
    moved = {**case, "users": {"p1": [[begin + seconds, name] for seconds, name in case["users"]["p1"]]}}
    result = ask(plan_of(moved, timezone="America/Los_Angeles", interval="day"), histories_of(moved))
    assert counts_of(result) == [1, 1]
    assert result.steps[1].mean_seconds == 1_207_020


@pytest.mark.parametrize("mode", ["strict_once", "default"])
def test_levels_are_those_of_a_window_function_where_a_row_fills_one_step(shared: Path, mode: str) -> None:
    tried = 0
    for case in cases(shared, "clickhouse_window_funnel"):
        skips = mode == "default" and case["id"] in ONE_ROW_FILLS_SEVERAL_STEPS
        if mode not in case["expected"] or skips:
            continue
        users = {f"{number}": events for number, events in enumerate(case["events"].values())}
        shaped = {"id": case["id"], "steps": case["conds"], "order": "ordered", "users": users, **case}
        histories = histories_of(shaped)
        depths = dict(members(plan_of(shaped), histories, about(histories)))
        assert [depths.get(user, 0) for user in users] == case["expected"][mode], case["id"]
        tried += 1
    assert tried == {"strict_once": 2, "default": 5}[mode]


def test_counts_hold_for_any_split_into_settled_and_recent_rows_and_buckets(shared: Path) -> None:
    for case in cases(shared, "funnel_cases"):
        if "counts" not in case["expected"] or case.get("group_by"):
            continue
        plan = plan_of(case)
        question = plan.question()
        whole = about(histories_of(case))
        partials = []
        for user, events in case["users"].items():
            rows = [
                {"actor": user, "event": name, "time": BASE + dt.timedelta(seconds=seconds)}
                for seconds, name, *_ in events
            ]
            cut = len(rows) // 2
            partials.append(question.read(from_rows(rows[:cut], recent=rows[cut:]), whole))
        assert counts_of(question.answer(partials, whole)) == case["expected"]["counts"], case["id"]
        levels = Counter(counts_of(question.answer(partials[::-1], whole)))
        assert levels == Counter(case["expected"]["counts"])
