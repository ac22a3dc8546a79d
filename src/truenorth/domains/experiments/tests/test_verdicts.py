from typing import Any

import numpy as np
import pytest

from truenorth.domains.experiments.rules import ROLES, MetricRole, conclude, label_metrics
from truenorth.engines.experiments import WHOLE, Analysis, Measured, Metric, Problem, Summary, join_sums, read


def measured(name: str, role: MetricRole, control: int, tour: int, **more: Any) -> Measured:
    sums = [[{"n": 4000.0, "sum": float(ones), "sum_squares": float(ones)} for ones in (control, tour)]]
    return Measured(Metric(name=name, value=name, kind="proportion", role=ROLES[role], **more), join_sums(sums))


def analysis_of(*metrics: Measured, users: tuple[int, int] = (4000, 4000), problem: Problem | None = None) -> Analysis:
    problems = (problem,) if problem else ()
    return read(Summary(("control", "tour"), (1.0, 1.0), (WHOLE,), np.array([users]), metrics, problems))


COMPLETION = measured("completion", MetricRole.PRIMARY, 1600, 1840)
RETENTION = measured("30-day retention", MetricRole.LONG_TERM, 800, 808, margin=0.05)


def test_nothing_read_is_said_as_such() -> None:
    assert (conclude(None).is_win, conclude(None).headline) == (False, "Nothing read yet")


def test_a_proxy_that_rises_is_no_win_while_the_long_term_metric_is_undecided() -> None:
    verdict = conclude(analysis_of(COMPLETION, RETENTION))

    assert (verdict.is_win, verdict.headline) == (False, "Not a win")
    assert verdict.sentence.startswith("Completion is better, but 30-day retention is undecided: a fall of")


@pytest.mark.parametrize(("kept", "is_win"), [(600, False), (808, False), (1000, True)])
def test_only_a_safe_long_term_metric_lets_a_win_pass(kept: int, *, is_win: bool) -> None:
    kept_metric = measured("kept", MetricRole.LONG_TERM, 800, kept, margin=0.05)

    assert conclude(analysis_of(COMPLETION, kept_metric)).is_win is is_win


def test_a_wide_margin_makes_an_open_metric_safe() -> None:
    safe = measured("kept", MetricRole.LONG_TERM, 800, 808, margin=0.2)

    assert conclude(analysis_of(COMPLETION, safe)).is_win


def test_nothing_is_a_win_when_the_split_is_off() -> None:
    verdict = conclude(analysis_of(COMPLETION, users=(4400, 4000)))

    assert (verdict.is_win, verdict.is_blocked, verdict.headline) == (False, True, "The split is off")


def test_nothing_is_a_win_when_many_units_stand_in_two_arms() -> None:
    verdict = conclude(analysis_of(COMPLETION, problem=Problem("unit_in_two_arms", 500, "user", is_blocking=True)))

    assert (verdict.is_win, verdict.is_blocked, verdict.headline) == (False, True, "The data are not sound")
    assert "500 units stand in two arms" in verdict.sentence


@pytest.mark.parametrize("role", [MetricRole.GUARDRAIL, MetricRole.SECONDARY, MetricRole.PRIMARY])
def test_harm_to_any_metric_takes_a_win_back(role: MetricRole) -> None:
    harmed = measured("tickets", role, 400, 600, is_lower_better=True, margin=0.1)

    verdict = conclude(analysis_of(COMPLETION, harmed))

    assert (verdict.is_win, verdict.is_harm, verdict.headline) == (False, True, "Not a win")


def test_harm_alone_is_worse() -> None:
    verdict = conclude(analysis_of(measured("completion", MetricRole.PRIMARY, 1840, 1600)))

    assert (verdict.is_harm, verdict.headline) == (True, "Worse")


def three_arms(*metrics: tuple[str, MetricRole, int, int, int]) -> Analysis:
    found = [
        Measured(
            Metric(name=name, value=name, kind="proportion", role=ROLES[role], margin=0.1),
            join_sums([[{"n": 4000.0, "sum": float(ones), "sum_squares": float(ones)} for ones in arms]]),
        )
        for name, role, *arms in metrics
    ]
    users = np.array([(4000, 4000, 4000)])
    return read(Summary(("control", "B", "C"), (1.0, 1.0, 1.0), (WHOLE,), users, tuple(found), ()))


@pytest.mark.parametrize(
    ("completed", "kept", "headline", "start"),
    [
        ((1850, 1840), (900, 600), "B wins; C harms retention", "B: completion is better, nothing got worse"),
        ((1840, 1850), (600, 900), "C wins; B harms retention", "C: completion is better, nothing got worse"),
        ((1840, 1850), (900, 900), "B and C win", "B: completion is better"),
        ((1840, 1600), (900, 800), "B wins", "B: completion is better"),
        ((1600, 1610), (600, 800), "C is undecided; B harms retention", "C: retention is undecided"),
        ((1840, 1600), (800, 800), "B is not a win", "B: completion is better, but retention is undecided"),
        ((1600, 1600), (600, 600), "B and C do harm", "B: retention is worse"),
        ((1600, 1610), (800, 800), "Undecided", "B: retention is undecided"),
        ((1400, 1600), (600, 900), "C is undecided; B harms completion and retention", "C: no success metric"),
    ],
)
def test_of_several_variants_each_is_called_what_it_is_and_the_best_one_speaks(
    completed: tuple[int, int], kept: tuple[int, int], headline: str, start: str
) -> None:
    analysis = three_arms(
        ("completion", MetricRole.PRIMARY, 1600, *completed), ("retention", MetricRole.GUARDRAIL, 800, *kept)
    )
    verdict = conclude(analysis)

    assert verdict.headline == headline
    assert verdict.sentence.startswith(start)
    assert verdict.is_win is ("wins" in headline or headline == "B and C win")
    assert verdict.is_harm is (headline == "B and C do harm")


def test_results_that_nobody_planned_for_say_so_and_name_harm_all_the_same() -> None:
    watched, harmed = (measured("kept", MetricRole.SECONDARY, 800, kept) for kept in (1000, 600))

    risen, fallen = conclude(analysis_of(watched)), conclude(analysis_of(harmed))

    assert (risen.is_win, risen.is_planned, risen.headline) == (False, False, "No metric is planned")
    assert "Plan them" in risen.sentence
    assert (fallen.is_harm, fallen.headline) == (True, "No metric is planned")
    assert fallen.sentence.endswith("beyond chance.")


def test_guardrails_that_hold_are_no_win_of_their_own() -> None:
    verdict = conclude(analysis_of(measured("kept", MetricRole.GUARDRAIL, 800, 808, margin=0.2)))

    assert (verdict.is_win, verdict.headline) == (False, "Holds")


def test_metrics_are_named_in_words_where_these_tell_them_apart() -> None:
    assert label_metrics(["retained_30_days", "a_b", "a b", "_"]) == {
        "retained_30_days": "retained 30 days",
        "a_b": "a_b",
        "a b": "a b",
        "_": "_",
    }
