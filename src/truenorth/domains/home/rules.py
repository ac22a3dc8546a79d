"""Why something lies in an inbox, in words."""

from enum import StrEnum

from truenorth.domains.graph.kinds import Reason


class InboxState(StrEnum):
    OPEN = "open"
    DONE = "done"


BY_SOMEBODY = {
    Reason.MENTIONED: "{name} mentioned you.",
    Reason.ASSIGNED: "{name} made it yours.",
    Reason.ASKED_TO_SCORE: "{name} asks you to score.",
    Reason.ASKED_TO_EXPLAIN: "{name} asks why your number stands apart.",
    Reason.TRIGGER_FIRED: "{name} asks you to look at it again.",
}
BY_ITSELF = {
    Reason.MENTIONED: "You are mentioned.",
    Reason.ASSIGNED: "It is yours.",
    Reason.ASKED_TO_SCORE: "Your scores are asked for.",
    Reason.ASKED_TO_EXPLAIN: "You are asked why your number stands apart.",
    Reason.TRIGGER_FIRED: "It is time to look at it again.",
}


def describe(reason: Reason, *, by: str | None, note: str = "") -> str:
    """One sentence on who wants what, and the note that came with it."""
    sentence = BY_SOMEBODY[reason].format(name=by) if by else BY_ITSELF[reason]
    return f"{sentence} {note}".strip()
