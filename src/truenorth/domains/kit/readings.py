"""Readings: the numbers behind a node, by kind and name, so that low domains read what only high ones know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Point(NamedTuple):
    """What is read: a node and, for a measure that wants one, the node that narrows it down, such as a segment."""

    node_id: UUID
    qualifier_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    value: float
    at: datetime
    unit: str = ""


Reader = Callable[[Sequence[Point]], Mapping[Point, Reading]]
"""Takes points whose nodes are of one kind (already scoped by the caller) and returns the values known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number that every node of a kind carries; `qualifier` is the kind of node that narrows it, if it wants one.

    `public` says in words for outsiders when the number has come to `{threshold}`; a measure that is nobody else's
    business leaves the number out.
    """

    kind: str
    name: str
    label: str
    read: Reader
    qualifier: str = ""
    public: str = "a figure that we watch has moved far enough"


_measures: dict[tuple[str, str], Measure] = {}


def register_measure(measure: Measure) -> None:
    _measures[measure.kind, measure.name] = measure


def find_measure(kind: str, name: str) -> Measure | None:
    return _measures.get((kind, name))


def list_measures(kind: str) -> list[Measure]:
    """What can be read of nodes of this kind, in the order in which it was registered."""
    return [measure for measure in _measures.values() if measure.kind == kind]


def find_readings(kind: str, name: str, points: Sequence[Point]) -> Mapping[Point, Reading]:
    measure = find_measure(kind, name)
    return measure.read(points) if measure and points else {}
