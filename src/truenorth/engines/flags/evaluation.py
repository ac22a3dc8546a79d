"""What a flag is for one user. Pure: the same rules and attributes always give the same answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from truenorth.engines.flags.conditions import SavedGroups
from truenorth.engines.flags.ranges import bucket_ranges, choose, query_override
from truenorth.engines.flags.results import Assignment, Evaluation, Leaf, StickyDocument, Track
from truenorth.engines.flags.rules import (
    Definition,
    Experiment,
    Filter,
    Flag,
    Parent,
    Rollout,
    Rule,
    RuleSet,
    compile_flag,
)
from truenorth.engines.flags.values import is_truthy, to_text

Attributes = Mapping[str, object]
Sticky = Mapping[str, StickyDocument]


@dataclass(frozen=True, slots=True)
class Forced:
    """What somebody wants to see: `values` by flag, `variations` by experiment key, `url` with a query string.

    `is_enabled` False keeps everybody out of experiments; `is_qa` keeps out whoever is not forced.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    variations: Mapping[str, int] = field(default_factory=dict)
    url: str = ""
    is_enabled: bool = True
    is_qa: bool = False


_NOTHING_FORCED = Forced()


@dataclass(slots=True)
class _Visit:
    """One evaluation under way."""

    attributes: Attributes
    rules: RuleSet
    groups: SavedGroups
    sticky: Sticky | None
    forced: Forced
    tracks: list[Track] = field(default_factory=list)
    stored: dict[str, StickyDocument] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)


def evaluate(
    flag: Flag | Definition,
    attributes: Attributes,
    *,
    saved_groups: SavedGroups | None = None,
    sticky: Sticky | None = None,
    forced: Forced | None = None,
) -> Evaluation:
    """The flag's value for a user with these attributes.

    `flag` is compiled (`compile_rules(...).flag(key)`), or a definition, which is compiled on the spot and has no
    prerequisites to look up. `saved_groups` default to the rule set's. `sticky` are the user's stored documents by
    key (None: no stickiness at all); new ones come back in `Evaluation.sticky`. Nothing is stored, sent or cached here.

    >>> from truenorth.engines.flags import compile_rules
    >>> rules = compile_rules({"tooltip": {"defaultValue": "off", "rules": [
    ...     {"id": "staff", "condition": {"staff": True}, "force": "on"},
    ...     {"key": "exp-tooltip", "variations": ["off", "on"], "hashVersion": 2, "coverage": 0.8},
    ... ]}})
    >>> seen = evaluate(rules.flag("tooltip"), {"id": "user-1"})
    >>> seen.value, seen.reason, seen.variant, seen.bucket, len(seen.tracks)
    ('on', 'experiment', '1', 0.5135, 1)
    >>> evaluate(rules.flag("tooltip"), {"id": "user-1", "staff": True}).rule
    'staff'
    """
    compiled = flag if isinstance(flag, Flag) else compile_flag("flag", flag)
    groups = compiled.owner.groups if saved_groups is None else saved_groups
    visit = _Visit(attributes, compiled.owner, groups, sticky, forced or _NOTHING_FORCED)
    found = _flag(visit, compiled.key, compiled)
    if not visit.tracks and not visit.stored:
        return found
    tracks, stored = tuple(visit.tracks), tuple(visit.stored.values())
    return Evaluation(found.value, found.reason, found.rule, found.assignment, found.experiment, tracks, stored)


def run_experiment(
    experiment: Experiment,
    attributes: Attributes,
    *,
    rules: RuleSet | None = None,
    saved_groups: SavedGroups | None = None,
    sticky: Sticky | None = None,
    forced: Forced | None = None,
) -> Assignment:
    """How an experiment outside of any flag treats the user.

    >>> from truenorth.engines.flags import compile_experiment
    >>> run_experiment(compile_experiment({"key": "my-test", "variations": ["a", "b"]}), {"id": "1"}).value
    'b'
    """
    owner = rules or RuleSet()
    groups = owner.groups if saved_groups is None else saved_groups
    return _experiment(_Visit(attributes, owner, groups, sticky, forced or _NOTHING_FORCED), experiment)


def _flag(visit: _Visit, key: str, flag: Flag | None) -> Evaluation:
    if key in visit.path:
        return Evaluation(None, "cyclicPrerequisite")
    if key in visit.forced.values:
        return Evaluation(visit.forced.values[key], "override")
    if flag is None:
        return Evaluation(None, "unknownFeature")
    visit.path.append(key)
    try:
        for rule in flag.rules:
            found = _rule(visit, rule)
            if found is not None:
                return found
    finally:
        visit.path.pop()
    return Evaluation(flag.default, "defaultValue")


def _rule(visit: _Visit, rule: Rule) -> Evaluation | None:
    """The rule's answer, None when it has nothing to say to this user."""
    if rule.parents:
        refused = _parents(visit, rule.parents)
        if refused is not None:
            return refused if isinstance(refused, Evaluation) else None
    if rule.filters and _is_filtered_out(visit, rule.filters):
        return None
    if rule.has_force:
        return _forced_value(visit, rule)
    if rule.experiment is None:
        return None
    assignment = _experiment(visit, rule.experiment)
    if not assignment.in_experiment or assignment.passthrough:
        return None
    definition = _shown(rule.experiment, assignment)
    return Evaluation(assignment.value, "experiment", rule.id, assignment, definition)


class _Skip:
    """The rule is passed over, the flag is not."""


_SKIP = _Skip()


def _parents(visit: _Visit, parents: Sequence[Parent]) -> Evaluation | _Skip | None:
    for parent in parents:
        found = _flag(visit, parent.flag, visit.rules.flags.get(parent.flag))
        if found.reason == "cyclicPrerequisite":
            return Evaluation(None, "cyclicPrerequisite")
        if not parent.test({"value": found.value}, visit.groups):
            return Evaluation(None, "prerequisite") if parent.is_gate else _SKIP
    return None


def _forced_value(visit: _Visit, rule: Rule) -> Evaluation | None:
    if rule.condition and not rule.condition(visit.attributes, visit.groups):
        return None
    if rule.rollout and not _is_rolled_out(visit, rule.rollout):
        return None
    visit.tracks.extend(_stated(track) for track in rule.tracks)
    return Evaluation(rule.force, "force", rule.id)


def _stated(track: Definition) -> Track:
    experiment = track.get("experiment")
    return Track(experiment if isinstance(experiment, Mapping) else {}, None, track)


def _is_rolled_out(visit: _Visit, rollout: Rollout) -> bool:
    if rollout.range is None and rollout.coverage == 0:
        return False
    fallback = rollout.fallback if visit.sticky is not None else None
    _, value = _hash_value(visit, rollout.attribute, fallback)
    if not is_truthy(value) or rollout.place is None:
        return False
    place = rollout.place(to_text(value))
    if rollout.range is not None:
        return rollout.range[0] <= place < rollout.range[1]
    return rollout.coverage is None or place <= rollout.coverage


def _is_filtered_out(visit: _Visit, filters: Sequence[Filter]) -> bool:
    for one in filters:
        value = visit.attributes.get(one.attribute)
        if not is_truthy(value) or one.place is None:
            return True
        if choose(one.place(to_text(value)), one.ranges) < 0:
            return True
    return False


def _hash_value(visit: _Visit, attribute: str, fallback: str | None) -> tuple[str, object]:
    value = visit.attributes.get(attribute)
    if not is_truthy(value) and fallback:
        instead = visit.attributes.get(fallback)
        if is_truthy(instead):
            return fallback, instead
    return attribute, value if is_truthy(value) else ""


class _Subject(NamedTuple):
    """The user as the experiment sees them: which attribute is hashed, and the leaf of a bandit."""

    attribute: str
    value: object
    leaf: Leaf | None


def _experiment(visit: _Visit, experiment: Experiment) -> Assignment:
    fallback = experiment.fallback if visit.sticky is not None and experiment.is_sticky else None
    subject = _Subject(*_hash_value(visit, experiment.attribute, fallback), _leaf(visit, experiment))
    if len(experiment.variations) < 2 or not visit.forced.is_enabled:
        return _assignment(experiment, subject, -1)
    wanted = query_override(experiment.key, visit.forced.url, len(experiment.variations)) if visit.forced.url else None
    if wanted is None:
        wanted = visit.forced.variations.get(experiment.key)
    if wanted is not None:
        return _assignment(experiment, subject, wanted)
    if not experiment.is_active or not is_truthy(subject.value):
        return _assignment(experiment, subject, -1)
    return _by_bucket(visit, experiment, subject)


def _by_bucket(visit: _Visit, experiment: Experiment, subject: _Subject) -> Assignment:
    stuck, is_blocked = _stuck(visit, experiment)
    if experiment.place is None or (stuck < 0 and not _is_eligible(visit, experiment, subject)):
        return _assignment(experiment, subject, -1)
    place = experiment.place(to_text(subject.value))
    if is_blocked:
        return _assignment(experiment, subject, -1).barred()
    chosen = stuck if stuck >= 0 else choose(place, _ranges(experiment, subject))
    if chosen < 0 or experiment.force is not None or visit.forced.is_qa or experiment.is_stopped:
        instead = experiment.force if chosen >= 0 and experiment.force is not None else -1
        return _assignment(experiment, subject, instead)
    return _count(visit, experiment, _assignment(experiment, subject, chosen, bucket=place, used_sticky=stuck >= 0))


def _is_eligible(visit: _Visit, experiment: Experiment, subject: _Subject) -> bool:
    if experiment.filters:
        if _is_filtered_out(visit, experiment.filters):
            return False
    elif experiment.namespace is not None:
        start, end, place = experiment.namespace
        if not start <= place(to_text(subject.value)) < end:
            return False
    if experiment.condition and not experiment.condition(visit.attributes, visit.groups):
        return False
    return not experiment.parents or _parents(visit, experiment.parents) is None


def _leaf(visit: _Visit, experiment: Experiment) -> Leaf | None:
    if experiment.bandit is None:
        return None
    for leaf in experiment.bandit.leaves:
        if leaf.test(visit.attributes, visit.groups):
            return Leaf(leaf.id, leaf.weights, experiment.bandit.version)
    return Leaf(-1, experiment.weights or (), experiment.bandit.version)


def _ranges(experiment: Experiment, subject: _Subject) -> Sequence[tuple[float, float]]:
    if subject.leaf is None or experiment.has_own_ranges:
        return experiment.ranges
    return bucket_ranges(len(experiment.variations), experiment.coverage, subject.leaf.weights or None)


def _assignment(
    experiment: Experiment, subject: _Subject, variation: int, *, bucket: float | None = None, used_sticky: bool = False
) -> Assignment:
    is_in = 0 <= variation < len(experiment.variations)
    number = variation if is_in else 0
    key, name, passthrough = experiment.labels[number] if experiment.labels else ("0", None, False)
    value = experiment.variations[number] if experiment.variations else None
    attribute, hashed, leaf = subject
    return Assignment(
        key,
        number,
        value,
        is_in,
        bucket is not None,
        attribute,
        hashed,
        name,
        passthrough,
        bucket,
        used_sticky,
        None,
        leaf,
    )


def _count(visit: _Visit, experiment: Experiment, assignment: Assignment) -> Assignment:
    """Note the exposure, and what sticks."""
    if visit.sticky is not None and experiment.is_sticky:
        assignment = assignment.remembered(_remember(visit, experiment, assignment))
    visit.tracks.append(Track(_shown(experiment, assignment), assignment))
    return assignment


def _shown(experiment: Experiment, assignment: Assignment) -> Definition:
    """The experiment as it was run: a bandit's weights are those of the leaf."""
    leaf = assignment.leaf
    if experiment.bandit is None or leaf is None:
        return experiment.definition
    if not assignment.is_hashed:
        return {**experiment.definition, "weights": list(leaf.weights)}
    routed: dict[str, object] = {"leafId": leaf.id, "variationWeights": list(leaf.weights)}
    if leaf.version is not None:
        routed["banditVersion"] = leaf.version
    return {**experiment.definition, "weights": list(leaf.weights), "contextualBandit": routed}


def _documents(visit: _Visit, experiment: Experiment) -> dict[str, str]:
    """Assignments stored for the user; those under the hash attribute win over the fallback's."""
    found: dict[str, str] = {}
    for attribute in (experiment.fallback, experiment.attribute):
        value = visit.attributes.get(attribute) if attribute else None
        if attribute and is_truthy(value) and visit.sticky is not None:
            document = visit.sticky.get(f"{attribute}||{to_text(value)}")
            found |= dict(document.assignments) if document else {}
    return found


def _stuck(visit: _Visit, experiment: Experiment) -> tuple[int, bool]:
    """The variation that sticks (-1: none), and whether an older version of the experiment bars the user."""
    if visit.sticky is None or not experiment.is_sticky:
        return -1, False
    stored = _documents(visit, experiment)
    if any(f"{experiment.key}__{version}" in stored for version in range(experiment.least_bucket_version)):
        return -1, True
    wanted = stored.get(f"{experiment.key}__{experiment.bucket_version}")
    if wanted is None:
        return -1, False
    keys = [label[0] for label in experiment.labels]
    return (keys.index(wanted) if wanted in keys else -1), False


def _remember(visit: _Visit, experiment: Experiment, assignment: Assignment) -> StickyDocument | None:
    key = f"{assignment.attribute}||{to_text(assignment.hash_value)}"
    before = visit.stored.get(key) or (visit.sticky.get(key) if visit.sticky else None)
    name = f"{experiment.key}__{experiment.bucket_version}"
    known = dict(before.assignments) if before else {}
    if known.get(name) == assignment.key:
        return None
    document = StickyDocument(assignment.attribute, to_text(assignment.hash_value), {**known, name: assignment.key})
    visit.stored[key] = document
    return document
