from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Avg, Count, QuerySet, prefetch_related_objects

from truenorth.domains.discovery.models import (
    Attendance,
    Document,
    Feedback,
    Highlight,
    Hypothesis,
    Insight,
    Opportunity,
    Request,
    Session,
    Tag,
    Tagged,
    Tagging,
    Turn,
)
from truenorth.domains.discovery.rules import Coverage, EvidenceSummary, measure_coverage, summarize_evidence
from truenorth.domains.discovery.selectors.voting import VOTING_KINDS, count_votes
from truenorth.domains.graph.models import Link
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import NodeSummary, list_records, summarize, walk_from
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.selectors import list_members


def list_turns(document: Document) -> list[Turn]:
    return list(document.turns.order_by("index"))


def list_highlights(viewer: Member, document: Document) -> list[Highlight]:
    """A document's highlights with their tags, in the order of its text, archived ones left out."""
    found = list_records(viewer, Highlight).filter(document=document, node__archived_at=None)
    highlights = list(found.order_by("start", "end"))
    enrich_tagged(viewer, highlights)
    return highlights


def enrich_sessions(viewer: Member, sessions: Sequence[Session]) -> None:  # noqa: ARG001 - the shape of every enricher
    prefetch_related_objects(sessions, "attendances__member__user", "participations__participant__node")


def enrich_documents(viewer: Member, documents: Sequence[Document]) -> None:
    counts = _count_by(list_records(viewer, Highlight).filter(node__archived_at=None), "document_id", documents)
    for document in documents:
        document.highlight_count = counts.get(document.id, 0)


def enrich_tagged(viewer: Member, evidence: Sequence[Tagged]) -> None:  # noqa: ARG001 - the shape of every enricher
    """Give highlights or feedback their tags."""
    tags: dict[UUID, list[Tag]] = defaultdict(list)
    taggings = Tagging.objects.filter(node_id__in=[each.id for each in evidence], tag__node__trashed_at=None)
    for tagging in taggings.select_related("tag__node").order_by("tag__node__title"):
        tags[tagging.node_id].append(tagging.tag)
    for each in evidence:
        each.tags = tuple(tags[each.id])


def enrich_tags(viewer: Member, tags: Sequence[Tag]) -> None:  # noqa: ARG001 - the shape of every enricher
    counts = _count_by(Tagging.objects.filter(node__trashed_at=None), "tag_id", tags)
    for tag in tags:
        tag.uses = counts.get(tag.id, 0)


def enrich_requests(viewer: Member, requests: Sequence[Request]) -> None:  # noqa: ARG001 - the shape of every enricher
    ids = [request.id for request in requests]
    votes, answers = count_votes(ids), list_answers(ids)
    for request in requests:
        request.votes = votes[request.id][0]
        request.answers = tuple(answers.get(request.id, ()))


def enrich_insights(viewer: Member, insights: Sequence[Insight]) -> None:
    _attach_evidence(viewer, insights)


def enrich_opportunities(viewer: Member, opportunities: Sequence[Opportunity]) -> None:
    _attach_evidence(viewer, opportunities)


def enrich_hypotheses(viewer: Member, hypotheses: Sequence[Hypothesis]) -> None:
    _attach_evidence(viewer, hypotheses)


def _attach_evidence(viewer: Member, claims: Sequence[Insight | Opportunity | Hypothesis]) -> None:
    summaries = count_evidence(viewer, [claim.id for claim in claims])
    for claim in claims:
        claim.evidence = summaries[claim.id]


def list_answers(ids: Collection[UUID]) -> dict[UUID, list[NodeSummary]]:
    """What answers each request: decisions and initiatives, each with its state."""
    links = (
        Link.objects.filter(kind=LinkKind.ANSWERS, target_id__in=ids, removed_at=None, source__trashed_at=None)
        .select_related("source")
        .order_by("created_at")
    )
    found = list(links)
    summaries = summarize(link.source for link in found)
    answers: dict[UUID, list[NodeSummary]] = defaultdict(list)
    for link in found:
        answers[link.target_id].append(summaries[link.source_id])
    return answers


@dataclass(frozen=True, slots=True)
class EvidencePiece:
    """One piece of evidence behind a claim, as the page lists it."""

    id: UUID
    kind: str
    key: str
    text: str
    strength: str
    source: str
    is_against: bool


def list_evidence(viewer: Member, node_id: UUID) -> list[EvidencePiece]:
    """What a claim rests on, however many links away, firmest first; what refutes it, marked as such."""
    walks, _ = walk_from(viewer, [node_id])
    walk = walks.get(node_id)
    if walk is None:
        return []
    against = {e.source for e in walk.edges if e.kind == LinkKind.REFUTES and e.target == node_id}
    pieces = _pieces(viewer, walk.upstream, against)
    return sorted(pieces, key=lambda piece: (piece.is_against, _RUNGS.index(piece.strength), piece.kind, piece.key))


_RUNGS = ["observed", "told", "asked", "internal"]


def count_evidence(viewer: Member, ids: Sequence[UUID]) -> dict[UUID, EvidenceSummary]:
    """The evidence behind each claim by strength."""
    walks, nodes = walk_from(viewer, ids)
    upstream = {node for walk in walks.values() for node in walk.upstream}
    strengths = _strengths([node for node in upstream if nodes[node].kind in VOTING_KINDS])
    summaries: dict[UUID, EvidenceSummary] = {}
    for node_id in ids:
        walk = walks.get(node_id)
        edges = walk.edges if walk else ()
        against = {e.source for e in edges if e.kind == LinkKind.REFUTES and e.target == node_id}
        behind = (walk.upstream.keys() if walk else set()) - against
        summaries[node_id] = summarize_evidence(
            (strengths[node] for node in behind if node in strengths), against=len(against)
        )
    return summaries


def _strengths(ids: Collection[UUID]) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for model in (Highlight, Feedback, Request):
        found.update(model._default_manager.filter(pk__in=ids).values_list("pk", "strength"))
    return found


def _pieces(viewer: Member, ids: Iterable[UUID], against: Collection[UUID]) -> list[EvidencePiece]:
    wanted = list(ids)
    highlights = list_records(viewer, Highlight).filter(pk__in=wanted)
    feedback = list_records(viewer, Feedback).filter(pk__in=wanted)
    requests = list_records(viewer, Request).filter(pk__in=wanted)
    return [
        *(_piece(h, h.quote, h.strength, h.document.title, against) for h in highlights),
        *(_piece(f, f.body, f.strength, f.source, against) for f in feedback),
        *(_piece(r, r.ask, r.strength, r.account.title if r.account else "", against) for r in requests),
    ]


def _piece(
    record: Highlight | Feedback | Request, text: str, strength: str, source: str, against: Collection[UUID]
) -> EvidencePiece:
    return EvidencePiece(record.id, record.kind, record.key, text, strength, source, record.id in against)


@dataclass(frozen=True, slots=True)
class CustomerContact:
    """When a member last sat with a customer."""

    id: UUID
    name: str
    function: str
    sessions: int
    last_on: date | None


@dataclass(frozen=True, slots=True)
class CoverageView:
    trio: Coverage
    people: list[CustomerContact]


def get_coverage(viewer: Member, *, since: date | None = None, until: date | None = None) -> CoverageView:
    """Who of the trio was in the sessions held between two dates, and who has met no customer."""
    sessions = list_records(viewer, Session).filter(node__archived_at=None)
    if since:
        sessions = sessions.filter(held_on__gte=since)
    if until:
        sessions = sessions.filter(held_on__lte=until)
    there: dict[UUID, list[str]] = {pk: [] for pk in sessions.values_list("pk", flat=True)}
    met: dict[UUID, list[date | None]] = defaultdict(list)
    rows = Attendance.objects.filter(session__in=sessions.values("pk"))
    for session_id, member_id, function, held_on in rows.values_list(
        "session_id", "member_id", "function", "session__held_on"
    ):
        there[session_id].append(function)
        met[member_id].append(held_on)
    people = [_contact(member, met.get(member.id, [])) for member in list_members(viewer)]
    return CoverageView(measure_coverage(there.values()), people)


def _contact(member: Member, met: Sequence[date | None]) -> CustomerContact:
    days = [day for day in met if day]
    return CustomerContact(member.id, member.name, member.function, len(met), max(days) if days else None)


@dataclass(frozen=True, slots=True)
class ThemeVolume:
    theme: str
    count: int
    rating: float | None


def list_themes(viewer: Member) -> list[ThemeVolume]:
    """Themes of the feedback with how much of it each has, largest first."""
    feedback = list_records(viewer, Feedback).filter(node__archived_at=None).exclude(theme="")
    rows = feedback.order_by().values_list("theme").annotate(count=Count("pk"), rating=Avg("rating"))
    return [ThemeVolume(*row) for row in rows.order_by("-count", "theme")]


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


def _count_by(
    rows: QuerySet[Highlight] | QuerySet[Tagging], key: str, records: Iterable[Identified]
) -> Mapping[UUID, int]:
    mine = rows.order_by().filter(**{f"{key}__in": [record.id for record in records]})
    return dict(mine.values_list(key).annotate(count=Count("pk")))
