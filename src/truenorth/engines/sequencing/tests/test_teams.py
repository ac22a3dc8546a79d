"""Several teams: plans that keep every rule, costs against all permutations, and what must not move a plan."""

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.sequencing import Item, Team, constraints, sequence
from truenorth.engines.sequencing.tests.slowly import cheapest_of_all, check_plan, drawn_items, drawn_teams

FEW = 1_000


@pytest.mark.parametrize("case", range(4))
def test_plans_of_up_to_thirty_items_keep_capacity_dependencies_and_dates(case: int) -> None:
    dice = random.Random(case)
    for _ in range(50):
        items = drawn_items(
            dice, dice.randint(1, 30), teams=dice.randint(2, 5), density=dice.choice((0.02, 0.1, 0.3)), dates=0.3
        )
        teams = drawn_teams(dice, items)
        plan = sequence(items, teams, moves=FEW)
        check_plan(plan, items, teams)
        assert not plan.late
        assert plan.delay_cost <= min(plan.baselines.values()) * (1 + 1e-12)


@pytest.mark.parametrize("with_solver", [True, False])
def test_nothing_that_a_permutation_gives_is_cheaper(*, with_solver: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_solver:
        monkeypatch.setattr(constraints, "_LARGEST", 0)
    dice = random.Random(21)
    for case in range(40):
        items = [
            replace(item, deadline=None)
            for item in drawn_items(dice, dice.randint(2, 6), teams=2, density=0.2, dates=0.5 * (case % 2))
        ]
        teams = drawn_teams(dice, items) if case % 3 else [Team(name) for name in {item.team for item in items}]
        plan = sequence(items, teams, moves=4_000)
        least = cheapest_of_all(items, teams)
        check_plan(plan, items, teams)
        assert plan.delay_cost == pytest.approx(least)
        assert plan.lower_bound <= least * (1 + 1e-12)


def test_the_solver_proves_small_plans() -> None:
    items = [replace(i, deadline=None) for i in drawn_items(random.Random(1), 9, teams=2, density=0.15)]
    plan = sequence(items)
    assert (plan.gap, "CP-SAT" in plan.method) == (0.0, True)


def test_a_large_plan_is_better_than_any_rule() -> None:
    dice = random.Random(4)
    items = [replace(i, deadline=None) for i in drawn_items(dice, 120, teams=4, density=0.004)]
    plan = sequence(items, moves=60_000)
    check_plan(plan, items)
    assert plan.delay_cost < 0.98 * plan.baselines["wsjf_greedy"]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_another_order_of_rows_gives_the_same_plan(seed: int) -> None:
    dice = random.Random(seed)
    items = drawn_items(dice, 12, teams=3, density=0.1, dates=0.2)
    plan = sequence(items, moves=FEW)
    dice.shuffle(items)
    again = sequence(items, moves=FEW)
    assert (again.order, again.starts, again.lower_bound) == (plan.order, plan.starts, plan.lower_bound)


def test_a_change_among_others_leaves_a_team_as_it_is() -> None:
    dice = random.Random(6)
    ours = drawn_items(dice, 25, teams=2, density=0.1)
    theirs = [replace(item, id=f"x{item.id}", after=(), team="theirs") for item in drawn_items(dice, 10)]
    alone, together = sequence(ours, moves=FEW), sequence([*theirs, *ours], moves=FEW)
    assert {id_: together.starts[id_] for id_ in alone.order} == alone.starts


def test_the_plan_before_stays_where_another_saves_next_to_nothing() -> None:
    items = drawn_items(random.Random(9), 30, teams=3, density=0.1)
    before = sequence(items, moves=FEW)
    other = sequence(items, moves=FEW, seed=2)
    kept = sequence(items, moves=FEW, seed=2, previous=before.order, worth=0.05)
    assert other.order != before.order
    assert kept.order == before.order
    assert "the plan before" in kept.method


def test_the_plan_before_gives_way_to_a_cheaper_one() -> None:
    items = [Item("a", 1, 5), Item("b", 9, 1)]
    assert sequence(items, previous=("a", "b")).order == ("b", "a")


def test_twins_keep_the_order_that_they_had() -> None:
    twins = [Item(name, 3, 2, team=team) for team in ("x", "y") for name in (f"{team}1", f"{team}2", f"{team}3")]
    joined = [replace(twin, after=("x1",)) if twin.id == "y3" else twin for twin in twins]
    assert [id_ for id_ in sequence(joined).order if id_[0] == "x"] == ["x1", "x2", "x3"]
    previous = ("x1", "x3", "x2", "y2", "y1", "y3")
    assert [id_ for id_ in sequence(joined, previous=previous).order if id_[0] == "x"] == ["x1", "x3", "x2"]


def test_a_new_item_moves_few_of_the_others() -> None:
    items = drawn_items(random.Random(14), 40, teams=3, density=0.05)
    new = Item("new", 5, 3, team="team 1")
    before = sequence(items, moves=20_000)
    fresh = sequence([*items, new], moves=20_000)
    after = sequence([*items, new], previous=before.order, moves=20_000, worth=0.01)
    check_plan(after, [*items, new])
    assert after.delay_cost <= fresh.delay_cost * 1.01
    assert count_moved(items, before.order, after.order) < count_moved(items, before.order, fresh.order) / 2


def count_moved(items: Sequence[Item], one: Sequence[str], other: Sequence[str]) -> int:
    """Pairs of team mates that stand the other way round."""
    teams = {item.id: item.team for item in items}
    return sum(teams[a] == teams[b] and other.index(a) > other.index(b) for a, b in itertools.combinations(one, 2))


def test_when_the_clock_ends_the_search_the_plan_is_whole_and_says_so() -> None:
    items = drawn_items(random.Random(3), 60, teams=4, density=0.03)
    plan = sequence(items, seconds=0)
    check_plan(plan, items)
    assert "The clock ended the search early" in plan.method
    assert plan.delay_cost <= plan.baselines["wsjf_greedy"]


def test_a_second_seat_does_two_things_at_once() -> None:
    items = [Item("a", 1, 4), Item("b", 1, 4), Item("c", 1, 1, after=("a",))]
    plan = sequence(items, [Team("", capacity=2)])
    assert plan.starts == {"a": 0.0, "b": 0.0, "c": 4.0}


def test_work_goes_on_after_an_absence_that_cuts_through_it() -> None:
    items = [
        Item("a", 3, 4, team="x"),
        Item("b", 1, 1, after=("a",), team="x"),
        Item("c", 1, 2, after=("b",), team="y"),
    ]
    plan = sequence(items, [Team("x", away=((2, 5), (4, 6), (8, 9)))])
    assert plan.starts == {"a": 0.0, "b": 9.0, "c": 10.0}
    assert plan.finishes["a"] == 8.0
