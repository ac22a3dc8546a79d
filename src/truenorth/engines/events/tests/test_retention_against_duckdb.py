"""Retention of a real store against SQL, every cell of every cohort."""

import datetime as dt
from typing import Any

import pytest

from truenorth.engines.events import EventStore
from truenorth.engines.events.retention import Retention
from truenorth.engines.events.tests.histories_drawn import DAY_MS, Drawn, asked, draw, stored

Cohorts = dict[Any, list[int]]
CELLS = 8


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Histories of up to four weeks, over the night in which Berlin's clocks go forward."""
    return draw(31, actors=3000, step_ms=DAY_MS // 24, most_steps=90, ties=True, span_days=6)


@pytest.fixture(scope="module")
def store(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    return stored(drawn, tmp_path_factory.mktemp("retention"))


def cells(store: EventStore, plan: Retention) -> Cohorts:
    return {cohort.entered_on: list(cohort.retained) for cohort in store.query(plan).cohorts}


def by_sql(drawn: Drawn, *, entries: str, kept: str, local: str = "moment", unit: str = "day") -> Cohorts:
    """`entries` selects actor, entered (the period's begin) and moment; `kept` is when row `r` retains entry `e`."""
    rows = asked(
        drawn,
        "WITH places AS (SELECT *, date_trunc('{unit}', {local}) AS period FROM rows), entries AS ({entries}), "
        "cells AS (SELECT unnest(range(1, {cells})) AS cell), "
        "sizes AS (SELECT entered, count(*) AS size FROM entries GROUP BY entered), "
        "held AS (SELECT DISTINCT e.entered, e.actor, cell FROM entries e "
        "JOIN places r ON r.actor = e.actor JOIN cells ON {kept}) "
        "SELECT s.entered, s.size, c.cell, count(h.actor) FROM sizes s CROSS JOIN cells c "
        "LEFT JOIN held h ON h.entered = s.entered AND h.cell = c.cell GROUP BY ALL ORDER BY 1, 3",
        unit=unit,
        local=local,
        entries=entries,
        kept=kept,
        cells=CELLS,
    )
    found: Cohorts = {}
    for entered, size, _, count in rows:
        day = entered.date() if isinstance(entered, dt.datetime) else entered
        found.setdefault(day, [size]).append(count)
    return found


FIRSTS = "SELECT actor, min(period) AS entered, min(moment) AS moment FROM places WHERE event = 'a' GROUP BY actor"
EVERY = "SELECT actor, period AS entered, min(moment) AS moment FROM places WHERE event = 'a' GROUP BY actor, period"
BERLIN = "timezone('Europe/Berlin', timezone('UTC', moment))"


@pytest.mark.parametrize("unit", ["day", "week", "month"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
@pytest.mark.parametrize("cohort", ["first_time", "recurring"])
def test_retention_in_a_calendar_period(store: EventStore, drawn: Drawn, unit: str, zone: str, cohort: str) -> None:
    expected = by_sql(
        drawn,
        entries=FIRSTS if cohort == "first_time" else EVERY,
        kept=f"date_diff('{unit}', e.entered, r.period) = cell AND r.event = 'b'",
        local="moment" if zone == "UTC" else BERLIN,
        unit=unit,
    )

    plan = Retention(start="a", returning="b", periods=CELLS, period=unit, cohort=cohort, timezone=zone)

    assert cells(store, plan) == expected


@pytest.mark.parametrize("cohort", ["first_time", "recurring"])
def test_retention_in_a_calendar_day_or_later(store: EventStore, drawn: Drawn, cohort: str) -> None:
    expected = by_sql(
        drawn,
        entries=FIRSTS if cohort == "first_time" else EVERY,
        kept="date_diff('day', e.entered, r.period) >= cell",
    )

    assert cells(store, Retention(start="a", periods=CELLS, kind="on_or_after", cohort=cohort)) == expected


@pytest.mark.parametrize("kind", ["on", "on_or_after"])
@pytest.mark.parametrize("cohort", ["first_time", "recurring"])
def test_retention_by_the_actor_s_own_24_hours(store: EventStore, drawn: Drawn, kind: str, cohort: str) -> None:
    """Times are whole hours, so that many returns come to the second with a day's end."""
    expected = by_sql(
        drawn,
        entries=FIRSTS if cohort == "first_time" else EVERY,
        kept=f"r.event = 'b' AND (epoch_ms(r.moment) - epoch_ms(e.moment)) // {DAY_MS} "
        f"{'=' if kind == 'on' else '>='} cell",
    )

    plan = Retention(start="a", returning="b", periods=CELLS, kind=kind, clock="rolling", cohort=cohort)

    assert cells(store, plan) == expected


def test_retention_needs_as_many_returns_as_asked(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "WITH firsts AS (SELECT actor, min(moment)::DATE AS day FROM rows WHERE event = 'a' GROUP BY actor), "
        "days AS (SELECT f.day, f.actor, r.moment::DATE - f.day AS cell FROM firsts f JOIN rows r USING (actor) "
        "GROUP BY ALL HAVING count(*) >= 2) SELECT cell, count(*) FROM days WHERE cell BETWEEN 1 AND 7 GROUP BY cell",
    )

    found = cells(store, Retention(start="a", periods=CELLS, min_occurrences=2))

    assert {cell: sum(row[cell] for row in found.values()) for cell in range(1, CELLS)} == dict(rows)


def test_retention_in_brackets_is_in_any_of_their_days(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "WITH firsts AS (SELECT actor, min(moment)::DATE AS day FROM rows WHERE event = 'a' GROUP BY actor), "
        "days AS (SELECT actor, r.moment::DATE - f.day AS day FROM firsts f JOIN rows r USING (actor)) "
        "SELECT count(DISTINCT actor) FILTER (day BETWEEN 1 AND 2), "
        "count(DISTINCT actor) FILTER (day BETWEEN 4 AND 9) FROM days",
    )

    found = cells(store, Retention(start="a", brackets=((1, 2), (4, 9))))

    assert [tuple(sum(row[cell] for row in found.values()) for cell in (1, 2))] == rows


def test_totals_take_only_entries_for_which_the_day_has_begun(store: EventStore, drawn: Drawn) -> None:
    [(last,)] = asked(drawn, "SELECT max(moment)::DATE FROM rows")
    result = store.query(Retention(start="a", periods=29))

    for total in result.overall:
        ripe = [c for c in result.cohorts if c.entered_on + dt.timedelta(days=total.period) <= last]
        assert total.eligible == sum(cohort.size for cohort in ripe)
        assert total.retained == sum(cohort.retained[total.period] for cohort in ripe)


def test_a_breakdown_is_by_the_value_at_the_first_start(store: EventStore, drawn: Drawn) -> None:
    rows = asked(
        drawn,
        "WITH firsts AS (SELECT actor, moment::DATE AS day, coalesce(plan, '(none)') AS plan FROM rows "
        "WHERE event = 'a' QUALIFY row_number() OVER (PARTITION BY actor ORDER BY pos) = 1) "
        "SELECT f.plan, count(DISTINCT f.actor), count(DISTINCT f.actor) FILTER (r.moment::DATE = f.day + 3) "
        "FROM firsts f JOIN rows r USING (actor) GROUP BY f.plan",
    )

    found = store.query(Retention(start="a", periods=4, breakdown="plan")).breakdown

    assert {
        value: (sum(c.size for c in table.cohorts), sum(c.retained[3] for c in table.cohorts))
        for value, table in found.items()
    } == {plan: tuple(counts) for plan, *counts in rows}
