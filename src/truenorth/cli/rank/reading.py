"""A file's rows as candidates; whatever cannot be read is refused by row and column."""

import csv
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from truenorth.engines.ranking import (
    MODELS,
    Candidate,
    Column,
    FormulaRefused,
    Model,
    RankingRefused,
    check_rating,
    custom_model,
    parse_unit,
)

IDS = ("id", "key", "issue_key")
_UNIT = re.compile(r"\[([^\]]+)\]\s*$")


class FileRefused(RankingRefused):
    """A file that is no table of ratings."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The file, and which of its columns are what."""

    file: Path
    model: str
    raters: str | None
    id: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; its number is the one that a spreadsheet shows."""

    number: int
    cells: dict[str, str]

    @property
    def name(self) -> str:
        return f"row {self.number}"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns by their keys (as formulas name them), with their units, and rows."""

    columns: dict[str, Column]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Read:
    """The candidates, the model, the row where each candidate begins, and what was read in words."""

    candidates: list[Candidate]
    model: Model
    first_rows: dict[str, Row]
    words: str

    @contextmanager
    def naming_rows(self) -> Iterator[None]:
        """A refusal inside names the candidate's row instead of its id."""
        try:
            yield
        except RankingRefused as refusal:
            row = self.first_rows.get(refusal.item or "")
            if row is None:
                raise
            raise type(refusal)(refusal.reason, field=refusal.field, item=row.name) from refusal


def read_candidates(asked: Asked) -> Read:
    """Read the file by the model asked for. Raises RankingRefused."""
    table = _read_table(asked.file)
    model = _find_model(asked.model, table)
    id_key = _find_column(table, asked.id) if asked.id else _find_id(table)
    raters_key = _find_column(table, asked.raters) if asked.raters else None
    for column in model.columns:
        _find_column(table, column.key)
    ratings = _Ratings(model, id_key, _key(asked.title), raters_key)
    for row in table.rows:
        ratings.take(row)
    by = f" by {len(ratings.raters):,} raters" if raters_key else ""
    words = f"{len(ratings.by_id):,} items from {len(table.rows):,} rows{by} of {asked.file.name}."
    return Read(ratings.candidates(), model, ratings.first_rows, words)


class _Ratings:
    """Ratings gathered row by row."""

    def __init__(self, model: Model, id_key: str, title_key: str, raters_key: str | None) -> None:
        self.model, self.id_key, self.title_key, self.raters_key = model, id_key, title_key, raters_key
        self.by_id: dict[str, dict[str, list[float]]] = {}
        self.titles: dict[str, str] = {}
        self.first_rows: dict[str, Row] = {}
        self.raters: set[str] = set()
        self._seen: dict[tuple[str, str], Row] = {}

    def take(self, row: Row) -> None:
        id_ = self._cell(row, self.id_key)
        rater = self._cell(row, self.raters_key) if self.raters_key else ""
        self._refuse_repeat(row, id_, rater)
        ratings = self.by_id.setdefault(id_, {column.key: [] for column in self.model.columns})
        self.first_rows.setdefault(id_, row)
        self.titles[id_] = self.titles.get(id_) or row.cells.get(self.title_key, "")
        for column in self.model.columns:
            if row.cells[column.key] or not self.raters_key:
                ratings[column.key].append(self._number(row, column))

    def candidates(self) -> list[Candidate]:
        return [Candidate(id_, self.titles[id_] or id_, ratings) for id_, ratings in self.by_id.items()]

    def _cell(self, row: Row, key: str) -> str:
        if not row.cells[key]:
            raise FileRefused("is empty", field=key, item=row.name)
        return row.cells[key]

    def _number(self, row: Row, column: Column) -> float:
        text = self._cell(row, column.key)
        try:
            number = column.read(text)
        except RankingRefused as refusal:
            raise type(refusal)(refusal.reason, field=column.key, item=row.name) from refusal
        check_rating(number, column, self.model, item=row.name)
        return number

    def _refuse_repeat(self, row: Row, id_: str, rater: str) -> None:
        before = self._seen.setdefault((id_, rater), row)
        if before is not row:
            again = f"{id_!r} stands in {before.name} already"
            hint = f", rated by {rater!r} there too" if rater else "; --raters-column says who rated"
            raise FileRefused(again + hint, field=self.id_key, item=row.name)
        self.raters.add(rater)


def _read_table(file: Path) -> Table:
    lines = csv.reader(io.StringIO(text := _text(file), newline=""), delimiter=_delimiter(text), strict=True)
    try:
        filled = [(number, cells) for number, cells in enumerate(lines, start=1) if any(map(str.strip, cells))]
    except csv.Error as error:
        raise FileRefused(f"is not CSV: {error}", field="file", item=f"line {lines.line_num}") from error
    if not filled:
        raise FileRefused("is empty", field="file")
    columns = _columns(filled[0][1])
    rows = [_row(number, cells, columns) for number, cells in filled[1:]]
    if not rows:
        raise FileRefused("has a header and no rows", field="file")
    return Table(columns, rows)


def _text(file: Path) -> str:
    try:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(f"is not UTF-8 text at byte {error.start:,}", field="file") from error
    except (OSError, EOFError) as error:
        raise FileRefused(f"cannot be unpacked: {error}", field="file") from error


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _columns(header: Sequence[str]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for place, name in enumerate(header, start=1):
        unit = _UNIT.search(name)
        label = _UNIT.sub("", name).strip()
        key = _key(label) or f"column_{place}"
        if key in columns:
            raise FileRefused("stands twice in the header", field=key, item="row 1")
        columns[key] = Column(key, label, scale=None, unit=parse_unit(unit[1]) if unit else None)
    return columns


def _row(number: int, cells: Sequence[str], columns: dict[str, Column]) -> Row:
    if len(cells) != len(columns):
        raise FileRefused(f"has {len(cells)} cells, the header {len(columns)}", field="file", item=f"row {number}")
    return Row(number, dict(zip(columns, map(str.strip, cells), strict=True)))


def _find_model(asked: str, table: Table) -> Model:
    if (name := _key(asked)) in MODELS:
        return MODELS[name]
    formula = asked.lower()
    model = custom_model(formula, table.columns.values())
    for column in model.columns:
        if column.key not in table.columns:
            place = re.search(rf"\b{column.key}\b", formula)
            what = f"names {column.key!r}, and there is neither such a model ({', '.join(MODELS)}) nor such a column"
            raise FormulaRefused(f"{what} ({_names(table)})", position=place.start() + 1 if place else 1)
    return model


def _find_id(table: Table) -> str:
    for key in IDS:
        if key in table.columns:
            return key
    raise FileRefused(f"is not in the header, which has {_names(table)}; --id-column names another", field="id")


def _find_column(table: Table, name: str) -> str:
    if (key := _key(name)) not in table.columns:
        raise FileRefused(f"is not in the header, which has {_names(table)}", field=name)
    return key


def _names(table: Table) -> str:
    return ", ".join(table.columns)


def _key(name: str) -> str:
    """A header as formulas write it: small letters, _ for whatever is not a letter or a digit."""
    return re.sub(r"\W+", "_", name.strip().lower()).strip("_")
