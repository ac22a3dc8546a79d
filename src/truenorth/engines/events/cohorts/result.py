"""The answer to a cohort."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class CohortResult:
    """`size` members out of `out_of` actors who have a visible event.

    `actors` are the members' names in order, where the plan lists them; `breakdown` maps the members' last known
    value ("(none)" where there is none) to how many have it, most first.
    """

    size: int
    out_of: int
    as_of: dt.datetime
    actors: tuple[str, ...] | None
    breakdown: Mapping[str, int] | None
    method: str
    snapshot: str

    @property
    def share(self) -> float | None:
        """Members per actor, None where there is no actor."""
        return self.size / self.out_of if self.out_of else None

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "size": self.size,
            "out_of": self.out_of,
            "share": self.share,
            "as_of": self.as_of.isoformat(),
            "actors": None if self.actors is None else list(self.actors),
            "breakdown": None if self.breakdown is None else dict(self.breakdown),
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """The names as one column `actor` where they were listed; else `value` (null for all members) and `size`."""
        if self.actors is not None:
            return pa.table({"actor": pa.array(self.actors, pa.string())})
        parts = dict(self.breakdown or {})
        values = pa.array([None, *parts], pa.string())
        return pa.table({"value": values, "size": pa.array([self.size, *parts.values()], pa.int64())})
