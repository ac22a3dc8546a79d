"""Which initiatives are open, and in which order the board shows them."""

from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, State

OPEN = (State.IDEA, State.CANDIDATE, State.COMMITTED, State.BUILDING)
UNDER_WAY = (State.CANDIDATE, State.COMMITTED, State.BUILDING)


def place_on_board(initiative: Initiative) -> tuple[int, int, int]:
    """What sorts initiatives as the board shows them: by horizon, then place; those without one come last."""
    order = [horizon.value for horizon in Horizon]
    lane = order.index(initiative.horizon) if initiative.horizon else len(order)
    return lane, initiative.position, initiative.node.number
