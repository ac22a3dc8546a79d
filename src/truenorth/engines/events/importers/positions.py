"""How far an import has come: one small file beside the store for each file that is imported."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "imports"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Position:
    """Rows up to `rows` are durable in the store, and `rejects_bytes` of the file of refused rows are theirs."""

    rows: int = 0
    rejects_bytes: int = 0
    is_finished: bool = False


def position_file(store: Path, path: Path, fingerprint: str) -> Path:
    """Where the position of a file's import is kept; another place or other contents are another file.

    >>> position_file(Path("store"), Path("/log.csv"), "f").parent.as_posix()
    'store/imports'
    """
    key = hashlib.sha1(f"{path.resolve()}\0{fingerprint}".encode("utf-8", "surrogateescape"), usedforsecurity=False)
    return store / FOLDER / f"{key.hexdigest()}.json"


def load_position(file: Path, *, reading: str) -> Position:
    """The position that is kept, or the begin: when there is none, when it cannot be read, or when `reading`, which
    stands for the choices of the import, was another.
    """
    try:
        kept = json.loads(file.read_text("utf-8"))
        if kept["version"] != VERSION or kept["reading"] != reading:
            return Position()
        return Position(int(kept["rows"]), int(kept["rejects_bytes"]), bool(kept["is_finished"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Position()


def save_position(file: Path, position: Position, *, reading: str, about: Mapping[str, str]) -> None:
    """Keep a position durably: the file is whole at any moment.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "log.json"
    >>> save_position(file, Position(5), reading="r", about={"file": "log.csv"})
    >>> load_position(file, reading="r").rows, load_position(file, reading="another").rows
    (5, 0)
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    kept = {"version": VERSION, "reading": reading, **asdict(position), **about}
    draft = file.with_suffix(".draft")
    with draft.open("w", encoding="utf-8") as out:
        json.dump(kept, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
