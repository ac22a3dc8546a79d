"""What each practice has to report on a period, and where it belongs."""

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.pulse.rules import Source


def source_of(node: Node) -> Source:
    kind = get_kind(node.kind)
    return Source(id=node.id, kind=node.kind, key=node.key, title=node.title, domain=kind.domain, plural=kind.plural)
