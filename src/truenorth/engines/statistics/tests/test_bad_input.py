"""A named error or a flagged number, never a silent one."""

import math
from typing import Any, Literal

import numpy as np
import pytest

from truenorth.engines.statistics import (
    ArmsTooFew,
    ChoiceUnknown,
    CountNegative,
    Flag,
    Moments,
    MomentsInconsistent,
    MomentsMissing,
    NotFinite,
    OutOfRange,
    Prior,
    QuantileMoments,
    Role,
    ShapesDiffer,
    StatisticsRefused,
    adjust,
    check_margin,
    check_srm,
    compare,
    decide,
    group_bounds,
    size,
)

Method = Literal["fixed", "sequential", "bayesian"]
GOOD = Moments(n=100, sum=200, sum_squares=900)


@pytest.mark.parametrize(
    ("sums", "refusal", "field"),
    [
        ({"n": -1, "sum": 0, "sum_squares": 0}, CountNegative, "n"),
        ({"n": 10, "sum": math.nan, "sum_squares": 5}, NotFinite, "sum"),
        ({"n": 10, "sum": math.inf, "sum_squares": 5}, NotFinite, "sum"),
        ({"n": math.inf, "sum": 1, "sum_squares": 5}, NotFinite, "n"),
        ({"n": 10, "sum": 100, "sum_squares": 5}, MomentsInconsistent, "sum_squares"),
        ({"n": [1, 2], "sum": [1, 2, 3], "sum_squares": 9}, ShapesDiffer, "n"),
    ],
)
def test_impossible_sums_are_refused(sums: dict[str, Any], refusal: type[StatisticsRefused], field: str) -> None:
    with pytest.raises(refusal) as refused:
        Moments(**sums)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("choices", "refusal", "field"),
    [
        ({"kind": "median"}, ChoiceUnknown, "kind"),
        ({"effect": "odds"}, ChoiceUnknown, "effect"),
        ({"method": "peek"}, ChoiceUnknown, "method"),
        ({"alpha": 0}, OutOfRange, "alpha"),
        ({"alpha": 1.5}, OutOfRange, "alpha"),
        ({"alpha": math.nan}, OutOfRange, "alpha"),
        ({"alternative": "both"}, ChoiceUnknown, "alternative"),
        ({"tuning": 0}, OutOfRange, "tuning"),
        ({"kind": "ratio"}, MomentsMissing, "den_sum"),
        ({"kind": "quantile"}, ChoiceUnknown, "kind"),
        ({"test": "pooled", "method": "fixed"}, ChoiceUnknown, "test"),
        ({"relative_interval": "fieller", "effect": "absolute"}, ChoiceUnknown, "relative_interval"),
        ({"strata": 0}, ShapesDiffer, "strata"),
        ({"kind": "proportion"}, OutOfRange, "sum"),
        ({"alpha": 0.6, "alternative": "greater"}, OutOfRange, "alpha"),
    ],
)
def test_wrong_choices_are_refused_by_name(
    choices: dict[str, Any], refusal: type[StatisticsRefused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        compare(GOOD, GOOD, **choices)
    assert refused.value.field == field


@pytest.mark.parametrize("method", ["fixed", "sequential", "bayesian"])
@pytest.mark.parametrize(
    ("control", "flag"),
    [
        (Moments(n=0, sum=0, sum_squares=0), Flag.NO_USERS),
        (Moments(n=1, sum=2, sum_squares=4), Flag.TOO_FEW_USERS),
        (Moments(n=50, sum=0, sum_squares=80), Flag.CONTROL_MEAN_ZERO),
    ],
)
def test_arms_that_say_nothing_give_flagged_nan(control: Moments, flag: Flag, method: Method) -> None:
    readout = compare(control, GOOD, method=method)
    assert flag in Flag(int(readout.flags))
    assert np.isnan(readout.interval.low)
    assert np.isnan(readout.p_value)
    assert readout.notes()


@pytest.mark.parametrize("method", ["fixed", "sequential"])
def test_no_variation_is_flagged_and_gives_no_p_value(method: Method) -> None:
    still = Moments(n=50, sum=100, sum_squares=200)
    other = Moments(n=50, sum=150, sum_squares=450)
    readout = compare(still, other, method=method)
    assert Flag.ZERO_VARIANCE in Flag(int(readout.flags))
    assert readout.effect == pytest.approx(0.5)
    assert np.isnan(readout.p_value)


def test_an_empty_cell_does_not_spoil_its_neighbours() -> None:
    control = Moments(n=[100, 0], sum=[200, 0], sum_squares=[900, 0])
    readout = compare(control, GOOD, method="fixed")
    assert readout.p_value[0] == pytest.approx(1.0)
    assert np.isnan(readout.p_value[1])
    assert [bool(flags) for flags in readout.flags] == [False, True]


def test_a_covariate_without_variation_is_left_out_and_said() -> None:
    arm = Moments(n=100, sum=200, sum_squares=900, pre_sum=300, pre_sum_squares=900, pre_cross=600)
    with_pre, plain = compare(arm, arm, method="fixed"), compare(GOOD, GOOD, method="fixed")
    assert with_pre.standard_error == pytest.approx(plain.standard_error)
    assert Flag.COVARIATE_UNUSED in Flag(int(with_pre.flags))


def test_huge_values_keep_their_variance_when_summed_here_and_are_flagged_when_not() -> None:
    dice = np.random.default_rng(1)
    rows = [1e12 + dice.normal(shift, 1.0, 2000) for shift in (0.0, 1.0)]
    readout = compare(*map(Moments.from_values, rows), effect="absolute", method="fixed")
    assert readout.effect == pytest.approx(1.0, abs=0.15)
    assert readout.standard_error == pytest.approx(np.sqrt(2 / 2000), rel=0.1)
    raw = [Moments(n=2000, sum=float(row.sum()), sum_squares=float((row**2).sum())) for row in rows]
    naive = compare(raw[0], raw[1], effect="absolute", method="fixed")
    assert Flag(int(naive.flags)) & (Flag.IMPRECISE | Flag.ZERO_VARIANCE)


def test_large_totals_are_no_trouble() -> None:
    arm = Moments(n=1e6, sum=1e12, sum_squares=1.01e18)
    readout = compare(arm, arm, method="fixed")
    assert readout.flags == 0
    assert readout.standard_error == pytest.approx(np.sqrt(2 * 0.01e12 / 1e6) / 1e6, rel=1e-5)


@pytest.mark.parametrize(
    ("observed", "weights", "refusal", "field"),
    [
        ([10], [1], ArmsTooFew, "weights"),
        ([10, 10], [1, 0], ArmsTooFew, "weights"),
        ([10, 10], [1, -1], OutOfRange, "weights"),
        ([10, -1], [1, 1], CountNegative, "observed"),
        ([10, math.nan], [1, 1], NotFinite, "observed"),
        ([10, 10], [1, 1, 1], ShapesDiffer, "weights"),
        ([10, 10], [1, math.inf], NotFinite, "weights"),
    ],
)
def test_a_split_that_cannot_be_checked_is_refused(
    observed: list[float], weights: list[float], refusal: type[StatisticsRefused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        check_srm(observed, weights)
    assert refused.value.field == field


def test_a_split_without_users_says_nothing() -> None:
    balance = check_srm([0, 0], [1, 1])
    assert np.isnan(balance.p_value)
    assert not balance.flag


def test_other_impossible_wishes_are_refused() -> None:
    with pytest.raises(OutOfRange):
        Prior(sd=0)
    with pytest.raises(OutOfRange):
        QuantileMoments(n=10, level=1.0, value=1, low=0, high=2)
    with pytest.raises(OutOfRange):
        adjust([0.5, 1.5])
    with pytest.raises(OutOfRange):
        check_margin(GOOD, GOOD, margin=0)
    with pytest.raises(OutOfRange):
        group_bounds([0.5, 0.4])
    with pytest.raises(OutOfRange):
        size(baseline=0.5, mde=0)
    with pytest.raises(MomentsMissing):
        size(mde=0.1)
    with pytest.raises(OutOfRange):
        Role("guardrail")
    with pytest.raises(MomentsMissing):
        decide({}, {"retention": Role("success")})


def test_p_values_that_are_missing_stay_missing_and_do_not_count() -> None:
    found = adjust([0.01, math.nan, 0.04], "bonferroni")
    assert found[[0, 2]] == pytest.approx([0.02, 0.08])
    assert np.isnan(found[1])


def test_a_quantile_of_too_few_events_is_flagged() -> None:
    few = QuantileMoments(n=20, level=0.9, value=5, low=4, high=6)
    readout = compare(few, few, kind="quantile", method="fixed")
    assert Flag.TOO_FEW_USERS in Flag(int(readout.flags))
    assert np.isnan(readout.p_value)
