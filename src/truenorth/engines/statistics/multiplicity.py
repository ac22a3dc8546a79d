"""Many tests at once."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange, require_choice, require_share
from truenorth.engines.statistics.readout import Interval, tidy


def adjust(p_values: ArrayLike, method: str = "holm") -> Floats:
    """Adjusted p-values: compare each with alpha itself. The whole array is one family, its shape is kept.

    "bonferroni", "sidak", "holm" and "hommel" hold the chance of any false positive, "bh" (Benjamini-Hochberg) and
    "by" (Benjamini-Yekutieli, for any dependence) the expected share of false ones; "none" changes nothing. NaN
    is no test: it stays NaN and does not count. Raises ChoiceUnknown or OutOfRange.
    Sources: Holm 1979; Hommel 1988; Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001.

    >>> adjust([0.01, 0.04, 0.03], method="holm")
    array([0.03, 0.06, 0.06])
    """
    name = method.removeprefix("fdr_")
    require_choice(name, tuple(_METHODS), field="method")
    given = np.asarray(p_values, dtype=np.float64)
    flat = given.ravel()
    tested = ~np.isnan(flat)
    if np.any((flat[tested] < 0) | (flat[tested] > 1)):
        raise OutOfRange("must lie between 0 and 1", field="p_values")
    adjusted = np.full(flat.shape, np.nan)
    order = np.argsort(flat[tested], kind="stable")
    ascending = flat[tested][order]
    back = np.empty_like(ascending)
    back[order] = np.minimum(1.0, _METHODS[name](ascending)) if ascending.size else ascending
    adjusted[tested] = back
    return tidy(adjusted.reshape(given.shape))


def _none(p: Floats) -> Floats:
    return p


def _bonferroni(p: Floats) -> Floats:
    return p * p.size


def _sidak(p: Floats) -> Floats:
    return np.asarray(-np.expm1(p.size * np.log1p(-np.minimum(p, 1 - 1e-16))))


def _holm(p: Floats) -> Floats:
    return np.maximum.accumulate(p * np.arange(p.size, 0, -1))


def _step_up(p: Floats, factor: float) -> Floats:
    scaled = p * p.size * factor / np.arange(1, p.size + 1)
    return np.minimum.accumulate(scaled[::-1])[::-1]


def _benjamini_hochberg(p: Floats) -> Floats:
    return _step_up(p, 1.0)


def _benjamini_yekutieli(p: Floats) -> Floats:
    return _step_up(p, float(np.sum(1 / np.arange(1, p.size + 1))))


def _hommel(p: Floats) -> Floats:
    tests = p.size
    best = np.full(tests, np.min(tests * p / np.arange(1, tests + 1)))
    for size in range(tests - 1, 1, -1):
        head, rest = p[: tests - size + 1], p[tests - size + 1 :]
        least = np.min(size * rest / np.arange(2, size + 1))
        front = np.minimum(size * head, least)
        best = np.maximum(best, np.concatenate([front, np.full(size - 1, front[-1])]))
    return np.maximum(best, p)


_METHODS: dict[str, Callable[[Floats], Floats]] = {
    "none": _none,
    "bonferroni": _bonferroni,
    "sidak": _sidak,
    "holm": _holm,
    "hommel": _hommel,
    "bh": _benjamini_hochberg,
    "by": _benjamini_yekutieli,
}


def adjusted_interval(effect: ArrayLike, p_adjusted: ArrayLike, *, alpha: float = 0.05) -> Interval:
    """The interval that agrees with an adjusted p-value: it excludes zero where that is below alpha.

    For display beside stepwise corrections, which have no interval of their own: the standard error that would
    have given the adjusted p is |effect| / z(1 - p/2). Where p is 1 nothing is known: the interval has no ends.
    (For Bonferroni compute the readout with alpha / tests instead: that is exact.)

    >>> interval = adjusted_interval(0.15, 0.03)
    >>> round(float(interval.low), 4), round(float(interval.high), 4)
    (0.0145, 0.2855)
    """
    require_share(alpha, field="alpha")
    middle, p = np.asarray(effect, dtype=np.float64), np.asarray(p_adjusted, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = float(ndtri(1 - alpha / 2)) * np.abs(middle) / ndtri(1 - p / 2)
    half = np.where(p >= 1, np.inf, half)
    return Interval(tidy(middle - half), tidy(middle + half))
