import io
import zipfile
from collections.abc import Mapping

import pytest
from conftest import ClientOf

from truenorth.domains.engineering.models import Adr
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.errors import DecisionsUnreadable
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

RECORD = (
    "---\r\nstatus: accepted\r\ndate: 2026-02-03\r\n---\r\n\r\n# Use files \r\n\r\n## Context\r\n\r\nFull.\r\n\r\n\r\n"
)
OTHER = (
    "\ufeff# Use Markdown\n\n* Status: superseded by [1](0001-a.md)\n\n## Our own\nNot MADR's.\n```\n# no title\n```"
)


def _import(actor: Member, content: bytes, *, name: str = "0001-files.md", dry_run: bool = False) -> Report:
    return run_import(actor=actor, source="adrs", file=io.BytesIO(content), file_name=name, dry_run=dry_run)


def _zip(files: Mapping[str, bytes] | Mapping[str, str] | Mapping[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


def test_a_record_comes_in_as_it_is(alice: Member) -> None:
    report = _import(alice, RECORD.encode())

    assert _counts(report) == (1, 0, 0)
    adr = list_records(alice, Adr).get()
    assert (adr.title, adr.status, str(adr.decided_on), adr.file_name) == (
        "Use files",
        "accepted",
        "2026-02-03",
        "0001-files.md",
    )
    assert adr.body == RECORD


def test_a_folder_goes_in_and_out_without_the_loss_of_a_byte(alice: Member) -> None:
    files: dict[str, bytes | str] = {
        "docs/decisions/0001-files.md": RECORD,
        "docs/decisions/0002-markdown.md": OTHER,
        "docs/logo.png": b"\x89",
    }

    report = _import(alice, _zip(files), name="docs.zip")

    assert _counts(report) == (2, 0, 0)
    answer = ClientOf(alice).get("/api/engineering/adrs/export.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        back = {name: archive.read(name) for name in archive.namelist()}
    assert back == {"0001-files.md": RECORD.encode(), "0002-markdown.md": OTHER.encode()}


def test_a_record_that_was_written_here_goes_out_and_in_again(alice: Member, charlie: Member) -> None:
    client = ClientOf(alice)
    made = client.post(
        "/api/engineering/adrs",
        {"title": "Use files", "context": "Full.", "outcome": "Files.", "deciders": ["Doe, Jane", "Bob"]},
        content_type="application/json",
    ).json()
    packed = client.get("/api/engineering/adrs/export.zip").content

    assert _counts(_import(charlie, packed)) == (1, 0, 0)
    theirs = ClientOf(charlie).get("/api/engineering/adrs").json()["items"][0]
    for name in ("title", "status", "deciders", "context", "outcome", "body"):
        assert theirs[name] == made[name]


def test_the_same_folder_again_changes_nothing(alice: Member) -> None:
    content = _zip({"a/0001-files.md": RECORD, "b/0002-markdown.md": OTHER})
    _import(alice, content)

    assert _counts(_import(alice, content)) == (0, 2, 0)
    assert _counts(_import(alice, _zip({"c/0001-files.md": OTHER, "0003-new.md": OTHER}))) == (1, 1, 0)


def test_a_dry_run_writes_nothing_and_says_what_would_come(alice: Member) -> None:
    report = _import(alice, RECORD.encode(), dry_run=True)

    assert (_counts(report), report.run_id) == ((1, 0, 0), None)
    assert report.sample == [{"title": "Use files", "status": "accepted", "decided_on": "2026-02-03"}]
    assert not Node.objects.exists()


def test_an_undone_folder_is_gone_and_may_come_again(alice: Member) -> None:
    report = _import(alice, RECORD.encode())
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert not list_records(alice, Adr).exists()
    assert _counts(_import(alice, RECORD.encode())) == (1, 0, 0)


def test_files_that_are_no_records_are_named_and_the_others_come_in(alice: Member) -> None:
    content = _zip(
        {
            "0001-files.md": RECORD,
            "README.md": "# Decisions\n\nHere they are.\n",
            "bad.md": b"# T\n\n## Context\n\xff",
            "long.md": "# T\n\n## Context\n" + "x" * 200_000,
            "other/0001-files.md": OTHER,
            "titled.md": f"# {'x' * 301}\n\n## Context\n",
        }
    )

    report = _import(alice, content, name="docs.zip")

    assert _counts(report) == (1, 0, 5)
    assert [(error.row, error.field, error.message.split(":")[0]) for error in report.errors] == [
        (2, "body", "README.md"),
        (3, "body", "bad.md"),
        (4, "file", "long.md"),
        (5, "file", "0001-files.md"),
        (6, "title", "titled.md"),
    ]


def test_a_zip_bomb_is_refused_before_it_unpacks(alice: Member) -> None:
    bomb = _zip({f"{n}.md": "# T\n\n## Context\n" + " " * 199_000 for n in range(120)})
    assert len(bomb) < 100_000

    with pytest.raises(DecisionsUnreadable) as refusal:
        _import(alice, bomb)

    assert "20,000,000 bytes" in refusal.value.fields["file"]
    assert not Node.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 broken", "broken"),
        (_zip({"notes.txt": "x"}), "no Markdown file"),
        (_zip({f"{n}.md": "" for n in range(2_001)}), "2,001 Markdown files"),
    ],
    ids=["broken", "without records", "too many"],
)
def test_a_zip_that_cannot_be_read_says_why(alice: Member, content: bytes, words: str) -> None:
    with pytest.raises(DecisionsUnreadable) as refusal:
        _import(alice, content)

    assert words in refusal.value.fields["file"]


def test_a_contributor_brings_in_no_decisions(alice: Member, connie: Member) -> None:
    with pytest.raises(Forbidden):
        _import(connie, RECORD.encode())

    assert not Node.objects.exists()
