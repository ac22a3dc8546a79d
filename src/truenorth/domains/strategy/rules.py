"""How a key result stands: which way it should move, how far it should be by now, and what to call that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Grades as Doerr reads them (Measure What Matters): 0.7 and up is green, 0.4 and up is yellow.
GREEN = 0.7
YELLOW = 0.4
TOO_EARLY = 0.1
TASK_VERBS = frozenset(
    {"add", "build", "complete", "create", "deliver", "design", "develop", "finish", "implement", "launch", "migrate"}
    | {"publish", "release", "ship", "write"}
)


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Status(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"


WORSE_FIRST = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class Standing:
    """A status and the sentence that says how it came about."""

    status: Status
    reason: str


def direction_of(*, baseline: float, target: float) -> Direction:
    return Direction.UP if target > baseline else Direction.DOWN


def expected_progress(*, starts_on: date, ends_on: date, on: date) -> float:
    """The share of a cycle that has passed by the end of a day, 0.0 before it starts and 1.0 after it ends."""
    passed = (on - starts_on).days + 1
    return min(1.0, max(0.0, passed / ((ends_on - starts_on).days + 1)))


def judge(*, progress: float, expected: float | None, confidence: float | None, is_checked_in: bool) -> Standing:
    """On track, at risk or off track: the weaker of pace (progress against time) and confidence."""
    if not is_checked_in:
        return Standing(Status.NO_DATA, "Nobody has checked in yet.")
    if progress >= 1:
        return Standing(Status.ON_TRACK, "The target is reached.")
    pace = None if expected is None else _judge_pace(progress, expected)
    trust = None if confidence is None else _judge_confidence(confidence)
    parts = [part for part in (pace, trust) if part]
    if not parts:
        return Standing(Status.NO_DATA, "There is neither a cycle to measure pace against nor a confidence.")
    weakest = min((part.status for part in parts), key=WORSE_FIRST.index)
    reason = " ".join(part.reason for part in parts)
    if len({part.status for part in parts}) == 2:
        reason += " The weaker of the two counts."
    return Standing(weakest, reason)


def weakest_status(statuses: Iterable[Status]) -> Status:
    """An objective stands as its weakest key result does; those nobody checked in on say nothing."""
    known = [status for status in statuses if status != Status.NO_DATA]
    return min(known, key=WORSE_FIRST.index, default=Status.NO_DATA)


def lint_key_result(title: str) -> list[str]:
    """What a careful reader would ask about the wording; advice, never a refusal."""
    first = title.split(maxsplit=1)[0].lower() if title.split() else ""
    if first in TASK_VERBS:
        return [f"Starts with “{first}”: that is work to do. What will be different once it is done?"]
    return []


def _judge_pace(progress: float, expected: float) -> Standing:
    if expected < TOO_EARLY:
        return Standing(Status.ON_TRACK, f"Progress {progress:.2f}; too early in the cycle to judge pace.")
    ratio = progress / expected
    words = f"Progress {progress:.2f} against {expected:.2f} of the time, {ratio * 100:.0f}\u202f% of the even pace."
    return Standing(_grade(ratio), words)


def _judge_confidence(confidence: float) -> Standing:
    return Standing(_grade(confidence), f"Confidence {confidence:.2f}.")


def _grade(share: float) -> Status:
    if share >= GREEN:
        return Status.ON_TRACK
    return Status.AT_RISK if share >= YELLOW else Status.OFF_TRACK
