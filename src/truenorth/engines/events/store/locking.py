"""The one lock of a store: whoever changes what it consists of holds it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from truenorth.engines.events.errors import StoreBusy
from truenorth.engines.events.store.files import disk_errors


@contextmanager
def store_lock(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """What only one process may do at a time. The kernel gives the lock back when its holder dies."""
    with disk_errors(folder), (folder / "compaction.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise StoreBusy("is being compacted by another process", field="path") from error
        yield
