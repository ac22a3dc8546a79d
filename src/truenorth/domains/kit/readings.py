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
    business leaves the number out. `unit` is named where it is the same for all.
    """

    kind: str
    name: str
    label: str
    read: Reader
    qualifier: str = ""
    public: str = "a figure that we watch has moved far enough"
    unit: str = ""


MeasureLister = Callable[[UUID], Sequence[Measure]]
"""Takes a workspace and returns the measures that it has given its records itself, their names under one prefix."""

_measures: dict[tuple[str, str], Measure] = {}
_listers: dict[str, MeasureLister] = {}


def register_measure(measure: Measure) -> None:
    _measures[measure.kind, measure.name] = measure


def register_measures_of_workspaces(prefix: str, lister: MeasureLister) -> None:
    _listers[prefix] = lister


def find_measure(workspace_id: UUID, kind: str, name: str) -> Measure | None:
    own = (each for prefix in _listers if name.startswith(prefix) for each in _listers[prefix](workspace_id))
    return _measures.get((kind, name)) or next((each for each in own if (each.kind, each.name) == (kind, name)), None)


def list_measures(workspace_id: UUID, kind: str = "") -> list[Measure]:
    """What can be read of nodes of this kind, or of any, in the order in which it was registered."""
    own = (each for lister in _listers.values() for each in lister(workspace_id))
    return [measure for measure in (*_measures.values(), *own) if kind in ("", measure.kind)]


def find_readings(workspace_id: UUID, kind: str, name: str, points: Sequence[Point]) -> Mapping[Point, Reading]:
    """What these points of one workspace read now, where it is known."""
    measure = find_measure(workspace_id, kind, name)
    return measure.read(points) if measure and points else {}
