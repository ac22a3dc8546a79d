from truenorth.domains.prioritization.models.decisions import Contradiction, Decision, Told, Trigger, Watch
from truenorth.domains.prioritization.models.rounds import (
    Candidate,
    Place,
    Rater,
    ScoringModel,
    ScoringRound,
    Standing,
    Turn,
)
from truenorth.domains.prioritization.models.scores import Cell, Note, Override, Score, ScoreReason

__all__ = [
    "Candidate",
    "Cell",
    "Contradiction",
    "Decision",
    "Note",
    "Override",
    "Place",
    "Rater",
    "Score",
    "ScoreReason",
    "ScoringModel",
    "ScoringRound",
    "Standing",
    "Told",
    "Trigger",
    "Turn",
    "Watch",
]
