"""The kernels against a slow reading of the same definitions: every entry is followed by hand."""

import datetime as dt
import itertools
import pickle
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.funnels import Exclusion, Funnel, FunnelStep, Step
from truenorth.engines.events.funnels.members import members

Row = dict[str, Any]
BASE = dt.datetime(2024, 3, 30, 20, 0, tzinfo=dt.UTC)


def random_rows(random: np.random.Generator, *, actors: int, gaps: int) -> list[Row]:
    rows = []
    for actor in range(actors):
        seconds = 0
        for _ in range(random.integers(1, 16)):
            seconds += int(random.integers(0 if gaps == 0 else 1, 3 + gaps)) * 1_800
            properties: dict[str, Any] = {"plan": str(random.choice(["pro", "free"]))} if random.random() < 0.8 else {}
            properties |= {"cart": int(random.integers(2))} if random.random() < 0.9 else {}
            event = str(random.choice(list("aabbccxyz")))
            moment = BASE + dt.timedelta(seconds=seconds)
            rows.append({"actor": f"a{actor}", "event": event, "time": moment, "properties": properties})
    return rows


def random_step(random: np.random.Generator, *, may_skip: bool) -> Step:
    event = None if random.random() < 0.08 else str(random.choice(list("abc")))
    return Step(
        event,
        filters=(Filter(property="plan", value="pro"),) if random.random() < 0.15 else (),
        any_of=("c",) if event in ("a", "b") and random.random() < 0.15 else (),
        optional=bool(may_skip and random.random() < 0.25),
        first_time=bool(random.random() < 0.1),
    )


def random_plan(random: np.random.Generator, **fixed: Any) -> Funnel:
    order = fixed.get("order", "ordered")
    steps = [random_step(random, may_skip=at > 0 and order != "unordered") for at in range(random.integers(1, 5))]
    exclusions = []
    if len(steps) > 1 and random.random() < 0.6:
        for _ in range(random.integers(1, 3)):
            begin, end = sorted(random.choice(np.arange(1, len(steps) + 1), 2, replace=False).tolist())
            bounds = (1, len(steps)) if order == "unordered" else (begin, end)
            event = str(random.choice(list("xxxa")))
            exclusions.append(Exclusion(event, from_step=bounds[0], to_step=bounds[1]))
    given = {
        "steps": steps,
        "window": int(random.integers(1, 30)) * 1_800,
        "exclusions": exclusions,
        "on_exclusion": str(random.choice(["remove", "end_attempt"])),
        "entry": str(random.choice(["longest", "latest", "first"])),
        "count": str(random.choice(["actors", "actors", "totals"])),
        "hold_constant": ("cart",) if random.random() < 0.2 else (),
        "breakdown": "plan" if random.random() < 0.7 else None,
        "attribution": str(random.choice(["entry", "last", f"step:{len(steps)}"])),
        "interval": str(random.choice(["hour", "day"])) if random.random() < 0.5 else None,
        "since": BASE + dt.timedelta(hours=3) if random.random() < 0.3 else None,
        "until": BASE + dt.timedelta(hours=9) if random.random() < 0.3 else None,
        "filters": (Filter(property="$event", operator="is_not", value="z"),) if random.random() < 0.3 else (),
        "timezone": "Europe/Paris",  # where the clocks change on the 31st
        "times": bool(random.random() < 0.7),
    }
    return Funnel(**{**given, **fixed})


@dataclass(frozen=True)
class Path:
    unit: str
    entry: int
    level: int
    filled: dict[int, int]
    reached: int = 0
    is_tainted: bool = False
    ends: int = 0


@dataclass(frozen=True)
class Seen:
    """A unit's visible rows, and for each the steps and exclusions that it meets."""

    unit: str
    rows: list[Row]
    steps: list[set[int]]
    exclusions: list[set[int]]

    def seconds(self, begin: int, end: int) -> float:
        passed: dt.timedelta = self.rows[end]["time"] - self.rows[begin]["time"]
        return passed.total_seconds()


def passes(row: Row, events: tuple[str, ...] | None, filters: tuple[Filter, ...]) -> bool:
    def holds(one: Filter) -> bool:
        value = row["event"] if one.property == "$event" else row["properties"].get(one.property)
        return (value in one.value) == (one.operator == "is")

    return (events is None or row["event"] in events) and all(holds(one) for one in filters)


def seen(plan: Funnel, rows: list[Row]) -> Iterator[Seen]:
    by_actor = defaultdict(list)
    for row in rows:
        if passes(row, None, plan.filters):
            by_actor[row["actor"]].append(row)
    for actor, theirs in by_actor.items():
        steps = steps_met(plan, theirs)
        out = [{x for x, e in enumerate(plan.exclusions) if passes(row, (e.event,), e.filters)} for row in theirs]
        units = defaultdict(list)
        for at, row in enumerate(theirs):
            units[tuple(row["properties"].get(name) for name in plan.hold_constant)].append(at)
        for value, kept in units.items():
            if None not in value:
                yield Seen(
                    f"{actor} {value}",
                    [theirs[at] for at in kept],
                    [steps[at] for at in kept],
                    [out[at] for at in kept],
                )


def steps_met(plan: Funnel, theirs: list[Row]) -> list[set[int]]:
    steps = [{k for k, s in enumerate(plan.steps, 1) if passes(row, s.events, s.filters)} for row in theirs]
    for k, step in enumerate(plan.steps, 1):
        for at in [at for at, met in enumerate(steps) if k in met][1:] if step.first_time else []:
            steps[at] = steps[at] - {k}
    return steps


def required(plan: Funnel, level: int) -> int:
    steps = range(level + 1, len(plan.steps) + 1)
    return next((k for k in steps if not plan.steps[k - 1].optional), len(plan.steps) + 1)


def advance(plan: Funnel, level: int, met: set[int]) -> int:
    wanted = required(plan, level)
    if wanted in met:
        return wanted
    return min((k for k in met if level < k < wanted), default=level)


def advance_in_tie(plan: Funnel, level: int, group: list[set[int]]) -> int:
    """The best of all orders of the rows: required steps before optional ones, then the deeper."""

    def rank(found: int) -> tuple[int, int]:
        return required(plan, found), found

    best = level
    for order in itertools.permutations(group):
        found = level
        for met in order:
            for further in {advance(plan, found, met), *(k for k in met if found < k < required(plan, found))}:
                if rank(further) > rank(found):
                    found = further
                    break
        best = max(best, found, key=rank)
    return best


def groups_of(plan: Funnel, unit: Seen) -> list[list[int]]:
    if plan.ties == "arrival":
        return [[at] for at in range(len(unit.rows))]
    return [list(rows) for _, rows in itertools.groupby(range(len(unit.rows)), key=lambda at: unit.rows[at]["time"])]


def follow(plan: Funnel, unit: Seen, groups: list[list[int]], begin: int) -> Path | None:
    """The path that enters in this group of rows."""
    first = groups[begin]
    if not any(1 in unit.steps[at] for at in first):
        return None
    met = [unit.steps[at] for at in first]
    level = advance_in_tie(plan, 0, met) if len(first) > 1 else 1
    entry = next(at for at in first if 1 in unit.steps[at])
    path = Path(unit.unit, entry, level, dict.fromkeys(range(1, level + 1), entry), begin, ends=len(groups))
    for at in range(begin + 1, len(groups)):
        rows = groups[at]
        if path.level == len(plan.steps):
            return replace(path, ends=at)
        if unit.seconds(entry, rows[0]) > plan.window:
            return replace(path, ends=at)
        before = path
        hit = {x for row in rows for x in unit.exclusions[row]}
        met = [unit.steps[row] for row in rows]
        new = advance(plan, path.level, met[0]) if len(rows) == 1 else advance_in_tie(plan, path.level, met)
        later = path.level if len(rows) == 1 else new
        is_hit = any(plan.exclusions[x].from_step <= path.level and later < plan.exclusions[x].to_step for x in hit)
        if is_hit and plan.on_exclusion == "end_attempt":
            moved = path if len(rows) == 1 else fill(path, new, rows[0], at, is_tie=True)
            return replace(moved, ends=at + 1)
        moved = fill(path, new, rows[0], at, is_tie=len(rows) > 1)
        path = replace(moved, is_tainted=path.is_tainted or is_hit)
        if plan.order == "strict" and path.level == before.level:
            return replace(path, ends=at)
    return path


def fill(path: Path, level: int, row: int, at: int, *, is_tie: bool = False) -> Path:
    if level == path.level:
        return path
    if is_tie:
        path = replace(path, filled={**path.filled, **dict.fromkeys(range(path.level + 1, level), row)})
    return replace(path, level=level, filled={**path.filled, level: row}, reached=at)


def matched(sets: list[set[int]]) -> int:
    """The largest number of different steps that different rows fill."""
    holder: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for k in sets[row] - tried:
            tried.add(k)
            if k not in holder or place(holder[k], tried):
                holder[k] = row
                return True
        return False

    return sum(place(row, set()) for row in range(len(sets)))


def follow_any(plan: Funnel, unit: Seen, begin: int) -> Path | None:
    if not unit.steps[begin]:
        return None
    path = Path(unit.unit, begin, 1, {1: begin}, begin, ends=len(unit.rows))
    for at in range(begin + 1, len(unit.rows)):
        if unit.seconds(begin, at) > plan.window or path.level == len(plan.steps):
            return replace(path, ends=at)
        if unit.exclusions[at]:
            if plan.on_exclusion == "remove":
                path = replace(path, level=1, filled={1: begin}, reached=begin)
            return replace(path, ends=at + 1)
        path = fill(path, matched(unit.steps[begin : at + 1]), at, at)
    return path


def paths_of(plan: Funnel, unit: Seen) -> list[Path]:
    """Every path in the order of its entry; those that do not overlap for totals."""
    groups = groups_of(plan, unit)
    if plan.order == "unordered":
        groups = [[at] for at in range(len(unit.rows))]
    found: list[Path] = []
    free = 0
    for at, rows in enumerate(groups):
        moment = unit.rows[rows[0]]["time"]
        if (plan.since and moment < plan.since) or (plan.until and moment >= plan.until):
            continue
        if plan.count == "totals" and at < free:
            continue
        path = follow_any(plan, unit, at) if plan.order == "unordered" else follow(plan, unit, groups, at)
        if path:
            found.append(path)
            free = max(path.ends, at + 1)
    return found


def best_of(plan: Funnel, paths: list[Path]) -> list[Path]:
    clean = [path for path in paths if not path.is_tainted]
    if plan.count == "totals":
        return clean
    if plan.entry == "first":
        return paths[:1] if paths and not paths[0].is_tainted else []
    depth = max((path.level for path in clean), default=0)
    if not clean or max(path.level for path in paths) > depth:
        return []
    deepest = [path for path in clean if path.level == depth]
    if plan.entry == "longest":
        return deepest[:1]
    soonest = min(path.reached for path in deepest)
    return [path for path in deepest if path.reached == soonest][-1:]


def expected_steps(plan: Funnel, paths: list[tuple[Seen, Path]], as_of: dt.datetime) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for k in range(1, len(plan.steps) + 1):
        before = max((j for j in range(1, k) if not plan.steps[j - 1].optional), default=1)
        done = [(unit, path) for unit, path in paths if k in path.filled]
        short = [(unit, path) for unit, path in paths if k > 1 and before in path.filled and path.level < k]
        ends = [unit.rows[path.entry]["time"] + dt.timedelta(seconds=plan.window) for unit, path in short]
        waiting = [end for end in ends if end >= as_of]
        timed = done if plan.times and k > 1 else []
        seconds = [unit.seconds(path.filled[before], path.filled[k]) for unit, path in timed]
        times = (np.mean(seconds), np.median(seconds)) if seconds else (None, None)
        reached = sum(before in path.filled for _, path in paths)
        found.append((len(done), len(waiting), reached - len(done) - len(waiting) if k > 1 else 0, *times))
    return found


def label_of(plan: Funnel, unit: Seen, path: Path) -> str:
    row = path.filled.get(plan.attributed_step or path.level)
    return "(did not reach)" if row is None else unit.rows[row]["properties"].get("plan") or "(none)"


def given(steps: tuple[FunnelStep, ...]) -> list[tuple[Any, ...]]:
    fields = [(step.actors, step.in_window, step.dropped, step.mean_seconds, step.median_seconds) for step in steps]
    return [tuple(None if value is None else pytest.approx(value) for value in each) for each in fields]


def in_buckets(random: np.random.Generator, rows: list[Row]) -> list[Histories]:
    buckets: list[tuple[list[Row], list[Row]]] = [([], []), ([], [])]
    for actor, theirs in itertools.groupby(rows, key=lambda row: row["actor"]):
        of_one = list(theirs)
        cut = int(random.integers(len(of_one) + 1))
        settled, recent = buckets[int(actor[1:]) % 2]
        settled.extend(of_one[:cut])
        recent.extend(of_one[cut:])
    return [from_rows(settled, recent=recent, bucket=at) for at, (settled, recent) in enumerate(buckets)]


def local_begin(plan: Funnel, moment: dt.datetime) -> str:
    local = moment.astimezone(ZoneInfo(plan.timezone))
    if plan.interval == "day":
        return local.date().isoformat()
    return local.replace(minute=0, second=0, microsecond=0).isoformat()


def check(plan: Funnel, random: np.random.Generator, rows: list[Row]) -> None:
    first, last = min(row["time"] for row in rows), max(row["time"] for row in rows)
    about = Provenance("g1", len(rows), int(first.timestamp() * 1e6), int(last.timestamp() * 1e6))
    question = plan.question()
    buckets = in_buckets(random, rows)
    partials = [pickle.loads(pickle.dumps(question.read(bucket, about))) for bucket in buckets]  # noqa: S301 - our own
    result = question.answer(partials, about)
    every = [(unit, path) for unit in seen(plan, rows) for path in paths_of(plan, unit)]
    units = {unit.unit: unit for unit, _ in every}
    of_unit = [[path for unit, path in every if unit.unit == name] for name in units]
    chosen = [(units[path.unit], path) for paths in of_unit for path in best_of(plan, paths)]
    assert given(result.steps) == expected_steps(plan, chosen, last), plan
    reached = sorted(level for bucket in buckets for _, level in members(plan, bucket, about))
    assert reached == sorted(path.level for _, path in chosen), plan
    if plan.breakdown and plan.ties == "arrival":
        wanted = defaultdict(list)
        for one in chosen:
            wanted[label_of(plan, *one)].append(one)
        found = {label: given(steps) for label, steps in result.breakdown.items()}
        assert found == {label: expected_steps(plan, paths, last) for label, paths in wanted.items()}, plan
    if plan.interval:
        check_over_time(plan, result.to_dict()["over_time"], every, of_unit, last)


def check_over_time(
    plan: Funnel,
    found: dict[str, Any],
    every: list[tuple[Seen, Path]],
    of_unit: list[list[Path]],
    last: dt.datetime,
) -> None:
    units = {unit.unit: unit for unit, _ in every}
    wanted: dict[str, list[tuple[Seen, Path]]] = defaultdict(list)
    for paths in of_unit:
        by_interval = defaultdict(list)
        for path in paths[:1] if plan.entry == "first" and plan.count == "actors" else paths:
            by_interval[local_begin(plan, units[path.unit].rows[path.entry]["time"])].append(path)
        for begin, theirs in by_interval.items():
            wanted[begin].extend((units[path.unit], path) for path in best_of(plan, theirs))
    kept = {begin: expected_steps(plan, paths, last) for begin, paths in wanted.items() if paths}
    keys = ("actors", "in_window", "dropped", "mean_seconds", "median_seconds")
    assert list(found) == sorted(found)
    assert {
        begin: [tuple(pytest.approx(step[key]) if step[key] is not None else None for key in keys) for step in steps]
        for begin, steps in found.items()
    } == kept, plan


@pytest.mark.parametrize("order", ["ordered", "strict", "unordered"])
@pytest.mark.parametrize("seed", range(60))
def test_every_order_agrees_with_a_slow_reading(order: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    check(random_plan(random, order=order), random, random_rows(random, actors=8, gaps=seed % 3))


@pytest.mark.parametrize("order", ["ordered", "strict"])
@pytest.mark.parametrize("seed", range(40))
def test_instants_taken_by_steps_agree_with_a_slow_reading(order: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    plan = random_plan(random, order=order, ties="step", times=False, breakdown=None)
    if not any(step.optional for step in plan.steps):
        check(plan, random, random_rows(random, actors=6, gaps=seed % 2))


@pytest.mark.parametrize("entry", ["longest", "latest"])
@pytest.mark.parametrize("seed", range(40))
def test_the_plain_funnel_agrees_with_a_slow_reading(entry: str, seed: int) -> None:
    random = np.random.default_rng(seed)
    plan = random_plan(random, entry=entry)
    steps = [step.model_copy(update={"optional": False, "first_time": False}) for step in plan.steps]
    kept = {name: getattr(plan, name) for name in ("window", "entry", "since", "until", "filters")}
    check(Funnel(steps=steps, times=False, **kept), random, random_rows(random, actors=20, gaps=seed % 3))
