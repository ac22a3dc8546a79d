"""How firm the ranks of 2,000 candidates are, from 10,000 draws, beside plain numpy on the same list in the same run.

Both give P(top 5), the 80 % band and the chances of five neighbours to swap. The kernels are compiled outside of the
clock. Plain numpy is the textbook way: arrays of draws by candidates, two argsorts for ranks, quantiles of them.
"""

import os
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from truenorth.engines.ranking import WSJF, Candidate, Stability, stability
from truenorth.engines.ranking.models import FIBONACCI

CANDIDATES, DRAWS, NEIGHBOURS, TOP = 2_000, 10_000, 5, 5
AT_ONCE = 500
RUNS = 3
Floats = NDArray[np.float64]


def candidates(notches: NDArray[np.int64]) -> list[Candidate]:
    keys = [column.key for column in WSJF.columns]
    return [
        Candidate(f"C-{n:04}", f"Candidate {n:04}", {k: [FIBONACCI[x]] for k, x in zip(keys, row, strict=True)})
        for n, row in enumerate(notches.tolist())
    ]


def plain_numpy(notches: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """P(top 5), the ends of the bands, and the swaps, by place in the ranked list."""
    dice = np.random.default_rng(1)
    scale = np.array(FIBONACCI)
    values = scale[notches]
    notches = notches[np.argsort(-values[:, :3].sum(axis=1) / values[:, 3], kind="stable")]
    ranks = np.empty((DRAWS, CANDIDATES), np.int16)
    for start in range(0, DRAWS, AT_ONCE):
        moved = notches + dice.integers(-1, 2, (AT_ONCE, CANDIDATES, 4))
        drawn = scale[np.clip(moved, 0, len(scale) - 1)]
        scores = drawn[:, :, :3].sum(axis=2) / drawn[:, :, 3]
        ranks[start : start + AT_ONCE] = (-scores).argsort(axis=1, kind="stable").argsort(axis=1)
    top = (ranks < TOP).mean(axis=0)
    band = np.quantile(ranks, [0.1, 0.9], axis=0)
    swaps = np.zeros((NEIGHBOURS, CANDIDATES))
    for apart in range(1, NEIGHBOURS + 1):
        swaps[apart - 1, :-apart] = (ranks[:, apart:] < ranks[:, :-apart]).mean(axis=0)
    return top, band, swaps


def fastest(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Seconds of wall time and of CPU on all threads, of the fastest run."""
    taken = []
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - start, time.process_time() - used))
    return min(taken)


def differences(found: Stability, top: Floats, swaps: Floats) -> tuple[float, float]:
    """The largest differences in P(top 5) and in swaps; plain numpy gives equal scores to whoever stood above."""
    ours = np.array([band.top[TOP] for band in found.bands if band.top])
    places = {band.ranked.id: place for place, band in enumerate(found.bands)}
    chances = np.zeros_like(swaps)
    for swap in found.swaps:
        chances[places[swap.below] - places[swap.above] - 1, places[swap.above]] = swap.chance
    return float(np.abs(ours - top).max()), float(np.abs(chances - swaps).max())


def main() -> None:
    notches = np.random.default_rng(4).integers(0, len(FIBONACCI), (CANDIDATES, 4))
    items = candidates(notches)
    stability(items[:10], WSJF, draws=10)
    ours, our_cpu = fastest(lambda: stability(items, WSJF, tops=(TOP,), draws=DRAWS), RUNS)
    theirs, their_cpu = fastest(lambda: plain_numpy(notches), 1)
    top, _, swaps = plain_numpy(notches)
    share, chance = differences(stability(items, WSJF, tops=(TOP,), draws=DRAWS), top, swaps)
    print(f"{CANDIDATES:,} candidates, {DRAWS:,} draws: P(top {TOP}), 80 % bands, {NEIGHBOURS} neighbours either way")
    print(f"{ours:.2f} s on {os.cpu_count()} processors, {our_cpu:.2f} s of CPU (the promise is 2 s on two idle ones)")
    print(f"plain numpy {np.__version__}: {theirs:.1f} s, {their_cpu:.1f} s of CPU")
    print(f"ratio: {theirs / ours:.0f} times faster")
    for name, seconds in (("truenorth", ours), ("numpy", theirs)):
        print(f"  {name:10} {'█' * max(1, round(50 * seconds / theirs))} {seconds:.2f} s")
    print(f"largest difference to plain numpy: {share:.3f} in P(top {TOP}), {chance:.3f} in a swap")


if __name__ == "__main__":
    main()
