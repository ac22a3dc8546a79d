"""One team: the cheapest of all orders, against dynamic programming over sets that was written apart."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.sequencing import Item, Team, sequence, solving
from truenorth.engines.sequencing.laying import cost_of
from truenorth.engines.sequencing.problem import LATENESS, read_problem
from truenorth.engines.sequencing.sidney import sidney_blocks
from truenorth.engines.sequencing.tests.slowly import cheapest_for_one_team, check_plan, drawn_items

CASES = 520


@pytest.mark.parametrize("density", [0.0, 0.1, 0.2, 0.35])
def test_no_order_of_up_to_nine_items_is_cheaper(density: float) -> None:
    dice = random.Random(f"{density}")
    for case in range(CASES // 4):
        items = drawn_items(dice, dice.randint(1, 9), density=density, whole=case % 4 > 0)
        plan = sequence(items)
        least = cheapest_for_one_team(items)
        check_plan(plan, items)
        assert plan.delay_cost == pytest.approx(least, rel=1e-12)
        assert plan.lower_bound == pytest.approx(least, rel=1e-12)
        assert plan.delay_cost <= min(plan.baselines.values()) * (1 + 1e-12)


def test_absences_and_deadlines_are_counted_to_the_last_unit() -> None:
    dice = random.Random(5)
    for _ in range(60):
        items = [
            Item(item.id, item.weight, item.duration, item.after, deadline=dice.choice((None, 90.0)))
            for item in drawn_items(dice, dice.randint(1, 8), density=0.2)
        ]
        start = dice.randint(0, 20)
        away = ((start, start + dice.randint(1, 9)), (start + 5, start + 12))
        plan = sequence(items, [Team("", away=away)])
        check_plan(plan, items, [Team("", away=away)])
        penalty = LATENESS * max(1.0, sum(item.weight for item in items))
        over = sum(each.finish - each.deadline for each in plan.late)
        assert plan.delay_cost + penalty * over == pytest.approx(cheapest_for_one_team(items, away, penalty))


def test_a_deadline_is_kept_at_any_price() -> None:
    items = [Item("dear", 100, 10), Item("promised", 0, 1, deadline=5), Item("cheap", 1, 10, deadline=12)]
    plan = sequence(items)
    assert (plan.order, plan.late) == (("promised", "cheap", "dear"), ())


def test_what_cannot_all_be_on_time_is_late_by_as_little_as_can_be() -> None:
    plan = sequence([Item("a", 1, 4, deadline=5), Item("b", 1, 3, deadline=5)])
    assert [(each.id, each.deadline, each.finish) for each in plan.late] == [("a", 5.0, 7.0)]


def test_twenty_items_come_out_the_same_in_blocks_and_all_at_once() -> None:
    dice = random.Random(3)
    for density in (0.05, 0.15, 0.3):
        shop = read_problem(drawn_items(dice, 16, density=density), ()).shop
        at_once = solving.cheapest_of_sets(shop)
        in_blocks = np.concatenate(sidney_blocks(shop))
        assert sorted(in_blocks) == sorted(at_once)
        plan = sequence(items := drawn_items(dice, 20, density=density))
        check_plan(plan, items)
        whole = read_problem(items, ()).shop
        assert plan.gap == 0
        assert plan.delay_cost == pytest.approx(cost_of(whole, solving.cheapest_of_sets(whole)), rel=1e-12)


def test_blocks_grow_thinner_and_none_begins_denser_than_it_is() -> None:
    dice = random.Random(11)
    for _ in range(40):
        items = drawn_items(dice, 9, density=0.25)
        shop = read_problem(items, ()).shop
        densities = []
        for block in sidney_blocks(shop):
            weight, duration = shop.weight[block].sum(), shop.duration[block].sum()
            densities += [weight / duration if duration else np.inf] if weight or duration else []
            for some in range(1, 1 << len(block)):
                members = {int(item) for place, item in enumerate(block) if some >> place & 1}
                closed = all(int(b) in members for m in members for b in shop.prerequisites(m) if b in block)
                if closed:
                    part = list(members)
                    assert shop.weight[part].sum() * duration <= shop.duration[part].sum() * weight + 1e-9
        assert densities == sorted(densities, reverse=True)


def test_blocks_too_large_for_sets_are_searched_and_their_bound_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(8)
    for _ in range(25):
        items = drawn_items(dice, 9, density=0.3)
        monkeypatch.setattr(solving, "MOST_EXACT", 1)
        plan = sequence(items, moves=2_000)
        monkeypatch.undo()
        least = cheapest_for_one_team(items)
        check_plan(plan, items)
        assert plan.delay_cost == pytest.approx(least, rel=1e-12)
        assert plan.lower_bound <= least * (1 + 1e-12)


def test_without_dependencies_it_is_wsjf() -> None:
    items = drawn_items(random.Random(2), 40, density=0.0)
    plan = sequence(items)
    assert plan.delay_cost == plan.baselines["wsjf_greedy"] == plan.lower_bound
    assert plan.bound_method == "Sidney blocks"


def test_a_dull_prerequisite_of_a_precious_item_comes_first() -> None:
    items = [Item("dull", 0, 2), Item("precious", 50, 1, after=("dull",)), Item("fair", 4, 2)]
    plan = sequence(items)
    assert plan.order == ("dull", "precious", "fair")
    assert plan.baselines["wsjf_greedy"] > plan.delay_cost


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 50), st.floats(0.1, 50))
def test_other_units_of_weight_and_time_change_no_order(seed: int, heavier: float, longer: float) -> None:
    items = drawn_items(random.Random(seed), 7, density=0.2)
    scaled = [Item(i.id, i.weight * heavier, i.duration * longer, i.after, i.team) for i in items]
    plan, other = sequence(items), sequence(scaled)
    assert other.delay_cost == pytest.approx(plan.delay_cost * heavier * longer, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_one_dependency_less_never_costs_more(seed: int) -> None:
    dice = random.Random(seed)
    items = drawn_items(dice, 8, density=0.3)
    freed = [Item(i.id, i.weight, i.duration, i.after[1:], i.team) for i in items]
    assert sequence(freed).delay_cost <= sequence(items).delay_cost * (1 + 1e-12)


def test_nothing_to_do_is_a_plan_too() -> None:
    plan = sequence([])
    assert (plan.order, plan.delay_cost, plan.lower_bound) == ((), 0.0, 0.0)


def test_items_that_are_all_as_dense_are_done_in_any_order() -> None:
    items = [Item(f"i{n:02}", n % 3 + 1, n % 3 + 1, (f"i{n // 2:02}",) if n > 1 else ()) for n in range(60)]
    plan = sequence(items)
    check_plan(plan, items)
    assert plan.gap == 0
    assert plan.delay_cost == pytest.approx(plan.baselines["input_order"])
