"""Files that are there whole or not at all."""

import errno
import os
import uuid
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from truenorth.engines.events.errors import StoreDamaged, StoreFull, StoreUnusable

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def disk_errors(path: Path | str) -> Iterator[None]:
    """Say in the engine's words what the disk refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StoreFull(f"has no room for {path}: {error.strerror}", field="path") from error
        raise StoreUnusable(f"cannot be used at {path}: {error.strerror or error}", field="path") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a crash leaves all of it or nothing, durable on return."""
    with writing_whole(path) as file:
        file.write(data)


@contextmanager
def writing_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write into, which is there at the end of the block, durable, or not at all."""
    with disk_errors(path):
        make_folder(path.parent)
        unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        try:
            with unfinished.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and what is missing above it, durably."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def checksum(batch: pa.RecordBatch) -> int:
    """CRC-32 over the values of every column, as they lie in memory and in an Arrow IPC file."""
    found = 0
    for column in batch.columns:
        for part in (column.indices, column.dictionary) if pa.types.is_dictionary(column.type) else (column,):
            for buffer in part.buffers()[1:]:
                found = zlib.crc32(buffer, found) if buffer is not None else found
    return found


def write_columns(path: Path, columns: Mapping[str, Any], metadata: Mapping[str, str] | None = None) -> None:
    """Write columns of one length as an Arrow IPC file that knows its checksum; whole or not at all."""
    batch = pa.record_batch(dict(columns))
    held = {**(metadata or {}), "crc32": str(checksum(batch))}
    with writing_whole(path) as file, pa.ipc.new_file(file, batch.schema.with_metadata(held)) as writer:
        writer.write_batch(batch.replace_schema_metadata(held))


def read_columns(path: Path) -> pa.RecordBatch:
    """The columns of such a file, memory-mapped. Raises StoreDamaged when it is not as it was written."""
    try:
        batch = pa.ipc.open_file(pa.memory_map(str(path))).get_batch(0)
    except (OSError, pa.ArrowException, IndexError) as error:
        raise StoreDamaged(f"cannot be read: {error}", field=str(path)) from error
    if (batch.schema.metadata or {}).get(b"crc32") != str(checksum(batch)).encode():
        raise StoreDamaged("has another checksum than when it was written", field=str(path))
    return batch


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
