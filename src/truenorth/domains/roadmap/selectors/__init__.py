from truenorth.domains.roadmap.selectors.board import Board, Card, Lane, get_board, list_changes, list_lane
from truenorth.domains.roadmap.selectors.cases import MoveView, build_case, list_move_views

__all__ = [
    "Board",
    "Card",
    "Lane",
    "MoveView",
    "build_case",
    "get_board",
    "list_changes",
    "list_lane",
    "list_move_views",
]
