"""The definitions word by word, written apart from the engine: a checker of plans, and the cheapest of all orders."""

import itertools
import random
from collections.abc import Mapping, Sequence

from truenorth.engines.sequencing import Item, Plan, Team

ABOUT = 1e-9


def drawn_items(
    dice: random.Random, count: int, *, teams: int = 1, density: float = 0.2, dates: float = 0.0, whole: bool = True
) -> list[Item]:
    """Items in a random order of rows, with weights and durations that are sometimes zero and often equal."""

    def number(most: int) -> float:
        return float(dice.randint(0, most)) if whole else dice.random() * most

    items: list[Item] = []
    for place in range(count):
        after = tuple(each.id for each in items if dice.random() < density)
        release = number(12) if dice.random() < dates else 0.0
        deadline = 40.0 + 15 * count + number(60) if dice.random() < dates else None
        team = f"team {dice.randrange(teams)}"
        items.append(Item(f"{dice.randrange(10**6)}-{place}", number(9), number(9), after, team, release, deadline))
    dice.shuffle(items)
    return items


def drawn_teams(dice: random.Random, items: Sequence[Item]) -> list[Team]:
    teams = []
    for name in sorted({item.team for item in items}):
        edges = sorted(dice.sample(range(40), 2 * dice.randrange(3)))
        teams.append(Team(name, dice.choice((1, 1, 2, 3)), tuple(zip(edges[::2], edges[1::2], strict=True))))
    return teams


def worked(ready: float, duration: float, away: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Start and finish of work around absences that may overlap: hour by hour through all their edges."""
    edges = sorted({edge for absence in away for edge in absence if edge > ready})
    now, left, start = ready, duration, None
    for edge in [*edges, float("inf")]:
        if not any(begin <= now < end for begin, end in away):
            start = now if start is None else start
            if now + left <= edge:
                return start, now + left
            left -= edge - now
        now = edge
    raise AssertionError


def check_plan(plan: Plan, items: Sequence[Item], teams: Sequence[Team] = ()) -> None:
    """Every rule that a plan has to keep."""
    by_id = {item.id: item for item in items}
    named = {team.name: team for team in teams}
    assert sorted(plan.order) == sorted(plan.starts) == sorted(by_id)
    assert [plan.starts[id_] for id_ in plan.order] == sorted(plan.starts.values())
    for id_, item in by_id.items():
        start, finish = plan.starts[id_], plan.finishes[id_]
        away = named.get(item.team, Team("")).away
        assert start >= item.release - ABOUT
        assert all(start >= plan.finishes[each] - ABOUT for each in item.after)
        assert all(plan.order.index(each) < plan.order.index(id_) for each in item.after)
        assert worked(start, item.duration, away) == (start, finish) or abs(
            worked(start, item.duration, away)[1] - finish
        ) < ABOUT * (1 + finish)
    for name in {item.team for item in items}:
        check_capacity(plan, [item for item in items if item.team == name], named.get(name, Team(name)).capacity)
    cost = sum(item.weight * plan.finishes[item.id] for item in items)
    assert abs(plan.delay_cost - cost) <= ABOUT * (1 + cost)
    assert plan.lower_bound <= plan.delay_cost
    late = {item.id for item in items if item.deadline is not None and plan.finishes[item.id] > item.deadline}
    assert {each.id for each in plan.late} == late


def check_capacity(plan: Plan, mates: Sequence[Item], capacity: int) -> None:
    for moment in {plan.starts[item.id] for item in mates}:
        working = sum(plan.starts[item.id] <= moment < plan.finishes[item.id] - ABOUT for item in mates)
        assert working <= capacity


def cheapest_for_one_team(items: Sequence[Item], away: Sequence[tuple[float, float]] = (), late: float = 0.0) -> float:
    """Over sets of ids: the cheapest way to have done a set is the cheapest over what is done last in it."""
    by_id = {item.id: item for item in items}
    costs: dict[frozenset[str], float] = {frozenset(): 0.0}
    for _ in items:
        longer: dict[frozenset[str], float] = {}
        for done, cost in costs.items():
            for id_, item in by_id.items():
                if id_ in done or not done.issuperset(item.after):
                    continue
                now = done | {id_}
                finish = worked(0.0, sum(by_id[each].duration for each in now), away)[1]
                over = 0.0 if item.deadline is None else max(0.0, finish - item.deadline)
                total = cost + item.weight * finish + late * over
                longer[now] = min(total, longer.get(now, total))
        costs = longer
    return costs[frozenset(by_id)]


def cheapest_of_all(items: Sequence[Item], teams: Sequence[Team]) -> float:
    """Over all permutations: each item as early as it can be in that order, on every choice of seats at once."""
    named = {team.name: team for team in teams}
    return min(
        cost_in_order(order, named)
        for order in itertools.permutations(items)
        if all(
            each in {before.id for before in order[:place]} for place, item in enumerate(order) for each in item.after
        )
    )


def cost_in_order(order: Sequence[Item], teams: Mapping[str, Team]) -> float:
    """Starts come in the order of the list, so that a team's earliest free seat is as good as any."""
    seats = {name: [0.0] * team.capacity for name, team in teams.items()}
    done: dict[str, float] = {}
    cost = 0.0
    for item in order:
        mine = seats[item.team]
        ready = max([item.release, min(mine), *(done[each] for each in item.after)])
        _, finish = worked(ready, item.duration, teams[item.team].away)
        mine[mine.index(min(mine))] = finish
        done[item.id] = finish
        cost += item.weight * finish
    return cost
