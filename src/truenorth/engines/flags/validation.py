"""Faults of a rule set, each with its path, before anybody is moved by one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from truenorth.engines.flags.compiling import compile_rules
from truenorth.engines.flags.conditions import OPERATORS, is_operators, to_pattern
from truenorth.engines.flags.errors import RuleSetMalformed
from truenorth.engines.flags.shapes import Definition
from truenorth.engines.flags.values import to_text

_LONGEST_PATTERN = 500
_LISTS = ("$in", "$nin", "$ini", "$nini", "$all", "$alli")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where: `path` such as 'onboarding.rules[0].weights'."""

    path: str
    problem: str


def validate(
    definitions: Mapping[str, Definition], *, saved_groups: Mapping[str, Sequence[object]] | None = None
) -> tuple[Fault, ...]:
    """Everything in the rule set that would not do what it says; empty when it is sound.

    Wrong shapes, unknown operators, regular expressions that do not compile, weights that do not fit or sum to one,
    ranges outside of 0 to 1 or overlapping, unknown hash schemes, prerequisites that are missing or go round in a
    circle, saved groups that do not exist, experiments that share a key with different variations, rules that nobody
    can reach. `saved_groups` None: groups are not looked up.

    >>> validate({"beta": {"rules": [{"variations": ["a", "b"], "weights": [0.5, 0.6]}]}})
    (Fault(path='beta.rules[0].weights', problem='sum to 1.1, not to 1'),)
    """
    try:
        compile_rules(definitions)
    except RuleSetMalformed as malformed:
        return (Fault(malformed.path, malformed.reason),)
    faults = [fault for key, flag in definitions.items() for fault in _flag(key, flag, definitions)]
    faults += list(_circles(definitions)) + list(_shared_keys(definitions))
    if saved_groups is not None:
        faults += [
            fault
            for path, name in _groups(definitions)
            if name not in saved_groups
            for fault in [_no_group(path, name)]
        ]
    return tuple(faults)


def _no_group(path: str, name: str) -> Fault:
    return Fault(path, f"there is no saved group {name!r}")


def _flag(key: str, flag: Definition, definitions: Mapping[str, Definition]) -> Iterator[Fault]:
    rules = _rules(flag)
    for place, rule in enumerate(rules):
        path = f"{key}.rules[{place}]"
        yield from _rule(path, rule)
        for number, parent in enumerate(_list(rule.get("parentConditions"))):
            if parent.get("id") not in definitions:
                yield Fault(f"{path}.parentConditions[{number}].id", f"there is no flag {parent.get('id')!r}")
        if place + 1 < len(rules) and _takes_everybody(rule):
            yield Fault(path, "takes everybody, so that the rules below it are never reached")
            return


def _takes_everybody(rule: Definition) -> bool:
    narrowing = ("condition", "parentConditions", "filters", "coverage", "range")
    return "force" in rule and not any(rule.get(name) is not None and rule.get(name) != {} for name in narrowing)


def _rule(path: str, rule: Definition) -> Iterator[Fault]:
    condition = rule.get("condition")
    if condition is not None:
        yield from _condition(f"{path}.condition", condition)
    for number, parent in enumerate(_list(rule.get("parentConditions"))):
        yield from _condition(f"{path}.parentConditions[{number}].condition", parent.get("condition") or {})
    yield from _hash(path, rule)
    for number, one in enumerate(_list(rule.get("filters"))):
        yield from _hash(f"{path}.filters[{number}]", one)
        yield from _ranges(f"{path}.filters[{number}].ranges", one.get("ranges"))
    yield from _shares(path, rule)
    has_variations = "variations" in rule or "contextualVariations" in rule
    if "force" not in rule and not has_variations and not rule.get("parentConditions"):
        yield Fault(path, "neither forces a value nor runs an experiment")


def _shares(path: str, rule: Definition) -> Iterator[Fault]:
    coverage = rule.get("coverage")
    if isinstance(coverage, int | float) and not 0 <= coverage <= 1:
        yield Fault(f"{path}.coverage", f"is {coverage:g}, not between 0 and 1")
    yield from _ranges(f"{path}.ranges", rule.get("ranges"))
    variations = rule.get("variations", rule.get("contextualVariations"))
    if not isinstance(variations, list | tuple):
        return
    if len(variations) < 2:
        yield Fault(f"{path}.variations", "are fewer than two: nobody is in the experiment")
    for name in ("weights", "ranges", "meta"):
        given = rule.get(name)
        if isinstance(given, list | tuple) and len(given) != len(variations):
            yield Fault(f"{path}.{name}", f"are {len(given)} for {len(variations)} variations")
    weights = rule.get("weights")
    if isinstance(weights, list | tuple):
        yield from _weights(f"{path}.weights", [float(str(one)) for one in weights])
    yield from _versions(path, rule)


def _weights(path: str, weights: Sequence[float]) -> Iterator[Fault]:
    if any(weight < 0 for weight in weights):
        yield Fault(path, "are below zero")
    if not 0.99 <= sum(weights) <= 1.01:
        yield Fault(path, f"sum to {sum(weights):g}, not to 1")


def _versions(path: str, rule: Definition) -> Iterator[Fault]:
    version, least = rule.get("bucketVersion") or 0, rule.get("minBucketVersion") or 0
    if isinstance(version, int | float) and isinstance(least, int | float) and least > version:
        yield Fault(
            f"{path}.minBucketVersion", f"is {least:g}, above bucketVersion {version:g}: everybody would be barred"
        )


def _hash(path: str, shape: Definition) -> Iterator[Fault]:
    if shape.get("hashVersion") not in {None, 1, 2}:
        yield Fault(f"{path}.hashVersion", f"{shape.get('hashVersion')!r} is not 1 or 2: nobody would be in")
    if shape.get("hashScheme") not in {None, "gb1", "gb2", "optimizely"}:
        yield Fault(
            f"{path}.hashScheme", f"{shape.get('hashScheme')!r} is not gb1, gb2 or optimizely: nobody would be in"
        )


def _ranges(path: str, raw: object) -> Iterator[Fault]:
    pairs = [(float(str(one[0])), float(str(one[1]))) for one in raw] if isinstance(raw, list | tuple) else []
    for place, (start, end) in enumerate(pairs):
        if not 0 <= start <= end <= 1:
            yield Fault(f"{path}[{place}]", f"[{start:g}, {end:g}] does not rise between 0 and 1")
    ordered = sorted((start, end, place) for place, (start, end) in enumerate(pairs) if end > start)
    for (_, end, _), (start, _, place) in pairwise(ordered):
        if start < end - 1e-12:
            yield Fault(f"{path}[{place}]", "overlaps another range")


def _condition(path: str, condition: object) -> Iterator[Fault]:
    """Faults of a condition object, its nested ones included."""
    if not isinstance(condition, Mapping):
        return
    for key, wanted in condition.items():
        where = f"{path}.{key}"
        if key in {"$or", "$and", "$nor"} and isinstance(wanted, list | tuple):
            for place, one in enumerate(wanted):
                yield from _condition(f"{where}[{place}]", one)
        elif key == "$not":
            yield from _condition(where, wanted)
        elif str(key).startswith("$"):
            yield Fault(where, "is not an operator that stands here")
        elif isinstance(wanted, Mapping):
            yield from _operators(where, wanted)


def _operators(path: str, wanted: Mapping[str, object]) -> Iterator[Fault]:
    if not is_operators(wanted):
        if any(str(key).startswith("$") for key in wanted):
            yield Fault(path, "mixes operators with plain keys, so that it is compared as a whole")
        return
    for name, arg in wanted.items():
        where = f"{path}.{name}"
        if name not in OPERATORS:
            yield Fault(where, "is not an operator: the condition never matches")
        elif name in _LISTS and not isinstance(arg, list | tuple):
            yield Fault(where, "must be a list: the condition never matches")
        elif name in {"$regex", "$regexi"}:
            yield from _pattern(where, to_text(arg))
        elif name in {"$not", "$size", "$elemMatch"} and isinstance(arg, Mapping):
            yield from _operators(where, arg) if is_operators(arg) else _condition(where, arg)


def _pattern(path: str, text: str) -> Iterator[Fault]:
    if len(text) > _LONGEST_PATTERN:
        yield Fault(path, f"is longer than {_LONGEST_PATTERN} characters")
    try:
        to_pattern(text)
    except re.error as broken:
        yield Fault(path, f"is not a regular expression ({broken}): the condition never matches")


def _circles(definitions: Mapping[str, Definition]) -> Iterator[Fault]:
    parents = {
        key: [str(one.get("id")) for rule in _rules(flag) for one in _list(rule.get("parentConditions"))]
        for key, flag in definitions.items()
    }
    settled: set[str] = set()
    for start in definitions:
        trail = _trail(start, parents, settled)
        if trail:
            yield Fault(start, f"its prerequisites go round: {' → '.join(trail)}")


def _trail(start: str, parents: Mapping[str, list[str]], settled: set[str]) -> list[str] | None:
    """A way from `start` back to itself, None when there is none; iterative, so that depth is no limit."""
    stack: list[tuple[str, list[str]]] = [(start, [start])]
    seen: set[str] = set()
    while stack:
        at, path = stack.pop()
        for parent in parents.get(at, ()):
            if parent == start:
                return [*path, start]
            if parent not in seen and parent not in settled:
                seen.add(parent)
                stack.append((parent, [*path, parent]))
    settled.add(start)
    return None


def _shared_keys(definitions: Mapping[str, Definition]) -> Iterator[Fault]:
    first: dict[str, tuple[str, object]] = {}
    for key, flag in definitions.items():
        for place, rule in enumerate(_rules(flag)):
            name, variations = rule.get("key"), rule.get("variations")
            if not isinstance(name, str) or not isinstance(variations, list | tuple):
                continue
            path = f"{key}.rules[{place}].key"
            before = first.setdefault(name, (path, len(variations)))
            if before[1] != len(variations):
                yield Fault(path, f"{name!r} is also the key at {before[0]}, with another number of variations")


def _groups(definitions: Mapping[str, Definition]) -> Iterator[tuple[str, str]]:
    for key, flag in definitions.items():
        for place, rule in enumerate(_rules(flag)):
            yield from _named_groups(f"{key}.rules[{place}].condition", rule.get("condition"))


def _named_groups(path: str, node: object) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping):
        for key, inner in node.items():
            if key in {"$inGroup", "$notInGroup"}:
                yield f"{path}.{key}", to_text(inner)
            else:
                yield from _named_groups(f"{path}.{key}", inner)
    elif isinstance(node, list | tuple):
        for place, inner in enumerate(node):
            yield from _named_groups(f"{path}[{place}]", inner)


def _rules(flag: Definition) -> list[Definition]:
    return _list(flag.get("rules"))


def _list(raw: object) -> list[Definition]:
    return [one for one in raw if isinstance(one, Mapping)] if isinstance(raw, list | tuple) else []
