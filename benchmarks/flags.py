"""Flag evaluations per second of CPU, beside the growthbook package on the same cases, in the same run.

Rule sets are compiled (ours) or handed over (theirs) once, outside of the clock. Rounds of both take turns, so that a
busy machine slows both, and the ratio is the median of theirs round by round.
"""

import json
import time
from statistics import median
from typing import Any

from _peers import REPOSITORY, waiting_peer

from truenorth.engines.flags import Flag, Forced, compile_rules, evaluate, find_moves

CASES = REPOSITORY.parent / "shared" / "conformance" / "growthbook_cases.json"
ROUNDS = 15
PASSES = 40  # through all cases, in each round
PEER = """
import json, sys, time, logging
logging.disable(logging.CRITICAL)
from growthbook import GrowthBook
names = dict(forcedVariations="forced_variations", qaMode="qa_mode")
names |= dict(savedGroups="saved_groups", contextualBandits="contextual_bandits")
ready = []
for name, context, key, expected in json.loads(sys.stdin.readline()):
    ready.append((GrowthBook(**{names.get(k, k): v for k, v in context.items()}), key))
print(json.dumps(dict(ready=len(ready))), flush=True)
for line in sys.stdin:
    passes = json.loads(line)
    start = time.process_time()
    for _ in range(passes):
        for growthbook, key in ready: growthbook.eval_feature(key)
    print(json.dumps(dict(seconds=time.process_time() - start)), flush=True)
"""


def prepare(case: list[Any]) -> tuple[Flag, dict[str, Any], Forced]:
    _, context, key, _ = case
    features = {key: {}, **context.get("features", {})}
    rules = compile_rules(features, saved_groups=context.get("savedGroups"), bandits=context.get("contextualBandits"))
    forced = Forced(
        variations=context.get("forcedVariations", {}),
        url=context.get("url", ""),
        is_enabled=context.get("enabled", True),
        is_qa=context.get("qaMode", False),
    )
    return rules.flag(key), context.get("attributes", {}), forced


def compare(cases: list[Any]) -> list[tuple[float, float]]:
    """CPU seconds of both for the same evaluations, round by round in turn; the first round only warms up."""
    ready = [prepare(case) for case in cases]

    def own_seconds() -> float:
        start = time.process_time()
        for _ in range(PASSES):
            for flag, attributes, forced in ready:
                evaluate(flag, attributes, forced=forced)
        return time.process_time() - start

    with waiting_peer("growthbook==4.0.0", PEER) as ask:
        ask(cases)
        rounds = [(own_seconds(), ask(PASSES)["seconds"]) for _ in range(ROUNDS + 1)]
    return rounds[1:]


def main() -> None:
    if not CASES.exists():
        print("the conformance suite is not beside the repository: nothing to compare")
        return
    cases = json.loads(CASES.read_text(encoding="utf-8"))["feature"]
    rounds = compare(cases)
    ours, theirs = (PASSES * len(cases) / median(seconds) for seconds in zip(*rounds, strict=True))
    ratios = sorted(peer / own for own, peer in rounds)
    print(f"{len(cases)} flags, evaluations per second of CPU: truenorth {ours:,.0f}, growthbook 4.0.0 {theirs:,.0f}")
    print(f"ratio: {median(ratios):.1f} times as many (of {ROUNDS} rounds {ratios[0]:.1f} to {ratios[-1]:.1f})")
    rule = {"key": "exp", "variations": ["a", "b"], "hashVersion": 2, "coverage": 0.5}
    before, after = (compile_rules({"beta": {"rules": [{**rule, "coverage": share}]}}) for share in (0.5, 0.6))
    start = time.process_time()
    moves = find_moves(before, after, "beta")
    print(f"who would move, {moves.users:,} ids: {time.process_time() - start:.2f} s of CPU ({moves.words()})")


if __name__ == "__main__":
    main()
