"""Peers run in environments of their own, made on first use under .build/peers."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def run_in_peer(requirement: str, script: str, payload: object) -> dict[str, float]:
    """Run a script in a Python 3.11 environment that has the requirement; it reads JSON and prints JSON."""
    python = _interpreter(requirement)
    done = subprocess.run([python, "-c", script], input=json.dumps(payload), capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def waiting_peer(requirement: str, script: str) -> Iterator[Callable[[object], dict[str, float]]]:
    """A peer that stays: the script answers each line of JSON that it reads by one that it prints."""
    command = [_interpreter(requirement), "-c", script]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603

        def ask(payload: object) -> dict[str, float]:
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("the peer has no pipes")
            process.stdin.write(json.dumps(payload) + "\n")
            process.stdin.flush()
            found: dict[str, float] = json.loads(process.stdout.readline())
            return found

        yield ask
        process.communicate()


def _interpreter(requirement: str) -> Path:
    home = REPOSITORY / ".build" / "peers" / requirement.replace("==", "-")
    python = home / "bin" / "python"
    uv = REPOSITORY / ".tools" / "bin" / "uv"
    if not (home / "installed").exists():
        subprocess.run([uv, "venv", "-q", "--allow-existing", "--python", "3.11", home], check=True)  # noqa: S603
        subprocess.run([uv, "pip", "install", "-q", "--python", python, requirement], check=True)  # noqa: S603
        (home / "installed").touch()
    return python
