"""The answer to a Stickiness."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class StickinessLevel:
    """Actors who were active in exactly, and in at least, `intervals` intervals."""

    intervals: int
    exactly: int
    at_least: int

    def to_dict(self) -> dict[str, int]:
        """Ready for JSON."""
        return {"intervals": self.intervals, "exactly": self.exactly, "at_least": self.at_least}


@dataclass(frozen=True, slots=True)
class StickinessResult:
    """Levels from 1 to the most intervals that any actor reached, out of `intervals` in the range."""

    levels: tuple[StickinessLevel, ...]
    intervals: int
    method: str
    snapshot: str

    @property
    def actors(self) -> int:
        """Actors who were active at all."""
        return self.levels[0].at_least if self.levels else 0

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "levels": [level.to_dict() for level in self.levels],
            "intervals": self.intervals,
            "actors": self.actors,
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each level: intervals, exactly, at_least (int64)."""
        return pa.Table.from_pylist([level.to_dict() for level in self.levels], _SCHEMA)


_SCHEMA = pa.schema([("intervals", pa.int64()), ("exactly", pa.int64()), ("at_least", pa.int64())])
