"""Fields of one's own: what a value of each kind looks like, and the conditions by which lists are narrowed down."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

FieldValue = str | float
OWN = "field."
"""Before the key of a field of one's own, where fields of either sort are named."""
FIELD_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
FIELDS_AT_MOST = 50
OPTIONS_AT_MOST = 200
LONGEST_TEXT = 1_000
LONGEST_URL = 2_000
LARGEST_NUMBER = 1e15


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SELECT = "select"
    PERSON = "person"
    URL = "url"


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EMPTY = "empty"
    FILLED = "filled"


OPERATORS: Mapping[FieldKind, frozenset[Operator]] = {
    kind: frozenset({Operator.IS, Operator.IS_NOT, Operator.EMPTY, Operator.FILLED, *more})
    for kind, more in {
        FieldKind.TEXT: [Operator.CONTAINS],
        FieldKind.NUMBER: [Operator.AT_LEAST, Operator.AT_MOST],
        FieldKind.DATE: [Operator.AT_LEAST, Operator.AT_MOST],
        FieldKind.SELECT: [],
        FieldKind.PERSON: [],
        FieldKind.URL: [Operator.CONTAINS],
    }.items()
}
TAKES_NO_VALUE = (Operator.EMPTY, Operator.FILLED)


@dataclass(frozen=True, slots=True)
class Definition:
    key: str
    kind: FieldKind
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a field of an item must be like; the value is as `read_value` gives it."""

    key: str
    operator: Operator
    value: FieldValue | None = None


class FieldRefused(ValueError):
    """A value or a condition does not fit its field; the text says why."""


def read_value(definition: Definition, value: object, *, people: frozenset[UUID] = frozenset()) -> FieldValue:
    """A value as it is kept: numbers as numbers, days as ISO dates, people by their ids. Raises FieldRefused."""
    match definition.kind:
        case FieldKind.NUMBER:
            return _read_number(value)
        case FieldKind.DATE:
            return _read_date(value)
        case FieldKind.PERSON:
            return _read_person(value, people)
        case FieldKind.URL:
            return _read_url(value)
        case FieldKind.SELECT:
            return _read_option(value, definition.options)
        case FieldKind.TEXT:
            return _read_text(value)


def read_condition(text: str, definitions: Mapping[str, Definition], *, people: frozenset[UUID]) -> Condition:
    """A condition from `key:operator:value`, such as `tier:is:gold` or `tier:empty`. Raises FieldRefused."""
    key, _, rest = text.partition(":")
    operator, _, value = rest.partition(":")
    definition = definitions.get(key)
    if definition is None:
        raise FieldRefused(f"There is no field {key[:60]!r}.")
    known = OPERATORS[definition.kind]
    if operator not in known:
        raise FieldRefused(f"{key} takes {', '.join(sorted(known))}; not {operator[:40]!r}.")
    if operator in TAKES_NO_VALUE:
        return Condition(key, Operator(operator))
    given: object = _as_number(value) if definition.kind is FieldKind.NUMBER else value
    if operator == Operator.CONTAINS:
        return Condition(key, Operator(operator), value)
    return Condition(key, Operator(operator), read_value(definition, given, people=people))


def _as_number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise FieldRefused("This is no text.")
    if len(value) > LONGEST_TEXT:
        raise FieldRefused(f"Use at most {LONGEST_TEXT:,} characters.")
    return value


def _read_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldRefused("This is no number.")
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise FieldRefused("This number is too large.")
    return float(value)


def _read_date(value: object) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 9000:
        raise FieldRefused("This is no date such as 2026-03-02.")
    return day.isoformat()


def _read_person(value: object, people: frozenset[UUID]) -> str:
    try:
        person = UUID(value) if isinstance(value, str) else None
    except ValueError:
        person = None
    if person is None or person not in people:
        raise FieldRefused("There is no such member in this workspace.")
    return str(person)


def _read_url(value: object) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) and len(value) <= LONGEST_URL else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise FieldRefused("This is no address such as https://example.org/page.")
    return str(value)


def _read_option(value: object, options: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in options:
        raise FieldRefused(f"Choose one of: {', '.join(options)}.")
    return value
