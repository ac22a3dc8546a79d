"""What became of estimates, in words: what such work took, and what the next estimate comes to by that."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median, quantiles

FEW = 10
"""Fewer pieces of finished work than this are too few to speak for themselves."""


@dataclass(frozen=True, slots=True)
class PastWork:
    """The middle estimate of finished work, and what such an estimate took: half of it between `low` and `high`."""

    estimate: float
    low: float
    took: float
    high: float
    count: int

    @property
    def is_small(self) -> bool:
        return self.count < FEW


def describe_past(done: Iterable[tuple[float, float]]) -> PastWork:
    """Finished work as pairs of estimate and actual, one at least, at the scale of its middle estimate."""
    pairs = list(done)
    middle = median(estimate for estimate, _ in pairs)
    ratios = [actual / estimate for estimate, actual in pairs]
    low, took, high = quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    return PastWork(middle, middle * low, middle * took, middle * high, len(pairs))


def tell_correction(past: PastWork, *, low: float, likely: float, high: float, whose: str, unit: str) -> str:
    """What estimates of this size took; multiplied by `low`, `likely` and `high` they are P10, P50 and P90."""
    about = _short(past.estimate)
    whole = f"{whose}'s estimates" if whose else "Estimates of no team"
    took = f"{whole} of about {about} {unit.removesuffix('s') if about == '1' else unit} took {_short(past.took)}"
    half = f", half of them between {_short(past.low)} and {_short(past.high)}" if past.count > 1 else ""
    ends = f"between {_short(past.estimate * low)} and {_short(past.estimate * high)}"
    expect = f"Expect {_short(past.estimate * likely)} {unit} of the next one, and {ends} in eight of ten cases."
    pieces = "piece of work says" if past.count == 1 else "pieces of work say"
    few = f" Only {past.count} {pieces} so, so that leans on what everybody's estimates took." if past.is_small else ""
    return f"{took}{half}. {expect}{few}"


def _short(number: float) -> str:
    """To two digits, from a hundred on to the whole."""
    return f"{number:.2g}" if number < 99.5 else f"{number:,.0f}"
