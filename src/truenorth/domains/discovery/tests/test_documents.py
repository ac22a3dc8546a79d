import gzip

import pytest

from truenorth.domains.discovery.errors import (
    HighlightLost,
    HighlightOutside,
    QuoteMismatch,
    TranscriptRefused,
    TranscriptTooLarge,
)
from truenorth.domains.discovery.factories import CALL, make_document, make_highlight
from truenorth.domains.discovery.models import Document, Highlight, Turn
from truenorth.domains.discovery.rules import Mark, Strength
from truenorth.domains.discovery.selectors import list_highlights, list_turns
from truenorth.domains.discovery.services import (
    create_document,
    create_highlight,
    create_session,
    create_tag,
    revise_document,
    revise_highlight,
    set_tags,
    upload_transcript,
)
from truenorth.domains.graph.models import BODY_LENGTH
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record, list_linked_nodes
from truenorth.domains.graph.services import trash_nodes
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.kit.tables.errors import FileDamaged
from truenorth.domains.workspace.models import Member


def test_a_transcript_is_read_into_turns_with_speakers_and_times(connie: Member) -> None:
    document = make_document(connie)

    turns = list_turns(document)
    assert [(turn.speaker, turn.start_ms) for turn in turns] == [("Nora", 4000), ("Note", 10000), ("Nora", 16000)]
    assert turns[1].text == "Opens the client list, then a spreadsheet."
    assert document.format == "webvtt"


def test_a_note_stands_as_it_was_written(connie: Member) -> None:
    document = create_document(actor=connie, values={"body": "Seen: a sheet\n\n  and a tick", "form": "note"})

    assert (document.title, document.body) == ("Seen: a sheet and a tick", "Seen: a sheet\n\n  and a tick")
    assert [turn.text for turn in list_turns(document)] == ["Seen: a sheet", "and a tick"]


def test_a_document_derives_from_its_session_and_from_no_other(connie: Member) -> None:
    first = create_session(actor=connie, values={"title": "Call"})
    second = create_session(actor=connie, values={"title": "Field session"})
    document = create_document(actor=connie, values={"body": CALL, "session_id": first.id})

    revise_document(document, actor=connie, version=1, changes={"session_id": second.id})

    [(_, source)] = list_linked_nodes(connie, [document.id], kind=LinkKind.DERIVES_FROM)
    assert source.id == second.id


def test_a_bad_transcript_is_refused_by_line_and_nothing_is_stored(connie: Member) -> None:
    with pytest.raises(TranscriptRefused) as refusal:
        make_document(connie, body="WEBVTT\n\n00:04.000 -> 00:09.000\nlost")

    assert refusal.value.fields["body"].startswith("line 4: ")
    assert not Document._default_manager.exists()


def test_a_gzipped_file_is_read_as_is(connie: Member) -> None:
    document = upload_transcript(actor=connie, data=gzip.compress(CALL.encode()), file_name="call.vtt.gz")

    assert (document.title, document.file_name) == ("call", "call.vtt")


def test_a_file_that_is_not_utf_8_is_refused_by_line(connie: Member) -> None:
    with pytest.raises(TranscriptRefused) as refusal:
        upload_transcript(actor=connie, data=b"Ada: fine\nBen: caf\xe9", file_name="call.txt")

    assert refusal.value.fields == {"file": "line 2: this is not UTF-8 text"}
    assert not Document._default_manager.exists()


def test_a_gzip_file_that_is_cut_short_is_refused(connie: Member) -> None:
    with pytest.raises(FileDamaged):
        upload_transcript(actor=connie, data=gzip.compress(CALL.encode())[:-12], file_name="call.vtt.gz")

    assert not Document._default_manager.exists()


def test_a_gzip_bomb_is_opened_no_further_than_allowed(connie: Member) -> None:
    with pytest.raises(TranscriptTooLarge):
        upload_transcript(actor=connie, data=gzip.compress(b"a" * (BODY_LENGTH + 10)), file_name="bomb.txt.gz")

    assert not Document._default_manager.exists()


def test_a_viewer_files_no_document(vera: Member) -> None:
    with pytest.raises(Forbidden):
        make_document(vera)

    assert not Document._default_manager.exists()
    assert not Turn.objects.exists()


def test_a_highlight_knows_its_words_its_speaker_and_its_time(connie: Member) -> None:
    document = make_document(connie)

    highlight = make_highlight(document, actor=connie, quote="I closed it.")

    assert (highlight.quote, highlight.title) == ("I closed it.", "I closed it.")
    assert (highlight.speaker, highlight.start_ms, highlight.end_ms) == ("Nora", 4000, 9000)
    assert highlight.mark == Mark.SAID
    [(_, source)] = list_linked_nodes(connie, [highlight.id], kind=LinkKind.DERIVES_FROM)
    assert source.id == document.id


def test_what_was_observed_is_marked_as_done(connie: Member) -> None:
    document = make_document(connie)

    highlight = make_highlight(document, actor=connie, quote="Opens the client list", strength=Strength.OBSERVED)

    assert highlight.mark == Mark.DID


def test_a_selection_sheds_the_white_space_at_its_ends(connie: Member) -> None:
    document = make_document(connie)

    assert make_highlight(document, actor=connie, quote=" I closed it. ").quote == "I closed it."


def test_a_quote_that_does_not_stand_there_is_refused(connie: Member) -> None:
    document = make_document(connie)
    values = {"document_id": document.id, "start": 6, "end": 20, "quote": "I loved it.", "strength": "told"}

    with pytest.raises(QuoteMismatch):
        create_highlight(actor=connie, values=values)

    assert not Highlight._default_manager.exists()


@pytest.mark.parametrize(("start", "end"), [(0, 100_000), (8, 9)])
def test_a_range_without_words_is_refused(connie: Member, start: int, end: int) -> None:
    document = make_document(connie)

    with pytest.raises(HighlightOutside):
        create_highlight(
            actor=connie, values={"document_id": document.id, "start": start, "end": end, "strength": "told"}
        )

    assert not Highlight._default_manager.exists()


def test_a_highlight_moves_with_the_text_around_it(connie: Member) -> None:
    document = make_document(connie)
    highlight = make_highlight(document, actor=connie, quote="It took me until lunch.")

    revise_document(
        document, actor=connie, version=1, changes={"body": document.body.replace("So this tour", "This product tour")}
    )

    moved = get_record(connie, Highlight, highlight.id)
    text = get_record(connie, Document, document.id).body
    assert text[moved.start : moved.end] == moved.quote == "It took me until lunch."
    assert (moved.start - highlight.start, moved.speaker) == (5, "Nora")


def test_an_edit_that_would_lose_a_quote_is_refused_and_changes_nothing(connie: Member) -> None:
    document = make_document(connie)
    before = document.body
    highlight = make_highlight(document, actor=connie, quote="I closed it.")

    with pytest.raises(HighlightLost) as refusal:
        revise_document(document, actor=connie, version=1, changes={"body": before.replace("closed", "skipped")})

    assert highlight.key in refusal.value.detail
    assert get_record(connie, Document, document.id).body == before
    assert list_turns(document)[0].text.startswith("So this tour")


def test_a_quote_in_the_trash_does_not_hold_an_edit_up(connie: Member) -> None:
    document = make_document(connie)
    highlight = make_highlight(document, actor=connie, quote="I closed it.")
    trash_nodes(actor=connie, ids=[highlight.id])

    changed = document.body.replace("closed", "skipped")
    revise_document(document, actor=connie, version=1, changes={"body": changed})

    assert get_record(connie, Document, document.id).body == changed


def test_a_highlight_may_be_judged_anew(connie: Member) -> None:
    highlight = make_highlight(make_document(connie), actor=connie)

    revised = revise_highlight(
        highlight, actor=connie, version=1, changes={"strength": "observed", "mark": "workaround"}
    )

    assert (revised.strength, revised.mark, revised.quote) == ("observed", "workaround", "I closed it.")


def test_a_documents_highlights_come_in_the_order_of_its_text(connie: Member) -> None:
    document = make_document(connie)
    second = make_highlight(document, actor=connie, quote="one by one")
    first = make_highlight(document, actor=connie, quote="I closed it.")
    tag = create_tag(actor=connie, values={"title": "Tour"})
    set_tags(second.node, actor=connie, tag_ids=[tag.id])

    listed = list_highlights(connie, document)

    assert [h.id for h in listed] == [first.id, second.id]
    assert [[tag.title for tag in h.tags] for h in listed] == [[], ["Tour"]]
