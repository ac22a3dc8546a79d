"""Peers run in environments of their own, made on first use under .build/peers."""

import json
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def run_in_peer(requirement: str, script: str, payload: object) -> dict[str, float]:
    """Run a script in a Python 3.11 environment that has the requirement; it reads JSON and prints JSON."""
    home = REPOSITORY / ".build" / "peers" / requirement.replace("==", "-")
    python = home / "bin" / "python"
    uv = REPOSITORY / ".tools" / "bin" / "uv"
    if not (home / "installed").exists():
        subprocess.run([uv, "venv", "-q", "--allow-existing", "--python", "3.11", home], check=True)  # noqa: S603
        subprocess.run([uv, "pip", "install", "-q", "--python", python, requirement], check=True)  # noqa: S603
        (home / "installed").touch()
    done = subprocess.run([python, "-c", script], input=json.dumps(payload), capture_output=True, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found
