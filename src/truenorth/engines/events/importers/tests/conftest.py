"""A store in memory, and files to import."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from truenorth.engines.events.importers.tests.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    folder = tmp_path / "store"
    folder.mkdir()
    return Shelf(folder)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes text, bytes, or objects as JSON lines to a file."""

    def written(name: str, content: str | bytes | Iterable[object]) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        elif isinstance(content, str):
            path.write_text(content, "utf-8")
        else:
            path.write_text("".join(json.dumps(each) + "\n" for each in content), "utf-8")
        return path

    return written
