import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from truenorth.engines.forecasting import (
    ForecastRefused,
    LengthsDiffer,
    NoForecasts,
    NotFinite,
    OutcomeNotBinary,
    ProbabilityOutOfRange,
    TargetEqualsBaseline,
    brier_score,
    calibrate,
    key_result_progress,
)

FORECASTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 1)), min_size=1, max_size=40)


def test_certainty_scores_zero_when_right_and_one_when_wrong() -> None:
    assert brier_score([1.0, 0.0], [1, 0]) == 0
    assert brier_score([1.0, 0.0], [0, 1]) == 1
    assert brier_score([0.5, 0.5], [True, False]) == 0.25


@settings(max_examples=40, deadline=None)
@given(FORECASTS)
def test_the_score_is_the_mean_of_squares_and_swapping_both_sides_changes_nothing(
    pairs: list[tuple[float, int]],
) -> None:
    forecast, outcome = zip(*pairs, strict=True)
    score = brier_score(forecast, outcome)
    assert score == pytest.approx(sum((p - y) ** 2 for p, y in pairs) / len(pairs))
    assert score == pytest.approx(brier_score([1 - p for p in forecast], [1 - y for y in outcome]))


@settings(max_examples=40, deadline=None)
@given(FORECASTS, st.integers(1, 12))
def test_every_forecast_stands_in_one_bin(pairs: list[tuple[float, int]], bins: int) -> None:
    forecast, outcome = zip(*pairs, strict=True)
    found = calibrate(forecast, outcome, bins=bins)
    assert sum(one.count for one in found) == len(pairs)
    assert sum((one.observed or 0) * one.count for one in found) == pytest.approx(sum(outcome))
    for one in found:
        if one.forecast is not None:
            assert one.low - 1e-12 <= one.forecast <= one.high + 1e-12


def test_the_interval_of_a_bin_is_wilsons() -> None:
    one = calibrate([0.95] * 20, [1] * 17 + [0] * 3, bins=1)[0]
    assert (one.observed_low, one.observed_high) == pytest.approx(proportion_confint(17, 20, method="wilson"))


def test_the_edges_of_bins_belong_to_the_bin_above_and_one_to_the_last() -> None:
    found = calibrate([0.0, 0.5, 1.0], [0, 1, 1], bins=2)
    assert [one.count for one in found] == [1, 2]
    empty = calibrate([0.9], [1], bins=2)[0]
    assert (empty.forecast, empty.observed, empty.observed_low, empty.observed_high) == (None, None, 0.0, 1.0)


@pytest.mark.parametrize(
    ("probabilities", "outcomes", "refusal", "field"),
    [
        ([], [], NoForecasts, "probabilities"),
        ([0.5], [1, 0], LengthsDiffer, "outcomes"),
        ([1.2], [1], ProbabilityOutOfRange, "probabilities"),
        ([math.nan], [1], ProbabilityOutOfRange, "probabilities"),
        ([0.5], [2], OutcomeNotBinary, "outcomes"),
        ([0.5], [math.nan], NotFinite, "outcomes"),
    ],
)
def test_wrong_forecasts_are_refused_by_name(
    probabilities: list[float], outcomes: list[int], refusal: type[ForecastRefused], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        brier_score(probabilities, outcomes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("baseline", "target", "current", "expected"),
    [(0, 10, 4, 0.4), (10, 0, 4, 0.6), (0, 10, 12, 1.0), (0, 10, -2, 0.0), (-1e308, 1e308, 0, 0.5)],
)
def test_progress_is_the_share_of_the_way(baseline: float, target: float, current: float, expected: float) -> None:
    assert key_result_progress(baseline=baseline, target=target, current=current) == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_progress_is_the_same_in_any_unit(baseline: float, target: float, current: float) -> None:
    if math.isclose(target, baseline, abs_tol=1e-3):
        return
    mirrored = key_result_progress(baseline=-2 * baseline, target=-2 * target, current=-2 * current)
    assert mirrored == pytest.approx(key_result_progress(baseline=baseline, target=target, current=current))


def test_a_key_result_without_a_way_to_go_is_refused() -> None:
    with pytest.raises(TargetEqualsBaseline) as refused:
        key_result_progress(baseline=3, target=3, current=3)
    assert refused.value.field == "target"
    with pytest.raises(NotFinite) as unknown:
        key_result_progress(baseline=3, target=4, current=float(np.nan))
    assert unknown.value.field == "current"
