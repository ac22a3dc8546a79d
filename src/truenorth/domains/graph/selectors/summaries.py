"""Any record in the few words by which others refer to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind


@dataclass(frozen=True, slots=True)
class NodeSummary:
    id: UUID
    kind: str
    key: str
    title: str
    domain: str
    plural: str
    state: str
    archived_at: datetime | None


def summarize_as(nodes: Iterable[Node], states: Mapping[UUID, str]) -> dict[UUID, NodeSummary]:
    """The same with the states given, for a day that is past."""
    return {node.id: _summary(node, states.get(node.id, "")) for node in nodes}


def summarize(nodes: Iterable[Node]) -> dict[UUID, NodeSummary]:
    """One summary a node, with one question to each kind's domain for the words on its state."""
    nodes = list(nodes)
    states: dict[UUID, str] = {}
    for name in {node.kind for node in nodes}:
        describe = get_kind(name).describe_state
        if describe:
            states.update(describe([node.id for node in nodes if node.kind == name]))
    return {node.id: _summary(node, states.get(node.id, "")) for node in nodes}


def _summary(node: Node, state: str) -> NodeSummary:
    kind = get_kind(node.kind)
    return NodeSummary(node.id, node.kind, node.key, node.title, kind.domain, kind.plural, state, node.archived_at)
