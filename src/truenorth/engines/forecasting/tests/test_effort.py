import csv
import gzip
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from truenorth.engines.forecasting import (
    EffortCalibration,
    Finished,
    NotPositive,
    Size,
    TooLittleHistory,
    calibrate_effort,
    judge_effort,
)

Floats = NDArray[np.float64]
RATIOS = {"Web": 2.0, "Mail": 1.0, "Data": 0.7}


def _history(count: int, *, seed: int = 1, noise: float = 0.3) -> list[Finished]:
    """Work of three teams that take twice, once and 0.7 times as long as they say, within `noise` (log scale)."""
    dice = np.random.default_rng(seed)
    teams = dice.choice(list(RATIOS), count)
    estimates = dice.uniform(1, 20, count)
    errors = np.exp(dice.normal(0, noise, count))
    return [
        Finished(float(e), float(e * RATIOS[team] * error), str(team))
        for team, e, error in zip(teams, estimates, errors, strict=True)
    ]


def _likely(calibration: EffortCalibration, team: str) -> float:
    return calibration.correct(10, team=team).likely / 10


@pytest.mark.parametrize("team", RATIOS)
def test_with_much_history_the_correction_is_what_the_team_takes(team: str) -> None:
    assert _likely(calibrate_effort(_history(3000)), team) == pytest.approx(RATIOS[team], rel=0.05)


def test_little_history_moves_a_team_little() -> None:
    history = _history(300)
    few = calibrate_effort([*history, Finished(5, 40, "New")])
    many = calibrate_effort([*history, *[Finished(5, 40, "New")] * 30])
    nobody = _likely(calibrate_effort(history), "New")

    assert nobody < few.correct(5, team="New").likely / 5 < many.correct(5, team="New").likely / 5


def test_a_team_without_history_has_a_wider_range_than_one_with() -> None:
    calibration = calibrate_effort(_history(600))
    known, unknown = (calibration.correct(10, team=team) for team in ("Web", "Nobody"))

    assert unknown.high / unknown.low > known.high / known.low
    assert (known.count > 50, unknown.count) == (True, 0)


def test_a_wild_piece_of_work_moves_nobody() -> None:
    history = _history(300)
    calm, wild = (calibrate_effort([*history, Finished(5, actual, "Mail")]) for actual in (5.0, 5_000_000.0))

    assert _likely(wild, "Mail") == pytest.approx(_likely(calm, "Mail"), rel=0.03)


def test_eight_of_ten_come_out_in_the_range() -> None:
    judgement = judge_effort(calibrate_effort(_history(2000)), _history(2000, seed=2))

    assert judgement.coverage == pytest.approx(0.8, abs=0.03)
    assert judgement.error_corrected < 0.6 * judgement.error_plain
    assert judgement.pinball_corrected < 0.8 * judgement.pinball_pooled


def test_where_estimates_are_right_nothing_is_corrected_away() -> None:
    dice = np.random.default_rng(3)
    done = [Finished(float(e), float(e), "Web") for e in dice.uniform(1, 9, 50)]

    judgement = judge_effort(calibrate_effort(done), done)

    assert judgement.error_corrected == pytest.approx(0, abs=1e-3)
    assert judgement.coverage >= 0


@given(st.floats(0.01, 100))
@settings(max_examples=10, deadline=None)
def test_another_unit_changes_the_numbers_and_not_what_they_say(factor: float) -> None:
    history = _history(60)
    scaled = [Finished(each.estimate * factor, each.actual * factor, each.team) for each in history]

    plain, other = (calibrate_effort(each) for each in (history, scaled))

    assert other.correct(10 * factor, team="Web").high == pytest.approx(
        plain.correct(10, team="Web").high * factor, rel=1e-6
    )


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_history_does_not_matter(random: "st.randoms") -> None:  # type: ignore[valid-type] # the strategy's own type is private
    history = _history(60)
    shuffled = list(history)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # as above

    plain, other = (calibrate_effort(each).correct(7, team="Data") for each in (history, shuffled))

    assert (other.low, other.likely, other.high) == pytest.approx((plain.low, plain.likely, plain.high))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0.001, 1e6), st.floats(0.001, 1e6)), min_size=10, max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_every_history_gives_finite_ranges_in_order(rows: list[tuple[str, float, float]]) -> None:
    calibration = calibrate_effort(Finished(estimate, actual, team) for team, estimate, actual in rows)

    for team in "abz":
        found = calibration.correct(3, team=team)
        assert 0 < found.low <= found.likely <= found.high < math.inf


def test_sizes_are_thirds_of_the_estimates() -> None:
    calibration = calibrate_effort(Finished(float(n), float(n)) for n in range(1, 31))

    assert [calibration.size_of(each) for each in (1, 10, 11, 20, 21, 999)] == [
        Size.SMALL,
        Size.SMALL,
        Size.MEDIUM,
        Size.MEDIUM,
        Size.LARGE,
        Size.LARGE,
    ]


def test_corrections_name_every_team_and_size_with_a_history() -> None:
    found = list(calibrate_effort(_history(300)).corrections())

    assert [(each.team, each.size) for each in found] == [
        (team, size) for team in ("Data", "Mail", "Web") for size in Size
    ]
    assert sum(each.count for each in found) == 300
    assert all(each.low < each.likely < each.high for each in found)


def test_the_variances_are_those_of_the_likelihood() -> None:
    """Beside a direct search for the maximum of the restricted likelihood, with other algebra."""
    dice = np.random.default_rng(5)
    teams, sizes = dice.integers(0, 12, 400), dice.integers(0, 3, 400)
    team, size, both = dice.normal(0, 0.6, 12), np.array([-0.5, 0.0, 0.5]), dice.normal(0, 0.3, (12, 3))
    ratios = 0.2 + team[teams] + size[sizes] + both[teams, sizes] + dice.normal(0, 0.4, 400)
    estimates = np.array([1.0, 2.0, 3.0])[sizes] + dice.uniform(0, 0.1, 400)
    done = [
        Finished(float(e), float(e * math.exp(r)), f"{t:02}") for e, r, t in zip(estimates, ratios, teams, strict=True)
    ]
    calibration = calibrate_effort(done)
    classes = np.array([list(Size).index(calibration.size_of(each.estimate)) for each in done])

    found = _maximize(ratios, teams, classes)

    for name, variance in zip(("team", "both", "work"), (found[0], found[2], found[3]), strict=True):
        assert calibration.variances[name] == pytest.approx(variance, rel=0.1)


def _maximize(ratios: Floats, teams: NDArray[np.int64], sizes: NDArray[np.int64]) -> Floats:
    groups = [teams, sizes, teams * 3 + sizes]
    alike = [(group[:, None] == group[None, :]).astype(float) for group in groups]
    ones = np.ones((ratios.size, 1))

    def loss(logs: Floats) -> float:
        covariance = sum(math.exp(v) * part for v, part in zip(logs, alike, strict=False)) + math.exp(logs[3]) * np.eye(
            ratios.size
        )
        weighed = np.linalg.solve(covariance, np.column_stack([ones, ratios]))
        information = float((ones.T @ weighed[:, :1]).item())
        mean = float((ones.T @ weighed[:, 1:]).item()) / information
        quadratic = float((ratios - mean) @ (weighed[:, 1] - mean * weighed[:, 0]))
        return float(np.linalg.slogdet(covariance)[1]) + math.log(information) + quadratic

    best = minimize(loss, np.log([0.3, 0.3, 0.1, 0.2]), method="Nelder-Mead", options={"maxiter": 250})
    return np.asarray(np.exp(best.x), np.float64)


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf])
def test_an_effort_of_nothing_or_less_is_refused(wrong: float) -> None:
    history = _history(20)
    with pytest.raises(NotPositive) as refusal:
        calibrate_effort([*history, Finished(wrong, 3)])
    assert refusal.value.field == "estimate"
    with pytest.raises(NotPositive):
        calibrate_effort([*history, Finished(3, wrong)])
    with pytest.raises(NotPositive):
        calibrate_effort(history).correct(wrong)


def test_nine_pieces_of_work_are_no_history() -> None:
    with pytest.raises(TooLittleHistory):
        calibrate_effort(_history(9))
    with pytest.raises(TooLittleHistory):
        judge_effort(calibrate_effort(_history(10)), [])


def test_real_sprints_come_out_nearer_to_the_corrected_plan(shared: Path) -> None:
    """The earlier sprints of 29 boards, judged by the later ones; committed and delivered issues, half a one added."""
    sprints: dict[tuple[str, ...], tuple[int, Finished]] = {}
    with gzip.open(shared / "data/sprints_mongodb_iteration.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            committed = sum(float(row[name]) for name in ("vel_todo", "vel_inprogress", "vel_done"))
            if committed > 0:
                work = Finished(committed + 0.5, committed + float(row["vel_diff"]) + 0.5, row["boardid"])
                content = tuple(value for name, value in row.items() if name != "boardid")
                sprints.setdefault(content, (int(row["sprintid"]), work))
    numbers = sorted({number for number, _ in sprints.values()})
    first = numbers[int(0.7 * len(numbers))]
    calibration = calibrate_effort(work for number, work in sprints.values() if number < first)

    judgement = judge_effort(calibration, [work for number, work in sprints.values() if number >= first])

    assert judgement.count == 115
    assert judgement.error_corrected < 0.85 * judgement.error_plain
    assert judgement.pinball_corrected < 0.8 * judgement.pinball_pooled
    assert 0.75 < judgement.coverage < 0.88
