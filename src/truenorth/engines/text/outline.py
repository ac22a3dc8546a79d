"""Markdown as headings with the lists under them. Source of the syntax: https://spec.commonmark.org."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_BOX = re.compile(r"\[([ xX])\]\s*")
_PROGRESS = re.compile(r"progress\s*:\s*(.+)", re.IGNORECASE)
_ISSUE = re.compile(r"\s*\(\s*#\d+\s*\)")


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its own words, whether its box is ticked (None: no box), the items under it."""

    text: str
    line: int
    is_ticked: bool | None
    is_struck: bool
    reference: str | None
    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the list items under it; the title is empty for what stands before the first heading."""

    title: str
    line: int
    path: tuple[str, ...]
    is_struck: bool
    reference: str | None
    progress: str | None
    items: tuple[Item, ...]
    has_text: bool
    has_children: bool


def read_outline(markdown: str) -> list[Section]:
    """Sections in the order of the text. A first-level heading that is alone is the document's title.

    >>> before, section = read_outline("# A\\n- [x] b\\n")
    >>> section.title, section.items[0].text, section.items[0].is_ticked
    ('A', 'b', True)
    """
    tree = SyntaxTreeNode(MarkdownIt("commonmark").enable("strikethrough").parse(markdown))
    groups = _groups(tree)
    levels = [_level(heading) for heading, _ in groups]
    title_level = 1 if levels.count(1) == 1 and len([level for level in levels if level]) > 1 else 0
    sections: list[Section] = []
    above: list[tuple[int, str]] = []
    for place, (heading, body) in enumerate(groups):
        level = levels[place]
        above = [(depth, title) for depth, title in above if depth < level]
        has_children = place + 1 < len(groups) and levels[place + 1] > level
        path = tuple(title for _, title in above)
        sections.append(_section(heading, body, path, has_children=has_children))
        if level > title_level:
            above.append((level, sections[-1].title))
    return sections


def _groups(tree: SyntaxTreeNode) -> list[tuple[SyntaxTreeNode | None, list[SyntaxTreeNode]]]:
    groups: list[tuple[SyntaxTreeNode | None, list[SyntaxTreeNode]]] = [(None, [])]
    for node in tree.children:
        if node.type == "heading":
            groups.append((node, []))
        elif node.type != "hr":
            groups[-1][1].append(node)
    return groups


def _level(heading: SyntaxTreeNode | None) -> int:
    return int(heading.tag[1:]) if heading else 0


def _section(
    heading: SyntaxTreeNode | None, body: list[SyntaxTreeNode], path: tuple[str, ...], *, has_children: bool
) -> Section:
    words = _inline(heading) if heading else []
    texts = [_words(_inline(node)) for node in body if node.type == "paragraph"]
    stated = [found[1] for text in texts if (found := _PROGRESS.match(text))]
    links = [link for node in body if node.type == "paragraph" if (link := _link(_inline(node)))]
    return Section(
        title=_ISSUE.sub("", _words(words)).strip(),
        line=_line(heading) if heading else 1,
        path=path,
        is_struck=_is_struck(words),
        reference=_link(words) or (links[0] if links else None),
        progress=stated[0] if stated else None,
        items=tuple(item for node in body if node.type.endswith("_list") for item in _items(node)),
        has_text=bool(texts),
        has_children=has_children,
    )


def _items(node: SyntaxTreeNode) -> Iterator[Item]:
    if _is_contents(node):
        return
    for child in node.children:
        words = [token for part in child.children if part.type == "paragraph" for token in _inline(part)]
        nested = tuple(item for part in child.children if part.type.endswith("_list") for item in _items(part))
        text = _words(words)
        box = _BOX.match(text)
        yield Item(
            text=_ISSUE.sub("", text[box.end() :] if box else text).strip(),
            line=_line(child),
            is_ticked=box[1] != " " if box else None,
            is_struck=_is_struck(words),
            reference=_link(words),
            items=nested,
        )


def _is_contents(node: SyntaxTreeNode) -> bool:
    links = [_link(_inline(part)) for child in node.children for part in child.children if part.type == "paragraph"]
    return bool(links) and all(link is not None and link.startswith("#") for link in links)


def _inline(node: SyntaxTreeNode) -> list[Token]:
    return [token for inline in node.children if inline.token for token in inline.token.children or []]


def _words(tokens: list[Token]) -> str:
    pieces = [" " if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens]
    return " ".join("".join(pieces).split())


def _link(tokens: list[Token]) -> str | None:
    targets = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    return targets[0] if targets else None


def _is_struck(tokens: list[Token]) -> bool:
    shown = [token for token in tokens if _BOX.sub("", token.content + " ").strip() or token.nesting]
    return len(shown) > 1 and shown[0].type == "s_open" and shown[-1].type == "s_close"


def _line(node: SyntaxTreeNode) -> int:
    return node.map[0] + 1 if node.map else 1
