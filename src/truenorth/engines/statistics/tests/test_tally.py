import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.statistics import (
    Moments,
    NotFinite,
    OutOfRange,
    QuantileMoments,
    ShapesDiffer,
    compare,
    tally_arms,
)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_batches_add_up_to_the_rows_of_each_arm(seed: int, batches: int) -> None:
    dice = np.random.default_rng(seed)
    arms = dice.integers(0, 3, 120)
    values, pre, den = dice.normal(1e6, 1, 120), dice.normal(5, 2, 120), dice.poisson(3, 120) + 1.0
    values[dice.integers(0, 120, 6)] = np.nan
    pieces = np.array_split(np.arange(120), batches)
    tallies = [tally_arms(arms[at], 3, values[at], pre=pre[at], den=den[at]) for at in pieces]
    whole = tallies[0]
    for more in tallies[1:]:
        whole = whole + more
    assert whole.missing.sum() == np.isnan(values).sum()
    for arm in range(3):
        chosen = (arms == arm) & np.isfinite(values)
        alone = Moments.from_values(values[chosen], pre=pre[chosen], den=den[chosen])
        for pair in ("yy", "yx", "yd", "dx"):
            assert whole.moments.scatter(pair)[arm] == pytest.approx(alone.scatter(pair), rel=1e-7, abs=1e-7)
        assert whole.moments.mean("y")[arm] == pytest.approx(alone.mean("y"))


def test_an_arm_without_rows_has_no_users() -> None:
    tally = tally_arms([0, 0], 3, [1.0, float("inf")])
    assert tally.moments.array("n").tolist() == [1, 0, 0]
    assert tally.missing.tolist() == [1, 0, 0]


def test_rows_that_fit_no_arm_are_refused() -> None:
    with pytest.raises(OutOfRange):
        tally_arms([0, 3], 3, [1.0, 2.0])
    with pytest.raises(ShapesDiffer):
        tally_arms([0, 1], 3, [1.0, 2.0, 3.0])


def test_quantiles_of_rows_compare_as_their_sums_do() -> None:
    dice = np.random.default_rng(3)
    slow, fast = dice.gamma(3, 100, 4000), dice.gamma(3, 90, 4000)
    arms = [QuantileMoments.from_values(rows, level=0.9) for rows in (slow, fast)]
    readout = compare(arms[0], arms[1], kind="quantile", effect="absolute", method="fixed")
    boots = [np.quantile(dice.choice(slow, 4000), 0.9) for _ in range(200)]
    assert np.sqrt(arms[0].variance() / 4000) == pytest.approx(np.std(boots), rel=0.2)
    assert readout.interval.high < 0


def test_events_of_the_same_user_count_as_one_cluster() -> None:
    dice = np.random.default_rng(4)
    users = np.repeat(np.arange(500), 6)
    rows = np.repeat(dice.normal(0, 1, 500), 6) + dice.normal(0, 0.1, 3000)
    alone = QuantileMoments.from_values(rows, level=0.5)
    clustered = QuantileMoments.from_values(rows, level=0.5, users=users)
    assert np.sqrt(clustered.variance() / alone.variance()) == pytest.approx(np.sqrt(6), rel=0.1)


def test_quantiles_of_nothing_are_refused() -> None:
    with pytest.raises(OutOfRange):
        QuantileMoments.from_values([], level=0.5)
    with pytest.raises(NotFinite):
        QuantileMoments.from_values([1.0, float("nan")], level=0.5)
    with pytest.raises(ShapesDiffer):
        QuantileMoments.from_values([1.0, 2.0], level=0.5, users=[1])
