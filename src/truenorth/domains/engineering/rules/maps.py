"""The map of components: what needs what, and where it goes round in a circle."""

from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class ComponentSort(StrEnum):
    """How large a part is, or what it is to the others."""

    COMPONENT = "component"
    API = "api"
    RESOURCE = "resource"
    SYSTEM = "system"
    DOMAIN = "domain"


class DependencySort(StrEnum):
    """Each reads as a sentence from source to target."""

    DEPENDS_ON = "depends_on"
    PROVIDES = "provides"
    CONSUMES = "consumes"


NEEDS = (DependencySort.DEPENDS_ON, DependencySort.CONSUMES)
"""A source that provides something does not need it: the other way round, whoever needs it needs the source."""


@dataclass(frozen=True, slots=True)
class Circle(Generic[T]):
    """Components that all need one another; `path` is a shortest way round, its first member at both ends."""

    members: frozenset[T]
    path: tuple[T, ...]


def is_within(part: T, whole: T, *, parents: Mapping[T, T]) -> bool:
    """Whether going up from `part` comes to `whole`; a part is within itself."""
    seen: set[T] = set()
    here: T | None = part
    while here is not None and here not in seen:
        if here == whole:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def find_circles(needs: Iterable[tuple[T, T]]) -> list[Circle[T]]:
    """Every group whose members all lead to one another, in the order in which they are met; one shortest way each."""
    onward: dict[T, list[T]] = {}
    for source, target in needs:
        onward.setdefault(source, []).append(target)
        onward.setdefault(target, [])
    return [
        Circle(frozenset(group), _way_round(group[0], onward, frozenset(group)))
        for group in _groups(onward)
        if len(group) > 1 or group[0] in onward[group[0]]
    ]


def _way_round(start: T, onward: Mapping[T, Sequence[T]], group: frozenset[T]) -> tuple[T, ...]:
    came_from: dict[T, T] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in onward[here]:
            if there == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return (*reversed(way), start)
            if there in group and there not in came_from:
                came_from[there] = here
                queue.append(there)
    raise AssertionError("a group of a cycle leads back to each of its members")


def _groups(onward: Mapping[T, Sequence[T]]) -> list[list[T]]:
    """Strongly connected components (Kosaraju), without recursion, so that a long chain is no trouble."""
    back: dict[T, list[T]] = {node: [] for node in onward}
    for source, targets in onward.items():
        for target in targets:
            back[target].append(source)
    finished: list[T] = []
    seen: set[T] = set()
    for node in onward:
        if node not in seen:
            finished += _finish(node, onward, seen)
    taken: set[T] = set()
    groups = [_finish(node, back, taken) for node in reversed(finished) if node not in taken]
    place = {node: index for index, node in enumerate(onward)}
    ordered = [sorted(group, key=place.__getitem__) for group in groups]
    return sorted(ordered, key=lambda group: place[group[0]])


def _finish(start: T, onward: Mapping[T, Sequence[T]], seen: set[T]) -> list[T]:
    """What is reached from here and not seen yet, in the order in which it has nothing left to reach."""
    finished: list[T] = []
    stack = [(start, iter(onward[start]))]
    seen.add(start)
    while stack:
        here, rest = stack[-1]
        following = next((each for each in rest if each not in seen), None)
        if following is None:
            finished.append(here)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, iter(onward[following])))
    return finished
