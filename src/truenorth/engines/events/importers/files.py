"""Files as streams of bytes: unpacked by what they hold rather than by their names, and salvaged where cut short."""

import bz2
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa

from truenorth.engines.events.errors import EventRefused

BLOCK = 65_536
WHOLE_BLOCKS = 1_024
LONGEST_TAIL = 8 * 1024 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def fingerprint_of(path: Path) -> str:
    """A hash of what a file holds: all of it up to 64 MiB; beyond, 1,024 evenly spread blocks and the size.

    Raises EventRefused when the file cannot be read.

    >>> fingerprint_of(Path(__file__)) == fingerprint_of(Path(__file__))
    True
    """
    digest = hashlib.blake2b(digest_size=20)
    try:
        size = path.stat().st_size
        digest.update(str(size).encode())
        with path.open("rb") as file:
            for at in _places(size):
                file.seek(at)
                digest.update(file.read(BLOCK))
    except OSError as error:
        raise EventRefused(f"cannot be read: {error.strerror or error}", field=path.name or "path") from error
    return digest.hexdigest()


def _places(size: int) -> Iterator[int]:
    if size <= WHOLE_BLOCKS * BLOCK:
        yield from range(0, size, BLOCK)
        return
    last = size - BLOCK
    yield from (last * block // (WHOLE_BLOCKS - 1) for block in range(WHOLE_BLOCKS))


@dataclass
class Opened:
    """A stream of unpacked bytes without a byte-order mark. `failure` says why it ended early, None when it did not."""

    name: str
    stream: "io.BufferedReader[_Salvaged]"
    _raw: IO[bytes]
    _salvaged: "_Salvaged"
    _done: int
    _size: int

    @property
    def failure(self) -> str | None:
        return self._salvaged.failure

    def share(self) -> float:
        """How much of the packed file has been read, between 0 and 1."""
        return min(1.0, (self._done + self._raw.tell()) / self._size) if self._size else 1.0


class _Salvaged(io.RawIOBase):
    """Bytes until the end, or until damage: then up to the last whole line, and `failure` says what is wrong."""

    def __init__(self, packed: IO[bytes]) -> None:
        super().__init__()
        self.failure: str | None = None
        self._packed = packed
        self._ready = b""
        self._tail = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a writable buffer of any kind, as io has it
        while not self._ready and not self._ended:
            self._fill()
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)

    def _fill(self) -> None:
        try:
            read = self._packed.read(4 * BLOCK)
        except (EOFError, zlib.error, OSError, zipfile.BadZipFile) as error:
            self.failure, self._ended, self._tail = str(error) or type(error).__name__, True, b""
            return
        if not read:
            self._ready, self._tail, self._ended = self._tail, b"", True
            return
        held = self._tail + read
        cut = held.rfind(b"\n") + 1 if len(held) <= LONGEST_TAIL else len(held)
        self._ready, self._tail = held[:cut], held[cut:]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """One file, unpacked where it is gzip, bzip2 or Zstandard. Raises EventRefused when it cannot be read.

    >>> with opened(Path(__file__)) as file:
    ...     file.stream.read(12)
    b'\"\"\"Files as '
    """
    try:
        with path.open("rb") as raw:
            yield _opened(raw, path.name, 0, path.stat().st_size)
    except OSError as error:
        raise EventRefused(f"cannot be read: {error.strerror or error}", field=path.name or "path") from error


def members(path: Path) -> Iterator[Opened]:
    """The files within a ZIP archive in order of their names; of any other file, itself.

    Raises EventRefused for a damaged or locked archive.

    >>> [file.name for file in members(Path(__file__))]
    ['files.py']
    """
    if path.suffix.lower() != ".zip" and not is_zip(path):
        with opened(path) as file:
            yield file
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _unzipped(archive)
    except zipfile.BadZipFile as error:
        raise EventRefused("is no ZIP archive, or is cut short", field=path.name) from error
    except OSError as error:
        raise EventRefused(f"cannot be read: {error.strerror or error}", field=path.name or "path") from error


def is_zip(path: Path) -> bool:
    """Whether a file begins as a ZIP archive does.

    >>> is_zip(Path(__file__))
    False
    """
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _unzipped(archive: zipfile.ZipFile) -> Iterator[Opened]:
    inside = [member for member in archive.infolist() if not member.is_dir() and _is_data(member.filename)]
    size = sum(member.file_size for member in inside)
    done = 0
    for member in sorted(inside, key=lambda each: each.filename):
        try:
            with archive.open(member) as raw:
                yield _opened(raw, member.filename, done, max(size, 1))
        except (RuntimeError, NotImplementedError) as error:
            raise EventRefused(f"cannot be unpacked: {error}", field=member.filename) from error
        done += member.file_size


def _is_data(name: str) -> bool:
    return not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _opened(raw: IO[bytes], name: str, done: int, size: int) -> Opened:
    buffered = io.BufferedReader(cast("io.RawIOBase", raw), BLOCK)
    salvaged = _Salvaged(_unpacked(buffered))
    stream = io.BufferedReader(salvaged, 4 * BLOCK)
    head = stream.peek(4)[:4]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise EventRefused("is UTF-16; save it as UTF-8", field=name)
    if head.startswith(BYTE_ORDER_MARK):
        stream.read(len(BYTE_ORDER_MARK))
    return Opened(name, stream, raw, salvaged, done, size)


def _unpacked(packed: "io.BufferedReader[Any]") -> IO[bytes]:
    magic = packed.peek(4)[:4]
    if magic.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=packed))
    if magic.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(packed))
    if magic == b"\x28\xb5\x2f\xfd":
        return cast("IO[bytes]", pa.CompressedInputStream(packed, "zstd"))
    return packed


def cut_short(file: Opened) -> EventRefused:
    """What to raise once everything before the damage has been handed over."""
    return EventRefused(f"is damaged or cut short ({file.failure}); the rows before that are kept", field=file.name)
