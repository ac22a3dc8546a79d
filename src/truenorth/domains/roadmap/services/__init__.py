from truenorth.domains.roadmap.services.capacity import set_capacity
from truenorth.domains.roadmap.services.dependencies import add_dependency, bring_dependencies, remove_dependency
from truenorth.domains.roadmap.services.fields import create_field, remove_field, revise_field
from truenorth.domains.roadmap.services.initiatives import create_initiative, move_initiative, revise_initiative
from truenorth.domains.roadmap.services.moves import set_dates
from truenorth.domains.roadmap.services.planning import accept_plan, draft_plan
from truenorth.domains.roadmap.services.reviews import ask_for_reviews, review_initiative, set_cadence
from truenorth.domains.roadmap.services.snapshots import explain_change, take_monthly_snapshots, take_snapshot
from truenorth.domains.roadmap.services.statements import word_initiative
from truenorth.domains.roadmap.services.states import change_state, enter_state, heed_decision
from truenorth.domains.roadmap.services.views import remove_view, revise_view, save_view

__all__ = [
    "accept_plan",
    "add_dependency",
    "ask_for_reviews",
    "bring_dependencies",
    "change_state",
    "create_field",
    "create_initiative",
    "draft_plan",
    "enter_state",
    "explain_change",
    "heed_decision",
    "move_initiative",
    "remove_dependency",
    "remove_field",
    "remove_view",
    "review_initiative",
    "revise_field",
    "revise_initiative",
    "revise_view",
    "save_view",
    "set_cadence",
    "set_capacity",
    "set_dates",
    "take_monthly_snapshots",
    "take_snapshot",
    "word_initiative",
]
