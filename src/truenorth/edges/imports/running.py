"""One import from start to end. The page and the command line both come through here."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from truenorth.domains.graph.services import (
    discard_import,
    finish_import,
    importing,
    open_import,
    undo_import,
)
from truenorth.domains.kit.tables import UNLIMITED, Limits
from truenorth.domains.workspace.models import ImportRun, Member
from truenorth.domains.workspace.policies import require_role
from truenorth.edges.imports.errors import OptionsRefused, RunMissing
from truenorth.edges.imports.importers import Importer
from truenorth.edges.imports.jobs import Job, Report
from truenorth.edges.imports.progress import Progress
from truenorth.edges.imports.registry import get_importer


def run_import(
    *,
    actor: Member,
    source: str,
    file: BinaryIO,
    file_name: str,
    mapping: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    dry_run: bool = False,
    limits: Limits = UNLIMITED,
    progress_key: UUID | None = None,
) -> Report:
    """Bring a file in, all of it or nothing; a dry run reads and checks the same and writes nothing.

    Meanwhile `find_progress` tells the actor under `progress_key` how far it is.
    """
    importer = get_importer(source)
    require_role(actor, importer.writer)
    _check_options(importer, options or {})
    report = Report(source=source, file_name=file_name, dry_run=dry_run)
    job = Job(
        actor=actor,
        file=file,
        file_name=file_name,
        mapping=mapping or {},
        options=options or {},
        limits=limits,
        report=report,
        progress=Progress(actor, progress_key),
    )
    with contextlib.closing(job.progress), _run_under(importer, job):
        importer(job).run()
    return report


def list_runs(viewer: Member) -> QuerySet[ImportRun]:
    return (
        ImportRun.objects.filter(workspace=viewer.workspace)
        .select_related("actor__user")
        .order_by("-created_at", "-id")
    )


def get_run(viewer: Member, run_id: UUID) -> ImportRun:
    run = list_runs(viewer).filter(pk=run_id).first()
    if run is None:
        raise RunMissing
    return run


def undo_run(*, actor: Member, run_id: UUID) -> ImportRun:
    """Take back everything that a run brought, as whoever may bring such files in."""
    run = get_run(actor, run_id)
    require_role(actor, get_importer(run.source).writer)
    undo_import(run, actor=actor)
    return get_run(actor, run_id)


def _check_options(importer: type[Importer], options: Mapping[str, str]) -> None:
    known = {option.name for option in importer.options}
    problems = {name: "There is no such option for this import." for name in options if name not in known}
    for option in importer.options:
        if option.is_required and not options.get(option.name):
            problems[option.name] = f"Say it: {option.help}"
    if problems:
        raise OptionsRefused(fields=problems)


@contextlib.contextmanager
def _run_under(importer: type[Importer], job: Job) -> Iterator[None]:
    if not importer.is_staged:
        with transaction.atomic():
            yield from _open_and_finish(job, is_staged=False)
            if job.is_dry_run:
                transaction.set_rollback(True)
        job.report.run_id = None if job.is_dry_run else job.report.run_id
    elif job.is_dry_run:
        yield
    else:
        yield from _open_and_finish(job, is_staged=True)


def _open_and_finish(job: Job, *, is_staged: bool) -> Iterator[None]:
    run = open_import(actor=job.actor, source=job.report.source, file_name=job.file_name)
    job.report.run_id = run.id
    is_whole = False
    try:
        with importing(run, is_staged=is_staged):
            yield
        counts = job.report
        finish_import(run, created=counts.created, unchanged=counts.unchanged, rejected=counts.rejected)
        is_whole = True
    finally:
        if is_staged and not is_whole:
            discard_import(run)
