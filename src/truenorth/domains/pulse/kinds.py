from collections.abc import Mapping
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.pulse.models import Pulse


def describe_pulses(ids: list[UUID]) -> Mapping[UUID, str]:
    return {pulse.node_id: pulse.state for pulse in Pulse.objects.filter(node_id__in=ids).only("published_at")}


PULSE = NodeKind(
    name="pulse",
    plural="pulses",
    label="Pulse",
    label_plural="Pulses",
    prefix="PUL",
    domain="pulse",
    icon="activity",
    model=Pulse,
    describe_state=describe_pulses,
)
KINDS = (PULSE,)
