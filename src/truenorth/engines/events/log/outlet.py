"""One file that is written: locked, appended to, cut back to its last whole frame when a write fails."""

import errno
import fcntl
import os
import weakref
from pathlib import Path

from truenorth.engines.events.log.files import UNBORN, new_name, sync_file, sync_folder
from truenorth.engines.events.log.frames import HEADER_BYTES, header_of

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC


def is_full(error: OSError) -> bool:
    """Whether the system said that there is no room.

    >>> is_full(OSError(errno.ENOSPC, "No space left on device"))
    True
    """
    return error.errno in _FULL


def is_too_long(error: OSError) -> bool:
    """Whether the system said that this one file may not grow.

    >>> is_too_long(OSError(errno.ENOSPC, "No space left on device"))
    False
    """
    return error.errno == errno.EFBIG


class Outlet:
    """A file open for appending. `is_ragged` once it may end in a part of a frame; nothing may be written then."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self.size = 0
        self.is_ragged = False
        self.handle = handle
        self._close = weakref.finalize(self, os.close, handle)

    @property
    def is_bare(self) -> bool:
        """Whether nothing follows the header."""
        return self.size <= HEADER_BYTES

    def write(self, data: bytes) -> None:
        """Append all of it or nothing. Raises OSError."""
        start = os.fstat(self.handle).st_size
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self.handle, left) :]
        finally:
            if left:
                self._cut(start)
        self.size = start + len(data)

    def _cut(self, size: int) -> None:
        try:
            os.ftruncate(self.handle, size)
        except OSError:
            self.is_ragged = True

    def sync(self) -> None:
        """Make what was written durable. Raises OSError."""
        sync_file(self.handle)

    def close(self) -> None:
        """Give up the file and its lock."""
        self._close()


def open_outlet(folder: Path) -> Outlet:
    """A new log in a folder, which is made when missing. Raises OSError.

    It is locked before it has its name, so that nobody takes it for the file of a dead writer.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     outlet = open_outlet(Path(folder))
    ...     outlet.close()
    ...     outlet.is_bare
    True
    """
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        outlet = _begin(folder)
        if outlet is not None:
            return outlet


def _begin(folder: Path) -> Outlet | None:
    """None when the file was swept away before it was locked."""
    path = folder / new_name()
    unborn = path.with_suffix(UNBORN)
    outlet = Outlet(path, os.open(unborn, _FLAGS, 0o644))
    try:
        fcntl.flock(outlet.handle, fcntl.LOCK_EX)
        outlet.write(header_of())
        unborn.rename(path)
        sync_folder(folder)
        sync_folder(folder.parent)
    except FileNotFoundError:
        outlet.close()
        return None
    except OSError:
        outlet.close()
        for left in (unborn, path):
            left.unlink(missing_ok=True)
        raise
    return outlet
