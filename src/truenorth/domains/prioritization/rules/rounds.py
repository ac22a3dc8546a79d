"""Rounds and their models: what may be scored by whom, and how a round and its columns move on."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from truenorth.engines.ranking import MODELS, Column, Model, RankingRefused, custom_model, parse_unit

DEFAULT_FORMULA = "wsjf"
COLUMNS_AT_MOST = 10
CANDIDATES_AT_MOST = 2_000
RATERS_AT_MOST = 500
NUMBERS_AT_MOST = 200_000
LARGEST_NUMBER = 1e12
_SMALLEST_NUMBER = 1e-9
_NAME = re.compile(r"[A-Za-z_]\w*")
_SIGNS = {"*": "\u00d7", "/": "÷"}


class RoundState(StrEnum):
    OPEN = "open"  # somebody still scores in private
    REVEALED = "revealed"  # all see all; whoever changed their mind in the talk may correct their own
    CLOSED = "closed"


class ColumnState(StrEnum):
    WAITING = "waiting"  # its turn comes later
    OPEN = "open"
    REVEALED = "revealed"


class Turn(Protocol):
    """The time in which a column takes numbers that stay private."""

    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def revealed_at(self) -> datetime | None: ...


MOVES: Mapping[RoundState, Collection[RoundState]] = {
    RoundState.OPEN: {RoundState.REVEALED},
    RoundState.REVEALED: {RoundState.CLOSED},
    RoundState.CLOSED: {RoundState.REVEALED},
}


class ModelRefused(ValueError):
    """A formula or the description of a column that cannot be used; `field` names which."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def may_move(state: str, to: RoundState) -> bool:
    return to in MOVES[RoundState(state)]


def column_state(state: str, turn: Turn | None, *, is_by_column: bool) -> ColumnState:
    """Without a turn of its own a column follows the round; where columns come one at a time it waits for its turn."""
    if turn is not None:
        return ColumnState.REVEALED if turn.revealed_at else ColumnState.OPEN
    if state != RoundState.OPEN:
        return ColumnState.REVEALED
    return ColumnState.WAITING if is_by_column else ColumnState.OPEN


def model_of(formula: str, columns: Iterable[Mapping[str, Any]] = (), *, name: str | None = None) -> Model:
    """The ready model of this key, or the formula itself as a model; its columns in the workspace's own words.

    Raises ModelRefused.
    """
    described = [(each["key"], each) for each in columns]
    repeated = {key for key, _ in described if sum(key == other for other, _ in described) > 1}
    if repeated:
        raise ModelRefused(f"columns.{min(repeated)}", "This column is described twice.")
    known = dict(described)
    try:
        model = _reword(MODELS[formula], known) if formula in MODELS else _custom(formula, known, name=name)
    except RankingRefused as refusal:
        raise ModelRefused("formula", f"The formula {refusal.reason}.") from refusal
    unused = sorted(set(known) - {column.key for column in model.columns})
    if unused:
        raise ModelRefused(f"columns.{unused[0]}", "The formula has no such column.")
    if len(model.columns) > COLUMNS_AT_MOST:
        raise ModelRefused("formula", f"The formula names {len(model.columns)} columns, and at most 10 can be rated.")
    return model


def _custom(formula: str, known: Mapping[str, Mapping[str, Any]], *, name: str | None) -> Model:
    model = custom_model(formula, [_column(key, given) for key, given in known.items()], name=name)
    foreign = [column.key for column in model.columns if known and column.key not in known]
    if foreign:
        raise ModelRefused("formula", f"The formula names {foreign[0]}, which is not one of the columns.")
    return model


def _reword(model: Model, known: Mapping[str, Mapping[str, Any]]) -> Model:
    """A ready model keeps its formula and scales; labels and units are the workspace's. What is read has no scale."""
    columns = [_reworded(column, known[column.key]) if column.key in known else column for column in model.columns]
    return Model(model.key, model.name, model.text, tuple(columns))


def _reworded(column: Column, given: Mapping[str, Any]) -> Column:
    wanted = _column(column.key, given)
    if wanted.scale is not None and wanted.scale != column.scale:
        raise ModelRefused(f"columns.{column.key}", "A ready model keeps its scale; write a formula to have another.")
    scale = None if given.get("reads") else column.scale
    return replace(column, label=wanted.label, scale=scale, unit=wanted.unit or column.unit)


def _column(key: str, given: Mapping[str, Any]) -> Column:
    scale = tuple(float(each) for each in given.get("scale") or ())
    if list(scale) != sorted(set(scale)) or len(scale) == 1:
        raise ModelRefused(f"columns.{key}", "A scale is two or more different numbers, the smallest first.")
    if scale and given.get("reads"):
        raise ModelRefused(f"columns.{key}", "A column that is read takes any number: leave the scale out.")
    try:
        unit = parse_unit(given["unit"]) if given.get("unit") else None
    except RankingRefused as refusal:
        raise ModelRefused(f"columns.{key}", f"The unit {refusal.reason}.") from refusal
    return Column(key, given.get("label") or key, scale=scale or None, unit=unit)


def is_countable(value: float) -> bool:
    """Whether a number is of a size that formulas can count with."""
    return value == 0 or _SMALLEST_NUMBER <= abs(value) <= LARGEST_NUMBER


def unknown_columns(model: Model, columns: Collection[str]) -> list[str]:
    return sorted(set(columns) - {column.key for column in model.columns})


def columns_asked(rated: Sequence[str], own: Collection[str]) -> list[str]:
    """Of the columns that people rate, those a rater was asked for; none named means all."""
    return [column for column in rated if not own or column in own]


def is_too_large(*, candidates: int, columns: int, raters: int) -> bool:
    return candidates * columns * raters > NUMBERS_AT_MOST


def in_words(model: Model) -> str:
    """The formula as a person reads it."""
    labels = {column.key: column.label for column in model.columns}
    words = _NAME.sub(lambda found: labels.get(found[0], found[0]), model.text)
    return "".join(_SIGNS.get(sign, sign) for sign in words)


def scale_words(scale: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in scale)
