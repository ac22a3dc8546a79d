"""What a funnel answers."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step and what became of those who reached the one before.

    `actors` did this step (attempts with count "totals"; with `hold_constant` pairs of actor and values).
    `in_window` reached the previous step, not this one, and their window was not over at `as_of`; `dropped` are the
    others: previous.actors = actors + in_window + dropped. `conversion` is the share of step 1. The previous step
    is always the last one before that is not optional. Seconds are from the previous step to this one, None for
    step 1, for nobody and where the plan asks for no times.
    """

    name: str
    actors: int
    in_window: int
    dropped: int
    conversion: float
    conversion_from_previous: float
    mean_seconds: float | None
    median_seconds: float | None


Steps = tuple[FunnelStep, ...]


@dataclass(frozen=True, slots=True)
class FunnelTimes:
    """Seconds from the entry to the last step that is not optional, of those who did it.

    Percentiles interpolate linearly between order statistics. Bin `i` of the histogram holds `bin_counts[i]`
    durations from `bin_edges_seconds[i]` to below `bin_edges_seconds[i + 1]`; the last bin includes its end.
    """

    mean_seconds: float
    median_seconds: float
    p10_seconds: float
    p25_seconds: float
    p75_seconds: float
    p90_seconds: float
    bin_edges_seconds: tuple[float, ...]
    bin_counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FunnelResult:
    """A funnel's steps, and the same by value and by date of entry where the plan asks for it.

    `breakdown` maps each value to its steps, the largest first entry count first; "(none)" is a missing value and
    "(did not reach)" gathers those without the attributed step. `over_time` maps the local date (for hours the
    local time) on which an interval begins to the steps of those who entered in it; intervals without an entry are
    left out. `times` is None without converters, for a single step, and where the plan asks for no times.
    """

    steps: Steps
    times: FunnelTimes | None
    breakdown: Mapping[str, Steps]
    over_time: Mapping[dt.date, Steps]
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "steps": [asdict(step) for step in self.steps],
            "times": asdict(self.times) if self.times else None,
            "breakdown": {value: [asdict(step) for step in steps] for value, steps in self.breakdown.items()},
            "over_time": {day.isoformat(): [asdict(step) for step in steps] for day, steps in self.over_time.items()},
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each step: of all, of each value (`value`) and of each interval (`entered_on`)."""
        return pa.Table.from_pylist(list(self._rows()), schema=_SCHEMA)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for value, entered_on, steps in self._slices():
            for number, step in enumerate(steps, 1):
                yield {"value": value, "entered_on": entered_on, "step": number, **asdict(step)}

    def _slices(self) -> Iterator[tuple[str | None, str | None, Steps]]:
        yield None, None, self.steps
        for value, steps in self.breakdown.items():
            yield value, None, steps
        for day, steps in self.over_time.items():
            yield None, day.isoformat(), steps


_SCHEMA = pa.schema(
    [
        ("value", pa.string()),
        ("entered_on", pa.string()),
        ("step", pa.int32()),
        ("name", pa.string()),
        ("actors", pa.int64()),
        ("in_window", pa.int64()),
        ("dropped", pa.int64()),
        ("conversion", pa.float64()),
        ("conversion_from_previous", pa.float64()),
        ("mean_seconds", pa.float64()),
        ("median_seconds", pa.float64()),
    ]
)
