"""Taking away what was read already, in a file that its writer still has open."""

import os
from pathlib import Path

from truenorth.engines.events.log.files import sync_file
from truenorth.engines.events.log.frames import HEADER_BYTES

_STRETCH_BYTES = 1 << 20


def scrub_before(path: str | Path, offset: int) -> bool:
    """Overwrite all frames before `offset` with zeros, durably; whether there were any.

    For erasure: from then on the file can be read from `offset` only. Raises OSError.

    >>> scrub_before("/nowhere.log", 0)
    False
    """
    if offset <= HEADER_BYTES:
        return False
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        for begin in range(HEADER_BYTES, offset, _STRETCH_BYTES):
            os.pwrite(handle, bytes(min(_STRETCH_BYTES, offset - begin)), begin)
        sync_file(handle)
    finally:
        os.close(handle)
    return True
