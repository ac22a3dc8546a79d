"""The flags that records raise by what they are linked to and by their words: computed when somebody looks."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from django.db.models import Q

from truenorth.domains.engineering.models import Component, Constraint, Debt, Lexicon, RiskFlagDismissal
from truenorth.domains.engineering.rules import (
    DEFAULT_LEXICON,
    Concern,
    Part,
    RiskFlag,
    RiskSeverity,
    RiskTerm,
    find_risk_flags,
    find_terms,
)
from truenorth.domains.engineering.selectors.registers import (
    enrich_debts,
    list_constraints,
    list_debts,
    weigh_constraint,
    weigh_debt,
)
from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.selectors import get_nodes, list_nodes, list_records
from truenorth.domains.workspace.models import Member

FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlagView:
    """A flag, the record that raises it where it is one, those beside it, and who dismissed it."""

    flag: RiskFlag
    subject: Node | None
    concerns: Sequence[Node]
    dismissal: RiskFlagDismissal | None

    @property
    def is_raised(self) -> bool:
        """What was dismissed is raised again once it is graver than then."""
        return self.dismissal is None or self.flag.severity.rank > RiskSeverity(self.dismissal.severity).rank


@dataclass(frozen=True, slots=True)
class NodeRiskFlags:
    node_id: UUID
    flags: Sequence[RiskFlagView]

    @property
    def raised_count(self) -> int:
        return sum(view.is_raised for view in self.flags)


@dataclass(frozen=True, slots=True)
class RiskTermFound:
    node: Node
    excerpt: str


@dataclass(frozen=True, slots=True)
class RiskTermUse:
    """How many initiatives have a word, and the first of them."""

    term: str
    count: int
    found: Sequence[RiskTermFound]


def get_lexicon(viewer: Member) -> Lexicon:
    """The workspace's words, or else those that come along, as version 0."""
    found = Lexicon.objects.filter(workspace=viewer.workspace).first()
    return found or Lexicon(
        workspace=viewer.workspace,
        version=0,
        terms=[asdict(each) for each in DEFAULT_LEXICON],
    )


def preview_lexicon(viewer: Member, terms: Sequence[RiskTerm]) -> list[RiskTermUse]:
    """Which initiatives have each of these words, the newest first, whether the word is on or not."""
    asked = [replace(each, is_on=True) for each in terms]
    found: dict[str, list[RiskTermFound]] = {each.term: [] for each in asked}
    initiatives = list_nodes(viewer).filter(kind="initiative", archived_at=None)
    for node in initiatives.order_by("-number").iterator(chunk_size=500):
        for hit in find_terms(f"{node.title}\n{node.body}", asked):
            found[hit.term].append(RiskTermFound(node, hit.excerpt))
    return [RiskTermUse(each.term, len(found[each.term]), found[each.term][:FOUND_AT_MOST]) for each in asked]


def list_risk_flags(viewer: Member, ids: Sequence[UUID]) -> list[NodeRiskFlags]:
    """The flags of each of these records, the gravest first."""
    nodes = get_nodes(viewer, ids)
    if len(nodes) != len(set(ids)):
        raise NodeMissing
    lexicon = get_lexicon(viewer).risk_terms
    linked, dismissals = _list_linked(viewer, ids), _list_dismissals(ids)
    concerns = _list_concerns(viewer, lexicon)
    parts = _list_parts(viewer, concerns)
    beside = get_nodes(viewer, [*(each.id for each in concerns), *(each.id for each in parts)])
    found: list[NodeRiskFlags] = []
    for node in (nodes[each] for each in dict.fromkeys(ids)):
        flags = find_risk_flags(
            title=node.title,
            body=node.body,
            linked=linked[node.id],
            parts=parts,
            concerns=[concern for concern in concerns if concern.id != node.id],
            lexicon=lexicon,
        )
        found.append(
            NodeRiskFlags(node.id, [_view(flag, beside, dismissals.get((node.id, flag.key))) for flag in flags])
        )
    return found


def _view(flag: RiskFlag, beside: Mapping[UUID, Node], dismissal: RiskFlagDismissal | None) -> RiskFlagView:
    return RiskFlagView(
        flag=flag,
        subject=beside[flag.subject_id] if flag.subject_id else None,
        concerns=[beside[concern.id] for concern in flag.concerns],
        dismissal=dismissal,
    )


def _list_concerns(viewer: Member, lexicon: Sequence[RiskTerm]) -> list[Concern]:
    constraints, debts = list(list_constraints(viewer)), list(list_debts(viewer))
    enrich_debts(viewer, debts)
    weighed: list[tuple[Constraint | Debt, RiskSeverity]] = [(each, weigh_constraint(each)) for each in constraints]
    weighed += [(each, weigh_debt(each)) for each in debts]
    return [
        Concern(
            id=each.id,
            kind=each.kind,
            title=each.title,
            terms=frozenset(hit.term for hit in find_terms(f"{each.title}\n{each.body}", lexicon)),
            component_id=each.component_id,
            severity=severity,
        )
        for each, severity in weighed
    ]


def _list_parts(viewer: Member, concerns: Sequence[Concern]) -> list[Part]:
    """The components about which something is on record."""
    ids = {concern.component_id for concern in concerns}
    here = list_records(viewer, Component).filter(pk__in=ids - {None}, node__archived_at=None)
    return [Part(each, title) for each, title in here.order_by("node__number").values_list("pk", "node__title")]


def _list_linked(viewer: Member, ids: Sequence[UUID]) -> Mapping[UUID, set[UUID]]:
    """What each of these nodes is linked to, whichever way the link goes."""
    touching = Q(source_id__in=ids) | Q(target_id__in=ids)
    links = Link.objects.filter(touching, workspace=viewer.workspace, removed_at=None)
    linked: dict[UUID, set[UUID]] = {each: set() for each in ids}
    for source, target in links.values_list("source_id", "target_id"):
        for here, there in ((source, target), (target, source)):
            if here in linked:
                linked[here].add(there)
    return linked


def _list_dismissals(ids: Sequence[UUID]) -> Mapping[tuple[UUID, str], RiskFlagDismissal]:
    """By the record and the key of the flag."""
    given = RiskFlagDismissal.objects.filter(node__in=ids).select_related("by__user")
    return {(each.node_id, each.key): each for each in given}
