"""What each estimate might have been: every rater's number one notch down, as it is, and one notch up."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking.models import Column, Model
from truenorth.engines.ranking.scoring import Candidate

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
FREE_NOTCHES = (0.8, 1.0, 1.25)
MOST_DRAWN = 64


class Estimates(NamedTuple):
    """Every estimate's possible numbers, candidate by candidate and column by column within.

    Cell `candidate * columns + column` has `raters[cell]` raters; `numbers` from `starts[cell]` on holds the three
    numbers of each, all equally likely, in ascending order, and `means[cell]` their mean. `keys` starts each
    candidate's own stream of chance and depends on its id and the seed alone.
    """

    keys: NDArray[np.uint64]
    starts: Longs
    raters: Longs
    numbers: Floats
    means: Floats


def notches(rating: float, column: Column) -> tuple[float, float, float]:
    """A rating one notch down, as it is, and one notch up; at an end of the scale it stays.

    A rating off the scale moves to its neighbours on it. Free numbers move to four fifths and five quarters.

    >>> notches(3, Column("effort", "Effort")), notches(20, Column("effort", "Effort"))
    ((2.0, 3, 5.0), (13.0, 20, 20))
    >>> notches(10, Column("reach", "Reach", scale=None))
    (8.0, 10.0, 12.5)
    """
    if column.scale is None:
        down, none, up = (rating * factor for factor in FREE_NOTCHES)
        return down, none, up
    below, above = bisect_left(column.scale, rating), bisect_right(column.scale, rating)
    return (
        column.scale[below - 1] if below else rating,
        rating,
        column.scale[above] if above < len(column.scale) else rating,
    )


def lay_out(candidates: Sequence[Candidate], model: Model, *, seed: int) -> Estimates:
    """The estimates of fully rated candidates."""
    cells = [
        sorted(number for rating in candidate.ratings[column.key] for number in notches(rating, column))
        for candidate in candidates
        for column in model.columns
    ]
    sizes = np.array([len(cell) for cell in cells], np.int64)
    return Estimates(
        keys=np.array([_key(candidate.id, seed) for candidate in candidates], np.uint64),
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])),
        raters=sizes // 3,
        numbers=np.array([number for cell in cells for number in cell], np.float64),
        means=np.array([sum(cell) / len(cell) for cell in cells], np.float64),
    )


def _key(id_: str, seed: int) -> int:
    digest = hashlib.blake2b(id_.encode(), digest_size=8, salt=seed.to_bytes(8, "little")).digest()
    return int.from_bytes(digest, "little")
