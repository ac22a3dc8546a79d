"""The shape of the evidence graph: links as sentences, the eleven steps of the chain, and the walks along them."""

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
TELLS_NO_STORY = {LinkKind.BLOCKS}
CONCERNS_ALL_THAT_FOLLOWS = {LinkKind.TESTS, LinkKind.MEASURES, LinkKind.CONTRIBUTES_TO}
ACYCLIC = {LinkKind.DERIVES_FROM, LinkKind.BLOCKS}

Order = Callable[[UUID], int]
"""A node's place in the chain, as an index into `Step`; kinds outside it come after all of them."""
PLACE = {step: place for place, step in enumerate(Step)}
WORK = (PLACE[Step.HYPOTHESIS], PLACE[Step.INITIATIVE])


def upstream_end(edge: Edge, *, order: Order) -> UUID:
    """The end of a link that explains the other: evidence explains a claim, a claim explains its test."""
    if edge.kind in TARGET_IS_UPSTREAM:
        return edge.target
    if edge.kind in EARLIER_END_IS_UPSTREAM and order(edge.target) < order(edge.source):
        return edge.target
    return edge.source


def walk(start: UUID, edges: Iterable[Edge], *, order: Order) -> Walk:
    """Everything that explains `start`, and everything that became of it.

    Some of what became of an explanation belongs to the story as well: what tests or measures a claim upstream, the
    key result that an initiative upstream contributes to, and, for a step of the chain, what else was decided, tried
    or predicted about the very work it is about. A dependency says when, not why, so `blocks` is not walked.
    """
    edges = tuple(edge for edge in edges if edge.kind not in TELLS_NO_STORY)
    causes: dict[UUID, list[UUID]] = {}
    effects: dict[UUID, list[UUID]] = {}
    shared: dict[UUID, list[UUID]] = {}
    for edge in edges:
        cause = upstream_end(edge, order=order)
        effect = edge.source if cause == edge.target else edge.target
        causes.setdefault(effect, []).append(cause)
        effects.setdefault(cause, []).append(effect)
        if edge.kind in CONCERNS_ALL_THAT_FOLLOWS:
            shared.setdefault(cause, []).append(effect)
    upstream = _distances({start: 0}, causes)
    branches = {each for claim in upstream for each in shared.get(claim, ())}
    branches |= set(_companions(start, causes, effects, order=order))
    begin = {start: 0} | dict.fromkeys(sorted(branches - upstream.keys()), 1)
    downstream = _distances(begin, effects, barred=upstream.keys() - {start})
    seen = upstream.keys() | downstream.keys()
    return Walk(
        upstream={node: depth for node, depth in upstream.items() if node != start},
        downstream={node: depth for node, depth in downstream.items() if node != start},
        edges=tuple(edge for edge in edges if edge.source in seen and edge.target in seen),
    )


def _companions(
    start: UUID, causes: Mapping[UUID, list[UUID]], effects: Mapping[UUID, list[UUID]], *, order: Order
) -> list[UUID]:
    """What else was decided, tried or predicted about the hypothesis or initiative that `start` comes from."""
    if order(start) >= len(Step):
        return []
    work = [cause for cause in causes.get(start, ()) if order(cause) in WORK]
    return [each for cause in work for each in effects[cause] if order(each) >= PLACE[Step.DECISION]]


def find_circle(edges: Iterable[tuple[UUID, UUID]], *, source: UUID, target: UUID) -> list[UUID]:
    """The shortest ring that a link source → target would make with the given ones, from source to source; or empty."""
    way = _find_way(target, source, *_neighbours(edges))
    return [source, *way] if way else []


def find_circles(edges: Iterable[tuple[UUID, UUID]], wanted: Sequence[tuple[UUID, UUID]]) -> dict[int, list[UUID]]:
    """Which of the wanted links close a ring with the given ones and the wanted before them: each ring, by index."""
    given = set(edges)
    ringed = _between_rings(given | set(wanted))
    onward, backward = _neighbours(edge for edge in given if ringed.issuperset(edge))
    circles: dict[int, list[UUID]] = {}
    for index, (source, target) in enumerate(wanted):
        if not ringed.issuperset((source, target)):
            continue
        way = _find_way(target, source, onward, backward)
        if way:
            circles[index] = [source, *way]
            continue
        onward.setdefault(source, []).append(target)
        backward.setdefault(target, []).append(source)
    return circles


def _neighbours(edges: Iterable[tuple[UUID, UUID]]) -> tuple[dict[UUID, list[UUID]], dict[UUID, list[UUID]]]:
    """Where the links of each node lead to, and where those come from that lead to it."""
    onward: dict[UUID, list[UUID]] = {}
    backward: dict[UUID, list[UUID]] = {}
    for source, target in edges:
        onward.setdefault(source, []).append(target)
        backward.setdefault(target, []).append(source)
    return onward, backward


def _between_rings(edges: Collection[tuple[UUID, UUID]]) -> set[UUID]:
    """The nodes on rings and between them: nobody else can have a part in one."""
    fed = _fed(edges)
    feeding = _fed((target, source) for source, target in edges if fed.issuperset((source, target)))
    return fed & feeding


def _fed(edges: Iterable[tuple[UUID, UUID]]) -> set[UUID]:
    """What is left when a node to which nothing leads is taken away, again and again."""
    onward, backward = _neighbours(edges)
    incoming = Counter({node: len(sources) for node, sources in backward.items()})
    queue = [node for node in onward if not incoming[node]]
    while queue:
        for there in onward.get(queue.pop(), ()):
            incoming[there] -= 1
            if not incoming[there]:
                queue.append(there)
    return {node for node, count in incoming.items() if count}


def _find_way(
    start: UUID, goal: UUID, onward: Mapping[UUID, list[UUID]], backward: Mapping[UUID, list[UUID]]
) -> list[UUID]:
    """A shortest way from start to goal, or none; sought from both ends, so that a dead end at one is enough."""
    ahead, behind = {start: start}, {goal: goal}
    front, rear = [start], [goal]
    while front and rear:
        met = next((each for each in (*front, *rear) if each in ahead and each in behind), None)
        if met is not None:
            return [*reversed(_trace(met, ahead)), *_trace(met, behind)[1:]]
        front = _spread(front, onward, ahead)
        if behind.keys().isdisjoint(front):
            rear = _spread(rear, backward, behind)
    return []


def _spread(from_: Sequence[UUID], neighbours: Mapping[UUID, list[UUID]], seen: dict[UUID, UUID]) -> list[UUID]:
    """One step on; `seen` learns from where each node was first come to."""
    reached: list[UUID] = []
    for here in from_:
        for there in neighbours.get(here, ()):
            if there not in seen:
                seen[there] = here
                reached.append(there)
    return reached


def _trace(node: UUID, seen: Mapping[UUID, UUID]) -> list[UUID]:
    way = [node]
    while seen[way[-1]] != way[-1]:
        way.append(seen[way[-1]])
    return way


LONGEST_CIRCLE = 9
LONGEST_NAME = 60


def name_circle(titles: Sequence[str]) -> str:
    """A ring in words, its middle left out where it is long."""
    short = [title if len(title) <= LONGEST_NAME else f"{title[: LONGEST_NAME - 1].rstrip()}…" for title in titles]
    shown = short if len(short) <= LONGEST_CIRCLE else [*short[:5], "…", *short[-3:]]
    return " → ".join(shown)


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


MISSING = {
    Step.EVIDENCE: "No customer's words and nothing observed stand behind it.",
    Step.OPPORTUNITY: "No opportunity says whose problem it solves.",
    Step.HYPOTHESIS: "No hypothesis says what it should change.",
    Step.INITIATIVE: "No initiative takes it up.",
    Step.SCORE: "Nobody has scored it.",
    Step.DECISION: "Nobody has decided on it.",
    Step.ROADMAP: "It has no place on the roadmap.",
    Step.EXPERIMENT: "No experiment tests it.",
    Step.METRIC: "No metric has been read for it.",
    Step.KEY_RESULT: "It contributes to no key result.",
    Step.OUTCOME: "Its outcome is not written down.",
}
WAITING = {
    Step.EVIDENCE: "Some of its evidence still waits to be read.",
    Step.OPPORTUNITY: "Its opportunity is not settled yet.",
    Step.HYPOTHESIS: "Its hypothesis is not tested yet.",
    Step.INITIATIVE: "Its initiative is not settled yet.",
    Step.SCORE: "Not everybody asked has scored it.",
    Step.DECISION: "Its decision still waits.",
    Step.ROADMAP: "Its place on the roadmap is not settled yet.",
    Step.EXPERIMENT: "Its experiment has not ended.",
    Step.METRIC: "Some of its metrics are not read yet.",
    Step.KEY_RESULT: "Its key result waits for a check-in.",
    Step.OUTCOME: "Its outcome still waits.",
}

MENTION = re.compile(r"@\[[^\]\n]{1,100}\]\(([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)")


def find_mentions(text: str) -> set[UUID]:
    """The members that a text mentions, each written as `@[Name](member-id)`."""
    return {UUID(found) for found in MENTION.findall(text)}


SHOWN_AS_THEMSELVES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/plain",
    ".csv": "text/csv",
    ".vtt": "text/vtt",
}
LONGEST_FILE_NAME = 200


def safe_content_type(file_name: str) -> str:
    """The type a file is handed out under: only such as no browser runs."""
    return SHOWN_AS_THEMSELVES.get("." + file_name.rpartition(".")[2].casefold(), "application/octet-stream")


def safe_file_name(given: str) -> str:
    """The last part of a path, without what a header or a file system reads as more than a name."""
    last = re.split(r"[/\\]", given)[-1]
    kept = "".join(each for each in last if each.isprintable() and each not in '"<>:|?*').strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    if len(kept) <= LONGEST_FILE_NAME:
        return kept or "file"
    return f"{stem[: LONGEST_FILE_NAME - 20]}{dot}{suffix[:19]}" if stem else kept[:LONGEST_FILE_NAME]


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
