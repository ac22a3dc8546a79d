"""The file itself: a zip of the data folder with a manifest that knows each part's checksum."""

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ValidationError

from truenorth import __version__
from truenorth.config.backups.errors import BackupFileTaken, BackupInside, BackupNewer, BackupUnreadable
from truenorth.config.backups.folder import is_sqlite, list_files
from truenorth.domains.kit import clock

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class Part(BaseModel):
    size: int
    sha256: str


class Manifest(BaseModel):
    format: int
    version: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]] = []
    columns: dict[str, list[str]] = {}
    """PostgreSQL only: the tables carried under database/, with their columns."""
    parts: dict[str, Part] = {}


class Writer:
    """Adds files to the archive and notes what they hold."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: dict[str, Part] = {}

    def add(self, name: str, source: IO[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as out:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        self.parts[name] = Part(size=size, sha256=digest.hexdigest())


def write_backup(data_dir: Path, target: Path, *, database: str) -> Manifest:
    """Write everything that the folder and its database hold; `target` appears only when it is whole."""
    if target.exists():
        raise BackupFileTaken(f"{target} exists already.")
    if data_dir.resolve() in target.resolve().parents:
        raise BackupInside
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            manifest = _write_parts(Writer(archive), data_dir, database)
            archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write_parts(writer: Writer, data_dir: Path, database: str) -> Manifest:
    """The database first: a file that came in later is no loss, a file that a row misses would be."""
    manifest = Manifest(format=FORMAT, version=__version__, made_at=clock.now().isoformat(), database=database)
    if database == "postgresql":
        from truenorth.config.backups.postgresql import dump_tables

        manifest.migrations, manifest.columns = dump_tables(writer.add)
    with _resting_event_stores(data_dir):
        files = list_files(data_dir)
        for path in sorted(files, key=lambda path: (not path.name.endswith(".sqlite3"), path)):
            _write_file(writer, data_dir, path)
    manifest.parts = writer.parts
    return manifest


@contextmanager
def _resting_event_stores(data_dir: Path) -> Iterator[None]:
    """No compaction meanwhile, so that all files that an event store's manifest names are there; events may come in."""
    from truenorth.engines.events.store.locking import store_lock

    with ExitStack() as held:
        for manifest in sorted(data_dir.glob("events/**/manifest.sqlite")):
            held.enter_context(store_lock(manifest.parent))
        yield


def _write_file(writer: Writer, data_dir: Path, path: Path) -> None:
    name = f"data/{path.as_posix()}"
    try:
        if is_sqlite(data_dir / path):
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "copy"
                _copy_sqlite(data_dir / path, copy)
                with copy.open("rb") as source:
                    writer.add(name, source)
        else:
            with (data_dir / path).open("rb") as source:
                writer.add(name, source)
    except FileNotFoundError:  # removed since the folder was listed
        return


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online copy: one consistent moment, whoever writes meanwhile."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def unpack_backup(file: Path, folder: Path) -> Manifest:
    """Unpack into a folder, holding every part against its checksum."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = Manifest.model_validate_json(archive.read(MANIFEST))
            if manifest.format > FORMAT:
                raise BackupNewer(f"It was made by version {manifest.version}; this is {__version__}.")
            for name, part in manifest.parts.items():
                _unpack_part(archive, name, part, folder)
    except FileNotFoundError:
        raise BackupUnreadable(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, KeyError, ValidationError, json.JSONDecodeError, EOFError, OSError) as error:
        raise BackupUnreadable(f"{file} is not a whole backup: {error}") from None
    return manifest


def _unpack_part(archive: zipfile.ZipFile, name: str, part: Part, folder: Path) -> None:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()) or name.split("/", maxsplit=1)[0] not in ("data", "database"):
        raise BackupUnreadable(f"It names a place outside the data folder: {name}")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as source, target.open("wb") as out:
        target.chmod(0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > part.size:
                break
            out.write(chunk)
    if digest.hexdigest() != part.sha256:
        raise BackupUnreadable(f"{name} does not match its checksum.")
