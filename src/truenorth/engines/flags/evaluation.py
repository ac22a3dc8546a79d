"""What a flag is for one user. Pure: the same rules and attributes always give the same answer."""

from truenorth.engines.flags.compiling import compile_flag
from truenorth.engines.flags.conditions import SavedGroups
from truenorth.engines.flags.experiments import Experiment
from truenorth.engines.flags.results import Assignment, Evaluation
from truenorth.engines.flags.rules import Flag, RuleSet
from truenorth.engines.flags.shapes import Definition
from truenorth.engines.flags.visits import NOTHING_FORCED, Attributes, Forced, Sticky, Visit


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
    visit = _visit(compiled.owner, attributes, saved_groups, sticky, forced)
    found = visit.ask(compiled.key, compiled)
    return found if found.tracks is visit.tracks else found.noting(visit.tracks, visit.stored)


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
    _, assignment = experiment.run(_visit(rules or RuleSet(), attributes, saved_groups, sticky, forced))
    return assignment


def _visit(
    rules: RuleSet,
    attributes: Attributes,
    saved_groups: SavedGroups | None,
    sticky: Sticky | None,
    forced: Forced | None,
) -> Visit:
    groups = rules.groups if saved_groups is None else saved_groups
    return Visit(attributes, rules.flags, groups, sticky, forced or NOTHING_FORCED)
