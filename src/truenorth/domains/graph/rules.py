"""The shape of the evidence graph: links as sentences, the eleven steps of the chain, and the walks along them."""

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
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


INDEXED_CHARACTERS = 200_000
SEARCHED_CHARACTERS = 1_000
SEARCHED_WORDS = 20
EXCERPT_BEFORE, EXCERPT_AFTER = 60, 120

FOLDED = {
    code: base
    for code in range(0xC0, 0x250)
    if len(base := unicodedata.normalize("NFKD", chr(code))[:1]) == 1 and base.isascii() and base.isalpha()
}
"""Latin letters with accents, each as the letter beneath: one character for one, so that places in a text stay."""


def split_words(query: str) -> list[str]:
    """The words of a query: runs of letters and digits. Everything else only separates."""
    plain = unicodedata.normalize("NFC", query[:SEARCHED_CHARACTERS])
    return re.findall(r"[^\W_]{1,100}", plain)[:SEARCHED_WORDS]


def excerpt(title: str, text: str, words: Sequence[str]) -> str:
    """The place in the text, or else in the title, where the words are found, each between « and »."""
    folded = [re.escape(word.translate(FOLDED)) for word in words]
    whole = "|".join(f"{word}(?![^\\W_])" for word in folded[:-1])
    pattern = re.compile(rf"(?<![^\W_])(?:{whole + '|' if whole else ''}{folded[-1]}[^\W_]*)", re.IGNORECASE)
    for place in (text, title):
        found = pattern.search(place.translate(FOLDED))
        if found:
            return _mark(place, pattern, around=found.start())
    return text[:EXCERPT_AFTER].strip()


def _mark(text: str, pattern: re.Pattern[str], *, around: int) -> str:
    start, end = max(0, around - EXCERPT_BEFORE), around + EXCERPT_AFTER
    if start:
        start = text.find(" ", start, around) + 1 or start
    part = text[start:end]
    marked, last = "", 0
    for hit in pattern.finditer(part.translate(FOLDED)):
        marked += f"{part[last : hit.start()]}«{part[hit.start() : hit.end()]}»"
        last = hit.end()
    cut = part[last:]
    if end < len(text):
        cut = cut.rpartition(" ")[0] + " …"
    return ("… " if start else "") + " ".join((marked + cut).split())
