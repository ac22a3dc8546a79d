"""Plans for 200 items of 5 teams beside the time-indexed LP bound, 20 items of one team exactly, and what rules lose.

The LP (scipy's HiGHS) has all the time that it wants, minutes for each plan; the plan has what `truenorth sequence`
takes. SEEDS=3 solves more of them. The kernels are compiled outside of the clock.
"""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from _sequencing_lp import Instance, lp_bound

from truenorth.engines.kernels import warm
from truenorth.engines.sequencing import Item, Plan, sequence
from truenorth.engines.sequencing.laying import cost_of
from truenorth.engines.sequencing.problem import Ints, Shop, part_of, read_problem
from truenorth.engines.sequencing.sidney import sidney_blocks
from truenorth.engines.sequencing.solving import cheapest_of_sets
from truenorth.engines.sequencing.starting import greedy

ITEMS, TEAMS = 200, 5
PROMISED = {100: 0.02, 250: 0.08}
SECONDS = 10
SEEDS = int(os.environ.get("SEEDS", "1"))
LOSS_ITEMS, LOSS_CASES, DENSITIES = 9, 300, (0.1, 0.2, 0.35)
RULES = {
    "wsjf": "highest weight / duration of what is ready",
    "pulled": "sorted by weight / duration, prerequisites pulled forward",
    "blocks": "Sidney blocks, weight / duration inside",
}
COLORS = ("#c98a1b", "#8a8f98", "#1f6f54")
BENCH = Path(__file__).resolve().parent.parent / ".build" / "bench"

Losses = Mapping[float, Mapping[str, Sequence[float]]]


def drawn(items: int, teams: int, edges: int, seed: int) -> Instance:
    dice = np.random.default_rng(seed)
    team = np.arange(items) % teams
    dice.shuffle(team)
    duration, weight = dice.integers(1, 11, items), dice.integers(1, 21, items)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < edges:
        before, after = sorted(dice.choice(items, 2, replace=False).tolist())
        pairs.add((before, after))
    return Instance(weight, duration, team, sorted(pairs))


def as_items(instance: Instance) -> list[Item]:
    after: list[list[str]] = [[] for _ in instance.weight]
    for one, other in instance.edges:
        after[other].append(f"i{one:03}")
    return [
        Item(f"i{n:03}", float(weight), float(duration), tuple(after[n]), f"team {team}")
        for n, (weight, duration, team) in enumerate(
            zip(instance.weight, instance.duration, instance.team, strict=True)
        )
    ]


def timed(items: Sequence[Item]) -> tuple[Plan, float]:
    start = time.perf_counter()
    plan = sequence(items)
    return plan, time.perf_counter() - start


def plans_beside_the_bound() -> None:
    print(f"{ITEMS} items, {TEAMS} teams: the plan, beside the time-indexed LP bound")
    for edges, promised in PROMISED.items():
        for seed in range(1, SEEDS + 1):
            instance = drawn(ITEMS, TEAMS, edges, seed)
            plan, seconds = timed(as_items(instance))
            start = time.perf_counter()
            bound = lp_bound(instance)
            tell_one(f"{edges} edges, seed {seed}", plan, bound, promised)
            print(f"    {seconds:.1f} s (the promise is {SECONDS} s); the LP took {time.perf_counter() - start:.0f} s")


def tell_one(name: str, plan: Plan, bound: float, promised: float) -> None:
    greedy_, listed = (plan.baselines[rule] / bound - 1 for rule in ("wsjf_greedy", "input_order"))
    print(f"  {name}: {plan.delay_cost / bound - 1:.2%} above the LP's {bound:,.0f} (the promise is {promised:.0%})")
    print(
        f"    the plan's own quick bound leaves {plan.gap:.1%}; greedy {greedy_:.1%}, as listed {listed:.1%}",
        flush=True,
    )


def one_team_exactly() -> None:
    slowest = 0.0
    for edges in (0, 10, 30, 80):
        for seed in range(5):
            plan, seconds = timed(as_items(drawn(20, 1, edges, seed)))
            slowest = max(slowest, seconds)
            if plan.gap:
                raise RuntimeError(plan.method)
    shop = read_problem(as_items(drawn(20, 1, 0, 1)), ()).shop
    start = time.perf_counter()
    cheapest_of_sets(shop)
    print(f"20 items of one team, proven: {slowest:.2f} s at most over 20 plans (the promise is 2 s); ", end="")
    print(
        f"all {2**20:,} sets of one without dependencies, which no block divides: {time.perf_counter() - start:.2f} s"
    )


def losses() -> Losses:
    """By how much more than the cheapest order each rule's costs, over random items of one team."""
    found: dict[float, dict[str, list[float]]] = {}
    dice = np.random.default_rng(7)
    for density in DENSITIES:
        found[density] = {rule: [] for rule in RULES}
        for _ in range(LOSS_CASES):
            shop = _shop_of(dice, density)
            least = cost_of(shop, cheapest_of_sets(shop))
            for rule, order in _by_rules(shop).items():
                found[density][rule].append(cost_of(shop, order) / least - 1)
    return found


def _shop_of(dice: np.random.Generator, density: float) -> Shop:
    waits = np.triu(dice.random((LOSS_ITEMS, LOSS_ITEMS)) < density, k=1)
    after = [tuple(f"i{before}" for before in np.flatnonzero(column)) for column in waits.T]
    weight, duration = dice.integers(1, 21, LOSS_ITEMS), dice.integers(1, 11, LOSS_ITEMS)
    items = [Item(f"i{n}", float(weight[n]), float(duration[n]), after[n]) for n in range(LOSS_ITEMS)]
    return read_problem(items, ()).shop


def _by_rules(shop: Shop) -> dict[str, Ints]:
    pulled: dict[int, None] = {}
    for item in np.argsort(-shop.weight / shop.duration, kind="stable").tolist():
        pulled |= dict.fromkeys(each for each in shop.one_by_one().tolist() if shop.ancestors[item, each])
        pulled[item] = None
    blocks = [block[_greedy(part_of(shop, block))] for block in sidney_blocks(shop)]
    return {"wsjf": _greedy(shop), "pulled": np.array(list(pulled), np.int32), "blocks": np.concatenate(blocks)}


def _greedy(shop: Shop) -> Ints:
    return greedy(shop, np.arange(shop.size))


def tell(found: Losses) -> None:
    print(f"what rules lose against the cheapest order, {LOSS_ITEMS} items, {LOSS_CASES} cases a density:")
    for density, by_rule in found.items():
        for rule, each in by_rule.items():
            print(f"  density {density}: {np.mean(each):5.1%} on average, {np.max(each):4.0%} at worst: {RULES[rule]}")


def plot(found: Losses) -> str:
    """Draw how often a rule loses more than so much; says where, or why not."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError:
        return "matplotlib is not installed: no plot (make .venv/.bench installs it)"
    mpl.use("Agg")
    from matplotlib import pyplot

    figure, panels = pyplot.subplots(1, len(found), figsize=(12, 3.6), sharey=True, sharex=True)
    for panel, (density, by_rule) in zip(panels, found.items(), strict=True):
        for (rule, each), color in zip(by_rule.items(), COLORS, strict=True):
            panel.step(
                np.sort(each) * 100, 100 * (1 - np.arange(len(each)) / len(each)), color=color, label=RULES[rule]
            )
        panel.set(title=f"{density:.0%} of the pairs depend", xlabel="loss over the cheapest order, %", xlim=(0, 60))
        panel.grid(visible=True, alpha=0.25)
    panels[0].set(ylabel="cases that lose more, %", ylim=(0, 100))
    figure.legend(*panels[0].get_legend_handles_labels(), loc="upper center", ncols=len(RULES), frameon=False)
    figure.tight_layout(rect=(0, 0, 1, 0.92))
    BENCH.mkdir(parents=True, exist_ok=True)
    figure.savefig(BENCH / "sequencing.png", dpi=150)
    return f"plot: {(BENCH / 'sequencing.png').relative_to(BENCH.parent.parent)}"


def main() -> None:
    warm()
    timed(as_items(drawn(8, 2, 3, 1)))
    one_team_exactly()
    found = losses()
    tell(found)
    print(plot(found))
    plans_beside_the_bound()


if __name__ == "__main__":
    main()
