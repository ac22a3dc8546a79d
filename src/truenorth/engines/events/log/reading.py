"""Readers of a log: whole frames in order, and a report of the bytes between them that are none."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from truenorth.engines.events.errors import StoreUnusable
from truenorth.engines.events.log.frames import (
    HEAD_BYTES,
    HEADER_BYTES,
    MAGIC,
    VERSION,
    Damage,
    Frame,
    Head,
    batch_of,
    head_of,
    version_of,
)

NO_HEADER = "has no header of a log"
NO_HEAD = "has no head of a frame"
CUT_SHORT = "ends before its frame"
WRONG_BODY = "has a body with another checksum"

_SEARCH_BYTES = 1024 * 1024


def read_frames(path: str | Path, *, start_offset: int = 0, end_offset: int | None = None) -> Iterator[Frame | Damage]:
    """Every whole frame between two offsets, in order, and a Damage for each run of bytes that is none.

    `start_offset` is 0 or the end of a frame; `end_offset` None is the end of the file as it is now. A file that is
    being written may be read at any time: it ends with the last whole frame, and a Damage with `is_torn_tail` may
    follow. After damage the next frame is looked for by its magic and both checksums. Raises FileNotFoundError when
    the file was removed, StoreUnusable when it cannot be read or is of a later version.

    >>> list(read_frames("/nowhere.log"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/nowhere.log'
    """
    with _opened(Path(path)) as source:
        yield from _walk(source, _whole, start_offset, end_offset)


def scan(path: str | Path, *, start_offset: int = 0, end_offset: int | None = None) -> Iterator[Head]:
    """The heads of the frames between two offsets whose bodies are there too; the bodies are not read.

    The last one's `end` is how far a snapshot may read. Raises as `read_frames` does.

    >>> list(scan("/nowhere.log"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: '/nowhere.log'
    """
    with _opened(Path(path)) as source:
        for found in _walk(source, _head, start_offset, end_offset):
            if isinstance(found, Head):
                yield found


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    handle: int

    def size(self) -> int:
        return os.fstat(self.handle).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Fewer bytes at the end of the file."""
        parts: list[bytes] = []
        while length > 0:
            part = self._read(offset, length)
            if not part:
                break
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _read(self, offset: int, length: int) -> bytes:
        try:
            return os.pread(self.handle, length, offset)
        except OSError as error:
            raise StoreUnusable(f"cannot be read ({error.strerror})", field=self.path.name) from error


@dataclass(frozen=True, slots=True)
class _Nothing:
    """No frame: why, and where the next may begin when that is known."""

    reason: str
    resume: int | None = None


Found = TypeVar("Found", Head, Frame)


@contextmanager
def _opened(path: Path) -> Iterator[_Source]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreUnusable(f"cannot be read ({error.strerror})", field=path.name) from error
    try:
        yield _Source(path, handle)
    finally:
        os.close(handle)


def _walk(
    source: _Source, read: Callable[[_Source, int, int], Found | _Nothing], start: int, end: int | None
) -> Iterator[Found | Damage]:
    size = source.size() if end is None else min(end, source.size())
    offset, fault = _begin(source, start)
    broken_from = start
    while offset < size:
        found = read(source, offset, size)
        if isinstance(found, _Nothing):
            found = read(source, offset, size)  # a living writer may have cut a failed frame off in between
        if isinstance(found, _Nothing):
            broken_from, fault = (offset, found.reason) if fault is None else (broken_from, fault)
            offset = _search(source, offset + 1, size) if found.resume is None else found.resume
            continue
        if fault is not None:
            yield Damage(source.path, broken_from, offset - broken_from, fault, is_torn_tail=False)
            fault = None
        yield found
        offset = found.end
    if fault is not None and size > broken_from:
        yield Damage(source.path, broken_from, size - broken_from, fault, is_torn_tail=fault != NO_HEADER)


def _begin(source: _Source, start: int) -> tuple[int, str | None]:
    """Where the first frame begins, and what is wrong with the header."""
    if start >= HEADER_BYTES:
        return start, None
    header = source.read(0, HEADER_BYTES)
    version = version_of(header)
    if version not in (None, VERSION):
        raise StoreUnusable(f"is a log of version {version}, which this release cannot read", field=source.path.name)
    if len(header) < HEADER_BYTES or not any(header):
        return HEADER_BYTES, CUT_SHORT
    return HEADER_BYTES, None if version == VERSION else NO_HEADER


def _head(source: _Source, offset: int, size: int) -> Head | _Nothing:
    head = head_of(source.read(offset, min(HEAD_BYTES, size - offset)), offset)
    if head is None:
        return _Nothing(CUT_SHORT if size - offset < HEAD_BYTES else NO_HEAD)
    return head if head.end <= size else _Nothing(CUT_SHORT)


def _whole(source: _Source, offset: int, size: int) -> Frame | _Nothing:
    head = _head(source, offset, size)
    if isinstance(head, _Nothing):
        return head
    body = offset + HEAD_BYTES
    batch = batch_of(head, source.read(body, head.end - body))
    if batch is not None:
        return Frame(offset, head.end, head.stamp, batch)
    is_in_place = head.end == size or isinstance(_head(source, head.end, size), Head)
    return _Nothing(WRONG_BODY, head.end if is_in_place else None)


def _search(source: _Source, offset: int, size: int) -> int:
    """Where the next valid head is, or the end."""
    while offset < size:
        part = source.read(offset, min(_SEARCH_BYTES, size - offset))
        at = part.find(MAGIC)
        while at >= 0:
            head = head_of(part[at : at + HEAD_BYTES], offset + at)
            if head is not None and head.end <= size:
                return offset + at
            at = part.find(MAGIC, at + 1)
        if offset + len(part) >= size or not part:
            return size
        offset += max(len(part) - HEAD_BYTES + 1, 1)
    return size
