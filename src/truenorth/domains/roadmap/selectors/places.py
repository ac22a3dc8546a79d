"""Which initiatives are open, and in which order the board shows them."""

from django.db.models import QuerySet

from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, State

OPEN = (State.IDEA, State.CANDIDATE, State.COMMITTED, State.BUILDING)
UNDER_WAY = (State.CANDIDATE, State.COMMITTED, State.BUILDING)
DRAWN = (
    *("node__kind", "node__key", "node__number", "node__title", "node__version", "node__updated_at"),
    *("state", "outcome", "horizon", "position", "confidence", "effort_weeks", "custom_fields", "by_hand"),
    *("starts_on", "target_on", "not_before_on", "deadline_on"),
    *("owner__user__name", "team__name"),
    *("milestone__node__kind", "milestone__node__key", "milestone__node__title"),
)


def draw(selection: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """The same with what the views draw, and without what they do not: the texts, and who made them."""
    narrow = selection.select_related(None).select_related("node", "owner__user", "team", "milestone__node")
    return narrow.only(*DRAWN)


def place_on_board(initiative: Initiative) -> tuple[int, int, int]:
    """What sorts initiatives as the board shows them: by horizon, then place; those without one come last."""
    order = [horizon.value for horizon in Horizon]
    lane = order.index(initiative.horizon) if initiative.horizon else len(order)
    return lane, initiative.position, initiative.node.number
