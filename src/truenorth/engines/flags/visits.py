"""One evaluation under way: the user, what is forced, and what is noted on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from truenorth.engines.flags.conditions import SavedGroups
from truenorth.engines.flags.results import Evaluation, StickyDocument, Track
from truenorth.engines.flags.values import is_truthy

Attributes = Mapping[str, object]
Sticky = Mapping[str, StickyDocument]
CYCLE = Evaluation(None, "cyclicPrerequisite")
_UNKNOWN = Evaluation(None, "unknownFeature")


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


NOTHING_FORCED = Forced()


class Answering(Protocol):
    """A flag, as those who ask it see it."""

    @property
    def asks_others(self) -> bool:
        """Whether it has prerequisites, and can therefore be asked by one of them."""

    def answer(self, visit: "Visit") -> Evaluation:
        """Its value for the visit's user."""


@dataclass(slots=True)
class Visit:
    """A user's way through a flag and its prerequisites; `path` are the flags that wait for an answer."""

    attributes: Attributes
    flags: Mapping[str, Answering]
    groups: SavedGroups
    sticky: Sticky | None
    forced: Forced
    tracks: tuple[Track, ...] = ()
    stored: tuple[StickyDocument, ...] = ()
    path: tuple[str, ...] = ()

    def ask(self, key: str, flag: Answering | None) -> Evaluation:
        """What the flag is, unless it is forced, unknown or waiting for this very answer."""
        values = self.forced.values
        if values and key in values:
            return Evaluation(values[key], "override")
        if flag is None:
            return _UNKNOWN
        if not flag.asks_others:
            return flag.answer(self)
        if key in self.path:
            return CYCLE
        path, self.path = self.path, (*self.path, key)
        found = flag.answer(self)
        self.path = path
        return found

    def hashed(self, attribute: str, fallback: str | None) -> tuple[str, object]:
        """The attribute that is hashed and its value: the fallback's when sticky, "" when there is none."""
        value = self.attributes.get(attribute)
        if is_truthy(value):
            return attribute, value
        if fallback is not None and self.sticky is not None:
            instead = self.attributes.get(fallback)
            if is_truthy(instead):
                return fallback, instead
        return attribute, ""
