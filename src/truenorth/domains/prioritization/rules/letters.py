"""The letter to whoever asked, made of the facts on the record and of nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from truenorth.domains.prioritization.rules.decisions import ReasonCode, Verdict
from truenorth.domains.prioritization.rules.triggers import day
from truenorth.domains.prioritization.rules.wording import count_of, listed, times

LONGEST_QUOTE = 300
LONGEST_SUBJECT = 60
SHORTEST_NAME = 3

DECIDED = {
    Verdict.YES: "to do it",
    Verdict.NO: "not to do it",
    Verdict.NOT_NOW: "not to do it for now",
    Verdict.MERGE_INTO: "to take it up together with {into}",
}
BECAUSE = {
    ReasonCode.STRONG_EVIDENCE: "What we saw and heard speaks for it.",
    ReasonCode.GOAL_FIT: "It serves a goal that we have set ourselves.",
    ReasonCode.RISK: "It lowers a risk.",
    ReasonCode.OBLIGATION: "We are obliged to do it.",
    ReasonCode.WEAK_EVIDENCE: "So far too little speaks for it.",
    ReasonCode.NEED_MET_OTHERWISE: "The need behind it is met in another way.",
    ReasonCode.NOT_OUR_CUSTOMER: "It is for a kind of work that our product is not made for.",
    ReasonCode.OFF_GOAL: "It serves none of the goals that we have set ourselves.",
    ReasonCode.TOO_COSTLY: "It would cost more than it brings.",
    ReasonCode.BLOCKED: "Something else has to come before it.",
    ReasonCode.OTHER_FIRST: "Other work comes first.",
    ReasonCode.OTHER: "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What the record knows. `again` holds clauses (“on 1 March 2027”), `seen` how much evidence of each strength.

    `private_names` are those of other customers: a sentence that holds one is left out.
    """

    verdict: Verdict
    decided_on: date
    reason_code: ReasonCode
    reason: str
    name: str = ""
    account: str = ""
    asked: str = ""
    seen: Mapping[str, int]
    into: str = ""
    work: Sequence[str] = ()
    again: Sequence[str] = ()
    sender: str
    workspace: str
    private_names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """`left_out` says which parts are missing because they name another customer."""

    subject: str
    words: str
    left_out: list[str]


def compose_letter(facts: LetterFacts) -> Letter:
    kept, left_out = _without_private_names(facts)
    paragraphs = (
        f"Hello {kept.name or kept.account},".replace(" ,", ","),
        _asking(kept),
        _deciding(kept),
        _seeing(kept.seen),
        _doing(kept),
        _looking_again(kept.again),
        "\n".join(["Kind regards", kept.sender, kept.workspace]),
    )
    return Letter(_subject(kept), "\n\n".join(each for each in paragraphs if each), left_out)


def _subject(facts: LetterFacts) -> str:
    if not facts.asked:
        return f"Our decision of {day(facts.decided_on)}"
    return f"Your request: {_cut(facts.asked, LONGEST_SUBJECT)}"


def _asking(facts: LetterFacts) -> str:
    return f"Thank you for asking us for this: “{_cut(facts.asked, LONGEST_QUOTE)}”" if facts.asked else ""


def _deciding(facts: LetterFacts) -> str:
    into = f"“{facts.into}”" if facts.into else "other work"
    decided = DECIDED[facts.verdict].format(into=into)
    sentences = [f"On {day(facts.decided_on)} we decided {decided}.", BECAUSE[facts.reason_code], _ended(facts.reason)]
    if facts.verdict is Verdict.MERGE_INTO:
        sentences.append("What you told us goes with it.")
    return " ".join(each for each in sentences if each)


def _seeing(seen: Mapping[str, int]) -> str:
    observed, told, asked = (seen.get(strength, 0) for strength in ("observed", "told", "asked"))
    clauses = [
        f"seen it happen {times(observed)}" if observed else "",
        f"heard {count_of(told, 'first-hand account', 'first-hand accounts')} of it" if told else "",
        f"been given {count_of(asked, 'wish or opinion', 'wishes and opinions')} on it" if asked else "",
    ]
    return f"By then we had {listed([each for each in clauses if each])}." if any(clauses) else ""


def _doing(facts: LetterFacts) -> str:
    if not facts.work:
        return ""
    lead = "The work on it" if facts.verdict is Verdict.YES else "What we work on for the same need"
    return f"{lead} is {listed([f'“{title}”' for title in facts.work])}."


def _looking_again(again: Sequence[str]) -> str:
    return f"We look at it again {listed(again, last=' or ')}." if again else ""


def _without_private_names(facts: LetterFacts) -> tuple[LetterFacts, list[str]]:
    own = f"{facts.name} {facts.account}"
    names = [name for name in facts.private_names if len(name) >= SHORTEST_NAME and not mentions(own, name)]

    def is_private(text: str) -> bool:
        return any(mentions(text, name) for name in names)

    work = [title for title in facts.work if not is_private(title)]
    reason = "" if is_private(facts.reason) else facts.reason
    into = "" if is_private(facts.into) else facts.into
    lost = {"reason": reason != facts.reason, "into": into != facts.into, "work": len(work) < len(facts.work)}
    return replace(facts, work=work, reason=reason, into=into), [part for part, is_lost in lost.items() if is_lost]


def mentions(text: str, name: str) -> bool:
    """Whether a text names somebody, as a word of its own."""
    folded = name.casefold()
    return folded in text.casefold() and bool(re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text.casefold()))


def _cut(text: str, at_most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= at_most else flat[: at_most - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _ended(text: str) -> str:
    words = text.strip()
    return words if not words or words[-1] in ".!?…" else f"{words}."
