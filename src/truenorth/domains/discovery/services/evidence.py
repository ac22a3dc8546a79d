"""Highlights, feedback and requests: what a claim can cite."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import transaction

from truenorth.domains.discovery.errors import HighlightOutside, QuoteMismatch
from truenorth.domains.discovery.models import Document, Feedback, Highlight, Request
from truenorth.domains.discovery.rules import MARK_OF_STRENGTH, Span, Strength, passages_in, title_of
from truenorth.domains.discovery.services.documents import passages_of
from truenorth.domains.discovery.services.tags import set_tags
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, revise_record
from truenorth.domains.workspace.models import Member

T = TypeVar("T", Highlight, Feedback)

LONGEST_QUOTE = 10_000


@transaction.atomic
def create_highlight(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Highlight:
    """Mark a range of a document's text. Speaker and times are those of the turns it touches."""
    document = get_record(actor, Document, values["document_id"])
    span = _span_of_words(document.body, Span(values["start"], values["end"]))
    quote = document.body[span.start : span.end]
    if values.get("quote") and " ".join(values["quote"].split()) != " ".join(quote.split()):
        raise QuoteMismatch(fields={"quote": f"At this place stands: {title_of(quote)}"})
    own = {name: value for name, value in values.items() if name != "tag_ids"}
    created = create_record(
        Highlight,
        actor=actor,
        values=own
        | {"title": values.get("title") or title_of(quote), "quote": quote, "start": span.start, "end": span.end}
        | {"mark": values.get("mark") or MARK_OF_STRENGTH[Strength(values["strength"])]}
        | spoken_in(document, span),
        links=links,
    )
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=created.node, target=document.node)
    if values.get("tag_ids"):
        set_tags(created.node, actor=actor, tag_ids=values["tag_ids"])
    return created


@transaction.atomic
def revise_highlight(highlight: Highlight, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Highlight:
    return _revise_tagged(highlight, actor=actor, version=version, changes=changes)


@transaction.atomic
def create_feedback(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Feedback:
    own = {name: value for name, value in values.items() if name != "tag_ids"}
    title = values.get("title") or title_of(values["body"])
    created = create_record(Feedback, actor=actor, values=own | {"title": title}, links=links)
    if values.get("tag_ids"):
        set_tags(created.node, actor=actor, tag_ids=values["tag_ids"])
    return created


@transaction.atomic
def revise_feedback(feedback: Feedback, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Feedback:
    return _revise_tagged(feedback, actor=actor, version=version, changes=changes)


def create_request(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Request:
    title = values.get("title") or title_of(values["ask"])
    return create_record(Request, actor=actor, values=dict(values) | {"title": title}, links=links)


def spoken_in(document: Document, span: Span) -> dict[str, Any]:
    """Who spoke in a range of a document's text, and when."""
    touched = passages_in(passages_of(document), span)
    starts = [p.start_ms for p in touched if p.start_ms is not None]
    ends = [p.end_ms for p in touched if p.end_ms is not None]
    return {
        "speaker": touched[0].speaker if touched else "",
        "start_ms": min(starts, default=None),
        "end_ms": max(ends, default=None),
    }


def _revise_tagged(evidence: T, *, actor: Member, version: int, changes: Mapping[str, Any]) -> T:
    own = {name: value for name, value in changes.items() if name != "tag_ids"}
    revised = revise_record(evidence, actor=actor, version=version, changes=own)
    if changes.get("tag_ids") is not None:
        set_tags(revised.node, actor=actor, tag_ids=changes["tag_ids"])
    return revised


def _span_of_words(text: str, span: Span) -> Span:
    """The range without the white space at its ends."""
    marked = text[span.start : span.end]
    words = marked.strip()
    if span.end > len(text) or not words:
        raise HighlightOutside(fields={"end": HighlightOutside.title})
    if len(words) > LONGEST_QUOTE:
        raise HighlightOutside(fields={"end": f"A highlight holds at most {LONGEST_QUOTE:,} characters."})
    start = span.start + marked.index(words)
    return Span(start, start + len(words))
