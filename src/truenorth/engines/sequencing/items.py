"""Items and teams as they are given, and what is refused about them."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from truenorth.engines.sequencing.errors import CycleFound, ItemRepeated, ItemUnknown, OutOfRange

MOST = 1e12
MOST_ITEMS = 5_000
MOST_CAPACITY = 1_000


@dataclass(frozen=True, slots=True)
class Item:
    """Work of one team; all times are counted in one unit from one zero, such as working days from today.

    `weight` is the cost of delay per unit of time and `duration` how long it takes one seat of its team. It starts
    once all items of `after` are done, and not before `release`; `deadline` is when it should be done. `spread` holds
    the durations that are undercut in one of ten cases and exceeded in one of ten (P10 and P90) around `duration`.

    >>> Item("A-1", weight=5, duration=3, after=("A-0",), spread=(2, 6)).team
    ''
    """

    id: str
    weight: float
    duration: float
    after: Sequence[str] = ()
    team: str = ""
    release: float = 0.0
    deadline: float | None = None
    spread: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """Who works: `capacity` things at a time, none of them from the start to the end of each of its `away`.

    Work that an absence cuts through goes on after it.

    >>> Team("Web", capacity=2, away=((10, 15),)).capacity
    2
    """

    name: str
    capacity: int = 1
    away: Sequence[tuple[float, float]] = ()


def check_items(items: Sequence[Item]) -> None:
    """Refuse what cannot be counted with. Raises ItemRepeated, ItemUnknown, OutOfRange or CycleFound."""
    if len(items) > MOST_ITEMS:
        raise OutOfRange(f"are {len(items):,}; no more than {MOST_ITEMS:,} can be put in sequence", field="items")
    known: set[str] = set()
    for item in items:
        if item.id in known:
            raise ItemRepeated("stands in the list twice", field="id", item=item.id)
        known.add(item.id)
        _check_numbers(item)
    for item in items:
        _check_prerequisites(item, known)
    _check_cycles({item.id: item.after for item in items})


def check_teams(teams: Iterable[Team]) -> dict[str, Team]:
    """The teams by their names. Raises ItemRepeated or OutOfRange."""
    known: dict[str, Team] = {}
    for team in teams:
        if team.name in known:
            raise ItemRepeated("stands in the list of teams twice", field="team", item=team.name)
        known[team.name] = team
        if not 1 <= team.capacity <= MOST_CAPACITY:
            raise OutOfRange(f"must be 1 to {MOST_CAPACITY:,}, not {team.capacity}", field="capacity", item=team.name)
        for away, back in team.away:
            if not 0 <= away <= back <= MOST:
                raise OutOfRange(
                    f"must end after it starts, from 0 on, not {away:g} to {back:g}", field="away", item=team.name
                )
    return known


def _check_numbers(item: Item) -> None:
    numbers = {"weight": item.weight, "duration": item.duration, "release": item.release}
    if item.deadline is not None:
        numbers["deadline"] = item.deadline
    for field, number in numbers.items():
        check_number(number, field=field, item=item.id)
    if item.spread is None:
        return
    low, high = item.spread
    for field, number in (("duration_low", low), ("duration_high", high)):
        check_number(number, field=field, item=item.id)
    if not 0 < low <= item.duration <= high:
        said = f"must be above zero and surround the duration of {item.duration:g}, not {low:g} to {high:g}"
        raise OutOfRange(said, field="duration_low", item=item.id)


def check_number(number: float, *, field: str, item: str) -> None:
    """Refuse what is no number from 0 to MOST. Raises OutOfRange.

    >>> check_number(3, field="duration", item="A-1")
    """
    if not math.isfinite(number):
        raise OutOfRange(f"{number} is not a number", field=field, item=item)
    if number < 0:
        raise OutOfRange(f"{number:g} is negative", field=field, item=item)
    if number > MOST:
        raise OutOfRange(f"{number:g} is above {MOST:g}, more than can be counted with", field=field, item=item)


def _check_prerequisites(item: Item, known: Collection[str]) -> None:
    for each in item.after:
        if each == item.id:
            raise CycleFound("waits for itself", field="after", item=item.id)
        if each not in known:
            raise ItemUnknown(f"{each!r} is not in the list", field="after", item=item.id)


def _check_cycles(after: Mapping[str, Sequence[str]]) -> None:
    done: set[str] = set()
    for first in after:
        path: dict[str, None] = {}
        stack = [(first, iter(after[first]))] if first not in done else []
        path.update(dict.fromkeys([first] if stack else []))
        while stack:
            here, rest = stack[-1]
            following = next((each for each in rest if each not in done), None)
            if following is None:
                done.add(here)
                path.pop(here)
                stack.pop()
            elif following in path:
                raise _cycle(list(path), following)
            else:
                path[following] = None
                stack.append((following, iter(after[following])))


def _cycle(path: Sequence[str], closing: str) -> CycleFound:
    circle = [*path[path.index(closing) :], closing]
    shown = " → ".join(circle if len(circle) <= 9 else [*circle[:5], "…", *circle[-3:]])
    return CycleFound(f"waits in a circle: {shown}", field="after", item=closing)
