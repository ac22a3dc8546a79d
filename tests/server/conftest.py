from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import migrated_folder
from tests.running import RunningServer, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server that this test may stop."""
    with running(migrated_folder(tmp_path / "data")) as started:
        yield started


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that the tests of a module share, and leave as they found it."""
    with running(migrated_folder(tmp_path_factory.mktemp("served"))) as started:
        yield started
