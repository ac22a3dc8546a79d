"""Probabilities against what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from truenorth.engines.forecasting.errors import (
    LengthsDiffer,
    NoForecasts,
    NotFinite,
    OutcomeNotBinary,
    ProbabilityOutOfRange,
)


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Forecasts between `low` and `high` (the last bin holds 1.0 as well).

    `forecast` is their mean probability and `observed` the share that came true, both None in an empty bin;
    `observed_low` and `observed_high` are the Wilson interval of that share.
    """

    low: float
    high: float
    count: int
    forecast: float | None
    observed: float | None
    observed_low: float
    observed_high: float


def brier_score(probabilities: Sequence[float], outcomes: Sequence[int | bool]) -> float:
    """Mean squared distance between the probability (0 to 1) and what happened (0 or 1).

    0 is perfect, 0.25 is what "fifty-fifty" always scores, 1 is sure and wrong every time. Both sequences
    have shape (n,). Raises NoForecasts, LengthsDiffer, ProbabilityOutOfRange or OutcomeNotBinary.
    Source: G. W. Brier, Monthly Weather Review 78 (1950), for two classes.

    >>> round(brier_score([0.9, 0.6], [1, 0]), 4)
    0.185
    """
    forecast, outcome = _checked(probabilities, outcomes)
    return float(np.mean((forecast - outcome) ** 2))


def calibrate(
    probabilities: Sequence[float],
    outcomes: Sequence[int | bool],
    *,
    bins: int = 10,
    confidence: float = 0.95,
) -> list[CalibrationBin]:
    """Forecasts sorted into `bins` equal widths, lowest first, each with the share that came true.

    Raises as brier_score does. Source of the interval: E. B. Wilson, JASA 22 (1927).

    >>> halves = calibrate([0.1, 0.2, 0.9], [0, 1, 1], bins=2)
    >>> [(half.count, round(half.forecast, 4), half.observed) for half in halves]
    [(2, 0.15, 0.5), (1, 0.9, 1.0)]
    """
    forecast, outcome = _checked(probabilities, outcomes)
    edges = np.linspace(0.0, 1.0, bins + 1)
    place = np.clip(np.searchsorted(edges, forecast, side="right") - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    forecasts = np.bincount(place, weights=forecast, minlength=bins)
    hits = np.bincount(place, weights=outcome, minlength=bins)
    z = float(ndtri(0.5 + confidence / 2))
    return [
        _bin(float(edges[n]), float(edges[n + 1]), int(counts[n]), float(forecasts[n]), float(hits[n]), z)
        for n in range(bins)
    ]


def _bin(low: float, high: float, count: int, forecasts: float, hits: float, z: float) -> CalibrationBin:
    if count == 0:
        return CalibrationBin(low, high, 0, None, None, 0.0, 1.0)
    share = hits / count
    centre = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * (share * (1 - share) / count + z**2 / (4 * count**2)) ** 0.5
    bounds = max(0.0, centre - half), min(1.0, centre + half)
    return CalibrationBin(low, high, count, forecasts / count, share, *bounds)


def _checked(
    probabilities: Sequence[float], outcomes: Sequence[int | bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    forecast = np.asarray(probabilities, dtype=np.float64)
    outcome = np.asarray(outcomes, dtype=np.float64)
    if forecast.size == 0:
        raise NoForecasts("holds no forecast", field="probabilities")
    if forecast.shape != outcome.shape or forecast.ndim != 1:
        raise LengthsDiffer(f"has {outcome.size} values for {forecast.size} probabilities", field="outcomes")
    if not np.all((forecast >= 0) & (forecast <= 1)):
        raise ProbabilityOutOfRange("must lie between 0 and 1", field="probabilities")
    if not np.all(np.isfinite(outcome)):
        raise NotFinite("holds something that is no number", field="outcomes")
    if not np.all((outcome == 0) | (outcome == 1)):
        raise OutcomeNotBinary("must be 0 or 1", field="outcomes")
    return forecast, outcome
