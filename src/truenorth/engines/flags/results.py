"""What an evaluation says."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple

from truenorth.engines.flags.values import is_truthy

Reason = Literal[
    "unknownFeature", "defaultValue", "force", "override", "experiment", "prerequisite", "cyclicPrerequisite"
]


@dataclass(frozen=True, slots=True)
class StickyDocument:
    """What one user was given before: experiment and bucket version (`key__version`) to the variation's key."""

    attribute: str
    value: str
    assignments: Mapping[str, str]

    @property
    def key(self) -> str:
        """The name it is stored under."""
        return f"{self.attribute}||{self.value}"


class Leaf(NamedTuple):
    """The leaf of a contextual bandit that decided; id -1 when none matched."""

    id: object
    weights: tuple[float, ...]
    version: object


class Assignment(NamedTuple):
    """How an experiment treats this user.

    `is_hashed` is true where the bucket decided (an exposure to be counted), false for forced variations and for
    users outside. `bucket` is the user's place; `sticky` the document to store when it is new, `leaf` what a
    contextual bandit took the user for.
    """

    key: str
    variation: int
    value: object
    in_experiment: bool
    is_hashed: bool
    attribute: str
    hash_value: object
    name: str | None = None
    passthrough: bool = False
    bucket: float | None = None
    used_sticky: bool = False
    sticky: StickyDocument | None = None
    leaf: Leaf | None = None

    def barred(self) -> "Assignment":
        """The same, kept out by an older version of the experiment."""
        return self._replace(used_sticky=True)

    def remembered(self, document: StickyDocument | None) -> "Assignment":
        """The same, with the document to store."""
        return self._replace(sticky=document)


class Track(NamedTuple):
    """An exposure to report: the experiment's definition and the assignment."""

    experiment: Mapping[str, object]
    assignment: Assignment | None
    raw: Mapping[str, object] = MappingProxyType({})


class Evaluation(NamedTuple):
    """A flag's value for one user, and why.

    `reason` is one of unknownFeature, defaultValue, force, override, experiment, prerequisite, cyclicPrerequisite;
    `rule` the id of the rule that decided; `tracks` the exposures to report; `sticky` the documents to store.
    """

    value: object
    reason: Reason
    rule: str = ""
    assignment: Assignment | None = None
    experiment: Mapping[str, object] | None = None
    tracks: tuple[Track, ...] = ()
    sticky: tuple[StickyDocument, ...] = ()

    def noting(self, tracks: tuple[Track, ...], sticky: tuple[StickyDocument, ...]) -> "Evaluation":
        """The same, with everything that was noted on the way."""
        return self._replace(tracks=tracks, sticky=sticky)

    @property
    def is_on(self) -> bool:
        """Whether the value counts as true."""
        return is_truthy(self.value)

    @property
    def in_experiment(self) -> bool:
        """Whether the value comes from an experiment that the user is in."""
        return self.assignment is not None and self.assignment.in_experiment

    @property
    def variant(self) -> str | None:
        """The variation's key, None outside of an experiment."""
        return self.assignment.key if self.assignment and self.assignment.in_experiment else None

    @property
    def bucket(self) -> float | None:
        """The user's place between 0 and 1, None where none was computed."""
        return self.assignment.bucket if self.assignment else None
