"""One import under way: what it reads, and what it has to say when it is done."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import UUID

from truenorth.domains.kit.tables import UNLIMITED, Limits, Table, count_rows, open_text, read_table
from truenorth.domains.kit.tables.errors import FieldTooLong
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.progress import Progress

ERRORS_LISTED = 1_000
SAMPLED_ROWS = 5


@dataclass(frozen=True, slots=True)
class RowError:
    row: int
    field: str
    message: str


@dataclass(slots=True, kw_only=True)
class Report:
    """What an import did or, on a dry run, would do. `errors` lists the first thousand; `rejected` counts rows.

    `answer` is what the file itself says where it says something, as the command line prints it.
    """

    source: str
    file_name: str
    dry_run: bool
    run_id: UUID | None = None
    columns: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    created: int = 0
    unchanged: int = 0
    rejected: int = 0
    errors: list[RowError] = field(default_factory=list)
    sample: list[dict[str, str]] = field(default_factory=list)
    detail: dict[str, object] = field(default_factory=dict)
    answer: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Job:
    """An importer's hold on its file, its options, the person it acts for, the report, and how far it is."""

    actor: Member
    file: BinaryIO
    file_name: str
    mapping: Mapping[str, str]
    options: Mapping[str, str]
    limits: Limits = UNLIMITED
    report: Report
    progress: Progress

    @property
    def is_dry_run(self) -> bool:
        return self.report.dry_run

    def read_table(self, *, gathers_repeats: bool = False) -> Table:
        """The file as rows, from its start; the report learns its columns."""
        table = read_table(self.file, limits=self.limits, gathers_repeats=gathers_repeats)
        self.report.columns = list(table.columns)
        return table

    def count_rows(self) -> int:
        return count_rows(self.file, limits=self.limits)

    def read_text(self, *, longest: int) -> str:
        """The whole file as text, refused when it has more than `longest` characters."""
        with open_text(self.file, limits=self.limits) as text:
            read = text.read(longest + 1)
        if len(read) > longest:
            detail = f"It has more than {longest:,} characters."
            raise FieldTooLong(detail, fields={"file": detail})
        return io.IncrementalNewlineDecoder(None, translate=True).decode(read, final=True)

    def reject(self, row: int, field: str, message: str) -> None:
        """One row that stays out, for one reason."""
        self.report.rejected += 1
        self._list_error(row, field, message)

    def reject_fields(self, row: int, fields: Mapping[str, str]) -> None:
        """One row that stays out, for what is wrong with each of these fields."""
        self.report.rejected += 1
        for name, message in fields.items():
            self._list_error(row, name, message)

    def remark(self, row: int, field: str, message: str) -> None:
        """Something of a row that stays out, while the row itself comes in."""
        self._list_error(row, field, message)

    def count(self, what: str, number: int = 1) -> None:
        """What else the import met or brought, under a name that the report shows."""
        so_far = self.report.detail.get(what, 0)
        if number:
            self.report.detail[what] = number + (so_far if isinstance(so_far, int) else 0)

    def show(self, values: Mapping[str, object]) -> None:
        """Keep what was read of the first rows, so that a dry run can be judged by eye."""
        if len(self.report.sample) < SAMPLED_ROWS:
            filled = {name: value for name, value in values.items() if value not in (None, "", [], {})}
            self.report.sample.append({name: str(value)[:200] for name, value in filled.items()})

    def _list_error(self, row: int, field: str, message: str) -> None:
        if len(self.report.errors) < ERRORS_LISTED:
            self.report.errors.append(RowError(row, field, message))
