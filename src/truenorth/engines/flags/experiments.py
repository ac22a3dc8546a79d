"""How an experiment treats one user."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from truenorth.engines.flags.conditions import Test
from truenorth.engines.flags.ranges import Range, choose, query_override
from truenorth.engines.flags.results import Assignment, Leaf, StickyDocument, Track
from truenorth.engines.flags.shapes import Definition
from truenorth.engines.flags.targeting import Bucketer, Parent, Slice
from truenorth.engines.flags.values import is_truthy, to_text
from truenorth.engines.flags.visits import Forced, Sticky, Visit


class Arm(NamedTuple):
    """A variation as it is reported."""

    key: str
    number: int
    value: object
    name: str | None
    passthrough: bool


class Context(NamedTuple):
    """How users are shared out, and the definition that is reported: where the bucket decided, and elsewhere.

    A contextual bandit has one for each leaf, with the `test` of who is in it; any other experiment has one alone.
    """

    test: Test | None
    leaf: Leaf | None
    ranges: Sequence[Range]
    counted: Definition
    shown: Definition


_Subject: TypeAlias = tuple[str, object, Context]
"""The user as the experiment sees them: the attribute that is hashed, its value, the context."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """An experiment as it is evaluated; there is at least one arm, of which the first is shown outside."""

    key: str
    attribute: str
    fallback: str | None
    place: Bucketer
    arms: tuple[Arm, ...]
    contexts: tuple[Context, ...]
    otherwise: Context
    condition: Test | None
    parents: tuple[Parent, ...]
    filters: tuple[Slice, ...]
    namespace: Slice | None
    bucket_version: int
    least_bucket_version: int
    is_sticky: bool
    is_active: bool
    is_stopped: bool
    force: int | None

    def run(self, visit: Visit) -> tuple[Definition, Assignment]:
        """The definition as it is run, and the variation for the visit's user; the visit notes an exposure."""
        attribute, value = visit.hashed(self.attribute, self.fallback)
        subject = attribute, value, self._context(visit)
        forced = visit.forced
        if len(self.arms) < 2 or not forced.is_enabled:
            return self._assigned(subject, -1)
        if forced.variations or forced.url:
            wanted = self._wanted(forced)
            if wanted is not None:
                return self._assigned(subject, wanted)
        if not self.is_active or value == "":
            return self._assigned(subject, -1)
        return self._by_bucket(visit, subject)

    def _context(self, visit: Visit) -> Context:
        for context in self.contexts:
            if context.test is None or context.test(visit.attributes, visit.groups):
                return context
        return self.otherwise

    def _wanted(self, forced: Forced) -> int | None:
        wanted = query_override(self.key, forced.url, len(self.arms))
        return forced.variations.get(self.key) if wanted is None else wanted

    def _by_bucket(self, visit: Visit, subject: _Subject) -> tuple[Definition, Assignment]:
        _, value, context = subject
        sticky = visit.sticky if self.is_sticky else None
        stuck, is_barred = (-1, False) if sticky is None else self._stuck(visit.attributes, sticky)
        if stuck < 0 and not self._is_eligible(visit, value):
            return self._assigned(subject, -1)
        if is_barred:
            shown, assignment = self._assigned(subject, -1)
            return shown, assignment.barred()
        place = self.place(to_text(value))
        chosen = stuck if stuck >= 0 else choose(place, context.ranges)
        if chosen < 0 or self.is_stopped or self.force is not None or visit.forced.is_qa:
            return self._assigned(subject, self.force if chosen >= 0 and self.force is not None else -1)
        shown, assignment = self._assigned(subject, chosen, bucket=place, used_sticky=stuck >= 0)
        if sticky is not None:
            assignment = assignment.remembered(self._remember(visit, sticky, assignment))
        visit.tracks += (Track(shown, assignment),)
        return shown, assignment

    def _is_eligible(self, visit: Visit, value: object) -> bool:
        for one in self.filters:
            if not one.holds(visit):
                return False
        if self.namespace is not None and not self.namespace.includes(value):
            return False
        if self.condition is not None and not self.condition(visit.attributes, visit.groups):
            return False
        return all(parent.holds(visit) for parent in self.parents) if self.parents else True

    def _assigned(
        self, subject: _Subject, variation: int, *, bucket: float | None = None, used_sticky: bool = False
    ) -> tuple[Definition, Assignment]:
        attribute, hashed, context = subject
        is_in = 0 <= variation < len(self.arms)
        is_counted = bucket is not None
        key, number, value, name, passthrough = self.arms[variation if is_in else 0]
        found = Assignment(
            key,
            number,
            value,
            is_in,
            is_counted,
            attribute,
            hashed,
            name,
            passthrough,
            bucket,
            used_sticky,
            None,
            context.leaf,
        )
        return context.counted if is_counted else context.shown, found

    def _stuck(self, attributes: Mapping[str, object], sticky: Sticky) -> tuple[int, bool]:
        """The variation that sticks (-1: none), and whether an older version of the experiment bars the user."""
        stored = self._documents(attributes, sticky)
        if any(f"{self.key}__{version}" in stored for version in range(self.least_bucket_version)):
            return -1, True
        wanted = stored.get(f"{self.key}__{self.bucket_version}")
        return next((arm.number for arm in self.arms if arm.key == wanted), -1), False

    def _documents(self, attributes: Mapping[str, object], sticky: Sticky) -> dict[str, str]:
        """Assignments stored for the user; those under the hash attribute win over the fallback's."""
        found: dict[str, str] = {}
        for attribute in (self.fallback, self.attribute):
            value = attributes.get(attribute) if attribute else None
            document = sticky.get(f"{attribute}||{to_text(value)}") if is_truthy(value) else None
            found |= document.assignments if document else {}
        return found

    def _remember(self, visit: Visit, sticky: Sticky, assignment: Assignment) -> StickyDocument | None:
        """The document to store, None where the stored one says so already."""
        attribute, value = assignment.attribute, to_text(assignment.hash_value)
        mine = [one for one in visit.stored if (one.attribute, one.value) == (attribute, value)]
        before = mine[0] if mine else sticky.get(f"{attribute}||{value}")
        name = f"{self.key}__{self.bucket_version}"
        known = before.assignments if before else {}
        if known.get(name) == assignment.key:
            return None
        document = StickyDocument(attribute, value, {**known, name: assignment.key})
        visit.stored = (*(one for one in visit.stored if one not in mine), document)
        return document
