"""Which column fills which field: said by the caller, or known by its usual names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from truenorth.edges.imports.errors import ColumnsMissing, MappingRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the record that a column may fill. `aliases` are other usual names of such a column."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


def resolve_mapping(fields: Sequence[Field], columns: Sequence[str], explicit: Mapping[str, str]) -> dict[str, str]:
    """Field → column. What the caller says wins; an empty column leaves a field out."""
    _refuse_unknown(fields, columns, explicit)
    spelled = {_plain(column): column for column in reversed(columns)}
    mapping: dict[str, str] = {}
    for field in fields:
        column = explicit.get(field.name)
        if column is None:
            usual = (spelled.get(_plain(name)) for name in (field.name, field.label, *field.aliases))
            column = next((name for name in usual if name and name not in explicit.values()), "")
        if column:
            mapping[field.name] = column
    _refuse_missing(fields, columns, mapping)
    return mapping


def _refuse_unknown(fields: Sequence[Field], columns: Sequence[str], explicit: Mapping[str, str]) -> None:
    names = [field.name for field in fields]
    problems = {
        f"mapping.{name}": f"There is no field {name!r}; the fields are {', '.join(names)}."
        for name in explicit
        if name not in names
    } | {
        f"mapping.{name}": f"There is no column {column!r}; the columns are {_listed(columns)}."
        for name, column in explicit.items()
        if name in names and column and column not in columns
    }
    if problems:
        raise MappingRefused(fields=problems, extra={"columns": list(columns)})


def _refuse_missing(fields: Sequence[Field], columns: Sequence[str], mapping: Mapping[str, str]) -> None:
    missing = {
        f"mapping.{field.name}": f"No column for {field.label}; the columns are {_listed(columns)}."
        for field in fields
        if field.is_required and field.name not in mapping
    }
    if missing:
        raise ColumnsMissing(fields=missing, extra={"columns": list(columns), "mapping": dict(mapping)})


def _listed(columns: Sequence[str]) -> str:
    shown = ", ".join(column[:60] for column in columns[:20])
    return f"{shown} and {len(columns) - 20} more" if len(columns) > 20 else shown


def _plain(name: str) -> str:
    return re.sub(r"[^\w]|_", "", name.casefold())
