"""Estimates against what the work took: a correction for each team and size of work, and the range around it."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.forecasting.errors import NotPositive, TooLittleHistory

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEAST_HISTORY = 10
ODDS = (0.1, 0.5, 0.9)
_FAR = 3.0
_NORMAL_MAD = 1.4826
_SCALE_PRIOR = 20.0
_STEPS = 200
_TOLERANCE = 1e-4
_TINY = 1e-9


class Size(StrEnum):
    """A third of the estimates, by how large they are."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Finished:
    """Work that is done: what it was estimated at and what it took, in one unit, both above zero.

    >>> Finished(estimate=4, actual=6, team="Web").ratio
    1.5
    """

    estimate: float
    actual: float
    team: str = ""

    @property
    def ratio(self) -> float:
        """Actual by estimate.

        >>> Finished(estimate=4, actual=2).ratio
        0.5
        """
        return self.actual / self.estimate


@dataclass(frozen=True, slots=True)
class EffortRange:
    """P10, P50 and P90, in the unit of the estimate; `count` pieces of the team's work of this size stand behind it."""

    low: float
    likely: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What estimates of a team and size are multiplied by, for P10, P50 and P90."""

    team: str
    size: Size
    low: float
    likely: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a calibration did on work that it has not seen.

    Errors are means of |actual - estimate|, without and with the correction, in the unit of the estimates. `pinball` is
    the mean loss of P10, P50 and P90 together, beside that of one range for everybody. `coverage` is the share of the
    work that came out between P10 and P90, of which there should be 0.8.
    """

    count: int
    error_plain: float
    error_corrected: float
    pinball_pooled: float
    pinball_corrected: float
    coverage: float


@dataclass(frozen=True, slots=True)
class EffortCalibration:
    """What a history of estimates says about the next one; made by `calibrate_effort`.

    `edges` part small from medium and medium from large. `pooled` are P10, P50 and P90 of all ratios, whoever's. The
    variances are of the logarithm of actual by estimate: between teams, between sizes, between a team's sizes, and of
    one piece of work among its like.
    """

    edges: tuple[float, float]
    counts: Mapping[tuple[str, Size], int]
    pooled: tuple[float, float, float]
    variances: Mapping[str, float]
    effects: Mapping[tuple[str, ...], int]
    centre: Floats
    spread: Floats
    scales: Mapping[Size, float]
    quantiles: tuple[float, float, float]

    def size_of(self, estimate: float) -> Size:
        """The size class of an estimate.

        >>> history = [Finished(n, n) for n in range(1, 13)]
        >>> calibrate_effort(history).size_of(2)
        <Size.SMALL: 'small'>
        """
        small, medium = self.edges
        return Size.SMALL if estimate <= small else Size.MEDIUM if estimate <= medium else Size.LARGE

    def correct(self, estimate: float, *, team: str = "") -> EffortRange:
        """The range for an estimate. A team without history has everybody's, made wider by how much teams differ.

        Raises NotPositive.

        >>> history = [Finished(n, 2 * n, "Web") for n in range(1, 13)]
        >>> round(calibrate_effort(history).correct(5, team="Web").likely, 2)
        10.0
        """
        if not math.isfinite(estimate) or estimate <= 0:
            raise NotPositive("must be a number above zero", field="estimate")
        size = self.size_of(estimate)
        low, likely, high = (estimate * each for each in self._multipliers(team, size))
        return EffortRange(low, likely, high, self.counts.get((team, size), 0))

    def corrections(self) -> Iterator[Correction]:
        """The multipliers of every team and size that have a history, team by team.

        >>> history = [Finished(n, 2 * n, "Web") for n in range(1, 13)]
        >>> [(each.team, each.size.value, each.count) for each in calibrate_effort(history).corrections()]
        [('Web', 'small', 4), ('Web', 'medium', 4), ('Web', 'large', 4)]
        """
        order = list(Size)
        for team, size in sorted(self.counts, key=lambda key: (key[0], order.index(key[1]))):
            yield Correction(team, size, *self._multipliers(team, size), self.counts[team, size])

    def _multipliers(self, team: str, size: Size) -> tuple[float, float, float]:
        row = np.zeros(self.centre.size)
        row[0] = 1.0
        unseen = 0.0
        for name, key in _keys(team, size):
            if key in self.effects:
                row[self.effects[key]] = 1.0
            else:
                unseen += self.variances[name]
        centre = float(row @ self.centre)
        scale = math.sqrt(self.scales[size] ** 2 + float(row @ self.spread @ row) + unseen)
        low, likely, high = (math.exp(centre + scale * each) for each in self.quantiles)
        return low, likely, high


def calibrate_effort(history: Iterable[Finished]) -> EffortCalibration:
    """How actuals of each team and size compare with their estimates, as far as their number tells.

    The logarithm of actual by estimate is a mean plus an effect of the team, of the size, and of the team at that size.
    Each effect is shrunk towards none by how much such effects vary and how much work stands behind it (empirical
    Bayes; variances by REML, EM algorithm: Searle, Casella and McCulloch, Variance Components, 1992). Ratios further
    than three robust deviations from the median count as if they lay there, so that a few wild ones move nobody. The
    range is that of what is left over, with the error of the effects: its own quantiles, not those of a normal curve.
    Its width is shared between the sizes. At least ten pieces of work.

    Raises TooLittleHistory or NotPositive.

    >>> history = [Finished(n, 2 * n, "Web") for n in range(1, 13)] + [Finished(n, n, "Mail") for n in range(1, 13)]
    >>> calibration = calibrate_effort(history)
    >>> [round(calibration.correct(6, team=team).likely, 1) for team in ("Web", "Mail")]
    [12.0, 6.0]
    """
    done = list(history)
    _check(done)
    estimates = np.array([each.estimate for each in done])
    small, medium = np.quantile(estimates, (1 / 3, 2 / 3), method="lower").tolist()
    sizes = [Size.SMALL if e <= small else Size.MEDIUM if e <= medium else Size.LARGE for e in estimates.tolist()]
    ratios = np.log([each.ratio for each in done])
    middle = float(np.median(ratios))
    far = _FAR * _NORMAL_MAD * float(np.median(np.abs(ratios - middle)))
    mild = np.clip(ratios, middle - far, middle + far) if far else ratios
    design, effects, widths = _design(done, sizes)
    centre, spread, variances = _shrink(design, mild, widths)
    rest = ratios - design @ centre
    scales = _scales(mild - design @ centre, sizes)
    standard = rest / np.array([scales[size] for size in sizes])
    return EffortCalibration(
        edges=(small, medium),
        counts=Counter((each.team, size) for each, size in zip(done, sizes, strict=True)),
        pooled=_three(np.quantile(np.exp(ratios), ODDS, method="weibull")),
        variances=variances,
        effects=effects,
        centre=centre,
        spread=spread,
        scales=scales,
        quantiles=_three(np.quantile(standard, ODDS, method="weibull")),
    )


def judge_effort(calibration: EffortCalibration, later: Iterable[Finished]) -> Judgement:
    """How well a calibration tells what work took that it was not made from. Raises NotPositive or TooLittleHistory.

    >>> history = [Finished(n, 2 * n, "Web") for n in range(1, 13)]
    >>> judgement = judge_effort(calibrate_effort(history), [Finished(4, 8, "Web"), Finished(6, 12, "Web")])
    >>> judgement.error_plain, round(judgement.error_corrected, 2)
    (5.0, 0.0)
    """
    done = list(later)
    _check(done, least=1)
    actual = np.array([each.actual for each in done])
    estimate = np.array([each.estimate for each in done])
    ranges = [calibration.correct(each.estimate, team=each.team) for each in done]
    corrected = np.array([(each.low, each.likely, each.high) for each in ranges])
    pooled = estimate[:, None] * np.array(calibration.pooled)
    inside = (actual >= corrected[:, 0]) & (actual <= corrected[:, 2])
    return Judgement(
        count=len(done),
        error_plain=float(np.abs(actual - estimate).mean()),
        error_corrected=float(np.abs(actual - corrected[:, 1]).mean()),
        pinball_pooled=_pinball(actual, pooled),
        pinball_corrected=_pinball(actual, corrected),
        coverage=float(inside.mean()),
    )


def _check(done: Sequence[Finished], *, least: int = LEAST_HISTORY) -> None:
    if len(done) < least:
        raise TooLittleHistory(f"holds {len(done)} pieces of finished work, and {least} are the least", field="history")
    for each in done:
        for field, number in (("estimate", each.estimate), ("actual", each.actual)):
            if not math.isfinite(number) or number <= 0:
                raise NotPositive(f"must be a number above zero, not {number}", field=field)


def _keys(team: str, size: Size) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("team", ("team", team)), ("size", ("size", size)), ("both", ("both", team, size)))


def _design(
    done: Sequence[Finished], sizes: Sequence[Size]
) -> tuple[Floats, Mapping[tuple[str, ...], int], Mapping[str, int]]:
    """A row for each piece of work, with ones at the mean and its effects; the effects' columns; how many of each."""
    rows = [_keys(each.team, size) for each, size in zip(done, sizes, strict=True)]
    found = {name: sorted({dict(row)[name] for row in rows}) for name in ("team", "size", "both")}
    effects = {key: place for place, key in enumerate((k for keys in found.values() for k in keys), start=1)}
    design = np.zeros((len(done), 1 + len(effects)))
    design[:, 0] = 1.0
    for place, row in enumerate(rows):
        design[place, [effects[key] for _, key in row]] = 1.0
    return design, effects, {name: len(keys) for name, keys in found.items()}


def _shrink(design: Floats, ratios: Floats, widths: Mapping[str, int]) -> tuple[Floats, Floats, dict[str, float]]:
    """The mean and effects, their covariance, and the variances by name; Henderson's equations, stepped by EM."""
    crossed, seen = design.T @ design, design.T @ ratios
    noise = max(float(np.var(ratios)), _TINY)
    between = dict.fromkeys(widths, noise / 4)
    for _ in range(_STEPS):
        inverse = np.linalg.inv(crossed + np.diag(_penalties(noise, between, widths)))
        centre = inverse @ seen
        step: dict[str, float] = {}
        start = 1
        for name, width in widths.items():
            part = slice(start, start + width)
            error = noise * float(np.trace(inverse[part, part]))
            step[name] = max((float(centre[part] @ centre[part]) + error) / width, _TINY)
            start += width
        left = max(float(ratios @ ratios - centre @ seen) / max(len(ratios) - 1, 1), _TINY)
        moved = max(abs(left - noise), *(abs(step[name] - between[name]) for name in widths))
        noise, between = left, step
        if moved <= _TOLERANCE * noise:
            break
    inverse = np.linalg.inv(crossed + np.diag(_penalties(noise, between, widths)))
    spread = np.asarray(noise * inverse, np.float64)
    return inverse @ seen, spread, between | {"work": noise}


def _penalties(noise: float, between: Mapping[str, float], widths: Mapping[str, int]) -> Floats:
    return np.concatenate([[0.0], *(np.full(width, noise / between[name]) for name, width in widths.items())])


def _scales(rest: Floats, sizes: Sequence[Size]) -> dict[Size, float]:
    """How far work of each size lies off, shared between the sizes as if each had twenty more of the average kind."""
    overall = max(float(np.mean(rest**2)), _TINY)
    found: dict[Size, float] = {}
    for size in Size:
        own = rest[[each is size for each in sizes]]
        total = float(own @ own) + _SCALE_PRIOR * overall
        found[size] = math.sqrt(total / (own.size + _SCALE_PRIOR))
    return found


def _pinball(actual: Floats, forecast: Floats) -> float:
    """Mean over work and odds of the loss that each quantile minimizes (Koenker and Bassett, Econometrica 1978)."""
    over = actual[:, None] - forecast
    odds = np.array(ODDS)
    return float(np.maximum(odds * over, (odds - 1) * over).mean())


def _three(numbers: Floats) -> tuple[float, float, float]:
    low, likely, high = numbers.tolist()
    return low, likely, high
