"""CPU, wall time and peak anonymous memory of one call, and of many calls added up."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

FEWEST_RUNS, MOST_RUNS = 3, 9
ENOUGH_SECONDS = 1.0
SAMPLE_SECONDS = 0.005
STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Measured:
    """Medians of the warm runs; `first` is the run before them, which opens and compiles. Memory in MB, None unknown.

    `peak_mb` is all of the process's anonymous memory at its highest, in the first run and in one that is not counted.
    """

    cpu_seconds: float
    wall_seconds: float
    runs: int
    first_cpu_seconds: float
    first_wall_seconds: float
    peak_mb: float | None
    before_mb: float | None


@dataclass
class Clock:
    """Adds up CPU (user and system, all threads) and wall time of the stretches within `running`."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu_seconds += time.process_time() - cpu
        self.wall_seconds += time.perf_counter() - wall


@dataclass
class Peak:
    """The highest anonymous memory seen within `watching`."""

    mb: float | None = None
    _done: Event = field(default_factory=Event)

    @contextmanager
    def watching(self) -> Iterator[None]:
        self._done.clear()
        thread = Thread(target=self._watch, daemon=True)
        thread.start()
        yield
        self._done.set()
        thread.join()

    def _watch(self) -> None:
        while (now := anonymous_mb()) is not None:
            self.mb = max(self.mb or 0.0, now)
            if self._done.wait(SAMPLE_SECONDS):
                return


def anonymous_mb() -> float | None:
    """Anonymous resident memory of this process; None where the system does not say."""
    if not STATUS.exists():
        return None
    for line in STATUS.read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return None


def measure(call: Callable[[], Any]) -> tuple[Measured, Any]:
    """One run to warm up, 3 that count (up to 9 while they take less than a second together), and one for memory."""
    before, peak = anonymous_mb(), Peak()
    first = Clock()
    with peak.watching(), first.running():
        call()
    clocks: list[Clock] = []
    while len(clocks) < FEWEST_RUNS or (
        len(clocks) < MOST_RUNS and sum(clock.wall_seconds for clock in clocks) < ENOUGH_SECONDS
    ):
        clock = Clock()
        with clock.running():
            call()
        clocks.append(clock)
    with peak.watching():
        answer = call()
    found = Measured(
        cpu_seconds=statistics.median(clock.cpu_seconds for clock in clocks),
        wall_seconds=statistics.median(clock.wall_seconds for clock in clocks),
        runs=len(clocks),
        first_cpu_seconds=first.cpu_seconds,
        first_wall_seconds=first.wall_seconds,
        peak_mb=peak.mb,
        before_mb=before,
    )
    return found, answer
