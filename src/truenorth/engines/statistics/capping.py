"""Outliers: one cap for all arms, values are clamped and nobody is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import ArmsTooFew, NotFinite, OutOfRange


@dataclass(frozen=True, slots=True)
class Capped:
    """The cap, each arm's clamped values and how many values it touched in each arm."""

    cap: float
    values: tuple[Floats, ...]
    touched: tuple[int, ...]


def cap_arms(
    arms: Sequence[ArrayLike], *, percentile: float | None = None, cap: float | None = None, ignore_zeros: bool = False
) -> Capped:
    """Clamp at a fixed `cap`, or at a percentile of all arms' values together (linear interpolation).

    Arms have shape (users,). A percentile of each arm by itself would hide an effect in the tail. With
    `ignore_zeros` the percentile is that of the values other than zero. Raises ArmsTooFew, NotFinite or OutOfRange.

    >>> capped = cap_arms([[1, 2, 3], [2, 3, 1000]], percentile=80)
    >>> capped.cap, capped.touched
    (3.0, (0, 1))
    """
    columns = tuple(np.asarray(arm, dtype=np.float64) for arm in arms)
    if len(columns) < 2:
        raise ArmsTooFew("must be two at least: the cap is taken over all of them", field="arms")
    if not all(np.all(np.isfinite(column)) for column in columns):
        raise NotFinite("must hold finite numbers", field="arms")
    if (percentile is None) == (cap is None) or (percentile is not None and not 0 < percentile < 100):
        raise OutOfRange("between 0 and 100, or a cap, must be given, not both", field="percentile")
    limit = cap if cap is not None else _limit(np.concatenate(columns), percentile or 100.0, ignore_zeros=ignore_zeros)
    touched = tuple(int(np.count_nonzero(column > limit)) for column in columns)
    return Capped(limit, tuple(np.minimum(column, limit) for column in columns), touched)


def _limit(pooled: Floats, percentile: float, *, ignore_zeros: bool) -> float:
    values = pooled[pooled != 0] if ignore_zeros else pooled
    return float(np.percentile(values, percentile)) if values.size else 0.0
