"""Is this installation well, and if not, what mends it?"""

import platform
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer

from truenorth import __version__
from truenorth.cli.context import prepare, start_django
from truenorth.domains.kit.settings import Settings, settings, variable_of

app = typer.Typer()

LEAST_FREE_BYTES = 1024**3
GRANT = "Give this user the right to write there, or set TRUENORTH_DATA_DIR."
MAKE_ROOM = "Make room: writes fail when the disk is full."
BUILD = "Run `make install`, or install a wheel."
REACH = "See that it runs and that DATABASE_URL is right; `truenorth restore` puts a backup back."
APPLY = "Any command but this one applies them: start the server."
PASSWORD_IN_URL = re.compile(r"(?<=:)[^:@/]+(?=@)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the examination. `mend` says what to do; where it is empty, nothing is wrong."""

    about: str
    says: str
    mend: str = ""


@app.command()
def doctor() -> None:
    """Examine the installation, and say how to mend what is wrong with it."""
    given = settings()
    is_new = not given.data_dir.exists() or not any(given.data_dir.iterdir())
    findings = [*_examine_machine(), *_examine_settings(given)]
    folder = _examine_folder(given.data_dir)
    findings += folder
    if not any(finding.mend == GRANT for finding in folder):
        findings += _examine_database(is_new=is_new)
    for finding in findings:
        typer.echo(f"{'!!' if finding.mend else 'ok'}  {finding.about:<14}{finding.says}")
        if finding.mend:
            typer.echo(f"    {'':<14}{finding.mend}")
    wrong = sum(bool(finding.mend) for finding in findings)
    typer.echo("All is well." if not wrong else f"{wrong} to mend.")
    raise typer.Exit(int(wrong > 0))


def _examine_machine() -> Iterator[Finding]:
    import django

    yield Finding("truenorth", f"{__version__}, Django {django.__version__}, Python {platform.python_version()}")
    is_built = (Path(__file__).resolve().parents[1] / "page/index.html").exists()
    yield Finding("page", "built" if is_built else "not built", "" if is_built else BUILD)


def _examine_folder(folder: Path) -> list[Finding]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".doctor").touch()
        (folder / ".doctor").unlink()
    except OSError as error:
        return [Finding("data folder", f"{folder}: {error.strerror}", GRANT)]
    free = shutil.disk_usage(folder).free
    mend = MAKE_ROOM if free < LEAST_FREE_BYTES else ""
    return [Finding("data folder", str(folder)), Finding("free disk", f"{free / 1024**3:.1f} GiB", mend)]


def _examine_settings(given: Settings) -> Iterator[Finding]:
    for name, value in given.model_dump().items():
        if name in given.model_fields_set and name != "data_dir":
            yield Finding("setting", f"{variable_of(name)}={_masked(name, str(value))}")


def _masked(name: str, value: str) -> str:
    return "****" if name == "secret_key" and value else PASSWORD_IN_URL.sub("****", value)


def _examine_database(*, is_new: bool) -> Iterator[Finding]:
    start_django()
    from django.db import DatabaseError, connection

    from truenorth.config.migrations import pending_migrations

    try:
        if is_new:
            prepare()
        yield Finding("database", _describe_database())
        pending = pending_migrations()
    except DatabaseError as error:
        reason = " ".join(str(error).split())
        yield Finding("database", f"{connection.vendor}: {reason}", REACH)
        return
    mend = APPLY if pending else ""
    yield Finding("migrations", f"{len(pending)} pending" if pending else "all applied", mend)
    yield from _examine_parts()


def _describe_database() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            (version,) = cursor.fetchone()
            cursor.execute("PRAGMA journal_mode")
            (mode,) = cursor.fetchone()
            return f"SQLite {version}, journal mode {mode}"
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone()
        return f"PostgreSQL {version}"


def _examine_parts() -> Iterator[Finding]:
    from django.conf import settings as django_settings

    from truenorth.domains.kit import queue
    from truenorth.domains.kit.event_stores import list_event_stores

    alive = "alive" if queue.is_worker_alive() else "not running (it runs under `truenorth serve`)"
    queue.discover(django_settings.INSTALLED_APPS)
    known = ", ".join(name.rpartition(".")[2] for name in queue.list_tasks())
    yield Finding("worker", f"{alive}, {queue.pending_count()} tasks wait; it knows {known}")
    yield Finding("event store", ", ".join(list_event_stores()) or "none yet")
