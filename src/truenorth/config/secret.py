import contextlib
import os
import secrets
from pathlib import Path


def read_or_make_secret(data_dir: Path) -> str:
    """The installation's signing key, made once and kept readable by its owner alone."""
    path = data_dir / "secret-key"
    data_dir.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()
