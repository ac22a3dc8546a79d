"""A real server process on a data folder of its own."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class RunningServer:
    process: subprocess.Popen[str]
    port: int
    data_dir: Path

    def ask(
        self, method: str, path: str, body: bytes | Iterator[bytes] = b"", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def stop(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=10)


@contextmanager
def running(data_dir: Path, **environment: str) -> Iterator[RunningServer]:
    process = subprocess.Popen(
        [sys.executable, "-m", "truenorth", "serve", "--port", "0"],
        env={**os.environ, "TRUENORTH_DATA_DIR": str(data_dir), **environment},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process, process.stdout as out:
        line = out.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, f"no address in the first line: {line!r}"
        try:
            yield RunningServer(process, int(found[1]), data_dir)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
