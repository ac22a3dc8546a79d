"""What makes the gap between two scores, and which numbers would turn the order."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking import Column, Model

_FARTHEST = 100.0
_STEPS = 4_001


@dataclass(frozen=True, slots=True)
class Flip:
    """The value of one number at which two candidates score the same, everything else as it is."""

    column: str
    now: float
    at: float


def contributions(first: Mapping[str, float], second: Mapping[str, float], model: Model) -> dict[str, float] | None:
    """What each column adds to the first score minus the second: Shapley values, which sum to the gap.

    A column's value is what the score changes when it goes from the second's number to the first's, in the mean
    over every order in which the columns may be exchanged (Shapley 1953). None where a mixture has no score.
    """
    keys = [column.key for column in model.columns]
    size = len(keys)
    members = np.arange(1 << size)
    mixtures = {
        key: np.where(members >> place & 1, first[key], second[key]).astype(np.float64)
        for place, key in enumerate(keys)
    }
    scores = np.broadcast_to(model.scores(mixtures), members.shape)
    if not np.isfinite(scores).all():
        return None
    return {key: _share(scores, place, size) for place, key in enumerate(keys)}


def _share(scores: NDArray[np.float64], place: int, size: int) -> float:
    others = [1 << other for other in range(size) if other != place]
    total = 0.0
    for count in range(size):
        weight = math.factorial(count) * math.factorial(size - count - 1) / math.factorial(size)
        subsets = np.array([sum(chosen) for chosen in combinations(others, count)], np.int64)
        total += weight * float((scores[subsets | 1 << place] - scores[subsets]).sum())
    return total


def find_flip(own: Mapping[str, float], column: Column, model: Model, *, target: float) -> Flip | None:
    """The nearest value of a column at which the score crosses `target`; looked for up to a hundredfold either way."""
    now = own[column.key]
    values = _values_around(now, is_cost=column in model.costs)
    gaps = _scores(own, column, model, values) - target
    turns = np.flatnonzero(np.diff(np.sign(gaps)) != 0)
    turns = turns[np.isfinite(gaps[turns]) & np.isfinite(gaps[turns + 1])]
    if not len(turns):
        return None
    nearest = turns[np.argmin(np.minimum(np.abs(values[turns] - now), np.abs(values[turns + 1] - now)))]
    low, high = float(values[nearest]), float(values[nearest + 1])
    for _ in range(50):
        middle = (low + high) / 2
        gap = float(_scores(own, column, model, np.array([middle]))[0]) - target
        low, high = (middle, high) if np.sign(gap) == np.sign(gaps[nearest]) else (low, middle)
    return Flip(column.key, now, (low + high) / 2)


def _values_around(now: float, *, is_cost: bool) -> NDArray[np.float64]:
    if now > 0:
        above_zero = now * np.geomspace(1 / _FARTHEST, _FARTHEST, _STEPS)
        return above_zero if is_cost else np.concatenate(([-now, 0.0], above_zero))
    reach = max(abs(now), 1.0) * _FARTHEST
    return np.linspace(now - reach, now + reach, _STEPS)


def _scores(own: Mapping[str, float], column: Column, model: Model, values: NDArray[np.float64]) -> NDArray[np.float64]:
    held = {key: np.full(values.shape, number) for key, number in own.items()}
    return np.broadcast_to(model.scores({**held, column.key: values}), values.shape)
