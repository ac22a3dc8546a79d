"""How to share traffic while learning."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import ArmsTooFew, NotFinite, OutOfRange, ShapesDiffer

_NODES = 2001
_TAILS = 9.0


def best_arm_chances(means: ArrayLike, errors: ArrayLike, *, lower_is_better: bool = False) -> Floats:
    """Probability of each arm to be the best, shape (arms,), given normal posteriors (mean and deviation each).

    By quadrature of density times the other arms' distributions, so that the same data always give the same
    shares (no simulation, no seed). Raises ArmsTooFew, NotFinite, OutOfRange or ShapesDiffer.

    >>> best_arm_chances([0.10, 0.12], [0.01, 0.01]).round(4)
    array([0.0786, 0.9214])
    """
    return _places(means, errors, lower_is_better=lower_is_better)[0]


def bandit_weights(
    means: ArrayLike,
    errors: ArrayLike,
    *,
    lower_is_better: bool = False,
    top_two: bool = True,
    floor: float = 0.01,
) -> Floats:
    """Shares of traffic, shape (arms,), summing to one, none below `floor`.

    Thompson sampling gives each arm its probability to be best; `top_two` gives half of the traffic to the
    best and half to the second best of every draw, so that the runner-up keeps being measured (Russo 2020).

    >>> bandit_weights([0.10, 0.10, 0.02], [0.01, 0.01, 0.001], floor=0.05).round(4)
    array([0.475, 0.475, 0.05 ])
    >>> bandit_weights([9.0, 5.0, 5.1], [0.2, 0.2, 0.2], lower_is_better=True).round(2)
    array([0.01, 0.5 , 0.5 ])
    """
    first, second = _places(means, errors, lower_is_better=lower_is_better)
    arms = first.size
    if not 0 <= floor * arms < 1:
        raise OutOfRange("must leave something to share: below 1 / arms", field="floor")
    return _lift((first + second) / 2 if top_two else first, floor)


def _lift(wanted: Floats, floor: float) -> Floats:
    """Raise what is below the floor to it, and take that from the rest in proportion."""
    shares = wanted / wanted.sum()
    low = np.zeros(shares.shape, dtype=bool)
    while np.any((shares < floor) & ~low):
        low |= shares < floor
        free = 1 - floor * low.sum()
        shares = np.where(low, floor, wanted / wanted[~low].sum() * free)
    return np.asarray(shares)


def _places(means: ArrayLike, errors: ArrayLike, *, lower_is_better: bool) -> tuple[Floats, Floats]:
    """Probabilities of being first and of being second."""
    centre, noise = np.asarray(means, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    _check(centre, noise)
    centre = -centre if lower_is_better else centre
    low, high = np.min(centre - _TAILS * noise), np.max(centre + _TAILS * noise)
    place = np.unique(
        np.concatenate(
            [np.linspace(m - _TAILS * s, m + _TAILS * s, _NODES) for m, s in zip(centre, noise, strict=True)]
        )
    )
    place = place[(place >= low) & (place <= high)]
    score = (place[None, :] - centre[:, None]) / noise[:, None]
    density = np.exp(-(score**2) / 2) / noise[:, None] / np.sqrt(2 * np.pi)
    below, above = ndtr(score), ndtr(-score)
    first, second = np.empty(centre.size), np.empty(centre.size)
    for arm in range(centre.size):
        others = np.delete(below, arm, axis=0)
        first[arm] = np.trapezoid(density[arm] * others.prod(axis=0), place)
        beaten = sum(
            np.delete(others, rival, axis=0).prod(axis=0) * np.delete(above, arm, axis=0)[rival]
            for rival in range(centre.size - 1)
        )
        second[arm] = np.trapezoid(density[arm] * beaten, place)
    return first / first.sum(), second / second.sum()


def _check(centre: Floats, noise: Floats) -> None:
    if centre.ndim != 1 or centre.shape != noise.shape:
        raise ShapesDiffer("must hold one number per arm, as the means do", field="errors")
    if centre.size < 2:
        raise ArmsTooFew("must be two at least", field="means")
    if not (np.all(np.isfinite(centre)) and np.all(np.isfinite(noise))):
        raise NotFinite("must be finite numbers", field="means")
    if np.any(noise <= 0):
        raise OutOfRange("must be above zero", field="errors")
