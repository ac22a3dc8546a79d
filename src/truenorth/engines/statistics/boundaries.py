"""Group-sequential boundaries: a few planned looks, alpha spent over them."""

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import ndtr, ndtri

from truenorth.engines.statistics.arms import Floats
from truenorth.engines.statistics.errors import OutOfRange, require_choice, require_share

_NODES = 200
_FAR = 9.0
Spending = Callable[[float], float]


def spending(name: str, *, alpha: float, rho: float = 2.0) -> Spending:
    """How much alpha may be spent by a share of the information (0 to 1).

    "power": alpha·t^rho (Kim and DeMets 1987); "obrien-fleming": 2 - 2Φ(z/√t); "pocock": alpha·ln(1 + (e - 1)t)
    (Lan and DeMets 1983).

    >>> spending("power", alpha=0.05)(0.5)
    0.0125
    """
    require_choice(name, ("power", "obrien-fleming", "pocock"), field="spending")
    require_share(alpha, field="alpha")
    if name == "power":
        if not rho > 0:
            raise OutOfRange("must be above zero", field="rho")
        return lambda share: alpha * share**rho
    if name == "pocock":
        return lambda share: alpha * math.log1p((math.e - 1) * share)
    z = float(ndtri(1 - alpha / 2))
    return lambda share: 2 * float(ndtr(-z / math.sqrt(share)))


def group_bounds(
    information: Sequence[float], *, alpha: float = 0.05, sides: int = 2, spend: Spending | None = None
) -> Floats:
    """z boundaries at each look, shape (looks,): stop when |z| (two sides) or z (one) is beyond.

    `information` are rising shares of the final sample, each above 0 and at most 1. `spend` defaults to alpha·t².
    Computed by recursive integration (Armitage, McPherson and Rowe, JRSS A 1969) on Gauss-Legendre nodes.
    Raises OutOfRange.

    >>> group_bounds([0.5, 1.0]).round(4)
    array([2.4977, 2.0183])
    """
    shares = [float(share) for share in information]
    if not shares or any(b <= a for a, b in zip([0.0, *shares], shares, strict=False)) or shares[-1] > 1 + 1e-12:
        raise OutOfRange("must rise from above 0 to at most 1", field="information")
    if sides not in {1, 2}:
        raise OutOfRange("must be 1 or 2", field="sides")
    spent = spend or spending("power", alpha=alpha)
    bounds: list[float] = []
    nodes, density = np.zeros(1), np.ones(1)
    before, used = 0.0, 0.0
    for share in shares:
        step = math.sqrt(share - before)
        allowance = (spent(share) - used) / sides
        bound = _bound(nodes, density, step, allowance)
        bounds.append(bound / math.sqrt(share))
        floor = -bound if sides == 2 else -_FAR * math.sqrt(share)
        nodes, density = _next(nodes, density, step, floor, bound)
        before, used = share, spent(share)
    return np.array(bounds)


def _bound(nodes: Floats, density: Floats, step: float, allowance: float) -> float:
    """The height that the path crosses upward, for the first time here, with probability `allowance`."""
    from scipy.optimize import brentq

    def excess(height: float) -> float:
        return float(np.sum(density * ndtr((nodes - height) / step))) - allowance

    return float(brentq(excess, -_FAR, _FAR, xtol=1e-12)) if allowance > 0 else _FAR


def _next(nodes: Floats, density: Floats, step: float, low: float, high: float) -> tuple[Floats, Floats]:
    """Where the path is after the step, given that it has not stopped (nodes and their weighted density)."""
    roots, weights = np.polynomial.legendre.leggauss(_NODES)
    place = low + (high - low) * (roots + 1) / 2
    gap = (place[:, None] - nodes[None, :]) / step
    reached = np.exp(-(gap**2) / 2) @ density / (step * math.sqrt(2 * math.pi))
    return place, reached * weights * (high - low) / 2
