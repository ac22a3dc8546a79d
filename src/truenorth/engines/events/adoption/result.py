"""How each event is used."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any, Literal

import pyarrow as pa

Quadrant = Literal["core", "power", "occasional", "low"]


@dataclass(frozen=True, slots=True)
class Adopters:
    """Actors whose first use ever of the event lies in the interval that begins here."""

    begins: dt.date
    actors: int


@dataclass(frozen=True, slots=True)
class EventAdoption:
    """An event over the range.

    `actors` used it, `uses` times on `days` (days of each actor, added up); `breadth` is their share of the active
    actors. `frequency` and `days_used` are uses and days per using actor, 0 where there is none.
    """

    event: str
    actors: int
    uses: int
    days: int
    breadth: float
    frequency: float
    days_used: float
    quadrant: Quadrant
    adopters: tuple[Adopters, ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        adopters = [{"begins": each.begins.isoformat(), "actors": each.actors} for each in self.adopters]
        return {**asdict(self), "adopters": adopters}


@dataclass(frozen=True, slots=True)
class AdoptionResult:
    """Events by breadth, then frequency, then name; the medians that part the quadrants (None without events)."""

    events: tuple[EventAdoption, ...]
    active: int
    median_breadth: float | None
    median_frequency: float | None
    interval: str
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "events": [each.to_dict() for each in self.events],
            "active": self.active,
            "median_breadth": self.median_breadth,
            "median_frequency": self.median_frequency,
            "interval": self.interval,
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each event; its adopters as a list of structs."""
        rows = [{**asdict(each), "adopters": [asdict(one) for one in each.adopters]} for each in self.events]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        ("event", pa.string()),
        *((name, pa.int64()) for name in ("actors", "uses", "days")),
        *((name, pa.float64()) for name in ("breadth", "frequency", "days_used")),
        ("quadrant", pa.string()),
        ("adopters", pa.list_(pa.struct([("begins", pa.date32()), ("actors", pa.int64())]))),
    ]
)
