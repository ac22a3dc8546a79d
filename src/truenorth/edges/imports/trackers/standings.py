"""What a tracker's words say about where work stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from truenorth.domains.roadmap.rules import Horizon, State

DROPPED = State.CLOSED
"""In a tracker, work is done or it was given up; only a bet that is judged is closed otherwise."""
SAID: Mapping[State, str] = {
    State.IDEA: "backlog, triage, new, open, opened, reopened, to do, todo, icebox, inbox, ideas, idea, unstarted, "
    "no status, under review, under consideration, gathering feedback, needs triage, new idea, now, next, later",
    State.CANDIDATE: "planned, ready, ready for development, ready for dev, selected for development, up next, "
    "next up, scheduled, candidate, committed, accepted for development, this sprint, sprint backlog",
    State.BUILDING: "in progress, started, doing, in development, development, building, active, in review, review, "
    "code review, in code review, testing, in testing, in qa, qa, ready for review, ready for qa, ready for deploy, "
    "ready to deploy, ready for release, wip, blocked",
    State.SHIPPED: "done, closed, complete, completed, released, shipped, launched, resolved, fixed, live, deployed, "
    "merged, delivered, finished, accepted, implemented",
    DROPPED: "canceled, cancelled, won't do, wont do, won't fix, wontfix, won't build, will not do, declined, "
    "rejected, duplicate, duplicated, abandoned, dropped, not planned, not doing, obsolete, invalid, cannot reproduce, "
    "incomplete, by design",
}
WORDS: Mapping[str, State] = {word: state for state, words in SAID.items() for word in words.split(", ")}
NAMED: Mapping[str, State] = {**{state.value: state for state in State}, "dropped": DROPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a row says of its state. A day on which it was completed counts whatever column it lies in."""

    status: str = ""
    category: str = ""
    resolution: str = ""
    started: date | None = None
    completed: date | None = None
    dropped: date | None = None
    is_done: bool = False

    def find_state(self, words: Mapping[str, State]) -> State | None:
        """The state that the words and days tell, or None where they tell none."""
        status, category, resolution = (
            words.get(plain_word(each)) for each in (self.status, self.category, self.resolution)
        )
        if DROPPED in (resolution, status) or self.dropped:
            return DROPPED
        if State.SHIPPED in (resolution, status) or self.completed or self.is_done:
            return State.SHIPPED
        return status or category or (State.BUILDING if self.started else None)

    def since(self, state: State) -> date | None:
        if state is DROPPED:
            return self.dropped or self.completed
        return self.completed if state is State.SHIPPED else None

    def say(self, state: State) -> str:
        """The tracker's own words for it, or what its days say."""
        told = (self.resolution, self.status) if state is DROPPED else (self.status, self.category, self.resolution)
        days = {DROPPED: "canceled", State.SHIPPED: "completed", State.BUILDING: "started"}
        return next(filter(None, map(str.strip, told)), days.get(state, ""))


def find_horizon(word: str) -> Horizon | None:
    plain = plain_word(word)
    return Horizon(plain) if plain in list(Horizon) else None


@lru_cache(maxsize=4_096)
def plain_word(word: str) -> str:
    """A word without its signs and spelling: “✅ Won't  do” is won't do."""
    return " ".join(re.sub(r"[^\w']+|_", " ", word.casefold().replace("\u2019", "'")).split())
