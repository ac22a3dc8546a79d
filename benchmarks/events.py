"""The event engine beside embedded ClickHouse and DuckDB: the same events, questions and answers, two threads each.

EVENTS (10,000,000 by default) are made up, from a seed, and kept in .build/bench. Each engine has a process of its
own; question by question they take turns. What counts is CPU, user and system, of the whole process: medians of warm
runs. The limit is the CPU of summing times and events of the same store, which no question can beat that reads them
all. Ends with a table of the questions, one of the targets, and a plot of every size that was measured so far.
ALONE=1 leaves the peers out, to see how the engine's own cost grows where theirs would take hours.
"""

import argparse
import datetime as dt
import json
import os
import platform
import statistics
import subprocess
import sys
from contextlib import ExitStack
from functools import cached_property
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from _events_data import make_events
from _events_plot import plot
from _events_report import QUESTIONS, TAILS, report
from _peers import REPOSITORY

BENCH = REPOSITORY / ".build" / "bench"
WORKER = Path(__file__).with_name("_events_worker.py")
QUICK_EVENTS, USUAL_EVENTS = 200_000, 10_000_000
ENGINES = ("full", "tail", "chdb", "duckdb")
"""The engine's two stores, all events settled and the newest still in the log, and the peers."""


class Engine:
    """A process that answers one question after the other, once it has told `about` itself."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, WORKER, "engine", name, home, "0"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    @cached_property
    def about(self) -> dict[str, Any] | None:
        """What the engine tells when it is ready; None where it is not installed."""
        about = self._read()
        return None if "missing" in about else about

    def ask(self, question: str) -> dict[str, Any]:
        """The measured question, with the digest of its answer."""
        print(json.dumps(question), file=_piped(self._process.stdin), flush=True)
        return self._read()

    def _read(self) -> dict[str, Any]:
        line = _piped(self._process.stdout).readline()
        if not line:
            raise SystemExit(f"{self.name} broke down; what it said is above")
        found: dict[str, Any] = json.loads(line)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _piped(self._process.stdin).close()
        self._process.wait()


def _piped(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise SystemExit("no pipe to the engine's process")
    return stream


def once(name: str, home: Path, events: int) -> dict[str, Any]:
    """A load in a process of its own."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, WORKER, "once", name, home, str(events)], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"the load of {name} broke down; what it said is above")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def ask_all(home: Path) -> dict[str, Any]:
    """Every question to every engine, in turns."""
    with ExitStack() as open_ones:
        chosen = ENGINES[:2] if os.environ.get("ALONE") else ENGINES
        engines = {name: open_ones.enter_context(Engine(name, home)) for name in chosen}
        for name in [name for name, engine in engines.items() if engine.about is None]:
            print(f"  {name} is not installed and left out", flush=True)
            del engines[name]
        sums, answers = [], {}
        for question in QUESTIONS:
            sums.append(engines["full"].ask("sum"))
            answers[question] = _agreed(question, _in_turns(question, engines))
        return {
            "sum_cpu_seconds": statistics.median(one["cpu_seconds"] for one in sums),
            "sum_wall_seconds": statistics.median(one["wall_seconds"] for one in sums),
            "questions": answers,
            "about": {name: engine.about for name, engine in engines.items()},
        }


def _in_turns(question: str, engines: dict[str, Engine]) -> dict[str, dict[str, Any]]:
    """Our answer first; on questions of the tail our own store without a tail is a peer too."""
    names = [name for name in engines if name != "tail" or question in TAILS]
    return {name: engines[name].ask(question) for name in names}


def _agreed(question: str, found: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    digests = {one["digest"] for one in found.values()}
    if len(digests) > 1:
        answers = "\n".join(f"  {name}: {one['told']}" for name, one in found.items())
        raise SystemExit(f"the engines disagree on {question}:\n{answers}")
    times = ", ".join(f"{name} {one['cpu_seconds']:.3f} s" for name, one in found.items())
    print(f"  {question:<15} {digests.pop()} of {len(found)} agree: {times}", flush=True)
    return found


def run(home: Path, events: int) -> dict[str, Any]:
    """Make, load and ask; everything that was measured."""
    home.mkdir(parents=True, exist_ok=True)
    print(f"{events:,} events in {home.relative_to(REPOSITORY)}", flush=True)
    make_events(home, events)
    loads = {}
    for name in ("plain", "full", "tail", "ingest"):
        loads[name] = once(name, home, events)
        print(f"  loaded: {name}", flush=True)
    versions = {name: _version(name) for name in ("chdb", "duckdb", "numba", "numpy", "pyarrow")}
    machine = {"processors": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return {"events": events, "when": when, "machine": machine, "versions": versions, "loads": loads, **ask_all(home)}


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description="The event engine beside embedded ClickHouse and DuckDB.")
    parser.add_argument("--quick", action="store_true", help=f"with {QUICK_EVENTS:,} events, to try it")
    events = QUICK_EVENTS if parser.parse_args().quick else int(os.environ.get("EVENTS", USUAL_EVENTS))
    home = BENCH / f"events-{events}"
    found = run(home, events)
    (home / "results.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    text = report(found)
    (home / "report.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")
    print(plot(BENCH))


if __name__ == "__main__":
    main()
