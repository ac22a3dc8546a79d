"""Objectives and key results from the Markdown that teams keep them in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from truenorth.engines.text.errors import MarkdownRefused
from truenorth.engines.text.outline import Item, Section, read_outline
from truenorth.engines.text.phrases import Phrase, read_phrase, read_progress

_KEY_RESULTS_HEADING = re.compile(r"(?:key[\s-]+results?|krs?|results)\s*:?", re.IGNORECASE)
_OBJECTIVE_LABEL = re.compile(
    r"(?:objective|o)\s*#?\d*(?:\.\d+)*\s*[:.\u2013\u2014-]\s+\S.*", re.IGNORECASE | re.DOTALL
)
_KEY_RESULT_LABEL = re.compile(
    r"(?:key[\s-]+result|kr)\s*#?\d*(?:\.\d+)*\s*[:.\u2013\u2014-]\s+\S.*", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class ParsedKeyResult:
    """A key result as it is written.

    `progress` is 0.0 to 1.0 where stated (a ticked box is 1.0); `baseline` and `target` are the words as they
    stand (`"20 %"`); `parts` are the items nested under it; `line` is one-based.
    """

    title: str
    line: int
    owner: str | None = None
    priority: str | None = None
    baseline: str | None = None
    target: str | None = None
    progress: float | None = None
    is_done: bool | None = None
    is_dropped: bool = False
    reference: str | None = None
    parts: tuple["ParsedKeyResult", ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedObjective:
    """An objective as it is written; `path` holds the headings above it, outermost first."""

    title: str
    line: int
    path: tuple[str, ...] = ()
    owner: str | None = None
    priority: str | None = None
    progress: float | None = None
    is_dropped: bool = False
    reference: str | None = None
    key_results: tuple[ParsedKeyResult, ...] = ()


def parse_okrs(markdown: str) -> list[ParsedObjective]:
    """Objectives in the order of the text, each with its key results.

    Two habits are read. A heading is an objective and the list under it holds its key results (boxes, `[P0]`
    tags, `KR 1:` labels or plain items); or headings are areas, an item that holds a list is an objective and
    the nested items are its key results. A heading with nothing under it is an objective without key results.
    Lists of links into the page (tables of contents) are passed over.

    Raises MarkdownRefused when no objective is found.

    >>> objective = parse_okrs('''# 2026 Q1
    ... ## Make the first week count (Olga)
    ... - [x] Ship the checklist [P0][APPS]
    ... - Raise week-four retention from 20 % to 23 % (60 %)
    ... ''')[0]
    >>> objective.title, objective.owner, len(objective.key_results)
    ('Make the first week count', 'Olga', 2)
    >>> first, second = objective.key_results
    >>> first.title, first.priority, first.owner, first.progress
    ('Ship the checklist', 'P0', 'APPS', 1.0)
    >>> second.title, second.baseline, second.target, second.progress
    ('Raise week-four retention from 20 % to 23 %', '20 %', '23 %', 0.6)
    """
    sections = _merge_key_result_headings(read_outline(markdown))
    nests = any(_is_nest(item) for section in sections if not _marked(section) for item in section.items)
    objectives = [found for section in sections for found in _objectives(section, nests_are_objectives=nests)]
    if not objectives:
        raise MarkdownRefused("no objective in it: expected headings or a list with nested key results")
    return objectives


def _merge_key_result_headings(sections: list[Section]) -> list[Section]:
    """`### Key results` under an objective holds that objective's list."""
    merged: list[Section] = []
    for section in sections:
        if merged and section.title and _KEY_RESULTS_HEADING.fullmatch(section.title):
            above = merged[-1]
            merged[-1] = replace(above, items=above.items + section.items, has_children=False)
        else:
            merged.append(section)
    return merged


def _objectives(section: Section, *, nests_are_objectives: bool) -> Iterator[ParsedObjective]:
    if not section.items:
        if section.title and not section.has_text and not section.has_children:
            yield _objective_of_heading(section)
        return
    labelled = any(_OBJECTIVE_LABEL.fullmatch(item.text) for item in section.items)
    items_are_results = _marked(section) or not nests_are_objectives
    if section.title and items_are_results and not labelled:
        yield _objective_of_heading(section)
        return
    path = (*section.path, read_phrase(section.title).title) if section.title else section.path
    for item in section.items:
        yield _objective_of_item(item, path)


def _objective_of_heading(section: Section) -> ParsedObjective:
    phrase = read_phrase(section.title)
    return ParsedObjective(
        title=phrase.title,
        line=section.line,
        path=tuple(read_phrase(title).title for title in section.path),
        owner=phrase.owner,
        priority=phrase.priority,
        progress=phrase.progress if section.progress is None else read_progress(section.progress),
        is_dropped=section.is_struck,
        reference=section.reference,
        key_results=tuple(_key_result(item) for item in section.items),
    )


def _objective_of_item(item: Item, path: tuple[str, ...]) -> ParsedObjective:
    phrase = read_phrase(item.text)
    return ParsedObjective(
        title=phrase.title,
        line=item.line,
        path=path,
        owner=phrase.owner,
        priority=phrase.priority,
        progress=_progress(item, phrase),
        is_dropped=item.is_struck,
        reference=item.reference,
        key_results=tuple(_key_result(part) for part in item.items),
    )


def _key_result(item: Item) -> ParsedKeyResult:
    phrase = read_phrase(item.text)
    return ParsedKeyResult(
        title=phrase.title,
        line=item.line,
        owner=phrase.owner,
        priority=phrase.priority,
        baseline=phrase.baseline,
        target=phrase.target,
        progress=_progress(item, phrase),
        is_done=item.is_ticked,
        is_dropped=item.is_struck,
        reference=item.reference,
        parts=tuple(_key_result(part) for part in item.items),
    )


def _progress(item: Item, phrase: Phrase) -> float | None:
    return 1.0 if item.is_ticked and phrase.progress is None else phrase.progress


def _marked(section: Section) -> bool:
    """Whether the items are written as key results: a box, a priority or a label."""
    return any(
        item.is_ticked is not None or _KEY_RESULT_LABEL.fullmatch(item.text) or read_phrase(item.text).priority
        for item in section.items
    )


def _is_nest(item: Item) -> bool:
    return bool(item.items) and item.is_ticked is None
