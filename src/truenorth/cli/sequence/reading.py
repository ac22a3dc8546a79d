"""A file's rows as items; whatever cannot be read is refused by row and column."""

import json
import re
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from truenorth.cli.tables import Row, Table, TableRefused, read_table
from truenorth.engines.sequencing import Item, SequencingRefused, Team

_BETWEEN_IDS = re.compile(r"[;,\s]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The file, and what is said beside it."""

    file: Path
    capacities: Sequence[str]
    absences: Sequence[str]
    previous: Path | None


@dataclass(frozen=True, slots=True)
class Read:
    """The items, the teams, the order before, and the row of each item."""

    items: list[Item]
    teams: list[Team]
    previous: list[str]
    rows: dict[str, Row]

    @contextmanager
    def naming_rows(self) -> Iterator[None]:
        """A refusal inside names the item's row instead of its id."""
        try:
            yield
        except SequencingRefused as refusal:
            row = self.rows.get(refusal.item or "")
            if row is None:
                raise
            raise type(refusal)(refusal.reason, field=refusal.field, item=row.name) from refusal


def read_items(asked: Asked) -> Read:
    """Read the file and what is said beside it. Raises TableRefused."""
    table = read_table(asked.file)
    for name in ("id", "weight", "duration"):
        table.find(name)
    rows = _rows_by_id(table)
    return Read(
        items=[_item(id_, row, rows) for id_, row in rows.items()],
        teams=_teams(asked),
        previous=[] if asked.previous is None else _order(asked.previous),
        rows=rows,
    )


def _rows_by_id(table: Table) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for row in table.rows:
        before = rows.setdefault(id_ := row.filled("id"), row)
        if before is not row:
            raise TableRefused(f"{id_!r} stands in {before.name} already", field="id", item=row.name)
    return rows


def _item(id_: str, row: Row, known: Container[str]) -> Item:
    release = _optional(row, "release")
    return Item(
        id=id_,
        weight=_number(row, "weight"),
        duration=_number(row, "duration"),
        after=_ids(row.cells.get("after", ""), known),
        team=row.cells.get("team", ""),
        release=0.0 if release is None else release,
        deadline=_optional(row, "deadline"),
        spread=_spread(row),
    )


def _ids(cell: str, known: Container[str]) -> tuple[str, ...]:
    """Ids between semicolons, commas or spaces; where ids hold spaces themselves, between semicolons."""
    if cell in known:
        return (cell,)
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    if all(part in known for part in parts):
        return tuple(parts)
    return tuple(part for part in _BETWEEN_IDS.split(cell) if part)


def _spread(row: Row) -> tuple[float, float] | None:
    low, high = _optional(row, "duration_low"), _optional(row, "duration_high")
    if low is None and high is None:
        return None
    if low is None or high is None:
        said = "is empty, and the other end of the range is not"
        raise TableRefused(said, field="duration_low" if low is None else "duration_high", item=row.name)
    return low, high


def _optional(row: Row, key: str) -> float | None:
    return _number(row, key) if row.cells.get(key) else None


def _number(row: Row, key: str) -> float:
    return _as_number(row.filled(key), field=key, item=row.name)


def _as_number(text: str, *, field: str, item: str | None) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise TableRefused(f"{text!r} is not a number", field=field, item=item) from error


def _teams(asked: Asked) -> list[Team]:
    capacities: dict[str, int] = {}
    absences: dict[str, list[tuple[float, float]]] = {}
    for text in asked.capacities:
        name, _, count = text.rpartition("=")
        if not count.isdecimal():
            raise TableRefused(f"must be TEAM=COUNT, not {text!r}", field="--capacity")
        capacities[name] = int(count)
    for text in asked.absences:
        name, _, span = text.rpartition("=")
        ends = span.split("..")
        if len(ends) != 2:
            raise TableRefused(f"must be TEAM=FROM..TO, not {text!r}", field="--away")
        away, back = (_as_number(end, field="--away", item=None) for end in ends)
        absences.setdefault(name, []).append((away, back))
    return [Team(name, capacities.get(name, 1), tuple(absences.get(name, ()))) for name in {**capacities, **absences}]


def _order(file: Path) -> list[str]:
    try:
        order = json.loads(file.read_text(encoding="utf-8"))["order"]
    except (ValueError, KeyError, TypeError) as error:
        raise TableRefused("holds no plan as --json prints it", field="--previous") from error
    if not (isinstance(order, list) and all(isinstance(each, str) for each in order)):
        raise TableRefused("holds no order of ids", field="--previous")
    return order
