"""The event engine's side of `events.py`: its plans, and the limit that its questions are held against."""

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numba
import numpy as np
from _events_answers import rounded, top_paths
from _events_data import BEGIN_MS, DAY_MS, SIGNUP, STEPS
from numpy.typing import NDArray

from truenorth.engines.events import EventStore, Filter, Plan
from truenorth.engines.events.executors import Threads
from truenorth.engines.events.funnels import Funnel, FunnelResult, FunnelStep, Step
from truenorth.engines.events.journeys import Journey, JourneyResult
from truenorth.engines.events.retention import Retention, RetentionResult
from truenorth.engines.events.trends import Trend, TrendResult

THREADS = 2
FILTERED = (STEPS[0], Step(STEPS[1], filters=[Filter(property="device", value="ios")]), *STEPS[2:])
PLANS: Mapping[str, Plan] = {
    "funnel": Funnel(steps=STEPS, window="7d", times=False),
    "funnel_times": Funnel(steps=STEPS, window="7d"),
    "funnel_country": Funnel(steps=STEPS, window="7d", breakdown="country", times=False),
    "funnel_filter": Funnel(steps=FILTERED, window="7d", times=False),
    "retention": Retention(start=SIGNUP, periods=31, period="day"),
    "weekly": Trend(measure="uniques", interval="week", breakdown="plan"),
    "journeys": Journey(from_event=SIGNUP, depth=3, collapse_repeats=False, top=100),
    "convert": Funnel(steps=STEPS, window="7d", entry="latest"),
    "tail": Funnel(steps=STEPS, window="7d", times=False),
    "tail_grown": Funnel(steps=STEPS, window="7d", times=False),
}


class Truenorth:
    """Answers from a store in a folder that was loaded before."""

    def __init__(self, home: Path, store: str) -> None:
        self.store = EventStore.open(home / store)
        self.is_tail = store == "tail"

    def about(self) -> dict[str, Any]:
        """Nothing that was not told when it was loaded."""
        return {}

    def ask(self, question: str) -> Any:  # noqa: ANN401
        """The answer as the engine gives it."""
        if question == "sum":
            return self._sum()
        if question == "tail_grown" and self.is_tail:
            self.store.append([{"event": "open", "user_id": "one more", "time": BEGIN_MS}])
        return self.store.query(PLANS[question], executor=Threads(THREADS))

    def _sum(self) -> int:
        """The limit: read times and events once, and do next to nothing with them."""
        snapshot = self.store.snapshot()

        def read(bucket: int) -> int:
            hot = snapshot.hot(bucket)
            return int(add_up(hot.times, hot.column("event")[1]))

        with ThreadPoolExecutor(THREADS) as threads:
            return sum(threads.map(read, snapshot.buckets)) % 2**63

    def told(self, question: str, answer: Any) -> object:  # noqa: ANN401
        """The answer as it is compared."""
        return _TOLD[question](answer) if question in _TOLD else answer


@numba.njit(nogil=True)
def add_up(times: NDArray[np.int64], codes: NDArray[np.uint16]) -> np.int64:
    total = np.int64(0)
    for row in range(times.size):
        total += times[row]
    for row in range(codes.size):
        total += codes[row]
    return total


def _counts(steps: Sequence[FunnelStep]) -> list[int]:
    return [step.actors for step in steps]


def _funnel(answer: FunnelResult) -> list[int]:
    return _counts(answer.steps)


def _by_country(answer: FunnelResult) -> dict[str, list[int]]:
    return {value: _counts(steps) for value, steps in answer.breakdown.items()}


def _day(date: dt.date) -> int:
    moment = np.datetime64(date, "ms").astype(np.int64)
    return int(moment - BEGIN_MS) // DAY_MS


def _retention(answer: RetentionResult) -> list[list[int]]:
    return sorted(
        [_day(cohort.entered_on), period, count]
        for cohort in answer.cohorts
        for period, count in enumerate(cohort.retained)
        if count
    )


def _weekly(answer: TrendResult) -> list[list[Any]]:
    return sorted(
        [_day(date) // 7, line.breakdown, value] for line in answer.series for date, value in line.points if value
    )


def _journeys(answer: JourneyResult) -> list[list[Any]]:
    return top_paths([[path.count, *path.steps[1:], *[""] * (4 - len(path.steps))] for path in answer.paths])


def _convert(answer: FunnelResult) -> list[Any]:
    times = answer.times
    return rounded(answer.steps[-1].actors, times.mean_seconds, times.median_seconds) if times else []


_TOLD = {
    "funnel": _funnel,
    "funnel_times": _funnel,
    "funnel_country": _by_country,
    "funnel_filter": _funnel,
    "retention": _retention,
    "weekly": _weekly,
    "journeys": _journeys,
    "convert": _convert,
    "tail": _funnel,
    "tail_grown": _funnel,
}
