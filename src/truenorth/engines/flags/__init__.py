"""Targeting and deterministic assignment: GrowthBook's rule model, evaluated without any side effect."""

from truenorth.engines.flags.compiling import compile_experiment, compile_flag, compile_rules
from truenorth.engines.flags.conditions import compile_condition
from truenorth.engines.flags.errors import FlagRefused, FlagUnknown, RuleSetMalformed
from truenorth.engines.flags.evaluation import evaluate, run_experiment
from truenorth.engines.flags.experiments import Experiment
from truenorth.engines.flags.hashing import Scheme, bucketer, fnv1a32, murmur3_32
from truenorth.engines.flags.moves import Move, Moves, diff_rule_sets, find_moves
from truenorth.engines.flags.payload import PayloadUnreadable, decrypt_payload
from truenorth.engines.flags.ranges import bucket_ranges, choose, equal_weights, in_namespace, query_override
from truenorth.engines.flags.results import Assignment, Evaluation, StickyDocument, Track
from truenorth.engines.flags.rules import Flag, RuleSet
from truenorth.engines.flags.validation import Fault, validate
from truenorth.engines.flags.visits import Forced

__all__ = [
    "Assignment",
    "Evaluation",
    "Experiment",
    "Fault",
    "Flag",
    "FlagRefused",
    "FlagUnknown",
    "Forced",
    "Move",
    "Moves",
    "PayloadUnreadable",
    "RuleSet",
    "RuleSetMalformed",
    "Scheme",
    "StickyDocument",
    "Track",
    "bucket_ranges",
    "bucketer",
    "choose",
    "compile_condition",
    "compile_experiment",
    "compile_flag",
    "compile_rules",
    "decrypt_payload",
    "diff_rule_sets",
    "equal_weights",
    "evaluate",
    "find_moves",
    "fnv1a32",
    "in_namespace",
    "murmur3_32",
    "query_override",
    "run_experiment",
    "validate",
]
