"""The answer to a Lifecycle."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class LifecycleInterval:
    """Actors by state in the interval that begins on the local date `began_on`.

    Where `is_over` is false the interval still runs: its dormant actors may yet come.
    """

    began_on: dt.date | dt.datetime
    new: int
    returning: int
    resurrected: int
    dormant: int
    is_over: bool

    @property
    def active(self) -> int:
        """Actors active in the interval: new, returning and resurrected ones."""
        return self.new + self.returning + self.resurrected

    @property
    def pulse(self) -> float | None:
        """(new + resurrected) / dormant: above 1 the active actors grow; None where none went dormant."""
        return (self.new + self.resurrected) / self.dormant if self.dormant else None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "began_on": self.began_on.isoformat(),
            "new": self.new,
            "returning": self.returning,
            "resurrected": self.resurrected,
            "dormant": self.dormant,
            "active": self.active,
            "pulse": self.pulse,
            "is_over": self.is_over,
        }


@dataclass(frozen=True, slots=True)
class LifecycleResult:
    """States by interval, in order of time, without gaps."""

    intervals: tuple[LifecycleInterval, ...]
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "intervals": [interval.to_dict() for interval in self.intervals],
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each interval, the columns of `LifecycleInterval.to_dict`."""
        return pa.Table.from_pylist([interval.to_dict() for interval in self.intervals], _SCHEMA)


_COUNTS = ("new", "returning", "resurrected", "dormant", "active")
_SCHEMA = pa.schema(
    [
        ("began_on", pa.string()),
        *((name, pa.int64()) for name in _COUNTS),
        ("pulse", pa.float64()),
        ("is_over", pa.bool_()),
    ]
)
