from truenorth.domains.roadmap.services.initiatives import create_initiative, move_initiative, revise_initiative
from truenorth.domains.roadmap.services.states import change_state, heed_decision

__all__ = ["change_state", "create_initiative", "heed_decision", "move_initiative", "revise_initiative"]
