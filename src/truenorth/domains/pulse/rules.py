"""What a Pulse says and how it reads as Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class MatterSort(StrEnum):
    CONCERN = "concern"
    ACTION = "action"


class SectionName(StrEnum):
    """The sections in reading order."""

    OBJECTIVES = "objectives"
    WINS = "wins"
    CHALLENGES = "challenges"
    CONCERNS = "concerns"
    ACTIONS = "actions"
    DECISIONS = "decisions"
    LEARNED = "learned"


SECTION_TITLES = {
    SectionName.OBJECTIVES: "Objectives and key results",
    SectionName.WINS: "Wins",
    SectionName.CHALLENGES: "Challenges",
    SectionName.CONCERNS: "Concerns",
    SectionName.ACTIONS: "Actions",
    SectionName.DECISIONS: "Decisions",
    SectionName.LEARNED: "What we learned",
}


class Tone(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    UNDECIDED = "undecided"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Period:
    """The days a Pulse covers, both included, and the instants they begin and end at in the workspace's zone."""

    from_on: date
    to_on: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The record an item reports, as it was called then."""

    id: UUID
    kind: str
    key: str
    title: str
    domain: str
    plural: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A key result from the start of the period to its end."""

    baseline: float
    target: float
    unit: str
    before: float
    after: float
    progress_before: float
    progress_after: float
    expected: float | None
    confidence: float | None
    status: str
    reason: str
    objective: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """A concern or an action as it stood."""

    id: UUID
    owner: str
    due_on: date | None
    raised_on: date
    is_carried_over: bool
    closed_on: date | None
    answer: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    words: str
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    source: Source | None = None
    movement: Movement | None = None
    matter: MatterLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    name: SectionName
    title: str
    text: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    title: str
    summary: str
    from_on: date
    to_on: date
    sections: tuple[Section, ...]

    def sources(self) -> list[UUID]:
        """Every record reported, once, in reading order."""
        found = (item.source.id for section in self.sections for item in section.items if item.source)
        return list(dict.fromkeys(found))


def as_figure(value: float, unit: str = "") -> str:
    """A number as people write it: no trailing zeros, grouped thousands, its unit behind it."""
    words = f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "\u2212")
    return f"{words}\u202f{unit}" if unit else words


def as_day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def render_markdown(content: Content) -> str:
    """The whole Pulse as Markdown; a section with nothing in it says so."""
    lines = [f"# {_plain(content.title)}", "", f"{as_day(content.from_on)} to {as_day(content.to_on)}", ""]
    if content.summary:
        lines += [content.summary.strip(), ""]
    for section in content.sections:
        lines += [f"## {section.title}", ""]
        if section.text:
            lines += [section.text.strip(), ""]
        lines += _render_items(section.items)
        if not section.text and not section.items:
            lines += ["Nothing to report.", ""]
    return "\n".join(lines).rstrip() + "\n"


def _render_items(items: Sequence[Item]) -> list[str]:
    if any(item.movement for item in items):
        return [*_render_movements(items), ""]
    return [*(_render_item(item) for item in items), ""] if items else []


def _render_movements(items: Iterable[Item]) -> Iterator[str]:
    yield "| Key result | Was | Is | Target | Progress | Confidence | Status |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for item in items:
        move = item.movement
        if move is None:
            continue
        cells = (
            f"{_key(item)}{item.words}",
            as_figure(move.before, move.unit),
            as_figure(move.after, move.unit),
            as_figure(move.target, move.unit),
            f"{move.progress_after:.2f}",
            "" if move.confidence is None else f"{move.confidence:.2f}",
            move.status.replace("_", " "),
        )
        yield "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _render_item(item: Item) -> str:
    box = "" if item.matter is None else "[x] " if item.matter.closed_on else "[ ] "
    detail = f" — {_plain(item.detail)}" if item.detail else ""
    return f"- {box}{_key(item)}{_plain(item.words)}{detail}"


def _key(item: Item) -> str:
    return f"{item.source.key} " if item.source else ""


def _plain(text: str) -> str:
    """One line, with nothing in it that a Markdown reader would take for HTML."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip().replace("<", "&lt;")
