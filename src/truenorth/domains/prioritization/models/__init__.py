from truenorth.domains.prioritization.models.decisions import Contradiction, Decision, Told, Trigger, Watch
from truenorth.domains.prioritization.models.rounds import (
    Candidate,
    Rater,
    Score,
    ScoreReason,
    ScoringModel,
    ScoringRound,
)

__all__ = [
    "Candidate",
    "Contradiction",
    "Decision",
    "Rater",
    "Score",
    "ScoreReason",
    "ScoringModel",
    "ScoringRound",
    "Told",
    "Trigger",
    "Watch",
]
