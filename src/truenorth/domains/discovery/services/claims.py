"""Insights and hypotheses: what is claimed, what it cites, and the bar it must clear."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.discovery.errors import NotEvidence, ThresholdFixed, ThresholdMissing
from truenorth.domains.discovery.kinds import FEEDBACK, HIGHLIGHT, REQUEST
from truenorth.domains.discovery.models import Hypothesis, Insight
from truenorth.domains.discovery.rules import BAR, HypothesisState, moved_bar
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_nodes, list_records
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member

CITED = {HIGHLIGHT.name, FEEDBACK.name, REQUEST.name}


@transaction.atomic
def create_insight(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Insight:
    own = {name: value for name, value in values.items() if name != "evidence_ids"}
    created = create_record(Insight, actor=actor, values=own, links=links)
    cite_evidence(created, actor=actor, evidence_ids=values.get("evidence_ids", ()))
    return created


@transaction.atomic
def cite_evidence(insight: Insight, *, actor: Member, evidence_ids: Collection[UUID]) -> None:
    """Let an insight rest on these highlights, feedback and requests too."""
    nodes = get_nodes(actor, evidence_ids)
    if len(nodes) != len(set(evidence_ids)) or any(node.kind not in CITED for node in nodes.values()):
        raise NotEvidence(fields={"evidence_ids": NotEvidence.title})
    for node_id in dict.fromkeys(evidence_ids):
        create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=insight.node, target=nodes[node_id])


def create_hypothesis(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Hypothesis:
    fixed = {"threshold_fixed_at": clock.now()} if values.get("threshold") is not None else {}
    return create_record(Hypothesis, actor=actor, values=dict(values) | fixed, links=links)


@transaction.atomic
def revise_hypothesis(hypothesis: Hypothesis, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Hypothesis:
    """Change a hypothesis. Once a test has begun, the bar that was fixed before it stays where it is."""
    stamps: dict[str, Any] = {}
    moved = moved_bar({name: getattr(hypothesis, name) for name in BAR}, changes)
    if moved and hypothesis.test_began_at and hypothesis.threshold is not None:
        raise ThresholdFixed(fields=dict.fromkeys(moved, ThresholdFixed.title))
    threshold = changes.get("threshold", hypothesis.threshold)
    if moved:
        stamps["threshold_fixed_at"] = None if threshold is None else clock.now()
    if changes.get("state", HypothesisState.UNTESTED) != HypothesisState.UNTESTED:
        if threshold is None:
            raise ThresholdMissing(fields={"threshold": ThresholdMissing.title})
        stamps["test_began_at"] = hypothesis.test_began_at or clock.now()
    return revise_record(hypothesis, actor=actor, version=version, changes=dict(changes) | stamps)


@transaction.atomic
def begin_tests(*, actor: Member, hypothesis_ids: Collection[UUID]) -> None:
    """What a test that starts elsewhere, an experiment, says of the hypotheses it tests."""
    waiting = list_records(actor, Hypothesis).filter(pk__in=hypothesis_ids, test_began_at=None, node__archived_at=None)
    for hypothesis in waiting:
        begin_test(hypothesis, actor=actor)


@transaction.atomic
def begin_test(hypothesis: Hypothesis, *, actor: Member) -> Hypothesis:
    """From now on the threshold stays. A test that began without one shows so for good."""
    if hypothesis.test_began_at:
        return hypothesis
    return revise_record(
        hypothesis,
        actor=actor,
        version=hypothesis.version,
        changes={"test_began_at": clock.now()},
        action="begin_test",
    )
