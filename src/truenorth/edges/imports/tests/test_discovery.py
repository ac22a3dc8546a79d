import gzip
import io
import json
from pathlib import Path

import pytest

from truenorth.domains.discovery.errors import TranscriptRefused
from truenorth.domains.discovery.models import Account, Document, Feedback
from truenorth.domains.discovery.selectors import list_themes, list_turns
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

FEEDBACK = b"""id,comment,score,created_at,company,theme
1,The tour is in the way,2,2026-02-01T10:00:00Z,Mosaic Studio,onboarding
2,Sync keeps failing,1,2026-02-02,Oak & Co,sync
3,Love it,,,mosaic studio,
"""
CALL = b"WEBVTT\n\n00:04.000 --> 00:09.000\n<v Nora>I closed it.\n"


def _import(
    actor: Member, source: str, content: bytes, *, name: str = "file", dry_run: bool = False, **options: str
) -> Report:
    return run_import(
        actor=actor, source=source, file=io.BytesIO(content), file_name=name, options=options, dry_run=dry_run
    )


def _import_file(actor: Member, source: str, path: Path) -> Report:
    with path.open("rb") as file:
        return run_import(actor=actor, source=source, file=file, file_name=path.name)


def test_feedback_comes_in_with_its_columns_by_their_usual_names(connie: Member) -> None:
    report = _import(connie, "feedback", FEEDBACK)

    assert (report.created, report.rejected, report.detail["accounts"]) == (3, 0, 2)
    first = list_records(connie, Feedback).get(node__external_id="1")
    assert (first.body, first.rating, first.theme) == ("The tour is in the way", 2, "onboarding")
    assert first.account
    assert first.account.title == "Mosaic Studio"
    assert list_records(connie, Feedback).filter(account=first.account).count() == 2


def test_the_same_feedback_again_changes_nothing(connie: Member) -> None:
    _import(connie, "feedback", FEEDBACK)

    again = _import(connie, "feedback", FEEDBACK)

    assert (again.created, again.unchanged) == (0, 3)
    assert list_records(connie, Account).count() == 2


def test_a_dry_run_of_feedback_counts_and_writes_nothing(connie: Member) -> None:
    report = _import(connie, "feedback", FEEDBACK, dry_run=True)

    assert (report.created, report.detail["accounts"]) == (3, 2)
    assert not Node.objects.exists()


def test_undo_takes_the_accounts_back_with_the_feedback(connie: Member) -> None:
    report = _import(connie, "feedback", FEEDBACK)
    assert report.run_id

    undo_run(actor=connie, run_id=report.run_id)

    assert not list_records(connie, Feedback).exists()
    assert not list_records(connie, Account).exists()
    assert _import(connie, "feedback", FEEDBACK).created == 3


def test_a_bad_row_of_feedback_stays_out_with_its_reason(connie: Member) -> None:
    report = _import(connie, "feedback", b"text,rating\nFine,good\n,5\nFine,5\n")

    assert [(error.row, error.field) for error in report.errors] == [(2, "rating"), (3, "body")]
    assert report.created == 1


def test_a_transcript_becomes_a_document_once(connie: Member) -> None:
    first = _import(connie, "transcript", CALL, name="call.vtt")
    again = _import(connie, "transcript", gzip.compress(CALL), name="renamed.vtt.gz")

    assert (first.created, again.created, again.unchanged) == (1, 0, 1)
    document = list_records(connie, Document).get()
    assert (document.title, document.file_name) == ("call", "call.vtt")
    assert first.detail == {"format": "webvtt", "turns": 1, "speakers": ["Nora"], "minutes": 0}


def test_a_dry_run_of_a_transcript_writes_nothing(connie: Member) -> None:
    report = _import(connie, "transcript", CALL, name="call.vtt", dry_run=True, title="Field session 7")

    assert (report.created, report.run_id) == (1, None)
    assert not Node.objects.exists()


def test_a_bad_transcript_is_refused_by_line(connie: Member) -> None:
    with pytest.raises(TranscriptRefused) as refusal:
        _import(connie, "transcript", b"WEBVTT\n\n00:04.000 -> 00:09.000\nlost", name="call.vtt")

    assert refusal.value.fields["file"].startswith("line 4")
    assert not Node.objects.exists()


def test_thirteen_thousand_texts_come_in_whole(connie: Member, shared: Path) -> None:
    report = _import_file(connie, "feedback", shared / "data" / "feedback_banking77.csv.gz")

    assert (report.created, report.rejected) == (13_083, 0)
    oracle = json.loads((shared / "data" / "oracles.json").read_text())["feedback_banking77_theme"]
    assert {theme.theme: theme.count for theme in list_themes(connie)} == oracle["counts"]


def test_app_reviews_come_in_whole(connie: Member, shared: Path) -> None:
    report = _import_file(connie, "feedback", shared / "data" / "feedback_notes_apps_reviews.csv.gz")

    assert (report.created, report.rejected) == (450, 0)
    oracle = json.loads((shared / "data" / "oracles.json").read_text())["feedback_notes_apps_rating"]
    ratings = list_records(connie, Feedback).order_by().values_list("rating", flat=True)
    assert {f"{rating:g}": list(ratings).count(rating) for rating in set(ratings) if rating} == oracle["counts"]


def test_eight_calls_come_in_with_every_turn_in_its_place(connie: Member, shared: Path) -> None:
    calls = sorted((shared / "data" / "transcripts_vtt").glob("*.vtt"))

    reports = [_import_file(connie, "transcript", call) for call in calls]

    assert [report.created for report in reports] == [1] * 8
    for document in list_records(connie, Document):
        turns = list_turns(document)
        assert all(turn.speaker and turn.text.strip() == turn.text and turn.text for turn in turns)
        assert [turn.begin for turn in turns] == sorted(turn.begin for turn in turns)
