"""The shape of the evidence graph: links as sentences, the eleven steps of the chain, and the walks along them."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class LinkKind(StrEnum):
    """Each reads as a sentence from source to target."""

    DERIVES_FROM = "derives_from"
    SUPPORTS = "supports"
    REFUTES = "refutes"
    TESTS = "tests"
    MEASURES = "measures"
    CONTRIBUTES_TO = "contributes_to"
    BLOCKS = "blocks"
    ANSWERS = "answers"


class Step(StrEnum):
    """The steps of the chain, in the order in which work flows."""

    EVIDENCE = "evidence"
    OPPORTUNITY = "opportunity"
    HYPOTHESIS = "hypothesis"
    INITIATIVE = "initiative"
    SCORE = "score"
    DECISION = "decision"
    ROADMAP = "roadmap"
    EXPERIMENT = "experiment"
    METRIC = "metric"
    KEY_RESULT = "key_result"
    OUTCOME = "outcome"


class StepState(StrEnum):
    FILLED = "filled"
    HALF = "half"  # something in it still waits
    HOLLOW = "hollow"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Edge:
    id: UUID
    kind: LinkKind
    source: UUID
    target: UUID


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk from one node came: distance in links, by node."""

    upstream: Mapping[UUID, int]
    downstream: Mapping[UUID, int]
    edges: tuple[Edge, ...]


EARLIER_END_IS_UPSTREAM = {LinkKind.SUPPORTS, LinkKind.REFUTES}
TARGET_IS_UPSTREAM = {LinkKind.DERIVES_FROM, LinkKind.ANSWERS, LinkKind.TESTS, LinkKind.MEASURES}
ACYCLIC = {LinkKind.DERIVES_FROM, LinkKind.BLOCKS}


def upstream_end(edge: Edge, *, order: Callable[[UUID], int]) -> UUID:
    """The end of a link that explains the other: evidence explains a claim, a claim explains its test."""
    if edge.kind in TARGET_IS_UPSTREAM:
        return edge.target
    if edge.kind in EARLIER_END_IS_UPSTREAM and order(edge.target) < order(edge.source):
        return edge.target
    return edge.source


def walk(start: UUID, edges: Iterable[Edge], *, order: Callable[[UUID], int]) -> Walk:
    """Everything that explains `start`, and everything that became of it.

    What tests or measures a claim upstream belongs to the story of whatever was built on that claim, so those
    side branches count as downstream. `order` gives a node's place in the chain, for the links whose direction
    depends on it.
    """
    edges = tuple(edges)
    up: dict[UUID, list[UUID]] = {}
    down: dict[UUID, list[UUID]] = {}
    tests: dict[UUID, list[UUID]] = {}
    for edge in edges:
        cause = upstream_end(edge, order=order)
        effect = edge.source if cause == edge.target else edge.target
        if edge.kind not in (LinkKind.BLOCKS, LinkKind.CONTRIBUTES_TO):
            up.setdefault(effect, []).append(cause)
        down.setdefault(cause, []).append(effect)
        if edge.kind in (LinkKind.TESTS, LinkKind.MEASURES):
            tests.setdefault(cause, []).append(effect)
    upstream = _distances({start: 0}, up)
    branches = {test: 1 for claim in upstream for test in tests.get(claim, ()) if test not in upstream}
    downstream = _distances({start: 0} | branches, down, barred=upstream.keys() - {start})
    seen = upstream.keys() | downstream.keys()
    return Walk(
        upstream={node: depth for node, depth in upstream.items() if node != start},
        downstream={node: depth for node, depth in downstream.items() if node != start},
        edges=tuple(edge for edge in edges if edge.source in seen and edge.target in seen),
    )


def closes_cycle(edges: Iterable[tuple[UUID, UUID]], *, source: UUID, target: UUID) -> bool:
    """Whether a link source → target would make a ring with the given source → target links."""
    onward: dict[UUID, list[UUID]] = {}
    for start, end in edges:
        onward.setdefault(start, []).append(end)
    return source in _distances({target: 0}, onward)


def _distances(
    start: Mapping[UUID, int], neighbours: Mapping[UUID, list[UUID]], *, barred: Iterable[UUID] = ()
) -> dict[UUID, int]:
    distance = dict(start)
    closed = set(barred)
    queue = deque(sorted(start, key=lambda node: start[node]))
    while queue:
        here = queue.popleft()
        for there in neighbours.get(here, ()):
            if there not in distance and there not in closed:
                distance[there] = distance[here] + 1
                queue.append(there)
    return distance
