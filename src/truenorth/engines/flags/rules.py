"""A rule set, compiled: everything that does not depend on the user is computed here, once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.engines.flags.conditions import NO_GROUPS, SavedGroups, Test, compile_condition
from truenorth.engines.flags.errors import FlagUnknown, RuleSetMalformed
from truenorth.engines.flags.hashing import Scheme, bucketer, scheme_of
from truenorth.engines.flags.ranges import Range, bucket_ranges

Definition = Mapping[str, object]
Bucketer = Callable[[str], float]
_EXPERIMENT_FIELDS = (
    "coverage weights hashAttribute fallbackAttribute disableStickyBucketing bucketVersion minBucketVersion namespace "
    "meta ranges name phase seed hashVersion hashScheme filters condition"
)
_COPIED = tuple(_EXPERIMENT_FIELDS.split(" "))


@dataclass(frozen=True, slots=True)
class Parent:
    """A prerequisite: another flag whose value must match; `is_gate` blocks the whole flag, not only the rule."""

    flag: str
    test: Test
    is_gate: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A slice of users by their own hash: mutual exclusion over any attribute."""

    attribute: str
    place: Bucketer | None
    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A context of a contextual bandit: who it is for and how it shares them out."""

    id: object
    test: Test
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bandit:
    """A contextual bandit's leaves; the first that matches counts."""

    leaves: tuple[Leaf, ...]
    version: object


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment as it is evaluated; `definition` is what it was made from."""

    key: str
    variations: Sequence[object]
    definition: Definition
    attribute: str
    fallback: str | None
    place: Bucketer | None
    ranges: tuple[Range, ...]
    coverage: float
    weights: tuple[float, ...] | None
    has_own_ranges: bool
    labels: tuple[tuple[str, str | None, bool], ...]
    condition: Test | None
    parents: tuple[Parent, ...]
    filters: tuple[Filter, ...]
    namespace: tuple[float, float, Bucketer] | None
    bucket_version: int
    least_bucket_version: int
    is_sticky: bool
    is_active: bool
    is_stopped: bool
    force: int | None
    bandit: Bandit | None = None


@dataclass(frozen=True, slots=True)
class Rollout:
    """Which part of the users a forced value is for."""

    attribute: str
    fallback: str | None
    place: Bucketer | None
    range: Range | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: parents and filters first, then either a forced value or an experiment."""

    id: str
    parents: tuple[Parent, ...]
    filters: tuple[Filter, ...]
    condition: Test | None
    rollout: Rollout | None
    has_force: bool
    force: object
    tracks: tuple[Definition, ...]
    experiment: Experiment | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A compiled flag, what it was made from, and the rule set that its prerequisites are looked up in."""

    key: str
    default: object
    rules: tuple[Rule, ...]
    owner: "RuleSet"
    definition: Definition

    def prerequisites(self) -> frozenset[str]:
        """Keys of the flags that this one asks directly.

        >>> parent = {"id": "base", "condition": {"value": True}}
        >>> compile_flag("beta", {"rules": [{"parentConditions": [parent], "force": 1}]}).prerequisites()
        frozenset({'base'})
        """
        return frozenset(parent.flag for rule in self.rules for parent in rule.parents)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All flags of an environment, compiled, with the saved groups that conditions name."""

    flags: dict[str, Flag] = field(default_factory=dict)
    groups: SavedGroups = field(default_factory=lambda: NO_GROUPS)

    def flag(self, key: str) -> Flag:
        """The flag; FlagUnknown when there is none."""
        if key not in self.flags:
            raise FlagUnknown("is not in the rule set", path=key)
        return self.flags[key]


def compile_rules(
    definitions: Mapping[str, Definition],
    *,
    saved_groups: SavedGroups | None = None,
    bandits: Mapping[str, Definition] | None = None,
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
    key: str, definition: object, *, owner: RuleSet | None = None, bandits: Mapping[str, Definition] | None = None
) -> Flag:
    """One flag by itself; prerequisites are looked for in `owner`.

    >>> compile_flag("beta", {"defaultValue": 3}).default
    3
    """
    shape = _mapping(definition, key)
    rules = _sequence(shape.get("rules") or (), f"{key}.rules")
    compiled = tuple(_rule(rule, f"{key}.rules[{place}]", key, bandits or {}) for place, rule in enumerate(rules))
    return Flag(key, shape.get("defaultValue"), compiled, owner or RuleSet(), shape)


def _rule(raw: object, path: str, key: str, bandits: Mapping[str, Definition]) -> Rule:
    rule = _mapping(raw, path)
    has_force = "force" in rule
    condition = rule.get("condition")
    is_experiment = not has_force and ("variations" in rule or "contextualVariations" in rule)
    return Rule(
        id=str(rule.get("id") or ""),
        parents=_parents(rule.get("parentConditions"), f"{path}.parentConditions"),
        filters=_filters(rule.get("filters"), f"{path}.filters"),
        condition=compile_condition(condition, path=f"{path}.condition") if condition else None,
        rollout=_rollout(rule, key, path) if has_force else None,
        has_force=has_force,
        force=rule.get("force"),
        tracks=tuple(
            _mapping(track, f"{path}.tracks") for track in _sequence(rule.get("tracks") or (), f"{path}.tracks")
        ),
        experiment=_rule_experiment(rule, key, path, bandits) if is_experiment else None,
    )


def _rule_experiment(rule: Definition, key: str, path: str, bandits: Mapping[str, Definition]) -> Experiment:
    """The experiment that the rule describes; of a contextual bandit the variations have a name of their own."""
    is_bandit = "contextualVariations" in rule
    variations = rule.get("contextualVariations") if is_bandit else rule.get("variations")
    inline: dict[str, object] = {"variations": variations, "key": rule.get("key") or key}
    inline |= {name: rule[name] for name in _COPIED if name in rule and not (name == "condition" and not rule[name])}
    bandit = bandits.get(str(rule.get("contextualBanditRef"))) if is_bandit else None
    compiled = _bandit(bandit, f"{path}.contextualBanditRef") if bandit is not None else None
    return compile_experiment(inline, path=path, bandit=compiled)


def compile_experiment(raw: object, *, path: str = "experiment", bandit: Bandit | None = None) -> Experiment:
    """An experiment that stands by itself (GrowthBook's inline experiment).

    >>> compile_experiment({"key": "my-test", "variations": ["a", "b"]}).ranges
    ((0.0, 0.5), (0.5, 1.0))
    """
    shape = _mapping(raw, path)
    variations = _sequence(shape.get("variations") or (), f"{path}.variations")
    key = str(shape.get("key") or "")
    coverage = _number(shape.get("coverage"), 1.0, f"{path}.coverage")
    weights = _numbers(shape.get("weights"), f"{path}.weights")
    own = _ranges(shape.get("ranges"), f"{path}.ranges")
    condition = shape.get("condition")
    return Experiment(
        key=key,
        variations=variations,
        definition=shape,
        attribute=str(shape.get("hashAttribute") or "id"),
        fallback=str(shape["fallbackAttribute"]) if shape.get("fallbackAttribute") else None,
        place=_place(shape, str(shape.get("seed") or key), 1, path),
        ranges=own if own is not None else tuple(bucket_ranges(len(variations), coverage, weights)),
        coverage=coverage,
        weights=weights,
        has_own_ranges=own is not None,
        labels=_labels(shape.get("meta") or (), len(variations), f"{path}.meta"),
        condition=compile_condition(condition, path=f"{path}.condition") if condition else None,
        parents=_parents(shape.get("parentConditions"), f"{path}.parentConditions"),
        filters=_filters(shape.get("filters"), f"{path}.filters"),
        namespace=_namespace(shape.get("namespace"), f"{path}.namespace"),
        bucket_version=int(_number(shape.get("bucketVersion"), 0, f"{path}.bucketVersion")),
        least_bucket_version=int(_number(shape.get("minBucketVersion"), 0, f"{path}.minBucketVersion")),
        is_sticky=not shape.get("disableStickyBucketing"),
        is_active=shape.get("active") is not False and shape.get("status") != "draft",
        is_stopped=shape.get("status") == "stopped",
        force=int(_number(shape.get("force"), -1, f"{path}.force")) if "force" in shape else None,
        bandit=bandit,
    )


def _labels(raw: object, variations: int, path: str) -> tuple[tuple[str, str | None, bool], ...]:
    """Key, name and passthrough of every variation; a key that is not given is the variation's number."""
    given = [_mapping(one or {}, f"{path}[{place}]") for place, one in enumerate(_sequence(raw, path))]
    padded = [*given[:variations], *({} for _ in range(variations - len(given)))]
    return tuple(
        (str(one.get("key") or number), str(one["name"]) if one.get("name") else None, bool(one.get("passthrough")))
        for number, one in enumerate(padded)
    )


def _bandit(raw: object, path: str) -> Bandit:
    shape = _mapping(raw, path)
    leaves = []
    for place, one in enumerate(_sequence(shape.get("contexts") or (), f"{path}.contexts")):
        leaf = _mapping(one, f"{path}.contexts[{place}]")
        where = f"{path}.contexts[{place}]"
        test = compile_condition(leaf.get("condition") or {}, path=f"{where}.condition")
        leaves.append(Leaf(leaf.get("leafId"), test, _numbers(leaf.get("weights"), f"{where}.weights") or ()))
    return Bandit(tuple(leaves), shape.get("banditVersion"))


def _rollout(rule: Definition, key: str, path: str) -> Rollout | None:
    given = rule.get("range")
    coverage = rule.get("coverage")
    if given is None and coverage is None:
        return None
    return Rollout(
        attribute=str(rule.get("hashAttribute") or "id"),
        fallback=str(rule["fallbackAttribute"]) if rule.get("fallbackAttribute") else None,
        place=_place(rule, str(rule.get("seed") or key), 1, path),
        range=_range(given, f"{path}.range") if given is not None else None,
        coverage=_number(coverage, 1.0, f"{path}.coverage") if coverage is not None else None,
    )


def _place(shape: Definition, seed: str, version: int, path: str) -> Bucketer | None:
    """The bucketing function, None for a scheme that does not exist (nobody is in)."""
    named = shape.get("hashScheme")
    schemes: dict[object, Scheme] = {"gb1": "gb1", "gb2": "gb2", "optimizely": "optimizely"}
    number = int(_number(shape.get("hashVersion"), version, f"{path}.hashVersion"))
    scheme = schemes.get(named) if named is not None else scheme_of(number)
    return bucketer(scheme, seed) if scheme else None


def _parents(raw: object, path: str) -> tuple[Parent, ...]:
    parents = []
    for place, one in enumerate(_sequence(raw or (), path)):
        parent = _mapping(one, f"{path}[{place}]")
        test = compile_condition(parent.get("condition") or {}, path=f"{path}[{place}].condition")
        parents.append(Parent(str(parent.get("id")), test, bool(parent.get("gate"))))
    return tuple(parents)


def _filters(raw: object, path: str) -> tuple[Filter, ...]:
    filters = []
    for place, one in enumerate(_sequence(raw or (), path)):
        shape = _mapping(one, f"{path}[{place}]")
        ranges = _ranges(shape.get("ranges"), f"{path}[{place}].ranges") or ()
        bucket = _place(shape, str(shape.get("seed") or ""), 2, f"{path}[{place}]")
        filters.append(Filter(str(shape.get("attribute") or "id"), bucket, ranges))
    return tuple(filters)


def _namespace(raw: object, path: str) -> tuple[float, float, Bucketer] | None:
    if raw is None:
        return None
    parts = _sequence(raw, path)
    if len(parts) != 3:
        raise RuleSetMalformed("must be [name, start, end]", path=path)
    start, end = (_number(parts[place], 0.0, f"{path}[{place}]") for place in (1, 2))
    return start, end, bucketer("gb1", f"__{parts[0]}")


def _ranges(raw: object, path: str) -> tuple[Range, ...] | None:
    if raw is None:
        return None
    return tuple(_range(one, f"{path}[{place}]") for place, one in enumerate(_sequence(raw, path)))


def _range(raw: object, path: str) -> Range:
    ends = _sequence(raw, path)
    if len(ends) != 2:
        raise RuleSetMalformed("must be [start, end]", path=path)
    return _number(ends[0], 0.0, f"{path}[0]"), _number(ends[1], 0.0, f"{path}[1]")


def _numbers(raw: object, path: str) -> tuple[float, ...] | None:
    if raw is None:
        return None
    return tuple(_number(one, 0.0, f"{path}[{place}]") for place, one in enumerate(_sequence(raw, path)))


def _number(raw: object, default: float, path: str) -> float:
    if raw is None:
        return default
    if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw or abs(raw) == float("inf"):  # noqa: PLR0124 - NaN
        raise RuleSetMalformed("must be a number", path=path)
    return float(raw)


def _sequence(raw: object, path: str) -> Sequence[object]:
    if not isinstance(raw, list | tuple):
        raise RuleSetMalformed("must be a list", path=path)
    return raw


def _mapping(raw: object, path: str) -> Definition:
    if not isinstance(raw, Mapping):
        raise RuleSetMalformed("must be an object", path=path)
    return raw
