"""Experiment statistics: many comparisons at once, and promises kept over long simulations.

The peer is gbstats 0.8.0, given its own statistic objects (no data frames), one call per comparison and test.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import time

import numpy as np
from _peers import run_in_peer
from numpy.typing import NDArray

from truenorth.engines.statistics import Moments, Prior, Readout, compare, group_bounds

METRICS, LEVELS, ARMS = 1000, 10, 20
PEER_METRICS = 50
RUNS = 100_000
PEER = """
import json, sys, time
from gbstats.bayesian.tests import EffectBayesianABTest, EffectBayesianConfig, GaussianPrior
from gbstats.frequentist.tests import SequentialConfig, SequentialTwoSidedTTest, TwoSidedTTest
from gbstats.models.statistics import RegressionAdjustedStatistic, SampleMeanStatistic, compute_theta
def arm(s):
    n = int(s["n"])
    return RegressionAdjustedStatistic(n=n,
        post_statistic=SampleMeanStatistic(n=n, sum=s["sum"], sum_squares=s["sum_squares"]),
        pre_statistic=SampleMeanStatistic(n=n, sum=s["pre_sum"], sum_squares=s["pre_sum_squares"]),
        post_pre_sum_of_products=s["pre_cross"], theta=0)
groups = json.load(sys.stdin)
prior = EffectBayesianConfig(prior_effect=GaussianPrior(mean=0, variance=0.09, proper=True))
start, count, total = time.process_time(), 0, 0.0
for control, treatments in groups:
    for treatment in treatments:
        a, b = arm(control), arm(treatment)
        a.theta = b.theta = compute_theta(a, b)
        total += TwoSidedTTest(a, b).compute_result().p_value
        total += SequentialTwoSidedTTest(a, b, SequentialConfig()).compute_result().p_value
        total += EffectBayesianABTest(a, b, prior).compute_result().chance_to_win
        count += 1
print(json.dumps({"seconds": time.process_time() - start, "comparisons": count}))
"""


def arms(metrics: int) -> dict[str, NDArray[np.float64]]:
    dice = np.random.default_rng(1)
    shape = (metrics, LEVELS, ARMS)
    n = dice.integers(500, 5000, shape).astype(np.float64)
    mean, sd = dice.normal(20, 1, shape), dice.uniform(5, 9, shape)
    squares = sd**2 * (n - 1) + n * mean**2
    cross = 0.5 * sd**2 * (n - 1) + n * mean**2
    return {
        "n": n,
        "sum": n * mean,
        "sum_squares": squares,
        "pre_sum": n * mean,
        "pre_sum_squares": squares,
        "pre_cross": cross,
    }


def everything(sums: dict[str, NDArray[np.float64]]) -> tuple[Readout, Readout]:
    """t interval, p, posterior and losses with CUPED, and the confidence sequence."""
    control = Moments(**{name: values[..., :1] for name, values in sums.items()})
    treatment = Moments(**{name: values[..., 1:] for name, values in sums.items()})
    prior = Prior(sd=0.3)
    return compare(control, treatment, method="fixed", prior=prior), compare(control, treatment, prior=prior)


def speed() -> None:
    sums = arms(METRICS)
    everything(sums)
    start = time.process_time()
    fixed, _ = everything(sums)
    ours = time.process_time() - start
    size = f"{METRICS:,} metrics, {ARMS} variants, {LEVELS} levels: {fixed.effect.size:,} comparisons"
    print(f"{size} in {ours:.2f} s of CPU")
    few = {name: values[:PEER_METRICS] for name, values in sums.items()}
    start = time.process_time()
    everything(few)
    same = time.process_time() - start
    rows = [
        [{name: float(values[m, d, a]) for name, values in few.items()} for a in range(ARMS)]
        for m in range(PEER_METRICS)
        for d in range(LEVELS)
    ]
    peer = run_in_peer("gbstats==0.8.0", PEER, [(row[0], row[1:]) for row in rows])
    print(f"the same work on {PEER_METRICS} metrics: {same:.3f} s, gbstats 0.8.0 {peer['seconds']:.1f} s")
    print(f"ratio: {peer['seconds'] / same:,.0f} times faster")
    longest = peer["seconds"]
    for name, seconds in (("truenorth", same), ("gbstats", peer["seconds"])):
        print(f"  {name:10} {'█' * max(1, round(50 * seconds / longest))} {seconds:.3f} s")


def promises() -> None:
    dice = np.random.default_rng(2)
    users = 500 * np.arange(1, 21)[:, None]
    sides = [Moments(n=users, sum=dice.binomial(500, 0.3, (20, RUNS)).cumsum(axis=0)) for _ in range(2)]
    sequence = compare(sides[0], sides[1], kind="proportion", effect="absolute")
    fixed = compare(sides[0], sides[1], kind="proportion", effect="absolute", method="fixed", test="wald")
    crossed = np.abs(fixed.effect / fixed.standard_error)[4::5] > group_bounds([0.25, 0.5, 0.75, 1.0])[:, None]
    print(f"no effect, 20 looks, {RUNS:,} runs, false positives at 5 %:")
    for name, share in (
        ("fixed horizon, any look", np.any(fixed.p_value < 0.05, axis=0).mean()),
        ("fixed horizon, last look", (fixed.p_value[-1] < 0.05).mean()),
        ("group sequential, 4 looks", np.any(crossed, axis=0).mean()),
        ("confidence sequence, any look", np.any(sequence.p_value < 0.05, axis=0).mean()),
    ):
        print(f"  {name:30} {share:7.2%}")


if __name__ == "__main__":
    speed()
    promises()
