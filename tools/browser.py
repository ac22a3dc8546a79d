"""The Chromium that journeys drive: the machine's own, or Debian's where it may be installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
HOW_TO_INSTALL = (
    "No Chromium was found for the browser journeys. Install it (Debian and Ubuntu: apt-get install chromium "
    "fonts-dejavu-core; macOS: brew install --cask chromium), or name one in CHROMIUM=/path/to/it."
)


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or next((path for path in APPLICATIONS if Path(path).exists()), None)


def install_chromium() -> None:
    """Debian's package, where this user is root and the machine has apt."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-dejavu-core"]
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run([apt, *arguments], env=environment, check=False)  # noqa: S603 - fixed arguments


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    sys.exit(0 if find_chromium() else HOW_TO_INSTALL)
