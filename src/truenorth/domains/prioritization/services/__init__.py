from truenorth.domains.prioritization.services.columns import (
    open_column,
    reopen,
    reveal_cell,
    reveal_column,
    settle_round,
    settle_rounds,
)
from truenorth.domains.prioritization.services.contradictions import dismiss_contradiction, find_contradictions
from truenorth.domains.prioritization.services.decisions import record_decision
from truenorth.domains.prioritization.services.reading import heed_moved_readings, heed_new_link, read_open_rounds
from truenorth.domains.prioritization.services.rounds import (
    add_candidates,
    ask_raters,
    create_round,
    create_scoring_model,
    dismiss_rater,
    move_round,
    remove_candidate,
    revise_round,
    revise_scoring_model,
)
from truenorth.domains.prioritization.services.scores import save_scores
from truenorth.domains.prioritization.services.statements import (
    publish_statement,
    unpublish_statement,
    write_statement,
)
from truenorth.domains.prioritization.services.talk import (
    add_note,
    agree_on,
    ask_to_explain,
    place_by_hand,
    remove_note,
    remove_override,
)
from truenorth.domains.prioritization.services.telling import note_told, send_letter
from truenorth.domains.prioritization.services.triggers import fire_due_triggers, heed_link, heed_readings

__all__ = [
    "add_candidates",
    "add_note",
    "agree_on",
    "ask_raters",
    "ask_to_explain",
    "create_round",
    "create_scoring_model",
    "dismiss_contradiction",
    "dismiss_rater",
    "find_contradictions",
    "fire_due_triggers",
    "heed_link",
    "heed_moved_readings",
    "heed_new_link",
    "heed_readings",
    "move_round",
    "note_told",
    "open_column",
    "place_by_hand",
    "publish_statement",
    "read_open_rounds",
    "record_decision",
    "remove_candidate",
    "remove_note",
    "remove_override",
    "reopen",
    "reveal_cell",
    "reveal_column",
    "revise_round",
    "revise_scoring_model",
    "save_scores",
    "send_letter",
    "settle_round",
    "settle_rounds",
    "unpublish_statement",
    "write_statement",
]
