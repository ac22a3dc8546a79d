from truenorth.domains.prioritization.selectors.decisions import count_verdicts, find_current_decision, list_decisions
from truenorth.domains.prioritization.selectors.rounds import (
    RankedRow,
    RaterProgress,
    Sheet,
    find_latest_scores,
    get_candidate,
    get_rater,
    get_sheet,
    is_awaited,
    list_rounds,
    tabulate,
)

__all__ = [
    "RankedRow",
    "RaterProgress",
    "Sheet",
    "count_verdicts",
    "find_current_decision",
    "find_latest_scores",
    "get_candidate",
    "get_rater",
    "get_sheet",
    "is_awaited",
    "list_decisions",
    "list_rounds",
    "tabulate",
]
