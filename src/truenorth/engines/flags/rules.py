"""A rule set, compiled: flags that answer for one user."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from truenorth.engines.flags.conditions import NO_GROUPS, SavedGroups, Test
from truenorth.engines.flags.errors import FlagUnknown
from truenorth.engines.flags.experiments import Experiment
from truenorth.engines.flags.results import Evaluation, Track
from truenorth.engines.flags.shapes import Definition
from truenorth.engines.flags.targeting import Parent, Slice
from truenorth.engines.flags.visits import CYCLE, Visit

_GATE = Evaluation(None, "prerequisite")


class Step(Protocol):
    """What a rule does with a user who passed its prerequisites and filters."""

    def answer(self, visit: Visit) -> Evaluation | None:
        """The answer, None when there is none for this user."""

    def hashed(self) -> Iterator[str]:
        """The attributes whose hash decides."""


@dataclass(frozen=True, slots=True)
class Force:
    """The same answer for everybody whom the condition and the rollout let in."""

    outcome: Evaluation
    condition: Test | None
    rollout: Slice | None
    tracks: tuple[Track, ...]

    def answer(self, visit: Visit) -> Evaluation | None:
        """The outcome, None for whoever is not meant."""
        if self.condition is not None and not self.condition(visit.attributes, visit.groups):
            return None
        if self.rollout is not None and not self.rollout.holds(visit):
            return None
        if self.tracks:
            visit.tracks += self.tracks
        return self.outcome

    def hashed(self) -> Iterator[str]:
        """The rollout's attribute."""
        if self.rollout is not None:
            yield self.rollout.attribute


@dataclass(frozen=True, slots=True)
class Run:
    """An experiment's variation, for those who are in it."""

    rule: str
    experiment: Experiment

    def answer(self, visit: Visit) -> Evaluation | None:
        """The variation, None outside of the experiment and where it is passed through."""
        definition, assignment = self.experiment.run(visit)
        if not assignment.in_experiment or assignment.passthrough:
            return None
        tracks, stored = visit.tracks, visit.stored
        return Evaluation(assignment.value, "experiment", self.rule, assignment, definition, tracks, stored)

    def hashed(self) -> Iterator[str]:
        """The attribute that is bucketed."""
        yield self.experiment.attribute


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: prerequisites and filters first, then its step; without a step it is there to block the flag."""

    parents: tuple[Parent, ...]
    filters: tuple[Slice, ...]
    step: Step | None

    def answer(self, visit: Visit) -> Evaluation | None:
        """The rule's answer, None when it has nothing to say to this user."""
        for parent in self.parents:
            found = parent.ask(visit)
            if found.reason == "cyclicPrerequisite":
                return CYCLE
            if not parent.accepts(found, visit):
                return _GATE if parent.is_gate else None
        for one in self.filters:
            if not one.holds(visit):
                return None
        return self.step.answer(visit) if self.step is not None else None

    def hashed(self) -> Iterator[str]:
        """The attributes whose hash decides."""
        yield from (one.attribute for one in self.filters)
        if self.step is not None:
            yield from self.step.hashed()


@dataclass(frozen=True, slots=True)
class Flag:
    """A compiled flag, what it was made from, and the rule set that its prerequisites are looked up in."""

    key: str
    rules: tuple[Rule, ...]
    otherwise: Evaluation
    asks_others: bool
    owner: "RuleSet"
    definition: Definition

    @property
    def default(self) -> object:
        """The value where no rule has an answer."""
        return self.otherwise.value

    def answer(self, visit: Visit) -> Evaluation:
        """The first rule's answer that there is, the default without one."""
        for rule in self.rules:
            found = rule.answer(visit)
            if found is not None:
                return found
        return self.otherwise

    def prerequisites(self) -> frozenset[str]:
        """Keys of the flags that this one asks directly."""
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
