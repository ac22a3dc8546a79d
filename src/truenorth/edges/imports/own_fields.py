"""Fields that a workspace gave its initiatives, filled from columns of their names."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from truenorth.domains.roadmap.rules import Definition, FieldKind, FieldRefused, FieldValue, read_value
from truenorth.domains.roadmap.selectors import list_fields
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.cells import read_number
from truenorth.edges.imports.dates import DateReader
from truenorth.edges.imports.errors import RowRefused
from truenorth.edges.imports.mapping import Field
from truenorth.edges.imports.people import People

PREFIX = "field."


class OwnFields:
    """`field.KEY` is the field of that key; a column named as its key or its label fills it."""

    def __init__(self, viewer: Member) -> None:
        self._fields = list(list_fields(viewer))
        self._definitions = {f"{PREFIX}{field.key}": field.definition for field in self._fields}

    def as_fields(self, columns: Mapping[str, Sequence[str]]) -> tuple[Field, ...]:
        """As fields of an import; `columns` are further headings of columns by the key that they fill."""
        return tuple(
            Field(name=f"{PREFIX}{field.key}", label=field.label, aliases=(field.key, *columns.get(field.key, ())))
            for field in self._fields
        )

    def has(self, key: str) -> bool:
        return f"{PREFIX}{key}" in self._definitions

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of those that hold days."""
        return tuple(name for name, each in self._definitions.items() if each.kind is FieldKind.DATE)

    def read(self, cells: Mapping[str, str], *, dates: DateReader, people: People) -> dict[str, FieldValue]:
        """The values of one row by the keys of their fields; raises `RowRefused` for one that does not fit."""
        filled = {name: cells[name].strip() for name in self._definitions if cells.get(name, "").strip()}
        return {
            name.removeprefix(PREFIX): _read(name, self._definitions[name], cell, dates, people)
            for name, cell in filled.items()
        }


def _read(name: str, definition: Definition, cell: str, dates: DateReader, people: People) -> FieldValue:
    value: object = cell
    known = frozenset[UUID]()
    match definition.kind:
        case FieldKind.NUMBER:
            value = read_number(name, cell)
        case FieldKind.DATE:
            day = dates.read(name, cell)
            value = day.isoformat() if day else None
        case FieldKind.SELECT:
            value = next((option for option in definition.options if option.casefold() == cell.casefold()), cell)
        case FieldKind.PERSON:
            found = people.find(cell)
            value, known = (str(found), frozenset({found})) if found else (cell, known)
        case FieldKind.TEXT:
            value = ", ".join(filter(None, map(str.strip, cell.splitlines())))
    try:
        return read_value(definition, value, people=known)
    except FieldRefused as refusal:
        raise RowRefused(name, f"{cell[:60]!r}: {refusal}") from None
