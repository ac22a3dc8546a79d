"""Rounds and decisions for tests, made by the services. A candidate is any record; here, debt."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.services import create_record
from truenorth.domains.prioritization.models import Candidate, Decision, ScoringRound
from truenorth.domains.prioritization.services import add_candidates, create_round, record_decision, save_scores
from truenorth.domains.workspace.models import Member

VALUES = ("user_value", "business_value", "risk_reduction", "effort")


def make_subject(actor: Member, title: str = "CRM button", *, kind: str = "debt") -> Node:
    return create_record(get_kind(kind).model, actor=actor, values={"title": title}).node


def make_round(actor: Member, titles: Sequence[str] = ("Guided tour", "CRM button")) -> ScoringRound:
    scoring_round = create_round(actor=actor, values={"title": "This quarter"})
    add_candidates(scoring_round, actor=actor, ids=[make_subject(actor, title).id for title in titles])
    return scoring_round


def candidate_of(scoring_round: ScoringRound, title: str) -> Candidate:
    return Candidate.objects.get(scoring_round=scoring_round, node__title=title)


def score(actor: Member, scoring_round: ScoringRound, title: str, *numbers: float | None) -> None:
    """Numbers in the order of the model's columns."""
    candidate = candidate_of(scoring_round, title)
    values: Mapping[str, float | None] = dict(zip(VALUES, numbers, strict=False))
    save_scores(scoring_round, actor=actor, candidate_id=candidate.id, values=values)


def decide(actor: Member, subject_id: UUID, verdict: str = "no", **values: Any) -> Decision:
    given = {"reason_code": "need_met_otherwise", "reason": "The need is fewer re-typed notes."}
    return record_decision(actor=actor, values={"subject_id": subject_id, "verdict": verdict, **given, **values})


def on_day(day: date) -> dict[str, Any]:
    return {"kind": "date", "on": day}


def on_reading(measure: str, threshold: float, **values: Any) -> dict[str, Any]:
    return {"kind": "reading", "measure": measure, "threshold": threshold, **values}
