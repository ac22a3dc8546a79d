"""The chances of dates against a simulation of its own, and what a change by hand costs."""

import math
import random
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.sequencing import (
    Before,
    ChangeRefused,
    Item,
    ItemUnknown,
    OutOfRange,
    StartAt,
    Team,
    odds,
    price,
    sequence,
)
from truenorth.engines.sequencing.laying import lay
from truenorth.engines.sequencing.problem import read_problem
from truenorth.engines.sequencing.tests.slowly import check_plan, drawn_items, drawn_teams


def test_without_ranges_the_dates_are_the_plans() -> None:
    items = drawn_items(random.Random(1), 12, teams=3, density=0.1, dates=0.3)
    plan = sequence(items, moves=1_000)
    found = odds(plan, draws=50)
    assert {id_: (dates.p10, dates.p50, dates.p90) for id_, dates in found.dates.items()} == {
        id_: (finish,) * 3 for id_, finish in plan.finishes.items()
    }
    assert {id_ for id_, dates in found.dates.items() if dates.on_time == 1.0} == {i.id for i in items if i.deadline}


def test_one_item_has_the_quantiles_that_were_given() -> None:
    found = odds(sequence([Item("a", 2, 5, spread=(3, 11), deadline=11)]))
    dates = found.dates["a"]
    assert (dates.p10, dates.p50, dates.p90) == pytest.approx((3, 5, 11), rel=0.001)
    assert dates.on_time == found.chance("a", by=11) == pytest.approx(0.9)
    assert found.delay_cost.p90 == pytest.approx(22, rel=0.001)


def test_a_chain_and_a_join_agree_with_a_simulation_in_plain_python() -> None:
    items = [
        Item("a", 1, 4, team="x", spread=(2, 9)),
        Item("b", 1, 6, team="y", spread=(5, 7)),
        Item("c", 1, 3, after=("a", "b"), team="x", spread=(1, 8), deadline=11),
    ]
    found = odds(sequence(items), draws=20_000)
    dice, normal = random.Random(3), NormalDist()

    def drawn(item: Item) -> float:
        assert item.spread
        z = dice.gauss() / normal.inv_cdf(0.9)
        step = item.duration / item.spread[0] if z < 0 else item.spread[1] / item.duration
        return item.duration * math.exp(z * math.log(step))

    finishes = sorted(max(drawn(items[0]), drawn(items[1])) + drawn(items[2]) for _ in range(40_000))
    dates = found.dates["c"]
    for share, date in ((0.1, dates.p10), (0.5, dates.p50), (0.9, dates.p90)):
        assert date == pytest.approx(finishes[int(share * len(finishes))], rel=0.03)
    assert dates.on_time == pytest.approx(sum(f <= 11 for f in finishes) / len(finishes), abs=0.015)
    assert found.whole == replace(dates, on_time=None)


def test_an_item_more_leaves_the_draws_of_the_others() -> None:
    two = [Item("a", 9, 4, spread=(2, 9)), Item("b", 1, 4, after=("a",), spread=(2, 9))]
    alone = odds(sequence(two), draws=100)
    together = odds(sequence([*two, Item("0", 1, 4, team="theirs", spread=(2, 9))]), draws=100)
    assert np.array_equal(alone.finishes["b"], together.finishes["b"])
    assert odds(sequence(two), draws=100, seed=2).dates["b"] != alone.dates["b"]


def test_many_sets_of_durations_at_once_are_each_as_if_alone() -> None:
    dice = random.Random(12)
    items = drawn_items(dice, 15, teams=3, density=0.1, dates=0.2)
    shop = read_problem(items, drawn_teams(dice, items)).shop
    order = np.array(read_order(items), np.int32)
    durations = np.random.default_rng(1).uniform(0, 9, (7, len(items)))
    at_once = lay(shop, order, durations)
    for draw in range(7):
        assert np.array_equal(lay(shop, order, durations[[draw]]).finishes[0], at_once.finishes[draw])


def read_order(items: list[Item]) -> list[int]:
    numbers = {item.id: number for number, item in enumerate(read_problem(items, ()).items)}
    return [numbers[id_] for id_ in sequence(items, moves=0).order]


def test_more_time_never_lessens_a_chance() -> None:
    found = odds(sequence([Item("a", 2, 5, spread=(3, 11))]), draws=500)
    chances = [found.chance("a", by=by) for by in range(60)]
    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0.0, 1.0)


@pytest.mark.parametrize("draws", [0, 100_001])
def test_draws_out_of_range_are_refused(draws: int) -> None:
    with pytest.raises(OutOfRange, match="draws: must be 1 to 100,000"):
        odds(sequence([Item("a", 1, 1)]), draws=draws)
    with pytest.raises(ItemUnknown, match="b, id: is not in the plan"):
        odds(sequence([Item("a", 1, 1)]), draws=10).chance("b", by=3)


CHAIN = [Item("a", 9, 2), Item("b", 4, 2), Item("c", 1, 2, after=("b",)), Item("d", 1, 4)]


@pytest.mark.parametrize(
    ("change", "order", "cost"),
    [
        (Before("b", "a"), ("b", "a", "c", "d"), 18 - 8),
        (Before("c", "a"), ("b", "c", "a", "d"), 36 - 8 - 2),
        (Before("d", "a"), ("d", "a", "b", "c"), 36 + 16 + 4 - 6),
        (Before("a", "d"), ("b", "c", "a", "d"), 36 - 8 - 2),
        (Before("b", "d"), ("a", "b", "c", "d"), 0),
        (StartAt("d", 3), ("a", "b", "d", "c"), 4 - 2),
        (StartAt("d", 4), ("a", "b", "d", "c"), 4 - 2),
        (StartAt("a", 3), ("b", "c", "a", "d"), 36 - 8 - 2),
        (StartAt("a", 20), ("b", "c", "d", "a"), 9 * 20 - 8 - 2 - 2),
        (StartAt("d", 9), ("a", "b", "c", "d"), 3),
        (StartAt("c", 0), ("b", "c", "a", "d"), 36 - 8 - 2),
        (StartAt("a", 0), ("a", "b", "c", "d"), 0),
    ],
)
def test_a_change_costs_what_it_delays(change: Before | StartAt, order: tuple[str, ...], cost: float) -> None:
    plan = sequence(CHAIN)
    assert plan.order == ("a", "b", "c", "d")
    found = price(plan, change)
    assert (found.plan.order, found.cost) == (order, cost)
    assert found.cost == pytest.approx(sum(found.moved[i.id] * i.weight for i in CHAIN if i.id in found.moved))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_a_changed_plan_keeps_every_rule_and_a_proven_one_is_never_beaten(seed: int) -> None:
    dice = random.Random(seed)
    items = drawn_items(dice, 10, teams=dice.choice((1, 3)), density=0.15)
    plan = sequence(items, moves=500)
    change = StartAt(dice.choice(items).id, dice.randint(0, 40))
    found = price(plan, change)
    check_plan(found.plan, found.plan.items)
    assert found.plan.delay_cost == pytest.approx(plan.delay_cost + found.cost)
    if plan.gap == 0:
        assert found.cost >= -1e-9 * plan.delay_cost


def test_a_change_that_breaks_a_promise_says_whose() -> None:
    plan = sequence([Item("a", 1, 3, deadline=4), Item("b", 1, 5)])
    found = price(plan, Before("b", "a"))
    assert [each.id for each in found.newly_late] == ["a"]
    assert found.to_dict() == {"cost": found.cost, "moved": dict(found.moved), "newly_late": ["a"]}
    held = price(plan, StartAt("a", 10))
    assert (held.plan.starts["a"], [each.id for each in held.newly_late]) == (10.0, ["a"])
    assert odds(held.plan, draws=10).dates["a"].on_time == 0.0


def test_another_teams_seats_are_not_in_the_way() -> None:
    items = [Item("a", 5, 3, team="x"), Item("b", 4, 3, team="x"), Item("c", 3, 2, after=("a",), team="y")]
    plan = sequence(items, [Team("y", away=((3, 4),))])
    found = price(plan, Before("b", "a"))
    assert dict(found.moved) == {"a": 3.0, "b": -3.0, "c": 2.0}


@pytest.mark.parametrize(
    ("change", "refusal", "said"),
    [
        (Before("x", "a"), ItemUnknown, "x, id: is not in the plan"),
        (Before("a", "x"), ItemUnknown, "x, before: is not in the plan"),
        (Before("a", "a"), ChangeRefused, "a, before: cannot come before a"),
        (Before("c", "b"), ChangeRefused, "c, before: waits for b and cannot come before it"),
        (StartAt("a", float("nan")), OutOfRange, "a, at: nan is not a number"),
        (StartAt("a", -1), OutOfRange, "a, at: -1 is negative"),
    ],
)
def test_changes_that_cannot_be_are_refused(change: Before | StartAt, refusal: type[Exception], said: str) -> None:
    with pytest.raises(refusal, match=said):
        price(sequence(CHAIN), change)
