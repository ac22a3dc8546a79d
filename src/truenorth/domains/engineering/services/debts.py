"""Debt: its readings over time, and its place among the candidates of a round."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.engineering.errors import ReadingAhead
from truenorth.domains.engineering.models import Debt, DebtReading
from truenorth.domains.engineering.rules import prefill
from truenorth.domains.engineering.selectors import get_debt, list_fillable_columns
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.prioritization.models import Candidate, ScoringRound
from truenorth.domains.prioritization.services import add_candidates, save_scores
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor
from truenorth.domains.workspace.services import check_fields

MEASURED = ("principal_days", "interest_hours")


@transaction.atomic
def create_debt(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Debt:
    created = create_record(Debt, actor=actor, values=values, links=links)
    _keep_reading(actor, created, on=actor.workspace.today())
    return created


@transaction.atomic
def revise_debt(debt: Debt, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Debt:
    """Change a debt. Numbers that changed are a reading of today."""
    before = [getattr(debt, name) for name in MEASURED]
    revised = revise_record(debt, actor=actor, version=version, changes=changes)
    if [getattr(revised, name) for name in MEASURED] != before:
        _keep_reading(actor, revised, on=actor.workspace.today())
    return revised


@transaction.atomic
def read_debt(
    debt_id: UUID,
    *,
    actor: Member,
    version: int,
    on: date,
    interest_hours: float,
    principal_days: float | None = None,
) -> Debt:
    """Say what a debt was on a day. The latest day's reading is what the debt says; an older one joins the history."""
    require_editor(actor)
    debt = get_debt(actor, debt_id)
    if on > actor.workspace.today():
        raise ReadingAhead(fields={"on": ReadingAhead.title})
    Node.objects.select_for_update().get(pk=debt_id)
    is_latest = not debt.readings.filter(on__gt=on).exists()
    principal = debt.principal_days if principal_days is None else principal_days
    changes = {"principal_days": principal, "interest_hours": interest_hours} if is_latest else {}
    revised = revise_record(debt, actor=actor, version=version, changes=changes, action="read")
    revised.principal_days, revised.interest_hours = principal, interest_hours
    _keep_reading(actor, revised, on=on)
    return get_debt(actor, debt_id)


@transaction.atomic
def put_debt_up(debt_id: UUID, *, actor: Member, round_id: UUID) -> tuple[Candidate, Mapping[str, float]]:
    """Make a debt a candidate, with the actor's numbers for those columns that hold money a week or weeks.

    What stands in the round already stays, and so do numbers that the actor gave.
    """
    require_editor(actor)
    debt = get_debt(actor, debt_id)
    scoring_round = get_record(actor, ScoringRound, round_id)
    add_candidates(scoring_round, actor=actor, ids=[debt_id])
    candidate = Candidate.objects.get(scoring_round=scoring_round, node_id=debt_id)
    columns = list_fillable_columns(actor, scoring_round, candidate)
    values = prefill(columns, debt.price, currency=debt.currency)
    if values:
        words = debt.price.words(currency=debt.currency)
        save_scores(scoring_round, actor=actor, candidate_id=candidate.id, values=values, reason=words)
    return candidate, values


def _keep_reading(actor: Member, debt: Debt, *, on: date) -> None:
    if debt.interest_hours is None:
        return
    given = {"principal_days": debt.principal_days, "interest_hours": debt.interest_hours}
    reading = DebtReading(debt=debt, on=on, by=actor, **given)
    check_fields(reading)
    reading.save()
