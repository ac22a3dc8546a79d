from collections.abc import Mapping

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, Reason
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.prioritization.errors import ColumnNotYours, ColumnUnknown, RoundClosed, ValueOffScale
from truenorth.domains.prioritization.models import Candidate, Rater, Score, ScoreReason, ScoringRound
from truenorth.domains.prioritization.rules import SCALE, RoundState, columns_asked, model_of, unknown_columns
from truenorth.domains.prioritization.selectors import get_candidate, is_awaited
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor
from truenorth.domains.workspace.services import Entry, record


@transaction.atomic
def save_scores(
    scoring_round: ScoringRound,
    *,
    actor: Member,
    candidate_id: int,
    values: Mapping[str, int | None],
    reason: str | None = None,
) -> Candidate:
    """The actor's own numbers for one candidate: the columns named are set, or cleared by None; the rest stay."""
    require_contributor(actor)
    ScoringRound.objects.select_for_update().get(pk=scoring_round.pk)
    current = get_record(actor, ScoringRound, scoring_round.id)
    candidate = get_candidate(actor, current, candidate_id)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    _check(actor, current, values)
    for column, value in values.items():
        own = Score.objects.filter(candidate=candidate, member=actor, column=column)
        if value is None:
            own.delete()
        elif not own.update(value=value, scored_at=clock.now()):
            Score.objects.create(candidate=candidate, member=actor, column=column, value=value)
    if reason is not None:
        _keep_reason(actor, candidate, reason)
    # Others read the audit log: it names the columns, never the numbers, because the round may still be private.
    entry = Entry(
        action="score",
        target_kind=current.kind,
        target_id=current.id,
        target_title=current.title,
        changes={"scored": (None, f"{candidate.node.key}: {', '.join(values) or 'reason'}")},
    )
    record(actor, entry)
    if not is_awaited(current, actor):
        facts.announce(AttentionAnswered(node_id=current.id, member_id=actor.id, reason=Reason.ASKED_TO_SCORE))
    return candidate


def _check(actor: Member, scoring_round: ScoringRound, values: Mapping[str, int | None]) -> None:
    model = model_of(scoring_round.scoring_model.formula)
    unknown = unknown_columns(model, values)
    if unknown:
        raise ColumnUnknown(fields={f"values.{column}": ColumnUnknown.title for column in unknown})
    off_scale = [column for column, value in values.items() if value is not None and value not in SCALE]
    if off_scale:
        raise ValueOffScale(fields={f"values.{column}": ValueOffScale.title for column in off_scale})
    rater = Rater.objects.filter(scoring_round=scoring_round, member=actor).first()
    asked = columns_asked(model, rater.columns if rater else ())
    foreign = [column for column in values if column not in asked]
    if foreign:
        raise ColumnNotYours(fields={f"values.{column}": ColumnNotYours.title for column in foreign})


def _keep_reason(actor: Member, candidate: Candidate, reason: str) -> None:
    if reason:
        ScoreReason.objects.update_or_create(candidate=candidate, member=actor, defaults={"words": reason})
    else:
        ScoreReason.objects.filter(candidate=candidate, member=actor).delete()
