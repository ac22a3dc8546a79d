"""When what came to be known later speaks against a decision that is in force."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from truenorth.domains.prioritization.rules.decisions import Verdict

FIRM = {"observed": "was observed", "told": "was told at first hand"}
HOLDS, FAILS = "holds", "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A record that bears on a decision, as it stands now. `name` is what people call it: Highlight HL-4 “…”.

    `is_against` holds for evidence that refutes something in the story, `refutes_since` when it came to do so after
    the decision, `refutes_decision` when what it refutes is the decision itself.
    """

    id: UUID
    name: str
    bearing: str = ""
    is_against: bool = False
    refutes_since: bool = False
    refutes_decision: bool = False


def find_contradictions(verdict: Verdict, *, then: Mapping[UUID, str], now: Iterable[Piece]) -> dict[UUID, str]:
    """What speaks against a decision, each with the words for its owner.

    `then` holds what was known on the day: every piece of evidence and every tested claim with what it said.
    """
    speak = _against_yes if verdict is Verdict.YES else _against_no
    found = {piece.id: _against_any(piece) or speak(piece, then) for piece in now}
    return {node_id: words for node_id, words in found.items() if words}


def _against_any(piece: Piece) -> str:
    return f"{piece.name} refutes the decision." if piece.refutes_decision and piece.refutes_since else ""


def _against_yes(piece: Piece, then: Mapping[UUID, str]) -> str:
    if piece.refutes_since:
        return f"{piece.name} refutes what it rests on."
    if piece.bearing == FAILS and then.get(piece.id) != FAILS:
        return f"{piece.name} came out against it."
    return ""


def _against_no(piece: Piece, then: Mapping[UUID, str]) -> str:
    if piece.is_against:
        return ""
    if piece.bearing in FIRM and piece.id not in then:
        return f"{piece.name} {FIRM[piece.bearing]} and is new."
    if piece.bearing == HOLDS and then.get(piece.id) != HOLDS:
        return f"{piece.name} came out in its favour."
    return ""
