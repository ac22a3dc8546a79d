"""The answer to a Retention."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class RetentionCohort:
    """The actors who entered in one calendar period, `entered_on` its first local day (for hours its local time).

    `retained[0]` is the size. A cell that is not `mature` has not been reached yet by every actor of the cohort: it
    may still grow, and a chart should mark it.
    """

    entered_on: dt.date | dt.datetime
    size: int
    retained: tuple[int, ...]
    mature: tuple[bool, ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "entered_on": self.entered_on.isoformat(),
            "size": self.size,
            "retained": list(self.retained),
            "mature": list(self.mature),
        }


@dataclass(frozen=True, slots=True)
class RetentionTotal:
    """One cell over all cohorts: the entries for which it is over, and those of them who were retained.

    `period` to `through` are the periods after the entry, both included; they differ only for brackets. `rate` is
    retained / eligible, None where nobody is eligible.
    """

    period: int
    through: int
    eligible: int
    retained: int
    rate: float | None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "period": self.period,
            "through": self.through,
            "eligible": self.eligible,
            "retained": self.retained,
            "rate": self.rate,
        }


@dataclass(frozen=True, slots=True)
class RetentionTable:
    """The cohorts in order of time, those without anybody left out, and the cells over all of them."""

    cohorts: tuple[RetentionCohort, ...]
    overall: tuple[RetentionTotal, ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "cohorts": [cohort.to_dict() for cohort in self.cohorts],
            "overall": [total.to_dict() for total in self.overall],
        }


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """Retention by cohort and overall; `breakdown` has the same for each value, empty where none was asked for."""

    cohorts: tuple[RetentionCohort, ...]
    overall: tuple[RetentionTotal, ...]
    breakdown: Mapping[str, RetentionTable]
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            **RetentionTable(self.cohorts, self.overall).to_dict(),
            "breakdown": {value: table.to_dict() for value, table in self.breakdown.items()},
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each cohort and cell: value (null for all together), entered_on, size, period, through, …"""
        tables: list[tuple[str | None, RetentionTable]] = [(None, RetentionTable(self.cohorts, self.overall))]
        rows = [
            {
                "value": value,
                "entered_on": cohort.entered_on.isoformat(),
                "size": cohort.size,
                "period": total.period,
                "through": total.through,
                "retained": retained,
                "is_mature": is_mature,
            }
            for value, table in [*tables, *self.breakdown.items()]
            for cohort in table.cohorts
            for total, retained, is_mature in zip(table.overall, cohort.retained, cohort.mature, strict=True)
        ]
        return pa.Table.from_pylist(rows, _SCHEMA)


_SCHEMA = pa.schema(
    [
        ("value", pa.string()),
        ("entered_on", pa.string()),
        ("size", pa.int64()),
        ("period", pa.int64()),
        ("through", pa.int64()),
        ("retained", pa.int64()),
        ("is_mature", pa.bool_()),
    ]
)
