"""What a trend found."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

Bucket = dt.date | dt.datetime
Value = int | float | None
Point = tuple[Bucket, Value]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One line: a value for each interval, in order; the bucket is the local date (for hours: time) it begins.

    `breakdown` is the property's value ("(none)" where missing, "Other" for the rest), for "frequency" how many
    times, and None without a breakdown. A value is None where there is none, such as a mean of nothing; otherwise
    an int where it is whole. `is_previous` marks the lines of the range before, at their own dates.
    """

    label: str
    breakdown: str | None
    points: tuple[Point, ...]
    is_previous: bool = False

    def values(self) -> tuple[Value, ...]:
        """The values alone, in the order of the points."""
        return tuple(value for _, value in self.points)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready; "breakdown" and "previous" are there only where they say something."""
        found: dict[str, Any] = {"label": self.label}
        if self.breakdown is not None:
            found["breakdown"] = self.breakdown
        if self.is_previous:
            found["previous"] = True
        found["points"] = [[bucket.isoformat(), value] for bucket, value in self.points]
        return found


@dataclass(frozen=True, slots=True)
class TrendResult:
    """Lines over time.

    `incomplete_from` is the first bucket that was not over at `as_of`, or that `until` cuts; None where all are
    whole. `ignored` counts the events in range that met a series and had no number (for "distinct": no value) in
    its property.
    """

    series: tuple[TrendLine, ...]
    incomplete_from: Bucket | None
    ignored: int
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: buckets as ISO 8601."""
        return {
            "series": [line.to_dict() for line in self.series],
            "incomplete_from": self.incomplete_from.isoformat() if self.incomplete_from else None,
            "ignored": self.ignored,
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row a point: series, breakdown, previous, bucket (date32, or timestamp for hours) and value (float64)."""
        rows = [(line, bucket, value) for line in self.series for bucket, value in line.points]
        buckets = [bucket for _, bucket, _ in rows]
        return pa.table(
            {
                "series": pa.array([line.label for line, _, _ in rows], pa.string()),
                "breakdown": pa.array([line.breakdown for line, _, _ in rows], pa.string()),
                "previous": pa.array([line.is_previous for line, _, _ in rows], pa.bool_()),
                "bucket": pa.array(buckets) if buckets else pa.array([], pa.date32()),
                "value": pa.array([value for _, _, value in rows], pa.float64()),
            }
        )
