"""The file of refused rows: which, why, and what stood there."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from truenorth.engines.events.errors import EventRefused
from truenorth.engines.events.importers.reading import Reject

COLUMNS = ("row", "field", "reason", "raw")


class RefusedRows:
    """A CSV file that comes into being with the first refused row.

    The first `kept_bytes` of an earlier run stay; what an interrupted run wrote beyond them is written again. When
    the place cannot be written, `instead` is used.
    """

    def __init__(self, path: Path, *, instead: Path | None, kept_bytes: int) -> None:
        self.path = path
        self._instead = instead
        self._kept = kept_bytes
        self._file: IO[bytes] | None = None

    @property
    def size(self) -> int:
        """Bytes that are written."""
        return self._file.tell() if self._file is not None else self._kept

    def add(self, rejects: Iterable[Reject]) -> None:
        """Write rows. Raises EventRefused when the file cannot be written."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows((each.row, each.field, each.reason, each.raw) for each in rejects)
        if not out.tell():
            return
        try:
            self._opened().write(out.getvalue().encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise EventRefused(f"cannot be written: {error.strerror or error}", field="rejects_path") from error

    def settle(self) -> None:
        """Everything written is durable."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def found(self) -> Path | None:
        """The file, None when no row was refused."""
        return self.path if self._file is not None or (self._kept and self.path.exists()) else None

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            try:
                self._file = self._open(self.path)
            except OSError:
                if self._instead is None:
                    raise
                self.path = self._instead
                self._file = self._open(self.path)
        return self._file

    def _open(self, path: Path) -> IO[bytes]:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_same = self._kept > 0 and path.exists() and path.stat().st_size >= self._kept
        file = path.open("r+b" if is_same else "wb")
        if is_same:
            file.truncate(self._kept)
            file.seek(self._kept)
        else:
            file.write((",".join(COLUMNS) + "\n").encode())
        return file
