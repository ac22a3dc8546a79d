"""What somebody may say about an export beside the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from truenorth.domains.roadmap.rules import State
from truenorth.edges.imports.errors import OptionsRefused
from truenorth.edges.imports.importers import Option
from truenorth.edges.imports.trackers.layouts import KEPT, Layout
from truenorth.edges.imports.trackers.standings import NAMED, WORDS, plain_word

STATES = Option(
    name="states",
    help="What words of this tracker mean, such as “QA=building; Parked=idea”: idea, candidate, committed, building, "
    "shipped or dropped.",
)
KEEP = Option(
    name="keep",
    help=f"What to write under the description where no field of your own has its name: {', '.join(KEPT)}.",
)
PARENTS = Option(
    name="parents",
    help="Say “dependencies” to let a parent wait for its parts; unless said, a parent is no dependency.",
)
OPTIONS = (STATES, KEEP, PARENTS)


@dataclass(frozen=True, slots=True)
class Wishes:
    words: Mapping[str, State]
    keep: tuple[str, ...]
    joins_parents: bool


def read_wishes(options: Mapping[str, str], layout: Layout) -> Wishes:
    """The options read; one that makes no sense is refused by its name."""
    keep = tuple(each.casefold() for each in _parts(options.get("keep", "")))
    parents = options.get("parents", "").strip().casefold()
    if any(each not in KEPT for each in keep):
        raise OptionsRefused(fields={"keep": f"What can be kept is {', '.join(KEPT)}."})
    if parents not in ("", "dependencies"):
        raise OptionsRefused(fields={"parents": "It is “dependencies”, or left out."})
    said = dict(map(_read_word, _parts(options.get("states", ""))))
    return Wishes({**WORDS, **layout.states, **said}, keep, joins_parents=bool(parents))


def _read_word(part: str) -> tuple[str, State]:
    word, equals, state = part.rpartition("=")
    if not equals or not plain_word(word) or plain_word(state) not in NAMED:
        problem = f"{part[:60]!r} is not a word, an equals sign and one of {', '.join(NAMED)}."
        raise OptionsRefused(fields={"states": problem})
    return plain_word(word), NAMED[plain_word(state)]


def _parts(given: str) -> list[str]:
    return [part for each in re.split(r"[;,\n]", given) if (part := each.strip())]
