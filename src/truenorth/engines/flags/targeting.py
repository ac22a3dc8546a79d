"""Whom a rule is for: parts of the users by hash, and prerequisites."""

from collections.abc import Callable
from dataclasses import dataclass

from truenorth.engines.flags.conditions import Test
from truenorth.engines.flags.ranges import Range, choose
from truenorth.engines.flags.results import Evaluation
from truenorth.engines.flags.values import to_text
from truenorth.engines.flags.visits import Visit

Bucketer = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Slice:
    """The users whose `attribute` is hashed into one of the ranges; nobody without the attribute is."""

    attribute: str
    fallback: str | None
    place: Bucketer
    ranges: tuple[Range, ...]

    def holds(self, visit: Visit) -> bool:
        """Whether the visit's user is among them."""
        _, value = visit.hashed(self.attribute, self.fallback)
        return value != "" and self.includes(value)

    def includes(self, value: object) -> bool:
        """Whether an id is among them."""
        return choose(self.place(to_text(value)), self.ranges) >= 0


@dataclass(frozen=True, slots=True)
class Parent:
    """A prerequisite: another flag whose value must match; `is_gate` blocks the whole flag, not only the rule."""

    flag: str
    test: Test
    is_gate: bool

    def ask(self, visit: Visit) -> Evaluation:
        """What the other flag is for the visit's user."""
        return visit.ask(self.flag, visit.flags.get(self.flag))

    def accepts(self, found: Evaluation, visit: Visit) -> bool:
        """Whether that answer fulfils the prerequisite."""
        return self.test({"value": found.value}, visit.groups)

    def holds(self, visit: Visit) -> bool:
        """Whether the prerequisite is fulfilled; one that goes round in a circle is not."""
        found = self.ask(visit)
        return found.reason != "cyclicPrerequisite" and self.accepts(found, visit)
