"""Paths and the links between their steps."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Path:
    """A path in the order of time, the anchor included, and how often it was taken.

    One shorter than the plan's depth ends (or, for a journey to an event, begins) there.
    """

    steps: tuple[str, ...]
    count: int


class Transition(NamedTuple):
    """How many paths go from a step in column `position` to one in column `position + 1`.

    The anchor stands in column 0; a journey to an event has its other columns before it, -1, -2 and so on. The
    target "(end)" and the source "(begin)" stand for paths that go no further.
    """

    position: int
    source: str
    target: str
    count: int  # type: ignore[assignment]  # hides the tuple's own

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"position": self.position, "source": self.source, "target": self.target, "count": self.count}


@dataclass(frozen=True, slots=True)
class JourneyResult:
    """The commonest paths, and all links between columns.

    `starts` counts the anchors, `total` the paths; they differ only between two events, where not every start
    arrives. `distinct` is how many different paths there are, rarer steps being "Other"; `paths` lists the
    commonest, ties by their names from the anchor on. For each step of each column but the last the links in and
    the links out add up to the same; the goal of a journey between two events has no links out.
    """

    mode: str
    paths: tuple[Path, ...]
    transitions: tuple[Transition, ...]
    starts: int
    total: int
    distinct: int
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "mode": self.mode,
            "paths": [{"steps": list(path.steps), "count": path.count} for path in self.paths],
            "transitions": [each.to_dict() for each in self.transitions],
            "starts": self.starts,
            "total": self.total,
            "distinct": self.distinct,
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each listed path: its steps, its count, and its share of all paths."""
        rows = [
            {"steps": list(path.steps), "count": path.count, "share": path.count / self.total} for path in self.paths
        ]
        return pa.Table.from_pylist(rows, schema=_PATHS)

    def transitions_to_arrow(self) -> pa.Table:
        """A row for each link."""
        return pa.Table.from_pylist([each.to_dict() for each in self.transitions], schema=_LINKS)


@dataclass(frozen=True, slots=True)
class TransitionsResult:
    """The commonest pairs of consecutive steps (`position` is 0 in all); ties by their names.

    `total` counts all pairs and `distinct` the different ones, the listed among them.
    """

    transitions: tuple[Transition, ...]
    total: int
    distinct: int
    method: str
    snapshot: str

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "transitions": [
                {"source": each.source, "target": each.target, "count": each.count} for each in self.transitions
            ],
            "total": self.total,
            "distinct": self.distinct,
            "method": self.method,
            "snapshot": self.snapshot,
        }

    def to_arrow(self) -> pa.Table:
        """A row for each listed pair."""
        return pa.Table.from_pylist(
            [{"source": each.source, "target": each.target, "count": each.count} for each in self.transitions],
            schema=pa.schema([("source", pa.string()), ("target", pa.string()), ("count", pa.int64())]),
        )


_PATHS = pa.schema([("steps", pa.list_(pa.string())), ("count", pa.int64()), ("share", pa.float64())])
_LINKS = pa.schema([("position", pa.int32()), ("source", pa.string()), ("target", pa.string()), ("count", pa.int64())])
