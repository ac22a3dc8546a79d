"""The documents of a YAML file as plain dictionaries, lists and texts, read so that no file can harm the reader.

Every scalar stays the text that was written, whatever its tag: no date, no number, no object. What a bomb needs is
refused: aliases, which stand for more than they say, nesting beyond reason, and more documents or values than that.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias, cast

import yaml

DEEPEST = 40
DOCUMENTS_AT_MOST = 10_000
VALUES_AT_MOST = 200_000
FASTEST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)

Value: TypeAlias = "str | list[Value] | dict[str, Value]"


class YamlRefused(ValueError):
    """The file asks for something that is not read from it; `line` is where."""

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class _Unusable(ValueError):
    """One document says something that has no meaning here."""

    def __init__(self, reason: str, *, line: int) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


class Document(NamedTuple):
    """One document and the line it begins at; `problem` says why it cannot be read."""

    line: int
    value: Value
    problem: str = ""


def read_documents(text: str) -> Iterator[Document]:
    """The documents of a file that are not empty. One that is broken spoils no other. Raises YamlRefused."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise YamlRefused("It is not UTF-8 text.", line=1 + text.count("\n", 0, error.start)) from None
    starts = [0, *(found.start() for found in _DOCUMENT.finditer(text) if found.start()), len(text)]
    if len(starts) > DOCUMENTS_AT_MOST:
        raise YamlRefused(f"It holds more than {DOCUMENTS_AT_MOST:,} documents.", line=1)
    line = 1
    for start, end in pairwise(starts):
        part = text[start:end]
        try:
            value = _Reader(part, line).read()
        except (yaml.YAMLError, _Unusable) as error:
            if "nesting depth" in str(error):  # the parser's own limit, a thousand
                raise YamlRefused(f"It is nested more than {DEEPEST} deep.", line=line) from error
            yield Document(line, "", _words(error, line))
        else:
            if value:
                yield Document(line, value)
        line += part.count("\n")


class _Reader:
    """One document, from the parser's events to values, without the parser's own idea of either."""

    def __init__(self, text: str, first_line: int) -> None:
        self.events = yaml.parse(text, Loader=FASTEST)
        self.first_line = first_line
        self.nodes = 0

    def read(self) -> Value:
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                return self._value(event, depth=0)
        return ""

    def _value(self, event: yaml.NodeEvent, *, depth: int) -> Value:
        self.nodes += 1
        if isinstance(event, yaml.AliasEvent):
            raise self._refusal(event, f"Aliases are not read: write out what *{event.anchor} stands for.")
        if depth > DEEPEST:
            raise self._refusal(event, f"It is nested more than {DEEPEST} deep.")
        if self.nodes > VALUES_AT_MOST:
            raise self._refusal(event, f"It holds more than {VALUES_AT_MOST:,} values.")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(depth)
        return str(getattr(event, "value", ""))

    def _list(self, depth: int) -> Value:
        found: list[Value] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, depth=depth + 1))
        return found

    def _mapping(self, depth: int) -> Value:
        found: dict[str, Value] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, depth=depth + 1)
            value = self._value(self._next(), depth=depth + 1)
            if not isinstance(key, str):
                raise _Unusable("a key is a text", line=self._line(event))
            if key in found:
                raise _Unusable(f"the key {key[:60]!r} stands there twice", line=self._line(event))
            found[key] = value
        return found

    def _next(self) -> yaml.NodeEvent:
        """The parser never ends inside of a value; what it ends one with is a node event to nobody but the type."""
        return cast("yaml.NodeEvent", next(self.events))

    def _line(self, event: yaml.NodeEvent) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def _refusal(self, event: yaml.NodeEvent, reason: str) -> YamlRefused:
        return YamlRefused(reason, line=self._line(event))


def _words(error: "yaml.YAMLError | _Unusable", first_line: int) -> str:
    """What is wrong with a document, and where in the file."""
    if isinstance(error, _Unusable):
        return f"Line {error.line}: {error.reason}."
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "it is no YAML"
    return f"Line {first_line + mark.line}: {reason}." if mark else f"{reason}."
