"""The files of a log: one per opening of a writer, locked while it lives."""

import fcntl
import os
import secrets
import sys
import time
from pathlib import Path

from truenorth.engines.events.errors import StoreBusy, StoreUnusable

SUFFIX = ".log"
UNBORN = ".born"
"""Suffix of a file that is not locked yet, and so no log yet."""


def new_name() -> str:
    """A name that sorts by the time of creation and that no other writer has.

    >>> len(new_name().partition("-")[0])
    20
    """
    return f"{time.time_ns():020d}-{os.getpid()}-{secrets.token_hex(3)}{SUFFIX}"


def list_logs(folder: str | Path) -> list[Path]:
    """The log's files, oldest first; empty when the folder is not there.

    >>> list_logs("/nowhere")
    []
    """
    return sorted(Path(folder).glob(f"*{SUFFIX}"))


def is_writer_alive(path: str | Path) -> bool:
    """Whether a writer of any process, this one included, has the file open; False when there is no file.

    Once False it stays so: no file is opened again to be written. Raises StoreUnusable when that cannot be told.

    >>> is_writer_alive("/nowhere.log")
    False
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreUnusable(f"cannot be read ({error.strerror})", field=Path(path).name) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def remove_log(path: str | Path) -> None:
    """Delete the file for good; nothing when it is gone already. Raises StoreBusy while its writer lives.

    >>> remove_log("/tmp/nowhere.log")
    """
    if is_writer_alive(path):
        raise StoreBusy("is still written to", field=Path(path).name)
    try:
        Path(path).unlink()
    except FileNotFoundError:
        return
    sync_folder(Path(path).parent)


def sweep(folder: str | Path) -> int:
    """Delete what writers that died while they made a file left behind; how many files that was.

    Safe at any time: a writer whose unborn file is taken away makes another.

    >>> sweep("/nowhere")
    0
    """
    left = [path for path in Path(folder).glob(f"*{UNBORN}") if not is_writer_alive(path)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Raises OSError.

    >>> sync_folder(Path("."))
    """
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(handle: int) -> None:
    """Make a file's bytes durable. Raises OSError.

    >>> import tempfile
    >>> with tempfile.TemporaryFile() as file:
    ...     sync_file(file.fileno())
    """
    if sys.platform == "darwin":
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    else:
        os.fdatasync(handle)
