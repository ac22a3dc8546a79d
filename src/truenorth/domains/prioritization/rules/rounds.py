"""Rounds and formulas: what may be scored by whom, and how a round moves on."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from truenorth.engines.ranking import SAFE, WSJF, Model

SCALE = (1, 2, 3, 5, 8, 13, 20)


class Formula(StrEnum):
    WSJF = "wsjf"
    SAFE = "safe"


class RoundState(StrEnum):
    OPEN = "open"  # everybody scores in private
    REVEALED = "revealed"  # all see all; whoever changed their mind in the talk may correct their own
    CLOSED = "closed"


MOVES: Mapping[RoundState, Collection[RoundState]] = {
    RoundState.OPEN: {RoundState.REVEALED},
    RoundState.REVEALED: {RoundState.CLOSED},
    RoundState.CLOSED: {RoundState.REVEALED},
}


def model_of(formula: str) -> Model:
    return {Formula.WSJF: WSJF, Formula.SAFE: SAFE}[Formula(formula)]


def may_move(state: str, to: RoundState) -> bool:
    return to in MOVES[RoundState(state)]


def unknown_columns(model: Model, columns: Collection[str]) -> list[str]:
    return sorted(set(columns) - {column.key for column in model.columns})


def columns_asked(model: Model, own: Collection[str]) -> list[str]:
    """The columns a rater was asked for, in the model's order; none named means all."""
    return [column.key for column in model.columns if not own or column.key in own]


def in_words(model: Model) -> str:
    """The formula as a person reads it."""
    gains = " + ".join(column.label for column in model.gains)
    costs = " times ".join(column.label for column in model.costs)
    return f"({gains}) ÷ {costs}"
