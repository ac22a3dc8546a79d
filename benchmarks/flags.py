"""Flag evaluations per second of CPU, beside the growthbook package on the same cases, in the same run.

Rule sets are compiled (ours) or handed over (theirs) once, outside of the clock.
"""

import json
import time
from typing import Any

from _peers import REPOSITORY, run_in_peer

from truenorth.engines.flags import Evaluation, Flag, Forced, compile_rules, evaluate, find_moves

CASES = REPOSITORY.parent / "shared" / "conformance" / "growthbook_cases.json"
ROUNDS = 400
PEER = f"""
import json, sys, time, logging
logging.disable(logging.CRITICAL)
from growthbook import GrowthBook
names = dict(forcedVariations="forced_variations", qaMode="qa_mode")
names |= dict(savedGroups="saved_groups", contextualBandits="contextual_bandits")
ready = []
for name, context, key, expected in json.load(sys.stdin):
    ready.append((GrowthBook(**{{names.get(k, k): v for k, v in context.items()}}), key))
for growthbook, key in ready: growthbook.eval_feature(key)
start = time.process_time()
for _ in range({ROUNDS}):
    for growthbook, key in ready: growthbook.eval_feature(key)
seconds = time.process_time() - start
print(json.dumps(dict(seconds=seconds, evaluations={ROUNDS} * len(ready))))
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


def main() -> None:
    if not CASES.exists():
        print("the conformance suite is not beside the repository: nothing to compare")
        return
    cases = json.loads(CASES.read_text(encoding="utf-8"))["feature"]
    ready = [prepare(case) for case in cases]
    found: list[Evaluation] = [evaluate(flag, attributes, forced=forced) for flag, attributes, forced in ready]
    start = time.process_time()
    for _ in range(ROUNDS):
        for flag, attributes, forced in ready:
            evaluate(flag, attributes, forced=forced)
    seconds = time.process_time() - start
    ours = ROUNDS * len(found) / seconds
    peer = run_in_peer("growthbook==4.0.0", PEER, cases)
    theirs = peer["evaluations"] / peer["seconds"]
    print(f"{len(cases)} flags, evaluations per second of CPU: truenorth {ours:,.0f}, growthbook 4.0.0 {theirs:,.0f}")
    print(f"ratio: {ours / theirs:.1f} times as many")
    rule = {"key": "exp", "variations": ["a", "b"], "hashVersion": 2, "coverage": 0.5}
    before, after = (compile_rules({"beta": {"rules": [{**rule, "coverage": share}]}}) for share in (0.5, 0.6))
    start = time.process_time()
    moves = find_moves(before, after, "beta")
    print(f"who would move, {moves.users:,} ids: {time.process_time() - start:.2f} s of CPU ({moves.words()})")


if __name__ == "__main__":
    main()
