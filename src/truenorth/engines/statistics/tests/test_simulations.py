"""Promises kept over many simulated experiments; longer runs are in the benchmarks."""

from typing import Literal

import numpy as np
import pytest
from numpy.typing import NDArray

from truenorth.engines.statistics import (
    Moments,
    Readout,
    bandit_weights,
    check_margin,
    compare,
    group_bounds,
    pool_effects,
    shrink,
    size,
)

RUNS = 20_000
Method = Literal["fixed", "sequential"]


def growing(rate: float, lift: float, *, seed: int, runs: int, count: int, step: int) -> tuple[Moments, Moments]:
    dice = np.random.default_rng(seed)
    users = step * np.arange(1, count + 1)[:, None]
    arms = [
        Moments(n=users, sum=dice.binomial(step, p, (count, runs)).cumsum(axis=0)) for p in (rate, rate * (1 + lift))
    ]
    return arms[0], arms[1]


def test_twenty_peeks_stay_below_alpha_only_with_the_sequence() -> None:
    arms = growing(0.3, 0.0, seed=7, runs=RUNS, count=20, step=250)
    sequence = compare(*arms, kind="proportion", effect="absolute")
    fixed = compare(*arms, kind="proportion", effect="absolute", method="fixed")
    assert np.any(sequence.p_value < 0.05, axis=0).mean() <= 0.05
    assert np.any(sequence.interval.low > 0, axis=0).mean() + np.any(sequence.interval.high < 0, axis=0).mean() <= 0.05
    assert 0.2 < np.any(fixed.p_value < 0.05, axis=0).mean() < 0.3


@pytest.mark.parametrize("alternative", ["greater", "less"])
def test_one_sided_sequences_hold_as_well(alternative: Literal["greater", "less"]) -> None:
    arms = growing(0.3, 0.0, seed=8, runs=10_000, count=20, step=250)
    readout = compare(*arms, kind="proportion", effect="absolute", alternative=alternative)
    assert np.any(readout.p_value < 0.05, axis=0).mean() <= 0.05


def test_group_sequential_looks_spend_alpha_exactly() -> None:
    arms = growing(0.3, 0.0, seed=9, runs=RUNS, count=4, step=1500)
    readout = compare(*arms, kind="proportion", effect="absolute", method="fixed", test="wald")
    crossed = np.abs(readout.effect / readout.standard_error) > group_bounds([0.25, 0.5, 0.75, 1.0])[:, None]
    assert np.any(crossed, axis=0).mean() == pytest.approx(0.05, abs=4 * np.sqrt(0.05 * 0.95 / RUNS))


def within(readout: Readout, truth: float) -> float:
    return float(np.mean((readout.interval.low <= truth) & (truth <= readout.interval.high)))


def stacked(
    rows: NDArray[np.float64], *, pre: NDArray[np.float64] | None = None, den: NDArray[np.float64] | None = None
) -> Moments:
    """Moments of many experiments at once: rows of shape (runs, users)."""
    sums = {"n": rows.shape[1], "sum": rows.sum(axis=1), "sum_squares": (rows**2).sum(axis=1)}
    if pre is not None:
        sums |= {
            "pre_sum": pre.sum(axis=1),
            "pre_sum_squares": (pre**2).sum(axis=1),
            "pre_cross": (rows * pre).sum(axis=1),
        }
    if den is not None:
        sums |= {
            "den_sum": den.sum(axis=1),
            "den_sum_squares": (den**2).sum(axis=1),
            "den_cross": (rows * den).sum(axis=1),
        }
    return Moments(**sums)


def covers(share: float, *, runs: int, level: float = 0.95) -> None:
    assert share == pytest.approx(level, abs=4 * np.sqrt(level * (1 - level) / runs))


@pytest.mark.parametrize("scale", ["absolute", "relative"])
def test_intervals_of_means_cuped_or_not_cover_the_truth(scale: Literal["absolute", "relative"]) -> None:
    dice = np.random.default_rng(10)
    runs, users = 4000, 150
    pre = [dice.normal(20, 4, (runs, users)) for _ in range(2)]
    rows = [x + dice.normal(shift, 4, (runs, users)) for x, shift in zip(pre, (0.0, 1.0), strict=True)]
    truth = 1.0 if scale == "absolute" else 1 / 20
    arms = [stacked(y, pre=x) for y, x in zip(rows, pre, strict=True)]
    for cuped in (True, False):
        covers(within(compare(arms[0], arms[1], effect=scale, method="fixed", cuped=cuped), truth), runs=runs)
    assert within(compare(arms[0], arms[1], effect=scale, tuning=300), truth) >= 0.95
    bayes = compare(arms[0], arms[1], effect=scale, method="bayesian")
    assert within(bayes, truth) == pytest.approx(0.95, abs=0.015)


def test_fieller_and_ratio_intervals_cover_the_truth() -> None:
    dice = np.random.default_rng(11)
    runs, users = 4000, 200
    den = [1.0 + dice.poisson(4, (runs, users)).astype(np.float64) for _ in range(2)]
    num = [dice.binomial(d.astype(int), p).astype(float) for d, p in zip(den, (0.2, 0.22), strict=True)]
    arms = [stacked(y, den=d) for y, d in zip(num, den, strict=True)]
    covers(within(compare(arms[0], arms[1], kind="ratio", effect="absolute", method="fixed"), 0.02), runs=runs)
    found = compare(arms[0], arms[1], kind="ratio", method="fixed", relative_interval="fieller")
    covers(within(found, 0.1), runs=runs)


def test_a_plan_gives_the_power_it_promised() -> None:
    plan = size(baseline=0.3, mde=0.1)
    dice = np.random.default_rng(12)
    arms = [Moments(n=plan.per_arm, sum=dice.binomial(plan.per_arm, p, 10_000)) for p in (0.3, 0.33)]
    fixed = compare(arms[0], arms[1], kind="proportion", effect="absolute", method="fixed")
    assert np.mean(fixed.p_value < 0.05) == pytest.approx(0.8, abs=0.02)
    longer = size(baseline=0.3, mde=0.1, method="sequential")
    arms = [Moments(n=longer.per_arm, sum=dice.binomial(longer.per_arm, p, 10_000)) for p in (0.3, 0.33)]
    sequence = compare(arms[0], arms[1], kind="proportion", effect="absolute")
    assert np.mean(sequence.interval.low > 0) == pytest.approx(0.8, abs=0.02)


def test_a_guardrail_at_its_margin_passes_as_rarely_as_alpha() -> None:
    dice = np.random.default_rng(13)
    arms = [Moments(n=5000, sum=dice.binomial(5000, p, 10_000)) for p in (0.2, 0.19)]
    assert np.mean(
        check_margin(arms[0], arms[1], margin=-0.01, scale="absolute", kind="proportion").passes
    ) == pytest.approx(0.05, abs=0.01)


def test_shrinking_brings_effects_closer_to_the_truth() -> None:
    dice = np.random.default_rng(14)
    truth = dice.normal(0.02, 0.02, (300, 12))
    seen = truth + dice.normal(0, 0.03, truth.shape)
    errors = np.full(12, 0.03)
    shrunk = np.array([shrink(row, errors) for row in seen])
    assert np.mean((shrunk - truth) ** 2) < 0.75 * np.mean((seen - truth) ** 2)
    covered = [pool_effects(row, errors, model="random").interval for row in seen]
    assert np.mean([low <= 0.02 <= high for low, high in covered]) > 0.88


def test_a_bandit_learns_the_lower_arm() -> None:
    dice = np.random.default_rng(15)
    truth, shares = np.array([5.0, 4.0, 6.0]), np.full(3, 1 / 3)
    total, count = np.zeros(3), np.zeros(3)
    for _ in range(15):
        arms = np.maximum(2, (shares * 300).astype(int))
        total += [dice.normal(mean, 4, users).sum() for mean, users in zip(truth, arms, strict=True)]
        count += arms
        shares = bandit_weights(total / count, 4 / np.sqrt(count), lower_is_better=True, top_two=False)
    assert int(np.argmax(shares)) == 1
    assert shares[1] > 0.9
