"""From rows of (unit, variant, metrics) to the sums that a readout needs, one row at a time."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from truenorth.domains.experiments.rules.verdicts import MetricKind

BOOLEANS = {"true": 1.0, "false": 0.0, "t": 1.0, "f": 0.0, "yes": 1.0, "no": 0.0}
SNIFFED_ROWS = 1_000
MOSTLY = 0.9


class UnreadableValue(ValueError):
    """A cell is no number. `column` says which."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(f"{text[:40]!r} is no number and no TRUE/FALSE")
        self.column = column


@dataclass(slots=True)
class Sums:
    """Count, sum and sum of squares of one metric over one variant's units."""

    n: int = 0
    sum: float = 0.0
    sum_squares: float = 0.0
    is_binary: bool = True

    def add(self, value: float) -> None:
        self.n += 1
        self.sum += value
        self.sum_squares += value * value
        self.is_binary = self.is_binary and value in (0.0, 1.0)


@dataclass(slots=True)
class Tally:
    """What a file of results adds up to, by variant."""

    metrics: Sequence[str]
    sums: dict[str, dict[str, Sums]] = field(default_factory=dict)  # variant → metric → sums
    units: dict[str, int] = field(default_factory=dict)  # variant → number of units

    def add(self, variant: str, values: Mapping[str, float | None]) -> None:
        self.units[variant] = self.units.get(variant, 0) + 1
        of_variant = self.sums.setdefault(variant, {metric: Sums() for metric in self.metrics})
        for metric, value in values.items():
            if value is not None:
                of_variant[metric].add(value)

    def kind_of(self, metric: str) -> MetricKind:
        """Columns of TRUE/FALSE or 0/1 are rates; other numbers are means."""
        is_binary = all(of_variant[metric].is_binary for of_variant in self.sums.values())
        return MetricKind.PROPORTION if is_binary else MetricKind.MEAN


def read_value(text: str, *, column: str) -> float | None:
    """A cell as a number; None where it is empty."""
    text = text.strip()
    if not text:
        return None
    known = BOOLEANS.get(text.lower())
    if known is not None:
        return known
    try:
        value = float(text)
    except ValueError:
        raise UnreadableValue(column, text) from None
    if not math.isfinite(value):
        raise UnreadableValue(column, text)
    return value


def find_metrics(rows: Iterable[Mapping[str, str]], *, candidates: Sequence[str]) -> list[str]:
    """The columns that hold numbers: nine in ten of the filled cells among the rows looked at."""
    filled = dict.fromkeys(candidates, 0)
    numeric = dict.fromkeys(candidates, 0)
    for row in rows:
        for column in candidates:
            text = row.get(column, "")
            if text.strip():
                filled[column] += 1
                numeric[column] += _is_number(text, column)
    return [column for column in candidates if filled[column] and numeric[column] >= MOSTLY * filled[column]]


def _is_number(text: str, column: str) -> bool:
    try:
        read_value(text, column=column)
    except UnreadableValue:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Doubles:
    """Rows of units that stand in a file more than once, one entry a row."""

    is_mixed: NDArray[np.bool_]
    """The unit stands in two variants: none of its rows counts."""
    is_repeat: NDArray[np.bool_]
    """The unit stood in an earlier row with the same variant."""


def find_doubles(units: NDArray[np.uint64], variants: NDArray[np.uint16]) -> Doubles:
    """`units` holds a 64-bit hash of each row's unit and `variants` its variant's number, in file order."""
    _, first, group = np.unique(units, return_index=True, return_inverse=True)
    is_mixed = np.bincount(group, weights=variants != variants[first[group]]) > 0
    is_repeat = np.arange(units.size) != first[group]
    return Doubles(is_mixed=is_mixed[group], is_repeat=is_repeat & ~is_mixed[group])
