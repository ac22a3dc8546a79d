"""Trends of a real store against SQL, point by point."""

import datetime as dt
from typing import Any

import pytest

from truenorth.engines.events import EventStore, Filter
from truenorth.engines.events.tests.histories_drawn import DAY_MS, Drawn, asked, draw, stored
from truenorth.engines.events.trends import Series, Trend

MEASURES = {
    "totals": "count(*)",
    "uniques": "count(DISTINCT actor)",
    "average": "count(*) / count(DISTINCT actor)",
    "sum": "sum(v)",
    "mean": "avg(v)",
    "min": "min(v)",
    "max": "max(v)",
    "distinct": "count(DISTINCT v)",
    "median": "quantile_cont(v, 0.5)",
    "p75": "quantile_cont(v, 0.75)",
    "p90": "quantile_cont(v, 0.9)",
    "p99": "quantile_cont(v, 0.99)",
}
OF_V = ("sum", "mean", "min", "max", "distinct", "median", "p75", "p90", "p99")
NEW_YORK = "timezone('America/New_York', timezone('UTC', moment))"


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Two weeks, over the night in which New York's clocks go forward."""
    return draw(41, actors=2500, step_ms=DAY_MS // 96, most_steps=150, ties=True, span_days=3)


@pytest.fixture(scope="module")
def store(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(drawn, tmp_path_factory.mktemp("trends"))


def points(store: EventStore, plan: Trend) -> dict[tuple[str | None, Any], float]:
    """(value of the breakdown, interval) → value, without the intervals in which nothing was."""
    return {
        (line.breakdown, bucket.replace(tzinfo=None) if isinstance(bucket, dt.datetime) else bucket): value
        for line in store.query(plan).series
        for bucket, value in line.points
        if value
    }


def by_sql(
    drawn: Drawn, measure: str, *, interval: str, value: str = "NULL", local: str = "moment"
) -> dict[tuple[str | None, Any], float]:
    rows = asked(
        drawn,
        "SELECT {value} AS val, date_trunc('{interval}', {local}) AS bucket, {measure} AS m FROM rows "
        "WHERE event IN ('a', 'b') GROUP BY ALL",
        value=value,
        interval=interval,
        local=local,
        measure=MEASURES[measure],
    )
    return {
        (val, bucket if interval == "hour" else bucket.date() if isinstance(bucket, dt.datetime) else bucket): found
        for val, bucket, found in rows
        if found
    }


def plan_of(measure: str, **more: Any) -> Trend:
    return Trend(
        series=[Series(event="a", any_of=("b",))], measure=measure, property="v" if measure in OF_V else None, **more
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_by_day_and_plan(store: EventStore, drawn: Drawn, measure: str) -> None:
    expected = by_sql(drawn, measure, interval="day", value="coalesce(plan, '(none)')")

    assert points(store, plan_of(measure, breakdown="plan")) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("interval", ["hour", "day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("measure", ["totals", "uniques", "p90"])
def test_every_interval_in_a_zone_whose_clocks_change(
    store: EventStore, drawn: Drawn, interval: str, measure: str
) -> None:
    """No event lies in the hour that New York leaves out."""
    expected = by_sql(drawn, measure, interval=interval, local=NEW_YORK)

    found = points(store, plan_of(measure, interval=interval, timezone="America/New_York"))

    assert found == pytest.approx(expected, rel=1e-12)


def test_numbers_as_a_breakdown_are_their_texts(store: EventStore, drawn: Drawn) -> None:
    expected = by_sql(drawn, "uniques", interval="week", value="coalesce(n::VARCHAR, '(none)')")

    assert points(store, plan_of("uniques", interval="week", breakdown="n")) == expected


@pytest.mark.parametrize("days", [1, 3, 7])
def test_rolling_uniques_count_an_actor_once_in_each_window(store: EventStore, drawn: Drawn, days: int) -> None:
    rows = asked(
        drawn,
        "WITH days AS (SELECT DISTINCT moment::DATE AS day FROM rows), "
        "active AS (SELECT DISTINCT actor, moment::DATE AS day FROM rows) "
        "SELECT d.day, count(DISTINCT actor) FROM days d JOIN active a ON a.day BETWEEN d.day - {before} AND d.day "
        "GROUP BY d.day ORDER BY d.day",
        before=days - 1,
    )

    found = store.query(Trend(measure="uniques", rolling=days)).series[0].points

    assert list(found) == rows


def test_cumulative_uniques_are_all_up_to_the_day(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "WITH firsts AS (SELECT actor, min(moment)::DATE AS day FROM rows GROUP BY actor) "
        "SELECT d.day, (SELECT count(*) FROM firsts f WHERE f.day <= d.day) "
        "FROM (SELECT DISTINCT moment::DATE AS day FROM rows) d ORDER BY d.day",
    )

    assert list(store.query(Trend(measure="uniques", cumulative=True)).series[0].points) == rows


def test_active_percent_is_of_all_actors_of_the_day(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "SELECT moment::DATE, 100 * count(DISTINCT actor) FILTER (event = 'a') / count(DISTINCT actor) FROM rows "
        "GROUP BY 1 ORDER BY 1",
    )

    found = store.query(Trend(event="a", measure="active_percent")).series[0].points

    assert dict(found) == pytest.approx(dict(rows), rel=1e-12)


def test_filters_since_and_until_choose_the_rows(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "SELECT moment::DATE, count(DISTINCT actor) FROM rows WHERE n BETWEEN 1 AND 3 "
        "AND (plan IS NULL OR plan <> 'pro') AND v > 10 "
        "AND moment >= '2024-03-03 12:00' AND moment < '2024-03-09 06:00' GROUP BY 1 ORDER BY 1",
    )
    filters = [
        Filter(property="n", operator="between", value=(1, 3)),
        Filter(property="plan", operator="is_not", value="pro"),
        Filter(property="v", operator="gt", value=10),
    ]

    plan = Trend(measure="uniques", filters=filters, since="2024-03-03T12:00Z", until="2024-03-09T06:00Z")

    assert list(store.query(plan).series[0].points) == rows


def test_groups_are_actors_where_asked_for(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn, "SELECT moment::DATE, count(DISTINCT account) FROM rows WHERE account IS NOT NULL GROUP BY 1 ORDER BY 1"
    )

    assert list(store.query(Trend(measure="uniques", actor="account")).series[0].points) == rows
