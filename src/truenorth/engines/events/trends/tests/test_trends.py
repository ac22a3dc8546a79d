"""What a trend's lines are, from small histories that can be counted by eye."""

import datetime as dt
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from truenorth.engines.events.asking.histories import Column, Histories, Spans, from_rows
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.trends import Series, Trend, TrendResult
from truenorth.engines.events.trends.grid import grids_of
from truenorth.engines.events.trends.parts import TrendPart, pack, tally

Ask = Callable[..., TrendResult]
MARCH = dt.date(2024, 3, 1)


def _row(actor: str, time: str, event: str = "a", **properties: object) -> dict[str, Any]:
    return {"actor": actor, "event": event, "time": f"2024-03-{time}", "properties": properties}


FEW = [
    _row("ada", "01T10:00", plan="pro", price=3),
    _row("ada", "01T11:00", plan="pro", price="x"),
    _row("bob", "01T10:00", "b", plan="free"),
    _row("bob", "03T09:00", plan="free", price=1.5),
    _row("ada", "04T23:00", "b", plan="pro"),
]


def test_every_day_between_the_first_and_the_last_event_has_a_point(ask: Ask) -> None:
    result = ask(Trend(event="a"), from_rows(FEW))

    assert result.to_dict() == {
        "series": [
            {"label": "a", "points": [["2024-03-01", 2], ["2024-03-02", 0], ["2024-03-03", 1], ["2024-03-04", 0]]}
        ],
        "incomplete_from": "2024-03-04",
        "ignored": 0,
        "method": result.method,
        "snapshot": "g1",
    }
    assert result.method == (
        "Events by day (UTC). Incomplete from 2024-03-04 on. "
        "Read 5 events from 2024-03-01 10:00:00 to 2024-03-04 23:00:00 UTC, snapshot g1."
    )


@pytest.mark.parametrize("event", [None, "*", "any"])
def test_any_event_is_every_event(ask: Ask, event: str | None) -> None:
    line = ask(Trend(event=event, interval="all"), from_rows(FEW)).series[0]

    assert (line.label, line.points) == ("any event", ((MARCH, 5),))


def test_since_and_until_make_the_points_even_where_nothing_happened(ask: Ask) -> None:
    result = ask(Trend(since="2024-02-28", until="2024-03-02"), from_rows(FEW))

    assert result.series[0].values() == (0, 0, 3)
    assert result.incomplete_from is None


def test_a_range_that_cuts_its_last_interval_is_incomplete(ask: Ask) -> None:
    result = ask(Trend(since="2024-03-01", until="2024-03-03T12:00"), from_rows(FEW))

    assert result.incomplete_from == dt.date(2024, 3, 3)


def test_as_of_decides_what_is_incomplete(ask: Ask) -> None:
    result = ask(Trend(as_of="2024-03-02T12:00"), from_rows(FEW))

    assert result.incomplete_from == dt.date(2024, 3, 2)


def test_hours_are_local_times(ask: Ask) -> None:
    plan = Trend(event="b", interval="hour", timezone="Asia/Tokyo", since="2024-03-01T09:00", until="2024-03-01T11:00")

    points = ask(plan, from_rows(FEW)).to_dict()["series"][0]["points"]

    assert points == [["2024-03-01T18:00:00+09:00", 0], ["2024-03-01T19:00:00+09:00", 1]]


def test_an_empty_store_has_lines_without_points(ask: Ask) -> None:
    result = ask(Trend(event="a", measure="uniques", rolling=7), from_rows([]))

    assert [(line.label, line.points) for line in result.series] == [("a", ())]
    assert result.to_arrow().num_rows == 0
    assert ask(Trend(breakdown="plan"), from_rows([])).series == ()


def test_what_is_no_number_is_left_out_and_said(ask: Ask) -> None:
    result = ask(Trend(event="a", measure="sum", property="price"), from_rows(FEW))

    assert result.series[0].values() == (3, 0, 1.5, 0)
    assert result.ignored == 1
    assert "1 events without a number in the property were left out." in result.method


def test_a_mean_of_nothing_is_none_and_a_sum_zero(ask: Ask) -> None:
    series = [Series(event="b", measure=measure) for measure in ("mean", "min", "p90", "sum", "distinct")]

    result = ask(Trend(series=series, property="price", interval="all"), from_rows(FEW))

    assert [line.values() for line in result.series] == [(None,), (None,), (None,), (0,), (0,)]


def test_a_formula_of_two_series_is_one_line_and_none_where_it_divides_by_zero(ask: Ask) -> None:
    plan = Trend(series=["a", Series(event="b", measure="uniques")], formula="A / B")

    line, *others = ask(plan, from_rows(FEW)).series

    assert (line.label, line.values(), others) == ("A / B", (2, None, None, 0), [])


def test_a_formula_is_computed_for_each_value(ask: Ask) -> None:
    plan = Trend(series=["a", "b"], formula="100 * A / (A + B)", breakdown="plan", interval="all")

    lines = ask(plan, from_rows(FEW)).series

    assert {line.breakdown: line.values() for line in lines} == {"pro": (pytest.approx(200 / 3),), "free": (50,)}


def test_a_moving_mean_passes_over_points_without_value(ask: Ask) -> None:
    plan = Trend(event="a", measure="max", property="price", moving=2)

    assert ask(plan, from_rows(FEW)).series[0].values() == (3, 3, 1.5, 1.5)


def test_the_previous_range_stands_at_its_own_dates(ask: Ask) -> None:
    plan = Trend(since="2024-03-03", until="2024-03-05", compare="previous")

    now, before = ask(plan, from_rows(FEW)).series

    assert (now.label, now.values(), now.is_previous) == ("any event", (1, 1), False)
    assert (before.label, before.is_previous) == ("any event (previous)", True)
    assert before.points == ((MARCH, 3), (dt.date(2024, 3, 2), 0))


def test_the_months_before_whole_months_are_months() -> None:
    plan = Trend(since="2024-03-01", until="2024-05-01", interval="month", rolling=2, compare="previous")
    about = Provenance("g1", 1, 1_700_000_000_000_000, 1_720_000_000_000_000)

    now, before = grids_of(plan, about)

    assert [str(bucket) for bucket in now.buckets()] == ["2024-03-01", "2024-04-01"]
    assert [str(bucket) for bucket in before.buckets()] == ["2024-01-01", "2024-02-01"]
    assert (before.lookback, before.size) == (1, 3)


def test_a_label_that_only_the_previous_range_has_gets_its_line(ask: Ask) -> None:
    plan = Trend(event="b", since="2024-03-03", until="2024-03-05", compare="previous", breakdown="plan")

    lines = ask(plan, from_rows(FEW)).series

    assert [(line.breakdown, line.is_previous, line.values()) for line in lines] == [
        ("pro", False, (0, 1)), ("free", False, (0, 0)), ("pro", True, (0, 0)), ("free", True, (1, 0)),
    ]  # fmt: skip


def test_actors_are_counted_by_how_many_times(ask: Ask) -> None:
    rows = [_row("ada", "01"), _row("bob", "01"), _row("bob", "01T05:00")] + [_row("eve", "01")] * 12

    lines = ask(Trend(event="a", measure="frequency", interval="all"), from_rows(rows[:9], recent=rows[9:])).series

    assert {line.breakdown: line.values()[0] for line in lines if line.values()[0]} == {"1": 1, "2": 1, "10+": 1}


def test_an_active_percent_of_zero_has_its_line(ask: Ask) -> None:
    rows = [_row("ada", "01", "buy", plan="pro"), _row("bob", "01", plan="free"), _row("eve", "01", plan="pro")]

    lines = ask(Trend(event="buy", measure="active_percent", breakdown="plan"), from_rows(rows)).series

    assert {line.breakdown: line.values() for line in lines} == {"pro": (50,), "free": (0,)}


def test_other_counts_an_actor_with_several_rare_values_once(ask: Ask) -> None:
    rows = [_row("ada", "01", plan="top")] * 5 + [_row("bob", "01", plan=f"rare {at}") for at in range(4)]

    lines = ask(Trend(measure="uniques", breakdown="plan", limit=1), from_rows(rows)).series

    assert [(line.breakdown, line.values()) for line in lines] == [("top", (1,)), ("Other", (1,))]


def test_a_value_that_is_called_other_is_told_from_the_rest(ask: Ask) -> None:
    rows = [_row("ada", "01", plan="Other")] * 2 + [_row("ada", "01", plan="b"), _row("ada", "01")]

    lines = ask(Trend(breakdown="plan", limit=1), from_rows(rows)).series

    assert [(line.breakdown, line.values()) for line in lines] == [("Other", (2,)), ("Other (all others)", (2,))]


def test_a_missing_value_is_a_line_of_its_own(ask: Ask) -> None:
    lines = ask(Trend(breakdown="plan"), from_rows([_row("ada", "01"), _row("ada", "01", plan="pro")])).series

    assert {line.breakdown: line.values() for line in lines} == {"(none)": (1,), "pro": (1,)}


def test_buckets_that_differ_in_their_few_values_are_ranked_together(ask: Ask) -> None:
    buckets = [
        from_rows([_row(f"u{at}", "01", plan=plan) for plan in ("shared", f"own {at}")], bucket=at) for at in range(3)
    ]

    lines = ask(Trend(measure="uniques", breakdown="plan", limit=2), *buckets).series

    assert [(line.breakdown, line.values()) for line in lines] == [("shared", (3,)), ("own 0", (1,)), ("Other", (2,))]


def test_answering_before_refining_is_an_error_of_the_caller() -> None:
    histories, about = from_rows(FEW), Provenance("g1", 5, 1_709_287_200_000_000, 1_709_593_200_000_000)
    question = Trend(breakdown="plan", limit=1).question()
    partials = [question.read(histories, about)]

    with pytest.raises(RuntimeError, match="read again"):
        question.answer(partials, about)


def test_a_hundred_thousand_values_are_counted_exactly_and_small(ask: Ask) -> None:
    histories = _wide(values=100_000)
    about = Provenance("g1", 300_000, 0, 86_400_000_000)
    plan = Trend(measure="uniques", breakdown="city", limit=3)

    result = ask(plan, histories)
    ranked = plan.question().read(histories, about)

    assert [line.breakdown for line in result.series] == ["city 0", "city 1", "city 10", "Other"]
    assert [line.values() for line in result.series] == [(3,), (3,), (3,), (3,)]
    assert len(pickle.dumps(ranked)) < 5_000_000


def _wide(*, values: int) -> Histories:
    """Three actors, each with every value once: codes of 32 bits."""
    codes = np.tile(np.arange(1, values + 1, dtype=np.int32), 3)
    labels = pa.array([None, *(f"city {at}" for at in range(values))])
    nothing = np.empty(0, np.int64)
    edges = np.arange(0, 3 * values + 1, values)
    columns = {
        "event": Column(pa.array([None, "a"]), np.ones(codes.size, np.uint16), np.empty(0, np.uint16)),
        "p:city": Column(labels, codes, np.empty(0, np.int32)),
    }
    times = np.tile(np.arange(values), 3)
    spans = Spans(edges[:-1], edges[1:], np.zeros(3, np.int64), np.zeros(3, np.int64))
    return Histories(spans, times, nothing, columns.__getitem__, lambda: pa.array(["x", "y", "z"]))


def test_distinct_values_and_numbers_of_a_wide_column_are_exact(ask: Ask) -> None:
    histories = _wide(values=70_000)

    distinct = ask(Trend(measure="distinct", property="city"), histories)
    total = ask(Trend(measure="sum", property="city"), histories)

    assert distinct.series[0].values() == (70_000,)
    assert (total.series[0].values(), total.ignored) == ((0,), 210_000)


def test_a_result_is_a_table_and_a_part_pickles(ask: Ask) -> None:
    plan = Trend(measure="median", property="price", breakdown="plan")
    about = Provenance("g1", 5, 1_709_287_200_000_000, 1_709_593_200_000_000)

    table = ask(plan, from_rows(FEW)).to_arrow()
    part = pickle.loads(pickle.dumps(plan.question().read(from_rows(FEW), about)))  # noqa: S301 - our own bytes

    assert table.schema.names == ["series", "breakdown", "previous", "bucket", "value"]
    assert table["bucket"].type == pa.date32()
    assert table.num_rows == 8
    assert plan.question().answer([part], about).series[0].breakdown == "pro"


def test_mostly_empty_cells_are_sparse() -> None:
    array = np.zeros((100, 1, 50), np.int64)
    array[3, 0, 7] = 5

    cells = pack(array)

    assert cells.values.tolist() == [5]
    assert np.array_equal(cells.whole(), array)


def test_many_labels_are_tallied_like_few() -> None:
    labels = [None, *(f"label {at}" for at in range(15_000))]
    part = TrendPart(None, pa.array(labels), np.arange(1, 15_002), ())

    assert tally([part, part]) == [(label, 2 * events) for label, events in tally([part])]
    assert tally([part, part])[0] == ("label 14999", 30_002)


def test_too_many_points_are_refused(ask: Ask) -> None:
    plan = Trend(interval="hour", since="2005-01-01", until="2024-04-01", breakdown="plan", limit=50)
    rows = [_row("ada", "01", plan=f"{at}") for at in range(60)]

    with pytest.raises(PlanRefused, match="too many points") as refused:
        ask(plan, from_rows(rows))

    assert refused.value.field == "interval"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"measure": "sum"}, "property"),
        ({"measure": "totals", "property": "price"}, "property"),
        ({"event": "a", "series": ["b"]}, "event"),
        ({"series": [{"event": "a", "measure": "sum"}]}, "property"),
        ({"rolling": 7, "cumulative": True}, "rolling"),
        ({"rolling": 7, "interval": "all"}, "rolling"),
        ({"rolling": 0}, "rolling"),
        ({"measure": "median", "property": "price", "cumulative": True}, "cumulative"),
        ({"measure": "frequency", "breakdown": "plan"}, "breakdown"),
        ({"measure": "frequency", "formula": "A"}, "formula"),
        ({"compare": "previous"}, "compare"),
        ({"since": "2024-03-02", "until": "2024-03-01"}, "until"),
        ({"formula": "A + B"}, "formula"),
        ({"formula": "exec(A)"}, "formula"),
        ({"measure": "most"}, "measure"),
        ({"limit": 0}, "limit"),
        ({"interval": "minute"}, "interval"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        Trend(**given)

    assert refused.value.field == field


def test_a_plan_survives_json() -> None:
    plan = Trend(
        series=["a", Series(event="b", any_of=["c"], filters=[{"property": "plan", "value": "pro"}], label="b or c")],
        formula="A / B",
        since="2024-03-01",
        until="2024-04-01",
        compare="previous",
    )

    assert Trend.model_validate_json(plan.model_dump_json()) == plan


def test_any_of_counts_further_events(ask: Ask) -> None:
    plan = Trend(series=[Series(event="a", any_of=["b"])], interval="all")

    line = ask(plan, from_rows(FEW)).series[0]

    assert (line.label, line.values()) == ("a or b", (5,))
