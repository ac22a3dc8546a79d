import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.migrated import migrated_folder
from tests.running import RunningServer, running
from truenorth import __version__

MEGABYTE = 1024 * 1024


def test_health_tells_of_every_part_and_no_secret(shared_server: RunningServer) -> None:
    """Once the worker is through with what falls due at a full minute."""
    _wait_for_worker(shared_server)
    seen = []

    def is_idle() -> bool:
        seen.append(shared_server.ask("GET", "/api/health")[1])
        return bool(seen[-1]["queue"]["pending"] == 0)

    assert _eventually(is_idle)
    assert seen[-1] == {
        "ok": True,
        "version": __version__,
        "database": {"ok": True, "engine": "sqlite"},
        "queue": {"ok": True, "pending": 0},
    }


def test_ctrl_c_ends_the_server_and_its_worker(server: RunningServer) -> None:
    _wait_for_worker(server)

    assert server.stop() == 0

    assert _processes_of(server.data_dir) == []


def test_a_worker_does_not_outlive_a_killed_server(server: RunningServer) -> None:
    _wait_for_worker(server)

    server.process.kill()

    assert _eventually(lambda: _processes_of(server.data_dir) == [])


def test_a_second_server_on_the_same_folder_is_refused(shared_server: RunningServer) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "truenorth", "serve", "--port", "0"],
        env={**os.environ, "TRUENORTH_DATA_DIR": str(shared_server.data_dir)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert second.returncode == 1
    assert f"is already served by process {shared_server.process.pid}. [cli.already_served]" in second.stderr


def test_a_taken_port_is_refused(shared_server: RunningServer, tmp_path: Path) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "truenorth", "serve", "--port", str(shared_server.port)],
        env={**os.environ, "TRUENORTH_DATA_DIR": str(migrated_folder(tmp_path / "other"))},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert second.returncode == 1
    assert "choose another with --port or TRUENORTH_PORT. [cli.address_taken]" in second.stderr


def test_an_upload_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with running(migrated_folder(tmp_path), TRUENORTH_MAX_UPLOAD_MB="1", TRUENORTH_WORKER="false") as server:
        status, problem = server.ask("POST", "/api/graph/links", b"x" * 2 * MEGABYTE)
        assert (status, problem["code"]) == (413, "kit.too_large")
        assert problem["detail"] == "This server accepts uploads of up to 1 MB."

        undeclared = (b"x" * 65536 for _ in range(48))
        status, problem = server.ask("POST", "/api/graph/links", undeclared)
        assert (status, problem["code"]) == (413, "kit.too_large")

        assert server.ask("GET", "/api/health")[0] == 200


def test_a_server_without_a_worker_is_well_too(tmp_path: Path) -> None:
    with running(tmp_path, TRUENORTH_WORKER="false") as server:
        assert server.ask("GET", "/api/health")[1]["ok"]


def _wait_for_worker(server: RunningServer) -> dict[str, object]:
    if not _eventually(lambda: bool(server.ask("GET", "/api/health")[1]["ok"])):
        pytest.fail("the worker did not come up")
    return server.ask("GET", "/api/health")[1]


def _eventually(condition: Callable[[], bool], *, within: float = 15) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def _processes_of(data_dir: Path) -> list[int]:
    """Processes whose environment names this data folder (Linux only; elsewhere nothing is found)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            environment = entry.read_bytes()
        except OSError:
            continue
        if f"TRUENORTH_DATA_DIR={data_dir}".encode() in environment.split(b"\0"):
            found.append(int(entry.parent.name))
    return found
