"""Who asks for what: how often something was asked for, by which accounts, and in whose words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Model, Q
from django.db.models.functions import Coalesce

from truenorth.domains.discovery.models import Account, Feedback, Request
from truenorth.domains.discovery.rules import Consent
from truenorth.domains.graph.models import Link, Node
from truenorth.domains.graph.registry import Asker
from truenorth.domains.graph.rules import LinkKind

VOTING_KINDS = ("feedback", "request", "highlight")
LAST_WORDS = ("feedback", "highlight")
"""Kinds that ask and that nobody asks through."""
CAUSED_BY_TARGET = (LinkKind.DERIVES_FROM, LinkKind.ANSWERS)
ASKED_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class AskingAccount:
    """An account that asks; its revenue is None where nobody wrote it down."""

    id: UUID
    segment_id: UUID | None
    annual_revenue: Decimal | None


Voters = Mapping[UUID, datetime]
"""The records that ask for something, each with when it came to do so."""


def count_votes(ids: Collection[UUID]) -> dict[UUID, tuple[int, datetime]]:
    """How often each node was asked for, a request's first time included, and when it was last."""
    made = dict(Node.objects.filter(pk__in=list(ids)).values_list("pk", "created_at"))
    voters = find_voters(made)
    return {node_id: (len(voters[node_id]), max(voters[node_id].values(), default=at)) for node_id, at in made.items()}


def find_voters(ids: Collection[UUID]) -> dict[UUID, Voters]:
    """The requests, feedback and highlights that stand behind each node; a request stands behind itself too."""
    made = Node.objects.filter(pk__in=list(ids), kind__in=VOTING_KINDS).values_list("pk", "kind", "created_at")
    selves = {node_id: (kind, at) for node_id, kind, at in made}
    causes, kinds = _find_causes(ids)
    voters: dict[UUID, Voters] = {}
    for node_id in ids:
        reached = _reach(node_id, causes)
        found = {cause: at for cause, at in reached.items() if kinds[cause] in VOTING_KINDS}
        voters[node_id] = found | ({node_id: selves[node_id][1]} if node_id in selves else {})
    return voters


def find_asking_accounts(ids: Collection[UUID]) -> dict[UUID, list[AskingAccount]]:
    """The distinct accounts whose people ask for each node."""
    voters = find_voters(ids)
    behind = _find_accounts({voter for found in voters.values() for voter in found})
    rows = Account._default_manager.filter(pk__in=set(behind.values()), node__trashed_at=None)
    accounts = {row[0]: AskingAccount(*row) for row in rows.values_list("pk", "segment_id", "annual_revenue")}
    return {
        node_id: [accounts[each] for each in {behind[voter] for voter in found if voter in behind} if each in accounts]
        for node_id, found in voters.items()
    }


def describe_request_askers(ids: list[UUID]) -> dict[UUID, Asker]:
    return _describe_askers(Request, ids, words="ask")


def describe_feedback_askers(ids: list[UUID]) -> dict[UUID, Asker]:
    return _describe_askers(Feedback, ids, words="node__body")


def _describe_askers(model: type[Model], ids: list[UUID], *, words: str) -> dict[UUID, Asker]:
    person, account = "participant__node__title", "account__node__title"
    rows = model._default_manager.filter(pk__in=ids).values_list(
        "pk", person, Coalesce(account, f"participant__{account}"), "participant__email", "participant__consent", words
    )
    return {
        node_id: Asker(
            name=name or "",
            account=company or "",
            email="" if consent == Consent.WITHDRAWN else email or "",
            words=said,
        )
        for node_id, name, company, email, consent, said in rows
    }


def _find_causes(ids: Collection[UUID]) -> tuple[Mapping[UUID, list[tuple[UUID, datetime]]], Mapping[UUID, str]]:
    """What stands one link upstream of each node that leads to these, and the kinds of what was met."""
    causes: dict[UUID, list[tuple[UUID, datetime]]] = defaultdict(list)
    kinds: dict[UUID, str] = {}
    seen: set[UUID] = set()
    frontier = set(ids)
    while frontier:
        seen |= frontier
        for some in _parts(list(frontier)):
            for effect, cause, kind, at in _links_to(some):
                causes[effect].append((cause, at))
                kinds[cause] = kind
        frontier = {cause for cause, kind in kinds.items() if kind not in LAST_WORDS} - seen
    return causes, kinds


def _links_to(effects: list[UUID]) -> Iterator[tuple[UUID, UUID, str, datetime]]:
    open_links = Link.objects.filter(removed_at=None, source__trashed_at=None, target__trashed_at=None)
    supporting = open_links.filter(kind=LinkKind.SUPPORTS, target_id__in=effects)
    yield from supporting.values_list("target_id", "source_id", "source__kind", "created_at")
    leading = open_links.filter(Q(kind__in=CAUSED_BY_TARGET), source_id__in=effects)
    yield from leading.values_list("source_id", "target_id", "target__kind", "created_at")


def _reach(start: UUID, causes: Mapping[UUID, list[tuple[UUID, datetime]]]) -> dict[UUID, datetime]:
    reached: dict[UUID, datetime] = {}
    waiting = [start]
    while waiting:
        for cause, at in causes.get(waiting.pop(), ()):
            if cause not in reached and cause != start:
                reached[cause] = at
                waiting.append(cause)
    return reached


def _find_accounts(voters: Collection[UUID]) -> dict[UUID, UUID]:
    """The account behind each request and piece of feedback: its own, or that of the person who asked."""
    found: dict[UUID, UUID] = {}
    for some in _parts(list(voters)):
        for model in (Request, Feedback):
            rows = model._default_manager.filter(pk__in=some).annotate(
                asking=Coalesce("account_id", "participant__account_id")
            )
            found.update(rows.exclude(asking=None).values_list("pk", "asking"))
    return found


def _parts(ids: list[UUID]) -> Iterable[list[UUID]]:
    """A database takes only so many values in one question."""
    return (ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE))
