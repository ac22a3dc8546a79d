"""Items and teams as numbers: arrays for the kernels, parts that do not touch each other, orders to begin with."""

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.kernels import fixed
from truenorth.engines.sequencing.errors import ItemUnknown
from truenorth.engines.sequencing.items import Item, Team, check_items, check_teams

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
LATENESS = 1_000.0


class Shop(NamedTuple):
    """Items and teams as the kernels want them; items and teams are known by their numbers.

    `befores[before[i] : before[i + 1]]` are item i's direct prerequisites, and `afters` likewise what waits for it.
    Team g has the seats `seats[g]` to `seats[g + 1]`, one for each thing that it does at a time, and does nothing from
    `away[k]` to `back[k]` for its gaps k, `gaps[g]` to `gaps[g + 1]`. `ancestors[i, j]` says that j must come before i.
    A unit of time past a deadline costs `lateness`.
    """

    duration: Floats
    weight: Floats
    release: Floats
    deadline: Floats
    team: Ints
    before: Ints
    befores: Ints
    after: Ints
    afters: Ints
    ancestors: Flags
    seats: Ints
    gaps: Ints
    away: Floats
    back: Floats
    lateness: float

    @property
    def size(self) -> int:
        return len(self.duration)

    def prerequisites(self, item: int) -> list[int]:
        """What must be done right before it."""
        return [int(each) for each in self.befores[self.before[item] : self.before[item + 1]]]

    def followers(self, item: int) -> list[int]:
        """What waits right for it."""
        return [int(each) for each in self.afters[self.after[item] : self.after[item + 1]]]

    def one_by_one(self) -> Ints:
        """The items by their numbers, each after what it waits for."""
        return np.array(topological([self.prerequisites(item) for item in range(self.size)]), np.int32)

    def held(self, item: int, at: float) -> "Shop":
        """The same with an item that does not start before then."""
        release = self.release.copy()
        release[item] = at
        return self._replace(release=fixed(release))

    def absences(self, team: int) -> list[tuple[float, float]]:
        """When the team does nothing, in order."""
        some = slice(self.gaps[team], self.gaps[team + 1])
        return list(zip(self.away[some].tolist(), self.back[some].tolist(), strict=True))

    @property
    def is_plain(self) -> bool:
        """One team that does one thing at a time, and no date: only the order counts."""
        return self.is_timeless and not len(self.away) and not np.isfinite(self.deadline).any()

    @property
    def is_timeless(self) -> bool:
        """One team that does one thing at a time and never waits: a set of items takes the same in any order."""
        return self.seats[-1] == 1 and not self.release.any()


@dataclass(frozen=True, slots=True)
class Problem:
    """All of it. Items are numbered in the order of the plan before, then by id; `rows` are their places as given."""

    items: tuple[Item, ...]
    teams: tuple[Team, ...]
    shop: Shop
    rows: NDArray[np.int64]


def read_problem(items: Iterable[Item], teams: Iterable[Team], previous: Sequence[str] = ()) -> Problem:
    """Number and check. Raises SequencingRefused."""
    given = list(items)
    check_items(given)
    named = check_teams(teams)
    ranks = {id_: place for place, id_ in enumerate(previous)}
    rows = sorted(range(len(given)), key=lambda row: (ranks.get(given[row].id, len(ranks)), given[row].id))
    numbered = tuple(given[row] for row in rows)
    used = sorted({item.team for item in numbered})
    for name in named:
        if name not in used and name:
            raise ItemUnknown("has a capacity or absences, and no item is its own", field="team", item=name)
    groups = tuple(named.get(name, Team(name)) for name in used)
    return Problem(numbered, groups, _lay_out(numbered, groups), np.array(rows, np.int64))


def _lay_out(items: Sequence[Item], teams: Sequence[Team]) -> Shop:
    numbers = {item.id: number for number, item in enumerate(items)}
    groups = {team.name: number for number, team in enumerate(teams)}
    befores = [sorted({numbers[id_] for id_ in item.after}) for item in items]
    weight = np.array([item.weight for item in items], np.float64)
    return _shop(
        befores,
        ancestors_of(befores),
        [(team.capacity, _joined(team.away)) for team in teams],
        duration=np.array([item.duration for item in items], np.float64),
        weight=weight,
        release=np.array([item.release for item in items], np.float64),
        deadline=np.array([math.inf if item.deadline is None else item.deadline for item in items], np.float64),
        team=np.array([groups[item.team] for item in items], np.int32),
        lateness=LATENESS * max(1.0, float(weight.sum())),
    )


def _shop(
    befores: Sequence[Sequence[int]],
    ancestors: Flags,
    teams: Sequence[tuple[int, Sequence[tuple[float, float]]]],
    *,
    duration: Floats,
    weight: Floats,
    release: Floats,
    deadline: Floats,
    team: Ints,
    lateness: float,
) -> Shop:
    before, befores_flat = _ragged(befores)
    after, afters_flat = _ragged(turned(befores))
    gaps = [gap for _, absences in teams for gap in absences]
    return Shop(
        fixed(duration),
        fixed(weight),
        fixed(release),
        fixed(deadline),
        fixed(team),
        before,
        befores_flat,
        after,
        afters_flat,
        fixed(ancestors),
        _ends([capacity for capacity, _ in teams]),
        _ends([len(absences) for _, absences in teams]),
        fixed(np.array([away for away, _ in gaps], np.float64)),
        fixed(np.array([back for _, back in gaps], np.float64)),
        lateness,
    )


def _ragged(lists: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    return _ends(list(map(len, lists))), fixed(np.array([each for some in lists for each in some], np.int32))


def _ends(sizes: Sequence[int]) -> Ints:
    return fixed(np.cumsum([0, *sizes]).astype(np.int32))


def turned(befores: Sequence[Sequence[int]]) -> list[list[int]]:
    """What waits for each item, from what each waits for."""
    afters: list[list[int]] = [[] for _ in befores]
    for item, prerequisites in enumerate(befores):
        for each in prerequisites:
            afters[each].append(item)
    return afters


def _joined(absences: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """In order, and those that touch as one."""
    joined: list[tuple[float, float]] = []
    for away, back in sorted(absences):
        if joined and away <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(back, joined[-1][1]))
        elif back > away:
            joined.append((float(away), float(back)))
    return joined


def ancestors_of(befores: Sequence[Sequence[int]]) -> Flags:
    ancestors = np.zeros((len(befores), len(befores)), np.bool_)
    for item in topological(befores):
        for each in befores[item]:
            ancestors[item] |= ancestors[each]
            ancestors[item, each] = True
    return ancestors


def topological(befores: Sequence[Sequence[int]]) -> list[int]:
    """The items by their numbers, each after what it waits for."""
    missing = [len(each) for each in befores]
    afters = turned(befores)
    ready = [item for item, count in enumerate(missing) if not count]
    order: list[int] = []
    while ready:
        order.append(item := heapq.heappop(ready))
        for each in afters[item]:
            missing[each] -= 1
            if not missing[each]:
                heapq.heappush(ready, each)
    return order


def part_of(shop: Shop, members: Ints) -> Shop:
    """Some of the items by their ascending numbers, with their teams; what they wait for outside counts as done."""
    numbers = {int(item): number for number, item in enumerate(members)}
    befores = [[numbers[each] for each in shop.prerequisites(item) if each in numbers] for item in members]
    groups = np.unique(shop.team[members])
    return _shop(
        befores,
        shop.ancestors[np.ix_(members, members)],
        [(int(shop.seats[group + 1] - shop.seats[group]), shop.absences(group)) for group in groups],
        duration=shop.duration[members],
        weight=shop.weight[members],
        release=shop.release[members],
        deadline=shop.deadline[members],
        team=np.searchsorted(groups, shop.team[members]).astype(np.int32),
        lateness=shop.lateness,
    )


def connected(shop: Shop, *, by_team: bool) -> list[Ints]:
    """The items in parts that neither wait for each other nor, `by_team`, share a team."""
    above = list(range(shop.size + len(shop.seats) - 1))

    def root(one: int) -> int:
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    for item, team in enumerate(shop.team.tolist()):
        for other in (*shop.prerequisites(item), *([shop.size + team] if by_team else [])):
            above[root(item)] = root(other)
    parts: dict[int, list[int]] = {}
    for item in range(shop.size):
        parts.setdefault(root(item), []).append(item)
    return [np.array(part, np.int32) for part in parts.values()]
