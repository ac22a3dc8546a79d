"""The kernels against a slow reading of the same definitions, over buckets, recent rows, zones and choices."""

import datetime as dt
import itertools
import pickle
from collections import Counter, defaultdict
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.retention import Retention, RetentionTable
from truenorth.engines.events.times import MICROS, micros

Row = dict[str, Any]
Entry = tuple[str, int, int]
"""The value at the entry, its period, its moment."""

BASE = dt.datetime(2024, 3, 25, 0, 30, tzinfo=dt.UTC)  # the clocks change in Paris on the 31st
SECONDS = {"hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400}


def random_rows(random: np.random.Generator, *, period: str, actors: int) -> list[Row]:
    reach = int(random.choice([9, 9, 80])) * SECONDS[period]
    rows = []
    for actor in range(actors):
        step = random.choice([1, 1_800, 3_600, 43_200])
        for _ in range(random.integers(1, 25)):
            seconds = int(random.integers(0, reach // step + 1)) * int(step)
            rows.append(
                {
                    "actor": f"a{actor}",
                    "event": str(random.choice(["start", "back", "other"])),
                    "time": BASE + dt.timedelta(seconds=seconds),
                    "properties": {"plan": str(random.choice(["pro", "free"]))} if random.random() < 0.8 else {},
                }
            )
    return sorted(rows, key=lambda row: row["time"])


def in_buckets(random: np.random.Generator, rows: list[Row]) -> list[Histories]:
    by_actor = defaultdict(list)
    for row in rows:
        by_actor[row["actor"]].append(row)
    buckets: list[tuple[list[Row], list[Row]]] = [([], []) for _ in range(3)]
    for number, theirs in enumerate(by_actor.values()):
        cut = int(random.integers(0, len(theirs) + 1))
        buckets[number % 3][0].extend(theirs[:cut])
        buckets[number % 3][1].extend(theirs[cut:])
    return [from_rows(settled, recent=recent, bucket=at) for at, (settled, recent) in enumerate(buckets)]


def period_number(plan: Retention, moment: dt.datetime) -> int:
    local = moment.astimezone(ZoneInfo(plan.timezone))
    if plan.period == "hour":
        return micros(moment) // (3_600 * MICROS)
    if plan.period == "month":
        return local.year * 12 + local.month
    day = local.date().toordinal()
    return day if plan.period == "day" else (day - (1 if plan.week_start == "monday" else 0)) // 7


def passes(row: Row, filters: tuple[Filter, ...]) -> bool:
    return all(row["properties"].get(one.property) in one.value for one in filters)


def is_event(row: Row, name: str | None, filters: tuple[Filter, ...]) -> bool:
    return name in (None, row["event"]) and passes(row, filters)


def entries_of(plan: Retention, rows: list[Row]) -> list[Entry]:
    starts = [row for row in rows if is_event(row, plan.start, plan.start_filters)]
    if plan.cohort == "first_time":
        starts = starts[:1]
    entries: dict[int, Entry] = {}
    for row in starts:
        if (plan.since is None or row["time"] >= plan.since) and (plan.until is None or row["time"] < plan.until):
            number = period_number(plan, row["time"])
            entries.setdefault(number, (row["properties"].get("plan", "(none)"), number, micros(row["time"])))
    return list(entries.values())


def periods_after(plan: Retention, entry: Entry, row: Row) -> int:
    if plan.clock == "calendar":
        return period_number(plan, row["time"]) - entry[1]
    hour = 3_600 * MICROS
    stamps = [micros(row["time"]), entry[2]]
    if plan.rounding == "hour":
        stamps = [stamp // hour * hour for stamp in stamps]
    return (stamps[0] - stamps[1]) // (SECONDS[plan.period] * MICROS)


def cells_of(plan: Retention, entry: Entry, rows: list[Row]) -> list[bool]:
    returns = [row for row in rows if is_event(row, plan.returning, plan.returning_filters)]
    times = Counter(periods_after(plan, entry, row) for row in returns)
    active = {after for after, count in times.items() if count >= plan.min_occurrences and after > 0}
    if plan.brackets:
        return [True, *(any(first <= after <= last for after in active) for first, last in plan.brackets)]
    if plan.kind == "on_or_after":
        return [True, *(any(after >= cell for after in active) for cell in range(1, plan.periods))]
    return [True, *(cell in active for cell in range(1, plan.periods))]


def over_of(plan: Retention, entry: Entry, as_of: dt.datetime) -> list[bool]:
    ends = [last for _, last in plan.brackets] if plan.brackets else list(range(1, plan.periods))
    if plan.clock == "calendar":
        return [True, *(entry[1] + end <= period_number(plan, as_of) for end in ends)]
    hour = 3_600 * MICROS
    begin = entry[2] // hour * hour if plan.rounding == "hour" else entry[2]
    return [True, *(begin + (end + 1) * SECONDS[plan.period] * MICROS <= micros(as_of) for end in ends)]


def slowly(plan: Retention, rows: list[Row], value: str | None = None) -> dict[str, Any]:
    by_actor = defaultdict(list)
    for row in rows:
        if passes(row, plan.filters):
            by_actor[row["actor"]].append(row)
    as_of = plan.as_of or max(row["time"] for row in rows)
    found = [
        (entry[1], np.array(cells_of(plan, entry, theirs)), np.array(over_of(plan, entry, as_of)))
        for theirs in by_actor.values()
        for entry in entries_of(plan, theirs)
        if value in (None, entry[0])
    ]
    width = 1 + len(plan.brackets) if plan.brackets else plan.periods
    none = np.zeros((0, width), bool)
    cells = np.concatenate([none, *(cells[None] for _, cells, _ in found)])
    over = np.concatenate([none, *(over[None] for _, _, over in found)])
    numbers = np.array([each[0] for each in found], int)
    return {
        "cohorts": [
            (cells[numbers == number].sum(axis=0).tolist(), over[numbers == number].all(axis=0).tolist())
            for number in np.unique(numbers)
        ],
        "overall": list(zip(over.sum(axis=0).tolist(), (cells & over).sum(axis=0).tolist(), strict=True)),
    }


def shape_of(table: RetentionTable) -> dict[str, Any]:
    return {
        "cohorts": [(list(cohort.retained), list(cohort.mature)) for cohort in table.cohorts],
        "overall": [(total.eligible, total.retained) for total in table.overall],
    }


def assert_same(plan: Retention, seed: int) -> None:
    random = np.random.default_rng(seed)
    rows = random_rows(random, period=plan.period, actors=30)
    about = Provenance("g1-t0", len(rows), micros(rows[0]["time"]), micros(rows[-1]["time"]))
    question = plan.question()
    partials = [question.read(bucket, about) for bucket in in_buckets(random, rows)]
    assert len(pickle.dumps(partials)) < 20_000
    result = question.answer(partials, about)
    assert shape_of(RetentionTable(result.cohorts, result.overall)) == slowly(plan, rows)
    for value, table in result.breakdown.items():
        assert shape_of(table) == slowly(plan, rows, value)


CLOCKS = list(
    itertools.product(
        ("calendar", "rolling"),
        ("first_time", "recurring"),
        ("on", "on_or_after", "brackets"),
        ("hour", "day", "week", "month"),
    )
)


@pytest.mark.parametrize(("clock", "cohort", "kind", "period"), CLOCKS)
def test_every_choice_counts_as_the_slow_one(clock: str, cohort: str, kind: str, period: str) -> None:
    is_costly = (clock, cohort, kind) == ("rolling", "recurring", "on_or_after")
    brackets = ((1, 1), (3, 5)) if kind == "brackets" else None
    for seed, (returning, often) in enumerate(itertools.product((None, "back"), (1, 2, 3))):
        plan = Retention(
            start="start",
            returning=returning,
            periods=6,
            period=period,
            clock=clock,
            cohort=cohort,
            kind="on" if brackets else kind,
            brackets=brackets,
            min_occurrences=1 if is_costly else often,
            timezone=("UTC", "Europe/Paris")[seed % 2],
            week_start=("monday", "sunday")[seed // 3],
            rounding="hour" if clock == "rolling" and seed % 2 else "exact",
        )
        assert_same(plan, seed)


@pytest.mark.parametrize("clock", ["calendar", "rolling"])
@pytest.mark.parametrize("cohort", ["first_time", "recurring"])
@pytest.mark.parametrize("kind", ["on", "on_or_after"])
@pytest.mark.parametrize(
    "choices",
    [
        {"since": BASE + dt.timedelta(days=1, hours=5), "until": BASE + dt.timedelta(days=6)},
        {"breakdown": "plan"},
        {"breakdown": "plan", "filters": (Filter(property="plan", value="pro"),)},
        {"start_filters": (Filter(property="plan", value="pro"),), "start": None},
        {"returning": "start", "returning_filters": (Filter(property="plan", value="free"),)},
        {"as_of": BASE + dt.timedelta(days=4, hours=3)},
        {"as_of": BASE + dt.timedelta(days=12, hours=3)},
        {"as_of": BASE + dt.timedelta(days=40_000)},
        {"as_of": BASE - dt.timedelta(days=40)},
        {"periods": 1},
        {"periods": 64},
        {"periods": 70, "period": "hour"},
        {"brackets": ((2, 2), (60, 90)), "period": "hour", "kind": "on"},
        {"start": "never"},
    ],
    ids=str,
)
def test_bounds_filters_and_values_count_as_the_slow_one(
    clock: str, cohort: str, kind: str, choices: dict[str, Any]
) -> None:
    for seed in range(3):
        given = {"start": "start", "periods": 5, "clock": clock, "cohort": cohort, "kind": kind, **choices}
        assert_same(Retention(**given), seed)
