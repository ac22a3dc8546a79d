"""The life of an initiative: where it may go from where, what each gate asks for, and what a decision does to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class State(StrEnum):
    IDEA = "idea"
    CANDIDATE = "candidate"
    COMMITTED = "committed"
    BUILDING = "building"
    SHIPPED = "shipped"
    CLOSED = "closed"


class InitiativeOutcome(StrEnum):
    WIN = "win"
    NO_WIN = "no_win"
    REDIRECT = "redirect"
    DROPPED = "dropped"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ")


class Horizon(StrEnum):
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Move:
    """A step in the life of an initiative. Back, or to an end, it asks for a reason."""

    to: State
    outcome: InitiativeOutcome | None = None
    needs_reason: bool = False


DROP = Move(State.CLOSED, InitiativeOutcome.DROPPED, needs_reason=True)
MOVES: Mapping[State, Sequence[Move]] = {
    State.IDEA: (Move(State.CANDIDATE), DROP),
    State.CANDIDATE: (Move(State.COMMITTED), Move(State.IDEA, needs_reason=True), DROP),
    State.COMMITTED: (Move(State.BUILDING), Move(State.CANDIDATE, needs_reason=True), DROP),
    # A test may end a bet before everybody has it, but only what was shipped can have won.
    State.BUILDING: (
        Move(State.SHIPPED),
        Move(State.COMMITTED, needs_reason=True),
        Move(State.CLOSED, InitiativeOutcome.NO_WIN, needs_reason=True),
        Move(State.CLOSED, InitiativeOutcome.REDIRECT, needs_reason=True),
        DROP,
    ),
    State.SHIPPED: (
        Move(State.CLOSED, InitiativeOutcome.WIN, needs_reason=True),
        Move(State.CLOSED, InitiativeOutcome.NO_WIN, needs_reason=True),
        Move(State.CLOSED, InitiativeOutcome.REDIRECT, needs_reason=True),
        Move(State.BUILDING, needs_reason=True),
    ),
    State.CLOSED: (),
}
# A close may have been a mistake, and a dropped idea may come back on the day its decision named.
REOPENED_TO = {InitiativeOutcome.DROPPED: State.CANDIDATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisFact:
    title: str
    has_threshold: bool
    is_tested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BetReading:
    """What one experiment allows to say about the initiative it was run for."""

    title: str
    is_win: bool
    headline: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the graph knows about an initiative when somebody wants to move it."""

    evidence: int = 0
    observed: int = 0
    hypotheses: Sequence[HypothesisFact] = ()
    readings: Sequence[BetReading] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing a gate asks for."""

    code: str
    label: str
    is_met: bool
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a decision does to its initiative. `leaves_board` takes it out of now, next and later."""

    state: State
    outcome: InitiativeOutcome | None = None
    leaves_board: bool = False


def list_moves(state: State, outcome: InitiativeOutcome | None = None) -> Sequence[Move]:
    if state is State.CLOSED:
        return (Move(REOPENED_TO.get(outcome, State.SHIPPED) if outcome else State.CANDIDATE, needs_reason=True),)
    return MOVES[state]


def find_move(
    state: State, outcome: InitiativeOutcome | None, *, to: State, with_outcome: InitiativeOutcome | None
) -> Move | None:
    for move in list_moves(state, outcome):
        if (move.to, move.outcome) == (to, with_outcome):
            return move
    return None


def check_move(move: Move, case: Case, *, state: State) -> list[Check]:
    """What this step asks for. Going back to a state asks for nothing."""
    if move.to is State.COMMITTED and state is State.CANDIDATE:
        return check_commit(case)
    if move.outcome is InitiativeOutcome.WIN:
        return check_win(case)
    return []


def check_commit(case: Case) -> list[Check]:
    firm = [h for h in case.hypotheses if h.has_threshold or h.is_tested]
    return [
        Check(
            code="evidence",
            label="Evidence is linked",
            is_met=case.evidence > 0,
            detail=f"{case.evidence} on record, {case.observed} observed"
            if case.evidence
            else "Nothing a customer did or said leads to this yet.",
        ),
        Check(
            code="hypothesis",
            label="A hypothesis has a threshold or a test",
            is_met=bool(firm),
            detail=firm[0].title if firm else _lacking_hypothesis(case),
        ),
    ]


def check_win(case: Case) -> list[Check]:
    """A bet is no win on the metric that moved while what that metric stands for is unread, undecided or worse."""
    if not case.readings:
        unmeasured = "No experiment was run for this initiative or for what it was built on."
        return [Check(code="measured", label="Something measured it", is_met=False, detail=unmeasured)]
    return [
        Check(
            code="measured",
            label=reading.title,
            is_met=reading.is_win,
            detail=f"{reading.headline}. {reading.sentence}",
        )
        for reading in case.readings
    ]


def list_missing(checks: Sequence[Check]) -> list[Check]:
    return [check for check in checks if not check.is_met]


def heed(verdict: str, *, state: State, outcome: InitiativeOutcome | None, is_gate_met: bool) -> Effect | None:
    """What a decision does. A yes goes as far as the gate lets it; a no to work under way takes a person to stop it."""
    waits = state in (State.IDEA, State.CANDIDATE)
    if verdict == "yes":
        if waits or outcome is InitiativeOutcome.DROPPED:
            return Effect(state=State.COMMITTED if is_gate_met else State.CANDIDATE)
    elif waits or state is State.COMMITTED:
        if verdict in ("no", "merge_into"):
            return Effect(state=State.CLOSED, outcome=InitiativeOutcome.DROPPED, leaves_board=True)
        return Effect(state=State.CANDIDATE if state is State.COMMITTED else state, leaves_board=True)
    return None


def insert_at(ids: Sequence[T], moved: T, index: int) -> list[T]:
    """The order of a lane after `moved` was put at `index` of it."""
    rest = [each for each in ids if each != moved]
    index = max(0, min(index, len(rest)))
    return [*rest[:index], moved, *rest[index:]]


def _lacking_hypothesis(case: Case) -> str:
    if not case.hypotheses:
        return "No hypothesis is linked."
    return f"“{case.hypotheses[0].title}” says nothing yet about when it holds."
