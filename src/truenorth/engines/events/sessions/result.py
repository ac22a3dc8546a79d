"""What sessions were like, by interval and overall."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """The sessions that began in one interval, or in all of them (`begins` is None).

    `actors` are those with at least one of these sessions. Lengths are seconds from the first to the last event,
    0 for a single event, and those zeros are in the mean and in the median. Means and shares are None where there
    is no session.
    """

    begins: dt.date | None
    sessions: int
    actors: int
    events: int
    bounces: int
    total_seconds: float
    median_seconds: float | None

    @property
    def mean_seconds(self) -> float | None:
        """Seconds of a session, on average."""
        return self.total_seconds / self.sessions if self.sessions else None

    @property
    def mean_events(self) -> float | None:
        """Events of a session, on average."""
        return self.events / self.sessions if self.sessions else None

    @property
    def sessions_per_actor(self) -> float | None:
        """Sessions of an actor that had one, on average."""
        return self.sessions / self.actors if self.actors else None

    @property
    def bounce_share(self) -> float | None:
        """The share of sessions of one event."""
        return self.bounces / self.sessions if self.sessions else None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            **asdict(self),
            "begins": None if self.begins is None else self.begins.isoformat(),
            "mean_seconds": self.mean_seconds,
            "mean_events": self.mean_events,
            "sessions_per_actor": self.sessions_per_actor,
            "bounce_share": self.bounce_share,
        }


@dataclass(frozen=True, slots=True)
class EventCount:
    """An event, and how many sessions began or ended with it."""

    event: str
    sessions: int


@dataclass(frozen=True, slots=True)
class SessionsResult:
    """Sessions by interval, without gaps, and over the whole range; the commonest first and last events."""

    periods: tuple[SessionFigures, ...]
    overall: SessionFigures
    entries: tuple[EventCount, ...]
    exits: tuple[EventCount, ...]
    interval: str
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "interval": self.interval,
            "periods": [each.to_dict() for each in self.periods],
            "overall": self.overall.to_dict(),
            "entries": [asdict(each) for each in self.entries],
            "exits": [asdict(each) for each in self.exits],
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each interval."""
        rows = [{**each.to_dict(), "begins": each.begins} for each in self.periods]
        return pa.Table.from_pylist(rows, schema=_SCHEMA)


_SCHEMA = pa.schema(
    [
        ("begins", pa.date32()),
        *((name, pa.int64()) for name in ("sessions", "actors", "events", "bounces")),
        *(
            (name, pa.float64())
            for name in (
                "total_seconds",
                "mean_seconds",
                "median_seconds",
                "mean_events",
                "sessions_per_actor",
                "bounce_share",
            )
        ),
    ]
)
