"""What is said of a file: agreement with the statistics underneath and with published numbers, and the verdicts."""

import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from truenorth.engines.experiments import (
    WHOLE,
    Goal,
    Measured,
    Metric,
    Plan,
    PlanRefused,
    Question,
    Summary,
    analyze,
    join_guardrails,
    join_sums,
    parse_metric,
    parse_weights,
    plan_sizes,
    read,
    split_sums,
    summarize,
)
from truenorth.engines.experiments.plans import Method, RoleName
from truenorth.engines.statistics import Moments, QuantileMoments, compare

DATA = Path(__file__).parents[6] / "shared/data"


def rates(name: str, *counts: tuple[int, int], **more: Any) -> Measured:
    moments = join_sums([[{"n": n, "sum": ones, "sum_squares": ones} for n, ones in counts]])
    return Measured(Metric(name=name, value=name, kind="proportion", **more), moments)


def summary_of(*measured: Measured, users: Sequence[int] = (4100, 4000)) -> Summary:
    arms = tuple(["control", "tour", "video"][: len(users)])
    return Summary(arms, (1.0,) * len(users), (WHOLE,), np.array([users]), measured)


ONBOARDING = (
    rates("completion", (4100, 1640), (4000, 1840)),
    rates("retention", (4100, 820), (4000, 808), role="guardrail", margin=0.05),
)


def test_completion_that_rises_ships_nothing_while_retention_is_open() -> None:
    found = read(summary_of(*ONBOARDING)).to_dict()
    assert [metric["verdict"] for metric in found["metrics"]] == ["better", "undecided"]
    assert (found["decision"]["verdict"], found["decision"]["ships"]) == ("undecided", False)
    assert "a fall of 11.5 % is not ruled out" in found["decision"]["reason"]


@pytest.mark.parametrize("method", ["fixed", "sequential", "bayesian"])
def test_the_fixed_and_the_sequential_fields_stay_so_whatever_method_decides(method: Method) -> None:
    found = read(summary_of(*ONBOARDING), Question(method=method)).to_dict()["metrics"][1]
    arms = Moments(n=4100, sum=820), Moments(n=4000, sum=808)
    for name, asked in (("", "fixed"), ("sequential_", "sequential")):
        for suffix, scale in (("", "absolute"), ("_relative", "relative")):
            readout = compare(*arms, kind="proportion", method=asked, effect=scale)  # type: ignore[arg-type]
            ends = [float(end) for end in readout.interval]
            assert found[f"{name}interval{suffix}"] == pytest.approx(ends, rel=1e-3)


def test_the_correction_counts_success_metrics_and_arms_and_no_others() -> None:
    three = [rates(name, (4000, 800), (4000, 800 + gain), (4000, 800)) for name, gain in (("a", 90), ("b", 50))]
    guard = rates("g", (4000, 800), (4000, 800), (4000, 800), role="guardrail", margin=0.1)
    users = (4000, 4000, 4000)
    found = read(summary_of(*three, guard, users=users), Question(method="fixed")).to_dict()["metrics"]
    raw = read(summary_of(*three, guard, users=users), Question(method="fixed", correction="none")).to_dict()["metrics"]
    relative = [each["adjusted_p_value"] for each in raw]
    assert found[0]["adjusted_p_value"] == pytest.approx(4 * relative[0])
    assert found[4]["adjusted_p_value"] == relative[4]


def test_where_no_metric_has_to_get_better_those_that_are_watched_are_corrected() -> None:
    watched = [rates(name, (4000, 800), (4000, 882), role="monitor") for name in "abcd"]
    guard = rates("g", (4000, 800), (4000, 882), role="guardrail", margin=0.1)
    found = read(summary_of(*watched, guard, users=(4000, 4000)), Question(method="fixed")).to_dict()["metrics"]
    p_values = [each["adjusted_p_value"] for each in found]
    assert p_values[:4] == pytest.approx([4 * p_values[4]] * 4)


def test_an_arm_that_harms_does_not_speak_for_an_experiment_of_several() -> None:
    for video, speaks in ((1840, "video"), (1640, "video"), (1400, "tour")):
        arms = rates("completion", (4000, 1600), (4000, 1400), (4000, video))
        found = read(summary_of(arms, users=(4000, 4000, 4000))).to_dict()["decision"]
        assert (found["variant"], [each["variant"] for each in found["variants"]]) == (speaks, ["tour", "video"])


def test_a_correction_can_take_a_win_back() -> None:
    barely = [rates(name, (4000, 800), (4000, 882)) for name in "abc"[:1]]
    others = [rates(name, (4000, 800), (4000, 801)) for name in ("b", "c", "d")]
    summary = summary_of(*barely, *others, users=(4000, 4000))
    for question, verdict in (
        (Question(method="fixed", correction="none"), "better"),
        (Question(method="fixed", correction="holm"), "undecided"),
    ):
        assert read(summary, question).to_dict()["metrics"][0]["verdict"] == verdict


def test_a_split_that_is_off_leaves_everything_undecided() -> None:
    found = read(summary_of(*ONBOARDING, users=(4600, 4000))).to_dict()
    assert found["srm"]["flag"]
    assert "not split as planned" in found["decision"]["reason"]


def test_a_metric_that_nobody_has_is_undecided_and_says_why() -> None:
    found = read(summary_of(*ONBOARDING, Measured(Metric(name="later", value="later"), join_sums([[{}, {}]]))))
    later = found.to_dict()["metrics"][2]
    assert (later["effect"], later["p_value"], later["verdict"]) == (None, None, "undecided")
    assert later["note"] == "an arm without users"


def test_a_guardrail_without_a_margin_accepts_no_harm() -> None:
    still = rates("tickets", (4000, 800), (4000, 800), role="guardrail")
    assert read(summary_of(still, users=(4000, 4000))).decision.verdict == "undecided"


def test_sums_of_every_kind_go_to_plain_numbers_and_back() -> None:
    both = [
        Moments.from_values([1.0, 2.0, 4.0], pre=[1.0, 1.0, 2.0], den=[2.0, 2.0, 3.0]),
        QuantileMoments.from_values(np.arange(100.0), level=0.9),
    ]
    for one in both:
        names = [name for name, value in vars(one).items() if value is not None]
        sums = {name: float(np.asarray(getattr(one, name))) for name in names}
        joined = join_sums([[sums, {}]])
        back = split_sums(joined, 0, 0)
        assert {name: value for name, value in sums.items() if value or not name.endswith("shift")} == back
        assert json.loads(json.dumps(back)) == back


def test_a_covariate_narrows_the_interval_and_the_switch_takes_it_out() -> None:
    dice = np.random.default_rng(3)
    before = dice.normal(20, 5, 4000)
    after = before + dice.normal(0, 2, 4000)
    rows = "".join(f"u{n},{'ab'[n % 2]},{after[n]},{before[n]}\n" for n in range(4000))
    metric = parse_metric("y:mean:covariate=x")
    plan = Plan(unit="u", variant="v", control="a", metrics=(metric,))
    summary = summarize(io.BytesIO(b"u,v,y,x\n" + rows.encode()), plan)
    arms = [Moments.from_values(after[part::2], pre=before[part::2]) for part in (0, 1)]
    for cuped in (True, False):
        found = read(summary, Question(cuped=cuped)).to_dict()["metrics"][0]
        expected = compare(*arms, effect="absolute", method="fixed", cuped=cuped)
        assert found["interval"] == pytest.approx([float(end) for end in expected.interval], rel=1e-9)


def test_ratios_and_quantiles_of_a_file_are_those_of_the_statistics() -> None:
    dice = np.random.default_rng(4)
    clicks, sessions = dice.poisson(3, 3000).astype(float), dice.gamma(4, 1, 3000)
    rows = "".join(f"u{n},{'ab'[n % 2]},{clicks[n]},{sessions[n]}\n" for n in range(3000))
    metrics = (parse_metric("c/s:ratio"), parse_metric("s:quantile=0.75"))
    found = analyze(
        io.BytesIO(b"u,v,c,s\n" + rows.encode()), Plan(unit="u", variant="v", control="a", metrics=metrics)
    ).to_dict()["metrics"]
    ratio = [Moments.from_values(clicks[part::2], den=sessions[part::2]) for part in (0, 1)]
    quantile = [QuantileMoments.from_values(sessions[part::2], level=0.75) for part in (0, 1)]
    for one, expected in (
        (found[0], compare(*ratio, kind="ratio", effect="absolute", method="fixed")),
        (found[1], compare(*quantile, kind="quantile", effect="absolute", method="fixed")),
    ):
        assert [one["effect"], *one["interval"]] == pytest.approx(
            [float(expected.effect), *(float(end) for end in expected.interval)], rel=1e-9
        )


def test_cookie_cats_reads_as_published() -> None:
    path = DATA / "ab_cookie_cats.csv.gz"
    if not path.exists():
        pytest.skip("the real data is not beside the repository")
    oracle = json.loads((DATA / "oracles.json").read_text())["ab_cookie_cats"]
    metrics = tuple(map(parse_metric, ["retention_1:proportion", "retention_7:proportion", "sum_gamerounds:mean"]))
    found = analyze(path, Plan(unit="userid", variant="version", control="gate_30", metrics=metrics)).to_dict()
    assert found["srm"] == {"p_value": pytest.approx(oracle["srm"]["p"]), "flag": True}
    assert [arm["n"] for arm in found["arms"]] == oracle["srm"]["counts"]
    for one in found["metrics"][:2]:
        known = oracle[one["metric"]]
        assert one["effect"] == pytest.approx(known["abs_diff"], rel=1e-9)
        assert one["effect_relative"] == pytest.approx(known["rel_diff"], rel=1e-9)
        assert one["interval"] == pytest.approx(known["ci95_abs_diff"], rel=1e-9)
        assert one["p_value"] == pytest.approx(known["p_two_sided"], rel=1e-9)
    welch, rounds = oracle["sum_gamerounds_welch"], found["metrics"][2]
    assert rounds["p_value"] == pytest.approx(welch["p_two_sided"], rel=1e-9)
    assert rounds["interval"] == pytest.approx(welch["ci95"], rel=1e-9)
    assert not found["decision"]["ships"]


@pytest.mark.parametrize(
    ("text", "role", "words"),
    [
        ("", "success", "names no column"),
        ("spend:medain", "success", "'medain'"),
        ("spend:quantile", "success", "'quantile'"),
        ("spend:quantile=2", "success", "'2'"),
        ("spend:quantile=x", "success", "'x'"),
        ("spend:ratio", "success", "NUMERATOR/DENOMINATOR"),
        ("latency:quantile=0.9:covariate=x", "success", "no covariate"),
        ("spend:margin=5%", "success", "'margin=5%'"),
        ("spend:mean", "guardrail", "needs its margin"),
        ("spend:margin=0", "guardrail", "'0'"),
        ("spend:margin=nan", "guardrail", "'nan'"),
    ],
)
def test_a_metric_that_cannot_be_read_is_refused_with_the_part_that_is_wrong(
    text: str, role: RoleName, words: str
) -> None:
    with pytest.raises(PlanRefused) as refusal:
        parse_metric(text, role=role)
    assert words in str(refusal.value)


@pytest.mark.parametrize("text", ["", "a", "50,b=50", "-1,2", "0,0", "a=1,a=2", "nan,1"])
def test_a_split_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(PlanRefused):
        parse_weights(text)


def test_a_guardrail_keeps_the_kind_of_the_metric_it_guards() -> None:
    metrics = [parse_metric("latency:quantile=0.9:lower")]
    guards = [parse_metric("latency:margin=5%", role="guardrail"), parse_metric("kept:margin=1%", role="guardrail")]
    latency, kept = join_guardrails(metrics, guards)
    assert (latency.kind, latency.level, latency.is_lower_better, latency.role) == ("quantile", 0.9, True, "guardrail")
    assert (kept.kind, kept.margin) == (None, 0.01)


def test_a_metric_asked_for_twice_is_refused() -> None:
    with pytest.raises(PlanRefused, match="twice"):
        Plan(unit="u", variant="v", control="a", metrics=join_guardrails([parse_metric("x"), parse_metric("x")], []))


@pytest.mark.parametrize("goal", [{"baseline": 0.4}, {"baseline": 0.001}, {"standard_deviation": 30.0}])
@pytest.mark.parametrize("users", [5e4, 1e6, 1e9])
def test_a_plan_and_its_reverse_agree_for_both_methods(goal: dict[str, Any], users: float) -> None:
    for reverse in plan_sizes(Goal(**goal, users=users)):
        forward = next(
            plan
            for plan in plan_sizes(Goal(**goal, mde=reverse.mde_absolute, effect="absolute"))
            if plan.method == reverse.method
        )
        assert forward.total == pytest.approx(users, rel=1e-3)


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        ({"baseline": 0.4, "users": 5.0}, "users"),
        ({"baseline": 0.4, "mde": 1e-12}, "mde"),
        ({"baseline": 0.4, "mde": math.nan}, "mde"),
        ({"baseline": 0.4, "mde": 0.1, "shares": (1.0, 0.0)}, "shares"),
        ({"baseline": 0.4, "mde": 0.1, "users_per_day": -1.0}, "users_per_day"),
    ],
)
def test_a_plan_that_has_no_answer_names_what_is_wrong(goal: dict[str, Any], field: str) -> None:
    with pytest.raises(PlanRefused) as refusal:
        plan_sizes(Goal(**goal))
    assert refusal.value.field == field


@pytest.mark.parametrize("method", ["fixed", "sequential"])
def test_the_unit_of_effects_changes_no_p_value(method: Method) -> None:
    asked = (Question(method=method), Question(method=method, scale="absolute"))
    both = [read(summary_of(*ONBOARDING), question) for question in asked]
    p_values = [[each.p_value for metric in found.whole.metrics for each in metric.comparisons] for found in both]
    assert p_values[0] == p_values[1]
