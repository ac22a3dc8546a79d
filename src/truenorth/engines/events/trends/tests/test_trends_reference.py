"""Random histories against an answer counted the slow way, straight from the documented semantics."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import Histories, from_rows, label_of
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.times import instant
from truenorth.engines.events.trends import Series, Trend, TrendResult
from truenorth.engines.events.trends.plan import QUANTILES

Ask = Callable[..., TrendResult]
Row = dict[str, Any]
BEGIN = dt.datetime(2024, 1, 29, 5, tzinfo=dt.UTC)
MEASURES = [
    "totals", "uniques", "average", "active_percent", "sum", "mean", "min", "max",
    "median", "p75", "p90", "p95", "p99", "distinct",
]  # fmt: skip


def _rows(rng: random.Random, *, actors: int, most: int, hours: int) -> list[Row]:
    return [
        {
            "actor": f"u{actor}",
            "event": rng.choice(["a", "b", "c"]),
            "time": BEGIN + dt.timedelta(hours=rng.randrange(hours), minutes=rng.choice([0, 0, 30])),
            "properties": {
                key: value
                for key, value in (
                    ("plan", rng.choice(["pro", "free", "team", "trial", "other", None])),
                    ("price", rng.choice([1, 2.5, -3, "4", "n/a", None, 1000, True])),
                    ("ok", rng.choice([True, True, False])),
                )
                if value is not None
            },
        }
        for actor in range(actors)
        for _ in range(rng.randrange(most))
    ]


def _buckets(rng: random.Random, rows: Sequence[Row], count: int) -> list[Histories]:
    """Actors spread over buckets, each actor's rows cut at random into settled and recent ones."""
    parts: list[tuple[list[Row], list[Row]]] = [([], []) for _ in range(count)]
    for actor in sorted({row["actor"] for row in rows}):
        own = sorted((row for row in rows if row["actor"] == actor), key=lambda row: row["time"])
        cut = rng.randrange(len(own) + 1)
        settled, recent = parts[rng.randrange(count)]
        settled += own[:cut]
        recent += own[cut:]
    return [from_rows(settled, recent=recent) for settled, recent in parts]


@dataclass(frozen=True)
class _Seen:
    """A row as the slow way sees it."""

    actor: str
    event: str
    time: dt.datetime
    properties: Mapping[str, Any]

    def meets(self, series: Series) -> bool:
        return series.event in (None, "*", "any", self.event) and all(self.passes(one) for one in series.filters)

    def passes(self, wanted: Filter) -> bool:
        return label_of(self.properties.get(wanted.property)) in {label_of(value) for value in wanted.value}


def _floor(local: dt.datetime, interval: str, week_start: str) -> dt.datetime:
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if interval == "week":
        return day - dt.timedelta(days=(day.weekday() + (week_start == "sunday")) % 7)
    return day.replace(day=1) if interval == "month" else day


def _starts(plan: Trend, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """Local beginnings, without a zone, from the interval of `first` to that of `last`."""
    at = _floor(first, plan.interval, plan.week_start)
    found = []
    while at <= last:
        found.append(at)
        step = {"day": 1, "week": 7, "month": 31}[plan.interval]
        at = _floor(at + dt.timedelta(days=step), plan.interval, plan.week_start)
    return found


def _expected(plan: Trend, rows: Iterable[Row]) -> dict[tuple[str, str | None], list[tuple[dt.date, float | None]]]:
    everything = [_Seen(row["actor"], row["event"], row["time"], row["properties"]) for row in rows]
    seen = [row for row in everything if all(row.passes(one) for one in plan.filters)]
    since = plan.since or min(row.time for row in everything)
    until = plan.until or max(row.time for row in everything) + dt.timedelta(microseconds=1)
    starts = _starts(plan, _local(plan, since), _local(plan, until - dt.timedelta(microseconds=1)))
    shown = (plan.rolling or 1) - 1
    earliest = _local(plan, since)
    if shown:
        offset = earliest - starts[0]
        starts = [*_before(plan, starts[0], shown), *starts]
        earliest = min(starts[0] + offset, starts[1])
    counted = [row for row in seen if earliest <= _local(plan, row.time) and row.time < until]
    place = {start: at for at, start in enumerate(starts)}
    at_of = [place[_floor(_local(plan, row.time), plan.interval, plan.week_start)] for row in counted]
    found = {}
    for series in plan.lines():
        labels = _labels(plan, counted)
        for label, members in labels.items():
            points = []
            for at in range(shown, len(starts)):
                low = 0 if plan.cumulative else at - (plan.rolling or 1) + 1
                active = [
                    row
                    for row, here in zip(counted, at_of, strict=True)
                    if low <= here <= at and _of(plan, row) in members
                ]
                points.append((starts[at].date(), _measure(series, active)))
            found[series.label or series.event or "any event", label] = points
    return found


def _local(plan: Trend, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(plan.timezone)).replace(tzinfo=None)


def _before(plan: Trend, start: dt.datetime, count: int) -> list[dt.datetime]:
    found: list[dt.datetime] = []
    for _ in range(count):
        start = _floor(start - dt.timedelta(days=1), plan.interval, plan.week_start)
        found.insert(0, start)
    return found


def _of(plan: Trend, row: _Seen) -> str | None:
    return label_of(row.properties.get(plan.breakdown)) if plan.breakdown else None


def _labels(plan: Trend, rows: Sequence[_Seen]) -> dict[str | None, set[str | None]]:
    """What each line is called, and the values that it holds."""
    if plan.breakdown is None:
        return {None: {None}}
    events: dict[str | None, int] = {}
    for row in rows:
        counted = [*plan.lines(), *[Series()] * any(one.measure == "active_percent" for one in plan.lines())]
        events[_of(plan, row)] = events.get(_of(plan, row), 0) + sum(row.meets(series) for series in counted)
    ranked = sorted((one for one in events if events[one]), key=lambda one: (-events[one], one is not None, one or ""))
    found: dict[str | None, set[str | None]] = {one or "(none)": {one} for one in ranked[: plan.limit]}
    return found | ({"Other": set(ranked[plan.limit :])} if len(ranked) > plan.limit else {})


def _measure(series: Series, active: Sequence[_Seen]) -> float | None:
    rows = [row for row in active if row.meets(series)]
    actors = len({row.actor for row in rows})
    values = [label_of(row.properties.get(series.property)) for row in rows] if series.property else []
    numbers = [float(value) for value in values if value not in (None, "n/a", "true", "false")]
    measure = series.measure or "totals"
    if measure in QUANTILES:
        return float(np.quantile(numbers, QUANTILES[measure])) if numbers else None
    found: Mapping[str, Callable[[], float | None]] = {
        "totals": lambda: len(rows),
        "uniques": lambda: actors,
        "average": lambda: len(rows) / actors if actors else None,
        "active_percent": lambda: 100 * actors / len({row.actor for row in active}) if active else None,
        "sum": lambda: sum(numbers),
        "mean": lambda: sum(numbers) / len(numbers) if numbers else None,
        "min": lambda: min(numbers, default=None),
        "max": lambda: max(numbers, default=None),
        "distinct": lambda: len(set(values) - {None}),
    }
    return found[measure]()


def _plan(rng: random.Random, measure: str) -> Trend:
    series = [
        Series(
            event=rng.choice(["a", "b", "*", None]),
            filters=rng.choice([(), (Filter(property="ok", value=True),)]),
            measure=one,
            property="price" if one in MEASURES[4:] else None,
            label=f"line {one}",
        )
        for one in (measure, rng.choice(MEASURES))
    ]
    since = BEGIN + dt.timedelta(hours=rng.randrange(200))
    can_accumulate = not {one.measure for one in series} & set(QUANTILES)
    window = rng.choice(["rolling", "cumulative", "", ""])
    return Trend(
        series=series[: 1 + (series[0].measure != series[1].measure)],
        interval=rng.choice(["day", "day", "week", "month"]),
        week_start=rng.choice(["monday", "sunday"]),
        timezone=rng.choice(["UTC", "Europe/Berlin", "America/New_York"]),
        breakdown=rng.choice([None, "plan", "plan"]),
        limit=rng.choice([1, 2, 3, 25]),
        rolling=rng.choice([2, 3, 9]) if window == "rolling" else None,
        cumulative=window == "cumulative" and can_accumulate,
        filters=rng.choice([(), (), (Filter(property="ok", value=True),)]),
        since=rng.choice([None, since]),
        until=rng.choice([None, since + dt.timedelta(hours=rng.randrange(1, 1500))]),
    )


def _assert_same(plan: Trend, rows: Sequence[Row], result: TrendResult) -> None:
    expected = _expected(plan, rows)
    assert {(line.label, line.breakdown) for line in result.series} == set(expected)
    assert len(result.series) == len(expected)
    for line in result.series:
        wanted = expected[line.label, line.breakdown]
        assert [bucket for bucket, _ in line.points] == [bucket for bucket, _ in wanted]
        values = [
            [np.nan if value is None else value for value in side] for side in (line.values(), dict(wanted).values())
        ]
        np.testing.assert_allclose(values[0], values[1], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("seed", range(10))
def test_a_random_trend_is_what_counting_by_hand_gives(ask: Ask, measure: str, seed: int) -> None:
    rng = random.Random(f"{measure} {seed}")
    rows = _rows(rng, actors=rng.randrange(1, 9), most=rng.choice([2, 12, 60]), hours=rng.choice([30, 300, 1600]))
    rows = rows or [{"actor": "u", "event": "a", "time": BEGIN, "properties": {}}]
    plan = _plan(rng, measure)

    result = ask(plan, *_buckets(rng, rows, rng.choice([1, 3])))

    first, last = (choose(row["time"] for row in rows) for choose in (min, max))
    if (plan.since or first) >= (plan.until or last + dt.timedelta(microseconds=1)):
        assert all(not line.points for line in result.series)
    else:
        _assert_same(plan, rows, result)


def test_the_reference_is_aware_of_summer_time(ask: Ask) -> None:
    rows = [
        {"actor": "u", "event": "a", "time": instant(1_711_839_600_000_000 + hour * 3_600_000_000), "properties": {}}
        for hour in range(30)
    ]
    plan = Trend(timezone="Europe/Berlin", event="a")

    result = ask(plan, from_rows(rows))

    assert result.series[0].values() == (23, 7)
    _assert_same(plan, rows, result)


@pytest.mark.parametrize("measure", ["totals", "uniques"])
@pytest.mark.parametrize("window", [{}, {"rolling": 2}, {"cumulative": True}])
@pytest.mark.parametrize("breakdown", [None, "plan"])
def test_any_event_without_a_filter_is_what_counting_by_hand_gives(
    ask: Ask, measure: str, window: Mapping[str, Any], breakdown: str | None
) -> None:
    rng = random.Random(f"{measure} {window} {breakdown}")
    rows = _rows(rng, actors=8, most=60, hours=700)
    plan = Trend(measure=measure, interval="week", breakdown=breakdown, **window)

    result = ask(plan, *_buckets(rng, rows, 3))

    _assert_same(plan, rows, result)
