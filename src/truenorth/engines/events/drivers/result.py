"""The answer to drivers."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Driver:
    """One behaviour: `event` done at least `times` times early.

    The four counts are its table: actors who did it and who of these reached the outcome, and the same of those
    who did not. `phi` is their correlation, from -1 to 1; `difference` of the two rates lies between `low` and
    `high`. None where nothing can be said, such as where everybody reached the outcome.
    """

    event: str
    times: int
    done: int
    done_reached: int
    not_done: int
    not_done_reached: int
    phi: float | None
    difference: float
    low: float | None
    high: float | None
    p_value: float | None
    p_adjusted: float | None

    @property
    def rate_with(self) -> float:
        """The outcome's rate among those who did it."""
        return self.done_reached / self.done

    @property
    def rate_without(self) -> float:
        """The outcome's rate among those who did not."""
        return self.not_done_reached / self.not_done

    @property
    def lift(self) -> float | None:
        """How many times as high the rate is with it; None where it is zero without."""
        return self.rate_with / self.rate_without if self.not_done_reached else None

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        rates = {"rate_with": self.rate_with, "rate_without": self.rate_without, "lift": self.lift}
        return {**asdict(self), **rates}


@dataclass(frozen=True, slots=True)
class DriversResult:
    """Behaviours by the size of their correlation, largest first.

    `actors` are those whose windows are over, `reached` of them the outcome; `immature` others are left out.
    """

    actors: int
    reached: int
    immature: int
    drivers: Sequence[Driver]
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "actors": self.actors,
            "reached": self.reached,
            "immature": self.immature,
            "drivers": [driver.to_dict() for driver in self.drivers],
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each behaviour, with the fields of `Driver` and its rates."""
        return pa.Table.from_pylist([driver.to_dict() for driver in self.drivers], schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        ("event", pa.string()),
        *((name, pa.int64()) for name in ("times", "done", "done_reached", "not_done", "not_done_reached")),
        *((name, pa.float64()) for name in ("phi", "difference", "low", "high", "p_value", "p_adjusted")),
        *((name, pa.float64()) for name in ("rate_with", "rate_without", "lift")),
    ]
)
