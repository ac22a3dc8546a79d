"""Sums per arm out of rows, a batch at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange, ShapesDiffer
from truenorth.engines.statistics.moments import PRODUCT_OF, SHIFT_OF, SUM_OF, Moments


@dataclass(frozen=True, slots=True)
class Tally:
    """The moments of every arm, shape (arms,), and how many rows of each were left out for a missing number.

    Tallies of further batches add up: `whole = first + second`.
    """

    moments: Moments
    missing: NDArray[np.int64]

    def __add__(self, more: "Tally") -> "Tally":
        """Both batches together."""
        return Tally(self.moments + more.moments, self.missing + more.missing)


def tally_arms(
    arms: ArrayLike,
    count: int,
    values: ArrayLike,
    *,
    pre: ArrayLike | None = None,
    den: ArrayLike | None = None,
    pre_den: ArrayLike | None = None,
) -> Tally:
    """Sums of rows of shape (users,): `arms` holds each row's arm as 0 to count - 1.

    A row in which a column is NaN or infinite is left out and counted as missing. What is subtracted before
    squaring is the batch's own mean, so that the variance keeps its digits. Raises ShapesDiffer or OutOfRange.

    >>> batch = tally_arms([0, 0, 1, 1], 2, [1.0, 3.0, 5.0, float("nan")])
    >>> batch.moments.mean("y"), batch.missing
    (array([2., 5.]), array([0, 1]))
    """
    places = np.asarray(arms, dtype=np.int64)
    if places.size and (places.min() < 0 or places.max() >= count):
        raise OutOfRange(f"must lie between 0 and {count - 1}", field="arms")
    columns = _columns(places, {"y": values, "d": den, "x": pre, "w": pre_den})
    usable = np.logical_and.reduce([np.isfinite(column) for column in columns.values()])
    missing = np.bincount(places[~usable], minlength=count)
    kept = places[usable]
    sums: dict[str, ArrayLike] = {"n": np.bincount(kept, minlength=count)}
    centred: dict[str, Floats] = {}
    for key, column in columns.items():
        shift = float(column[usable].mean()) if kept.size else 0.0
        centred[key] = column[usable] - shift
        sums[SHIFT_OF[key]] = shift
        sums[SUM_OF[key]] = np.bincount(kept, centred[key], minlength=count)
    for pair, name in PRODUCT_OF.items():
        if set(pair) <= set(centred):
            sums[name] = np.bincount(kept, centred[pair[0]] * centred[pair[1]], minlength=count)
    return Tally(Moments(**sums), missing)


def _columns(places: NDArray[np.int64], given: dict[str, ArrayLike | None]) -> dict[str, Floats]:
    columns = {key: np.asarray(column, dtype=np.float64) for key, column in given.items() if column is not None}
    if any(column.shape != places.shape or column.ndim != 1 for column in columns.values()):
        raise ShapesDiffer("and the columns must have one length", field="arms")
    return columns
