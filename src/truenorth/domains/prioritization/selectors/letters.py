"""Who asked for what a decision is about, and what the record lets them be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When

from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.registry import Asker, get_kind, list_kinds
from truenorth.domains.graph.rules import LinkKind, Step
from truenorth.domains.graph.selectors import list_linked_nodes, list_nodes
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.kit.readings import find_measure
from truenorth.domains.prioritization.models import Decision, Told, Trigger
from truenorth.domains.prioritization.rules import (
    LetterFacts,
    ReasonCode,
    Side,
    Verdict,
    compose_letter,
    day,
    number,
)
from truenorth.domains.workspace.models import Member


@dataclass(frozen=True, slots=True)
class AskerView:
    """One record of somebody's asking, and when they were last told."""

    request: Node
    name: str
    account: str
    email: str
    words: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterView:
    request: Node | None
    name: str
    account: str
    address: str
    subject: str
    words: str
    left_out: list[str]


def list_asking_nodes(viewer: Member, decision: Decision) -> QuerySet[Node]:
    """The requests that a decision or its subject is or answers, then what was asked in support; the oldest first."""
    askable = [kind.name for kind in list_kinds() if kind.describe_askers]
    links = Link.objects.filter(workspace=viewer.workspace, removed_at=None)
    answering = [decision.id, decision.subject_id]
    answered = links.filter(kind=LinkKind.ANSWERS, source__in=answering).values("target")
    asked = Q(pk=decision.subject_id) | Q(pk__in=answered)
    supporting = links.filter(Q(target=decision.subject_id) | Q(target__in=answered), kind=LinkKind.SUPPORTS)
    nodes = list_nodes(viewer).filter(asked | Q(pk__in=supporting.values("source")), kind__in=askable)
    place = Case(When(asked, then=Value(0)), default=Value(1))
    return nodes.defer("body").order_by(place, "created_at", "id")


def describe_askers(decision: Decision, nodes: Sequence[Node]) -> list[AskerView]:
    askers = find_askers(nodes)
    told = Told.objects.filter(decision=decision, request__in=[node.id for node in nodes]).order_by("told_at")
    last = dict(told.values_list("request_id", "told_at"))
    return [
        AskerView(node, asker.name, asker.account, asker.email, asker.words, last.get(node.id))
        for node in nodes
        for asker in [askers.get(node.id, Asker())]
    ]


def find_asking_node(viewer: Member, decision: Decision, request_id: UUID | None) -> Node | None:
    """The named one of those who asked; without a name, the first, if there is any."""
    asking = list_asking_nodes(viewer, decision)
    if request_id is None:
        return asking.first()
    found = asking.filter(pk=request_id).first()
    if found is None:
        raise Invalid(fields={"request_id": "This decision is no answer to that record."})
    return found


def draft_letter(viewer: Member, decision: Decision, *, request_id: UUID | None) -> LetterView:
    """A letter from the viewer to one who asked, from the record alone."""
    request = find_asking_node(viewer, decision, request_id)
    asker = find_askers([request]).get(request.id, Asker()) if request else Asker()
    letter = compose_letter(
        LetterFacts(
            verdict=Verdict(decision.verdict),
            decided_on=decision.decided_on,
            reason_code=ReasonCode(decision.reason_code),
            reason=decision.reason,
            name=asker.name,
            account=asker.account,
            asked=asker.words,
            seen=Counter(each.get("bearing", "") for each in decision.basis["evidence"]),
            into=decision.merged_into.title if decision.merged_into else "",
            work=_list_work(viewer, request) if request else (),
            again=[_clause(trigger) for trigger in _open(decision)],
            sender=viewer.name,
            workspace=viewer.workspace.name,
            private_names=list_private_names(viewer),
        )
    )
    return LetterView(request, asker.name, asker.account, asker.email, letter.subject, letter.words, letter.left_out)


def find_askers(nodes: Sequence[Node]) -> Mapping[UUID, Asker]:
    """Who asked, and in which words; one question to each kind of record."""
    askers: dict[UUID, Asker] = {}
    for name in sorted({node.kind for node in nodes}):
        describe = get_kind(name).describe_askers
        if describe:
            askers.update(describe([node.id for node in nodes if node.kind == name]))
    return askers


def _list_work(viewer: Member, request: Node) -> list[str]:
    """The initiatives that answer the same request."""
    answers = list_linked_nodes(viewer, [request.id], kind=LinkKind.ANSWERS, to="source")
    return [
        node.title for _, node in answers if get_kind(node.kind).step == Step.INITIATIVE and node.archived_at is None
    ]


def _open(decision: Decision) -> list[Trigger]:
    return [trigger for trigger in decision.triggers.all() if trigger.fired_at is None]


def _clause(trigger: Trigger) -> str:
    """When it is looked at again, without a number that is the house's own."""
    if trigger.on:
        return f"on {day(trigger.on)}"
    node = trigger.node
    measure = find_measure(node.workspace_id, node.kind, trigger.measure) if node else None
    if measure is None or Side(trigger.side) is Side.AT_MOST:
        return "when a figure that we watch has moved far enough"
    return "when " + measure.public.format(threshold=number(trigger.threshold or 0))


def list_private_names(viewer: Member) -> list[str]:
    kinds = [kind.name for kind in list_kinds() if kind.names_customer]
    return list(list_nodes(viewer).filter(kind__in=kinds).values_list("title", flat=True))
