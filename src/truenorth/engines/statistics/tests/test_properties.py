"""What must hold for any data."""

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.statistics import Moments, Prior, Readout, bandit_weights, compare

KINDS: tuple[Literal["mean", "proportion"], ...] = ("mean", "proportion")
METHODS: tuple[Literal["fixed", "sequential", "bayesian"], ...] = ("fixed", "sequential", "bayesian")
FEW = settings(max_examples=15, deadline=None)
VALUES = st.lists(st.floats(0.5, 100).map(lambda x: round(x, 2)), min_size=4, max_size=30).filter(
    lambda v: len(set(v)) > 1
)
SEEDS = st.integers(0, 10**6)
METHOD = st.sampled_from(METHODS)


def same(one: Readout, other: Readout, *, factor: float = 1.0) -> None:
    assert other.effect == pytest.approx(factor * one.effect, rel=1e-9, abs=1e-12)
    assert other.standard_error == pytest.approx(abs(factor) * one.standard_error, rel=1e-9)
    ends = sorted(factor * float(end) for end in one.interval)
    assert sorted(float(end) for end in other.interval) == pytest.approx(ends, rel=1e-9, abs=1e-12)
    assert other.p_value == pytest.approx(one.p_value, rel=1e-7, nan_ok=True)


@FEW
@given(VALUES, VALUES, METHOD)
def test_swapping_the_arms_turns_the_absolute_effect_around(
    one: list[float], two: list[float], method: Literal["fixed", "sequential", "bayesian"]
) -> None:
    a, b = Moments.from_values(one), Moments.from_values(two)
    there, back = (compare(*pair, effect="absolute", method=method) for pair in ((a, b), (b, a)))
    same(there, back, factor=-1.0)
    assert back.chance_to_win == pytest.approx(1 - there.chance_to_win, abs=1e-9)
    assert back.risk.keep == pytest.approx(there.risk.ship, rel=1e-7, abs=1e-12)


@FEW
@given(VALUES, VALUES, METHOD, st.sampled_from([0.001, 3.0, 1e6]))
def test_the_unit_of_the_metric_does_not_matter(
    one: list[float], two: list[float], method: Literal["fixed", "sequential", "bayesian"], unit: float
) -> None:
    plain = [Moments.from_values(rows) for rows in (one, two)]
    scaled = [Moments.from_values(np.array(rows) * unit) for rows in (one, two)]
    for prior in (None, Prior(sd=0.2)):
        absolute = [compare(*arms, effect="absolute", method=method, prior=prior) for arms in (plain, scaled)]
        same(absolute[0], absolute[1], factor=unit)
        relative = [compare(*arms, effect="relative", method=method, prior=prior) for arms in (plain, scaled)]
        same(relative[0], relative[1])


@FEW
@given(VALUES, VALUES, st.floats(-1e6, 1e6))
def test_adding_a_constant_to_everybody_leaves_the_absolute_effect(
    one: list[float], two: list[float], shift: float
) -> None:
    plain = compare(*map(Moments.from_values, (one, two)), effect="absolute", method="fixed")
    moved = [Moments.from_values(np.array(rows) + shift) for rows in (one, two)]
    found = compare(moved[0], moved[1], effect="absolute", method="fixed")
    assert found.effect == pytest.approx(plain.effect, abs=1e-8)
    assert found.standard_error == pytest.approx(plain.standard_error, rel=1e-6)


@FEW
@given(VALUES, VALUES, st.sampled_from(["absolute", "relative"]))
def test_one_stratum_is_no_stratum(one: list[float], two: list[float], scale: Literal["absolute", "relative"]) -> None:
    arms = [Moments.from_values(rows) for rows in (one, two)]
    strata = [stack([arm]) for arm in arms]
    plain = compare(arms[0], arms[1], effect=scale, method="fixed")
    same(plain, compare(strata[0], strata[1], effect=scale, method="fixed", strata=0))


def stack(arms: list[Moments]) -> Moments:
    return Moments(**{name: np.array([arm.array(name) for arm in arms]) for name in arms[0].given()})


@FEW
@given(SEEDS, st.booleans(), st.sampled_from(["absolute", "relative"]))
def test_one_stratum_is_no_stratum_with_covariates(
    seed: int, is_ratio: Literal[True, False], scale: Literal["absolute", "relative"]
) -> None:
    dice = np.random.default_rng(seed)
    arms = []
    for shift in (0.0, 0.3):
        pre = dice.gamma(3, 2, 60)
        den = dice.poisson(3, 60) + 1.0
        values = pre + dice.normal(2 + shift, 1, 60)
        arms.append(Moments.from_values(values, den=den) if is_ratio else Moments.from_values(values, pre=pre))
    kind: Literal["ratio", "mean"] = "ratio" if is_ratio else "mean"
    plain = compare(arms[0], arms[1], kind=kind, effect=scale, method="fixed")
    split = compare(stack(arms[:1]), stack(arms[1:]), kind=kind, effect=scale, method="fixed", strata=0)
    same(plain, split)


@FEW
@given(SEEDS)
def test_strata_that_explain_the_metric_make_the_interval_narrower(seed: int) -> None:
    dice = np.random.default_rng(seed)
    sides = [stack([Moments.from_values(dice.normal(10 * k + shift, 1, 80)) for k in range(3)]) for shift in (0.0, 0.5)]
    plain, strata = (
        compare(*arms, effect="absolute", method="fixed", strata=axis)
        for arms, axis in (([merge(side) for side in sides], None), (sides, 0))
    )
    assert strata.standard_error < plain.standard_error


def merge(strata: Moments) -> Moments:
    parts = [Moments(**{name: strata.array(name)[k] for name in strata.given()}) for k in range(3)]
    return parts[0] + parts[1] + parts[2]


@FEW
@given(st.lists(VALUES, min_size=2, max_size=5))
def test_sums_of_parts_are_the_sums_of_the_whole(parts: list[list[float]]) -> None:
    whole = Moments.from_values(np.concatenate([np.array(part) for part in parts]))
    summed = Moments.from_values(parts[0])
    for part in parts[1:]:
        summed = summed + Moments.from_values(part)
    assert summed.mean("y") == pytest.approx(whole.mean("y"))
    assert summed.scatter("yy") == pytest.approx(whole.scatter("yy"), rel=1e-9)


@FEW
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4), METHOD)
def test_an_array_of_comparisons_is_the_comparisons_one_by_one(
    pairs: list[tuple[list[float], list[float]]], method: Literal["fixed", "sequential", "bayesian"]
) -> None:
    sides = [[Moments.from_values(rows) for rows in side] for side in zip(*pairs, strict=True)]
    together = compare(stack(sides[0]), stack(sides[1]), method=method, prior=Prior(sd=0.1))
    for place, (one, two) in enumerate(zip(sides[0], sides[1], strict=True)):
        alone = compare(one, two, method=method, prior=Prior(sd=0.1))
        assert together.effect[place] == pytest.approx(alone.effect, rel=1e-12)
        assert together.interval.low[place] == pytest.approx(alone.interval.low, rel=1e-12)
        assert together.chance_to_win[place] == pytest.approx(alone.chance_to_win, rel=1e-9)


@FEW
@given(VALUES, VALUES)
def test_the_p_value_says_what_the_interval_says(one: list[float], two: list[float]) -> None:
    arms = [Moments.from_values(rows) for rows in (one, two)]
    for scale in ("absolute", "relative"):
        for alternative in ("two-sided", "greater", "less"):
            readout = compare(arms[0], arms[1], effect=scale, method="fixed", alternative=alternative)
            excludes = readout.interval.low > 0 or readout.interval.high < 0
            assert excludes == (readout.p_value < 0.05)
            low, high = readout.interval
            assert low <= readout.effect <= high


@FEW
@given(VALUES, VALUES)
def test_fieller_agrees_with_the_test_of_the_absolute_difference(one: list[float], two: list[float]) -> None:
    arms = [Moments.from_values(rows) for rows in (one, two)]
    absolute = compare(arms[0], arms[1], effect="absolute", method="fixed")
    found = compare(arms[0], arms[1], effect="relative", method="fixed", relative_interval="fieller")
    assert found.p_value == pytest.approx(absolute.p_value, rel=1e-9)
    assert (found.interval.low > 0 or found.interval.high < 0) == (absolute.p_value < 0.05)


@FEW
@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 2)), min_size=2, max_size=6), st.booleans())
def test_bandit_shares_sum_to_one_and_turn_around_with_the_metric(
    arms: list[tuple[float, float]], top_two: Literal[True, False]
) -> None:
    means, errors = np.array(arms).T
    shares = bandit_weights(means, errors, top_two=top_two, floor=0.02)
    assert shares.sum() == pytest.approx(1.0)
    assert shares.min() >= 0.02 - 1e-12
    turned = bandit_weights(-means, errors, top_two=top_two, floor=0.02, lower_is_better=True)
    assert turned == pytest.approx(shares)
