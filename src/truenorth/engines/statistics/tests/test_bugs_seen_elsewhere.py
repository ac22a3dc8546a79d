"""Mistakes that published packages make, each shown absent here."""

import numpy as np
import pytest
from scipy import stats

from truenorth.engines.statistics import (
    Moments,
    Prior,
    QuantileMoments,
    bandit_weights,
    check_srm,
    compare,
    size,
)

CONTROL, TREATMENT = Moments(n=4100, sum=1640), Moments(n=4000, sum=1840)


def test_a_one_sided_bound_is_on_the_side_that_was_asked_for() -> None:
    """gbstats 0.8.0 gives "lower" the other end."""
    two_sided = compare(CONTROL, TREATMENT, kind="proportion", method="fixed", alpha=0.1)
    greater = compare(CONTROL, TREATMENT, kind="proportion", method="fixed", alternative="greater")
    less = compare(CONTROL, TREATMENT, kind="proportion", method="fixed", alternative="less")
    assert (greater.interval.low, greater.interval.high) == pytest.approx((two_sided.interval.low, np.inf))
    assert (less.interval.low, less.interval.high) == pytest.approx((-np.inf, two_sided.interval.high))
    assert greater.p_value == pytest.approx(1 - less.p_value)
    assert greater.p_value < 0.001


def test_arms_without_weight_do_not_count_as_degrees_of_freedom() -> None:
    """gbstats counts them: p 0.61 instead of 0.32."""
    with_idle = check_srm([1000, 1045, 0], [0.5, 0.5, 0.0])
    assert with_idle.p_value == pytest.approx(check_srm([1000, 1045], [1, 1]).p_value)
    assert with_idle.degrees == 1
    assert check_srm([1000, 1045, 7], [1, 1, 0]).strays == 7


@pytest.mark.parametrize("sd", [0.01, 0.1])
def test_a_prior_in_one_unit_is_converted_for_an_effect_in_the_other(sd: float) -> None:
    """gbstats' main branch leaves an absolute prior as it is on a relative effect."""
    base = 0.4
    given = compare(CONTROL, TREATMENT, kind="proportion", method="bayesian", prior=Prior(sd=sd, scale="absolute"))
    wanted = compare(CONTROL, TREATMENT, kind="proportion", method="bayesian", prior=Prior(sd=sd / base))
    assert given.effect == pytest.approx(wanted.effect)
    assert given.standard_error == pytest.approx(wanted.standard_error)


def test_bandits_send_traffic_to_the_lowest_where_lower_is_better() -> None:
    """gbstats' main branch reads the second and third column of the sorted draws."""
    shares = bandit_weights([5.0, 6.0, 9.0, 12.0], [0.2] * 4, lower_is_better=True)
    assert list(np.argsort(-shares)[:2]) == [0, 1]
    assert shares[0] == pytest.approx(0.49, abs=0.01)
    only_best = bandit_weights([5.0, 6.0, 9.0, 12.0], [0.2] * 4, lower_is_better=True, top_two=False)
    assert only_best[0] == pytest.approx(0.97)


def test_the_floor_of_a_bandit_is_held_after_normalising() -> None:
    """Raising small shares and dividing by the sum leaves them below the floor."""
    assert bandit_weights([9.0, 0.0, 0.0], [0.1] * 3, floor=0.1, top_two=False).min() == pytest.approx(0.1)


def test_a_sample_size_names_its_formula_and_the_formulas_differ() -> None:
    plans = [
        size(baseline=0.4, mde=0.02, effect="absolute", formula=name)
        for name in ("cohen-h", "baseline-variance", "two-variance")
    ]
    assert [plan.per_arm for plan in plans] == [9492, 9419, 9490]
    assert [plan.formula for plan in plans] == ["cohen-h", "baseline-variance", "two-variance"]


def test_fiellers_interval_is_not_symmetric_and_ends_nowhere_when_control_may_be_zero() -> None:
    delta = compare(CONTROL, TREATMENT, kind="proportion", method="fixed")
    found = compare(CONTROL, TREATMENT, kind="proportion", method="fixed", relative_interval="fieller")
    assert delta.effect - delta.interval.low == pytest.approx(delta.interval.high - delta.effect)
    assert found.interval.high - found.effect > found.effect - found.interval.low
    noisy = compare(
        Moments(n=10, sum=1, sum_squares=90), Moments(n=10, sum=4, sum_squares=90), relative_interval="fieller"
    )
    assert np.isinf(noisy.interval.low)
    assert "no end" in noisy.notes()


def test_clusters_widen_the_interval_of_a_quantile() -> None:
    """Events of one user resemble each other: taking them for independent is too narrow by a quarter."""
    dice = np.random.default_rng(5)
    users = dice.normal(0, 1, 800)
    events = [dice.normal(level, 0.5, dice.integers(1, 12)) for level in users]
    flat = np.sort(np.concatenate(events))
    n, level = flat.size, 0.9
    gap = stats.norm.ppf(0.975) * np.sqrt(level * (1 - level) / n)
    low, value, high = np.quantile(flat, [level - gap, level, level + gap])
    below = np.array([np.sum(one <= value) for one in events], dtype=float)
    count = np.array([one.size for one in events], dtype=float)
    alone = QuantileMoments(n=n, level=level, value=value, low=low, high=high)
    clustered = QuantileMoments(
        n=n,
        level=level,
        value=value,
        low=low,
        high=high,
        clusters=800,
        below_sum=below.sum(),
        below_sum_squares=(below**2).sum(),
        event_sum=count.sum(),
        event_sum_squares=(count**2).sum(),
        below_event_cross=(below * count).sum(),
    )
    boots = []
    for _ in range(200):
        chosen = dice.integers(0, 800, 800)
        boots.append(np.quantile(np.concatenate([events[k] for k in chosen]), level))
    error = np.sqrt(clustered.variance() / n)
    assert error > 1.5 * np.sqrt(alone.variance() / n)
    assert error == pytest.approx(np.std(boots), rel=0.2)


def test_a_quantiles_error_follows_the_unit() -> None:
    """gbstats' main branch holds the variance at 1e-5 or above: seconds are then less sure than milliseconds."""
    seconds = QuantileMoments(n=5000, level=0.5, value=0.01, low=0.0099, high=0.0101)
    milliseconds = QuantileMoments(n=5000, level=0.5, value=10.0, low=9.9, high=10.1)
    assert milliseconds.variance() == pytest.approx(1e6 * seconds.variance())
