"""A file's rows as candidates; whatever cannot be read is refused by row and column."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from truenorth.cli.tables import UNIT, Row, Table, TableRefused, key_of, read_table
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


@dataclass(frozen=True, slots=True)
class Asked:
    """The file, and which of its columns are what."""

    file: Path
    model: str
    raters: str | None
    id: str | None
    title: str


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
    """Read the file by the model asked for. Raises RankingRefused or TableRefused."""
    table = read_table(asked.file)
    model = _find_model(asked.model, table)
    id_key = table.find(asked.id) if asked.id else _find_id(table)
    raters_key = table.find(asked.raters) if asked.raters else None
    for column in model.columns:
        table.find(column.key)
    ratings = _Ratings(model, id_key, key_of(asked.title), raters_key)
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
        id_ = row.filled(self.id_key)
        rater = row.filled(self.raters_key) if self.raters_key else ""
        self._refuse_repeat(row, id_, rater)
        ratings = self.by_id.setdefault(id_, {column.key: [] for column in self.model.columns})
        self.first_rows.setdefault(id_, row)
        self.titles[id_] = self.titles.get(id_) or row.cells.get(self.title_key, "")
        for column in self.model.columns:
            if row.cells[column.key] or not self.raters_key:
                ratings[column.key].append(self._number(row, column))

    def candidates(self) -> list[Candidate]:
        return [Candidate(id_, self.titles[id_] or id_, ratings) for id_, ratings in self.by_id.items()]

    def _number(self, row: Row, column: Column) -> float:
        text = row.filled(column.key)
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
            raise TableRefused(again + hint, field=self.id_key, item=row.name)
        self.raters.add(rater)


def _column(key: str, header: str) -> Column:
    unit = UNIT.search(header)
    return Column(key, UNIT.sub("", header).strip(), scale=None, unit=parse_unit(unit[1]) if unit else None)


def _find_model(asked: str, table: Table) -> Model:
    if (name := key_of(asked)) in MODELS:
        return MODELS[name]
    formula = asked.lower()
    model = custom_model(formula, [_column(key, header) for key, header in table.headers.items()])
    for column in model.columns:
        if column.key not in table.headers:
            place = re.search(rf"\b{column.key}\b", formula)
            what = f"names {column.key!r}, and there is neither such a model ({', '.join(MODELS)}) nor such a column"
            raise FormulaRefused(f"{what} ({table.names})", position=place.start() + 1 if place else 1)
    return model


def _find_id(table: Table) -> str:
    for key in IDS:
        if key in table.headers:
            return key
    raise TableRefused(f"is not in the header, which has {table.names}; --id-column names another", field="id")
