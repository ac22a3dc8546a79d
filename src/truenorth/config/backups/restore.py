"""Putting a backup back: unpacked and checked beside the data first, then swapped in.

Once the marker READY stands, the restore is decided: whoever starts next on this folder finishes it, so that a
crash leaves either the old data or the new, never parts of both.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from truenorth.config.backups.archive import MANIFEST, Manifest, unpack_backup
from truenorth.config.backups.errors import (
    BackupOfOtherDatabase,
    BackupUnreadable,
    FolderNotEmpty,
    ServerInTheWay,
)
from truenorth.config.backups.folder import PASSING, REPLACED, STAGED, holding, is_sqlite
from truenorth.domains.kit.errors import DomainError

READY = "READY"
MOVING_IN = "MOVING-IN"
SERVER_LETS_GO_WITHIN_SECONDS = 30


def restore_backup(file: Path, data_dir: Path, *, database: str, force: bool) -> Manifest:
    """Replace what the folder and its database hold. A server that runs on it stops, waits, and goes on."""
    if not force and _holds_data(data_dir, database):
        raise FolderNotEmpty(f"{data_dir} or its database holds data already; --force replaces it.")
    data_dir.mkdir(parents=True, exist_ok=True)
    staged = data_dir / STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(mode=0o700)
    try:
        manifest = unpack_backup(file, staged)
        _check(manifest, staged, database)
        (staged / MANIFEST).write_text(manifest.model_dump_json())
    except DomainError:
        shutil.rmtree(staged)
        raise
    _decide(staged)
    try:
        with holding(data_dir, patience_seconds=SERVER_LETS_GO_WITHIN_SECONDS):
            finish_restore(data_dir)
    except BlockingIOError:
        shutil.rmtree(staged)
        raise ServerInTheWay from None
    return manifest


def is_restore_waiting(data_dir: Path) -> bool:
    return any((data_dir / STAGED / marker).exists() for marker in (READY, MOVING_IN))


def finish_restore(data_dir: Path) -> None:
    """Carry out what was decided, from wherever it stopped. The caller holds the folder."""
    staged, replaced = data_dir / STAGED, data_dir / REPLACED
    if (staged / READY).exists():
        _load_database(staged)
        replaced.mkdir(exist_ok=True)
        for entry in data_dir.iterdir():
            if entry.name not in PASSING:
                entry.rename(replaced / entry.name)
        (staged / READY).rename(staged / MOVING_IN)
    if (staged / MOVING_IN).exists():
        for entry in (staged / "data").glob("*"):
            entry.rename(data_dir / entry.name)
        (staged / MOVING_IN).unlink()
        shutil.rmtree(staged)
        shutil.rmtree(replaced, ignore_errors=True)


def _load_database(staged: Path) -> None:
    tables = staged / "database"
    if not tables.exists():
        return
    from truenorth.config.backups.postgresql import load_tables

    manifest = Manifest.model_validate_json((staged / MANIFEST).read_text())
    try:
        load_tables(tables, migrations=manifest.migrations, columns=manifest.columns)
    except DomainError:
        shutil.rmtree(staged)
        raise
    tables.rename(staged / "loaded")


def _decide(staged: Path) -> None:
    """Everything on disk first, then the marker."""
    os.sync()
    (staged / READY).touch()
    folder = os.open(staged, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _check(manifest: Manifest, staged: Path, database: str) -> None:
    if manifest.database != database:
        raise BackupOfOtherDatabase(f"It holds a {manifest.database} database; this installation uses {database}.")
    for path in (staged / "data").rglob("*"):
        if path.is_file() and is_sqlite(path):
            with closing(sqlite3.connect(path)) as copy:
                [(verdict,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
            if verdict != "ok":
                raise BackupUnreadable(f"{path.name} is damaged: {verdict}")


def _holds_data(data_dir: Path, database: str) -> bool:
    if data_dir.exists() and any(entry.name not in {*PASSING, "secret-key"} for entry in data_dir.iterdir()):
        return True
    if database != "postgresql":
        return False
    from truenorth.config.backups.postgresql import list_tables

    return bool(list_tables())
