from uuid import UUID

from ninja import Schema

from truenorth.domains.graph.schemas import NodeRefOut
from truenorth.domains.kit.schemas import QueryIn, SchemaIn


class DependenciesIn(QueryIn):
    of: UUID | None = None


class InitiativeDependencyIn(SchemaIn):
    """`blocked_id` waits for `blocker_id`."""

    blocker_id: UUID
    blocked_id: UUID


class InitiativeDependencyOut(Schema):
    """It is violated when what waits starts before the target of what it waits for."""

    id: UUID
    blocker: NodeRefOut
    blocked: NodeRefOut
    is_violated: bool
    violated_days: int
