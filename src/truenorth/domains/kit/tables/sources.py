"""Bytes as text: gzip unpacked on the way, the encoding found, and what is no text refused at once."""

import codecs
import gzip
import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TextIO

from truenorth.domains.kit.tables.errors import FileDamaged, FileNotText, FileUnpacksTooLarge

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 64 * 1024
GZIP = b"\x1f\x8b"
RATIO_JUDGED_FROM_BYTES = 16 * 1024 * 1024
BINARY_SIGNATURES = {
    b"PK\x03\x04": "a zip archive or an Office document",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    GZIP: "a gzip file inside a gzip file",
}
PLAIN_CONTROLS = b"\t\n\r\f\v\x1b\x85"
CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in PLAIN_CONTROLS)
CONTROL_SHARE = 0.01
BROKEN_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a compressed file may unpack to. None: as much as there is."""

    unpacked_bytes: int | None = None
    ratio: float | None = None


UNLIMITED = Limits()


def open_text(file: BinaryIO, *, limits: Limits = UNLIMITED) -> TextIO:
    """The file as text. Bytes that are not UTF-8 come through as lone surrogates, for the reader to name."""
    buffered = io.BufferedReader(_Unpacked(file, limits) if _is_gzip(file) else _Plain(file), HEAD_BYTES)
    encoding = _find_encoding(buffered.peek(HEAD_BYTES)[:HEAD_BYTES])
    return io.TextIOWrapper(buffered, encoding=encoding, errors="surrogateescape", newline="")


def _is_gzip(file: BinaryIO) -> bool:
    file.seek(0)
    start = file.read(len(GZIP))
    file.seek(0)
    return start == GZIP


class _Plain(io.RawIOBase):
    """A file read as it is. Closing this leaves the file open: it is its owner's to close."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        with memoryview(buffer).cast("B") as view:
            read = self.file.read(len(view))
            view[: len(read)] = read
        return len(read)


class _Unpacked(io.RawIOBase):
    """A gzip file's content, counted against the limits while it unpacks."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        super().__init__()
        self.packed = file
        self.limits = limits
        self.unpacker = gzip.GzipFile(fileobj=file, mode="rb")
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        with memoryview(buffer).cast("B") as view:
            try:
                read = self.unpacker.read(len(view))
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise FileDamaged(fields={"file": FileDamaged.title}) from None
            view[: len(read)] = read
        count = len(read)
        self.count += count
        self._refuse_bomb()
        return count

    def _refuse_bomb(self) -> None:
        most, ratio = self.limits.unpacked_bytes, self.limits.ratio
        if most is not None and self.count > most:
            detail = f"It unpacks to more than {most // 1024**2} MB."
            raise FileUnpacksTooLarge(detail, fields={"file": detail})
        if ratio is not None and self.count > RATIO_JUDGED_FROM_BYTES and self.count > ratio * self.packed.tell():
            detail = f"It unpacks to more than {ratio:g} times its size."
            raise FileUnpacksTooLarge(detail, fields={"file": detail})


def _find_encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for signature, name in BINARY_SIGNATURES.items():
        if head.startswith(signature):
            raise _not_text(f"It looks like {name}.")
    if _looks_binary(head):
        raise _not_text("Its first bytes are not text.")
    return "utf-8-sig"


def _looks_binary(head: bytes) -> bool:
    if not head:
        return False
    controls = len(head) - len(head.translate(None, CONTROL_BYTES))
    broken = head.decode("utf-8", errors="surrogateescape")
    lost = sum("\udc80" <= character <= "\udcff" for character in broken)
    return controls > CONTROL_SHARE * len(head) or lost > BROKEN_SHARE * len(head)


def _not_text(detail: str) -> FileNotText:
    return FileNotText(detail, fields={"file": detail})
