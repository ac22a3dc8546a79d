"""Architecture decisions: Markdown files, one by one or as a zip of the folder that a team keeps them in."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from truenorth.domains.engineering.kinds import ADR
from truenorth.domains.engineering.models import MADR_ID, Adr
from truenorth.domains.engineering.rules import Madr
from truenorth.domains.engineering.services import draft_adr
from truenorth.domains.graph.models import TITLE_LENGTH
from truenorth.domains.graph.selectors import find_known_ids
from truenorth.domains.graph.services import draft_records, save_drafts
from truenorth.edges.imports.errors import DecisionsUnreadable, RowRefused
from truenorth.edges.imports.importers import Importer

LONGEST_RECORD = 200_000
FILES_AT_MOST = 2_000
BYTES_AT_MOST = 20_000_000
ZIP = b"PK\x03\x04"
LONGEST_NAME = 190
BATCH = 100


class File(NamedTuple):
    """A file of the zip, or why it cannot be read."""

    row: int
    name: str
    content: bytes
    problem: str = ""


class AdrImporter(Importer):
    """A decision is known again by its file's name, whatever folder it lay in."""

    source = "adrs"
    label = "Architecture decisions"
    help = "Decision records in Markdown (MADR or older forms): one file, or a zip of many."
    accepts = (".md", ".markdown", ".zip")

    def run(self) -> None:
        batch: list[tuple[File, dict[str, object]]] = []
        seen: set[str] = set()
        for file in _read_files(self.job.file, self.job.file_name):
            try:
                values = _read_record(file, seen)
            except RowRefused as refusal:
                self.job.reject(file.row, refusal.field, f"{file.name}: {refusal.message}")
                continue
            self.job.show({name: values[name] for name in ("title", "status", "decided_on")})
            batch.append((file, values))
            if len(batch) == BATCH:
                self._write(batch)
                batch = []
        self._write(batch)

    def _write(self, batch: list[tuple[File, dict[str, object]]]) -> None:
        ids = [str(values["external_id"]) for _, values in batch]
        known = find_known_ids(self.job.actor, kind=ADR.name, external_ids=ids)
        new = [(file, values) for file, values in batch if values["external_id"] not in known]
        self.job.report.unchanged += len(batch) - len(new)
        drafts, problems = draft_records(Adr, actor=self.job.actor, rows=[values for _, values in new])
        for index, fields in sorted(problems.items()):
            self.job.reject_fields(new[index][0].row, fields)
        self.job.report.created += len(save_drafts(Adr, actor=self.job.actor, drafts=drafts))


def _read_record(file: File, seen: set[str]) -> dict[str, object]:
    if file.problem:
        raise RowRefused("file", file.problem)
    if len(file.name) > LONGEST_NAME:
        raise RowRefused("file", f"A file's name has at most {LONGEST_NAME} characters.")
    if file.name in seen:
        raise RowRefused("file", "An earlier file has this name too.")
    seen.add(file.name)
    try:
        text = file.content.decode("utf-8")
    except UnicodeDecodeError:
        raise RowRefused("body", "It is not UTF-8 text.") from None
    read = Madr(text)
    if not read.is_decision:
        raise RowRefused("body", "It has no title, or no status, context or outcome: it is no decision record.")
    if len(read.title) > TITLE_LENGTH:
        raise RowRefused("title", f"A title has at most {TITLE_LENGTH} characters.")
    return {**draft_adr(text), "external_id": f"{MADR_ID}{file.name}"}


def _read_files(file: BinaryIO, name: str) -> Iterator[File]:
    file.seek(0)
    start = file.read(len(ZIP))
    file.seek(0)
    if start == ZIP:
        yield from _unpack(file)
        return
    content = file.read(LONGEST_RECORD + 1)
    problem = _too_long() if len(content) > LONGEST_RECORD else ""
    yield File(1, _base_name(name) or "decision.md", content, problem)


def _unpack(file: BinaryIO) -> Iterator[File]:
    """The Markdown files of a zip, in the order of their paths; what it says of sizes is checked while it unpacks."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise DecisionsUnreadable(fields={"file": "This zip file is broken."}) from error
    with archive:
        entries = [each for each in archive.infolist() if _is_wanted(each)]
        if len(entries) > FILES_AT_MOST:
            problem = f"It holds {len(entries):,} Markdown files, and {FILES_AT_MOST:,} are the most."
            raise DecisionsUnreadable(fields={"file": problem})
        if not entries:
            raise DecisionsUnreadable(fields={"file": "This zip file holds no Markdown file."})
        unpacked = 0
        for row, entry in enumerate(sorted(entries, key=lambda each: each.filename), start=1):
            content, problem = _unpack_one(archive, entry)
            unpacked += len(content)
            if unpacked > BYTES_AT_MOST:
                raise DecisionsUnreadable(fields={"file": f"It unpacks to more than {BYTES_AT_MOST:,} bytes."})
            yield File(row, _base_name(entry.filename), content, problem)


def _unpack_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[bytes, str]:
    import zlib

    if entry.flag_bits & 0x1:
        return b"", "It is encrypted."
    try:
        with archive.open(entry) as packed:
            content = packed.read(LONGEST_RECORD + 1)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error):
        return b"", "It cannot be unpacked."
    return (b"", _too_long()) if len(content) > LONGEST_RECORD else (content, "")


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = _base_name(entry.filename)
    is_hidden = name.startswith(".") or entry.filename.startswith("__MACOSX/")
    return not entry.is_dir() and not is_hidden and name.casefold().endswith((".md", ".markdown"))


def _base_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _too_long() -> str:
    return f"A decision record has at most {LONGEST_RECORD:,} bytes."
