"""Transcripts and notes: read once into turns, and edited without losing the quotes taken from them."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction

from truenorth.domains.discovery.errors import HighlightLost, TranscriptRefused, TranscriptTooLarge
from truenorth.domains.discovery.models import Document, Highlight, Turn
from truenorth.domains.discovery.rules import (
    DocumentForm,
    Passage,
    Span,
    carry_passages,
    passages_in,
    reanchor,
    split_passages,
    title_of,
)
from truenorth.domains.graph.models import BODY_LENGTH
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_links
from truenorth.domains.graph.services import LinkDraft, create_link, create_record, remove_link, revise_record
from truenorth.domains.kit.tables import Limits, open_text
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import Entry, record
from truenorth.engines.text import TextRefused, Transcript, parse_transcript

BROKEN_BYTE = re.compile("[\udc80-\udcff]")  # how `open_text` hands on what is not UTF-8
LARGEST_FILE = 4 * BODY_LENGTH  # bytes: a code point takes up to four of them
SPEAKER_LENGTH = 200


@transaction.atomic
def create_document(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Document:
    """A note as it stands, or a transcript read into turns; its text is then one line a turn."""
    given, name = values["body"], values.get("file_name", "")
    own = dict(values)
    if values.get("form", DocumentForm.TRANSCRIPT) == DocumentForm.TRANSCRIPT:
        transcript = read_transcript(given, file_name=name, field="body")
        own |= {"body": transcript.plain_text, "format": transcript.format}
        passages = _passages(transcript)
    else:
        passages = split_passages(given)
    own["title"] = values.get("title") or PurePath(name).stem or title_of(own["body"])
    created = create_record(Document, actor=actor, values=own, links=links)
    save_turns(created, passages)
    _link_to_session(created, actor=actor, before=None)
    return created


def upload_transcript(
    *, actor: Member, data: bytes, file_name: str, title: str = "", session_id: UUID | None = None
) -> Document:
    """A document from the bytes of a file, gzipped or not."""
    text = decode_transcript(data)
    read_transcript(text, file_name=file_name, field="file")
    name = file_name.removesuffix(".gz")
    values = {"body": text, "title": title, "file_name": name[:255], "session_id": session_id}
    return create_document(actor=actor, values=values)


@transaction.atomic
def revise_document(document: Document, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Document:
    """Change a document. Its quotes move with its text; an edit that would lose one is refused."""
    old = document.body
    passages = passages_of(document)
    session_id = document.session_id
    revised = revise_record(document, actor=actor, version=version, changes=changes)
    _link_to_session(revised, actor=actor, before=session_id)
    if revised.body != old:
        carried = carry_passages(passages, old=old, new=revised.body)
        save_turns(revised, carried)
        _move_highlights(revised, carried, actor=actor, old=old)
    return revised


def decode_transcript(data: bytes) -> str:
    """A file's text. Gzip is opened, but no further than a transcript may be long."""
    with open_text(io.BytesIO(data), limits=Limits(unpacked_bytes=LARGEST_FILE)) as text:
        read = text.read(BODY_LENGTH + 1)
    if len(read) > BODY_LENGTH:
        raise TranscriptTooLarge(fields={"file": TranscriptTooLarge.title})
    return read


def read_transcript(text: str, *, file_name: str, field: str) -> Transcript:
    broken = BROKEN_BYTE.search(text)
    if broken:
        problem = f"line {text.count(chr(10), 0, broken.start()) + 1}: this is not UTF-8 text"
        raise TranscriptRefused(problem, fields={field: problem})
    try:
        transcript = parse_transcript(text, filename=file_name.removesuffix(".gz") or None)
    except TextRefused as refusal:
        raise TranscriptRefused(str(refusal), fields={field: str(refusal)}) from None
    if len(transcript.plain_text) > BODY_LENGTH:
        raise TranscriptTooLarge
    return transcript


def save_turns(document: Document, passages: Iterable[Passage]) -> None:
    document.turns.all().delete()
    Turn.objects.bulk_create(
        (
            Turn(
                document=document,
                index=index,
                begin=passage.span.start,
                end=passage.span.end,
                speaker=passage.speaker[:SPEAKER_LENGTH],
                start_ms=passage.start_ms,
                end_ms=passage.end_ms,
            )
            for index, passage in enumerate(passages)
        ),
        batch_size=1_000,
    )


def passages_of(document: Document) -> list[Passage]:
    rows = document.turns.order_by("index").values_list("begin", "end", "speaker", "start_ms", "end_ms")
    return [Passage(Span(begin, end), speaker, *times) for begin, end, speaker, *times in rows]


def _passages(transcript: Transcript) -> list[Passage]:
    return [
        Passage(Span(turn.begin, turn.finish), turn.speaker or "", turn.start_ms, turn.end_ms)
        for turn in transcript.turns
    ]


def _link_to_session(document: Document, *, actor: Member, before: UUID | None) -> None:
    """The graph says the same as the field: a document derives from its session."""
    if document.session_id == before:
        return
    if before:
        for link in list_links(actor, document.node).filter(kind=LinkKind.DERIVES_FROM, target_id=before):
            remove_link(actor=actor, link_id=link.id)
    if document.session:
        create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=document.node, target=document.session.node)


def _move_highlights(document: Document, passages: Sequence[Passage], *, actor: Member, old: str) -> None:
    moved: list[Highlight] = []
    lost: list[str] = []
    for highlight in Highlight._default_manager.filter(document=document).select_related("node"):
        span = reanchor(Span(highlight.start, highlight.end), old=old, new=document.body)
        if span is None and highlight.node.trashed_at is None:
            lost.append(f"{highlight.key} “{title_of(highlight.quote, at_most=60)}”")
        elif span is not None and span != Span(highlight.start, highlight.end):
            highlight.start, highlight.end = span.start, span.end
            touched = passages_in(passages, span)
            highlight.speaker = touched[0].speaker if touched else ""
            moved.append(highlight)
    if lost:
        raise HighlightLost(f"It would lose {', '.join(lost)}.", fields={"body": HighlightLost.title})
    Highlight._default_manager.bulk_update(moved, ["start", "end", "speaker"], batch_size=500)
    entries = (
        Entry(
            action="move",
            target_kind=each.kind,
            target_id=each.id,
            target_title=each.title,
            changes={"start": (None, each.start)},
        )
        for each in moved
    )
    record(actor, *entries)
