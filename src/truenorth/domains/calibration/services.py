from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.calibration.errors import (
    ForecastLate,
    PredictionAnswered,
    PredictionArchived,
    PredictionResolved,
)
from truenorth.domains.calibration.models import Forecast, Prediction, Resolution
from truenorth.domains.calibration.rules import PredictionOutcome, PredictionState
from truenorth.domains.calibration.selectors import get_prediction
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor, require_editor
from truenorth.domains.workspace.services import Entry, check_fields, record

THE_QUESTION = {"title", "subject_id", "resolve_by"}


@transaction.atomic
def create_prediction(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Prediction:
    """A question with a day, linked to what it is about; the asker's own probability may come with it."""
    values = dict(values)
    probability = values.pop("probability", None)
    created = create_record(Prediction, actor=actor, values=values, links=links)
    if created.subject:
        create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=created.node, target=created.subject)
    if probability is not None:
        give_probability(created.id, actor=actor, probability=probability)
    return created


@transaction.atomic
def revise_prediction(prediction: Prediction, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Prediction:
    """Change a question nobody else has answered yet; its notes may change until it is resolved."""
    if prediction.found_resolution:
        raise PredictionResolved
    asked = {name for name in THE_QUESTION & changes.keys() if changes[name] != getattr(prediction, name)}
    others = {row.member_id for row in prediction.standing_forecasts} - {actor.id}
    if asked and others:
        raise PredictionAnswered
    return revise_record(prediction, actor=actor, version=version, changes=changes)


@transaction.atomic
def give_probability(prediction_id: UUID, *, actor: Member, probability: float) -> Prediction:
    """The actor's probability from now on; an earlier one is kept and no longer counts."""
    require_contributor(actor)
    prediction = _lock_open(actor, prediction_id)
    if prediction.state == PredictionState.DUE:
        raise ForecastLate
    before = next((row.probability for row in prediction.standing_forecasts if row.member_id == actor.id), None)
    given = Forecast(workspace=actor.workspace, prediction=prediction, member=actor, probability=probability)
    check_fields(given)
    given.save()
    # The audit log is open to all, so the probability itself stays out of it while the question is sealed.
    action = "give_probability" if before is None else "revise_probability"
    _record(actor, prediction, action, {})
    return get_prediction(actor, prediction_id)


@transaction.atomic
def resolve_prediction(prediction_id: UUID, *, actor: Member, outcome: PredictionOutcome, reason: str) -> Prediction:
    """Say what happened, once and for good."""
    require_editor(actor)
    prediction = _lock_open(actor, prediction_id)
    resolution = Resolution(workspace=actor.workspace, prediction=prediction, outcome=outcome, reason=reason, by=actor)
    check_fields(resolution)
    resolution.save()
    _record(actor, prediction, "resolve", {"outcome": (None, outcome), "reason": (None, reason)})
    return get_prediction(actor, prediction_id)


def _lock_open(actor: Member, prediction_id: UUID) -> Prediction:
    get_prediction(actor, prediction_id)
    node = Node.objects.select_for_update().get(pk=prediction_id)
    prediction = get_prediction(actor, prediction_id)
    if node.archived_at is not None:
        raise PredictionArchived
    if prediction.found_resolution:
        raise PredictionResolved
    return prediction


def _record(actor: Member, prediction: Prediction, action: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    node = prediction.node
    record(
        actor,
        Entry(action=action, target_kind=node.kind, target_id=node.id, target_title=node.title, changes=changes),
    )
