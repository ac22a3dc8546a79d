"""The cold truth: Parquet files of one bucket and month each, on a disk or in an object store."""

import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from truenorth.engines.events.errors import StoreDamaged
from truenorth.engines.events.store.files import write_whole
from truenorth.engines.events.store.manifest import Segment

TEXT = pa.string()
CODED = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        pa.field("actor", CODED, nullable=False),
        pa.field("time", pa.timestamp("us", tz="UTC"), nullable=False),
        pa.field("event", CODED, nullable=False),
        pa.field("user_id", CODED),
        pa.field("device_id", CODED),
        pa.field("insert_id", TEXT),
        pa.field("properties", TEXT),
        pa.field("user_properties", TEXT),
    ]
)
"""A segment's columns. `actor` is the resolved identity; the raw ids stay beside it. Sorted by actor, time, arrival."""

_DICTIONARIES = ["actor", "event", "user_id", "device_id", "properties", "user_properties"]
_ROWS_IN_GROUP = 1 << 18


def _coded(columns: Sequence[str] | None) -> list[str]:
    """Columns to read as dictionaries: of whole rows those that SCHEMA has so, of some columns all that repeat."""
    return _DICTIONARIES[:4] if columns is None else [name for name in _DICTIONARIES if name in columns]


@dataclass(frozen=True)
class Segments:
    """Where segments lie: `location` is empty for the store's own folder, or a URL that pyarrow.fs knows."""

    folder: Path
    location: str = ""

    @cached_property
    def _remote(self) -> tuple[Any, str] | None:
        if not self.location:
            return None
        from pyarrow import fs

        filesystem, base = fs.FileSystem.from_uri(self.location)
        return filesystem, base.rstrip("/")

    def write(self, table: pa.Table, *, bucket: int, month: str) -> Segment:
        """Write sorted rows of SCHEMA; durable on return, and part of nothing until the manifest names it."""
        sink = pa.BufferOutputStream()
        pq.write_table(
            table,
            sink,
            compression="zstd",
            compression_level=1,
            use_dictionary=_DICTIONARIES,
            column_encoding={"time": "DELTA_BINARY_PACKED", "insert_id": "DELTA_BYTE_ARRAY"},
            row_group_size=_ROWS_IN_GROUP,
            write_page_checksum=True,
            store_schema=False,
        )
        data = sink.getvalue()
        path = f"segments/{month}/{bucket:04d}-{uuid.uuid4().hex}.parquet"
        self._put(path, data)
        times = table.column("time").cast(pa.int64())
        first, last = times.to_numpy().min(), times.to_numpy().max()
        return Segment(bucket, month, path, len(table), len(data), zlib.crc32(data), int(first), int(last))

    def _put(self, path: str, data: pa.Buffer) -> None:
        if self._remote is None:
            write_whole(self.folder / path, data)
            return
        filesystem, base = self._remote
        filesystem.create_dir(f"{base}/{path}".rpartition("/")[0], recursive=True)
        with filesystem.open_output_stream(f"{base}/{path}") as stream:
            stream.write(data)

    def read(self, segment: Segment, columns: Sequence[str] | None = None) -> pa.Table:
        """A segment's columns. Raises StoreDamaged when a page's checksum or the number of rows is wrong."""
        try:
            with self._open(segment.path) as file:
                table = pq.ParquetFile(file, read_dictionary=_coded(columns), page_checksum_verification=True).read(
                    columns=None if columns is None else list(columns), use_threads=False
                )
        except (OSError, pa.ArrowException) as error:
            raise StoreDamaged(f"cannot be read: {error}", field=segment.path) from error
        if len(table) != segment.rows:
            raise StoreDamaged(f"has {len(table)} rows and not {segment.rows}", field=segment.path)
        return table

    def _open(self, path: str) -> Any:  # noqa: ANN401 - pyarrow has no types
        if self._remote is None:
            return pa.memory_map(str(self.folder / path))
        filesystem, base = self._remote
        return filesystem.open_input_file(f"{base}/{path}")

    def check(self, segment: Segment) -> str | None:
        """What is wrong with a segment's file, compared to the manifest: its length, its checksum, its rows."""
        try:
            with self._open(segment.path) as file:
                data = file.read()
        except (OSError, pa.ArrowException) as error:
            return f"cannot be read: {error}"
        if len(data) != segment.bytes:
            return f"has {len(data):,} bytes and not {segment.bytes:,}"
        if zlib.crc32(data) != segment.crc32:
            return "has another checksum than the manifest"
        rows = pq.ParquetFile(pa.BufferReader(data)).metadata.num_rows
        return None if rows == segment.rows else f"has {rows:,} rows and not {segment.rows:,}"

    def delete(self, path: str) -> None:
        if self._remote is None:
            (self.folder / path).unlink(missing_ok=True)
            return
        filesystem, base = self._remote
        if filesystem.get_file_info(f"{base}/{path}").is_file:
            filesystem.delete_file(f"{base}/{path}")

    def list_files(self) -> dict[str, float]:
        """Every segment file, whether or not the manifest names it, and when it was written, in seconds since 1970."""
        if self._remote is None:
            found = self.folder.glob("segments/*/*.parquet")
            return {path.relative_to(self.folder).as_posix(): path.stat().st_mtime for path in found}
        from pyarrow import fs

        filesystem, base = self._remote
        infos = filesystem.get_file_info(fs.FileSelector(f"{base}/segments", recursive=True, allow_not_found=True))
        return {info.path.removeprefix(f"{base}/"): info.mtime.timestamp() for info in infos if info.is_file}
