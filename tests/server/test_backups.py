"""Backups of a folder that is being served, compared row by row and file by file."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from psycopg.rows import dict_row

from tests.migrated import migrated_folder
from tests.running import RunningServer, running
from truenorth.config.backups import archive, finish_restore, is_restore_waiting, restore_backup, write_backup
from truenorth.config.backups.errors import BackupFileTaken, BackupInside, BackupUnreadable
from truenorth.engines.events import EventStore

MISSPELT = b"PK\x03\x04 no zip at all"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server without a worker: where rows are compared, nothing writes by itself at a full minute."""
    with running(migrated_folder(tmp_path / "data"), TRUENORTH_WORKER="false") as started:
        yield started


def test_a_backup_of_a_live_server_restores_every_row_and_file(server: RunningServer, tmp_path: Path) -> None:
    _fill(server.data_dir)
    file, there = tmp_path / "all.zip", tmp_path / "there"
    stop = _keep_busy(server)

    made = _truenorth("backup", file, data_dir=server.data_dir)
    stop()
    put_back = _truenorth("restore", file, data_dir=there)

    assert (made.returncode, made.stderr) == (0, "")
    assert (put_back.returncode, put_back.stderr) == (0, "")
    assert _rows(there / "truenorth.sqlite3") == _rows(server.data_dir / "truenorth.sqlite3")
    assert _files(there) == _files(server.data_dir)
    assert (there / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_restore_under_a_live_server_answers_every_call(server: RunningServer, tmp_path: Path) -> None:
    _fill(server.data_dir)
    file = tmp_path / "all.zip"
    _truenorth("backup", file, data_dir=server.data_dir)
    before = _rows(server.data_dir / "truenorth.sqlite3")
    _truenorth("password", "owner@localhost", data_dir=server.data_dir)
    (server.data_dir / "files/ab/later").write_text("came after the backup")
    assert _rows(server.data_dir / "truenorth.sqlite3") != before
    stop = _keep_busy(server)

    refused = _truenorth("restore", file, data_dir=server.data_dir)
    done = _truenorth("restore", file, "--force", data_dir=server.data_dir)

    assert refused.returncode == 1
    assert "--force replaces it. [backup.folder_not_empty]" in refused.stderr
    assert (done.returncode, done.stderr) == (0, "")
    assert set(stop()) == {200}
    assert _rows(server.data_dir / "truenorth.sqlite3") == before
    assert not (server.data_dir / "files/ab/later").exists()
    assert server.ask("GET", "/api/health")[0] == 200
    assert server.stop() == 0


@pytest.mark.parametrize("damage", ["truncated", "altered", "foreign", "absent", "escaping"])
def test_a_damaged_backup_changes_nothing(tmp_path: Path, damage: str) -> None:
    here, file = _small_folder(tmp_path), tmp_path / "all.zip"
    write_backup(here, file, database="sqlite")
    _damage(file, damage)
    before = _rows(here / "truenorth.sqlite3"), _files(here)

    with pytest.raises(BackupUnreadable):
        restore_backup(file, here, database="sqlite", force=True)

    assert (_rows(here / "truenorth.sqlite3"), _files(here)) == before
    assert not (here / ".restored").exists()
    assert not (tmp_path / "escaped").exists()


def test_a_backup_refuses_to_overwrite_and_to_swallow_itself(tmp_path: Path) -> None:
    here, file = _small_folder(tmp_path), tmp_path / "all.zip"
    file.write_text("dear")

    with pytest.raises(BackupFileTaken):
        write_backup(here, file, database="sqlite")
    with pytest.raises(BackupInside):
        write_backup(here, here / "deep/all.zip", database="sqlite")

    assert file.read_text() == "dear"


def test_a_backup_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here, file = _small_folder(tmp_path), tmp_path / "all.zip"

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.Writer, "add", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_backup(here, file, database="sqlite")

    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("moved", range(4))
def test_a_restore_cut_short_is_finished_by_the_next_who_comes(tmp_path: Path, moved: int) -> None:
    """Old files a, b and new files b, c; `moved` of the four moves were made before the power went."""
    here, staged, replaced = tmp_path, tmp_path / ".restored", tmp_path / ".replaced"
    (staged / "data").mkdir(parents=True)
    replaced.mkdir()
    for place, names in ((here, "ab"), (staged / "data", "bc")):
        for name in names:
            (place / name).write_text(f"{'new' if place != here else 'old'} {name}")
    for name in "ab"[:moved]:
        (here / name).rename(replaced / name)
    (staged / ("MOVING-IN" if moved > 2 else "READY")).touch()
    if moved > 2:
        (staged / "data/b").rename(here / "b")

    assert is_restore_waiting(here)
    finish_restore(here)

    assert {path.name: path.read_text() for path in here.iterdir()} == {"b": "new b", "c": "new c"}


def test_postgresql_is_carried_whole_too(migrated_postgresql_url: str, tmp_path: Path) -> None:
    here, there, file = tmp_path / "here", tmp_path / "there", tmp_path / "all.zip"
    url = migrated_postgresql_url
    made = _truenorth("import", "feedback", _feedback(tmp_path), data_dir=here, DATABASE_URL=url)
    assert made.returncode == 0, made.stderr
    before = _postgresql_rows(url)

    _truenorth("backup", file, data_dir=here, DATABASE_URL=url)
    _truenorth("password", "owner@localhost", data_dir=here, DATABASE_URL=url)
    assert _postgresql_rows(url) != before
    refused = _truenorth("restore", file, data_dir=there, DATABASE_URL=url)
    done = _truenorth("restore", file, "--force", data_dir=there, DATABASE_URL=url)

    assert "[backup.folder_not_empty]" in refused.stderr
    assert (done.returncode, done.stderr) == (0, "")
    assert _postgresql_rows(url) == before
    again = _truenorth("import", "feedback", _feedback(tmp_path), data_dir=there, DATABASE_URL=url)
    assert again.returncode == 0, again.stderr


def test_a_backup_of_the_other_database_is_refused(postgresql_url: str, tmp_path: Path) -> None:
    here, file = _small_folder(tmp_path), tmp_path / "all.zip"
    write_backup(here, file, database="sqlite")

    done = _truenorth("restore", file, data_dir=tmp_path / "there", DATABASE_URL=postgresql_url)

    assert "[backup.other_database]" in done.stderr
    assert _postgresql_rows(postgresql_url) == {}


def _truenorth(*arguments: str | Path, data_dir: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "truenorth", *map(str, arguments)],
        env={**around, "TRUENORTH_DATA_DIR": str(data_dir), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_events_are_whole_in_a_backup_that_was_made_during_compactions(tmp_path: Path) -> None:
    store = EventStore.open(tmp_path / "here/events", buckets=2)
    done = threading.Event()

    def keep_compacting() -> None:
        moment = 0
        while not done.is_set():
            moment += 1
            store.append([{"event": "e", "user_id": f"u{moment % 5}", "time": moment}])
            store.compact(grace_seconds=0)

    thread = threading.Thread(target=keep_compacting)
    thread.start()
    while not store.manifest.read().segments:
        time.sleep(0.01)
    write_backup(tmp_path / "here", tmp_path / "backup.zip", database="sqlite")
    done.set()
    thread.join()

    archive.unpack_backup(tmp_path / "backup.zip", tmp_path / "there")

    found = EventStore.open(tmp_path / "there/data/events")
    assert found.verify() == []
    assert found.info().events > 0


def _feedback(folder: Path) -> Path:
    file = folder / "feedback.csv"
    file.write_text("id,text\n1,The tour never ends\n2,I gave up at step three\n")
    return file


def _fill(data_dir: Path) -> None:
    """A workspace with records, an attachment, and a folder that this version knows nothing of."""
    done = _truenorth("import", "feedback", _feedback(data_dir.parent), data_dir=data_dir)
    assert done.returncode == 0, done.stderr
    for name, content in {"files/ab/abcd": bytes(range(256)) * 4000, "events/1/segment": b"\x00events"}.items():
        path = data_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _small_folder(folder: Path) -> Path:
    here = folder / "here"
    (here / "files/ab").mkdir(parents=True)
    (here / "files/ab/abcd").write_bytes(bytes(range(256)))
    (here / "events").mkdir()
    (here / "events/segment").write_bytes(b"events")
    with closing(sqlite3.connect(here / "truenorth.sqlite3")) as connection:
        connection.execute("CREATE TABLE record (title TEXT)")
        connection.execute("INSERT INTO record VALUES ('kept')")
        connection.commit()
    return here


def _keep_busy(server: RunningServer) -> Callable[[], list[int]]:
    """Ask for the health of the server until stopped; the statuses it answered."""
    done = threading.Event()
    statuses: list[int] = []

    def ask() -> None:
        while not done.is_set():
            statuses.append(server.ask("GET", "/api/health")[0])

    thread = threading.Thread(target=ask)
    thread.start()

    def stop() -> list[int]:
        done.set()
        thread.join()
        return statuses

    return stop


def _damage(file: Path, damage: str) -> None:
    content = file.read_bytes()
    if damage == "absent":
        file.unlink()
    elif damage == "truncated":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "foreign":
        file.write_bytes(MISSPELT)
    else:
        with zipfile.ZipFile(file) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        if damage == "altered":
            parts["data/files/ab/abcd"] = parts["data/files/ab/abcd"][:-1] + b"!"
        else:
            manifest = json.loads(parts["manifest.json"])
            manifest["parts"]["data/../../../escaped"] = manifest["parts"]["data/events/segment"]
            parts["manifest.json"] = json.dumps(manifest).encode()
            parts["data/../../../escaped"] = parts["data/events/segment"]
        with zipfile.ZipFile(file, "w") as new:
            for name, part in parts.items():
                new.writestr(name, part)


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in tables}  # noqa: S608


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".sqlite3" not in path.name and not path.relative_to(folder).parts[0].startswith(".")
    }


def _postgresql_rows(url: str) -> dict[str, list[list[tuple[str, object]]]]:
    """By column name: in which order a table's columns stand is nobody's business."""
    with psycopg.connect(url, row_factory=dict_row) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        read = sql.SQL("SELECT * FROM {}")
        return {
            table["tablename"]: sorted(
                (sorted(row.items()) for row in connection.execute(read.format(sql.Identifier(table["tablename"])))),
                key=repr,
            )
            for table in tables
        }
