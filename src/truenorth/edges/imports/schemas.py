from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from truenorth.domains.kit.schemas import SchemaIn
from truenorth.domains.workspace.schemas import PersonOut


class ImportIn(SchemaIn):
    """Sent as JSON in the form field `options`, beside the file."""

    mapping: dict[str, str] = Field(default_factory=dict, description="Field → column, where the names do not say it.")
    dry_run: bool = False
    options: dict[str, str] = Field(default_factory=dict, description="What this importer must be told.")
    progress_key: UUID | None = Field(None, description="A new UUID, under which to ask meanwhile how far it is.")


class ProgressIn(SchemaIn):
    key: UUID = Field(description="The `progress_key` that the import was asked for with.")


class ProgressOut(Schema):
    """`total` is null while the rows are not counted, and where no import of yours is under way with this key."""

    done: int
    total: int | None


class RowErrorOut(Schema):
    row: int
    field: str
    message: str


class ReportOut(Schema):
    run_id: UUID | None
    source: str
    file_name: str
    dry_run: bool
    columns: list[str]
    mapping: dict[str, str]
    created: int
    unchanged: int
    rejected: int
    errors: list[RowErrorOut]
    sample: list[dict[str, str]]
    detail: dict[str, object]


class RunOut(Schema):
    id: UUID
    source: str
    file_name: str
    actor: PersonOut
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    created_count: int
    unchanged_count: int
    rejected_count: int


class ImportFieldOut(Schema):
    name: str
    label: str
    is_required: bool


class ImportOptionOut(Schema):
    name: str
    help: str
    is_required: bool


class SourceOut(Schema):
    """One importer, as the page offers it."""

    source: str
    label: str
    help: str
    accepts: list[str]
    fields: list[ImportFieldOut]
    options: list[ImportOptionOut]
