"""Independent implementations on random input."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest, test_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from truenorth.engines.statistics import Moments, adjust, check_srm, compare

DRAWS = 5000


def test_welch_agrees_with_scipy_on_five_thousand_draws() -> None:
    dice = np.random.default_rng(1)
    n = dice.integers(2, 10_000, (2, DRAWS)).astype(float)
    mean = dice.normal(0, 50, (2, DRAWS))
    sd = dice.lognormal(0, 2, (2, DRAWS))
    arms = [Moments(n=n[k], sum=0.0, sum_squares=sd[k] ** 2 * (n[k] - 1), shift=mean[k]) for k in (0, 1)]
    readout = compare(arms[0], arms[1], effect="absolute", method="fixed")
    theirs = stats.ttest_ind_from_stats(mean[1], sd[1], n[1], mean[0], sd[0], n[0], equal_var=False)
    np.testing.assert_allclose(readout.p_value, theirs.pvalue, rtol=1e-9, atol=1e-300)
    reach = stats.t.ppf(0.975, readout.degrees) * np.hypot(sd[0] / np.sqrt(n[0]), sd[1] / np.sqrt(n[1]))
    np.testing.assert_allclose(readout.interval.low, mean[1] - mean[0] - reach, rtol=1e-9, atol=1e-9)


def test_pooled_z_and_wald_agree_with_statsmodels() -> None:
    dice = np.random.default_rng(2)
    n = dice.integers(20, 50_000, (2, 1000))
    hits = dice.binomial(n, dice.uniform(0.05, 0.95, (2, 1000)))
    arms = [Moments(n=n[k], sum=hits[k]) for k in (0, 1)]
    pooled = compare(arms[0], arms[1], kind="proportion", effect="absolute", method="fixed", test="pooled")
    wald = compare(arms[0], arms[1], kind="proportion", effect="absolute", method="fixed", test="wald")
    for k in range(1000):
        p_value = proportions_ztest(hits[::-1, k], n[::-1, k])[1]
        assert pooled.p_value[k] == pytest.approx(p_value, rel=1e-9, abs=1e-300)
    for k in range(0, 1000, 20):
        theirs = test_proportions_2indep(hits[1, k], n[1, k], hits[0, k], n[0, k], method="wald")
        assert wald.p_value[k] == pytest.approx(theirs.pvalue, rel=1e-9, abs=1e-300)


test_proportions_2indep.__test__ = False


def test_raw_rows_agree_with_statsmodels() -> None:
    dice = np.random.default_rng(3)
    for _ in range(50):
        rows = [dice.gamma(2, 10, dice.integers(5, 300)) for _ in range(2)]
        readout = compare(*map(Moments.from_values, rows), effect="absolute", method="fixed")
        means = CompareMeans(DescrStatsW(rows[1]), DescrStatsW(rows[0]))
        assert readout.p_value == pytest.approx(means.ttest_ind(usevar="unequal")[1], rel=1e-9)
        assert tuple(readout.interval) == pytest.approx(means.tconfint_diff(usevar="unequal"), rel=1e-9)


def test_cuped_agrees_with_a_regression_on_the_covariate() -> None:
    """The adjusted values, tested by scipy as if they were the metric."""
    dice = np.random.default_rng(4)
    for _ in range(50):
        pre = [dice.normal(50, 10, 400) for _ in range(2)]
        rows = [x + dice.normal(0, 8, 400) + shift for x, shift in zip(pre, (0, 1), strict=True)]
        arms = [Moments.from_values(y, pre=x) for y, x in zip(rows, pre, strict=True)]
        readout = compare(arms[0], arms[1], effect="absolute", method="fixed")
        every_x, every_y = np.concatenate(pre), np.concatenate(rows)
        slope = np.cov(every_x, every_y)[0, 1] / every_x.var(ddof=1)
        adjusted = [y - slope * x for y, x in zip(rows, pre, strict=True)]
        theirs = stats.ttest_ind(adjusted[1], adjusted[0], equal_var=False)
        assert readout.p_value == pytest.approx(theirs.pvalue, rel=1e-9)
        plain = compare(arms[0], arms[1], effect="absolute", method="fixed", cuped=False)
        assert readout.standard_error < plain.standard_error


def test_a_ratio_agrees_with_its_linearised_rows() -> None:
    dice = np.random.default_rng(5)
    for _ in range(20):
        den = [dice.poisson(4, 500) + 1.0 for _ in range(2)]
        num = [dice.binomial(d.astype(int), 0.2).astype(float) for d in den]
        arms = [Moments.from_values(y, den=d) for y, d in zip(num, den, strict=True)]
        readout = compare(arms[0], arms[1], kind="ratio", effect="absolute", method="fixed")
        errors = []
        for y, d in zip(num, den, strict=True):
            ratio = y.sum() / d.sum()
            errors.append(((y - ratio * d) / d.mean()).var(ddof=1) / y.size)
        assert readout.standard_error == pytest.approx(np.sqrt(sum(errors)), rel=1e-9)


def test_relative_effects_with_cuped_agree_with_a_numerical_gradient() -> None:
    """The delta method done blindly: perturb the four means, take the covariance along."""
    dice = np.random.default_rng(6)
    pre = [dice.normal(50, 10, 300) for _ in range(2)]
    rows = [x + dice.normal(0, 8, 300) + shift for x, shift in zip(pre, (0, 2), strict=True)]
    arms = [Moments.from_values(y, pre=x) for y, x in zip(rows, pre, strict=True)]
    every_x, every_y = np.concatenate(pre), np.concatenate(rows)
    slope = np.cov(every_x, every_y)[0, 1] / every_x.var(ddof=1)

    def lift(means: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return float((means[2] - means[0] - slope * (means[3] - means[1])) / means[0])

    at = np.array([rows[0].mean(), pre[0].mean(), rows[1].mean(), pre[1].mean()])
    steps = np.eye(4) * 1e-4
    gradient = np.array([(lift(at + step) - lift(at - step)) / 2e-4 for step in steps])
    spread = np.zeros((4, 4))
    for k in (0, 1):
        spread[2 * k : 2 * k + 2, 2 * k : 2 * k + 2] = np.cov(rows[k], pre[k]) / 300
    readout = compare(arms[0], arms[1], effect="relative", method="fixed")
    assert readout.effect == pytest.approx(lift(at))
    assert readout.standard_error == pytest.approx(np.sqrt(gradient @ spread @ gradient), rel=1e-6)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("bonferroni", "bonferroni"),
        ("sidak", "sidak"),
        ("holm", "holm"),
        ("hommel", "hommel"),
        ("bh", "fdr_bh"),
        ("by", "fdr_by"),
    ],
)
def test_adjusted_p_values_agree_with_statsmodels(mine: str, theirs: str) -> None:
    dice = np.random.default_rng(7)
    for _ in range(8):
        p_values = dice.beta(0.5, 2, dice.integers(1, 12))
        np.testing.assert_allclose(
            adjust(p_values, mine), multipletests(p_values, method=theirs)[1], rtol=1e-9, atol=1e-15
        )


def test_sample_ratio_agrees_with_scipy_on_many_splits() -> None:
    dice = np.random.default_rng(8)
    users = dice.integers(1, 10_000, (500, 4))
    weights = np.array([4.0, 1.0, 3.0, 2.0])
    balance = check_srm(users, weights)
    expected = users.sum(axis=1, keepdims=True) * weights / weights.sum()
    np.testing.assert_allclose(balance.p_value, stats.chisquare(users, expected, axis=1).pvalue, rtol=1e-9, atol=1e-300)
