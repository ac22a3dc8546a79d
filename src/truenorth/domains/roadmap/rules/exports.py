"""The roadmap as files that other programs read: Markdown, and a calendar (RFC 5545)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from truenorth.domains.prioritization.rules import day

MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")
LONGEST_LINE = 75
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An initiative as a file lists it."""

    key: str
    title: str
    horizon: str | None
    state: str
    owner: str = ""
    team: str = ""
    confidence: int | None = None
    starts_on: date | None = None
    target_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A day or some days of the calendar; `to_on` is the last of them."""

    uid: str
    title: str
    from_on: date
    to_on: date
    words: str = ""


def write_markdown(title: str, items: Sequence[Listed], *, on: date) -> str:
    lanes = {"now": "Now", "next": "Next", "later": "Later", None: "Without a place"}
    parts = [f"# {_plain(title)}: roadmap", f"As of {day(on)}."]
    for horizon, name in lanes.items():
        rows = [_row(item) for item in items if item.horizon == horizon]
        if rows:
            parts += [f"## {name}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def write_calendar(title: str, happenings: Iterable[Happening], *, stamp: datetime) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Truenorth//Roadmap//EN", f"X-WR-CALNAME:{_text(title)}"]
    for each in happenings:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(each.uid)}",
            f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{each.from_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{each.to_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(each.title)}",
            *([f"DESCRIPTION:{_text(each.words)}"] if each.words else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _row(item: Listed) -> str:
    said = [
        item.state,
        _span(item),
        item.team,
        item.owner,
        f"{item.confidence} % sure" if item.confidence is not None else "",
    ]
    return f"- **{_plain(item.title)}** ({item.key}): " + ", ".join(_plain(each) for each in said if each)


def _span(item: Listed) -> str:
    if item.starts_on and item.target_on:
        return f"{day(item.starts_on)} to {day(item.target_on)}"
    if item.target_on:
        return f"by {day(item.target_on)}"
    return f"from {day(item.starts_on)}" if item.starts_on else ""


def _plain(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _text(text: str) -> str:
    kept = CONTROL.sub("", text.replace("\r\n", "\n"))
    return kept.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")


def _fold(line: str) -> str:
    """Lines of at most 75 octets, no character cut in two."""
    parts: list[str] = []
    current = ""
    for character in line:
        limit = LONGEST_LINE if not parts else LONGEST_LINE - 1
        if len((current + character).encode()) > limit:
            parts.append(current)
            current = ""
        current += character
    return "\r\n ".join([*parts, current])
