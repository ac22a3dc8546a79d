"""Drivers against a slow reading, and against scipy's test of the same tables."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from scipy import stats

from truenorth.engines.events.asking.histories import Histories, from_rows
from truenorth.engines.events.asking.plan import Filter
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.drivers import Conversion, Drivers, DriversResult, Return
from truenorth.engines.events.errors import PlanRefused
from truenorth.engines.events.times import instant, micros

Row = dict[str, Any]
START = micros("2024-03-01")
HOUR = 3_600_000_000
DAY = 24 * HOUR


def row(actor: str, event: str, hour: float, **properties: Any) -> Row:
    return {"actor": actor, "event": event, "time": instant(START + round(hour * HOUR)), "properties": properties}


def about(rows: list[Row]) -> Provenance:
    times = [micros(one["time"]) for one in rows]
    return Provenance("g1", len(rows), min(times, default=None), max(times, default=None))


def ask(plan: Drivers, buckets: list[Histories], provenance: Provenance) -> DriversResult:
    question = plan.question()
    return question.answer([question.read(bucket, provenance) for bucket in buckets], provenance)


def slow(plan: Drivers, rows: list[Row], as_of: int) -> dict[tuple[str, int], tuple[int, int, int, int]]:
    """The tables (did, did and reached, did not, did not and reached) of every behaviour that varies."""
    actors: list[tuple[dict[str, int], bool]] = []
    for actor in sorted({one["actor"] for one in rows}):
        own = [one for one in rows if one["actor"] == actor and is_seen(plan, one)]
        at = next((at for at, one in enumerate(own) if plan.start in (None, one["event"])), None)
        if at is None:
            continue
        begun = micros(own[at]["time"])
        known = begun + round(max(plan.outcome.over_after_seconds, plan.early) * 1e6)
        if (
            known > as_of
            or (plan.since and own[at]["time"] < plan.since)
            or (plan.until and own[at]["time"] >= plan.until)
        ):
            continue
        reached = min((micros(one["time"]) for one in own[at + 1 :] if is_outcome(plan, one, begun)), default=None)
        end = begun + round(plan.early * 1e6)
        if plan.before_outcome and reached is not None:
            end = min(end, reached)
        early = [one["event"] for one in own if begun <= micros(one["time"]) < end]
        actors.append(({event: early.count(event) for event in early}, reached is not None))
    found = {}
    for event in {event for counts, _ in actors for event in counts}:
        for times in range(1, plan.times + 1):
            did = [reached for counts, reached in actors if counts.get(event, 0) >= times]
            did_not = [reached for counts, reached in actors if counts.get(event, 0) < times]
            if did and did_not and not (plan.is_overlapping and event == plan.outcome.event):
                found[event, times] = (len(did), sum(did), len(did_not), sum(did_not))
    return found


def is_seen(plan: Drivers, one: Row) -> bool:
    return not plan.filters or one["properties"].get("plan") == "pro"


def is_outcome(plan: Drivers, one: Row, begun: int) -> bool:
    if plan.outcome.event not in (None, one["event"]):
        return False
    seconds = (micros(one["time"]) - begun) / 1e6
    if isinstance(plan.outcome, Conversion):
        return seconds <= plan.outcome.window
    return plan.outcome.from_day * 86_400 <= seconds < plan.outcome.to_day * 86_400


def random_rows(source: random.Random) -> list[Row]:
    rows = [
        row(f"u{actor}", source.choice(["sign_up", "a", "b", "c", "buy"]), 6 * source.randrange(80), plan=plan)
        for actor in range(15)
        for _ in range(source.randrange(15))
        for plan in [source.choice(["pro", "free"])]
    ]
    return sorted(rows, key=lambda one: (one["actor"], one["time"]))


def random_plan(source: random.Random) -> Drivers:
    outcomes: list[Conversion | Return] = [
        Conversion(event="buy", window="5d"),
        Conversion(event="sign_up", window="6h"),
        Return(event="buy", from_day=1, to_day=4),
        Return(from_day=3, to_day=6),
    ]
    return Drivers(
        outcome=source.choice(outcomes),
        start=source.choice([None, "sign_up"]),
        early=source.choice(["1d", "3d"]),
        times=source.randrange(1, 4),
        before_outcome=source.random() < 0.3,
        filters=[Filter(property="plan", value="pro")] if source.random() < 0.3 else [],
        since=instant(START + DAY) if source.random() < 0.3 else None,
        until=instant(START + 8 * DAY) if source.random() < 0.3 else None,
        as_of=instant(START + 15 * DAY) if source.random() < 0.3 else None,
    )


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


@pytest.mark.parametrize("seed", range(30))
def test_tables_are_those_of_the_slow_reading_however_rows_and_actors_are_split(seed: int) -> None:
    source = random.Random(seed)
    rows = random_rows(source)
    buckets = list(split(source, rows))
    for _ in range(6):
        plan = Drivers.model_validate_json(random_plan(source).model_dump_json())
        as_of = micros(plan.as_of) if plan.as_of else about(rows).last_time or 0

        result = ask(plan, buckets, about(rows))

        found = {
            (one.event, one.times): (one.done, one.done_reached, one.not_done, one.not_done_reached)
            for one in result.drivers
        }
        assert found == slow(plan, rows, as_of), plan


def cohort(*groups: tuple[int, bool, bool]) -> list[Row]:
    """So many actors of each group, who did the behaviour early or not, and bought later or not."""
    rows = [row("end", "x", 1000)]
    for group, (count, is_done, is_reached) in enumerate(groups):
        for actor in range(count):
            name = f"g{group}-{actor}"
            rows.append(row(name, "sign_up", 0))
            rows.extend([row(name, "invite", 2)] if is_done else [])
            rows.extend([row(name, "buy", 300)] if is_reached else [])
    return rows


def test_numbers_of_a_table_are_those_of_the_textbook_tests() -> None:
    rows = cohort((40, True, True), (20, True, False), (30, False, True), (60, False, False))
    plan = Drivers(start="sign_up", outcome=Conversion(event="buy", window="20d"))

    result = ask(plan, [from_rows(rows)], about(rows))

    table = [[40, 20], [30, 60]]
    chi = stats.chi2_contingency(table, correction=False)
    (driver,) = result.drivers
    assert driver.phi == pytest.approx(
        stats.pearsonr([1] * 60 + [0] * 90, [1] * 40 + [0] * 20 + [1] * 30 + [0] * 60)[0]
    )
    assert driver.p_value == pytest.approx(chi.pvalue)
    assert driver.difference == pytest.approx(40 / 60 - 30 / 90)
    assert driver.lift == pytest.approx(2.0)
    assert driver.low is not None
    assert driver.high is not None
    assert driver.low < driver.difference < driver.high
    assert (result.actors, result.reached, result.immature) == (150, 70, 0)


def test_stronger_behaviours_stand_first_and_p_values_are_adjusted_together() -> None:
    rows = cohort((30, True, True), (10, True, False), (10, False, True), (30, False, False))
    rows += [row(f"g0-{at}", "look", 1) for at in range(15)]
    plan = Drivers(start="sign_up", outcome=Conversion(event="buy", window="20d"), correction="bonferroni")

    first, second = ask(plan, [from_rows(rows)], about(rows)).drivers

    assert (first.event, second.event) == ("invite", "look")
    assert first.p_value is not None
    assert first.p_adjusted == pytest.approx(2 * first.p_value)


def test_actors_whose_window_is_not_over_are_counted_apart() -> None:
    rows = [row("u1", "sign_up", 0), row("u2", "sign_up", 100), row("u3", "x", 250)]
    plan = Drivers(start="sign_up", outcome=Conversion(event="buy", window="8d"))

    result = ask(plan, [from_rows(rows)], about(rows))

    assert (result.actors, result.immature, result.drivers) == (1, 1, ())


def test_where_nobody_varies_nothing_is_said() -> None:
    rows = cohort((5, True, True), (5, False, True))
    plan = Drivers(start="sign_up", outcome=Conversion(event="buy", window="20d"))

    (driver,) = ask(plan, [from_rows(rows)], about(rows)).drivers

    assert driver.phi is None


def test_an_empty_store_has_no_drivers() -> None:
    plan = Drivers(outcome=Return(from_day=7, to_day=14))
    result = ask(plan, [from_rows([])], Provenance("g0", 0, None, None))

    assert (result.actors, result.drivers) == (0, ())
    assert result.to_arrow().num_rows == 0


def test_an_answer_warns_that_it_shows_no_cause_and_is_json() -> None:
    rows = cohort((5, True, True), (5, False, True), (3, False, False))
    plan = Drivers(start="sign_up", outcome=Conversion(event="buy", window="20d"), before_outcome=True, min_actors=2)

    result = ask(plan, [from_rows(rows)], about(rows))

    assert "correlation, not cause" in result.method
    assert json.loads(json.dumps(result.to_dict()))["drivers"][0]["event"] == "invite"
    assert result.to_arrow().num_rows == 1


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Drivers(outcome=Conversion(event=None)), "outcome"),
        (lambda: Drivers(outcome=Return(from_day=3, to_day=9)), "outcome"),
        (lambda: Return(from_day=3, to_day=3), "to_day"),
        (lambda: Drivers(outcome=Return(from_day=7, to_day=9), breakdown="plan"), "breakdown"),
        (lambda: Drivers(outcome=Return(from_day=7, to_day=9), times=0), "times"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(make: Callable[[], object], field: str) -> None:
    with pytest.raises(PlanRefused) as refused:
        make()

    assert refused.value.field == field
