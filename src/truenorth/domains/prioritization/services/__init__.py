from truenorth.domains.prioritization.services.decisions import (
    ask_due_revisits,
    record_decision,
)
from truenorth.domains.prioritization.services.rounds import (
    add_candidates,
    ask_raters,
    create_round,
    dismiss_rater,
    move_round,
    remove_candidate,
    revise_round,
    revise_scoring_model,
)
from truenorth.domains.prioritization.services.scores import save_scores

__all__ = [
    "add_candidates",
    "ask_due_revisits",
    "ask_raters",
    "create_round",
    "dismiss_rater",
    "move_round",
    "record_decision",
    "remove_candidate",
    "revise_round",
    "revise_scoring_model",
    "save_scores",
]
