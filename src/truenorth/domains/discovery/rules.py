"""How firm evidence is, where a quote stands in a text, who of the trio was there, when a threshold is fixed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

TITLE_LENGTH = 120


class Strength(StrEnum):
    """The evidence ladder, firmest first."""

    OBSERVED = "observed"
    TOLD = "told"
    ASKED = "asked"
    INTERNAL = "internal"


class Mark(StrEnum):
    """What a highlight marks: an act, words, or a way around what the product does not do."""

    DID = "did"
    SAID = "said"
    WORKAROUND = "workaround"


class SessionForm(StrEnum):
    FIELD = "field"
    INTERVIEW = "interview"
    CALL = "call"


class DocumentForm(StrEnum):
    TRANSCRIPT = "transcript"
    NOTE = "note"


class Consent(StrEnum):
    """What a participant agreed to."""

    UNKNOWN = "unknown"
    INTERNAL = "internal"  # inside the team only
    ANONYMOUS = "anonymous"  # quotes, no names outside
    NAMED = "named"
    WITHDRAWN = "withdrawn"


class HypothesisState(StrEnum):
    UNTESTED = "untested"
    SUPPORTED = "supported"
    REFUTED = "refuted"


class ThresholdSide(StrEnum):
    """On which side of its threshold a metric must come out."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


TRIO = ("product", "design", "engineering")
MARK_OF_STRENGTH = {
    Strength.OBSERVED: Mark.DID,
    Strength.TOLD: Mark.SAID,
    Strength.ASKED: Mark.SAID,
    Strength.INTERNAL: Mark.SAID,
}


def title_of(text: str, *, at_most: int = TITLE_LENGTH) -> str:
    """A text's first words as a title, cut between words."""
    flat = " ".join(text.split())
    if len(flat) <= at_most:
        return flat
    cut = flat[: at_most - 1]
    head, _, _ = cut.rpartition(" ")
    return (head if len(head) > at_most // 2 else cut).rstrip(" ,;:") + "…"


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """How many pieces of evidence stand on each step of the ladder, and how many speak against."""

    observed: int = 0
    told: int = 0
    asked: int = 0
    internal: int = 0
    against: int = 0

    @property
    def total(self) -> int:
        return self.observed + self.told + self.asked + self.internal

    @property
    def strongest(self) -> Strength | None:
        return next((strength for strength in Strength if getattr(self, strength.value)), None)


def summarize_evidence(strengths: Iterable[str], *, against: int = 0) -> EvidenceSummary:
    found = list(strengths)
    return EvidenceSummary(**{s.value: found.count(s.value) for s in Strength}, against=against)


@dataclass(frozen=True, slots=True)
class Span:
    """A range of characters (Unicode code points), `end` just past the last."""

    start: int
    end: int

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def moved(self, by: int) -> "Span":
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Passage:
    """A turn as it stands in a document: its words' place, who spoke and when."""

    span: Span
    speaker: str = ""
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The one stretch in which two texts differ: old[start:old_end] became new[start:new_end]."""

    start: int
    old_end: int
    new_end: int

    @property
    def growth(self) -> int:
        return self.new_end - self.old_end


def find_edit(old: str, new: str) -> Edit:
    """The smallest stretch outside of which two texts agree."""
    shortest = min(len(old), len(new))
    start = _common(old, new, shortest)
    tail = _common(old[::-1], new[::-1], shortest - start)
    return Edit(start, len(old) - tail, len(new) - tail)


def _common(one: str, other: str, at_most: int) -> int:
    """Length of the common beginning, found by halving."""
    low, high = 0, at_most
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def reanchor(span: Span, *, old: str, new: str) -> Span | None:
    """Where a quote stands after its text was edited; None where it is no longer there or no longer clear.

    Outside of the edit it moves along. Inside, the same words are looked for between what stayed the same.
    """
    edit = find_edit(old, new)
    if span.end <= edit.start:
        return span
    if span.start >= edit.old_end:
        return span.moved(edit.growth)
    quote = old[span.start : span.end]
    first = min(edit.start, span.start)
    if _only_place(old, quote, first, max(edit.old_end, span.end)) is None:
        return None
    found = _only_place(new, quote, first, max(edit.new_end, span.end + edit.growth))
    return None if found is None else Span(found, found + len(quote))


def _only_place(text: str, quote: str, first: int, last: int) -> int | None:
    """Where a quote stands between two offsets, unless it stands there twice."""
    found = text.find(quote, first, last)
    return None if found < 0 or text.find(quote, found + 1, last) >= 0 else found


def split_passages(text: str) -> list[Passage]:
    """A note's lines, each a passage; blank lines are left out."""
    passages: list[Passage] = []
    offset = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            start = offset + line.index(words)
            passages.append(Passage(Span(start, start + len(words))))
        offset += len(line) + 1
    return passages


def carry_passages(passages: Sequence[Passage], *, old: str, new: str) -> list[Passage]:
    """The passages of an edited text: speakers and times stay with the lines that are still theirs.

    Where the number of lines changed, those between the first and the last change are new.
    """
    before, after = old.split("\n"), new.split("\n")
    head = _agreeing(before, after)
    tail = _agreeing(before[head:][::-1], after[head:][::-1])
    by_line = _by_line(passages, before)
    carried: list[Passage | None] = [None] * len(after)
    for j in range(len(after)):
        if j < head or len(before) == len(after):
            carried[j] = by_line.get(j)
        elif j >= len(after) - tail:
            carried[j] = by_line.get(j + len(before) - len(after))
    places = split_passages(new)
    lines = [index for index, line in enumerate(after) if line.strip()]
    return [_settle(carried[line], place, new) for line, place in zip(lines, places, strict=True)]


def _agreeing(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _by_line(passages: Sequence[Passage], lines: Sequence[str]) -> dict[int, Passage]:
    placed: dict[int, Passage] = {}
    offset, index = 0, 0
    for passage in passages:
        while index < len(lines) and offset + len(lines[index]) < passage.span.start:
            offset += len(lines[index]) + 1
            index += 1
        placed.setdefault(index, passage)
    return placed


def _settle(carried: Passage | None, place: Passage, text: str) -> Passage:
    """A line's passage: the carried speaker and times, the words after the speaker's name."""
    label = f"{carried.speaker}: " if carried and carried.speaker else ""
    if carried is None or not text.startswith(label, place.span.start):
        return place if carried is None else replace(place, start_ms=carried.start_ms, end_ms=carried.end_ms)
    return replace(carried, span=Span(min(place.span.start + len(label), place.span.end), place.span.end))


def passages_in(passages: Iterable[Passage], span: Span) -> list[Passage]:
    """The passages that a range of characters touches."""
    return [p for p in passages if p.span.start < span.end and span.start < p.span.end]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sessions a function of the trio attended, and how many had all three."""

    sessions: int
    product: int
    design: int
    engineering: int
    whole_trio: int


def missing_functions(attending: Iterable[str]) -> list[str]:
    """The functions of the trio that were not there."""
    there = set(attending)
    return [function for function in TRIO if function not in there]


def measure_coverage(sessions: Iterable[Iterable[str]]) -> Coverage:
    attending = [set(functions) for functions in sessions]
    return Coverage(
        sessions=len(attending),
        product=sum("product" in there for there in attending),
        design=sum("design" in there for there in attending),
        engineering=sum("engineering" in there for there in attending),
        whole_trio=sum(not missing_functions(there) for there in attending),
    )


BAR = ("metric", "direction", "threshold", "unit")


def moved_bar(before: Mapping[str, object], changes: Mapping[str, object]) -> list[str]:
    """Which of the fields that say when a hypothesis holds a change would move."""
    return [name for name in BAR if name in changes and changes[name] != before[name]]


def is_fixed_late(*, fixed_at: datetime | None, test_began_at: datetime | None) -> bool:
    """Whether a test ran before anybody had said what would count."""
    return test_began_at is not None and (fixed_at is None or fixed_at > test_began_at)
