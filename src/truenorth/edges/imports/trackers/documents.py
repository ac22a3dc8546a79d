"""Exports in JSON: read within bounds, and laid flat into rows."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn

from truenorth.domains.kit.tables import Table, name_columns, read_row
from truenorth.edges.imports.errors import TrackerUnreadable
from truenorth.edges.imports.jobs import Job

LONGEST_DOCUMENT = 100_000_000
NAMES = ("name", "title", "login", "fullName", "text", "url")
Value = dict[str, "Value"] | list["Value"] | str | bool | None
"""What JSON holds; numbers stay as they are written."""
_BLANKS = re.compile(r"\s*")


def read_documents(job: Job) -> list[Value]:
    """The documents of a file, one after another, as command-line tools write page after page."""
    text = job.read_text(longest=LONGEST_DOCUMENT)
    decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    documents: list[Value] = []
    place = _after_blanks(text, 0)
    try:
        while place < len(text):
            document, place = decoder.raw_decode(text, place)
            documents.append(document)
            place = _after_blanks(text, place)
    except RecursionError:
        refuse("It is nested too deeply.")
    except json.JSONDecodeError as error:
        refuse(f"Line {error.lineno}, column {error.colno}: {error.msg}.")
    return documents


def refuse(problem: str) -> NoReturn:
    raise TrackerUnreadable(problem, fields={"file": problem}) from None


def list_items(documents: Sequence[Value], name: str) -> list[dict[str, Value]]:
    """The items of all documents: of the lists that they are, or have under this name. What is no object is empty."""
    found: list[Value] = []
    for document in documents:
        value = document.get(name, document) if isinstance(document, dict) else document
        found += value if isinstance(value, list) else [value]
    return [each if isinstance(each, dict) else {} for each in found]


def lay_flat(item: Mapping[str, Value]) -> dict[str, str]:
    """One item as cells: a list has a line for each of its parts, and what has a name goes by its name."""
    return {key: as_text(value) for key, value in item.items()}


def as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_as_name, value)))
    return _as_name(value)


def text_at(value: Value, *path: str) -> str:
    """The text at a path; empty where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return as_text(value)


def items_in(value: Value, *path: str) -> list[dict[str, Value]]:
    """The objects in the list at a path; whatever else lies there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def as_table(rows: Sequence[Mapping[str, str]]) -> Table:
    """Flat rows under the columns that any of them has."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns = name_columns(keys)
    read = (read_row(number, columns, [row.get(key, "") for key in keys]) for number, row in enumerate(rows, start=1))
    return Table(tuple(dict.fromkeys(columns)), read)


def _as_name(value: Value) -> str:
    if isinstance(value, dict):
        return next((name for key in NAMES if isinstance(name := value.get(key), str) and name), "")
    return value if isinstance(value, str) else ""


def _after_blanks(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    return found.end() if found else place


def _refuse_constant(name: str) -> NoReturn:
    refuse(f"{name} is no number.")
