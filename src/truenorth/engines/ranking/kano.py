"""Kano: how people feel about having something, and about lacking it, as a model and as categories."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from truenorth.engines.ranking.errors import AnswerUnknown
from truenorth.engines.ranking.models import Column, Model

ANSWERS = ("like", "expect", "neutral", "tolerate", "dislike")
CATEGORIES = ("must-be", "one-dimensional", "attractive", "indifferent", "reverse", "questionable")
_SCALE = (-2.0, -1.0, 0.0, 2.0, 4.0)

KANO = Model(
    key="kano",
    name="Kano",
    text="functional + dysfunctional",
    columns=(
        Column("functional", "With it", scale=_SCALE, answers=dict(zip(ANSWERS, reversed(_SCALE), strict=True))),
        Column("dysfunctional", "Without it", scale=_SCALE, answers=dict(zip(ANSWERS, _SCALE, strict=True))),
    ),
)
"""Strength in both directions, on the scale of DuMouchel (in Berger and others 1993): what having it gains and what
lacking it costs, weak and contrary answers counting less."""


@dataclass(frozen=True, slots=True)
class KanoTally:
    """What many people's pairs of answers come to.

    `category` is the most frequent one, on a tie the first of CATEGORIES; None without answers. `better` is how far
    having it satisfies (0 to 1) and `worse` how far lacking it dissatisfies (0 to -1), from the four categories that
    tell (Berger and others 1993); None where nobody gave one of these.
    """

    counts: Mapping[str, int]
    category: str | None
    better: float | None
    worse: float | None


def kano_category(functional: str, dysfunctional: str) -> str:
    """The category of one person's answers: how they feel with it, and without it.

    The words are ANSWERS. The same extreme twice is questionable, contrary answers are reverse. Raises AnswerUnknown.

    >>> kano_category("like", "dislike"), kano_category("expect", "dislike"), kano_category("like", "neutral")
    ('one-dimensional', 'must-be', 'attractive')
    """
    with_it, without = _place(functional, "functional"), _place(dysfunctional, "dysfunctional")
    if with_it == without and with_it in (0, 4):
        return "questionable"
    if with_it == 0:
        return "one-dimensional" if without == 4 else "attractive"
    if with_it == 4 or without == 0:
        return "reverse"
    return "must-be" if without == 4 else "indifferent"


def tally_kano(answers: Iterable[tuple[str, str]]) -> KanoTally:
    """Count pairs of answers (functional, dysfunctional). Raises AnswerUnknown.

    >>> tally = tally_kano([("like", "dislike"), ("like", "neutral"), ("like", "expect"), ("neutral", "dislike")])
    >>> tally.category, tally.better, tally.worse
    ('attractive', 0.75, -0.5)
    """
    found = Counter(kano_category(*pair) for pair in answers)
    counts = {category: found[category] for category in CATEGORIES}
    telling = sum(counts[category] for category in CATEGORIES[:4])
    return KanoTally(
        counts=MappingProxyType(counts),
        category=max(CATEGORIES, key=counts.__getitem__) if found else None,
        better=(counts["attractive"] + counts["one-dimensional"]) / telling if telling else None,
        worse=-(counts["must-be"] + counts["one-dimensional"]) / telling if telling else None,
    )


def _place(answer: str, field: str) -> int:
    word = answer.strip().lower()
    if word not in ANSWERS:
        raise AnswerUnknown(f"{answer!r} is not one of {', '.join(ANSWERS)}", field=field)
    return ANSWERS.index(word)
