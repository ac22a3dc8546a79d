"""Predictions for tests, made by the services."""

from datetime import timedelta

from truenorth.domains.calibration.models import Prediction
from truenorth.domains.calibration.services import create_prediction
from truenorth.domains.graph.models import Node
from truenorth.domains.workspace.models import Member


def make_prediction(
    actor: Member,
    *,
    title: str = "The tour raises completion",
    subject: Node | None = None,
    probability: float | None = None,
    days: int = 14,
) -> Prediction:
    values = {
        "title": title,
        "subject_id": subject.id if subject else None,
        "resolve_by": actor.workspace.today() + timedelta(days=days),
        "probability": probability,
    }
    return create_prediction(actor=actor, values=values)
