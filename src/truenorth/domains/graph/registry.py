"""What the domains contribute to the graph: their kinds of record and the steps of the chain that are not records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from truenorth.domains.graph.models import Record
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.workspace.rules import Role


class Bearing(StrEnum):
    """What a record says by itself about the claim it stands behind: how firm it is, or how its test came out."""

    OBSERVED = "observed"
    TOLD = "told"
    ASKED = "asked"
    INTERNAL = "internal"
    HOLDS = "holds"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asked for something and in which words; what is not known is empty."""

    name: str = ""
    account: str = ""
    email: str = ""
    words: str = ""


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
    state_field: str = "state"
    """The field, if the kind has it, whose value in the audit log says what state a record was in."""
    weigh: Callable[[list[UUID]], Mapping[UUID, Bearing]] | None = None
    describe_askers: Callable[[list[UUID]], Mapping[UUID, Asker]] | None = None
    """For kinds of record that somebody asked for."""
    names_customer: bool = False
    """Its titles are names of customers: they leave the house in no letter to another."""


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


def weigh_nodes(kinds: Mapping[UUID, str]) -> dict[UUID, Bearing]:
    """What each of these nodes, given with its kind, says by itself; one question to each kind."""
    bearings: dict[UUID, Bearing] = {}
    for name in sorted(set(kinds.values())):
        weigh = _kinds[name].weigh
        if weigh:
            bearings.update(weigh([node_id for node_id, kind in kinds.items() if kind == name]))
    return bearings
