"""What the domains contribute to the graph: their kinds of record and the steps of the chain that are not records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.graph.models import Record
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.workspace.rules import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKind:
    """A kind of record: its names, where it lives on the page and in the API, and its place in the chain."""

    name: str
    plural: str
    label: str
    label_plural: str
    prefix: str
    domain: str
    icon: str
    model: type[Record]
    step: Step | None = None
    writer: Role = Role.EDITOR
    describe_state: Callable[[list[UUID]], Mapping[UUID, str]] | None = None
    """A word or two on each record for strips and cards: "Now", "4.83", "yes"."""


@dataclass(frozen=True, slots=True)
class StepMark:
    """What a node carries of a step that is no record of its own: its score, its place on the roadmap, its outcome."""

    label: str
    state: StepState = StepState.FILLED


Marker = Callable[[list[UUID]], Mapping[UUID, StepMark]]

_kinds: dict[str, NodeKind] = {}
_kinds_by_model: dict[type[Record], NodeKind] = {}
_markers: dict[Step, list[Marker]] = {}


def register_kind(kind: NodeKind) -> None:
    _kinds[kind.name] = kind
    _kinds_by_model[kind.model] = kind


def register_marker(step: Step, marker: Marker) -> None:
    """`marker` takes ids of nodes (already scoped by the caller) and marks those that carry the step."""
    _markers.setdefault(step, []).append(marker)


def get_kind(name: str) -> NodeKind:
    return _kinds[name]


def kind_of(model: type[Record]) -> NodeKind:
    return _kinds_by_model[model]


def list_kinds() -> list[NodeKind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.domain, kind.name))


def chain_order(kind: str) -> int:
    """A kind's place in the chain; kinds outside it come last."""
    step = _kinds[kind].step
    steps = list(Step)
    return steps.index(step) if step else len(steps)


def mark_step(step: Step, ids: list[UUID]) -> dict[UUID, StepMark]:
    marks: dict[UUID, StepMark] = {}
    for marker in _markers.get(step, ()):
        marks.update(marker(ids))
    return marks
