from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.kinds import AttentionAnswered, AttentionAsked, Reason
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.rules import LinkKind, Step
from truenorth.domains.graph.selectors import get_node, get_nodes, list_chains, summarize, walk_from
from truenorth.domains.graph.services import LinkDraft, create_link, create_record
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.errors import RevisitInPast, SubjectNotDecidable
from truenorth.domains.prioritization.kinds import DecisionRecorded
from truenorth.domains.prioritization.models import Decision
from truenorth.domains.prioritization.rules import NOT_DECIDABLE, Verdict, model_of
from truenorth.domains.prioritization.selectors import find_current_decision, find_latest_scores
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


@transaction.atomic
def record_decision(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Decision:
    """Yes, no or not now to a record, with scores and evidence as they stand. It supersedes the one before it."""
    require_editor(actor)
    given = dict(values)
    answers = given.pop("answers_ids", None) or []
    subject = get_node(actor, given["subject_id"])
    verdict = Verdict(given["verdict"])
    _check(actor, subject, given, answers)
    before = find_current_decision(actor, subject.id)
    latest = find_latest_scores([subject.id]).get(subject.id)
    given |= {
        "title": given.get("title") or f"{verdict.words} to {subject.title}"[:300],
        "decided_on": actor.workspace.today(),
        "owner_id": given.get("owner_id") or actor.id,
        "scoring_round_id": latest.scoring_round.id if latest else None,
        "supersedes_id": before.id if before else None,
        "basis": _basis(actor, subject),
    }
    decision = create_record(Decision, actor=actor, values=given, links=links)
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=decision.node, target=subject)
    for request in get_nodes(actor, answers).values():
        create_link(actor=actor, kind=LinkKind.ANSWERS, source=decision.node, target=request)
    if before:
        _supersede(before)
    facts.announce(DecisionRecorded(decision_id=decision.id, subject_id=subject.id, verdict=verdict, actor_id=actor.id))
    return decision


@transaction.atomic
def ask_due_revisits() -> int:
    """Ask the owners of decisions whose day to look again has come, once each."""
    due = Decision.objects.select_for_update(of=("self",)).filter(
        revisit_on__lte=clock.today() + timedelta(days=1),
        revisit_asked_at=None,
        superseded_at=None,
        owner__left_at=None,
        node__archived_at=None,
        node__trashed_at=None,
    )
    asked = 0
    for decision in due.select_related("owner__workspace", "subject"):
        owner = decision.owner
        if owner is None or decision.revisit_on is None or decision.revisit_on > owner.workspace.today():
            continue
        Decision.objects.filter(pk=decision.pk).update(revisit_asked_at=clock.now())
        facts.announce(
            AttentionAsked(
                node_id=decision.id,
                member_id=owner.id,
                actor_id=None,
                reason=Reason.TRIGGER_FIRED,
                note=f"The day has come to look again at {decision.subject.title}.",
            )
        )
        asked += 1
    return asked


def _supersede(before: Decision) -> None:
    """The earlier decision is out of force; who was asked to look at it again has done so."""
    Decision.objects.filter(pk=before.pk).update(superseded_at=clock.now())
    if before.revisit_asked_at and before.owner_id:
        facts.announce(AttentionAnswered(node_id=before.id, member_id=before.owner_id, reason=Reason.TRIGGER_FIRED))


def _check(actor: Member, subject: Node, given: Mapping[str, Any], answers: Sequence[UUID]) -> None:
    if subject.kind in NOT_DECIDABLE:
        raise SubjectNotDecidable(fields={"subject_id": SubjectNotDecidable.title})
    revisit_on = given.get("revisit_on")
    if revisit_on and revisit_on <= actor.workspace.today():
        raise RevisitInPast(fields={"revisit_on": RevisitInPast.title})
    if len(get_nodes(actor, answers)) != len(set(answers)):
        raise Invalid(fields={"answers_ids": "There is no such record in this workspace."})


def _basis(actor: Member, subject: Node) -> dict[str, Any]:
    """What was known on the day: the evidence upstream, the chain, and the score with its parts."""
    walks, nodes = walk_from(actor, [subject.id])
    upstream = [nodes[each] for each in walks[subject.id].upstream]
    evidence = summarize(node for node in upstream if get_kind(node.kind).step == Step.EVIDENCE)
    return {
        "taken_at": clock.now().isoformat(),
        "score": _score_basis(subject.id),
        "evidence": [
            {"id": str(each.id), "kind": each.kind, "key": each.key, "title": each.title, "state": each.state}
            for each in sorted(evidence.values(), key=lambda each: (each.kind, each.key))
        ],
        "chain": list_chains(actor, [subject.id])[subject.id],
    }


def _score_basis(subject_id: UUID) -> dict[str, Any] | None:
    latest = find_latest_scores([subject_id]).get(subject_id)
    if latest is None:
        return None
    model = model_of(latest.scoring_round.scoring_model.formula)
    labels = {column.key: column.label for column in model.columns}
    return {
        "round_id": str(latest.scoring_round.id),
        "round_key": latest.scoring_round.key,
        "round_title": latest.scoring_round.title,
        "model": model.name,
        "score": latest.ranked.score,
        "rank": latest.ranked.rank,
        "out_of": latest.out_of,
        "spread": latest.ranked.spread,
        "parts": [
            {"column": part.column, "label": labels[part.column], "mean": part.mean, "raters": part.raters}
            for part in latest.ranked.parts
        ],
    }
