from collections.abc import Mapping
from typing import BinaryIO, cast
from uuid import UUID

from ninja import File, Form, Query, Router, UploadedFile
from pydantic import ValidationError

from truenorth.domains.graph.routes import REFUSALS
from truenorth.domains.kit.pagination import Page, PageIn
from truenorth.domains.kit.settings import settings
from truenorth.domains.kit.tables import Limits
from truenorth.domains.workspace.auth import MemberRequest
from truenorth.domains.workspace.models import ImportRun, Member
from truenorth.edges.imports import running
from truenorth.edges.imports.errors import OptionsRefused
from truenorth.edges.imports.importers import Importer
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.progress import RowsDone, find_progress
from truenorth.edges.imports.registry import IMPORTERS
from truenorth.edges.imports.schemas import ImportIn, ProgressIn, ProgressOut, ReportOut, RunOut, SourceOut

UNPACKED_PER_UPLOAD = 10
UNPACKED_RATIO = 100

router = Router(tags=["imports"])


@router.get("", response={200: Page[RunOut]} | REFUSALS, operation_id="list_imports")
def list_imports(request: MemberRequest, page: Query[PageIn]) -> dict[str, object]:
    runs = running.list_runs(request.member)
    return {"items": runs[page.offset : page.offset + page.limit], "total": runs.count()}


@router.get("/sources", response={200: list[SourceOut]} | REFUSALS, operation_id="list_import_sources")
def list_sources(request: MemberRequest) -> list[Mapping[str, object]]:
    return [_describe(importer, request.member) for importer in IMPORTERS]


@router.get("/progress", response={200: ProgressOut} | REFUSALS, operation_id="get_import_progress")
def get_progress(request: MemberRequest, query: Query[ProgressIn]) -> RowsDone:
    """How many rows an import or a dry run of yours has behind it, while it runs."""
    return find_progress(request.member, query.key)


@router.post("/{source}", response={200: ReportOut} | REFUSALS, operation_id="import_file")
def import_file(request: MemberRequest, source: str, file: File[UploadedFile], options: Form[str] = "{}") -> Report:
    """Bring a file in, or see on a dry run what that would do. `options` is JSON."""
    wanted = _parse(options)
    return running.run_import(
        actor=request.member,
        source=source,
        file=cast("BinaryIO", file.file),
        file_name=file.name or "",
        mapping=wanted.mapping,
        options=wanted.options,
        dry_run=wanted.dry_run,
        limits=_limits(),
        progress_key=wanted.progress_key,
    )


@router.post("/{uuid:run_id}/undo", response={200: RunOut} | REFUSALS, operation_id="undo_import")
def undo_import(request: MemberRequest, run_id: UUID) -> ImportRun:
    return running.undo_run(actor=request.member, run_id=run_id)


def _describe(importer: type[Importer], viewer: Member) -> Mapping[str, object]:
    own = {name: getattr(importer, name) for name in ("source", "label", "help", "accepts", "options")}
    return {**own, "fields": importer.fields_for(viewer)}


def _parse(options: str) -> ImportIn:
    try:
        return ImportIn.model_validate_json(options)
    except ValidationError as error:
        problems = {".".join(("options", *map(str, e["loc"]))): e["msg"] for e in error.errors()}
        raise OptionsRefused(fields=problems) from None


def _limits() -> Limits:
    return Limits(unpacked_bytes=UNPACKED_PER_UPLOAD * settings().max_upload_mb * 1024**2, ratio=UNPACKED_RATIO)
