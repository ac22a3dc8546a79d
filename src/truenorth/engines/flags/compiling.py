"""From the payload's definitions to flags that answer: whatever does not depend on the user is decided here, once."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from truenorth.engines.flags.conditions import NO_GROUPS, SavedGroups, Test, compile_condition
from truenorth.engines.flags.errors import RuleSetMalformed
from truenorth.engines.flags.experiments import Arm, Context, Experiment
from truenorth.engines.flags.hashing import Scheme, bucketer, scheme_of
from truenorth.engines.flags.ranges import Range, bucket_ranges
from truenorth.engines.flags.results import Evaluation, Leaf, Track
from truenorth.engines.flags.rules import Flag, Force, Rule, RuleSet, Run, Step
from truenorth.engines.flags.shapes import Definition, all_ranges, mapping, number, numbers, one_range, sequence
from truenorth.engines.flags.targeting import Bucketer, Parent, Slice

_EXPERIMENT_FIELDS = (
    "coverage weights hashAttribute fallbackAttribute disableStickyBucketing bucketVersion minBucketVersion namespace "
    "meta ranges name phase seed hashVersion hashScheme filters condition"
)
_COPIED = tuple(_EXPERIMENT_FIELDS.split(" "))
_Bandits = Mapping[str, Definition]


def compile_rules(
    definitions: Mapping[str, Definition],
    *,
    saved_groups: SavedGroups | None = None,
    bandits: _Bandits | None = None,
) -> RuleSet:
    """Compile flags as GrowthBook's payload has them: key to {defaultValue, rules}.

    Besides GrowthBook's keys a rule may have `hashScheme` ("gb1", "gb2" or "optimizely"), which wins over hashVersion.
    `bandits` are the contextual bandits that rules refer to. Raises RuleSetMalformed with the path of what has the
    wrong shape; what is well-formed but unwise is `validate`'s to say.

    >>> rule = {"condition": {"plan": "pro"}, "force": True}
    >>> rules = compile_rules({"beta": {"defaultValue": False, "rules": [rule]}})
    >>> rules.flag("beta").default
    False
    """
    owner = RuleSet({}, saved_groups or NO_GROUPS)
    for key, definition in definitions.items():
        owner.flags[key] = compile_flag(key, definition, owner=owner, bandits=bandits or {})
    return owner


def compile_flag(
    key: str, definition: object, *, owner: RuleSet | None = None, bandits: _Bandits | None = None
) -> Flag:
    """One flag by itself; prerequisites are looked for in `owner`.

    >>> parent = {"id": "base", "condition": {"value": True}}
    >>> compile_flag("beta", {"rules": [{"parentConditions": [parent], "force": 1}]}).prerequisites()
    frozenset({'base'})
    """
    shape = mapping(definition, key)
    raw = sequence(shape.get("rules") or (), f"{key}.rules")
    rules = tuple(_rule(rule, f"{key}.rules[{place}]", key, bandits or {}) for place, rule in enumerate(raw))
    asks_others = any(rule.parents for rule in rules)
    default = Evaluation(shape.get("defaultValue"), "defaultValue")
    return Flag(key, rules, default, asks_others, owner or RuleSet(), shape)


def compile_experiment(raw: object, *, path: str = "experiment") -> Experiment:
    """An experiment that stands by itself (GrowthBook's inline experiment).

    >>> compile_experiment({"key": "my-test", "variations": ["a", "b"]}).otherwise.ranges
    ((0.0, 0.5), (0.5, 1.0))
    """
    return _experiment(mapping(raw, path), path, None)


def _rule(raw: object, path: str, key: str, bandits: _Bandits) -> Rule:
    rule = mapping(raw, path)
    parents = _parents(rule.get("parentConditions"), f"{path}.parentConditions")
    filters = _filters(rule.get("filters"), f"{path}.filters")
    return Rule(parents, filters, _step(rule, path, key, bandits))


def _step(rule: Definition, path: str, key: str, bandits: _Bandits) -> Step | None:
    name = str(rule.get("id") or "")
    condition = _condition(rule, path)
    raw_tracks = sequence(rule.get("tracks") or (), f"{path}.tracks")
    tracks = tuple(_track(mapping(one, f"{path}.tracks")) for one in raw_tracks)
    if "force" in rule:
        return Force(Evaluation(rule["force"], "force", name), condition, _rollout(rule, key, path), tracks)
    if "variations" in rule or "contextualVariations" in rule:
        return Run(name, _rule_experiment(rule, path, key, bandits))
    return None


def _condition(shape: Definition, path: str) -> Test | None:
    condition = shape.get("condition")
    return compile_condition(condition, path=f"{path}.condition") if condition else None


def _track(stated: Definition) -> Track:
    experiment = stated.get("experiment")
    return Track(experiment if isinstance(experiment, Mapping) else {}, None, stated)


def _rollout(rule: Definition, key: str, path: str) -> Slice | None:
    """The part of the users a forced value is for: a range, or all places up to and including the coverage."""
    given, coverage = rule.get("range"), rule.get("coverage")
    if given is None and coverage is None:
        return None
    share = number(coverage, 0.0, f"{path}.coverage")
    covered = (0.0, math.nextafter(share, math.inf) if share else 0.0)
    start, end = covered if given is None else one_range(given, f"{path}.range")
    place = _place(rule, str(rule.get("seed") or key), 1, path)
    return Slice(_attribute(rule), _fallback(rule), place if place and start < end else _nowhere, ((start, end),))


def _rule_experiment(rule: Definition, path: str, key: str, bandits: _Bandits) -> Experiment:
    """The experiment that the rule describes; of a contextual bandit the variations have a name of their own."""
    is_bandit = "contextualVariations" in rule
    variations = rule.get("contextualVariations") if is_bandit else rule.get("variations")
    inline: dict[str, object] = {"variations": variations, "key": rule.get("key") or key}
    inline |= {name: rule[name] for name in _COPIED if name in rule and not (name == "condition" and not rule[name])}
    bandit = bandits.get(str(rule.get("contextualBanditRef"))) if is_bandit else None
    routing = mapping(bandit, f"{path}.contextualBanditRef") if bandit is not None else None
    return replace(_experiment(inline, path, routing), filters=())


def _experiment(shape: Definition, path: str, bandit: Definition | None) -> Experiment:
    key = str(shape.get("key") or "")
    variations = sequence(shape.get("variations") or (), f"{path}.variations")
    place = _place(shape, str(shape.get("seed") or key), 1, path)
    is_sticky = not shape.get("disableStickyBucketing")
    filters = _filters(shape.get("filters"), f"{path}.filters")
    namespace = _namespace(shape.get("namespace"), f"{path}.namespace")
    contexts = _contexts(shape, len(variations), bandit, path)
    return Experiment(
        key=key,
        attribute=_attribute(shape),
        fallback=_fallback(shape) if is_sticky else None,
        place=place or _nowhere,
        arms=_arms(variations, shape.get("meta") or (), f"{path}.meta"),
        contexts=contexts[:-1],
        otherwise=contexts[-1],
        condition=_condition(shape, path),
        parents=_parents(shape.get("parentConditions"), f"{path}.parentConditions"),
        filters=filters,
        namespace=None if filters else namespace,
        bucket_version=int(number(shape.get("bucketVersion"), 0, f"{path}.bucketVersion")),
        least_bucket_version=int(number(shape.get("minBucketVersion"), 0, f"{path}.minBucketVersion")),
        is_sticky=is_sticky,
        is_active=place is not None and shape.get("active") is not False and shape.get("status") != "draft",
        is_stopped=shape.get("status") == "stopped",
        force=int(number(shape.get("force"), -1, f"{path}.force")) if "force" in shape else None,
    )


def _contexts(shape: Definition, variations: int, bandit: Definition | None, path: str) -> tuple[Context, ...]:
    """The bandit's leaves in order, and at last what holds for everybody else."""
    coverage = number(shape.get("coverage"), 1.0, f"{path}.coverage")
    weights = numbers(shape.get("weights"), f"{path}.weights")
    own = all_ranges(shape.get("ranges"), f"{path}.ranges")

    def shared_out(by: Sequence[float] | None) -> tuple[Range, ...]:
        return own if own is not None else tuple(bucket_ranges(variations, coverage, by))

    if bandit is None:
        return (Context(None, None, shared_out(weights), shape, shape),)
    leaves = [
        *_leaves(bandit, f"{path}.contextualBanditRef"),
        (None, Leaf(-1, weights or (), bandit.get("banditVersion"))),
    ]
    return tuple(
        Context(test, leaf, shared_out(leaf.weights or None), *_reported(shape, leaf)) for test, leaf in leaves
    )


def _reported(shape: Definition, leaf: Leaf) -> tuple[Definition, Definition]:
    """A bandit's definition as it is reported: the weights are those of the leaf."""
    shown = {**shape, "weights": list(leaf.weights)}
    routed: dict[str, object] = {"leafId": leaf.id, "variationWeights": list(leaf.weights)}
    if leaf.version is not None:
        routed["banditVersion"] = leaf.version
    return {**shown, "contextualBandit": routed}, shown


def _leaves(bandit: Definition, path: str) -> Iterator[tuple[Test | None, Leaf]]:
    for place, one in enumerate(sequence(bandit.get("contexts") or (), f"{path}.contexts")):
        where = f"{path}.contexts[{place}]"
        raw = mapping(one, where)
        weights = numbers(raw.get("weights"), f"{where}.weights") or ()
        yield _condition(raw, where), Leaf(raw.get("leafId"), weights, bandit.get("banditVersion"))


def _arms(variations: Sequence[object], meta: object, path: str) -> tuple[Arm, ...]:
    """Every variation with its label; a key that is not given is the variation's number."""
    given = [mapping(one or {}, f"{path}[{place}]") for place, one in enumerate(sequence(meta, path))]
    arms = []
    for place, value in enumerate(variations or (None,)):
        label = given[place] if place < min(len(given), len(variations)) else {}
        name = str(label["name"]) if label.get("name") else None
        arms.append(Arm(str(label.get("key") or place), place, value, name, bool(label.get("passthrough"))))
    return tuple(arms)


def _attribute(shape: Definition) -> str:
    return str(shape.get("hashAttribute") or "id")


def _fallback(shape: Definition) -> str | None:
    return str(shape["fallbackAttribute"]) if shape.get("fallbackAttribute") else None


def _place(shape: Definition, seed: str, version: int, path: str) -> Bucketer | None:
    """The bucketing function, None for a scheme that does not exist (nobody is in)."""
    named = shape.get("hashScheme")
    schemes: dict[object, Scheme] = {"gb1": "gb1", "gb2": "gb2", "optimizely": "optimizely"}
    by_version = int(number(shape.get("hashVersion"), version, f"{path}.hashVersion"))
    scheme = schemes.get(named) if named is not None else scheme_of(by_version)
    return bucketer(scheme, seed) if scheme else None


def _nowhere(_value: str) -> float:
    return math.nan


def _parents(raw: object, path: str) -> tuple[Parent, ...]:
    parents = []
    for place, one in enumerate(sequence(raw or (), path)):
        parent = mapping(one, f"{path}[{place}]")
        test = compile_condition(parent.get("condition") or {}, path=f"{path}[{place}].condition")
        parents.append(Parent(str(parent.get("id")), test, bool(parent.get("gate"))))
    return tuple(parents)


def _filters(raw: object, path: str) -> tuple[Slice, ...]:
    filters = []
    for place, one in enumerate(sequence(raw or (), path)):
        where = f"{path}[{place}]"
        shape = mapping(one, where)
        ranges = all_ranges(shape.get("ranges"), f"{where}.ranges") or ()
        bucketed = _place(shape, str(shape.get("seed") or ""), 2, where)
        filters.append(Slice(str(shape.get("attribute") or "id"), None, bucketed or _nowhere, ranges))
    return tuple(filters)


def _namespace(raw: object, path: str) -> Slice | None:
    """The part of the users that the experiment has for itself; the id is the experiment's own."""
    if raw is None:
        return None
    parts = sequence(raw, path)
    if len(parts) != 3:
        raise RuleSetMalformed("must be [name, start, end]", path=path)
    start, end = (number(parts[place], 0.0, f"{path}[{place}]") for place in (1, 2))
    return Slice("", None, bucketer("gb1", f"__{parts[0]}"), ((start, end),))
