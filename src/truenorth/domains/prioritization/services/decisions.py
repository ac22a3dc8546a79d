"""Decisions: recorded with what is known on the day, and out of force when a later one takes their place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.errors import LinkClosesCircle
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.registry import Bearing, get_kind
from truenorth.domains.graph.rules import LinkKind, Step
from truenorth.domains.graph.selectors import get_node, get_nodes, list_chains, summarize
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, remove_link
from truenorth.domains.kit import clock, facts
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.errors import MergeClosesCircle, MergeTargetRefused, SubjectNotDecidable
from truenorth.domains.prioritization.kinds import DecisionRecorded
from truenorth.domains.prioritization.models import Decision, Trigger
from truenorth.domains.prioritization.rules import NOT_DECIDABLE, Verdict, title_of
from truenorth.domains.prioritization.selectors import find_current_decision, find_latest_scores, list_stories
from truenorth.domains.prioritization.services.calling import is_waiting, let_owner_go
from truenorth.domains.prioritization.services.triggers import TriggerDraft, draft_triggers, save_triggers
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_editor


@transaction.atomic
def record_decision(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Decision:
    """A verdict on a record, with scores and evidence as they stand. It supersedes the one before it."""
    require_editor(actor)
    given = dict(values)
    answers, rows = given.pop("answers_ids", None) or [], given.pop("triggers", None) or []
    subject = get_node(actor, given["subject_id"])
    verdict = Verdict(given["verdict"])
    into = _check(actor, subject, verdict, given, answers)
    triggers = draft_triggers(actor=actor, subject=subject, drafts=[TriggerDraft(**row) for row in rows])
    before = find_current_decision(actor, subject.id)
    latest = find_latest_scores([subject.id]).get(subject.id)
    given |= {
        "title": given.get("title") or title_of(verdict, subject=subject.title, into=into.title if into else ""),
        "decided_on": actor.workspace.today(),
        "owner_id": given.get("owner_id") or actor.id,
        "scoring_round_id": latest.scoring_round.id if latest else None,
        "supersedes_id": before.id if before else None,
        "basis": _basis(actor, subject, triggers),
    }
    decision = create_record(Decision, actor=actor, values=given, links=links)
    save_triggers(decision, triggers)
    if before:
        _supersede(before, actor=actor)
    _link(decision, actor=actor, subject=subject, answers=get_nodes(actor, answers).values())
    if into:
        _merge(subject, into, actor=actor)
    facts.announce(DecisionRecorded(decision_id=decision.id, subject_id=subject.id, verdict=verdict, actor_id=actor.id))
    return decision


def _check(
    actor: Member, subject: Node, verdict: Verdict, given: Mapping[str, Any], answers: Sequence[UUID]
) -> Node | None:
    """Refuse what cannot be recorded; the record that takes the subject in, if one does."""
    if subject.kind in NOT_DECIDABLE:
        raise SubjectNotDecidable(fields={"subject_id": SubjectNotDecidable.title})
    if len(get_nodes(actor, answers)) != len(set(answers)):
        raise Invalid(fields={"answers_ids": "There is no such record in this workspace."})
    into_id = given.get("merged_into_id")
    if (verdict is Verdict.MERGE_INTO) != (into_id is not None):
        wanted = "Name the record that it goes into." if into_id is None else "Only what is merged goes into another."
        raise MergeTargetRefused(fields={"merged_into_id": wanted})
    into = get_nodes(actor, [into_id]).get(into_id) if into_id else None
    if into_id and (into is None or into.id == subject.id or into.kind in NOT_DECIDABLE):
        raise MergeTargetRefused(fields={"merged_into_id": MergeTargetRefused.title})
    return into


def _link(decision: Decision, *, actor: Member, subject: Node, answers: Iterable[Node]) -> None:
    """A decision derives from its subject and answers who asked: for the subject itself, or for what it meets."""
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=decision.node, target=subject)
    asked = [subject] if get_kind(subject.kind).describe_askers else []
    for request in [*asked, *answers]:
        create_link(actor=actor, kind=LinkKind.ANSWERS, source=decision.node, target=request)


def _merge(subject: Node, into: Node, *, actor: Member) -> None:
    """What spoke for the subject speaks for the other record from now on, and the way there stays readable."""
    kind, source, target = _merge_link(subject, into)
    try:
        create_link(actor=actor, kind=kind, source=source, target=target)
    except LinkClosesCircle:
        raise MergeClosesCircle(fields={"merged_into_id": MergeClosesCircle.title}) from None


def _merge_link(subject: Node, into: Node) -> tuple[LinkKind, Node, Node]:
    """Evidence supports what it is merged into; any other record is what that derives from."""
    if get_kind(subject.kind).step == Step.EVIDENCE:
        return LinkKind.SUPPORTS, subject, into
    return LinkKind.DERIVES_FROM, into, subject


def _supersede(before: Decision, *, actor: Member) -> None:
    """The earlier decision is out of force: its merge is undone, and who was to look at it again has done so."""
    Decision.objects.filter(pk=before.pk).update(superseded_at=clock.now())
    if before.merged_into:
        kind, source, target = _merge_link(before.subject, before.merged_into)
        made = Link.objects.filter(
            kind=kind, source=source, target=target, removed_at=None, created_at__gte=before.created_at
        )
        for link_id in made.values_list("pk", flat=True):
            remove_link(actor=actor, link_id=link_id)
    if is_waiting(before):
        let_owner_go(before)


def _basis(actor: Member, subject: Node, triggers: Sequence[Trigger]) -> dict[str, Any]:
    """What was known on the day: the subject, the evidence and tests behind it, its chain, score and triggers."""
    story = list_stories(actor, [subject.id])[subject.id]
    return {
        "taken_at": clock.now().isoformat(),
        "subject": {"title": subject.title, "version": subject.version},
        "score": _score_basis(subject.id),
        "evidence": _pieces(story.evidence, story.bearings),
        "claims": _pieces(story.claims, story.bearings),
        "chain": list_chains(actor, [subject.id])[subject.id],
        "triggers": [{"words": each.words, "value": each.value_then, "unit": each.unit} for each in triggers],
    }


def _pieces(nodes: Iterable[Node], bearings: Mapping[UUID, Bearing]) -> list[dict[str, str]]:
    return [
        {
            "id": str(each.id),
            "kind": each.kind,
            "key": each.key,
            "title": each.title,
            "state": each.state,
            "bearing": bearings.get(each.id, ""),
        }
        for each in sorted(summarize(nodes).values(), key=lambda each: (each.kind, each.key))
    ]


def _score_basis(subject_id: UUID) -> dict[str, Any] | None:
    latest = find_latest_scores([subject_id]).get(subject_id)
    if latest is None:
        return None
    model = latest.scoring_round.model
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
