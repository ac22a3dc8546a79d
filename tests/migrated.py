"""A migrated database: made once a session, the way an installation makes its own, and copied from then on.

A copy is checked like any installation that starts: migrations it lacks are applied to it.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

PREPARE = "from truenorth.cli.context import prepare; prepare()"
DATABASE = "truenorth_migrated"
FILE = "truenorth.sqlite3"
MEMORY = "file:truenorth?mode=memory&cache=shared"

if "MIGRATED_DIR" not in os.environ:  # the workers of a parallel run find it set
    os.environ["MIGRATED_DIR"] = tempfile.mkdtemp(prefix="truenorth-migrated-")
FOLDER = Path(os.environ["MIGRATED_DIR"])


def migrated_folder(folder: Path) -> Path:
    """Make a data folder in which a server or a command need not migrate first."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_file(), folder / FILE)
    return folder


def migrated_template(server_url: str) -> str:
    """The name of the database on this PostgreSQL that others are made of."""
    from tests.postgresql import create_database

    def make() -> None:
        _prepare(FOLDER / "postgresql", DATABASE_URL=create_database(server_url, DATABASE))

    _once("postgresql", make)
    return DATABASE


@contextmanager
def beginning_migrated(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let the test database that Django is about to make begin as a copy."""
    wanted = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        wanted["TEMPLATE"] = migrated_template(os.environ["DATABASE_URL"])
        yield
        return
    wanted["NAME"] = MEMORY
    with closing(sqlite3.connect(MEMORY, uri=True)) as memory:  # which lives for as long as somebody is connected
        with closing(sqlite3.connect(_file())) as file:
            file.backup(memory)
        yield


def _file() -> Path:
    _once("sqlite", lambda: _prepare(FOLDER / "sqlite", DATABASE_URL=""))
    return FOLDER / "sqlite" / FILE


def _prepare(folder: Path, **environment: str) -> None:
    environment = {**os.environ, "TRUENORTH_DATA_DIR": str(folder), **environment}
    subprocess.run([sys.executable, "-c", PREPARE], env=environment, check=True)


def _once(name: str, make: Callable[[], None]) -> None:
    """Whoever comes first makes it; the others wait."""
    path = FOLDER / f"{name}.lock"
    with path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.stat().st_size:
            make()
            lock.write("made")
