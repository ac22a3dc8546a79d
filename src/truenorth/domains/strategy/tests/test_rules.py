from datetime import date

import pytest

from truenorth.domains.strategy.rules import (
    Direction,
    Status,
    direction_of,
    expected_progress,
    judge,
    lint_key_result,
    weakest_status,
)

QUARTER = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 29)}


def test_a_falling_target_points_down() -> None:
    assert direction_of(baseline=36, target=48) == Direction.UP
    assert direction_of(baseline=7.2, target=4) == Direction.DOWN


@pytest.mark.parametrize(
    ("on", "share"),
    [(date(2026, 3, 1), 0.0), (date(2026, 4, 1), 1 / 90), (date(2026, 5, 15), 0.5), (date(2026, 8, 1), 1.0)],
)
def test_expected_progress_is_the_share_of_days_passed(on: date, share: float) -> None:
    assert expected_progress(**QUARTER, on=on) == pytest.approx(share)


@pytest.mark.parametrize(
    ("progress", "expected", "confidence", "status"),
    [
        (0.5, 0.5, 0.8, Status.ON_TRACK),
        (0.3, 0.5, 0.8, Status.AT_RISK),  # 60 % of the even pace
        (0.1, 0.5, 0.9, Status.OFF_TRACK),  # sure, and far behind
        (0.5, 0.5, 0.5, Status.AT_RISK),  # on pace, and in doubt
        (0.0, 0.05, None, Status.ON_TRACK),  # too early
        (0.5, None, 0.3, Status.OFF_TRACK),  # no cycle: confidence alone
        (1.0, 0.2, 0.1, Status.ON_TRACK),  # reached
        (0.5, None, None, Status.NO_DATA),
    ],
)
def test_the_weaker_of_pace_and_confidence_counts(
    progress: float, expected: float | None, confidence: float | None, status: Status
) -> None:
    standing = judge(progress=progress, expected=expected, confidence=confidence, is_checked_in=True)

    assert standing.status == status


def test_a_status_says_how_it_came_about() -> None:
    standing = judge(progress=0.1, expected=0.5, confidence=0.9, is_checked_in=True)

    assert standing.reason == (
        "Progress 0.10 against 0.50 of the time, 20\u202f% of the even pace. "
        "Confidence 0.90. The weaker of the two counts."
    )


def test_a_key_result_nobody_checked_in_on_has_no_status() -> None:
    assert judge(progress=0, expected=0.9, confidence=0.9, is_checked_in=False).status == Status.NO_DATA


def test_an_objective_stands_as_its_weakest_key_result() -> None:
    assert weakest_status([Status.ON_TRACK, Status.OFF_TRACK, Status.AT_RISK]) == Status.OFF_TRACK
    assert weakest_status([Status.NO_DATA, Status.ON_TRACK]) == Status.ON_TRACK
    assert weakest_status([]) == Status.NO_DATA


def test_a_task_dressed_as_a_key_result_is_pointed_out() -> None:
    assert lint_key_result("Launch the guided tour")
    assert lint_key_result("People who finish set-up") == []
