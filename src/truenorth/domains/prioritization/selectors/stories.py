"""The story behind a subject as decisions weigh it: the evidence upstream, and the claims that were put to a test."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import OuterRef, Subquery

from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.registry import Bearing, get_kind, weigh_nodes
from truenorth.domains.graph.rules import LinkKind, Step, Walk
from truenorth.domains.graph.selectors import walk_from
from truenorth.domains.prioritization.models import Decision, Watch
from truenorth.domains.prioritization.rules import Piece, Verdict, find_contradictions
from truenorth.domains.prioritization.selectors.decisions import known_then
from truenorth.domains.workspace.models import AuditRow, Member, Workspace


@dataclass(frozen=True, slots=True)
class Story:
    """`claims` are the hypotheses upstream, the subject if it is one, and the experiments that test any of it."""

    evidence: Sequence[Node]
    claims: Sequence[Node]
    bearings: Mapping[UUID, Bearing]


@dataclass(frozen=True, slots=True)
class _Refutation:
    source: Node
    target_id: UUID
    created_at: datetime


def list_stories(viewer: Member, subject_ids: Sequence[UUID]) -> dict[UUID, Story]:
    """The stories of several subjects, with one walk over the graph and one question to each kind of record."""
    walks, nodes = walk_from(viewer, subject_ids)
    evidence = {each: _of_step(Step.EVIDENCE, walk.upstream, nodes) for each, walk in walks.items()}
    claims = {each: _claims(each, walk, nodes) for each, walk in walks.items()}
    weighed = {node.id: node.kind for found in (*evidence.values(), *claims.values()) for node in found}
    bearings = weigh_nodes(weighed)
    return {each: Story(evidence[each], claims[each], bearings) for each in walks}


def find_new_contradictions(viewer: Member, decisions: Sequence[Decision]) -> dict[Decision, dict[UUID, str]]:
    """What speaks against each of these decisions and was not said of it before."""
    stories = list_stories(viewer, list({decision.subject_id for decision in decisions}))
    refutations = _list_refutations(viewer)
    found: dict[Decision, dict[UUID, str]] = {}
    for decision in decisions:
        story = stories.get(decision.subject_id)
        if story is None:
            continue
        pieces = _pieces(decision, story, refutations)
        against = find_contradictions(Verdict(decision.verdict), then=known_then(decision), now=pieces)
        known = {each.node_id for each in decision.contradictions.all()} | {decision.id, decision.subject_id}
        found[decision] = {node_id: words for node_id, words in against.items() if node_id not in known}
    return {decision: against for decision, against in found.items() if against}


def _claims(subject_id: UUID, walk: Walk, nodes: Mapping[UUID, Node]) -> list[Node]:
    before = {subject_id, *walk.upstream}
    tests = {edge.source for edge in walk.edges if edge.kind == LinkKind.TESTS and edge.target in before}
    hypotheses = _of_step(Step.HYPOTHESIS, walk.upstream, nodes)
    subject = _of_step(Step.HYPOTHESIS, [subject_id], nodes)
    return [*subject, *hypotheses, *_of_step(Step.EXPERIMENT, sorted(tests), nodes)]


def _of_step(step: Step, ids: Iterable[UUID], nodes: Mapping[UUID, Node]) -> list[Node]:
    return [nodes[each] for each in ids if get_kind(nodes[each].kind).step == step]


def _list_refutations(viewer: Member) -> Mapping[UUID, list[_Refutation]]:
    """What refutes what in this workspace, by what is refuted."""
    links = Link.objects.filter(workspace=viewer.workspace, kind=LinkKind.REFUTES, removed_at=None)
    by_target: dict[UUID, list[_Refutation]] = defaultdict(list)
    for link in links.filter(source__trashed_at=None).select_related("source").defer("source__body"):
        by_target[link.target_id].append(_Refutation(link.source, link.target_id, link.created_at))
    return by_target


def _pieces(decision: Decision, story: Story, refutations: Mapping[UUID, list[_Refutation]]) -> list[Piece]:
    told = {node.id: node for node in (*story.evidence, *story.claims)}
    rests_on = [decision.id, decision.subject_id, *told]
    against: dict[UUID, list[_Refutation]] = defaultdict(list)
    for refutation in (each for target in rests_on for each in refutations.get(target, ())):
        against[refutation.source.id].append(refutation)
        told.setdefault(refutation.source.id, refutation.source)
    return [
        Piece(
            id=node_id,
            name=_name(node),
            bearing=story.bearings.get(node_id, ""),
            is_against=node_id in against,
            refutes_since=any(each.created_at > decision.created_at for each in against.get(node_id, ())),
            refutes_decision=any(each.target_id == decision.id for each in against.get(node_id, ())),
        )
        for node_id, node in told.items()
    ]


def _name(node: Node) -> str:
    return f"{get_kind(node.kind).label} {node.key} “{node.title[:120]}”"


def list_workspaces_with_news(*, overlap: timedelta) -> list[Workspace]:
    """The workspaces in which something was done since their decisions were last held against the news."""
    rows = AuditRow.objects.filter(workspace=OuterRef("pk")).order_by("-created_at").values("created_at")
    watches = Watch.objects.filter(workspace=OuterRef("pk")).values("seen_at")
    watched = Workspace.objects.annotate(latest_at=Subquery(rows[:1]), seen_at=Subquery(watches[:1]))
    return [
        each for each in watched if each.latest_at and (not each.seen_at or each.latest_at > each.seen_at - overlap)
    ]
