"""What an importer is, and the one that most are: a table whose rows become records of one kind."""

import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.db import transaction

from truenorth.domains.graph.models import Record
from truenorth.domains.graph.registry import kind_of
from truenorth.domains.graph.selectors import find_known_ids
from truenorth.domains.graph.services import draft_records, save_drafts
from truenorth.domains.kit.tables import BadRow, Row, Table
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.rules import Role
from truenorth.edges.imports.errors import RowLeftOut, RowRefused
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.mapping import Field, resolve_mapping

R = TypeVar("R", bound=Record)

BATCH = 1_000
BATCH_CHARACTERS = 8_000_000
LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Something an importer must be told beside the file: a command-line flag and a form field of this name."""

    name: str
    help: str
    is_required: bool = False


class Importer(ABC):
    """One kind of file. It lives for one run: `run` reads `self.job` and writes through services.

    An importer that `is_staged` commits batch by batch, and all of it comes in sight at the end. The others run in
    one transaction, which a dry run takes back.
    """

    source: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    accepts: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt", ".csv.gz")
    writer: ClassVar[Role] = Role.EDITOR
    options: ClassVar[tuple[Option, ...]] = ()
    fields: ClassVar[tuple[Field, ...]] = ()
    is_staged: ClassVar[bool] = False

    def __init__(self, job: Job) -> None:
        self.job = job

    @classmethod
    def fields_for(cls, viewer: Member) -> tuple[Field, ...]:  # noqa: ARG003 - some fields are a workspace's own
        return cls.fields

    @abstractmethod
    def run(self) -> None: ...


@dataclass(frozen=True, slots=True)
class ReadRow:
    number: int
    external_id: str
    values: Mapping[str, Any]


class TableImporter(Importer, Generic[R]):
    """Rows of a table as records of one kind, known again by their id in the source or else by their content.

    A field named `external_id` is that id. `read_row` gets the cells that `pick_cells` took, by field name.
    """

    model: type[R]
    is_staged: ClassVar[bool] = True

    @abstractmethod
    def read_row(self, cells: Mapping[str, str]) -> Mapping[str, Any]:
        """The values of one record; raises `RowRefused` for a cell that cannot be read, or `RowLeftOut`."""

    def open_table(self) -> Table:
        return self.job.read_table()

    def count_rows(self) -> int:
        """How many rows the table has, counted before it is opened."""
        return self.job.count_rows()

    def pick_cells(self, row: Row, mapping: Mapping[str, str]) -> dict[str, str]:
        return {field: row.cells[column] for field, column in mapping.items()}

    def prepare_batch(self, rows: Sequence[ReadRow]) -> Sequence[Mapping[str, Any]]:
        """The values of a batch's new rows, in order; a place to look up or make what they refer to."""
        return [row.values for row in rows]

    def accept(self, drafts: Sequence[R]) -> None:
        """A batch's good records, saved unless it is a dry run."""

    def save(self, drafts: Sequence[R]) -> Sequence[R]:
        return save_drafts(self.model, actor=self.job.actor, drafts=drafts)

    def run(self) -> None:
        progress = self.job.progress
        progress.expect(self.count_rows)
        table = self.open_table()
        mapping = self.map_columns(table)
        self.job.report.mapping = mapping
        for batch in _batches(self.read_rows(progress.follow(table.rows), mapping)):
            with transaction.atomic():
                self._write(batch)
        progress.tell()

    def map_columns(self, table: Table) -> dict[str, str]:
        return resolve_mapping(self.fields_for(self.job.actor), table.columns, self.job.mapping)

    def read_rows(self, rows: Iterator[Row | BadRow], mapping: Mapping[str, str]) -> Iterator[ReadRow]:
        seen: set[str] = set()
        repeats: Counter[str] = Counter()
        for row in rows:
            if isinstance(row, BadRow):
                self.job.reject(row.number, row.column, row.message)
                continue
            cells = self.pick_cells(row, mapping)
            try:
                external_id = identify_row(cells, seen, repeats)
                values = self.read_row(cells)
            except RowLeftOut as reason:
                self.job.count(f"{reason}, left out")
                continue
            except RowRefused as refusal:
                self.job.reject(row.number, refusal.field, refusal.message)
                continue
            seen.add(external_id)
            self.job.show(values)
            yield ReadRow(row.number, external_id, {**values, "external_id": external_id})

    def _write(self, batch: Sequence[ReadRow]) -> None:
        kind = kind_of(self.model).name
        known = find_known_ids(self.job.actor, kind=kind, external_ids=[row.external_id for row in batch])
        new = [row for row in batch if row.external_id not in known]
        self.job.report.unchanged += len(batch) - len(new)
        drafts, problems = draft_records(self.model, actor=self.job.actor, rows=self.prepare_batch(new))
        for index, fields in sorted(problems.items()):
            self.job.reject_fields(new[index].number, fields)
        self.job.report.created += len(drafts)
        if drafts:
            self.accept(drafts if self.job.is_dry_run else self.save(drafts))


def _batches(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    """At most a thousand rows at once, and fewer where they are long, so that no batch fills the memory."""
    batch: list[ReadRow] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row.values.values() if isinstance(value, str))
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def identify_row(cells: Mapping[str, str], seen: set[str], repeats: Counter[str]) -> str:
    """The row's own id; without one, a digest of its content and how often that content came before."""
    given = cells.get("external_id", "").strip()
    if len(given) > LONGEST_ID:
        raise RowRefused("external_id", f"An id has at most {LONGEST_ID} characters.")
    if given in seen:
        raise RowRefused("external_id", f"An earlier row has the id {given!r} too.")
    if given:
        return given
    content = "\x1f".join(f"{name}\x1e{cell}" for name, cell in sorted(cells.items()))
    digest = hashlib.sha256(content.encode()).hexdigest()[:40]
    repeats[digest] += 1
    return f"sha256:{digest}" + (f"#{repeats[digest]}" if repeats[digest] > 1 else "")
