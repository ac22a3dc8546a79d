"""Architecture decision records as the Markdown they are kept in (MADR, and the forms before it).

The document is the record: what it says is read out of it, and a change rewrites only its own lines, so that whatever
else stands there is kept to the letter.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_PLAIN = re.compile(r"[\w(][\w .,/()@+'&-]*")


class AdrStatus(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


SECTIONS: Mapping[str, Sequence[str]] = {
    "context": ("Context and Problem Statement", "Context"),
    "drivers": ("Decision Drivers", "Drivers"),
    "options": ("Considered Options", "Options"),
    "outcome": ("Decision Outcome", "Decision"),
    "consequences": ("Consequences", "Positive Consequences"),
    "confirmation": ("Confirmation", "Validation"),
    "pros_and_cons": ("Pros and Cons of the Options",),
    "more_information": ("More Information", "Links"),
}
"""The sections of a record, in their order, by their headings; the first is the one that is written."""
UNDER_OUTCOME = ("consequences", "confirmation")
FACTS: Mapping[str, Sequence[str]] = {
    "status": ("status",),
    "decided_on": ("date",),
    "deciders": ("decision-makers", "deciders"),
    "consulted": ("consulted",),
    "informed": ("informed",),
}
"""What stands in the front matter, or in a list under the title; the first name is the one that is written."""
PEOPLE = ("deciders", "consulted", "informed")
_NAMES = {heading.casefold(): name for name, headings in SECTIONS.items() for heading in headings} | {
    "status": "status"
}


@dataclass(frozen=True, slots=True)
class _Section:
    """Lines from its heading to what comes after it; `name` is empty for one that MADR does not know."""

    name: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Fact:
    """An entry of the front matter or of the list under the title, with its lines."""

    value: str
    start: int
    end: int


class Madr:
    """A document, read. Everything is empty that it does not say."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines(keepends=True)

    @cached_property
    def title(self) -> str:
        return next((title for level, title, _ in self.headings if level == 1), "")

    @property
    def status(self) -> AdrStatus:
        """The word that its status begins with; one that says nothing we know is a proposal."""
        word = re.match(r"\w*", self.status_words.casefold())
        return AdrStatus(word[0]) if word and word[0] in set(AdrStatus) else AdrStatus.PROPOSED

    @property
    def status_words(self) -> str:
        return self._fact("status") or self._section_text("status")

    @property
    def decided_on(self) -> date | None:
        found = re.match(r"\d{4}-\d{2}-\d{2}", self._fact("decided_on"))
        try:
            return date.fromisoformat(found[0]) if found else None
        except ValueError:
            return None

    def people(self, fact: str) -> tuple[str, ...]:
        """Who decided, was consulted or informed."""
        return tuple(_split(self._fact(fact)))

    def section(self, name: str) -> str:
        return self._section_text(name)

    @cached_property
    def parts(self) -> Mapping[str, str | tuple[str, ...]]:
        """The people and the sections, by their names."""
        return {name: self.people(name) for name in PEOPLE} | {name: self.section(name) for name in SECTIONS}

    @property
    def is_decision(self) -> bool:
        """Whether it has a title and anything that only a decision record has."""
        return bool(self.title) and bool({section.name for section in self.sections} - {""} or self._fact("status"))

    @cached_property
    def front_end(self) -> int:
        """The line after the front matter; 0 where there is none."""
        if not self.lines or self.lines[0].strip("\ufeff \r\n") != "---":
            return 0
        return next((n + 1 for n, line in enumerate(self.lines) if n and line.strip() == "---"), 0)

    @cached_property
    def headings(self) -> list[tuple[int, str, int]]:
        """Level, words and line of each heading outside of code."""
        found, fence = [], ""
        for place, line in enumerate(self.lines[self.front_end :], start=self.front_end):
            mark = _FENCE.match(line)
            if mark and (not fence or line.strip().startswith(fence)):
                fence = "" if fence else mark[1]
            level, words = (0, "") if fence else _read_heading(line)
            if level:
                found.append((level, words, place))
        return found

    @cached_property
    def sections(self) -> list[_Section]:
        named = [(level, _NAMES.get(words.casefold(), ""), place) for level, words, place in self.headings]
        ends = [*(place for _, _, place in named), len(self.lines)]
        return [
            _Section(name, level, place, ends[_after(named, at)])
            for at, (level, name, place) in enumerate(named)
            if level > 1
        ]

    @cached_property
    def facts(self) -> Mapping[str, _Fact]:
        found: dict[str, _Fact] = {}
        for key, fact in (*self._front_entries(), *self._bullets()):
            name = next((name for name, keys in FACTS.items() if key.casefold() in keys), "")
            if name:
                found.setdefault(name, fact)
        return found

    def _front_entries(self) -> Iterator[tuple[str, _Fact]]:
        place, last = 1, self.front_end - 1
        while place < last:
            entry = _read_entry(self.lines[place])
            end = place + 1
            while end < last and re.match(r"\s+\S|\s*-\s", self.lines[end]):
                end += 1
            if entry:
                rest = [line.strip().removeprefix("-").strip() for line in self.lines[place + 1 : end]]
                value = entry[1] if not rest else f"[{', '.join(filter(None, (entry[1], *rest)))}]"
                yield entry[0], _Fact(value, place, end)
            place = end

    def _bullets(self) -> Iterator[tuple[str, _Fact]]:
        """The list between the title and the first section, as records had it before the front matter."""
        first = next((place for level, _, place in self.headings if level > 1), len(self.lines))
        for place in range(self.front_end, first):
            line = self.lines[place]
            bullet = _read_entry(line[2:].lstrip(" ")) if line.startswith(("* ", "- ")) else None
            if bullet:
                yield bullet[0], _Fact(bullet[1], place, place + 1)

    def _fact(self, name: str) -> str:
        return _unquote(self.facts[name].value) if name in self.facts else ""

    def _section_text(self, name: str) -> str:
        found = self.find_section(name)
        return "".join(self.lines[found.start + 1 : found.end]).strip() if found else ""

    def find_section(self, name: str) -> _Section | None:
        return next((section for section in self.sections if section.name == name), None)


def revise_madr(text: str, changes: Mapping[str, str | Sequence[str]]) -> str:
    """The document with these of its title, facts and sections changed; a list is of people. Empty takes one out."""
    for name, value in changes.items():
        document = Madr(text)
        if name == "title":
            text = _set_title(document, str(value))
        elif name in FACTS:
            text = _set_fact(document, name, value if isinstance(value, str) else _join(value))
        else:
            text = _set_section(document, name, str(value))
    return text


def name_madr(number: int, title: str) -> str:
    """The file that a record is kept in: 0007-use-files.md."""
    words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")[:60].strip("-")
    return f"{number:04}-{words}.md" if words else f"{number:04}.md"


def _set_title(document: Madr, title: str) -> str:
    place = next((place for level, _, place in document.headings if level == 1), None)
    heading = f"# {title}\n"
    if place is None:
        return _spliced(document, document.front_end, document.front_end, [heading, "\n"])
    return _spliced(document, place, place + 1, [heading])


def _set_fact(document: Madr, name: str, value: str) -> str:
    fact, key = document.facts.get(name), FACTS[name][0]
    section = document.find_section("status") if name == "status" else None
    if fact is None and section is not None:
        return _spliced(document, section.start + 1, section.end, ["\n", f"{value}\n", "\n"])
    if fact is None:
        return _with_entry(document, f"{key}: {_quote(value)}\n") if value else document.text
    if not value:
        return _spliced(document, fact.start, fact.end, [])
    written = document.lines[fact.start]
    head = written[: written.index(":") + 1]
    shown = _quote(value) if fact.start < document.front_end else value
    return _spliced(document, fact.start, fact.end, [f"{head} {shown}\n"])


def _with_entry(document: Madr, line: str) -> str:
    if document.front_end:
        return _spliced(document, document.front_end - 1, document.front_end - 1, [line])
    return _spliced(document, 0, 0, ["---\n", line, "---\n", "\n"])


def _set_section(document: Madr, name: str, value: str) -> str:
    body = [f"{line}\n" for line in value.strip().splitlines()]
    found = document.find_section(name)
    if found is not None:
        if not body:
            return _spliced(document, found.start, found.end, [])
        return _spliced(document, found.start + 1, found.end, ["\n", *body, "\n"])
    if not body:
        return document.text
    place = _place_of(document, name)
    is_under = name in UNDER_OUTCOME and document.find_section("outcome") is not None
    above = [] if place == 0 or not document.lines[place - 1].strip() else ["\n"]
    heading = f"{'###' if is_under else '##'} {SECTIONS[name][0]}\n"
    return _spliced(document, place, place, [*above, heading, "\n", *body, "\n"])


def _place_of(document: Madr, name: str) -> int:
    """After the sections that come before it, or else before the first of the others."""
    order = list(SECTIONS)
    before = [each for each in document.sections if each.name in order and order.index(each.name) < order.index(name)]
    if before:
        return max(each.end for each in before)
    after = [each.start for each in document.sections if each.name in order]
    return min(after, default=len(document.lines))


def _spliced(document: Madr, start: int, end: int, lines: Sequence[str]) -> str:
    """The document with some lines in the place of others, in its own line ends."""
    ending = "\r\n" if document.lines and document.lines[0].endswith("\r\n") else "\n"
    above = "".join(document.lines[:start])
    if above and not above.endswith(("\n", "\r")) and lines:
        above += ending
    return above + "".join(line.replace("\n", ending) for line in lines) + "".join(document.lines[end:])


def _read_heading(line: str) -> tuple[int, str]:
    """Its level, from 1 to 6, and words; 0 for a line that is none."""
    line = line.strip("\ufeff \t\r\n")
    words = line.lstrip("#")
    level = len(line) - len(words)
    if not 1 <= level <= 6 or words[:1] not in (" ", "\t"):
        return 0, ""
    words = words.strip()
    open_end = words.rstrip("#")
    return level, open_end.rstrip() if open_end[-1:].isspace() or not open_end else words


def _read_entry(line: str) -> tuple[str, str] | None:
    """The key and value of `key: value`."""
    key, colon, value = line.partition(":")
    return (key.rstrip(), value.strip()) if colon and key[:1].isalpha() else None


def _after(named: Sequence[tuple[int, str, int]], at: int) -> int:
    """The next heading that is not below this one, or that begins a section of its own."""
    level = named[at][0]
    following = range(at + 1, len(named))
    return next((place for place in following if named[place][0] <= level or named[place][1]), len(named))


def _quote(value: str) -> str:
    """As YAML reads it back."""
    is_list = value.startswith("[") and value.endswith("]")
    return value if is_list or _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        try:
            return str(json.loads(value))
        except ValueError:
            return value[1:-1]
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _join(people: Sequence[str]) -> str:
    """Names with commas between, or as a list where a name has one of its own."""
    if all(_PLAIN.fullmatch(name) and "," not in name for name in people):
        return ", ".join(people)
    return f"[{', '.join(json.dumps(name, ensure_ascii=False) for name in people)}]"


def _split(value: str) -> Iterator[str]:
    inner = value[1:-1] if value.startswith("[") and value.endswith("]") else value
    for quoted in re.finditer(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'|[^,]+', inner):
        name = _unquote(quoted[0])
        if name:
            yield name
