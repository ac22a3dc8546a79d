"""A scaffolded domain stands in the house at once: it loads, migrates, answers and keeps the contracts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools.new_domain import ROOT, scaffold

LEFT_OUT = shutil.ignore_patterns("node_modules", "page", "__pycache__", "web")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("src", "tests", "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_a_new_domain_stands_in_the_house(copy: Path) -> None:
    scaffold("pricing", root=copy)

    _run(copy, "-m", "ruff", "check", "-q", "--fix", "src")
    _run(copy, "-m", "ruff", "format", "-q", "src")
    _run(copy, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")
    _run(copy, "-m", "truenorth", "makemigrations", "pricing", "--check")
    _run(copy, "-m", "pytest", "-q", "src/truenorth/domains/pricing", "tests/architecture/test_models.py")


@pytest.mark.parametrize("name", ["graph", "Pricing", "class", "a b", "x/../y", ""])
def test_a_name_that_cannot_be_a_domain_is_refused(copy: Path, name: str) -> None:
    with pytest.raises(SystemExit):
        scaffold(name, root=copy)

    assert (copy / "pyproject.toml").read_text() == (ROOT / "pyproject.toml").read_text()


def _run(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "TRUENORTH_DATA_DIR": str(folder / "data")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
