"""Random histories, against plain loops; and two real logs, against published counts."""

import csv
import datetime as dt
import gzip
import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.journeys import Journey, JourneyResult, Transitions, TransitionsResult

START = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
Row = dict[str, Any]
Step = tuple[str, str, dt.datetime]
"""Event, name as shown, time."""
Paths = list[tuple[str, ...]]
MANY = settings(max_examples=120, deadline=None)
SEEDS = st.integers(0, 2**32)
MODES: tuple[dict[str, str], ...] = (
    {"from_event": "a"},
    {"to_event": "a"},
    {"from_event": "a", "to_event": "b"},
    {"from_event": "a", "to_event": "a"},
)


def sequences(rows: list[Row], plan: Journey | Transitions) -> Iterator[tuple[str, list[list[Step]]]]:
    """For each actor its steps, session by session."""
    dropped = {value for each in plan.filters for value in each.value}
    for actor in sorted({row["actor"] for row in rows}):
        own = [row for row in rows if row["actor"] == actor and row["event"] not in dropped]
        yield actor, [_steps(part, plan) for part in _sessions(sorted(own, key=lambda row: row["time"]), plan)]


def _sessions(own: list[Row], plan: Journey | Transitions) -> list[list[Row]]:
    parts: list[list[Row]] = [[]]
    for row in own:
        if parts[-1] and plan.sessions:
            pause = (row["time"] - parts[-1][-1]["time"]).total_seconds()
            if pause > plan.session_gap or (row["time"] - parts[-1][0]["time"]).total_seconds() > 86_400:
                parts.append([])
        parts[-1].append(row)
    return parts


def _steps(part: list[Row], plan: Journey | Transitions) -> list[Step]:
    anchors = {plan.from_event, plan.to_event} if isinstance(plan, Journey) else set()
    steps: list[Step] = []
    for row in part:
        event = row["event"]
        if event in plan.hide or (plan.only and event not in plan.only and event not in anchors):
            continue
        value = row["properties"].get(plan.by) if plan.by else None
        name = event if plan.by is None else f"{event} · {'(none)' if value is None else value}"
        if not plan.collapse_repeats or not steps or steps[-1][1] != name:
            steps.append((event, name, row["time"]))
    return steps


def _in_range(step: Step, plan: Journey | Transitions) -> bool:
    return (plan.since is None or step[2] >= plan.since) and (plan.until is None or step[2] < plan.until)


def _near(one: Step, other: Step, plan: Journey | Transitions) -> bool:
    return plan.window is None or abs((one[2] - other[2]).total_seconds()) <= plan.window


def paths_of(rows: list[Row], plan: Journey) -> tuple[int, Paths]:
    """Starts, and the paths from the anchor on."""
    anchors, found = 0, Paths()
    for _, parts in sequences(rows, plan):
        own: list[tuple[str, ...] | None] = []
        for steps in parts:
            own += _paths(steps, plan)
        if plan.count == "actors":
            first = next((path for path in own if path is not None), None)
            anchors += bool(own)
            found += [first] if first is not None else []
        else:
            anchors += len(own)
            found += [path for path in own if path is not None]
    return anchors, found


def _paths(steps: list[Step], plan: Journey) -> list[tuple[str, ...] | None]:
    """A path for each anchor in range, None for one that does not arrive."""
    found: list[tuple[str, ...] | None] = []
    for at, step in enumerate(steps):
        if step[0] != (plan.to_event if plan.mode == "to" else plan.from_event) or not _in_range(step, plan):
            continue
        after = steps[at + 1 : at + 1 + plan.depth]
        if plan.mode == "to":
            after = steps[max(0, at - plan.depth) : at][::-1]
        near = [other for other in after if _near(step, other, plan)]
        if plan.mode != "between":
            found.append((step[1], *(other[1] for other in near)))
            continue
        arrived = None
        for place, other in enumerate(near):
            if other[0] == plan.to_event:
                arrived = (step[1], *(each[1] for each in near[: place + 1]))
            if other[0] in (plan.to_event, plan.from_event):
                break
        found.append(arrived)
    return found


def folded(paths: Paths, plan: Journey) -> Counter[tuple[str, ...]]:
    """Paths with the rare steps of each column as "Other"."""
    names: list[set[str]] = []
    for column in range(plan.depth + 1):
        counts = Counter(path[column] for path in paths if len(path) > column)
        goals = {name for name in counts if plan.mode == "between" and name.split(" · ")[0] == plan.to_event}
        ranked = sorted((name for name in counts if name not in goals), key=lambda name: (-counts[name], name))
        names.append({*ranked[: plan.top], *goals})
    return Counter(tuple(name if name in names[at] else "Other" for at, name in enumerate(path)) for path in paths)


def links(counts: Counter[tuple[str, ...]], plan: Journey) -> Counter[tuple[int, str, str]]:
    found: Counter[tuple[int, str, str]] = Counter()
    for path, count in counts.items():
        for at in range(len(path) - 1):
            link = (-at - 1, path[at + 1], path[at]) if plan.mode == "to" else (at, path[at], path[at + 1])
            found[link] += count
        last = len(path) - 1
        if last < plan.depth and plan.mode != "between":
            found[(-last - 1, "(begin)", path[-1]) if plan.mode == "to" else (last, path[-1], "(end)")] += count
    return found


def pairs_of(rows: list[Row], plan: Transitions) -> Counter[tuple[str, str]]:
    return Counter(
        (one[1], other[1])
        for _, parts in sequences(rows, plan)
        for steps in parts
        for one, other in itertools.pairwise(steps)
        if _in_range(one, plan) and _near(one, other, plan)
    )


def random_rows(chance: random.Random) -> list[Row]:
    rows = []
    for actor in ("ada", "bob", "eve", "kim")[: chance.randint(1, 4)]:
        minute = 0
        for _ in range(chance.choice([0, 3, 12, 60])):
            minute += chance.choice([0, 1, 7, 40, 700])
            value = chance.choice([None, "1", "2"])
            properties = {} if value is None else {"page": value}
            time = START + dt.timedelta(minutes=minute)
            rows.append({"actor": actor, "event": chance.choice("aabbcdh"), "time": time, "properties": properties})
    return rows


def sequence_options(chance: random.Random) -> dict[str, Any]:
    since, until = (START + dt.timedelta(minutes=chance.randint(*ends)) for ends in ((0, 500), (500, 5000)))
    return {
        "since": chance.choice([None, since]),
        "until": chance.choice([None, until]),
        "hide": chance.choice([(), ("h",), ("h", "c")]),
        "only": chance.choice([(), (), ("c", "d", "a", "b"), ("d",)]),
        "by": chance.choice([None, None, "page"]),
        "collapse_repeats": chance.random() < 0.5,
        "sessions": chance.random() < 0.5,
        "session_gap": chance.choice([60, 1800, 3600]),
        "window": chance.choice([None, 60, 600, 7200]),
        "filters": chance.choice([[], [Filter(property="$event", operator="is_not", value="d")]]),
    }


def random_journey(chance: random.Random) -> Journey:
    counts: list[Literal["totals", "actors"]] = ["totals", "actors"]
    return Journey(
        **chance.choice(MODES),
        **sequence_options(chance),
        depth=chance.choice([1, 2, 3, 5, 20]),
        top=chance.choice([1, 2, 10]),
        limit=chance.choice([2, 1000]),
        count=chance.choice(counts),
    )


def buckets_of(rows: list[Row], chance: random.Random) -> list[Histories]:
    """Actors in two buckets, rows settled up to some moment."""
    edge = START + dt.timedelta(minutes=chance.choice([0, 10, 100, 1000, 9999]))
    first = {actor for actor in ("ada", "bob", "eve", "kim") if chance.random() < 0.5}
    return [
        from_rows(
            [row for row in rows if (row["actor"] in first) == side and row["time"] < edge],
            recent=[row for row in rows if (row["actor"] in first) == side and row["time"] >= edge],
        )
        for side in (True, False)
    ]


def ask(plan: Any, buckets: list[Histories]) -> Any:  # noqa: ANN401 - two kinds of plan, two of result
    question, about = plan.question(), Provenance("g1", 0, None, None)
    return question.answer([question.read(each, about) for each in buckets], about)


@MANY
@given(SEEDS)
def test_journeys_are_those_of_plain_loops_however_the_rows_are_stored(seed: int) -> None:
    chance = random.Random(seed)
    rows, plan = random_rows(chance), random_journey(chance)
    result: JourneyResult = ask(plan, buckets_of(rows, chance))
    starts, paths = paths_of(rows, plan)
    counts = folded(paths, plan)
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[: plan.limit]
    turn = -1 if plan.mode == "to" else 1
    assert [(path.steps, path.count) for path in result.paths] == [(path[::turn], count) for path, count in order]
    assert (result.starts, result.total, result.distinct) == (starts, len(paths), len(counts))
    listed = {(each.position, each.source, each.target): each.count for each in result.transitions}
    assert listed == links(counts, plan)
    assert len(listed) == len(result.transitions)


@MANY
@given(SEEDS)
def test_links_into_a_step_and_out_of_it_are_as_many(seed: int) -> None:
    chance = random.Random(seed)
    rows, plan = random_rows(chance), random_journey(chance)
    result: JourneyResult = ask(plan, buckets_of(rows, chance))
    into: dict[tuple[int, str], int] = {}
    out: dict[tuple[int, str], int] = {}
    for link in result.transitions:
        into[link.position + 1, link.target] = into.get((link.position + 1, link.target), 0) + link.count
        out[link.position, link.source] = out.get((link.position, link.source), 0) + link.count
    inner = range(1, plan.depth) if plan.mode != "to" else range(1 - plan.depth, 0)
    is_goal = plan.to_event if plan.mode == "between" else None
    for (position, name), count in into.items():
        if position in inner and name not in ("(end)", "(begin)") and name.split(" · ")[0] != is_goal:
            assert out[position, name] == count


@MANY
@given(SEEDS)
def test_transitions_are_those_of_plain_loops(seed: int) -> None:
    chance = random.Random(seed)
    rows, plan = random_rows(chance), Transitions(**sequence_options(chance))
    result: TransitionsResult = ask(plan, buckets_of(rows, chance))
    expected = pairs_of(rows, plan)
    assert {(each.source, each.target): each.count for each in result.transitions} == expected
    assert (result.total, result.distinct) == (expected.total(), len(expected))
    assert result.to_arrow().num_rows == len(result.to_dict()["transitions"]) == len(expected)


@pytest.mark.parametrize("log", ["events_git_project", "events_martialarts_se"])
def test_transitions_of_a_real_log_are_the_published_ones(shared: Path, log: str) -> None:
    with gzip.open(shared / "data" / f"{log}.csv.gz", "rt", encoding="utf-8") as lines:
        rows = [
            {"actor": row["user_id"], "event": row["event"], "time": row["timestamp"]} for row in csv.DictReader(lines)
        ]
    result: TransitionsResult = ask(Transitions(limit=10), [from_rows(rows[:90_000], recent=rows[90_000:])])
    published = json.loads((shared / "data" / "oracles.json").read_text())[log]["transitions_top10"]
    assert [[each.source, each.target, each.count] for each in result.transitions] == published
    assert result.total == len(rows) - len({row["actor"] for row in rows})
    assert result.method.startswith("Pairs of consecutive events of one actor, whole histories.")
