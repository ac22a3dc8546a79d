"""The letter to whoever asked for what was shipped."""

from dataclasses import dataclass
from datetime import date

from truenorth.domains.prioritization.rules import day, mentions

LONGEST_QUOTE = 300
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedFacts:
    """What may be told. A title that names another customer is left out of the letter."""

    title: str
    words: str
    shipped_on: date
    name: str
    account: str
    asked: str
    sender: str
    workspace: str
    private_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedLetter:
    subject: str
    words: str
    left_out: list[str]


def compose_shipped_letter(facts: ShippedFacts) -> ShippedLetter:
    is_private = _names_another(facts, facts.title)
    what = "What came of it" if is_private else f"“{facts.title}”"
    quote = _cut(facts.asked)
    paragraphs = [
        f"Hello {facts.name or facts.account},".replace(" ,", ","),
        f"You asked us for this: “{quote}”" if quote else "",
        f"{what} is there since {day(facts.shipped_on)}.",
        "" if _names_another(facts, facts.words) else facts.words.strip(),
        "Tell us how it serves you, and what it still lacks.",
        "\n".join(["Kind regards", facts.sender, facts.workspace]),
    ]
    subject = "What you asked for is there" if is_private else f"It is there: {facts.title[:80]}"
    return ShippedLetter(subject, "\n\n".join(each for each in paragraphs if each), ["title"] if is_private else [])


def _names_another(facts: ShippedFacts, text: str) -> bool:
    own = f"{facts.name} {facts.account}"
    names = (name for name in facts.private_names if len(name) >= SHORTEST_NAME and not mentions(own, name))
    return any(mentions(text, name) for name in names)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
