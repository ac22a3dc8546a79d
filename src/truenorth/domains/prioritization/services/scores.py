from collections.abc import Mapping
from typing import Any

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, Reason
from truenorth.domains.kit import clock, facts
from truenorth.domains.prioritization.errors import (
    ColumnNotOpen,
    ColumnNotYours,
    ColumnRead,
    ColumnUnknown,
    RoundClosed,
    RoundTooLarge,
    StaleScore,
    ValueOffScale,
)
from truenorth.domains.prioritization.models import Candidate, Score, ScoreReason, ScoringRound
from truenorth.domains.prioritization.rules import (
    RATERS_AT_MOST,
    ColumnState,
    RoundState,
    is_countable,
    is_too_large,
    scale_words,
    unknown_columns,
)
from truenorth.domains.prioritization.selectors import (
    OwnScore,
    columns_of,
    count_scorers,
    get_candidate,
    is_awaited,
    list_columns,
    list_own_scores,
    list_reopened,
)
from truenorth.domains.prioritization.services.progress import lock_round, note, touch
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor
from truenorth.engines import ranking


@transaction.atomic
def save_scores(
    scoring_round: ScoringRound,
    *,
    actor: Member,
    candidate_id: int,
    values: Mapping[str, float | None],
    versions: Mapping[str, int] | None = None,
    reason: str | None = None,
) -> Candidate:
    """The actor's own numbers for one candidate: the columns named are set, or cleared by None; the rest stay.

    `versions` says which of these numbers the caller saw, 0 for none; where another device changed one since,
    nothing is saved. Without `versions` nobody asks.
    """
    require_contributor(actor)
    current = lock_round(actor, scoring_round)
    candidate = get_candidate(actor, current, candidate_id)
    if current.state == RoundState.CLOSED:
        raise RoundClosed
    private = _check(actor, current, candidate, values)
    own = list_own_scores(actor, current, [candidate.id])[candidate.id]
    if versions is not None:
        _check_versions(own, values, versions)
    _refuse_crowd(actor, current)
    revision = touch(current)
    moved = [
        _set(actor, candidate, column, value, version=revision, is_private=column in private)
        for column, value in values.items()
    ]
    if reason is not None:
        _keep_reason(actor, candidate, reason)
        facts.announce(AttentionAnswered(node_id=current.id, member_id=actor.id, reason=Reason.ASKED_TO_EXPLAIN))
    # Others read the audit log: it names the columns, never the numbers, because the round may still be private.
    note(actor, current, "score", scored=(None, f"{candidate.node.key}: {', '.join(values) or 'reason'}"))
    if any(moved):
        touch(current, numbers=True)
    if not is_awaited(current, actor):
        facts.announce(AttentionAnswered(node_id=current.id, member_id=actor.id, reason=Reason.ASKED_TO_SCORE))
    return candidate


def _check(
    actor: Member, scoring_round: ScoringRound, candidate: Candidate, values: Mapping[str, float | None]
) -> set[str]:
    """The columns among these whose numbers stay private for now."""
    model = scoring_round.model
    unknown = unknown_columns(model, values)
    if unknown:
        raise ColumnUnknown(fields={f"values.{column}": ColumnUnknown.title for column in unknown})
    read = [column for column in values if column in scoring_round.reads]
    if read:
        raise ColumnRead(fields={f"values.{column}": ColumnRead.title for column in read})
    asked = columns_of(scoring_round, actor)
    foreign = [column for column in values if column not in asked]
    if foreign:
        raise ColumnNotYours(fields={f"values.{column}": ColumnNotYours.title for column in foreign})
    check_values(model, values, item=candidate.node.key)
    states = {column.key: column.state for column in list_columns(scoring_round)}
    waiting = [column for column in values if states[column] is ColumnState.WAITING]
    if waiting:
        raise ColumnNotOpen(fields={f"values.{column}": ColumnNotOpen.title for column in waiting})
    reopened = list_reopened([candidate.id])
    return {each for each in values if states[each] is ColumnState.OPEN or (candidate.id, each) in reopened}


def check_values(
    model: ranking.Model, values: Mapping[str, float | None], *, item: str, prefix: str = "values."
) -> None:
    """Refuse numbers off the scale, too large or small to count with, or at zero and below where they divide."""
    columns = {column.key: column for column in model.columns}
    problems: dict[str, str] = {}
    for key, value in values.items():
        if value is None:
            continue
        column, field = columns[key], f"{prefix}{key}" if prefix.endswith(".") else prefix
        try:
            ranking.check_rating(value, column, model, item=item)
        except ranking.RankingRefused as refusal:
            problems[field] = f"{refusal.reason}."
            continue
        if not column.admits(value):
            problems[field] = f"Score with one of {scale_words(column.scale or ())}."
        elif not is_countable(value):
            problems[field] = "Use a number between a billionth and a million million."
    if problems:
        raise ValueOffScale(fields=problems)


def _check_versions(
    own: Mapping[str, OwnScore], values: Mapping[str, float | None], versions: Mapping[str, int]
) -> None:
    stale = {
        column: {"value": own[column].value, "version": own[column].version} if column in own else None
        for column in values
        if versions.get(column, 0) != (own[column].version if column in own else 0)
    }
    if stale:
        fields = {f"values.{column}": StaleScore.title for column in stale}
        raise StaleScore(fields=fields, extra={"current": stale, "given": dict(values)})


def _refuse_crowd(actor: Member, scoring_round: ScoringRound) -> None:
    """Somebody who was not asked may score too, as long as the round can hold their numbers."""
    is_in = scoring_round.raters.filter(member=actor).exists()
    if is_in or Score.objects.filter(candidate__scoring_round=scoring_round, member=actor).exists():
        return
    raters, candidates = count_scorers(scoring_round) + 1, scoring_round.candidates.count()
    columns = len(scoring_round.model.columns)
    if raters > RATERS_AT_MOST or is_too_large(candidates=candidates, columns=columns, raters=raters):
        raise RoundTooLarge(fields={"values": RoundTooLarge.title})


def _set(
    actor: Member, candidate: Candidate, column: str, value: float | None, *, version: int, is_private: bool
) -> bool:
    """Set or clear one number; whether a public one changed."""
    mine = Score.objects.filter(candidate=candidate, member=actor, column=column, superseded_at=None)
    mine = mine.filter(revealed_at__isnull=is_private)
    if value is None:
        return bool(mine.delete()[0]) and not is_private
    now = clock.now()
    given: dict[str, Any] = {"value": value, "version": version, "scored_at": now}
    if not mine.update(**given):
        revealed_at = None if is_private else now
        Score.objects.create(candidate=candidate, member=actor, column=column, revealed_at=revealed_at, **given)
    return not is_private


def _keep_reason(actor: Member, candidate: Candidate, reason: str) -> None:
    if reason:
        ScoreReason.objects.update_or_create(candidate=candidate, member=actor, defaults={"words": reason})
    else:
        ScoreReason.objects.filter(candidate=candidate, member=actor).delete()
