"""Deliveries to a real server, as a program makes them: with a token, in front of Django."""

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.migrated import migrated_folder
from tests.running import RunningServer, running
from truenorth.engines.events import EventStore

PATH = "/api/ingestion/events"
JSON = "application/json"
ROWS = 200
MAKE_TOKEN = """
from truenorth.cli.context import prepare
prepare()
from truenorth.domains.workspace.factories import make_owner
from truenorth.domains.workspace.rules import Scope
from truenorth.domains.workspace.services import create_token
print(create_token(actor=make_owner(), name="Shop", scope=Scope.{scope})[1])
"""


def make_token(data_dir: Path, scope: str = "INGEST", **environment: str) -> str:
    made = subprocess.run(
        [sys.executable, "-c", MAKE_TOKEN.format(scope=scope)],
        env={**os.environ, "TRUENORTH_DATA_DIR": str(data_dir), **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return made.stdout.strip()


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, str]]:
    """A server that the tests of this module share, and a token for it."""
    data_dir = migrated_folder(tmp_path_factory.mktemp("delivered"))
    token = make_token(data_dir)
    with running(data_dir, TRUENORTH_WORKER="false") as server:
        yield server, token


def bodies(first: int, end: int) -> bytes:
    return json.dumps({"events": [event_of(number) for number in range(first, end)]}).encode()


def event_of(number: int) -> dict[str, Any]:
    return {"event": "tick", "user_id": f"u{number % 7}", "time": 1_767_225_600_000 + number, "insert_id": f"{number}"}


def send(server: RunningServer, token: str, body: bytes, **headers: str) -> tuple[int, dict[str, Any]]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.ask("POST", PATH, body, **{"Content-Type": JSON, "Authorization": f"Bearer {token}", **named})


def test_a_program_delivers_with_its_token(delivered: tuple[RunningServer, str]) -> None:
    server, token = delivered
    lines = b'{"event": "a", "user_id": 1, "time": 0}\n{"event": "a"}'

    assert send(server, token, bodies(0, 3)) == (200, {"accepted": 3, "rejected": []})
    assert send(server, token, gzip.compress(bodies(3, 5)), Content_Encoding="gzip")[1]["accepted"] == 2
    assert send(server, token, lines, Content_Type="application/x-ndjson") == (
        200,
        {"accepted": 1, "rejected": [{"index": 1, "field": "user_id", "reason": "or device_id is required"}]},
    )


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"{", {}, 400, "ingestion.body_unreadable"),
        (b'{"events": [{}]}', {}, 422, "ingestion.nothing_accepted"),
        (b'{"events": []}', {"Authorization": "Bearer tn_wrong"}, 401, "workspace.token_refused"),
        (b'{"events": []}', {"Authorization": "Basic dTpw"}, 401, "kit.unauthenticated"),
        (b'{"events": []}', {"X-Workspace": "elsewhere"}, 404, "workspace.not_found"),
        (b'{"events": []}', {"Content-Type": "text/plain"}, 415, "ingestion.form_unknown"),
        (b" " * 10_485_761, {}, 413, "kit.too_large"),
        (gzip.compress(b" " * 10_485_761), {"Content-Encoding": "gzip"}, 413, "kit.too_large"),
    ],
)
def test_a_refusal_is_a_problem_here_too(
    delivered: tuple[RunningServer, str], body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    server, token = delivered

    answered, problem = send(server, token, body, **headers)

    assert (answered, problem["status"], problem["code"]) == (status, status, code)


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_long(delivered: tuple[RunningServer, str]) -> None:
    server, token = delivered
    parts = (b" " * 65536 for _ in range(400))

    status, problem = server.ask("POST", PATH, parts, **{"Content-Type": JSON, "Authorization": f"Bearer {token}"})

    assert (status, problem["code"]) == (413, "kit.too_large")


def test_without_a_token_the_route_behind_answers(delivered: tuple[RunningServer, str]) -> None:
    server, _ = delivered

    assert server.ask("POST", PATH, b'{"events": []}', **{"Content-Type": JSON})[0] == 401


def test_a_token_that_only_reads_delivers_nothing(tmp_path: Path) -> None:
    token = make_token(migrated_folder(tmp_path), scope="READ")
    with running(tmp_path, TRUENORTH_WORKER="false") as server:
        assert send(server, token, bodies(0, 1))[1]["code"] == "workspace.scope_too_narrow"

    assert not (tmp_path / "events").exists()


def test_a_killed_server_has_every_event_that_it_acknowledged(tmp_path: Path) -> None:
    token = make_token(migrated_folder(tmp_path))
    acknowledged = list[int]()
    with running(tmp_path, TRUENORTH_WORKER="false") as server:
        threads = [threading.Thread(target=_deliver, args=(server, token, n, acknowledged)) for n in range(3)]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 30 and any(thread.is_alive() for thread in threads):
            threads[0].join(0.01)
        server.process.send_signal(signal.SIGKILL)
        for thread in threads:
            thread.join()

    store = EventStore.open(tmp_path / "events/larkspur")
    store.compact(grace_seconds=0)
    rows = store.sql("SELECT insert_id FROM events").column("insert_id").to_pylist()
    held = set(map(int, rows))
    assert len(acknowledged) >= 30
    assert {number for first in acknowledged for number in range(first, first + ROWS)} <= held
    assert len(rows) == len(held)
    assert len(held) % ROWS == 0, "a delivery is there whole or not at all"


def _deliver(server: RunningServer, token: str, turn: int, acknowledged: list[int]) -> None:
    """One delivery after the other on one connection, until the server is gone."""
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {token}"}
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        for first in range(turn * 1_000_000, turn * 1_000_000 + 5_000 * ROWS, ROWS):
            try:
                connection.request("POST", PATH, bodies(first, first + ROWS), headers)
                answer = connection.getresponse()
                said = json.loads(answer.read())
            except (OSError, http.client.HTTPException):
                return
            if (answer.status, said["accepted"]) != (200, ROWS):
                return
            acknowledged.append(first)


def test_a_server_on_postgresql_knows_tokens_too(tmp_path: Path, postgresql_url: str) -> None:
    token = make_token(tmp_path, DATABASE_URL=postgresql_url)
    with running(tmp_path, TRUENORTH_WORKER="false", DATABASE_URL=postgresql_url) as server:
        assert send(server, token, bodies(0, 3)) == (200, {"accepted": 3, "rejected": []})
        assert send(server, "tn_wrong", bodies(0, 3))[0] == 401
