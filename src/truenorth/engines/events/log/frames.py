"""The bytes of a log: a header, then frames of a head and a record batch.

Header, 16 bytes: magic (8), version (4), CRC-32 of both (4). Head, 36 bytes: magic (8), length of the body (8), stamp
in nanoseconds (8), count of events (4), CRC-32 of the body (4), CRC-32 of the head before it (4). Body: the batch as
an Arrow IPC message without its schema. All numbers are little-endian.
"""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from truenorth.engines.events.accepting import SCHEMA

VERSION = 1
LONGEST_COUNT = 2**32 - 1
COMPRESS_ROWS = 256
"""From so many rows on, the batch's buffers are compressed with LZ4."""

MAGIC = b"\xf7TNf\xfe\r\n\x1a"
"""Begins a frame. No UTF-8 text has its first byte, so properties cannot spell it."""

_FILE_MAGIC = b"\xf7TNlog\r\n"
_HEADER = struct.Struct("<8sI")
_HEAD = struct.Struct("<8sQqII")
_CHECKSUM = struct.Struct("<I")
_SCHEMA_BYTES = SCHEMA.serialize().size
_COMPRESSED = pa.ipc.IpcWriteOptions(compression="lz4")

HEADER_BYTES = _HEADER.size + _CHECKSUM.size
HEAD_BYTES = _HEAD.size + _CHECKSUM.size


@dataclass(frozen=True, slots=True)
class Head:
    """Where a frame lies in its file, and the events in it: `count` of them, numbered from `stamp` on."""

    offset: int
    end: int
    stamp: int
    count: int
    checksum: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole frame: the batch appended at once; its event `i` has the arrival number `stamp + i`."""

    offset: int
    end: int
    stamp: int
    batch: pa.RecordBatch


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a log that are no frame, and are not served.

    A torn tail ends the file: the frame that was being written when its writer died or, in the file of a living
    writer, the one that is being written now. Anything else was once whole.
    """

    path: Path
    offset: int
    length: int
    reason: str
    is_torn_tail: bool


@dataclass(frozen=True, slots=True)
class Body:
    """A batch as bytes, before it has its stamp."""

    data: bytes
    count: int
    checksum: int


def header_of(version: int = VERSION) -> bytes:
    """The first bytes of a log.

    >>> len(header_of()) == HEADER_BYTES
    True
    """
    header = _HEADER.pack(_FILE_MAGIC, version)
    return header + _CHECKSUM.pack(zlib.crc32(header))


def version_of(data: bytes) -> int | None:
    """The version that a header names; None when it is no header.

    >>> version_of(header_of(7)), version_of(b"")
    (7, None)
    """
    if len(data) != HEADER_BYTES:
        return None
    magic, version = _HEADER.unpack(data[: _HEADER.size])
    whole = header_of(version)
    return int(version) if magic == _FILE_MAGIC and data == whole else None


def body_of(batch: pa.RecordBatch) -> Body:
    """The body of a frame.

    >>> body_of(pa.RecordBatch.from_pylist([], SCHEMA)).count
    0
    """
    data = _compressed(batch) if batch.num_rows >= COMPRESS_ROWS else batch.serialize().to_pybytes()
    return Body(data, batch.num_rows, zlib.crc32(data))


def _compressed(batch: pa.RecordBatch) -> bytes:
    """`RecordBatch.serialize` takes no options; so a stream without its schema and its end."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, SCHEMA, options=_COMPRESSED) as stream:
        stream.write_batch(batch)
        end = sink.tell()
    return bytes(memoryview(sink.getvalue())[_SCHEMA_BYTES:end])


def frame_of(body: Body, stamp: int) -> bytes:
    """The bytes of a frame.

    >>> len(frame_of(Body(b"abc", 1, zlib.crc32(b"abc")), 7)) == HEAD_BYTES + 3
    True
    """
    head = _HEAD.pack(MAGIC, len(body.data), stamp, body.count, body.checksum)
    return b"".join((head, _CHECKSUM.pack(zlib.crc32(head)), body.data))


def head_of(data: bytes, offset: int) -> Head | None:
    """The head in the first bytes of `data`, which lie at `offset` of a file; None when they are no head.

    >>> head_of(frame_of(Body(b"abc", 1, 5), 7), 100)
    Head(offset=100, end=139, stamp=7, count=1, checksum=5)
    """
    if len(data) < HEAD_BYTES:
        return None
    head = data[: _HEAD.size]
    magic, length, stamp, count, checksum = _HEAD.unpack(head)
    if magic != MAGIC or _CHECKSUM.unpack(data[_HEAD.size : HEAD_BYTES]) != (zlib.crc32(head),):
        return None
    return Head(offset, offset + HEAD_BYTES + length, stamp, count, checksum)


def batch_of(head: Head, data: bytes) -> pa.RecordBatch | None:
    """The batch in a frame's body; None when the body is not the one that was written.

    >>> batch_of(Head(0, 39, 7, 1, 5), b"abc") is None
    True
    """
    if zlib.crc32(data) != head.checksum:
        return None
    try:
        batch = pa.ipc.read_record_batch(pa.py_buffer(data), SCHEMA)
    except (pa.ArrowInvalid, OSError):
        return None
    return batch if batch.num_rows == head.count else None
