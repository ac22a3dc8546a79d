"""What stands in a data folder, and who holds it."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SERVER_LOCK = ".serving"
STAGED = ".restored"
REPLACED = ".replaced"
PASSING = {SERVER_LOCK, STAGED, REPLACED, ".migrating", ".worker-beat", ".progress"}
"""Names that belong to the processes of this moment and not to the data."""

SQLITE_HEADER = b"SQLite format 3\0"
SQLITE_SIBLINGS = ("-wal", "-shm", "-journal")


def list_files(data_dir: Path) -> list[Path]:
    """Every file that a backup carries, as paths relative to the folder."""
    found = (path.relative_to(data_dir) for path in sorted(data_dir.rglob("*")) if path.is_file())
    return [path for path in found if path.parts[0] not in PASSING and not _is_sqlite_sibling(data_dir / path)]


def is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE_HEADER)) == SQLITE_HEADER


def _is_sqlite_sibling(path: Path) -> bool:
    return any(
        path.name.endswith(end) and path.with_name(path.name.removesuffix(end)).exists() for end in SQLITE_SIBLINGS
    )


@contextmanager
def holding(data_dir: Path, *, patience_seconds: float = 0) -> Iterator[IO[str]]:
    """Be the only process that serves or replaces this folder; BlockingIOError where another stays."""
    deadline = time.monotonic() + patience_seconds
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / SERVER_LOCK).open("a+") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.02)
        yield lock
