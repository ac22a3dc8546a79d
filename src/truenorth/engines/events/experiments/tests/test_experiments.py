"""Experiment totals against a slow reading, and as far as the comparison against scipy."""

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from scipy import stats

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import EventsRefused, PlanRefused
from truenorth.engines.events.experiments import ExperimentTotals, ExperimentTotalsResult, MetricPlan
from truenorth.engines.events.times import instant, micros
from truenorth.engines.statistics import Moments, compare

Row = dict[str, Any]
START = micros("2024-03-01")
HOUR = 3_600_000_000
DAY = 24 * HOUR
METRICS = [
    MetricPlan(name="bought", kind="conversion", event="buy"),
    MetricPlan(name="bought soon", kind="conversion", event="buy", window="2d", only_mature=True),
    MetricPlan(name="visits", kind="count", event=None, window="3d"),
    MetricPlan(name="dear", kind="count", event="buy", filters=[Filter(property="price", operator="gt", value=2)]),
    MetricPlan(name="revenue", kind="sum", event="buy", property="price"),
    MetricPlan(name="price", kind="ratio", event="buy", property="price", denominator_event="buy"),
    MetricPlan(name="share", kind="ratio", event="buy", denominator_property="price", window="6h"),
    MetricPlan(name="back", kind="retention", event="visit", days=(1, 3)),
]
FIELDS = (
    "n",
    "sum",
    "sum_squares",
    "den_sum",
    "den_sum_squares",
    "den_cross",
    "pre_sum",
    "pre_sum_squares",
    "pre_cross",
)
RATIO_FIELDS = ("pre_den_sum", "pre_den_sum_squares", "pre_den_cross", "num_pre_den_cross", "den_pre_cross")


def row(actor: str, event: str, hour: float, **properties: Any) -> Row:
    return {"actor": actor, "event": event, "time": instant(START + round(hour * HOUR)), "properties": properties}


def exposed(actor: str, variant: str, hour: float, **properties: Any) -> Row:
    return row(actor, "$exposure", hour, variant=variant, **properties)


def about(rows: list[Row]) -> Provenance:
    times = [micros(one["time"]) for one in rows]
    return Provenance("g1", len(rows), min(times, default=None), max(times, default=None))


def ask(plan: ExperimentTotals, buckets: list[Histories], provenance: Provenance) -> ExperimentTotalsResult:
    question = plan.question()
    return question.answer([question.read(bucket, provenance) for bucket in buckets], provenance)


def ask_rows(plan: ExperimentTotals, rows: list[Row]) -> ExperimentTotalsResult:
    return ask(plan, [from_rows(rows)], about(rows))


class Slow:
    """Everyone's exposure and numbers, row by row."""

    def __init__(self, plan: ExperimentTotals, rows: list[Row], as_of: int) -> None:
        self.plan, self.as_of, self.crossed = plan, as_of, 0
        self.actors: list[tuple[str, int, list[Row]]] = []
        for actor in sorted({one["actor"] for one in rows}):
            own = [one for one in rows if one["actor"] == actor]
            exposures = [one for one in own if self.is_exposure(one)]
            variants = {one["properties"]["variant"] for one in exposures}
            self.crossed += len(variants) > 1
            if exposures and (len(variants) == 1 or plan.on_crossed == "first"):
                first = exposures[0]
                self.actors.append((first["properties"]["variant"], micros(first["time"]), own))

    def is_exposure(self, one: Row) -> bool:
        is_in = (self.plan.since or one["time"]) <= one["time"] and (
            self.plan.until is None or one["time"] < self.plan.until
        )
        return bool(is_in and one["event"] == "$exposure" and one["properties"].get("variant"))

    def values(self, metric: MetricPlan, variant: str) -> tuple[list[list[float]], int]:
        """For everyone who counts the metric, its denominator and the same before; and how many are immature."""
        found, immature = [], 0
        over = metric.over_after_seconds()
        for name, time, rows in self.actors:
            is_over = over is None or time + round(over * 1e6) <= self.as_of
            immature += name == variant and not is_over
            if name != variant or (metric.needs_maturity() and not is_over):
                continue
            begin, end = time, None if metric.window is None else time + round(metric.window * 1e6) + 1
            if metric.days:
                begin, end = (time + round(day * DAY) for day in metric.days)
            after = [one for one in rows if begin <= micros(one["time"]) and (end is None or micros(one["time"]) < end)]
            before = [one for one in rows if time - round(self.plan.pre_days * DAY) <= micros(one["time"]) < time]
            found.append([*slow_numbers(metric, after), *slow_numbers(metric, before)])
        return found, immature


def slow_numbers(metric: MetricPlan, rows: list[Row]) -> list[float]:
    own = [one for one in rows if metric.event in (None, one["event"])]
    if metric.filters:
        own = [one for one in own if isinstance(one["properties"].get("price"), int) and one["properties"]["price"] > 2]
    if metric.kind in ("conversion", "retention"):
        return [float(bool(own)), 0]
    others = [one for one in rows if metric.denominator_event in (None, one["event"])]
    return [slow_number(metric.property, own), slow_number(metric.denominator_property, others)]


def slow_number(name: str | None, rows: list[Row]) -> float:
    if name is None:
        return len(rows)
    return sum(float(one["properties"][name]) for one in rows if isinstance(one["properties"].get(name), int))


def random_rows(source: random.Random) -> list[Row]:
    rows = []
    for actor in range(20):
        home = source.choice(["control", "new", "new"])
        for _ in range(source.randrange(15)):
            event = source.choice(["visit", "buy", "$exposure"])
            given: dict[str, Any] = {"price": source.choice([1, 2, 7, "x", None])}
            if event == "$exposure":
                given["variant"] = source.choices([home, "control", None], [12, 1, 1])[0]
            properties = {key: value for key, value in given.items() if value is not None}
            rows.append(row(f"u{actor}", event, source.randrange(40) * 6, **properties))
    return sorted(rows, key=lambda one: (one["actor"], one["time"]))


def split(source: random.Random, rows: list[Row]) -> Iterator[Histories]:
    """The rows as three buckets, each actor's rows cut into settled and recent ones anywhere."""
    for bucket in range(3):
        parts: tuple[list[Row], list[Row]] = ([], [])
        for actor in sorted({one["actor"] for one in rows if int(one["actor"][1:]) % 3 == bucket}):
            own = [one for one in rows if one["actor"] == actor]
            cut = source.randrange(len(own) + 1)
            parts[0].extend(own[:cut])
            parts[1].extend(own[cut:])
        yield from_rows(parts[0], recent=parts[1], bucket=bucket)


@pytest.mark.parametrize("seed", range(25))
def test_sums_are_those_of_the_slow_reading_however_rows_and_actors_are_split(seed: int) -> None:
    source = random.Random(seed)
    rows = random_rows(source)
    plan = ExperimentTotals(
        metrics=METRICS,
        pre_days=source.choice([0, 2.5]),
        on_crossed=source.choice(["exclude", "first"]),
        since=instant(START + DAY) if source.random() < 0.3 else None,
        until=instant(START + 6 * DAY) if source.random() < 0.3 else None,
        as_of=instant(START + 5 * DAY) if source.random() < 0.3 else None,
    )
    slow = Slow(plan, rows, micros(plan.as_of) if plan.as_of else about(rows).last_time or 0)

    result = ask(plan, list(split(source, rows)), about(rows))

    variants = sorted({variant for variant, _, _ in slow.actors})
    assert result.exposed == {variant: sum(one[0] == variant for one in slow.actors) for variant in variants}
    assert result.crossed == slow.crossed
    assert sum(each.actors for each in result.exposures) == len(slow.actors)
    for metric in METRICS:
        for variant in variants:
            values, immature = slow.values(metric, variant)
            check(plan, metric, result, variant, values)
            assert result.total(metric.name, variant).n_immature == immature


def check(
    plan: ExperimentTotals, metric: MetricPlan, result: ExperimentTotalsResult, variant: str, values: list[list[float]]
) -> None:
    y, d, x, w = np.array(values, float).reshape(-1, 4).T
    expected = dict(zip(FIELDS, (y.size, y.sum(), y @ y, d.sum(), d @ d, y @ d, x.sum(), x @ x, y @ x), strict=True))
    expected |= dict(zip(RATIO_FIELDS, (w.sum(), w @ w, x @ w, y @ w, d @ x), strict=True))
    expected["den_pre_den_cross"] = d @ w
    total = result.total(metric.name, variant).to_dict()
    for name, value in expected.items():
        is_absent = (not plan.pre_days and "pre" in name) or (metric.kind != "ratio" and "den" in name)
        assert total[name] == (None if is_absent else pytest.approx(value, abs=1e-6)), (metric, name)


def simulate(source: np.random.Generator, actors: int) -> tuple[list[Row], dict[str, np.ndarray]]:
    """Purchases around a constant price of a million, and by variant everyone's count, revenue and earlier count."""
    rows: list[Row] = []
    numbers: dict[str, list[tuple[float, float, float]]] = {"control": [], "new": []}
    for actor in range(actors):
        variant = ["control", "new"][actor % 2]
        before, after = int(source.poisson(2)), int(source.poisson(1.0 + 0.4 * (actor % 2)))
        prices = 1_000_000 + source.integers(0, 50, after)
        rows.extend(row(f"u{actor}", "buy", 1 + at / 10, price=1) for at in range(before))
        rows.append(exposed(f"u{actor}", variant, 24))
        rows.extend(row(f"u{actor}", "buy", 25 + at / 10, price=int(price)) for at, price in enumerate(prices))
        numbers[variant].append((after, prices.sum(), before))
    return rows, {variant: np.array(each, float) for variant, each in numbers.items()}


def test_totals_lead_to_the_p_values_of_scipy_on_the_raw_numbers() -> None:
    rows, numbers = simulate(np.random.default_rng(7), 400)
    metrics = [
        MetricPlan(name="bought", kind="conversion", event="buy"),
        MetricPlan(name="buys", kind="count", event="buy"),
        MetricPlan(name="revenue", kind="sum", event="buy", property="price"),
        MetricPlan(name="price", kind="ratio", event="buy", property="price", denominator_event="buy"),
    ]
    halves = [[one for one in rows if (int(one["actor"][1:]) < 200) == is_first] for is_first in (True, False)]

    result = ask(ExperimentTotals(metrics=metrics), [from_rows(half) for half in halves], about(rows))

    control, new = numbers["control"], numbers["new"]
    for place, name in enumerate(("buys", "revenue")):
        readout = compare(
            result.moments(name, "control"), result.moments(name, "new"), effect="absolute", method="fixed"
        )
        expected = stats.ttest_ind(new[:, place], control[:, place], equal_var=False)
        assert float(readout.p_value) == pytest.approx(expected.pvalue, rel=1e-9)
        assert float(readout.effect) == pytest.approx(new[:, place].mean() - control[:, place].mean())
    bought = [int((each[:, 0] > 0).sum()) for each in (control, new)]
    readout = compare(
        result.moments("bought", "control"),
        result.moments("bought", "new"),
        kind="proportion",
        effect="absolute",
        method="fixed",
        test="pooled",
    )
    table = [[bought[0], 200 - bought[0]], [bought[1], 200 - bought[1]]]
    assert float(readout.p_value) == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    ratio = result.moments("price", "new")
    assert float(ratio.mean("y") / ratio.mean("d")) == pytest.approx(new[:, 1].sum() / new[:, 0].sum(), rel=1e-12)


def test_the_covariate_is_what_a_regression_on_the_raw_numbers_would_use() -> None:
    rows, numbers = simulate(np.random.default_rng(11), 200)
    plan = ExperimentTotals(metrics=[MetricPlan(name="buys", kind="count", event="buy")], pre_days=1)

    result = ask_rows(plan, rows)

    moments = result.moments("buys", "new")
    after, before = numbers["new"][:, 0], numbers["new"][:, 2]
    slope = float(moments.scatter("yx") / moments.scatter("xx"))
    assert slope == pytest.approx(stats.linregress(before, after).slope)
    assert Moments(**result.total("buys", "new").to_dict()["moments"]).mean("x") == pytest.approx(before.mean())


def test_large_values_with_little_variation_keep_their_variance() -> None:
    rows = [exposed(f"u{at}", "new", 0) for at in range(4)]
    rows += [row(f"u{at}", "buy", 1, price=10**12 + at) for at in range(4)]
    plan = ExperimentTotals(metrics=[MetricPlan(name="revenue", kind="sum", event="buy", property="price")])
    halves = [[one for one in rows if one["actor"] in names] for names in (("u0", "u1"), ("u2", "u3"))]

    result = ask(plan, [from_rows(half) for half in halves], about(rows))

    assert float(result.moments("revenue", "new").scatter("yy")) == pytest.approx(5.0)


def test_events_at_the_exposure_count_and_those_before_it_do_not() -> None:
    rows = [row("u1", "buy", 0), exposed("u1", "new", 1), row("u1", "buy", 1), row("u1", "buy", 2), row("u1", "buy", 3)]
    plan = ExperimentTotals(metrics=[MetricPlan(name="buys", kind="count", event="buy", window="1h")])

    assert ask_rows(plan, rows).total("buys", "new").sum == 2


def test_an_actor_who_saw_two_variants_is_put_aside_or_stays_with_the_first() -> None:
    rows = [exposed("u1", "new", 0), exposed("u1", "control", 1), exposed("u2", "new", 0)]

    excluded = ask_rows(ExperimentTotals(), rows)
    first = ask_rows(ExperimentTotals(on_crossed="first"), rows)

    assert (excluded.exposed, excluded.crossed) == ({"new": 1}, 1)
    assert (first.exposed, first.crossed) == ({"new": 2}, 1)


def test_exposures_are_counted_by_local_day_with_empty_days_between() -> None:
    rows = [exposed("u1", "new", 23), exposed("u2", "control", 71)]

    result = ask_rows(ExperimentTotals(timezone="Europe/Berlin"), rows)

    assert [(one.day, one.variant, one.actors) for one in result.exposures] == [
        (dt.date(2024, 3, 2), "control", 0),
        (dt.date(2024, 3, 2), "new", 1),
        (dt.date(2024, 3, 3), "control", 0),
        (dt.date(2024, 3, 3), "new", 0),
        (dt.date(2024, 3, 4), "control", 1),
        (dt.date(2024, 3, 4), "new", 0),
    ]


def test_a_breakdown_splits_variants_by_a_property_of_the_first_exposure() -> None:
    rows = [exposed("u1", "new", 0, plan="pro"), exposed("u1", "new", 1, plan="free"), exposed("u2", "new", 0)]
    rows += [row("u1", "buy", 2), row("u2", "buy", 2), row("u2", "buy", 3)]
    plan = ExperimentTotals(metrics=[MetricPlan(name="buys", kind="count", event="buy")], breakdown="plan")

    result = ask(plan, [from_rows([one for one in rows if one["actor"] == who]) for who in ("u1", "u2")], about(rows))

    assert {one.breakdown: one.sum for one in result.totals} == {None: 3, "pro": 1, "(none)": 2}
    assert float(result.moments("buys", "new", breakdown="pro").array("n")) == 1


def test_only_exposures_of_this_experiment_expose() -> None:
    rows = [exposed("u1", "new", 0, experiment="x"), exposed("u2", "old", 0, experiment="y")]
    plan = ExperimentTotals(exposure_filters=[Filter(property="experiment", value="x")])

    assert ask_rows(plan, rows).exposed == {"new": 1}


def test_retention_leaves_out_whose_days_are_not_over() -> None:
    rows = [
        exposed("u1", "new", 0),
        row("u1", "visit", 30),
        exposed("u2", "new", 40),
        exposed("u3", "new", 0),
        row("u4", "x", 50),
    ]
    plan = ExperimentTotals(metrics=[MetricPlan(name="back", kind="retention", days=(1, 2))])

    total = ask_rows(plan, rows).total("back", "new")

    assert (total.n, total.sum, total.n_immature) == (2, 1, 1)


def test_an_empty_store_has_no_totals() -> None:
    result = ask(ExperimentTotals(metrics=METRICS, pre_days=7), [from_rows([])], Provenance("g0", 0, None, None))

    assert (result.exposed, result.crossed, result.exposures, result.totals) == ({}, 0, (), ())
    assert result.to_arrow().num_rows == 0


def test_an_answer_tells_its_rule_and_is_json() -> None:
    rows = [exposed("u1", "new", 0), row("u1", "buy", 2, price=5)]
    plan = ExperimentTotals(metrics=METRICS, pre_days=7, since="2024-01-01", until="2024-12-31")

    result = ask_rows(ExperimentTotals.model_validate_json(plan.model_dump_json()), rows)

    assert "the 7 days before the first exposure" in result.method
    assert json.loads(json.dumps(result.to_dict()))["exposures"] == [
        {"day": "2024-03-01", "variant": "new", "actors": 1}
    ]
    assert result.to_arrow().num_rows == len(METRICS)


def test_what_the_answer_has_not_is_refused() -> None:
    result = ask_rows(ExperimentTotals(metrics=METRICS), [exposed("u1", "new", 0)])

    with pytest.raises(EventsRefused, match="metric 'sales'"):
        result.moments("sales", "new")
    with pytest.raises(EventsRefused, match="variant 'old'"):
        result.moments("bought", "old")


@pytest.mark.parametrize("price", [1e200, 1e308])
def test_numbers_too_large_are_refused_and_not_summed_to_nonsense(price: float) -> None:
    rows = [
        exposed("u1", "new", 0),
        exposed("u2", "new", 0),
        *(row("u1", "buy", at, price=price) for at in range(1, 4)),
    ]
    plan = ExperimentTotals(metrics=[MetricPlan(name="revenue", kind="sum", event="buy", property="price")])

    with pytest.raises(PlanRefused, match="too large"):
        ask_rows(plan, rows)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: MetricPlan(name="m", kind="sum"), "property"),
        (lambda: MetricPlan(name="m", kind="count", property="x"), "property"),
        (lambda: MetricPlan(name="m", kind="count", denominator_event="x"), "denominator_event"),
        (lambda: MetricPlan(name="m", kind="retention"), "days"),
        (lambda: MetricPlan(name="m", kind="count", days=(1, 2)), "days"),
        (lambda: MetricPlan(name="m", kind="retention", days=(2, 2)), "days"),
        (lambda: MetricPlan(name="m", kind="retention", days=(1, 2), window="1d"), "window"),
        (lambda: MetricPlan(name="", kind="count"), "name"),
        (lambda: ExperimentTotals(metrics=[METRICS[0], METRICS[0]]), "metrics"),
        (lambda: ExperimentTotals(pre_days=-1), "pre_days"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(make: Callable[[], object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        make()

    assert refused.value.field == field
